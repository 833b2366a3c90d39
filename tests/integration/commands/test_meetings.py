"""Meetings and their slides, from the plan to the wall, on both engines."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from time import sleep

import pytest
from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.meetings.finding import FaultyMeetingError, find_meeting
from data_layer.commands.meetings.making import (
    MeetingEdit,
    change_meeting,
    create_meeting,
    just_made,
    mark_held,
    remove_meeting,
    reveal,
    set_coded,
)
from data_layer.commands.meetings.slides import (
    MOST_SLIDES,
    SlideDraft,
    add_lacking_slides,
    add_slides,
    comment,
    move_slide,
    remove_slide,
    renew_slide,
    restore_slide,
    retitle,
    send_slide,
    set_notes,
)
from data_layer.domain.meetings import MeetingState, SlideKind
from data_layer.errors import ChangedMeanwhileError, ConflictError, DataLayerError, NotFoundError
from data_layer.models import AuditEvent, Decision, Slide
from data_layer.queries.decisions import decisions
from data_layer.queries.meetings import (
    comments_of,
    meeting_card,
    meeting_lines,
    meeting_of_slide,
    stored_slide,
    stored_slides,
)
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session
from tests import factories
from tests.support.districts import TwoDistricts

EDIT = MeetingEdit("Итоги года", date(2026, 10, 20), {"time": "10.00", "place": "Управление образования"})
WHO = "presenter"


def presenter(districts: TwoDistricts, district: int = 1) -> TenantSession:
    return TenantSession(districts.engine, Scope((district,), is_read_only=False, writes_meetings_only=True))


def draft(headline: str = "Нашли") -> SlideDraft:
    return SlideDraft(SlideKind.VIEW, "/compare?year=2025/26", {"version": 1, "headline": headline})


def planned(districts: TwoDistricts, *headlines: str) -> tuple[int, tuple[int, ...]]:
    """A committed meeting with slides: ids."""
    with presenter(districts) as session, session.begin():
        meeting = create_meeting(session, EDIT, login=WHO)
        slides = add_slides(session, meeting, [draft(each) for each in headlines], login=WHO)
    return meeting, slides


def order(session: TenantSession, meeting: int) -> list[str]:
    return [str(each.specification["headline"]) for each in stored_slides(session, meeting)]


def test_a_meeting_is_planned_described_held_and_told_in_the_trail(two_districts: TwoDistricts) -> None:
    meeting, _ = planned(two_districts, "первый", "второй")

    with presenter(two_districts) as session, session.begin():
        card = meeting_card(session, meeting)
        edit = MeetingEdit("Итоги 2025/26", date(2026, 10, 21), {"number": "7"})
        change_meeting(session, meeting, edit, version=card.version, login=WHO)
        mark_held(session, meeting, is_held=True, login=WHO)
    with presenter(two_districts) as session:
        card = meeting_card(session, meeting)
        line = next(each for each in meeting_lines(session) if each.id == meeting)
        actions = list(
            session.scalars(
                select(AuditEvent.action).where(AuditEvent.district_id == 1, AuditEvent.entity == str(meeting))
            )
        )

    assert (card.title, card.held_on, card.state) == ("Итоги 2025/26", date(2026, 10, 21), MeetingState.HELD)
    assert card.details == {"time": "10.00", "place": "Управление образования", "number": "7"}
    assert (line.slides, line.decisions, line.decisions_open) == (2, 0, 0)
    assert sorted(actions) == ["meeting_changed", "meeting_changed", "meeting_created", "slides_added"]


def test_slides_are_put_in_order_retitled_noted_and_renewed(two_districts: TwoDistricts) -> None:
    meeting, (first, _, third) = planned(two_districts, "а", "б", "в")

    with presenter(two_districts) as session, session.begin():
        move_slide(session, third, to=1, login=WHO)
        assert order(session, meeting) == ["в", "а", "б"]
        move_slide(session, third, to=99, login=WHO)
        assert order(session, meeting) == ["а", "б", "в"]
        retitle(session, first, " Свой заголовок ", version=None, login=WHO)
        set_notes(session, first, "сказать о сроках", version=None, login=WHO)
        renew_slide(session, first, {"version": 1, "headline": "новый"}, version=None, login=WHO)
        slide = stored_slide(session, first)

    assert [each.position for each in stored_slides(session, meeting)] == [1, 2, 3]
    assert (slide.headline, slide.notes, slide.specification["headline"]) == (
        "Свой заголовок",
        "сказать о сроках",
        "новый",
    )
    assert slide.author == WHO
    assert meeting_of_slide(session, first) == meeting


def test_a_slide_that_somebody_else_has_changed_is_not_written_over(two_districts: TwoDistricts) -> None:
    _, (slide,) = planned(two_districts, "а")
    with presenter(two_districts) as session, session.begin():
        seen = stored_slide(session, slide).version
        retitle(session, slide, "раньше", version=seen, login=WHO)

    with presenter(two_districts) as session, session.begin(), pytest.raises(ChangedMeanwhileError):
        retitle(session, slide, "позже", version=seen, login="department")


def test_a_removed_slide_leaves_its_decisions_to_the_meeting(two_districts: TwoDistricts) -> None:
    meeting, (slide, _) = planned(two_districts, "а", "б")
    own = two_districts.alpha.schools[0]
    with tenant_session(two_districts.engine, two_districts.alpha.scope(own)) as session:
        comment(session, slide, "уже исправлено", login="director")
    with presenter(two_districts) as session, session.begin():
        session.add(factories.decision(meeting_id=meeting, slide_id=slide))
        session.flush()
        remove_slide(session, slide, login=WHO)
        (decision,) = decisions(session, today=EDIT.held_on, meeting=meeting)
        assert (decision.slide_id, decision.school) == (None, None)
        assert comments_of(session, meeting) == ()
        assert meeting_lines(session)[0].slides == 1

        with pytest.raises(ConflictError, match="решения"):
            remove_meeting(session, meeting, login=WHO)


def test_a_removed_slide_comes_back_to_its_place_with_what_was_said_of_it(two_districts: TwoDistricts) -> None:
    meeting, (first, second, third) = planned(two_districts, "а", "б", "в")
    own = two_districts.alpha.schools[0]
    with tenant_session(two_districts.engine, two_districts.alpha.scope(own)) as session:
        comment(session, second, "уже исправлено", login="director")
    with presenter(two_districts) as session, session.begin():
        remove_slide(session, second, login=WHO)
        with pytest.raises(NotFoundError):
            retitle(session, second, "убран", version=None, login=WHO)
        move_slide(session, third, to=1, login=WHO)
        restore_slide(session, second, login=WHO)
        assert [each.id for each in stored_slides(session, meeting)] == [third, second, first]
        assert [each.text for each in comments_of(session, meeting)] == ["уже исправлено"]
        with pytest.raises(NotFoundError):
            restore_slide(session, second, login=WHO)


def test_no_more_slides_come_back_than_a_meeting_holds(two_districts: TwoDistricts) -> None:
    _, slides = planned(two_districts, *map(str, range(MOST_SLIDES)))
    with presenter(two_districts) as session, session.begin():
        meeting = meeting_of_slide(session, slides[0])
        remove_slide(session, slides[0], login=WHO)
        add_slides(session, meeting, [draft("вместо")], login=WHO)
        with pytest.raises(ConflictError, match="не больше 60"):
            restore_slide(session, slides[0], login=WHO)


def test_what_is_sent_twice_is_there_once(two_districts: TwoDistricts) -> None:
    meeting, _ = planned(two_districts)
    with presenter(two_districts) as session, session.begin():
        assert [send_slide(session, meeting, draft(), login=WHO) for _ in range(2)] == [True, False]
        assert len(stored_slides(session, meeting)) == 1
        assert just_made(session, EDIT, login=WHO) == meeting
        assert just_made(session, EDIT, is_coded=False, login=WHO) == meeting
        # With numbers in place of names it is another one.
        assert just_made(session, EDIT, is_coded=True, login=WHO) is None
        assert just_made(session, EDIT, login="department") is None
        assert just_made(session, replace(EDIT, held_on=date(2026, 10, 21)), login=WHO) is None


def test_a_meeting_made_over_a_minute_ago_is_no_twin(two_districts: TwoDistricts) -> None:
    meeting, _ = planned(two_districts)
    with presenter(two_districts) as session, session.begin():
        row = find_meeting(session, meeting)
        row.created_at = utc_now() - timedelta(seconds=61)
        session.flush()
        assert just_made(session, EDIT, login=WHO) is None


def test_a_school_says_nothing_of_a_meeting_that_was_held(two_districts: TwoDistricts) -> None:
    meeting, (slide,) = planned(two_districts, "а")
    with presenter(two_districts) as session, session.begin():
        mark_held(session, meeting, is_held=True, login=WHO)
    own = two_districts.alpha.schools[0]
    with tenant_session(two_districts.engine, two_districts.alpha.scope(own)) as session:
        with pytest.raises(FaultyMeetingError, match="уже прошло"):
            comment(session, slide, "поздно", login="director")
        assert comments_of(session, meeting) == ()


def test_a_meeting_without_decisions_goes_with_its_slides(two_districts: TwoDistricts) -> None:
    meeting, _ = planned(two_districts, "а")

    with presenter(two_districts) as session, session.begin():
        remove_meeting(session, meeting, login=WHO)
        assert stored_slides(session, meeting) == ()
        with pytest.raises(NotFoundError):
            meeting_card(session, meeting)


def test_numbers_stay_when_a_school_comes_later_and_names_are_revealed_one_by_one(two_districts: TwoDistricts) -> None:
    meeting, _ = planned(two_districts)
    with presenter(two_districts) as session, session.begin():
        with pytest.raises(ConflictError):
            reveal(session, meeting, "1", is_revealed=True, login=WHO)
        set_coded(session, meeting, is_coded=True, login=WHO)
        before = meeting_card(session, meeting).numbers
    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        session.add(factories.school(code="0", short_name="Новая"))
    with presenter(two_districts) as session, session.begin():
        reveal(session, meeting, "1", is_revealed=True, login=WHO)
        assert meeting_card(session, meeting).revealed == (two_districts.alpha.schools[0],)
        set_coded(session, meeting, is_coded=False, login=WHO)
        set_coded(session, meeting, is_coded=True, login=WHO)
        card = meeting_card(session, meeting)

    assert before.keys() == {"1", "2"}
    # Numbers that stand in the names of the schools are nobody's.
    assert set(before.values()) == {3, 4}
    assert dict(card.numbers) == {**before, "0": 5}
    assert card.revealed == ()


def test_a_comment_is_of_the_own_school_and_can_be_taken_back(two_districts: TwoDistricts) -> None:
    meeting, (slide,) = planned(two_districts, "а")
    first, second = two_districts.alpha.schools
    for school, text in ((first, "первая"), (second, "вторая"), (first, "первая, исправлено")):
        with tenant_session(two_districts.engine, two_districts.alpha.scope(school)) as session:
            comment(session, slide, text, login="director")

    with presenter(two_districts) as session:
        assert {(each.school, each.text) for each in comments_of(session, meeting)} == {
            ("1", "первая, исправлено"),
            ("2", "вторая"),
        }
        with pytest.raises(FaultyMeetingError):
            comment(session, slide, "район", login=WHO)
    with tenant_session(two_districts.engine, two_districts.alpha.scope(second)) as session:
        assert [each.school for each in comments_of(session, meeting)] == ["2"]
        comment(session, slide, " ", login="director")
        assert comments_of(session, meeting) == ()


@pytest.mark.parametrize("field", ["title", "time", "shoe_size"])
def test_a_wrong_field_is_named(two_districts: TwoDistricts, field: str) -> None:
    edit = {
        "title": MeetingEdit("  ", date(2026, 10, 20)),
        "time": MeetingEdit("Итоги", date(2026, 10, 20), {"time": "ч" * 2001}),
        "shoe_size": MeetingEdit("Итоги", date(2026, 10, 20), {"shoe_size": "43"}),
    }[field]

    with presenter(two_districts) as session, session.begin(), pytest.raises(FaultyMeetingError) as raised:
        create_meeting(session, edit, login=WHO)

    assert raised.value.field == field


def test_what_another_district_has_is_not_there(two_districts: TwoDistricts) -> None:
    meeting, (slide,) = planned(two_districts, "а")

    with presenter(two_districts, district=2) as session, session.begin():
        assert stored_slides(session, meeting) == ()
        assert meeting not in {each.id for each in meeting_lines(session)}
        for call in (
            lambda: meeting_card(session, meeting),
            lambda: stored_slide(session, slide),
            lambda: add_slides(session, meeting, [draft()], login=WHO),
            lambda: change_meeting(session, meeting, EDIT, version=None, login=WHO),
            lambda: set_coded(session, meeting, is_coded=True, login=WHO),
            lambda: remove_slide(session, slide, login=WHO),
            lambda: move_slide(session, slide, to=1, login=WHO),
            lambda: retitle(session, slide, "чужой", version=None, login=WHO),
        ):
            with pytest.raises(NotFoundError):
                call()


def test_a_school_reads_meetings_and_changes_none(two_districts: TwoDistricts) -> None:
    meeting, (slide,) = planned(two_districts, "а")
    own = two_districts.alpha.schools[0]

    for change in (
        lambda session: mark_held(session, meeting, is_held=True, login="director"),
        lambda session: retitle(session, slide, "свой", version=None, login="director"),
    ):
        with TenantSession(two_districts.engine, two_districts.alpha.scope(own)) as session:
            assert meeting_card(session, meeting).title == EDIT.title
            with pytest.raises(DataLayerError):
                change(session)


def test_decisions_are_counted_by_a_school_as_far_as_it_sees_them(two_districts: TwoDistricts) -> None:
    meeting, _ = planned(two_districts)
    first, second = two_districts.alpha.schools
    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        session.add_all(
            [
                factories.decision(meeting_id=meeting, school_id=first, state="closed"),
                factories.decision(meeting_id=meeting, school_id=second),
                factories.decision(meeting_id=meeting),
            ]
        )

    with presenter(two_districts) as session:
        line = next(each for each in meeting_lines(session) if each.id == meeting)
    with tenant_session(two_districts.engine, two_districts.alpha.scope(first)) as session:
        own = next(each for each in meeting_lines(session) if each.id == meeting)
        assert session.scalar(select(Decision).where(Decision.district_id == 1, Decision.school_id == second)) is None

    assert (line.decisions, line.decisions_open) == (3, 2)
    assert (own.decisions, own.decisions_open) == (2, 1)


Command = Callable[[TenantSession], object]


def at_once(districts: TwoDistricts, first: Command, second: Command) -> Exception | None:
    """What the second command meets, by somebody who has begun before the first was saved."""

    def late() -> None:
        with presenter(districts) as session, session.begin():
            second(session)

    with ThreadPoolExecutor(1) as people:
        with presenter(districts) as session, session.begin():
            first(session)
            waiting = people.submit(late)
            # Long enough to come to where it has to wait.
            sleep(0.15)
        fault = waiting.exception(timeout=30)
    assert fault is None or isinstance(fault, Exception)
    return fault


def test_of_two_who_save_the_same_version_at_once_the_second_is_told(two_districts: TwoDistricts) -> None:
    meeting, (slide, other) = planned(two_districts, "а", "б")

    def seen(session: TenantSession) -> int:
        return stored_slide(session, slide).version

    with presenter(two_districts) as session:
        version, card = seen(session), meeting_card(session, meeting).version
    told = [
        at_once(
            two_districts,
            lambda session: retitle(session, slide, "раньше", version=version, login=WHO),
            lambda session: retitle(session, slide, "позже", version=version, login="department"),
        ),
        at_once(
            two_districts,
            lambda session: set_notes(session, slide, "раньше", version=version + 1, login=WHO),
            lambda session: renew_slide(session, slide, {"headline": "x"}, version=version + 1, login="department"),
        ),
        at_once(
            two_districts,
            lambda session: change_meeting(session, meeting, replace(EDIT, title="A"), version=card, login=WHO),
            lambda session: change_meeting(session, meeting, replace(EDIT, title="B"), version=card, login=WHO),
        ),
        at_once(
            two_districts,
            lambda session: move_slide(session, other, to=1, seen=(slide, other), login=WHO),
            lambda session: move_slide(session, slide, to=2, seen=(slide, other), login="department"),
        ),
    ]

    assert [type(each) for each in told] == [ChangedMeanwhileError] * 4
    with presenter(two_districts) as session:
        assert (stored_slide(session, slide).headline, stored_slide(session, slide).notes) == ("раньше", "раньше")
        assert meeting_card(session, meeting).title == "A"
        assert order(session, meeting) == ["б", "а"]


def test_two_who_write_without_a_version_at_once_both_have_their_way(two_districts: TwoDistricts) -> None:
    meeting, (slide, other) = planned(two_districts, "а", "б")
    with presenter(two_districts) as session, session.begin():
        set_coded(session, meeting, is_coded=True, login=WHO)

    def named(school: str) -> Command:
        return lambda session: reveal(session, meeting, school, is_revealed=True, login=WHO)

    def add(drafts: Sequence[SlideDraft]) -> Command:
        return lambda session: add_slides(session, meeting, drafts, login=WHO)

    assert at_once(two_districts, named("1"), named("2")) is None
    assert at_once(two_districts, add([draft("в")]), add([draft("г")])) is None
    gone = at_once(
        two_districts,
        lambda session: remove_slide(session, slide, login=WHO),
        lambda session: remove_slide(session, slide, login="department"),
    )

    assert isinstance(gone, NotFoundError)
    with presenter(two_districts) as session:
        assert len(meeting_card(session, meeting).revealed) == 2
        assert order(session, meeting) == ["б", "в", "г"]
        assert [each.position for each in stored_slides(session, meeting)] == [2, 3, 4]
        assert stored_slide(session, other).position == 2


@pytest.mark.postgres
def test_a_row_that_was_read_before_the_lock_is_read_anew_under_it(two_districts_on_postgres: TwoDistricts) -> None:
    _, (slide,) = planned(two_districts_on_postgres, "а")
    with presenter(two_districts_on_postgres) as late, late.begin():
        kept = late.scalars(select(Slide).where(Slide.id == slide)).one()
        with presenter(two_districts_on_postgres) as session, session.begin():
            retitle(session, slide, "раньше", version=kept.version, login=WHO)

        with pytest.raises(ChangedMeanwhileError):
            retitle(late, slide, "позже", version=kept.version, login="department")


@pytest.mark.postgres
def test_a_write_past_the_lock_is_told_as_a_change_too(two_districts_on_postgres: TwoDistricts) -> None:
    _, (slide,) = planned(two_districts_on_postgres, "а")
    with presenter(two_districts_on_postgres) as late:
        kept = late.scalars(select(Slide).where(Slide.id == slide)).one()
        with presenter(two_districts_on_postgres) as session, session.begin():
            retitle(session, slide, "раньше", version=kept.version, login=WHO)
        kept.notes = "позже"
        with pytest.raises(ChangedMeanwhileError):
            late.commit()


def test_slides_that_are_there_are_not_put_a_second_time(two_districts: TwoDistricts) -> None:
    meeting, _ = planned(two_districts)
    drafts = [replace(draft(name), address=f"/{name}") for name in ("a", "b", "c")]

    def add(session: TenantSession) -> None:
        counts.append(add_lacking_slides(session, meeting, drafts, login=WHO))

    counts: list[int] = []
    assert at_once(two_districts, add, add) is None

    assert counts == [3, 0]
    with presenter(two_districts) as session:
        assert order(session, meeting) == ["a", "b", "c"]
