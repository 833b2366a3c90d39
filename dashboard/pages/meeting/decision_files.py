"""Files of decisions: «Выписка из протокола» of a meeting, and the list of decisions that a person looks at."""

from typing import Final

from flask import Flask, Response, request

from dashboard.access.policy import Permission, may
from dashboard.addresses.decisions import DECISIONS_FILE, parse_decisions, parse_meeting_id
from dashboard.addresses.meeting import PROTOCOL_PATH
from dashboard.binding import RequestContext, register_route
from dashboard.components.decisions import chosen_of
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import DOCX, attachment
from dashboard.exports.inert import file_title
from dashboard.exports.protocol import Protocol, decisions_docx, protocol_docx
from dashboard.formatting import date_full
from dashboard.pages.meeting.decision_names import real_names
from dashboard.slides.freezing import thawed
from dashboard.texts.decisions import (
    decided_words,
    due_words,
    list_note,
    list_title,
    meeting_words,
    protocol_name,
    state_words,
    whom,
)
from dashboard.texts.words import ROLES
from data_layer.errors import NotFoundError
from data_layer.queries.decisions import decisions
from data_layer.queries.directory import find_school
from data_layer.queries.meetings import MeetingCard, meeting_card, stored_slides

_HEADS: Final = ("№", "Решение", "Кому", "Ответственный", "Срок", "Состояние", "Совещание")


def register_decision_files(server: Flask) -> None:
    for path, handler in ((PROTOCOL_PATH, download_protocol), (DECISIONS_FILE, download_decisions)):
        register_route(server, path, methods=["GET"], permission=Permission.VIEW_MEETINGS, handler=handler)


def download_protocol(ctx: RequestContext) -> Response:
    """The extract of one meeting. It is an official paper: schools are named in it, whatever stands on the slides."""
    _refuse_others(ctx)
    number = parse_meeting_id(request.query_string.decode("ascii", "replace"))
    if number is None:
        raise InvalidInputError
    card = meeting_card(ctx.session, number)
    decided = decisions(ctx.session, today=ctx.today, meeting=number)
    protocol = Protocol(
        district=ctx.principal.district_title,
        held_on=card.held_on,
        details=card.details,
        heard=_heard(ctx, card),
        decided=tuple(decided_words(each, "" if each.school is None else each.school.short_name) for each in decided),
    )
    content = protocol_docx(protocol, data_dir=ctx.settings.data_dir, district=ctx.principal.district_code)
    name = protocol_name(protocol.given("number"), card.held_on)
    ctx.audit_later("protocol_exported", card.title)
    return attachment(content, filename=f"{file_title(name)}.docx", mimetype=DOCX)


def _heard(ctx: RequestContext, card: MeetingCard) -> tuple[str, ...]:
    """What the slides said, sentence by sentence, with the names of schools."""
    call = real_names(ctx, card).call
    return tuple(
        call.written(each.headline or thawed(each.specification).headline)
        for each in stored_slides(ctx.session, card.id)
    )


def download_decisions(ctx: RequestContext) -> Response:
    """The list as its address narrows it; a school gets what its own list shows."""
    address, unknown = parse_decisions(request.query_string.decode("ascii", "replace"))
    if unknown:
        raise InvalidInputError
    school = find_school(ctx.session, address.school).short_name if address.school else ""
    found = decisions(ctx.session, today=ctx.today, meeting=address.meeting)
    rows = [
        (
            str(number),
            each.text,
            whom(each, "" if each.school is None else each.school.short_name),
            each.responsible,
            due_words(each.due),
            state_words(each, today=ctx.today),
            meeting_words(each.meeting, each.held_on),
        )
        for number, each in enumerate(chosen_of(found, address), start=1)
    ]
    post = ROLES[ctx.principal.role]
    who = f"{ctx.principal.full_name or ctx.principal.login}, {post[:1].lower()}{post[1:]}"
    note = list_note(address.which, school, district=ctx.principal.district_title, today=ctx.today, author=who)
    ctx.audit_later("file_exported", f"decisions:{date_full(ctx.today)}")
    content = decisions_docx(list_title(len(rows)), note, rows, heads=_HEADS)
    return attachment(content, filename=f"Решения на {date_full(ctx.today)}.docx", mimetype=DOCX)


def _refuse_others(ctx: RequestContext) -> None:
    """The extract is the business of those who hold meetings, and of an administrator who looks after the district."""
    if ctx.principal.school_id is not None or not may(ctx.principal.role, Permission.VIEW_OVERVIEW):
        raise NotFoundError
