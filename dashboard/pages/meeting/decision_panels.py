"""`/panels/decision`: one decision with what schools report of it, the form of a new one, a school's word that it is done."""

from collections.abc import Sequence
from typing import Final

from flask import request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.decisions import DecisionAddress, evidence_href, parse_decision
from dashboard.binding import RequestContext
from dashboard.components.decisions import state_line
from dashboard.components.forms import field, select_field, sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.errors import InvalidInputError
from dashboard.formatting import moment, tied
from dashboard.html import Element
from dashboard.pages.meeting.decision_names import DecisionNames, called_order, names_in, offered, real_names
from dashboard.slides.deck import responsible_words
from dashboard.texts.decisions import (
    ALL_SCHOOLS,
    HIDDEN_PERSON,
    NOBODY_RESPONSIBLE,
    PERSON_NOT_SHOWN,
    RESPONSIBLE,
    STANDING,
    USUAL_RESPONSIBLE,
    due_words,
    meeting_words,
    waiting_words,
    whom,
)
from dashboard.texts.meeting_page import TYPED_NAMES
from data_layer.commands.meetings.decisions import DecisionEdit
from data_layer.domain.decisions import LONGEST_NAME, LONGEST_TEXT, usual_due
from data_layer.domain.meetings import DecisionState
from data_layer.errors import NotFoundError
from data_layer.queries.decisions import (
    DecisionReportView,
    DecisionView,
    find_decision,
    own_documents,
    suggested_responsible,
)
from data_layer.queries.meetings import MeetingCard, meeting_card

TAKE: Final = "/actions/decision-take"
CHANGE: Final = "/actions/decision-change"
WITHDRAW: Final = "/actions/decision-withdraw"
CLOSE: Final = "/actions/decision-close"
REOPEN: Final = "/actions/decision-reopen"
RETURN: Final = "/actions/decision-return"
REPORT: Final = "/actions/decision-report"
TAKE_REPORT_BACK: Final = "/actions/decision-take-report-back"
_SUGGESTED: Final = 6


def show_decision(ctx: RequestContext) -> str:
    """The panel's HTML. Raises InvalidInputError for an address of nothing, NotFoundError for what is not the asker's."""
    asked = parse_decision(request.query_string.decode("ascii", "replace"))
    if asked is None:
        raise InvalidInputError
    if ctx.principal.school_id is not None:
        return _own_panel(ctx, asked)
    holds = may(ctx.principal.role, Permission.HOLD_MEETINGS)
    if asked.decision is None:
        if not holds or asked.meeting is None:
            raise NotFoundError
        return _new_panel(ctx, asked, asked.meeting)
    view = find_decision(ctx.session, asked.decision, today=ctx.today)
    names = names_for(ctx, view.meeting_id, within=asked.meeting)
    if asked.is_form:
        if not holds or view.state is DecisionState.CLOSED:
            raise NotFoundError
        return form_panel(ctx, names, meeting_card(ctx.session, view.meeting_id), edit_of(view), view=view, asked=asked)
    return _decision_panel(ctx, view, names, asked, holds=holds)


def names_for(ctx: RequestContext, meeting: int, *, within: int | None) -> DecisionNames:
    """As the meeting calls schools where the panel stands over its slides, by their own names in the list."""
    card = meeting_card(ctx.session, meeting)
    return real_names(ctx, card) if within is None else names_in(ctx, card)


# --- the form ---------------------------------------------------------------------------------------


def _new_panel(ctx: RequestContext, asked: DecisionAddress, meeting: int) -> str:
    card = meeting_card(ctx.session, meeting)
    edit = DecisionEdit("", "", USUAL_RESPONSIBLE, usual_due(card.held_on).isoformat())
    return form_panel(ctx, names_in(ctx, card), card, edit, view=None, asked=asked)


def edit_of(view: DecisionView) -> DecisionEdit:
    """What stands in the form of a decision that is there."""
    due = "" if view.due is None else view.due.isoformat()
    return DecisionEdit(view.text, "" if view.school is None else view.school.code, view.responsible, due)


def form_panel(
    ctx: RequestContext,
    names: DecisionNames,
    card: MeetingCard,
    edit: DecisionEdit,
    *,
    view: DecisionView | None,
    asked: DecisionAddress,
    above: Sequence[Element] = (),
) -> str:
    """view: the decision that is changed, None for a new one. above: what is said before the form."""
    title = "Записать решение" if view is None else "Изменить решение"
    hidden = {"meeting": str(card.id), "slide": str(asked.slide or ""), "within": str(asked.meeting or "")}
    if view is not None:
        hidden |= {"decision": str(view.id), "version": str(view.version)}
    area = html.Textarea(
        names.masked(edit.text),
        id="field-text",
        name="text",
        rows="4",
        maxlength=str(LONGEST_TEXT),
        autofocus=True,
        required=True,
    )
    schools = [("", ALL_SCHOOLS)] + [(names.value(each.code), names.calls(each)) for each in offered(ctx, names)]
    chosen = names.value(edit.school)
    # Names of people on the wall would tell whom a number stands for.
    earlier = () if names.is_coded else suggested_responsible(ctx.session)
    person = shown_person(edit, view, names)
    known = [*RESPONSIBLE, *(each for each in earlier if each not in RESPONSIBLE)]
    form = sending_form(
        [
            field("Что решили", area, name="text", hint="Начните с глагола: сдать, провести, подготовить."),
            *([html.P(TYPED_NAMES, className="note")] if names.is_coded else []),
            select_field("Кому", name="school", options=schools, value=chosen),
            html.Div(
                [
                    text_field(
                        "Ответственный",
                        name="responsible",
                        value=person,
                        hint=HIDDEN_PERSON if edit.responsible and not person else "",
                        maxlength=str(LONGEST_NAME),
                        list="responsible-known",
                    ),
                    text_field("Срок", name="due", value=edit.due, kind="date", hint=f"Пусто — {STANDING}."),
                ],
                className="two-fields",
            ),
            html.Datalist([html.Option(value=each) for each in known[:_SUGGESTED]], id="responsible-known"),
            html.Div(submit("Записать решение" if view is None else "Сохранить"), className="actions"),
        ],
        action=TAKE if view is None else CHANGE,
        hidden=hidden,
        attributes={"data-guards": "", "novalidate": True},
    )
    return fragment(title, [*above, form], kicker=meeting_words(names.masked(card.title), card.held_on))


def shown_person(edit: DecisionEdit, view: DecisionView | None, names: DecisionNames) -> str:
    """Who stands in the form; what somebody has just typed themselves tells nothing new."""
    if view is None or edit.responsible != view.responsible:
        return names.masked(edit.responsible)
    return responsible_words(view, names.call)


def conflict_words(view: DecisionView, names: DecisionNames) -> list[Element]:
    """What stands now, above the form with what the person wanted instead."""
    called = "" if view.school is None else names.calls(view.school)
    person = responsible_words(view, names.call) or (PERSON_NOT_SHOWN if view.responsible else NOBODY_RESPONSIBLE)
    stands = f"{names.masked(view.text)} ({whom(view, called)}; {person}; {due_words(view.due)})"
    return [
        html.P("Пока вы писали, решение изменили. Ваш текст ниже ещё не записан.", className="message", role="alert"),
        html.P([html.B("Сейчас записано: "), tied(stands)], className="panel-remark"),
    ]


# --- a decision, for those who hold meetings --------------------------------------------------------


def _decision_panel(
    ctx: RequestContext, view: DecisionView, names: DecisionNames, asked: DecisionAddress, *, holds: bool
) -> str:
    parts: list[object] = [html.P(tied(names.masked(view.text)), className="decision-text"), _facts(ctx, view, names)]
    if holds:
        parts.append(_doings(ctx, view, asked))
    parts += _report_part(ctx, view, names, holds=holds)
    return fragment("Решение", parts, kicker=meeting_words(names.masked(view.meeting), view.held_on))


def _facts(ctx: RequestContext, view: DecisionView, names: DecisionNames) -> Element:
    zone = ctx.principal.time_zone
    called = "" if view.school is None else names.calls(view.school)
    # A school has it from the meeting, whoever wrote it down.
    since = view.created_at if ctx.principal.school_id is None else None
    taken = "" if since is None else f"{view.author}, {moment(since, time_zone=zone)}"
    closed = "" if view.closed_at is None else f"{view.closed_by}, {moment(view.closed_at, time_zone=zone)}"
    told: list[tuple[str, object]] = [
        ("Кому", whom(view, called)),
        ("Ответственный", responsible_words(view, names.call)),
        ("Срок", due_words(view.due)),
        ("Состояние", state_line(view, today=ctx.today)),
        ("Записал", tied(taken)),
        ("Закрыл", tied(closed)),
    ]
    parts = [part for name, value in told if value for part in (html.Dt(name), html.Dd(value))]
    return html.Dl(parts, className="facts")


def _doings(ctx: RequestContext, view: DecisionView, asked: DecisionAddress) -> Element:
    carried = {"decision": str(view.id), "within": str(asked.meeting or "")}
    if view.state is DecisionState.CLOSED:
        buttons: list[object] = [_one_button("Открыть снова", REOPEN, carried, is_main=False)]
    else:
        change = DecisionAddress(view.id, meeting=asked.meeting, is_form=True).href
        buttons = [
            _one_button("Закрыть решение", CLOSE, carried, is_main=view.state is DecisionState.REPORTED),
            opens_panel("Изменить", address=change, className="button"),
        ]
        if not view.reported:
            buttons.append(
                _one_button(
                    "Снять", WITHDRAW, carried, is_main=False, confirms="Снять решение? Оно исчезнет из списка."
                )
            )
    if asked.meeting is None and may(ctx.principal.role, Permission.WRITE_DATA):
        buttons.append(opens_panel("Сделать документом цикла", address=evidence_href(view.id), className="button"))
    return html.Div(buttons, className="actions")


def _one_button(words: str, action: str, hidden: dict[str, str], *, is_main: bool, confirms: str = "") -> Element:
    return sending_form(
        [submit(words, is_main=is_main)], action=action, hidden=hidden, className="inline-form", confirms=confirms
    )


def _report_part(ctx: RequestContext, view: DecisionView, names: DecisionNames, *, holds: bool) -> list[object]:
    """What schools have reported, and which of them have not."""
    parts: list[object] = []
    if view.reports:
        may_return = holds and view.state is not DecisionState.CLOSED
        # In the order of what they are called: that of their real names would tell whom a number stands for.
        told = sorted(view.reports, key=lambda report: called_order(names.calls(report.school)))
        rows = [_report(ctx, view, each, names, may_return=may_return) for each in told]
        parts += [html.H3("Что сообщили школы"), html.Ul(rows, className="decision-reports")]
    if view.is_for_all and view.waiting and view.state is not DecisionState.CLOSED:
        called = sorted((names.calls(each) for each in view.waiting), key=called_order)
        summary = html.Summary([waiting_words(len(called)), html.Span(className="chevron")])
        parts.append(
            html.Details(
                [summary, html.Ul([html.Li(each) for each in called], className="note each")], className="opens"
            )
        )
    return parts


def _report(
    ctx: RequestContext, view: DecisionView, report: DecisionReportView, names: DecisionNames, *, may_return: bool
) -> Element:
    by = f"{report.author}, {moment(report.at, time_zone=ctx.principal.time_zone)}"
    called = names.calls(report.school)
    parts: list[object] = [html.B(called), html.P(tied(names.masked(report.text)))]
    if report.document:
        parts.append(html.Span(tied(f"Документ: {names.masked(report.document)}"), className="note"))
    # A name of a person would tell the school that a number stands for.
    parts += [] if names.is_coded else [html.Span(tied(by), className="note")]
    if not report.stands:
        parts.append(html.P([html.B("Возвращено: "), names.masked(report.remark)], className="panel-remark"))
    elif may_return:
        parts.append(_return_form(view, report, names, called))
    return html.Li(parts)


def _return_form(view: DecisionView, report: DecisionReportView, names: DecisionNames, called: str) -> Element:
    name = f"remark-{names.value(report.school.code)}"
    area = html.Textarea("", id=name, name="remark", rows="2", maxlength=str(LONGEST_TEXT))
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": "remark"})
    form = sending_form(
        [
            html.Div([html.Label("Чего не хватает", htmlFor=name), area, fault], className="field"),
            submit("Вернуть школе", is_main=False),
        ],
        action=RETURN,
        hidden={
            "decision": str(view.id),
            "school": names.value(report.school.code),
            "within": str(view.meeting_id) if names.is_coded else "",
        },
        attributes={"data-guards": ""},
    )
    summary = html.Summary(["Вернуть с замечанием", unseen(f": {called}"), html.Span(className="chevron")])
    return html.Details([summary, form], className="opens")


# --- a decision, for the school ---------------------------------------------------------------------


def _own_panel(ctx: RequestContext, asked: DecisionAddress) -> str:
    """Raises NotFoundError for another school's decision."""
    if asked.decision is None or asked.is_form:
        raise NotFoundError
    view = find_decision(ctx.session, asked.decision, today=ctx.today)
    names = names_for(ctx, view.meeting_id, within=None)
    parts: list[object] = [html.P(tied(view.text), className="decision-text"), _facts(ctx, view, names)]
    own = view.reports[0] if view.reports else None
    may_report = may(ctx.principal.role, Permission.REPORT_DECISIONS)
    if own is not None:
        parts.append(_own_report(ctx, view, own, may_report=may_report))
    if may_report and view.state is DecisionState.OPEN:
        parts.append(_report_form(ctx, view, own))
    if may(ctx.principal.role, Permission.WRITE_DATA):
        parts.append(opens_panel("Сделать документом цикла", address=evidence_href(view.id), className="button"))
    return fragment("Решение совещания", parts, kicker=meeting_words(view.meeting, view.held_on))


def _own_report(ctx: RequestContext, view: DecisionView, report: DecisionReportView, *, may_report: bool) -> Element:
    by = f"{report.author}, {moment(report.at, time_zone=ctx.principal.time_zone)}"
    parts: list[object] = [html.H3("Что вы сообщили"), html.P(tied(report.text))]
    if report.document:
        parts.append(html.P(tied(f"Документ: {report.document}"), className="note"))
    parts.append(html.P(tied(by), className="note"))
    if not report.stands:
        parts.append(html.P([html.B("Управление вернуло: "), report.remark], className="panel-remark"))
    elif may_report and view.state is not DecisionState.CLOSED:
        parts.append(_one_button("Отозвать сообщение", TAKE_REPORT_BACK, {"decision": str(view.id)}, is_main=False))
    return html.Div(parts, className="decision-reports")


def _report_form(ctx: RequestContext, view: DecisionView, own: DecisionReportView | None) -> Element:
    text = own.text if own is not None else ""
    area = html.Textarea(
        text, id="field-text", name="text", rows="4", maxlength=str(LONGEST_TEXT), autofocus=True, required=True
    )
    documents = [("", "без документа"), *((str(number), tied(name)) for number, name in own_documents(ctx.session))]
    chosen = "" if own is None or own.document_id is None else str(own.document_id)
    return sending_form(
        [
            field("Что сделано", area, name="text", hint="Одной-двух фраз достаточно."),
            select_field(
                "Документ школы",
                name="document",
                options=documents,
                value=chosen,
                hint="Необязательно. Здесь те, что внесены на странице «Данные».",
            ),
            html.Div(submit("Сообщить об исполнении"), className="actions"),
        ],
        action=REPORT,
        hidden={"decision": str(view.id)},
        attributes={"data-guards": "", "novalidate": True},
    )
