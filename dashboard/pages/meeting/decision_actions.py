"""Decisions as they are sent: taken, changed, withdrawn, closed; reported done by a school, sent back to it."""

from dataclasses import replace

from flask import Flask, Response

from dashboard.access.policy import Permission
from dashboard.addresses.decisions import DECISION_PANEL, DecisionAddress
from dashboard.answers import Undo, conflict, done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.errors import InvalidInputError
from dashboard.pages.meeting.asked import sent_id, sent_id_if_any, sent_text
from dashboard.pages.meeting.decision_names import DecisionNames
from dashboard.pages.meeting.decision_panels import (
    CHANGE,
    CLOSE,
    REOPEN,
    REPORT,
    RETURN,
    TAKE,
    TAKE_REPORT_BACK,
    WITHDRAW,
    conflict_words,
    edit_of,
    form_panel,
    names_for,
    show_decision,
)
from dashboard.slides.deck import person_words, responsible_words
from dashboard.texts.decisions import (
    CHANGED,
    CLOSED,
    NOT_REPORTED,
    NOT_RETURNED,
    NOT_SAVED,
    REOPENED,
    REPORT_TAKEN_BACK,
    REPORTED,
    RETURNED,
    TAKE_AGAIN,
    TAKEN,
    UNCHANGED,
    WITHDRAWN,
)
from data_layer.commands.meetings.decisions import (
    DecisionEdit,
    FaultyDecisionError,
    StaleDecisionError,
    change_decision,
    close_decision,
    reopen_decision,
    report_done,
    send_back,
    take_decision,
    take_report_back,
    withdraw_decision,
)
from data_layer.errors import ConflictError
from data_layer.queries.decisions import DecisionView, find_decision, withdrawn_responsible
from data_layer.queries.meetings import meeting_card


def register_decisions(server: Flask) -> None:
    register_route(server, DECISION_PANEL, methods=["GET"], permission=Permission.VIEW_MEETINGS, handler=show_decision)
    for path, permission, handler in (
        (TAKE, Permission.HOLD_MEETINGS, take_decision_action),
        (CHANGE, Permission.HOLD_MEETINGS, change_decision_action),
        (WITHDRAW, Permission.HOLD_MEETINGS, withdraw_decision_action),
        (CLOSE, Permission.HOLD_MEETINGS, close_decision_action),
        (REOPEN, Permission.HOLD_MEETINGS, reopen_decision_action),
        (RETURN, Permission.HOLD_MEETINGS, return_decision_action),
        (REPORT, Permission.REPORT_DECISIONS, report_decision_action),
        (TAKE_REPORT_BACK, Permission.REPORT_DECISIONS, take_report_back_action),
    ):
        register_route(server, path, methods=["POST"], permission=permission, handler=handler)


def take_decision_action(ctx: RequestContext) -> Response:
    """A decision typed under a slide, or among the decisions of a meeting."""
    meeting = sent_id("meeting")
    names = names_for(ctx, meeting, within=meeting)
    try:
        number = take_decision(
            ctx.session, _taken(ctx, names), meeting=meeting, slide=sent_id_if_any("slide"), login=ctx.principal.login
        )
    except FaultyDecisionError as error:
        return refused(NOT_SAVED, fields=error.faults)
    undo = Undo("Снять", WITHDRAW, {"decision": str(number), "within": str(meeting)})
    return done(TAKEN, undo=undo, refresh=True, close=True)


def change_decision_action(ctx: RequestContext) -> Response:
    number, within = sent_id("decision"), sent_id_if_any("within")
    view = find_decision(ctx.session, number, today=ctx.today)
    names = names_for(ctx, view.meeting_id, within=within)
    edit = _changed(names, view)
    try:
        changed = change_decision(
            ctx.session, number, edit, seen=sent_id_if_any("version") or 0, login=ctx.principal.login
        )
    except FaultyDecisionError as error:
        return refused(NOT_SAVED, fields=error.faults)
    except StaleDecisionError as error:
        card = meeting_card(ctx.session, view.meeting_id)
        asked = DecisionAddress(number, meeting=within, is_form=True)
        panel = form_panel(ctx, names, card, edit, view=view, asked=asked, above=conflict_words(view, names))
        return conflict(str(error), panel=panel)
    except ConflictError as error:
        return refused(str(error))
    return done(CHANGED if changed else UNCHANGED, refresh=changed, close=True)


def withdraw_decision_action(ctx: RequestContext) -> Response:
    number, within = sent_id("decision"), sent_id_if_any("within")
    try:
        was = withdraw_decision(ctx.session, number, login=ctx.principal.login)
    except ConflictError as error:
        return refused(str(error))
    # It is taken again in its meeting, so its school is called as the meeting calls it.
    names = names_for(ctx, was.meeting, within=was.meeting)
    values = {
        "meeting": str(was.meeting),
        "slide": str(was.slide or ""),
        "text": names.masked(was.edit.text),
        "school": names.value(was.edit.school),
        # A name that may not be shown stays behind; it is looked up when the decision is taken again.
        "responsible": person_words(was.edit.responsible, was.edit.school, names.call),
        "withdrawn": str(number),
        "due": was.edit.due,
        "within": str(within or ""),
    }
    return done(WITHDRAWN, undo=Undo(TAKE_AGAIN, TAKE, values), refresh=True, close=True)


def close_decision_action(ctx: RequestContext) -> Response:
    number = sent_id("decision")
    is_changed = close_decision(ctx.session, number, login=ctx.principal.login)
    undo = Undo(TAKE_AGAIN, REOPEN, {"decision": str(number)})
    return done(CLOSED, undo=undo if is_changed else None, refresh=True, close=True)


def reopen_decision_action(ctx: RequestContext) -> Response:
    reopen_decision(ctx.session, sent_id("decision"), login=ctx.principal.login)
    return done(REOPENED, refresh=True, close=True)


def return_decision_action(ctx: RequestContext) -> Response:
    """What a school has reported is not enough."""
    number = sent_id("decision")
    view = find_decision(ctx.session, number, today=ctx.today)
    school = names_for(ctx, view.meeting_id, within=sent_id_if_any("within")).code_of(sent_text("school"))
    if not school:
        raise InvalidInputError
    try:
        send_back(ctx.session, number, school=school, remark=sent_text("remark"), login=ctx.principal.login)
    except FaultyDecisionError as error:
        return refused(NOT_RETURNED, fields=error.faults)
    except ConflictError as error:
        return refused(str(error))
    return done(RETURNED, refresh=True, close=True)


def report_decision_action(ctx: RequestContext) -> Response:
    """The school says that it has done what was decided; whose school it is the sign-in says."""
    number = sent_id("decision")
    try:
        report_done(
            ctx.session, number, text=sent_text("text"), document=sent_id_if_any("document"), login=ctx.principal.login
        )
    except FaultyDecisionError as error:
        return refused(NOT_REPORTED, fields=error.faults)
    except ConflictError as error:
        return refused(str(error))
    undo = Undo("Отозвать", TAKE_REPORT_BACK, {"decision": str(number)})
    return done(REPORTED, undo=undo, refresh=True, close=True)


def take_report_back_action(ctx: RequestContext) -> Response:
    try:
        take_report_back(ctx.session, sent_id("decision"), login=ctx.principal.login)
    except ConflictError as error:
        return refused(str(error))
    return done(REPORT_TAKEN_BACK, refresh=True, close=True)


# --- what was sent ----------------------------------------------------------------------------------


def _taken(ctx: RequestContext, names: DecisionNames) -> DecisionEdit:
    """A new decision, or one that was withdrawn by mistake, with the name that was not shown."""
    edit, withdrawn = _edit(names), sent_id_if_any("withdrawn")
    if withdrawn is None or edit.responsible or not edit.school or names.call.is_open(edit.school):
        return edit
    return replace(edit, responsible=withdrawn_responsible(ctx.session, withdrawn))


def _changed(names: DecisionNames, view: DecisionView) -> DecisionEdit:
    """What was not touched stays as it is stored; a name that was not shown stays with its school alone."""
    edit, stored = _edit(names), edit_of(view)
    text = names.came_back(sent_text("text"), shown=names.masked(stored.text), stored=stored.text)
    if edit.school != stored.school:
        return replace(edit, text=text)
    shown = responsible_words(view, names.call)
    person = names.came_back(sent_text("responsible"), shown=shown, stored=stored.responsible)
    return replace(edit, text=text, responsible=person)


def _edit(names: DecisionNames) -> DecisionEdit:
    return DecisionEdit(
        text=names.kept(sent_text("text")),
        school=names.code_of(sent_text("school")),
        responsible=names.kept(sent_text("responsible")),
        due=sent_text("due"),
    )
