"""Decisions are taken, reported done by schools, sent back and closed; each step leaves its trail. On both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

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
from data_layer.domain.meetings import DecisionState
from data_layer.errors import ConflictError, NotFoundError, ScopeError
from data_layer.models import AuditEvent, Document
from data_layer.queries.decisions import (
    DecisionView,
    asked_of,
    counts_of,
    decisions,
    find_decision,
    last_decisions,
    point_of,
    withdrawn_responsible,
)
from data_layer.session import TenantSession, tenant_session
from tests import factories
from tests.support.districts import TwoDistricts

TODAY = date(2026, 11, 1)
DUE = "2026-11-13"


@dataclass(frozen=True, slots=True)
class Deciding:
    """Alpha with a meeting of 14 October; sessions as its people have them."""

    districts: TwoDistricts
    meeting: int

    @contextmanager
    def holding(self) -> Iterator[TenantSession]:
        """Of a presenter: it writes meetings alone."""
        scope = replace(self.districts.alpha.scope(), writes_meetings_only=True)
        with tenant_session(self.districts.engine, scope) as session:
            yield session

    @contextmanager
    def school(self, place: int = 0) -> Iterator[TenantSession]:
        with tenant_session(self.districts.engine, self.districts.alpha.scope(self.schools[place])) as session:
            yield session

    @property
    def schools(self) -> tuple[int, int]:
        return self.districts.alpha.schools

    def take(self, text: str = "Сдать анализ", **given: str) -> int:
        with self.holding() as session:
            edit = DecisionEdit(text, **{"due": DUE, **given})
            return take_decision(session, edit, meeting=self.meeting, login="presenter")

    def report(self, decision: int, place: int = 0, text: str = "Сдали") -> None:
        with self.school(place) as session:
            report_done(session, decision, text=text, login=f"director-{place}")

    def seen(self, decision: int, *, today: date = TODAY) -> DecisionView:
        with self.holding() as session:
            return find_decision(session, decision, today=today)

    def trail(self) -> list[tuple[str, str, int | None]]:
        with tenant_session(self.districts.engine, self.districts.alpha.scope()) as session:
            rows = session.scalars(
                select(AuditEvent).where(AuditEvent.action.like("decision_%")).order_by(AuditEvent.id)
            )
            return [(each.action, each.actor, each.school_id) for each in rows]


@pytest.fixture
def deciding(two_districts: TwoDistricts) -> Deciding:
    alpha = two_districts.alpha
    meeting = factories.meeting(district_id=alpha.id, held_on=date(2026, 10, 14))
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        session.add(meeting)
    return Deciding(two_districts, meeting.id)


def test_a_decision_goes_from_taken_to_closed_and_each_step_is_recorded(deciding: Deciding) -> None:
    first, second = deciding.schools
    decision = deciding.take(school="1", responsible="директор школы")
    taken = deciding.seen(decision)
    assert (taken.state, taken.is_overdue, taken.due) == (DecisionState.OPEN, False, date(2026, 11, 13))
    assert [each.id for each in taken.waiting] == [first]
    # On its day it is in time, the day after it is late.
    assert [deciding.seen(decision, today=date(2026, 11, day)).is_overdue for day in (13, 14)] == [False, True]

    deciding.report(decision)
    assert deciding.seen(decision, today=date(2027, 1, 1)).state is DecisionState.REPORTED
    with pytest.raises(ConflictError):
        deciding.report(decision)

    with deciding.holding() as session:
        send_back(session, decision, school="1", remark="Нет выводов", login="presenter")
    back = deciding.seen(decision)
    assert (back.state, back.reports[0].remark, back.waiting) == (DecisionState.OPEN, "Нет выводов", taken.asked)

    deciding.report(decision, text="Дописали выводы")
    with deciding.holding() as session:
        assert close_decision(session, decision, login="official")
        assert not close_decision(session, decision, login="official")
    closed = deciding.seen(decision)
    assert (closed.state, closed.closed_by, closed.reports[0].text) == (
        DecisionState.CLOSED,
        "official",
        "Дописали выводы",
    )
    with pytest.raises(ConflictError):
        deciding.report(decision)

    with deciding.holding() as session:
        assert reopen_decision(session, decision, login="official")
    assert deciding.seen(decision).state is DecisionState.REPORTED
    assert deciding.trail() == [
        ("decision_taken", "presenter", first),
        ("decision_reported", "director-0", first),
        ("decision_returned", "presenter", first),
        ("decision_reported", "director-0", first),
        ("decision_closed", "official", first),
        ("decision_reopened", "official", first),
    ]
    assert second not in {school for _, _, school in deciding.trail()}


def test_a_decision_for_all_is_reported_once_each_school_has(deciding: Deciding) -> None:
    decision = deciding.take()
    deciding.report(decision, 0, "Сделали мы")

    half = deciding.seen(decision)
    assert (half.state, len(half.reported), len(half.asked)) == (DecisionState.OPEN, 1, 2)
    # A school hears of itself alone.
    with deciding.school(1) as session:
        (own,) = decisions(session, today=TODAY)
        assert [each.code for each in asked_of(session, school="2", today=TODAY)[0].asked] == ["2"]
    assert (own.state, own.reports, [each.code for each in own.asked]) == (DecisionState.OPEN, (), ["2"])
    with deciding.school(0) as session:
        assert decisions(session, today=TODAY)[0].state is DecisionState.REPORTED
        assert asked_of(session, school="1", today=TODAY) == ()

    deciding.report(decision, 1)
    assert deciding.seen(decision).state is DecisionState.REPORTED
    with deciding.school(1) as session:
        take_report_back(session, decision, login="director-1")
    assert deciding.seen(decision).state is DecisionState.OPEN


def test_nobody_sees_or_reports_what_another_school_was_told(deciding: Deciding) -> None:
    decision = deciding.take(school="1")
    beta = deciding.districts.beta

    with deciding.school(1) as session:
        assert decisions(session, today=TODAY) == ()
        with pytest.raises(NotFoundError):
            find_decision(session, decision, today=TODAY)
        with pytest.raises(NotFoundError):
            report_done(session, decision, text="Сделали", login="director-1")
        with pytest.raises(NotFoundError):
            close_decision(session, decision, login="director-1")
    for school in (None, beta.schools[0]):
        with tenant_session(deciding.districts.engine, beta.scope(school)) as session:
            assert decisions(session, today=TODAY) == ()
            with pytest.raises(NotFoundError):
                report_done(session, decision, text="Сделали", login="x")
            with pytest.raises(NotFoundError):
                take_decision(session, DecisionEdit("Чужое"), meeting=deciding.meeting, login="x")
    assert deciding.seen(decision).reports == ()


def test_a_school_neither_takes_nor_closes_decisions(deciding: Deciding) -> None:
    decision = deciding.take()

    with pytest.raises(ScopeError), deciding.school() as session:
        close_decision(session, decision, login="director")
    with pytest.raises(ScopeError), deciding.school() as session:
        take_decision(session, DecisionEdit("Своё"), meeting=deciding.meeting, login="director")
    assert deciding.seen(decision).state is DecisionState.OPEN


def test_a_report_shows_a_document_of_the_own_school_alone(deciding: Deciding) -> None:
    decision = deciding.take()
    with tenant_session(deciding.districts.engine, deciding.districts.alpha.scope()) as session:
        place = {"district_id": deciding.districts.alpha.id}
        own, other = (
            factories.document(**place, school_id=each, title="Справка", number="7") for each in deciding.schools
        )
        session.add_all([own, other])

    with pytest.raises(NotFoundError), deciding.school() as session:
        report_done(session, decision, text="Сдали", document=other.id, login="director")
    with deciding.school() as session:
        report_done(session, decision, text="Сдали", document=own.id, login="director")
    assert deciding.seen(decision).reports[0].document == "Справка № 7 от 01.11.2025"

    # The document goes, the report stays.
    with tenant_session(deciding.districts.engine, deciding.districts.alpha.scope()) as session:
        session.delete(session.scalars(select(Document).where(Document.id == own.id)).one())
    assert deciding.seen(decision).reports[0].document == ""


def test_what_is_wrong_is_said_by_field(deciding: Deciding) -> None:
    with pytest.raises(FaultyDecisionError) as raised:
        deciding.take(" ", due="13.10.2026", responsible="д" * 301)
    assert set(raised.value.faults) == {"text", "due", "responsible"}
    with pytest.raises(FaultyDecisionError) as raised:
        deciding.take(due="завтра")
    assert set(raised.value.faults) == {"due"}
    with pytest.raises(NotFoundError):
        deciding.take(school="9")
    assert deciding.seen(deciding.take(due="")).due is None


def test_two_who_change_one_decision_do_not_write_over_each_other(deciding: Deciding) -> None:
    decision = deciding.take()
    version = deciding.seen(decision).version
    with deciding.holding() as session:
        assert change_decision(session, decision, DecisionEdit("Сдать отчёт"), seen=version, login="official")
    with deciding.holding() as session, pytest.raises(StaleDecisionError):
        change_decision(session, decision, DecisionEdit("Сдать справку"), seen=version, login="presenter")
    # Whoever wants what is there already has nothing to lose.
    with deciding.holding() as session:
        assert not change_decision(session, decision, DecisionEdit("Сдать отчёт"), seen=version, login="presenter")
    assert deciding.seen(decision).text == "Сдать отчёт"


def test_a_decision_for_another_school_leaves_nothing_of_its_text_in_the_trail_of_the_former(
    deciding: Deciding,
) -> None:
    decision = deciding.take("Сдать анализ", school="1")
    version = deciding.seen(decision).version
    with deciding.holding() as session:
        edit = DecisionEdit("Сдать отчёт о кадрах", school="2", due=DUE)
        assert change_decision(session, decision, edit, seen=version, login="presenter")

    first, second = deciding.schools
    assert deciding.trail() == [
        ("decision_taken", "presenter", first),
        ("decision_withdrawn", "presenter", first),
        ("decision_taken", "presenter", second),
    ]
    with tenant_session(deciding.districts.engine, deciding.districts.alpha.scope()) as session:
        rows = session.scalars(
            select(AuditEvent).where(AuditEvent.action.like("decision_%"), AuditEvent.school_id == first)
        )
        told = [(each.subject, each.old, each.new) for each in rows]
    assert len(told) == 2
    assert "кадрах" not in str(told)
    assert deciding.seen(decision).text == "Сдать отчёт о кадрах"


def test_a_decision_that_was_reported_is_neither_withdrawn_nor_given_to_another(deciding: Deciding) -> None:
    decision = deciding.take(school="1")
    deciding.report(decision)
    version = deciding.seen(decision).version

    with deciding.holding() as session, pytest.raises(ConflictError):
        withdraw_decision(session, decision, login="presenter")
    with deciding.holding() as session, pytest.raises(FaultyDecisionError):
        change_decision(session, decision, DecisionEdit("Сдать", school="2"), seen=version, login="presenter")

    with deciding.school() as session:
        take_report_back(session, decision, login="director")
    with deciding.holding() as session:
        was = withdraw_decision(session, decision, login="presenter")
    assert (was.meeting, was.edit) == (deciding.meeting, DecisionEdit("Сдать анализ", "1", "", DUE))
    with pytest.raises(NotFoundError):
        deciding.seen(decision)


def test_the_next_meeting_begins_with_the_last_decisions_and_what_is_open_of_older_ones(deciding: Deciding) -> None:
    older, done = deciding.take("Старое"), deciding.take("Закрытое")
    with deciding.holding() as session:
        close_decision(session, done, login="official")
        later = factories.meeting(district_id=deciding.districts.alpha.id, held_on=date(2026, 11, 20))
        session.add(later)
    with deciding.holding() as session:
        new = take_decision(session, DecisionEdit("Новое", due="2026-12-01"), meeting=later.id, login="presenter")
        close_decision(session, new, login="official")
        found = last_decisions(session, until=date(2026, 12, 14), today=date(2026, 12, 15))
        assert last_decisions(session, until=date(2026, 10, 13), today=TODAY) == ()
        counts = counts_of(found)

    assert [each.id for each in found] == [new, older]
    assert (counts.all, counts.open, counts.overdue, counts.closed) == (2, 1, 1, 1)


def test_a_school_counts_the_points_that_it_does_not_see(deciding: Deciding) -> None:
    deciding.take(school="2")
    own = deciding.take(school="1")

    for session in (deciding.school(), deciding.holding()):
        with session as asking:
            assert point_of(asking, own, meeting=deciding.meeting) == 2
    with deciding.school() as asking:
        assert [each.id for each in decisions(asking, today=TODAY, meeting=deciding.meeting)] == [own]


def test_who_was_responsible_of_a_withdrawn_decision_is_known_to_those_who_hold_meetings(deciding: Deciding) -> None:
    decision = deciding.take(school="1", responsible="Ахметова")
    with deciding.holding() as session:
        assert withdrawn_responsible(session, decision) == ""
        withdraw_decision(session, decision, login="presenter")
        assert withdrawn_responsible(session, decision) == "Ахметова"


def test_a_decision_that_is_sent_twice_is_taken_once(deciding: Deciding, monkeypatch: pytest.MonkeyPatch) -> None:
    first = deciding.take(school="1")
    assert deciding.take(school="1") == first
    others = {deciding.take("Другое", school="1"), deciding.take(school="2"), deciding.take(), deciding.take(due="")}
    assert len(others | {first}) == 5
    assert [action for action, *_ in deciding.trail()] == ["decision_taken"] * 5

    monkeypatch.setattr("data_layer.commands.meetings.decisions.TWIN_WITHIN", timedelta(0))
    assert deciding.take(school="1") != first
