"""Files of the cycle: the workbook of a view, letters to schools."""

from dataclasses import replace
from typing import Final

from flask import Flask, Response, request

from dashboard.access.policy import Permission
from dashboard.addresses.cycle import WORKBOOK_PATH, View
from dashboard.binding import RequestContext, register_route
from dashboard.exports.attachment import XLSX, attachment
from dashboard.exports.cycle_workbook import CycleFile, cycle_workbook
from dashboard.pages.cycle.flags import flag_words
from dashboard.pages.cycle.model import CyclePage
from dashboard.pages.cycle.reading import read_address, read_page
from dashboard.texts.cycle import RULES
from dashboard.texts.words import ROLES, SEVERITIES
from data_layer.domain.school_year import format_year

_EXPORTED: Final = "file_exported"


def register_downloads(server: Flask) -> None:
    register_route(server, WORKBOOK_PATH, methods=["GET"], permission=Permission.VIEW_CYCLE, handler=download_cycle)


def download_cycle(ctx: RequestContext) -> Response:
    """The view of the query string, by the same reading and the same query as the page."""
    address, _ = read_address(ctx, request.query_string.decode())
    page, _ = read_page(ctx, replace(address, cell=None), with_flags=True)
    author = ctx.principal.full_name or ctx.principal.login
    content = cycle_workbook(
        CycleFile(
            view=page.view,
            name_of=page.reader.names.of,
            order_of=page.reader.names.order,
            words_of=lambda item: flag_words(item, is_coded=address.is_coded),
            is_coded=address.is_coded,
            is_own_school=page.reader.is_own_school,
            filters=_list_filters(page),
            author=f"{author}, {ROLES[ctx.principal.role]}",
        )
    )
    ctx.audit_later(_EXPORTED, f"cycle.xlsx {format_year(address.year)}")
    kind = "замечания" if address.view is View.LIST else "цикл"
    name = f"{kind} {format_year(address.year).replace('/', '-')} на {ctx.today:%d.%m.%Y}.xlsx"
    return attachment(content, filename=name, mimetype=XLSX)


def _list_filters(page: CyclePage) -> list[str]:
    """Choices that only the list of flags has, in words."""
    chosen = page.view.flag_filters
    names = dict(page.view.every_school)
    return [
        *([f"важность: {SEVERITIES[chosen.severity]}"] if chosen.severity else []),
        *([f"правило: {RULES[chosen.rule].lower()}"] if chosen.rule else []),
        *([names.get(chosen.school, chosen.school)] if chosen.school else []),
    ]
