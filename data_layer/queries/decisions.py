"""Decisions of meetings: what was decided for whom, who has reported it done, what is late."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select

from data_layer.domain.decisions import state_of
from data_layer.domain.meetings import DecisionState, is_decision_overdue
from data_layer.domain.school_year import year_of
from data_layer.errors import NotFoundError
from data_layer.models import AuditEvent, Decision, DecisionReport, Document, Meeting, Slide, User
from data_layer.queries.directory import SchoolEntry, school_list
from data_layer.session import TenantSession, district_wide

_NO_DECISION: Final = "Такого решения нет."


@dataclass(frozen=True, slots=True)
class DecisionReportView:
    """What a school reported. author: name of the person. document: what the document is called, empty without one.

    returned_at, returned_by, remark: where it was sent back; until it reports anew the school is asked again.
    """

    school: SchoolEntry
    text: str
    author: str
    at: dt.datetime
    document_id: int | None
    document: str
    returned_at: dt.datetime | None
    returned_by: str
    remark: str

    @property
    def stands(self) -> bool:
        return self.returned_at is None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision as the session sees it: a school sees itself alone, whoever else is asked.

    is_coded: its meeting writes numbers in place of names. slide_id: under which it stands, None without. school: of whom it is, None = of all schools. asked: schools that are to report; reports: what was reported, by
    name of the school. state: «сообщено» once each of them has. author, closed_by: names of people.
    """

    id: int
    meeting_id: int
    meeting: str
    held_on: dt.date
    is_coded: bool
    slide_id: int | None
    text: str
    school: SchoolEntry | None
    responsible: str
    due: dt.date | None
    state: DecisionState
    is_overdue: bool
    asked: tuple[SchoolEntry, ...]
    reports: tuple[DecisionReportView, ...]
    author: str
    created_at: dt.datetime | None
    closed_at: dt.datetime | None
    closed_by: str
    version: int

    @property
    def is_for_all(self) -> bool:
        return self.school is None

    @property
    def reported(self) -> tuple[DecisionReportView, ...]:
        return tuple(each for each in self.reports if each.stands)

    @property
    def waiting(self) -> tuple[SchoolEntry, ...]:
        """Schools that have not reported, or whose report was sent back."""
        told = {each.school.id for each in self.reported}
        return tuple(each for each in self.asked if each.id not in told)


@dataclass(frozen=True, slots=True)
class DecisionCounts:
    """open: all that are not closed, overdue and reported ones among them. reported: they wait to be closed."""

    all: int
    open: int
    overdue: int
    reported: int
    closed: int


def decisions(
    session: TenantSession,
    *,
    today: dt.date,
    meeting: int | None = None,
    only: Sequence[int] | None = None,
    is_open: bool = False,
) -> tuple[DecisionView, ...]:
    """Of the session's scope, those of the latest meeting first and in each in the order in which they were taken.

    meeting: of this one alone. only: these ids. is_open: without those that are closed, of which there are ever more.
    A school's session has its own and those of all schools.
    """
    row = Decision
    query = (
        select(row, Meeting.title, Meeting.held_on, Meeting.is_coded, Slide.id)
        .join(Meeting, (Meeting.district_id == row.district_id) & (Meeting.id == row.meeting_id))
        # A slide that was taken away may come back; until then its decisions stand under none.
        .outerjoin(Slide, (Slide.district_id == row.district_id) & (Slide.id == row.slide_id) & (Slide.position > 0))
        .where(row.district_id == session.scope.district_id)
        .order_by(Meeting.held_on.desc(), row.meeting_id.desc(), row.id)
    )
    if meeting is not None:
        query = query.where(row.meeting_id == meeting)
    if only is not None:
        query = query.where(row.id.in_(only))
    if is_open:
        query = query.where(row.state != DecisionState.CLOSED.value)
    found = session.execute(query).all()
    if not found:
        return ()
    schools = {each.id: each for each in sorted(school_list(session), key=_by_name)}
    reports = _reports(session, [each.id for each, *_ in found], schools)
    people = _names(session, {login for each, *_ in found for login in (each.author, each.closed_by) if login})
    return tuple(
        _view(
            each,
            title,
            held_on,
            slide,
            is_coded=is_coded,
            schools=schools,
            reports=reports.get(each.id, ()),
            people=people,
            today=today,
        )
        for each, title, held_on, is_coded, slide in found
    )


def find_decision(session: TenantSession, decision_id: int, *, today: dt.date) -> DecisionView:
    """Raises NotFoundError for what is not there or not the asker's."""
    found = decisions(session, today=today, only=[decision_id])
    if not found:
        raise NotFoundError(_NO_DECISION)
    return found[0]


def counts_of(found: Iterable[DecisionView]) -> DecisionCounts:
    """How many are in which state."""
    states = [(each.state, each.is_overdue) for each in found]
    closed = sum(state is DecisionState.CLOSED for state, _ in states)
    return DecisionCounts(
        all=len(states),
        open=len(states) - closed,
        overdue=sum(late for _, late in states),
        reported=sum(state is DecisionState.REPORTED for state, _ in states),
        closed=closed,
    )


def last_decisions(session: TenantSession, *, until: dt.date, today: dt.date) -> tuple[DecisionView, ...]:
    """What the latest meeting until a day, that day included, has decided, and what is still open of those before."""
    earlier = [each for each in decisions(session, today=today) if each.held_on <= until]
    last = max((each.held_on for each in earlier), default=None)
    return tuple(each for each in earlier if each.held_on == last or each.state is not DecisionState.CLOSED)


def asked_of(session: TenantSession, *, school: str, today: dt.date) -> tuple[DecisionView, ...]:
    """Decisions that this school has still to report done, by day; those without a day last."""
    found = [
        each
        for each in decisions(session, today=today, is_open=True)
        if any(one.code == school for one in each.waiting)
    ]
    return tuple(sorted(found, key=lambda each: (each.due is None, each.due or today, each.id)))


def suggested_responsible(session: TenantSession) -> tuple[str, ...]:
    """Who was named responsible before, each once, the latest first."""
    row = Decision
    found = session.scalars(
        select(row.responsible)
        .where(row.district_id == session.scope.district_id, row.responsible != "")
        .order_by(row.id.desc())
    )
    return tuple(dict.fromkeys(found))


def withdrawn_responsible(session: TenantSession, decision_id: int) -> str:
    """Who was named responsible of a decision as it was withdrawn; empty for nobody, and for one that was not."""
    row = AuditEvent
    query = select(row.old).where(
        row.district_id == session.scope.district_id,
        row.action == "decision_withdrawn",
        row.entity == str(decision_id),
    )
    told = session.scalar(query.order_by(row.id.desc()).limit(1))
    return str((told or {}).get("responsible", ""))


def point_of(session: TenantSession, decision_id: int, *, meeting: int) -> int:
    """Which decision of its meeting it is, from 1, as the extract of the protocol counts: for a school too."""
    row = Decision
    with district_wide(session):
        query = select(row.id).where(row.district_id == session.scope.district_id, row.meeting_id == meeting)
        return sorted(session.scalars(query)).index(decision_id) + 1


def own_documents(session: TenantSession) -> tuple[tuple[int, str], ...]:
    """Id and name of what a school may show with its report: its documents of the latest two years, newest first."""
    row = Document
    latest = session.scalars(select(row.year).where(*_own(session)).order_by(row.year.desc()).limit(1)).first()
    if latest is None:
        return ()
    found = session.execute(
        select(row.id, row.title, row.number, row.date)
        .where(*_own(session), row.year >= latest - 1)
        .order_by(row.changed_at.desc(), row.id.desc())
    )
    return tuple((each.id, _document_name(each.title, each.number, each.date)) for each in found)


def _own(session: TenantSession) -> tuple[ColumnElement[bool], ...]:
    return (Document.district_id == session.scope.district_id, Document.school_id == session.scope.school_id)


def _by_name(school: SchoolEntry) -> str:
    return school.short_name.casefold()


def _view(
    row: Decision,
    title: str,
    held_on: dt.date,
    slide_id: int | None,
    *,
    is_coded: bool,
    schools: Mapping[int, SchoolEntry],
    reports: Sequence[DecisionReportView],
    people: Mapping[str, str],
    today: dt.date,
) -> DecisionView:
    own = None if row.school_id is None else schools[row.school_id]
    # Who is no longer there is asked nothing; whose decision it is stays asked.
    asked = tuple(each for each in schools.values() if each.is_there(year_of(today))) if own is None else (own,)
    stands = {each.school.id for each in reports if each.stands}
    state = state_of(
        is_closed=row.state == DecisionState.CLOSED.value,
        reported=sum(each.id in stands for each in asked),
        asked=len(asked),
    )
    return DecisionView(
        id=row.id,
        meeting_id=row.meeting_id,
        meeting=title,
        held_on=held_on,
        is_coded=is_coded,
        slide_id=slide_id,
        text=row.text,
        school=own,
        responsible=row.responsible,
        due=row.due,
        state=state,
        is_overdue=is_decision_overdue(state, row.due, today=today),
        asked=asked,
        reports=tuple(reports),
        author=people.get(row.author, row.author),
        created_at=row.created_at,
        closed_at=row.closed_at,
        closed_by=people.get(row.closed_by or "", row.closed_by or ""),
        version=row.version,
    )


def _reports(
    session: TenantSession, ids: Sequence[int], schools: Mapping[int, SchoolEntry]
) -> Mapping[int, tuple[DecisionReportView, ...]]:
    row = DecisionReport
    query = (
        select(row, User.full_name, Document.id, Document.title, Document.number, Document.date)
        .outerjoin(User, User.login == row.author)
        .outerjoin(
            Document,
            (Document.district_id == row.district_id)
            & (Document.school_id == row.school_id)
            & (Document.id == row.document_id),
        )
        .where(row.district_id == session.scope.district_id, row.decision_id.in_(ids))
    )
    by_decision: dict[int, list[DecisionReportView]] = {}
    found = session.execute(query).all()
    reviewers = _names(session, {each.returned_by for each, *_ in found if each.returned_by})
    for each, name, document_id, title, number, date in found:
        told = DecisionReportView(
            school=schools[each.school_id],
            text=each.text,
            author=name or each.author,
            at=each.created_at,
            # Empty where there is none, or where it was taken back since.
            document_id=document_id or None,
            document=_document_name(title, number, date) if document_id else "",
            returned_at=each.returned_at,
            returned_by=reviewers.get(each.returned_by or "", each.returned_by or ""),
            remark=each.remark,
        )
        by_decision.setdefault(each.decision_id, []).append(told)
    return {
        decision: tuple(sorted(told, key=lambda report: _by_name(report.school)))
        for decision, told in by_decision.items()
    }


def _names(session: TenantSession, logins: set[str]) -> Mapping[str, str]:
    if not logins:
        return {}
    rows = session.execute(select(User.login, User.full_name).where(User.login.in_(sorted(logins))))
    return {login: name for login, name in rows if name}


def _document_name(title: str, number: str, day: dt.date | None) -> str:
    """«Приказ № 12 от 03.10.2026»."""
    parts = [title or "Документ", f"№ {number}" if number else "", f"от {day:%d.%m.%Y}" if day else ""]
    return " ".join(part for part in parts if part)
