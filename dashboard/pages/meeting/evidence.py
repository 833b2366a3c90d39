"""A decision becomes a document of the cycle: for which schools, which blocks, of which kind and year."""

from collections.abc import Sequence
from typing import Final

from flask import Flask, Response, request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.decisions import EVIDENCE_PANEL, parse_evidence
from dashboard.addresses.reading import BLOCKS, default_year, one_of, read_year
from dashboard.answers import Undo, done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.components.forms import select_field, sending_form, submit
from dashboard.components.panel import fragment
from dashboard.errors import InvalidInputError
from dashboard.formatting import counted, date_full, tied
from dashboard.html import Element
from dashboard.pages.meeting.asked import sent_id, sent_text
from dashboard.texts.decisions import (
    EVIDENCE_FILE,
    EVIDENCE_NOT_MADE,
    EVIDENCE_PRESENT,
    STANDING,
    evidence_made,
    evidence_number,
    evidence_title,
    meeting_words,
)
from data_layer.commands.editing import Author, RefusedFormError
from data_layer.commands.meetings.evidence import STAGE, DecisionPaper, make_papers
from data_layer.domain.school_year import UnknownYearError, format_year
from data_layer.errors import NotFoundError
from data_layer.queries.catalogue import Catalogue, load_catalogue
from data_layer.queries.decisions import DecisionView, find_decision, point_of
from data_layer.queries.directory import SchoolEntry, used_years
from data_layer.queries.meetings import meeting_card

MAKE_EVIDENCE: Final = "/actions/decision-evidence"
_TAKE_BACK: Final = "/actions/take-back-document"
_ALL: Final = "all"
_REPORTED: Final = "reported"
# Fields of the document that are not asked here, by the names of its own form.
_UNASKED: Final = "document"


def register_evidence(server: Flask) -> None:
    register_route(server, EVIDENCE_PANEL, methods=["GET"], permission=Permission.VIEW_MEETINGS, handler=show_evidence)
    register_route(
        server, MAKE_EVIDENCE, methods=["POST"], permission=Permission.WRITE_DATA, handler=make_evidence_action
    )


def show_evidence(ctx: RequestContext) -> str:
    """The panel's HTML. Raises NotFoundError for those who do not write data, and for another's decision."""
    number = parse_evidence(request.query_string.decode("ascii", "replace"))
    if number is None:
        raise InvalidInputError
    if not may(ctx.principal.role, Permission.WRITE_DATA):
        raise NotFoundError
    view = find_decision(ctx.session, number, today=ctx.today)
    catalogue = load_catalogue(ctx.session, with_sources=False)
    years = used_years(ctx.session)
    chosen = default_year(tuple(years), today=view.held_on)
    fields: list[object] = [
        *_school_field(view),
        _block_field(catalogue),
        html.Div(
            [
                select_field(
                    "Учебный год",
                    name="year",
                    options=[(format_year(year), format_year(year)) for year in sorted({*years, chosen}, reverse=True)],
                    value=format_year(chosen),
                ),
                select_field("Вид документа", name="type", options=_types(catalogue)),
            ],
            className="two-fields",
        ),
        html.P("", className="field-error", hidden=True, **{"data-field-error": _UNASKED}),
        html.Div(submit("Внести в цикл"), className="actions"),
    ]
    is_school = ctx.principal.school_id is not None
    follows = "Документ уйдёт на проверку." if is_school else "Документ сразу будет принят: решение приняли вы сами."
    words = f"Решение станет документом стадии «Управленческие решения» с номером и датой протокола. {follows}"
    form = sending_form(
        fields, action=MAKE_EVIDENCE, hidden={"decision": str(view.id)}, attributes={"novalidate": True}
    )
    told = [html.P(tied(each), className="note") for each in (words, EVIDENCE_FILE)]
    body = [html.P(tied(view.text), className="decision-text"), *told, form]
    return fragment("Сделать документом цикла", body, kicker=meeting_words(view.meeting, view.held_on))


def _school_field(view: DecisionView) -> list[Element]:
    """Whose document it becomes; nothing to choose where the decision is of one school, or the asker is."""
    if len(view.asked) < 2:
        return []
    reported = len(view.asked) - len(view.waiting)
    told = counted(reported, "школе", "школам", "школам")
    options = [(_REPORTED, f"сообщившим об исполнении: {told}")] if reported else []
    options.append((_ALL, f"всем: {counted(len(view.asked), 'школе', 'школам', 'школам')}"))
    options += [(each.code, tied(each.short_name)) for each in view.asked]
    return [select_field("Кому внести", name="schools", options=options)]


def _block_field(catalogue: Catalogue) -> Element:
    boxes = [
        html.Label(
            [html.Input(type="checkbox", name="block", value=str(each.number)), tied(f"{each.number}. {each.title}")],
            className="tick",
        )
        for each in catalogue.blocks
    ]
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": "block"})
    return html.Fieldset([html.Legend("К каким блокам относится"), *boxes, fault], className="field covers")


def _types(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Kinds of documents of the stage."""
    return [(kind, catalogue.document_type(kind)) for kind, stage in catalogue.type_stages.items() if stage == STAGE]


def make_evidence_action(ctx: RequestContext) -> Response:
    number = sent_id("decision")
    view = find_decision(ctx.session, number, today=ctx.today)
    blocks = _blocks()
    if not blocks:
        return refused(EVIDENCE_NOT_MADE, fields={"block": "Блок не выбран: отметьте хотя бы один."})
    if not sent_text("type"):
        return refused(EVIDENCE_NOT_MADE, fields={"type": "Вид не выбран: укажите, какой это документ."})
    author = Author(
        login=ctx.principal.login,
        is_of_school=ctx.principal.school_id is not None,
        may_set_targets=may(ctx.principal.role, Permission.WRITE_TARGETS),
        today=ctx.today,
    )
    try:
        made = make_papers(ctx.session, _paper(ctx, view, blocks), _schools(view), author=author)
    except RefusedFormError as error:
        asked = {"type", "year"}
        faults = {fault.field if fault.field in asked else _UNASKED: str(fault) for fault in error.faults}
        return refused(EVIDENCE_NOT_MADE, fields=faults)
    if made.batch is None:
        return done(EVIDENCE_PRESENT, close=True)
    undo = Undo("Вернуть", _TAKE_BACK, {"batch": str(made.batch)})
    return done(evidence_made(made.made, present=made.present), undo=undo, refresh=True, close=True)


def _paper(ctx: RequestContext, view: DecisionView, blocks: tuple[int, ...]) -> DecisionPaper:
    card = meeting_card(ctx.session, view.meeting_id)
    point = point_of(ctx.session, view.id, meeting=view.meeting_id)
    return DecisionPaper(
        blocks=blocks,
        year=_year(ctx),
        type=sent_text("type"),
        title=evidence_title(view.meeting, view.held_on, point),
        number=evidence_number(card.details.get("number", ""), point),
        date=date_full(view.held_on),
        responsible=view.responsible,
        text=view.text,
        deadlines=STANDING if view.due is None else f"до {date_full(view.due)}",
    )


def _schools(view: DecisionView) -> Sequence[SchoolEntry]:
    """Raises NotFoundError for a school that the decision does not ask."""
    if len(view.asked) == 1:
        return view.asked
    chosen = sent_text("schools")
    if chosen == _ALL:
        return view.asked
    if chosen == _REPORTED:
        waiting = {each.id for each in view.waiting}
        return [each for each in view.asked if each.id not in waiting]
    found = [each for each in view.asked if each.code == chosen]
    if not found:
        raise NotFoundError
    return found


def _blocks() -> tuple[int, ...]:
    read = one_of(BLOCKS)
    try:
        return tuple(sorted({read(each) for each in request.form.getlist("block")}))
    except ValueError as error:
        raise InvalidInputError from error


def _year(ctx: RequestContext) -> int:
    try:
        return read_year(sent_text("year"), today=ctx.today)
    except (UnknownYearError, ValueError) as error:
        raise InvalidInputError from error
