"""«Управленческий цикл» of the small district, every figure worked out by hand.

On 18.09.2026 five of six stages are due. School 1 has handed in five cells: goals of blocks 1, 3 and 4 (one
document covers two), the monitoring and the measures of block 1; the analysis of block 1 came back, the goals of
block 2 are a draft. School 2 has handed in nothing. So 2 × 30 − 5 = 55 cells are overdue.
"""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import Engine

from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import CellState, Cluster, DocumentStatus, Rule, Severity, Stage
from data_layer.errors import NotFoundError
from data_layer.queries import cycle_letters
from data_layer.queries.cycle import cycle_cells
from data_layer.queries.cycle_cell import cycle_cell
from data_layer.queries.cycle_letters import school_letters
from data_layer.queries.cycle_views import (
    CellCard,
    CycleFilters,
    DistrictCycle,
    FlagFilters,
    SchoolLetter,
    Show,
)
from data_layer.queries.district_cycle import district_cycle
from data_layer.queries.flags import gaps
from data_layer.queries.views import Count
from data_layer.scope import Scope
from data_layer.session import tenant_session

TODAY = date(2026, 9, 18)
ALPHA, BETA = 1, 2
OF_2025 = CycleFilters(2025)


def cycle(
    engine: Engine,
    filters: CycleFilters = OF_2025,
    *,
    flags: FlagFilters | None = None,
    district: int = ALPHA,
    viewer: Viewer | None = None,
    school_id: int | None = None,
    today: date = TODAY,
) -> DistrictCycle:
    with tenant_session(engine, Scope((district,), school_id=school_id)) as session:
        return district_cycle(
            session,
            filters=filters,
            flag_filters=flags or FlagFilters(),
            with_flags=True,
            today=today,
            viewer=viewer or Viewer.full(),
        )


def opened(
    engine: Engine, school: str, block: int, stage: Stage, *, district: int = ALPHA, school_id: int | None = None
) -> CellCard:
    viewer = Viewer.full() if school_id is None else Viewer.own_school(school_id)
    with tenant_session(engine, Scope((district,), school_id=school_id)) as session:
        return cycle_cell(session, school=school, block=block, stage=stage, year=2025, today=TODAY, viewer=viewer)


def letters(engine: Engine, schools: list[str] | None = None, *, today: date = TODAY) -> list[SchoolLetter]:
    with tenant_session(engine, Scope((ALPHA,))) as session:
        return school_letters(session, year=2025, schools=schools, today=today, viewer=Viewer.full())


def test_a_letter_names_a_returned_document_that_has_changed_meanwhile(
    small_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cells and the documents are two questions to the database; between them somebody may hand in again."""
    monkeypatch.setattr(cycle_letters, "_returned", lambda *_: {})

    (back,) = letters(small_engine, ["1"])[0].returned

    assert (back.label, back.date, back.title, back.remark) == ("3-а", date(2026, 8, 20), "", "")


def school_id_of(engine: Engine, code: str) -> int:
    return next(row.school_id for row in cycle(engine).rows if row.school == code)


def test_the_district_is_counted_cell_by_cell(small_engine: Engine) -> None:
    view = cycle(small_engine)

    assert view.overdue == 55
    assert view.overdue_schools == Count(2, 2)
    assert view.overdue_by_stage == {
        Stage.GOAL_SETTING: 9,
        Stage.MONITORING: 11,
        Stage.ANALYSIS: 12,
        Stage.RECOMMENDATIONS: 12,
        Stage.MEASURES: 11,
    }
    assert view.returned == 1
    assert [(row.short_name, row.there, row.overdue, row.returned) for row in view.rows] == [
        ("Вторая ООШ", Count(0, 36), 30, 0),
        ("Школа № 1", Count(5, 36), 25, 1),
    ]
    assert view.total == Count(5, 72)
    assert view.columns[1, Stage.GOAL_SETTING] == Count(1, 2)
    assert view.columns[2, Stage.GOAL_SETTING] == Count(0, 2)
    assert view.is_tracked


def test_the_strip_counts_stages_and_names_the_next_day(small_engine: Engine) -> None:
    strip = {each.stage: each for each in cycle(small_engine).stages}

    assert strip[Stage.GOAL_SETTING].there == Count(3, 12)
    assert strip[Stage.GOAL_SETTING].overdue == 9
    assert strip[Stage.DECISIONS].there == Count(0, 12)
    assert strip[Stage.DECISIONS].overdue == 0
    assert strip[Stage.DECISIONS].due == date(2026, 9, 30)


def test_a_stage_and_a_block_narrow_columns_and_counts_but_never_the_strip(small_engine: Engine) -> None:
    view = cycle(small_engine, CycleFilters(2025, stage=Stage.MONITORING, block=1))

    assert view.places == ((1, Stage.MONITORING),)
    assert view.total == Count(1, 2)
    assert view.overdue == 1
    assert view.overdue_schools == Count(1, 2)
    # The strip keeps its six stages, of block 1.
    assert [each.there for each in view.stages] == [
        Count(1, 2),
        Count(1, 2),
        Count(0, 2),
        Count(0, 2),
        Count(1, 2),
        Count(0, 2),
    ]


def test_a_cluster_leaves_its_schools(small_engine: Engine) -> None:
    view = cycle(small_engine, CycleFilters(2025, cluster=Cluster.TOWN))

    assert [row.school for row in view.rows] == ["1"]
    assert view.overdue_schools == Count(1, 1)
    assert view.every_school == (("2", "Вторая ООШ"), ("1", "Школа № 1"))
    assert (view.schools_to_write, cycle(small_engine).schools_to_write) == (1, 2)


@pytest.mark.parametrize(
    ("show", "codes"),
    [
        (Show.ALL, {"1", "2"}),
        (Show.OVERDUE, {"1", "2"}),
        (Show.RETURNED, {"1"}),
        (Show.SUBMITTED, {"1"}),
        (Show.IN_ORDER, set()),
    ],
)
def test_schools_are_shown_by_what_they_have(small_engine: Engine, show: Show, codes: set[str]) -> None:
    view = cycle(small_engine, CycleFilters(2025, show=show))

    assert {row.school for row in view.rows} == codes
    # What is shown changes neither the finding nor what it is counted over.
    assert view.overdue == 55
    assert view.overdue_schools == Count(2, 2)
    assert view.total == Count(sum(row.there.k for row in view.rows), 36 * len(codes))


def test_a_school_without_overdue_stages_of_the_kind_asked_for_is_in_order(small_engine: Engine) -> None:
    view = cycle(small_engine, CycleFilters(2025, show=Show.IN_ORDER, block=1, stage=Stage.MONITORING))

    assert [row.school for row in view.rows] == ["1"]


def test_cells_equal_the_report(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((ALPHA,))) as session:
        report = cycle_cells(session, years=[2025], today=TODAY, viewer=Viewer.full())

    shown = {(cell.school, cell.block, cell.stage): cell for row in cycle(small_engine).rows for cell in row.cells}
    assert shown == {(cell.school, cell.block, cell.stage): cell for cell in report}
    assert Counter(cell.state for cell in report) == {
        CellState.ACCEPTED: 4,
        CellState.SUBMITTED: 1,
        CellState.RETURNED: 1,
        CellState.DRAFT: 1,
        CellState.OVERDUE: 53,
        CellState.NOT_DUE: 12,
    }


def test_flags_equal_the_report_rule_by_rule(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((ALPHA,))) as session:
        report = gaps(session, years=[2025], today=TODAY, viewer=Viewer.full())

    view = cycle(small_engine)
    assert view.flag_counts == Counter(item.rule for item in report)
    assert Counter(view.flags) == Counter(report)
    assert view.flag_counts[Rule.STAGE_MISSING] == 55


def test_flags_come_worst_first(small_engine: Engine) -> None:
    view = cycle(small_engine, CycleFilters(2025, block=1))
    missing = [item for item in view.flags if item.rule is Rule.STAGE_MISSING]

    severities = [item.severity for item in view.flags]
    assert severities == sorted(severities, key=list(Severity).index)
    # The goals of school 2 were due first; those of school 1 are there.
    assert (missing[0].school, missing[0].stage, missing[0].days_overdue) == ("2", Stage.GOAL_SETTING, 368)


def test_flags_are_narrowed_by_every_choice(small_engine: Engine) -> None:
    missing = cycle(small_engine, flags=FlagFilters(rule=Rule.STAGE_MISSING, school="1"))
    returned = cycle(small_engine, CycleFilters(2025, show=Show.RETURNED), flags=FlagFilters(severity=Severity.HIGH))

    assert missing.flag_counts == {Rule.STAGE_MISSING: 25}
    # The choice of a school must be there to be changed.
    assert missing.schools_with_flags == (("2", "Вторая ООШ"), ("1", "Школа № 1"))
    assert {item.school for item in returned.flags} == {"1"}
    assert {item.severity for item in returned.flags} == {Severity.HIGH}


def test_a_stage_leaves_flags_that_name_it(small_engine: Engine) -> None:
    view = cycle(small_engine, CycleFilters(2025, stage=Stage.ANALYSIS))

    assert {item.stage for item in view.flags} == {Stage.ANALYSIS}
    assert view.flag_counts[Rule.STAGE_MISSING] == 12


def test_a_year_before_the_cycle_was_kept_counts_no_delay(small_engine: Engine) -> None:
    view = cycle(small_engine, CycleFilters(2024))

    assert not view.is_tracked
    assert view.overdue == 0
    assert view.total == Count(0, 72)


def test_a_school_sees_its_own_row_alone(small_engine: Engine) -> None:
    own = school_id_of(small_engine, "1")
    view = cycle(small_engine, viewer=Viewer.own_school(own), school_id=own)

    assert [row.school for row in view.rows] == ["1"]
    assert view.overdue == 25
    assert {item.school for item in view.flags} == {"1"}
    assert view.schools_with_flags == (("1", "Школа № 1"),)


def test_another_district_is_another_world(small_engine: Engine) -> None:
    view = cycle(small_engine, district=BETA)

    assert {row.short_name for row in view.rows} == {"BETA № 1", "BETA № 2"}
    assert view.total == Count(1, 72)
    assert "BETA" not in repr(cycle(small_engine))


def test_a_region_has_no_cycle_by_school(small_engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        cycle(small_engine, viewer=Viewer.pooled_only())


def test_an_opened_cell_tells_its_document_and_what_stands_before(small_engine: Engine) -> None:
    card = opened(small_engine, "1", 1, Stage.ANALYSIS)

    assert [(each.number, each.status, each.date) for each in card.documents] == [
        ("3-а", DocumentStatus.RETURNED, date(2026, 8, 20))
    ]
    assert card.before is not None
    assert card.before.stage is Stage.MONITORING
    assert card.cell.is_overdue
    assert {item.rule for item in card.flags} == {
        Rule.STAGE_MISSING,
        Rule.STAGE_SKIPPED,
        Rule.DOCUMENT_RETURNED,
    }


def test_a_cell_shows_the_document_that_covers_it(small_engine: Engine) -> None:
    card = opened(small_engine, "1", 4, Stage.GOAL_SETTING)

    assert [(each.number, each.own_place) for each in card.documents] == [("6-ц", (3, Stage.GOAL_SETTING))]
    assert card.before is None
    assert card.flags == ()


def test_a_foreign_cell_is_one_that_does_not_exist(small_engine: Engine) -> None:
    own = school_id_of(small_engine, "1")

    with pytest.raises(NotFoundError):
        opened(small_engine, "2", 1, Stage.ANALYSIS, school_id=own)
    with pytest.raises(NotFoundError):
        opened(small_engine, "1", 1, Stage.RATIONALE)
    assert opened(small_engine, "1", 1, Stage.GOAL_SETTING, district=BETA).documents[0].number == "BETA-1"


def test_a_letter_lists_what_is_missing_and_what_came_back(small_engine: Engine) -> None:
    second, first = letters(small_engine)

    assert (second.school, first.school) == ("2", "1")
    assert len(second.missing) == 30
    assert second.returned == []
    # Of the 25 overdue cells of school 1 the returned analysis stands apart.
    assert len(first.missing) == 24
    assert [(each.block, each.stage, each.label, each.date) for each in first.returned] == [
        (1, Stage.ANALYSIS, "3-а", date(2026, 8, 20))
    ]
    late = next(each for each in first.missing if each.block == 1)
    assert (late.stage, late.due, late.days_overdue) == (Stage.RECOMMENDATIONS, date(2026, 9, 5), 13)
    # The decisions are due in 12 days, in every block.
    assert [(each.block, each.stage) for each in first.coming] == [(block, Stage.DECISIONS) for block in range(1, 7)]


def test_a_letter_is_written_to_the_school_named_alone(small_engine: Engine) -> None:
    assert [letter.school for letter in letters(small_engine, ["1"])] == ["1"]
    with pytest.raises(NotFoundError):
        letters(small_engine, ["1", "99"])


def test_nobody_is_written_to_before_a_day_has_passed(small_engine: Engine) -> None:
    # Of school 1 a document has come back; school 2 owes nothing yet.
    assert [letter.school for letter in letters(small_engine, today=date(2025, 9, 15))] == ["1"]


def test_letters_are_for_those_who_see_everything(small_engine: Engine) -> None:
    with (
        tenant_session(small_engine, Scope((ALPHA,))) as session,
        pytest.raises(NotFoundError),
    ):
        school_letters(session, year=2025, today=TODAY, viewer=Viewer.outsider())
