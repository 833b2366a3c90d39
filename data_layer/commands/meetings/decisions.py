"""Decisions of a meeting: taken, changed, withdrawn; reported done by schools; closed or sent back by those who hold it.

Everything here touches rows of meetings and the trail alone, so that a presenter may do it too.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.meetings.finding import AS_IT_IS_NOW, TWIN_WITHIN
from data_layer.domain.decisions import LONGEST_NAME, LONGEST_TEXT
from data_layer.domain.meetings import DecisionState
from data_layer.errors import ConflictError, DataLayerError, NotFoundError
from data_layer.intake.cells import date_of
from data_layer.intake.errors import CellFault
from data_layer.models import Decision, DecisionReport, Document, Meeting, Slide
from data_layer.models.base import new_id
from data_layer.queries.directory import find_school, school_list
from data_layer.session import TenantSession

_NO_MEETING: Final = "Такого совещания нет."
_NO_DECISION: Final = "Такого решения нет."
_CLOSED: Final = "Решение уже закрыто."
_CHANGED: Final = "Решение тем временем изменили. Ваш вариант не записан."


class FaultyDecisionError(DataLayerError):
    """faults: a sentence by the field it concerns."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


class StaleDecisionError(ConflictError):
    """Somebody changed the decision after the person had opened it."""

    def __init__(self) -> None:
        super().__init__(_CHANGED)


@dataclass(frozen=True, slots=True)
class DecisionEdit:
    """What was typed. school: its code, empty for all schools. due: as typed, empty for «постоянно»."""

    text: str
    school: str = ""
    responsible: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is needed to take a decision again that was withdrawn by mistake."""

    meeting: int
    slide: int | None
    edit: DecisionEdit


def take_decision(
    session: TenantSession, edit: DecisionEdit, *, meeting: int, slide: int | None = None, login: str
) -> int:
    """Id of the new decision, or of the same one that this person has taken a moment ago: a form that is sent twice.

    Raises NotFoundError, FaultyDecisionError; the caller commits.
    """
    lock_district(session)
    held_on = _held_on(session, meeting)
    if slide is not None:
        _check_slide(session, meeting, slide)
    wanted = _wanted(session, edit, held_on=held_on)
    twin = _just_taken(session, wanted, meeting=meeting, slide=slide, login=login)
    if twin is not None:
        return twin
    decision = Decision(
        district_id=session.scope.district_id,
        id=new_id(),
        meeting_id=meeting,
        slide_id=slide,
        state=DecisionState.OPEN.value,
        author=login,
        created_at=utc_now(),
        **wanted,
    )
    session.add(decision)
    _record(session, decision, "decision_taken", login=login, new=_told(wanted))
    session.flush()
    return decision.id


def _just_taken(
    session: TenantSession, wanted: Mapping[str, Any], *, meeting: int, slide: int | None, login: str
) -> int | None:
    row = Decision
    query = select(row.id).where(
        row.district_id == session.scope.district_id,
        row.meeting_id == meeting,
        row.slide_id == slide,
        row.author == login,
        row.state == DecisionState.OPEN.value,
        row.created_at > utc_now() - TWIN_WITHIN,
        *(getattr(row, name) == value for name, value in wanted.items()),
    )
    return session.scalar(query.order_by(row.id).limit(1))


def change_decision(session: TenantSession, decision_id: int, edit: DecisionEdit, *, seen: int, login: str) -> bool:
    """Whether anything changed. seen: the version that the person had opened.

    Raises NotFoundError, FaultyDecisionError, StaleDecisionError, ConflictError for a closed one.
    """
    lock_district(session)
    decision = _find(session, decision_id)
    _refuse_closed(decision)
    wanted = _wanted(session, edit, held_on=_held_on(session, decision.meeting_id))
    differing = {name: value for name, value in wanted.items() if getattr(decision, name) != value}
    if not differing:
        return False
    if decision.version != seen:
        raise StaleDecisionError
    if "school_id" in differing and _reports(session, decision_id):
        raise FaultyDecisionError({"school": "По решению уже сообщили: примите для другой школы новое."})
    if "school_id" in differing:
        _give_to_another(session, decision, wanted, login=login)
    else:
        old = {name: getattr(decision, name) for name in differing}
        _record(session, decision, "decision_changed", login=login, old=_told(old), new=_told(differing))
        _set(decision, wanted)
    session.flush()
    return True


def _give_to_another(session: TenantSession, decision: Decision, wanted: Mapping[str, Any], *, login: str) -> None:
    """Two events: a school reads in its trail what it was told itself, and nothing of what another one is."""
    _record(session, decision, "decision_withdrawn", login=login, old=_told(_words_of(decision)))
    _set(decision, wanted)
    _record(session, decision, "decision_taken", login=login, new=_told(wanted))


def _set(decision: Decision, wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if getattr(decision, name) != value:
            setattr(decision, name, value)


def _words_of(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in ("text", "responsible", "due")}


def withdraw_decision(session: TenantSession, decision_id: int, *, login: str) -> Withdrawn:
    """Take away what was noted by mistake, as long as no school has reported.

    Raises NotFoundError, ConflictError; the caller commits.
    """
    lock_district(session)
    decision = _find(session, decision_id)
    if _reports(session, decision_id):
        raise ConflictError("По решению уже сообщили об исполнении: закройте его, а не снимайте.")
    taken = Withdrawn(decision.meeting_id, decision.slide_id, _as_edit(session, decision))
    _record(session, decision, "decision_withdrawn", login=login, old=_told(_words_of(decision)))
    session.delete(decision)
    session.flush()
    return taken


def report_done(
    session: TenantSession, decision_id: int, *, text: str, document: int | None = None, login: str
) -> None:
    """A school says that it has done what was decided. The session is one of that school.

    document: id of one of its documents that shows it. Raises NotFoundError, FaultyDecisionError, ConflictError.
    """
    lock_district(session)
    school_id, text = _own_school(session), text.strip()
    decision = _find(session, decision_id)
    _refuse_closed(decision)
    if not text:
        raise FaultyDecisionError({"text": "Не написано, что сделано: хватит одной фразы."})
    if len(text) > LONGEST_TEXT:
        raise FaultyDecisionError({"text": f"Текст длиннее {LONGEST_TEXT} знаков: сократите его."})
    if document is not None:
        _check_document(session, school_id, document)
    report = _report(session, decision_id, school_id)
    if report is not None and report.returned_at is None:
        raise ConflictError("Об исполнении уже сообщено.")
    if report is None:
        report = DecisionReport(
            district_id=session.scope.district_id, school_id=school_id, id=new_id(), decision_id=decision_id
        )
        session.add(report)
    report.text, report.document_id, report.author, report.created_at = text, document, login, utc_now()
    report.returned_at = report.returned_by = None
    _record(session, decision, "decision_reported", login=login, school_id=school_id, new={"done": text})
    session.flush()


def take_report_back(session: TenantSession, decision_id: int, *, login: str) -> None:
    """The school has sent its report too early. Raises NotFoundError, ConflictError for a closed decision."""
    lock_district(session)
    school_id = _own_school(session)
    decision = _find(session, decision_id)
    _refuse_closed(decision)
    report = _report(session, decision_id, school_id)
    if report is None or report.returned_at is not None:
        raise NotFoundError(_NO_DECISION)
    _record(
        session, decision, "decision_report_taken_back", login=login, school_id=school_id, old={"done": report.text}
    )
    session.delete(report)
    session.flush()


def close_decision(session: TenantSession, decision_id: int, *, login: str) -> bool:
    """It is done, whoever has reported; False where it was closed already. Raises NotFoundError."""
    lock_district(session)
    decision = _find(session, decision_id)
    if decision.state == DecisionState.CLOSED.value:
        return False
    decision.state = DecisionState.CLOSED.value
    decision.closed_at, decision.closed_by = utc_now(), login
    _record(session, decision, "decision_closed", login=login)
    session.flush()
    return True


def reopen_decision(session: TenantSession, decision_id: int, *, login: str) -> bool:
    """What was closed too early is open again; reports of schools are still there. Raises NotFoundError."""
    lock_district(session)
    decision = _find(session, decision_id)
    if decision.state != DecisionState.CLOSED.value:
        return False
    decision.state = DecisionState.OPEN.value
    decision.closed_at = decision.closed_by = None
    _record(session, decision, "decision_reopened", login=login)
    session.flush()
    return True


def send_back(session: TenantSession, decision_id: int, *, school: str, remark: str, login: str) -> None:
    """What a school has reported is not enough; the remark says why, and the school is asked again.

    Raises NotFoundError, FaultyDecisionError, ConflictError for a closed decision.
    """
    lock_district(session)
    decision, remark = _find(session, decision_id), remark.strip()
    _refuse_closed(decision)
    school_id = find_school(session, school).id
    report = _report(session, decision_id, school_id)
    if report is None or report.returned_at is not None:
        raise NotFoundError(_NO_DECISION)
    if not remark:
        raise FaultyDecisionError({"remark": "Не написано, чего не хватает: напишите замечание для школы."})
    if len(remark) > LONGEST_TEXT:
        raise FaultyDecisionError({"remark": f"Замечание длиннее {LONGEST_TEXT} знаков: сократите его."})
    report.remark, report.returned_at, report.returned_by = remark, utc_now(), login
    _record(
        session,
        decision,
        "decision_returned",
        login=login,
        school_id=school_id,
        old={"done": report.text},
        new={"remark": remark},
    )
    session.flush()


# --- what is looked up ------------------------------------------------------------------------------


def _find(session: TenantSession, decision_id: int) -> Decision:
    row = Decision
    query = select(row).where(row.district_id == session.scope.district_id, row.id == decision_id)
    found = session.scalar(query, execution_options=AS_IT_IS_NOW)
    if found is None:
        raise NotFoundError(_NO_DECISION)
    return found


def _held_on(session: TenantSession, meeting: int) -> dt.date:
    row = Meeting
    found = session.scalar(select(row.held_on).where(row.district_id == session.scope.district_id, row.id == meeting))
    if found is None:
        raise NotFoundError(_NO_MEETING)
    return found


def _check_slide(session: TenantSession, meeting: int, slide: int) -> None:
    row = Slide
    found = session.scalar(
        select(row.id).where(row.district_id == session.scope.district_id, row.meeting_id == meeting, row.id == slide)
    )
    if found is None:
        raise NotFoundError(_NO_MEETING)


def _check_document(session: TenantSession, school_id: int, document: int) -> None:
    row = Document
    found = session.scalar(
        select(row.id).where(
            row.district_id == session.scope.district_id, row.school_id == school_id, row.id == document
        )
    )
    if found is None:
        raise NotFoundError("Такого документа нет.")


def _reports(session: TenantSession, decision_id: int) -> int:
    """Reports that stand, of whichever school."""
    row = DecisionReport
    found = session.scalars(
        select(row.id).where(
            row.district_id == session.scope.district_id, row.decision_id == decision_id, row.returned_at.is_(None)
        )
    )
    return len(found.all())


def _report(session: TenantSession, decision_id: int, school_id: int) -> DecisionReport | None:
    """What the school has reported, be it that it was sent back."""
    row = DecisionReport
    return session.scalar(
        select(row).where(
            row.district_id == session.scope.district_id,
            row.school_id == school_id,
            row.decision_id == decision_id,
        )
    )


def _own_school(session: TenantSession) -> int:
    """Raises NotFoundError where the session is of no school."""
    if session.scope.school_id is None:
        raise NotFoundError(_NO_DECISION)
    return session.scope.school_id


def _refuse_closed(decision: Decision) -> None:
    if decision.state == DecisionState.CLOSED.value:
        raise ConflictError(_CLOSED)


# --- what is written --------------------------------------------------------------------------------


def _wanted(session: TenantSession, edit: DecisionEdit, *, held_on: dt.date) -> dict[str, Any]:
    """Values by column. Raises FaultyDecisionError with everything that is wrong, NotFoundError."""
    text, responsible = edit.text.strip(), " ".join(edit.responsible.split())
    faults: dict[str, str] = {}
    if not text:
        faults["text"] = "Решение не написано: напишите, что сделать."
    elif len(text) > LONGEST_TEXT:
        faults["text"] = f"Решение длиннее {LONGEST_TEXT} знаков: сократите его."
    if len(responsible) > LONGEST_NAME:
        faults["responsible"] = f"Текст длиннее {LONGEST_NAME} знаков: сократите его."
    due: dt.date | None = None
    if edit.due.strip():
        try:
            due = date_of(edit.due.strip())
        except CellFault as fault:
            faults["due"] = f"{fault.what[:1].upper()}{fault.what[1:]}: {fault.action}."
    if due is not None and due < held_on:
        faults["due"] = "Срок раньше дня совещания: исправьте его."
    if faults:
        raise FaultyDecisionError(faults)
    school_id = find_school(session, edit.school).id if edit.school else None
    return {"text": text, "responsible": responsible, "due": due, "school_id": school_id}


def _as_edit(session: TenantSession, decision: Decision) -> DecisionEdit:
    codes = {each.id: each.code for each in school_list(session)}
    return DecisionEdit(
        text=decision.text,
        school="" if decision.school_id is None else codes[decision.school_id],
        responsible=decision.responsible,
        due="" if decision.due is None else decision.due.isoformat(),
    )


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the trail keeps them; the school stands in its own column."""
    named = {"text": "decision"}
    return {
        named.get(name, name): value.isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
        if name != "school_id"
    }


def _record(
    session: TenantSession,
    decision: Decision,
    action: str,
    *,
    login: str,
    school_id: int | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    record(
        session,
        actor=login,
        action=action,
        subject=decision.text,
        entity=str(decision.id),
        district_id=session.scope.district_id,
        school_id=decision.school_id if school_id is None else school_id,
        old=old,
        new=new,
    )
