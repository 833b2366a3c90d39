"""The audit trail of a scope, on both engines: of one district, of one school of it, filtered, page by page."""

from datetime import UTC, datetime, timedelta

import pytest

from data_layer.models import AuditEvent
from data_layer.queries.trail import TrailFilter, trail, trail_actors
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.districts import OneDistrict, TwoDistricts

NOON = datetime(2026, 9, 18, 12, tzinfo=UTC)
ALL = TrailFilter()


def _put(districts: TwoDistricts, district: OneDistrict, events: list[tuple[str, str, int | None, int]]) -> None:
    """events: actor, action, school id, minutes after noon; the subject is the code of the district."""
    with tenant_session(districts.engine, Scope((district.id,), is_read_only=False)) as session:
        session.add_all(
            [
                AuditEvent(
                    at=NOON + timedelta(minutes=minutes),
                    district_id=district.id,
                    school_id=school,
                    actor=actor,
                    action=action,
                    subject=district.code,
                    old={"target": 80},
                    new={"target": 85},
                )
                for actor, action, school, minutes in events
            ]
        )


@pytest.fixture
def told(two_districts: TwoDistricts) -> TwoDistricts:
    """Five events in alpha and two in beta, whose schools have the same codes."""
    first, second = two_districts.alpha.schools
    _put(
        two_districts,
        two_districts.alpha,
        [
            ("ivanova", "settings_changed", None, 1),
            ("ivanova", "target_set", first, 2),
            ("petrov", "target_set", second, 3),
            ("petrov", "signed_in", second, 4),
            ("Директор", "target_set", first, 5),
        ],
    )
    _put(
        two_districts,
        two_districts.beta,
        [("sidorova", "target_set", two_districts.beta.schools[0], 2), ("sidorova", "settings_changed", None, 6)],
    )
    return two_districts


def _minutes(districts: TwoDistricts, scope: Scope, chosen: TrailFilter = ALL) -> list[int]:
    """At which minutes the events lie; those of making the districts are left out."""
    with tenant_session(districts.engine, scope) as session:
        events = trail(session, chosen, most=100)
    return [int((each.at - NOON) / timedelta(minutes=1)) for each in events if each.actor != "tests"]


def test_a_district_reads_its_own_trail_and_nothing_of_the_other(told: TwoDistricts) -> None:
    assert _minutes(told, told.alpha.scope(is_read_only=True)) == [5, 4, 3, 2, 1]
    assert _minutes(told, told.beta.scope(is_read_only=True)) == [6, 2]

    with tenant_session(told.engine, told.alpha.scope(is_read_only=True)) as session:
        events = [each for each in trail(session, ALL, most=100) if each.actor != "tests"]
    assert {each.subject for each in events} == {"alpha"}
    newest = events[0]
    assert (newest.actor, newest.action, newest.school, newest.school_name) == (
        "Директор",
        "target_set",
        "1",
        "Школа 1 района alpha",
    )
    assert (newest.old, newest.new) == ({"target": 80}, {"target": 85})


def test_a_school_reads_what_concerns_it_alone_whatever_it_asks_for(told: TwoDistricts) -> None:
    first, second = told.alpha.schools

    assert _minutes(told, told.alpha.scope(first, is_read_only=True)) == [5, 2]
    assert _minutes(told, told.alpha.scope(second, is_read_only=True)) == [4, 3]
    # Neither the events of the district nor those of the other school, named in the question.
    own = told.alpha.scope(first, is_read_only=True)
    assert _minutes(told, own, TrailFilter(school="2")) == []
    assert _minutes(told, own, TrailFilter(actor="petrov")) == []
    assert _minutes(told, own, TrailFilter(actions=frozenset({"settings_changed"}))) == []


def test_who_has_acted_is_told_within_the_scope(told: TwoDistricts) -> None:
    def actors(scope: Scope) -> list[str]:
        with tenant_session(told.engine, scope) as session:
            return [each for each in trail_actors(session) if each != "tests"]

    assert actors(told.alpha.scope(is_read_only=True)) == ["ivanova", "petrov", "Директор"]
    assert actors(told.alpha.scope(told.alpha.schools[0], is_read_only=True)) == ["ivanova", "Директор"]
    assert actors(told.beta.scope(is_read_only=True)) == ["sidorova"]


@pytest.mark.parametrize(
    ("chosen", "minutes"),
    [
        (TrailFilter(actor="petrov"), [4, 3]),
        (TrailFilter(actions=frozenset({"target_set"})), [5, 3, 2]),
        (TrailFilter(without=frozenset({"signed_in"})), [5, 3, 2, 1]),
        (TrailFilter(school="1"), [5, 2]),
        (TrailFilter(school="nowhere"), []),
        # The first moment counts, the last one does not.
        (TrailFilter(since=NOON + timedelta(minutes=2), until=NOON + timedelta(minutes=4)), [3, 2]),
        (TrailFilter(actor="petrov", school="2", actions=frozenset({"target_set"})), [3]),
    ],
)
def test_each_filter_leaves_what_it_names(told: TwoDistricts, chosen: TrailFilter, minutes: list[int]) -> None:
    assert _minutes(told, told.alpha.scope(is_read_only=True), chosen) == minutes


def test_pages_follow_one_another_without_gap_or_repetition_also_within_one_moment(
    two_districts: TwoDistricts,
) -> None:
    _put(two_districts, two_districts.alpha, [("ivanova", "target_set", None, 7)] * 7)
    chosen, seen, after = TrailFilter(actor="ivanova"), [], None
    with tenant_session(two_districts.engine, two_districts.alpha.scope(is_read_only=True)) as session:
        for _ in range(3):
            page = trail(session, chosen, after=after, most=3)
            seen += [each.id for each in page]
            after = (page[-1].at, page[-1].id)

    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, reverse=True)
