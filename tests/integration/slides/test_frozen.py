"""A slide keeps its data; «обновить» tells what has changed; names are written, coded, revealed; schools read their own."""

from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from dashboard.access.policy import Permission
from dashboard.slides.deck import load_deck
from dashboard.slides.making import freeze_agenda, freeze_view
from dashboard.slides.naming import school_behind, tokened
from dashboard.slides.own import own_slides
from dashboard.slides.renewing import renewal
from dashboard.slides.values import Deck
from data_layer.commands.meetings.making import MeetingEdit, create_meeting, reveal, set_coded
from data_layer.commands.meetings.slides import add_slides, comment, renew_slide, retitle, set_notes
from data_layer.domain.meetings import SlideKind
from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from tests import factories
from tests.support.asking import asked
from tests.support.districts import TwoDistricts
from tests.support.editing import OFFICIAL, Editing, figures
from tests.support.sample_slides import texts_of

EDIT: Final = MeetingEdit("Итоги года", date(2026, 10, 20), {"time": "10.00", "place": "Зал"})
GOAL: Final = "/compare?year=2025/26&goal=1.1&level=noo#goal"


@pytest.fixture
def editing(two_districts: TwoDistricts) -> Editing:
    made = Editing(two_districts)
    made.save(figures(numerator="40", denominator="50"), author=OFFICIAL)
    made.save(figures(numerator="48", denominator="50"), author=OFFICIAL, school="2")
    return made


def prepared(districts: TwoDistricts, address: str = GOAL) -> tuple[int, int]:
    """A meeting with one view on it: ids."""
    with asked(districts.engine, Permission.HOLD_MEETINGS) as ctx:
        meeting = create_meeting(ctx.session, EDIT, login="presenter")
        (slide,) = add_slides(ctx.session, meeting, [freeze_view(ctx, address)], login="presenter")
    return meeting, slide


def deck(engine: Engine, meeting: int, **asker: Any) -> Deck:
    with asked(engine, **asker) as ctx:
        return load_deck(ctx, meeting)


def shown(made: Deck) -> list[tuple[str, str]]:
    """Schools and their figures on the first slide."""
    body: Any = made.slides[0].body
    return [(row.place.name.replace("\u00a0", " "), str(row.value)) for row in body.rows]


def test_a_slide_says_what_it_is_from_when_and_by_whom(editing: Editing) -> None:
    meeting, slide = prepared(editing.districts)
    with asked(editing.districts.engine, Permission.HOLD_MEETINGS) as ctx:
        set_notes(ctx.session, slide, "спросить о причинах", version=None, login="presenter")

    made = deck(editing.districts.engine, meeting)

    assert (made.title, made.time, made.place, made.district) == ("Итоги года", "10.00", "Зал", "Район alpha")
    assert (made.made_by, made.made_at.hour, made.is_coded) == ("И. П. Морозов", 12, False)
    (only,) = made.slides
    assert (only.position, only.kind, only.scope) == (1, SlideKind.VIEW, "2025/26 · все школы · НОО")
    assert only.href == "/compare?year=2025/26&goal=1.1&level=noo#goal"
    assert only.headline.replace("\u00a0", " ") == "Одна из 2 школ не достигла цели по аттестации, НОО"
    assert shown(made) == [("Школа 1 района alpha", "80"), ("Школа 2 района alpha", "96")]
    first, second, *_, source = only.notes.splitlines()
    assert first == "спросить о причинах"
    assert ": 80,0 %, 40 из 50, " in second.replace("\u00a0", " ")
    assert "внесли" in source


def test_a_frozen_slide_is_the_same_after_new_figures_and_renewing_tells_what_changed(editing: Editing) -> None:
    engine = editing.districts.engine
    meeting, slide = prepared(editing.districts)
    before = deck(engine, meeting)

    seen = editing.row().cells[0].observation
    editing.save(figures(numerator="41", denominator="50", seen=seen), author=OFFICIAL)

    assert deck(engine, meeting) == before
    with asked(engine, Permission.HOLD_MEETINGS) as ctx:
        found = renewal(ctx, slide)
        told = {(each.where, each.what, each.before, each.now) for each in found.changes}
        assert ("Школа 1 района alpha", "Числитель", "40", "41") in told
        assert not [each for each in found.changes if "2 района" in each.where]
        renew_slide(ctx.session, slide, found.draft.specification, version=found.version, login="presenter")
    assert shown(deck(engine, meeting))[0] == ("Школа 1 района alpha", "82")
    with asked(engine, Permission.HOLD_MEETINGS) as ctx:
        assert renewal(ctx, slide).is_same


def test_whoever_makes_a_slide_it_is_what_a_presenter_may_see(editing: Editing) -> None:
    made = []
    for role in (Role.PRESENTER, Role.DEPARTMENT):
        with asked(editing.districts.engine, role=role) as ctx:
            made.append((freeze_view(ctx, GOAL), freeze_agenda(ctx, 2025)))

    assert made[0] == made[1]


def test_coded_names_leave_no_trace_until_they_are_revealed(editing: Editing) -> None:
    engine = editing.districts.engine
    meeting, slide = prepared(editing.districts)
    with asked(engine, Permission.HOLD_MEETINGS) as ctx:
        typed = tokened(ctx, meeting, "Школа 1 района alpha отстаёт")
        retitle(ctx.session, slide, typed, version=None, login="presenter")
        set_coded(ctx.session, meeting, is_coded=True, login="presenter")
        decision = {"text": "Помочь: Школа 2 района alpha", "school_id": editing.school_id}
        ctx.session.add(factories.decision(meeting_id=meeting, slide_id=slide, **decision))

    made = deck(engine, meeting)

    texts = " | ".join(texts_of(made))
    assert "alpha" not in texts.replace("Район alpha", "")
    assert "/schools/" not in texts
    assert "/panels/" not in texts
    offered = dict(made.slides[0].hidden_names)
    # The numbers in the names of both schools are nobody's.
    assert set(offered) == {"3", "4"}
    with asked(engine, Permission.HOLD_MEETINGS) as ctx:
        codes = {school_behind(ctx, meeting, number): number for number in offered}
        assert set(codes) == {"1", "2"}
        reveal(ctx.session, meeting, "1", is_revealed=True, login="presenter")
        with pytest.raises(NotFoundError):
            school_behind(ctx, meeting, "1")

    opened = deck(engine, meeting)

    assert opened.slides[0].headline.replace("\u00a0", " ") == "Школа 1 района alpha отстаёт"
    assert opened.slides[0].decisions[0].whom.replace("\u00a0", " ") == "Школа 1 района alpha"
    assert [number for number, _ in opened.slides[0].hidden_names] == [codes["2"]]
    assert "2 района" not in " | ".join(texts_of(opened)).replace("\u00a0", " ")


def test_a_school_reads_its_own_rows_and_comments_on_them(editing: Editing) -> None:
    engine = editing.districts.engine
    meeting, slide = prepared(editing.districts)
    first, second = editing.districts.alpha.schools
    with asked(engine, Permission.REPORT_DECISIONS, role=Role.DIRECTOR, school=second) as ctx:
        comment(ctx.session, slide, "не хватало учителя", login="director-2")

    own = {}
    for school in (first, second):
        with asked(engine, role=Role.DIRECTOR, school=school) as ctx:
            (own[school],) = own_slides(ctx, meeting)

    for school, other in ((first, "2 района"), (second, "1 района")):
        body: Any = own[school].body
        assert [row.place.name.replace("\u00a0", " ") for row in body.rows] == [
            f"Школа {1 if school == first else 2} района alpha"
        ]
        assert other not in " | ".join(texts_of(own[school])).replace("\u00a0", " ")
        # Of two schools no sum is told: it would tell the other one.
        assert own[school].headline == ""
    assert (own[first].comment, own[second].comment) == ("", "не хватало учителя")
    assert own[second].frozen_at.utcoffset() is not None


def test_a_meeting_of_another_district_is_not_there(editing: Editing) -> None:
    meeting, slide = prepared(editing.districts)

    with asked(editing.districts.engine, district=2) as ctx:
        for call in (lambda: load_deck(ctx, meeting), lambda: renewal(ctx, slide), lambda: tokened(ctx, meeting, "")):
            with pytest.raises(NotFoundError):
                call()


@pytest.mark.parametrize(
    "address",
    ["", "/", "/admin?year=2025/26", "//evil.example/compare", "/compare" + "?" * 3000, "/compare?goal=9.9#x\x00"],
)
def test_an_address_of_nothing_gives_no_slide_or_one_that_is_written_anew(editing: Editing, address: str) -> None:
    with asked(editing.districts.engine) as ctx:
        try:
            made = freeze_view(ctx, address)
        except NotFoundError:
            return
    assert made.address.startswith("/compare?year=2025/26&goal=")
    assert made.address.endswith("#goal")
