"""Who sees which number. Small cohort: fewer than 10."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.domain.facts import DistrictSettings, FlagFact, PooledFact, ResultFact
from data_layer.domain.suppression import (
    Viewer,
    hidden_keys,
    hides_block_counts,
    hides_flag,
    is_small,
    summed_statuses,
    suppress_pooled,
    suppress_results,
    visible_flag,
)
from data_layer.domain.vocabulary import GoalStatus, Level, Rule, Stage, Status
from tests.unit.domain.builders import SETTINGS, YEAR, indicator, pooled, result

FULL, OUTSIDER, REGION = Viewer.full(), Viewer.outsider(), Viewer.pooled_only()
ORDINARY = indicator()
SENSITIVE = indicator(id="sensitive", goal="g2", is_sensitive=True)
INDICATORS = [ORDINARY, SENSITIVE]
BIG = result(80, 100, school_id=90)
BIGGER = result(160, 200, school_id=91)


def seen(rows: list[ResultFact], viewer: Viewer = OUTSIDER, **given: Any) -> list[ResultFact]:
    return suppress_results(rows, viewer=viewer, indicators=INDICATORS, settings=SETTINGS, **given)


def hidden(rows: list[ResultFact], viewer: Viewer = OUTSIDER, **given: Any) -> list[int]:
    """Ids of the schools whose rows are hidden."""
    return [row.school_id for row in seen(rows, viewer, **given) if row.status is Status.SUPPRESSED]


def test_department_and_command_line_see_everything() -> None:
    rows = [result(1, 3), result(1, 3, indicator="sensitive"), BIG]

    assert seen(rows, FULL) == rows


def test_nine_is_small_and_ten_is_not() -> None:
    rows = [result(9, 9, school_id=1), result(8, 9, school_id=2), result(8, 10, school_id=3)]

    assert hidden(rows) == [1, 2]


def test_the_limit_is_a_setting() -> None:
    settings = DistrictSettings(small_cohort=3)

    assert is_small(result(2, 2), settings)
    assert not is_small(result(3, 3), settings)


def test_a_hidden_row_keeps_its_target_and_loses_every_number() -> None:
    row = result(1, 3, school_id=1, gap=-46.7, pupil_gap=-2, baseline=4, reference=None)

    blank = seen([row, result(2, 3, school_id=2), BIG])[0]

    assert blank.status is Status.SUPPRESSED
    assert (blank.numerator, blank.denominator, blank.value, blank.gap) == (None, None, None, None)
    assert (blank.pupil_gap, blank.baseline, blank.school_id) == (None, None, 1)


def test_a_single_hidden_school_takes_the_next_smallest_with_it() -> None:
    assert hidden([result(1, 3, school_id=1), BIGGER, BIG]) == [1, 90]


def test_rows_that_add_nothing_cannot_serve() -> None:
    rows = [
        result(1, 3, school_id=1),
        result(0, 0, Status.NOT_APPLICABLE, school_id=2),
        result(None, None, Status.NO_DATA, school_id=3),
        BIG,
    ]

    assert hidden(rows) == [1, 90]


def test_two_hidden_schools_protect_each_other() -> None:
    assert hidden([result(1, 3, school_id=1), result(1, 4, school_id=2), BIG]) == [1, 2]


@pytest.mark.parametrize("small", [[(0, 3), (0, 4)], [(3, 3), (4, 4)], [(1, 1), (0, 1)]])
def test_hidden_schools_whose_sum_tells_each_of_them_take_another_along(small: list[tuple[int, int]]) -> None:
    rows = [result(*counts, school_id=place) for place, counts in enumerate(small)]

    assert hidden([*rows, result(30, 40, school_id=7), BIG]) == [0, 1, 7]


def test_the_school_that_goes_along_is_one_that_changes_the_share() -> None:
    rows = [result(3, 3, school_id=1), result(4, 4, school_id=2), result(20, 20, school_id=3), BIG]

    assert hidden(rows) == [1, 2, 90]


def test_where_everybody_has_all_no_school_can_help() -> None:
    rows = [result(3, 3, school_id=1), result(4, 4, school_id=2), result(20, 20, school_id=3)]

    assert hidden(rows) == [1, 2]


def test_totals_are_protected_one_by_one() -> None:
    rows = [
        result(1, 3, school_id=1),
        result(80, 100, school_id=1, level=Level.OOO),
        result(80, 100, school_id=1, year=YEAR - 1),
        BIG,
        BIGGER,
    ]

    found = [row for row in seen(rows) if row.status is Status.SUPPRESSED]

    assert [(row.school_id, row.level, row.year) for row in found] == [
        (1, Level.NOO, YEAR),
        (90, Level.NOO, YEAR),
    ]


def test_a_published_cluster_total_is_protected_as_well() -> None:
    rows = [
        result(1, 3, school_id=1),
        result(1, 4, school_id=2),
        result(20, 30, school_id=3),
        result(20, 40, school_id=4),
        BIG,
    ]
    clusters = {1: "town", 2: "village", 3: "town", 4: "village", 90: "town"}

    assert hidden(rows) == [1, 2]
    assert hidden(rows, clusters=clusters) == [1, 2, 3, 4]


def test_what_is_hidden_for_the_district_is_protected_in_its_cluster() -> None:
    # School 1 is alone in its cluster, school 2 joins it for the district, school 3 for the cluster.
    rows = [
        result(1, 3, school_id=1),
        result(11, 12, school_id=2),
        result(20, 30, school_id=3),
        BIG,
    ]
    clusters = {1: "town", 2: "village", 3: "village", 90: "village"}

    assert hidden(rows, clusters=clusters) == [1, 2, 3]


def test_rows_without_numbers_stay_as_they_are() -> None:
    rows = [
        result(None, None, status, school_id=place)
        for place, status in enumerate((Status.NO_DATA, Status.NOT_DUE, Status.NOT_APPLICABLE))
    ]

    assert seen(rows) == rows


def test_sensitive_indicators_of_a_named_school_are_always_hidden() -> None:
    rows = [result(80, 100, school_id=place, indicator="sensitive") for place in (1, 2)]

    assert hidden(rows) == [1, 2]


def test_an_empty_cohort_of_a_sensitive_indicator_is_hidden_too() -> None:
    row = result(0, 0, Status.NOT_APPLICABLE, school_id=1, indicator="sensitive")

    assert hidden([row]) == [1]


def test_the_own_school_sees_its_own_rows_and_is_never_used_to_hide_another() -> None:
    rows = [result(1, 3, school_id=1), result(1, 4, school_id=2), BIG]

    assert hidden(rows, Viewer.own_school(1)) == [2, 90]
    assert hidden([result(1, 3, school_id=1), BIG], Viewer.own_school(1)) == []


def test_the_region_sees_no_school_at_all() -> None:
    assert seen([BIG, BIGGER], REGION) == []


def small_or_big(place: int, size: int, share: float) -> ResultFact:
    return result(int(size * share), size, school_id=place)


ROWS = st.lists(
    st.tuples(st.integers(0, 60), st.floats(0, 1), st.sampled_from(["town", "village", ""])),
    min_size=1,
    max_size=10,
)


@given(ROWS, st.booleans())
def test_no_hidden_row_follows_from_a_published_total(drawn: list[tuple[int, float, str]], has_clusters: bool) -> None:
    rows = [small_or_big(place, size, share) for place, (size, share, _) in enumerate(drawn)]
    rows = [row if row.denominator else result(0, 0, Status.NOT_APPLICABLE, school_id=row.school_id) for row in rows]
    clusters = {place: name for place, (_, _, name) in enumerate(drawn) if has_clusters}

    shown = seen(rows, clusters=clusters)

    parts = [list(range(len(rows)))]
    parts += [[p for p in clusters if clusters[p] == name] for name in {*clusters.values()} - {""}]
    for places in parts:
        unknown = [place for place in places if shown[place].status is Status.SUPPRESSED and rows[place].denominator]
        known = [place for place in places if place not in unknown and rows[place].denominator]
        assert len(unknown) != 1 or not known
        met, size = (
            sum(rows[place].numerator or 0 for place in unknown),
            sum(rows[place].denominator or 0 for place in unknown),
        )
        could_help = any(0 < (rows[place].numerator or 0) < (rows[place].denominator or 0) for place in known)
        assert not unknown or 0 < met < size or not could_help


@given(ROWS)
def test_outsiders_see_no_number_of_a_small_cohort(drawn: list[tuple[int, float, str]]) -> None:
    rows = [small_or_big(place, size, share) for place, (size, share, _) in enumerate(drawn)]

    assert all(row.denominator is None or row.denominator >= 10 for row in seen(rows))


@given(ROWS, st.integers(0, 9))
def test_what_is_shown_is_shown_unchanged(drawn: list[tuple[int, float, str]], own: int) -> None:
    rows = [small_or_big(place, size, share) for place, (size, share, _) in enumerate(drawn)]

    for viewer in (FULL, OUTSIDER, Viewer.own_school(own)):
        for before, after in zip(rows, seen(rows, viewer), strict=True):
            assert after.status is Status.SUPPRESSED or after == before


def pooled_hidden(rows: list[PooledFact], viewer: Viewer, **given: Any) -> list[tuple[str, str]]:
    found = suppress_pooled(rows, viewer=viewer, indicators=INDICATORS, settings=SETTINGS, **given)
    return [(row.indicator, row.cluster) for row in found if row.status is Status.SUPPRESSED]


@pytest.mark.parametrize("viewer", [OUTSIDER, REGION, Viewer.own_school(1)])
def test_a_small_pooled_cohort_is_hidden_for_all_but_full(viewer: Viewer) -> None:
    row = pooled(7, 5, 9)

    assert pooled_hidden([row], viewer) == [("i1", "")]
    assert pooled_hidden([row], FULL) == []


@pytest.mark.parametrize("viewer", [OUTSIDER, REGION])
def test_the_total_of_a_single_school_is_hidden(viewer: Viewer) -> None:
    assert pooled_hidden([pooled(1, 80, 100)], viewer) == [("i1", "")]
    assert pooled_hidden([pooled(2, 80, 100)], viewer) == []


@pytest.mark.parametrize("viewer", [OUTSIDER, REGION])
def test_a_sensitive_total_needs_three_schools(viewer: Viewer) -> None:
    two, three = (pooled(schools, 80, 100, indicator="sensitive") for schools in (2, 3))

    assert pooled_hidden([two], viewer) == [("sensitive", "")]
    assert pooled_hidden([three], viewer) == []


def test_a_director_sees_totals_of_at_least_five_other_schools() -> None:
    director = Viewer.own_school(1)
    key = ("i1", Level.NOO, YEAR, "")

    assert pooled_hidden([pooled(6, 80, 100)], director) == []
    assert pooled_hidden([pooled(5, 80, 100)], director) == [("i1", "")]
    assert pooled_hidden([pooled(5, 80, 100)], director, other_schools_with_data={key: 5}) == []
    assert pooled_hidden([pooled(6, 80, 100)], director, other_schools_with_data={key: 4}) == [("i1", "")]


def test_what_is_left_without_the_own_school_must_not_be_small() -> None:
    director, row = Viewer.own_school(1), pooled(6, 90, 108)

    assert pooled_hidden([row], director, own_rows=[result(80, 98)]) == []
    assert pooled_hidden([row], director, own_rows=[result(80, 99)]) == [("i1", "")]


def test_a_single_hidden_cluster_takes_the_next_smallest_with_it() -> None:
    rows = [
        pooled(9, 200, 309),
        pooled(3, 5, 9, cluster="village"),
        pooled(3, 95, 200, cluster="town"),
        pooled(3, 100, 100, cluster="settlement"),
    ]

    assert pooled_hidden(rows, REGION) == [("i1", "village"), ("i1", "settlement")]


def test_a_hidden_total_has_no_numbers_and_no_schools_met() -> None:
    (row,) = suppress_pooled([pooled(1, 80, 100, gap=0.0)], viewer=REGION, indicators=INDICATORS, settings=SETTINGS)

    assert (row.numerator, row.denominator, row.value, row.gap) == (None, None, None, None)
    assert (row.schools_met, row.schools_with_data) == (0, 1)


@pytest.mark.parametrize(
    ("schools", "known", "is_shown"),
    [
        (8, 0, True),
        (6, 1, True),
        (5, 1, False),  # four others behind them
        (12, 8, False),  # all but four are named
        (12, 12, True),  # nothing is new
        (12, 7, True),
    ],
)
def test_quartiles_stand_for_five_unnamed_schools_or_for_none(schools: int, known: int, is_shown: bool) -> None:
    row = pooled(20, 800, 1000, quartile_schools=schools, lower_quartile=70.0, median=80.0, upper_quartile=90.0)
    key = (row.indicator, row.level, row.year, row.cluster)

    (found,) = suppress_pooled(
        [row], viewer=OUTSIDER, indicators=INDICATORS, settings=SETTINGS, known_in_quartiles={key: known}
    )

    shown = (found.quartile_schools, found.lower_quartile, found.median, found.upper_quartile)
    assert shown == ((schools, 70.0, 80.0, 90.0) if is_shown else (0, None, None, None))
    assert found.value == row.value


def test_quartiles_are_left_out_where_nobody_says_what_is_named() -> None:
    row = pooled(20, 800, 1000, quartile_schools=20, median=80.0)

    (found,) = suppress_pooled([row], viewer=OUTSIDER, indicators=INDICATORS, settings=SETTINGS)
    (full,) = suppress_pooled([row], viewer=FULL, indicators=INDICATORS, settings=SETTINGS)

    assert (found.median, full.median) == (None, 80.0)


def test_a_hidden_total_has_no_quartiles() -> None:
    row = pooled(1, 8, 9, quartile_schools=8, lower_quartile=1.0, median=2.0, upper_quartile=3.0)

    (found,) = suppress_pooled([row], viewer=REGION, indicators=INDICATORS, settings=SETTINGS, known_in_quartiles={})

    assert (found.quartile_schools, found.lower_quartile, found.median, found.upper_quartile) == (0, None, None, None)


def test_a_total_without_data_hides_nothing() -> None:
    row = replace(pooled(0, 0, 0), status=Status.NO_DATA, numerator=None, denominator=None)

    assert pooled_hidden([row], REGION) == []
    assert pooled_hidden([row], Viewer.own_school(1)) == []


def test_counts_of_a_sensitive_block_are_hidden_from_outsiders() -> None:
    assert hides_block_counts(OUTSIDER, INDICATORS, school_id=1)
    assert hides_block_counts(Viewer.own_school(2), INDICATORS, school_id=1)
    assert not hides_block_counts(Viewer.own_school(1), INDICATORS, school_id=1)
    assert not hides_block_counts(FULL, INDICATORS, school_id=1)
    assert not hides_block_counts(OUTSIDER, [ORDINARY], school_id=1)


def test_a_disabled_sensitive_indicator_hides_no_counts() -> None:
    switched_off = indicator(is_sensitive=True, is_enabled=False)

    assert not hides_block_counts(OUTSIDER, [switched_off], school_id=1)


MET, MISSED, HIDDEN = GoalStatus.MET, GoalStatus.NOT_MET, GoalStatus.SUPPRESSED


def summed(verdicts: list[GoalStatus], goal: str = "g2", clusters: dict[int, str] | None = None) -> list[GoalStatus]:
    """What is added up of verdicts hidden at schools 1, 2, ... beside one that everybody sees."""
    seen = {(school, goal, YEAR): HIDDEN for school in range(1, len(verdicts) + 1)} | {(99, goal, YEAR): MET}
    true = seen | {(school, goal, YEAR): status for school, status in enumerate(verdicts, start=1)}
    return [*summed_statuses(true, seen, indicators=INDICATORS, clusters=clusters).values()][:-1]


@pytest.mark.parametrize("verdicts", [[MET], [MET, MISSED], [MET, MET, MET], [MISSED] * 4])
def test_few_hidden_verdicts_or_verdicts_all_alike_are_not_added_up(verdicts: list[GoalStatus]) -> None:
    assert summed(verdicts) == [HIDDEN] * len(verdicts)


def test_three_different_verdicts_on_a_sensitive_goal_are_added_up() -> None:
    assert summed([MET, MISSED, MET]) == [MET, MISSED, MET]


def test_a_small_group_of_an_ordinary_goal_is_never_added_up() -> None:
    assert summed([MET, MISSED, MET], goal="g1") == [HIDDEN] * 3


def test_a_cluster_of_few_closes_the_sums_of_all_clusters() -> None:
    verdicts = [MET, MISSED, MET, MISSED]

    assert summed(verdicts, clusters={1: "town", 2: "town", 3: "town", 4: "village"}) == [HIDDEN] * 4
    assert summed(verdicts, clusters=dict.fromkeys(range(1, 5), "town")) == verdicts


def flag(rule: Rule, **given: Any) -> FlagFact:
    return FlagFact(rule, 1, YEAR, **given)


STAGE = flag(Rule.STAGE_MISSING, block=2, stage=Stage.ANALYSIS, due=date(2026, 8, 25))
SENSITIVE_GOAL = flag(Rule.GOAL_MISSED_AGAIN, goal="g2")
SENSITIVE_DATA = flag(Rule.DATA_INCONSISTENT, goal="g2", indicator="sensitive", level=Level.NOO)
ORDINARY_GOAL = flag(Rule.GOAL_MISSED_NO_RESPONSE, goal="g1")


def is_hidden(raised: FlagFact, viewer: Viewer, **given: Any) -> bool:
    return hides_flag(raised, viewer, indicators=INDICATORS, **given)


@pytest.mark.parametrize("raised", [STAGE, SENSITIVE_GOAL, SENSITIVE_DATA, ORDINARY_GOAL])
def test_flags_of_a_school_are_for_itself_and_the_department(raised: FlagFact) -> None:
    assert not is_hidden(raised, FULL)
    assert not is_hidden(raised, Viewer.own_school(1))
    assert is_hidden(raised, Viewer.own_school(2))
    assert is_hidden(raised, REGION)


def test_outsiders_see_flags_that_tell_nothing_hidden() -> None:
    awaited = flag(Rule.DATA_MISSING, indicator="sensitive", level=Level.NOO)

    assert not is_hidden(STAGE, OUTSIDER)
    assert not is_hidden(ORDINARY_GOAL, OUTSIDER)
    assert not is_hidden(awaited, OUTSIDER)
    assert is_hidden(SENSITIVE_GOAL, OUTSIDER)
    assert is_hidden(SENSITIVE_DATA, OUTSIDER)


@pytest.mark.parametrize("rule", [Rule.DATA_MISSING, Rule.TARGET_MISSING])
def test_outsiders_do_not_learn_that_a_hidden_figure_is_awaited(rule: Rule) -> None:
    awaited = flag(rule, indicator="sensitive", level=Level.NOO)
    key = (1, "sensitive", Level.NOO, YEAR)

    assert is_hidden(awaited, OUTSIDER, hidden_rows={key})
    assert not is_hidden(awaited, OUTSIDER, hidden_rows={(2, *key[1:])})
    assert not is_hidden(awaited, FULL, hidden_rows={key})


def test_a_contradiction_with_a_sensitive_indicator_is_hidden() -> None:
    reasons = [{"check": "other_indicator", "indicator": "sensitive"}]
    raised = flag(Rule.DATA_INCONSISTENT, indicator="i1", level=Level.NOO, details={"reasons": reasons})

    assert is_hidden(raised, OUTSIDER)


@pytest.mark.parametrize("year", [YEAR, YEAR - 1])
def test_flags_about_hidden_rows_of_this_or_last_year_are_hidden(year: int) -> None:
    rows = seen([result(1, 3, year=year), result(1, 3, school_id=2, year=year)])

    assert is_hidden(ORDINARY_GOAL, OUTSIDER, hidden_rows=hidden_keys(rows))
    assert not is_hidden(STAGE, OUTSIDER, hidden_rows=hidden_keys(rows))


def test_hidden_rows_of_another_school_or_level_do_not_matter() -> None:
    rows = seen([result(1, 3, school_id=2), result(1, 3, school_id=3)])
    raised = flag(Rule.TARGET_UNAMBITIOUS, indicator="i1", level=Level.OOO)
    own = seen([result(1, 3), result(1, 3, school_id=2)])

    assert not is_hidden(ORDINARY_GOAL, OUTSIDER, hidden_rows=hidden_keys(rows))
    assert not is_hidden(raised, OUTSIDER, hidden_rows=hidden_keys(own))


def test_a_school_does_not_learn_which_other_school_has_the_same_file() -> None:
    raised = flag(
        Rule.DOCUMENT_REUSED,
        details={"documents": [], "schools": [{"school": "Школа № 2", "document": "9-ОД"}]},
    )

    for_school = visible_flag(raised, Viewer.own_school(1), indicators=INDICATORS)

    assert for_school is not None
    assert for_school.details == {"documents": [], "schools": [], "has_other_school": True}
    assert visible_flag(raised, FULL, indicators=INDICATORS) is raised
    assert visible_flag(raised, Viewer.own_school(2), indicators=INDICATORS) is None
