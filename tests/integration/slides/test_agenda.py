"""The standard agenda of the small district in October, when every due day of 2025/26 has passed, by hand."""

from datetime import date

from sqlalchemy import Engine

from dashboard.access.policy import Permission
from dashboard.addresses.overview import OverviewAddress
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.slides.agenda import Made, made_again, standard_agenda
from dashboard.slides.making import for_the_wall
from data_layer.commands.meetings.decisions import DecisionEdit, take_decision
from data_layer.commands.meetings.making import MeetingEdit, create_meeting
from data_layer.domain.meetings import SlideKind
from data_layer.domain.vocabulary import Role
from data_layer.queries.overview import district_overview
from tests.support.asking import asked
from tests.support.districts import TwoDistricts

TWO, ONE = "\ue0002\ue001", "\ue0001\ue001"


def agenda(engine: Engine, *, district: int = 1, year: int = 2025) -> tuple[Made, ...]:
    with asked(engine, district=district) as ctx:
        return standard_agenda(for_the_wall(ctx), year)


def one(made: tuple[Made, ...], kind: SlideKind, block: int | None = None) -> Made:
    return next(each for each in made if each.kind is kind and (block is None or f"block={block}" in each.address))


def counts(made: Made) -> dict[str, tuple[int, int]]:
    assert isinstance(made.body, CountBars)
    return {row.place.name: (row.count.k, row.count.n) for row in made.body.rows}


def rows(made: Made) -> list[tuple[str, ...]]:
    assert isinstance(made.body, WordTable)
    return [(row.place.name, *(cell.replace("\u00a0", " ") for cell in row.cells)) for row in made.body.rows]


def test_the_agenda_is_made_in_one_click_in_its_order(small_engine: Engine) -> None:
    blocks = [kind for _ in range(6) for kind in (SlideKind.BLOCK_RESULT, SlideKind.BLOCK_CYCLE)]

    assert [made.kind for made in agenda(small_engine)] == [
        SlideKind.GLANCE,
        *blocks,
        SlideKind.NO_RESPONSE,
        SlideKind.HELP,
        SlideKind.SOLVED,
        SlideKind.DEADLINES,
    ]


def test_its_figures_are_those_worked_out_by_hand(small_engine: Engine) -> None:
    made = agenda(small_engine)

    # School 1 misses 1.1 (170 of 200 of ООО); that of school 2, eight of nine, is a small group.
    assert counts(one(made, SlideKind.BLOCK_RESULT, 1))["1.1 Аттестация"] == (0, 1)
    # Lagging pupils are sensitive, and two schools are too few for a sum.
    assert set(counts(one(made, SlideKind.BLOCK_RESULT, 2)).values()) == {(0, 0)}
    # Ten of ten events of school 2; school 1 has handed nothing in.
    assert counts(one(made, SlideKind.BLOCK_RESULT, 6)) == {"6.1 Реализация мероприятий": (1, 1)}
    # Goals and monitoring of school 1 are there, its analysis came back, its road map is there.
    assert list(counts(one(made, SlideKind.BLOCK_CYCLE, 1)).values()) == [
        (1, 2),
        (1, 2),
        (0, 2),
        (0, 2),
        (1, 2),
        (0, 2),
    ]
    # A draft is not there; one document covers block 4 too.
    assert list(counts(one(made, SlideKind.BLOCK_CYCLE, 2)).values()) == [(0, 2)] * 6
    assert counts(one(made, SlideKind.BLOCK_CYCLE, 4))["Постановка целей"] == (1, 2)
    # School 2 had no winner; what school 1 misses is told by a figure that is hidden to make the hidden one safe.
    assert rows(one(made, SlideKind.NO_RESPONSE)) == [(TWO, "1", "3.1", "блок 3: нет рекомендаций, мер и решений")]
    # 72 cells: school 1 has five, school 2 none.
    assert rows(one(made, SlideKind.HELP)) == [(TWO, "1", "1", "36", "блок 3"), (ONE, "1", "1", "31", "блок 1")]
    assert rows(one(made, SlideKind.SOLVED)) == rows(one(made, SlideKind.DEADLINES)) == []


def test_the_first_figures_are_those_of_the_overview(small_engine: Engine) -> None:
    with asked(small_engine) as ctx:
        made = standard_agenda(for_the_wall(ctx), 2025)
        filters = OverviewAddress(2025).filters
        view = district_overview(ctx.session, filters=filters, today=ctx.today, viewer=ctx.viewer)
    glance = one(made, SlideKind.GLANCE).body

    assert isinstance(glance, KeyFigures)
    assert [(figure.value, figure.of.replace("\u00a0", " ")) for figure in glance.figures] == [
        (str(view.goals.k), f"из {view.goals.n}"),
        (str(view.district_goals_met.k), f"из {view.district_goals_met.n}"),
        (str(view.coverage.k), f"из {view.coverage.n}"),
        ("5", "из 72"),
        ("67", ""),
        ("1", ""),
    ]


def test_a_year_without_data_has_slides_that_say_so(small_engine: Engine) -> None:
    made = agenda(small_engine, year=2030)
    result = one(made, SlideKind.BLOCK_RESULT, 3)

    assert result.body.text.headline.endswith("о целях судить рано, данных ещё нет")
    assert isinstance(result.body, CountBars)
    assert {row.words for row in result.body.rows} == {"данных ещё нет"}
    assert one(made, SlideKind.SOLVED).body.text.headline.startswith("Сравнить с прошлым годом пока не с чем")


def test_no_school_of_another_district_stands_in_it(small_engine: Engine) -> None:
    alpha, beta = str(agenda(small_engine)), str(agenda(small_engine, district=2))

    assert "777" not in alpha
    assert "BETA" not in alpha + beta


def test_every_slide_is_made_again_from_its_kind_and_address(small_engine: Engine) -> None:
    with asked(small_engine) as ctx:
        wall = for_the_wall(ctx)
        for made in standard_agenda(wall, 2025):
            assert made_again(wall, made.kind, made.address) == made


def test_a_meeting_opens_with_what_came_of_the_last_decisions(two_districts: TwoDistricts) -> None:
    with asked(two_districts.engine, Permission.HOLD_MEETINGS) as ctx:
        first = create_meeting(ctx.session, MeetingEdit("Первое", date(2026, 8, 27)), login="presenter")
        for text, school in (("Сдать меры, как Школа 2 района alpha", "1"), ("Довести до всех", "")):
            edit = DecisionEdit(text, school=school, due="30.09.2026")
            take_decision(ctx.session, edit, meeting=first, login="presenter")
    with asked(two_districts.engine, role=Role.DEPARTMENT) as ctx:
        made = standard_agenda(for_the_wall(ctx), 2025, held_on=date(2026, 10, 20))
        again = made_again(for_the_wall(ctx), made[0].kind, made[0].address)

    assert made[0].kind is SlideKind.OPENING
    assert {(whom, text) for whom, text, *_ in rows(made[0])} == {
        (ONE, f"Сдать меры, как {TWO}"),
        ("все школы", "Довести до всех"),
    }
    assert again == made[0]


def test_a_slide_of_a_meeting_on_the_last_day_of_the_calendar_is_made_again(two_districts: TwoDistricts) -> None:
    # Days of meetings are bounded where they are typed; this one was stored before they were.
    with asked(two_districts.engine, Permission.HOLD_MEETINGS) as ctx:
        meeting = create_meeting(ctx.session, MeetingEdit("Последнее", date.max), login="presenter")
        take_decision(ctx.session, DecisionEdit("Довести до всех"), meeting=meeting, login="presenter")
    with asked(two_districts.engine, role=Role.DEPARTMENT) as ctx:
        made = made_again(for_the_wall(ctx), SlideKind.OPENING, f"/meeting?id={meeting}")

    assert {text for _, text, *_ in rows(made)} == {"Довести до всех"}
