"""`/panels/school-part`: what a folded part of the card holds, once somebody opens it."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import Flask, request

from dashboard.access.policy import Permission
from dashboard.addresses.school import SCHOOL_PART, SchoolPart, SchoolPartAddress, parse_school_part
from dashboard.binding import RequestContext, register_route
from dashboard.components.markup import to_html
from dashboard.errors import InvalidInputError
from dashboard.html import Element
from dashboard.pages.school.documents import documents_body
from dashboard.pages.school.outside import outside_body
from dashboard.pages.school.trend import trend_body
from data_layer.queries.outside_view import outside_view
from data_layer.queries.school_documents import blocks_of_documents
from data_layer.queries.school_trend import predecessors, school_trend


def register_parts(server: Flask) -> None:
    register_route(server, SCHOOL_PART, methods=["GET"], permission=Permission.VIEW_SCHOOL, handler=show_part)


def show_part(ctx: RequestContext) -> str:
    """The HTML of the part. Raises InvalidInputError for a part that no card has."""
    asked = parse_school_part(request.query_string.decode("ascii", "replace"), today=ctx.today)
    if asked is None:
        raise InvalidInputError
    return to_html(_PARTS[asked.part](ctx, asked))


def _documents(ctx: RequestContext, asked: SchoolPartAddress) -> list[Element]:
    found = blocks_of_documents(ctx.session, school=asked.school, year=asked.year, today=ctx.today, viewer=ctx.viewer)
    return documents_body(found, school=asked.school, year=asked.year, time_zone=ctx.principal.time_zone)


def _trend(ctx: RequestContext, asked: SchoolPartAddress) -> list[Element]:
    """All years, whichever is shown."""
    found = school_trend(ctx.session, school=asked.school, today=ctx.today, viewer=ctx.viewer)
    before = predecessors(ctx.session, found.changes, today=ctx.today, viewer=ctx.viewer)
    is_school = ctx.principal.school_id is not None
    return trend_body(found, school=asked.school, today=ctx.today, before=before, is_school=is_school)


def _outside(ctx: RequestContext, asked: SchoolPartAddress) -> list[Element]:
    """Not found for those who do not see all of the school themselves."""
    return outside_body(
        outside_view(ctx.session, school=asked.school, year=asked.year, today=ctx.today, viewer=ctx.viewer)
    )


_PARTS: Final[Mapping[SchoolPart, Callable[[RequestContext, SchoolPartAddress], list[Element]]]] = {
    SchoolPart.DOCUMENTS: _documents,
    SchoolPart.TREND: _trend,
    SchoolPart.OUTSIDE: _outside,
}
