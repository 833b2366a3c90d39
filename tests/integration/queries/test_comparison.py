"""Comparisons over the district of seven schools, on both engines; every figure is worked out from its tables."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from data_layer.domain.binomial import ChanceVerdict
from data_layer.domain.series import Break
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Cluster, Level, SchoolKind, Status, TargetOrigin
from data_layer.queries.comparison import (
    IndicatorComparison,
    SchoolFilters,
    SchoolOrder,
    Slices,
    block_map,
    blocks_map,
    effective_order,
    goal_rail,
    in_order,
    indicator_comparison,
    school_standing,
    slice_comparison,
    slices,
)
from data_layer.queries.comparison.figures import year_alone
from data_layer.queries.directory import find_district, school_list
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.views import Count
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session, unscoped

TODAY: Final = date(2026, 10, 14)
EVERYBODY: Final = SchoolFilters()
Asking = Callable[..., AbstractContextManager[tuple[TenantSession, Ground]]]


@pytest.fixture
def asking(wide_engine: Engine) -> Asking:
    """`asking(viewer)`: a session and the ground of 2024/25 and 2025/26; of a director with `school="s1"`."""

    @contextmanager
    def ask(
        viewer: Viewer | None = None, *, school: str = "", district: str = "wide"
    ) -> Iterator[tuple[TenantSession, Ground]]:
        with unscoped(wide_engine, "a test asks for its district", is_read_only=True) as session:
            place = find_district(session, district).id
        school_id = None
        if school:
            with tenant_session(wide_engine, Scope((place,))) as session:
                school_id = next(each.id for each in school_list(session) if each.code == school)
                viewer = Viewer.own_school(school_id)
        with tenant_session(wide_engine, Scope((place,), school_id=school_id)) as session:
            years = (2024, 2025)
            yield session, load_ground(session, years=years, today=TODAY, viewer=viewer or Viewer.full())

    return ask


def compare(
    asked: tuple[TenantSession, Ground],
    code: str = "3.3",
    *,
    level: Level = Level.SCHOOL,
    filters: SchoolFilters = EVERYBODY,
    before: int = 2024,
) -> IndicatorComparison:
    session, ground = asked
    rule = ground.catalogue.indicator_by_code[code]
    return indicator_comparison(session, ground, indicator=rule, level=level, year=2025, before=before, filters=filters)


def sliced(asked: tuple[TenantSession, Ground], code: str, level: Level) -> Slices:
    session, ground = asked
    rule = ground.catalogue.indicator_by_code[code]
    return slices(session, ground, indicator=rule, level=level, year=2025, filters=EVERYBODY)


def counts(found: Slices) -> dict[tuple[str, str], tuple[int, int | None, int | None]]:
    return {(fact.dimension, fact.key): (fact.schools, fact.numerator, fact.denominator) for fact in found.facts}


def test_each_school_stands_against_its_own_goal_and_the_reference(asking: Asking) -> None:
    with asking() as asked:
        found = compare(asked)
        lagging = compare(asked, "2.1", level=Level.NOO)

    # «Не более 2 %» is near up to 2,5 %.
    assert (found.near_pp, lagging.near_pp) == (Decimal(5), Decimal("0.5"))
    rows = {row.school: row for row in found.schools}
    assert [rows[code].status for code in sorted(rows)] == [
        Status.NEAR,  # 90 % of its own 95 %
        Status.NOT_MET,  # 60 %
        Status.NEAR,  # 80 %, exactly the tolerance below 85 %
        Status.MET,
        Status.MET,  # exactly 85 %
        Status.MET,  # 85 % of its own 80 %
        Status.NEAR,  # 4 of 5
    ]
    first = rows["s1"]
    assert (first.target, first.target_origin, first.reference) == (Decimal(95), TargetOrigin.OWN, Decimal(85))
    assert (first.numerator, first.denominator, first.gap, first.pupil_gap) == (90, 100, -5.0, -5)
    assert (found.met, found.entered) == (Count(3, 7), Count(7, 7))
    assert [code for code, row in sorted(rows.items()) if row.is_small] == ["s7"]


def test_the_district_is_pooled_and_its_quartiles_leave_small_cohorts_out(asking: Asking) -> None:
    with asking() as asked:
        found = compare(asked)

    district = found.district.now
    assert (district.numerator, district.denominator, district.schools_met) == (424, 525, 3)
    assert district.value == pytest.approx(100 * 424 / 525)
    # 60, 80, 85, 85, 88, 90: places 1.25, 2.5 and 3.75.
    quartiles = (district.quartile_schools, district.lower_quartile, district.median, district.upper_quartile)
    assert quartiles == (6, 81.25, 85.0, 87.25)
    assert [(line.cluster, line.now.numerator, line.now.denominator) for line in found.lines] == [
        ("", 424, 525),
        ("town", 230, 300),
        ("village", 194, 225),
    ]
    assert found.lines[1].now.median is None  # three schools have no quarters


def test_a_miss_beyond_chance_is_told_from_one_that_could_be_chance(asking: Asking) -> None:
    with asking() as asked:
        rows = {row.school: row for row in compare(asked).schools}

    # P(X <= 60) of 100 at 85 % is far below 0.1 %; P(X <= 80) is 11 %; of five even none (0.008 %) would be enough.
    assert rows["s2"].chance is ChanceVerdict.UNLIKELY_CHANCE
    assert rows["s3"].chance is ChanceVerdict.COULD_BE_CHANCE
    assert rows["s7"].chance is ChanceVerdict.COULD_BE_CHANCE
    assert rows["s4"].chance is None


def test_another_year_stands_beside_and_a_changed_cohort_is_marked(asking: Asking) -> None:
    with asking() as asked:
        found = compare(asked)

    past = {row.school: row.before for row in found.schools}
    assert past["s1"] is not None
    assert (past["s1"].numerator, past["s1"].denominator, past["s1"].breaks) == (80, 100, None)
    assert past["s6"] is not None
    assert past["s6"].breaks is Break.COHORT  # 20 pupils after 80
    assert past["s4"] is not None
    assert past["s4"].value is None
    before = found.district.before
    assert before is not None
    assert (before.numerator, before.denominator) == (300, 380)
    # Of the villages one school reported then, four now.
    assert [line.breaks for line in found.lines] == [None, None, Break.PARTIAL_BEFORE]


def test_a_year_that_nobody_has_used_is_no_year_to_compare_with(asking: Asking) -> None:
    with asking() as (session, ground):
        rule = ground.catalogue.indicator_by_code["3.3"]
        alone = load_ground(session, years=(2019, 2025), today=TODAY, viewer=ground.viewer)
        found = indicator_comparison(
            session, alone, indicator=rule, level=Level.SCHOOL, year=2025, before=2019, filters=EVERYBODY
        )

    assert found.district.before is None


def test_filters_of_place_and_kind_pool_what_they_leave(asking: Asking) -> None:
    with asking() as asked:
        villages = compare(asked, filters=SchoolFilters(cluster=Cluster.VILLAGE))
        basic = compare(asked, filters=SchoolFilters(kind=SchoolKind.BASIC))
        none = compare(asked, filters=SchoolFilters(cluster=Cluster.SETTLEMENT))

    assert [row.school for row in villages.schools] == ["s5", "s7", "s4", "s6"]
    assert villages.shown is not None
    assert (villages.shown.numerator, villages.shown.denominator) == (194, 225)
    assert basic.shown is not None
    assert (basic.shown.numerator, basic.shown.denominator) == (80 + 85 + 17, 220)
    assert (none.schools, none.met) == ((), Count(0, 0))


def test_by_distance_the_farthest_is_first_and_small_cohorts_are_last(asking: Asking) -> None:
    with asking() as asked:
        rows = compare(asked).schools

    # −25, −5 (Первая before Третья by name), 0, 3, 5; the small cohort of −5 comes after all others.
    assert [row.school for row in in_order(rows, SchoolOrder.GAP)] == ["s2", "s1", "s3", "s5", "s4", "s6", "s7"]
    assert [row.school for row in in_order(rows, SchoolOrder.CLUSTER)] == ["s2", "s1", "s3", "s5", "s7", "s4", "s6"]


def test_vpr_and_gia_are_never_put_in_order_by_distance(asking: Asking) -> None:
    with asking() as (_, ground):
        rules = ground.catalogue.indicator_by_code

    for code in ("1.2", "1.4"):
        assert effective_order(SchoolOrder.GAP, rules[code]) is SchoolOrder.CLUSTER
        assert effective_order(None, rules[code]) is SchoolOrder.CLUSTER
        assert effective_order(SchoolOrder.NAME, rules[code]) is SchoolOrder.NAME
    assert effective_order(None, rules["3.3"]) is SchoolOrder.GAP


def test_another_district_with_the_same_codes_has_no_part_in_it(asking: Asking) -> None:
    with asking(district="near") as asked:
        found = compare(asked)

    assert {row.short_name for row in found.schools} == {"СОСЕД № 1", "СОСЕД № 2"}
    assert found.district.now.denominator == 2 * 7777


def test_a_presenter_sees_neither_the_small_cohort_nor_what_would_give_it_away(asking: Asking) -> None:
    with asking(Viewer.outsider()) as asked:
        found = compare(asked)

    rows = {row.school: row for row in found.schools}
    hidden = [code for code, row in sorted(rows.items()) if row.status is Status.SUPPRESSED]
    assert hidden == ["s6", "s7"]  # the next smallest goes along, for the total is published
    assert (rows["s7"].value, rows["s7"].denominator, rows["s7"].is_small) == (None, None, True)
    assert found.met == Count(2, 5)
    district = found.district.now
    assert (district.numerator, district.denominator) == (424, 525)
    # All but one of the six values behind the quartiles are named, so they would tell the sixth.
    assert (district.quartile_schools, district.median) == (0, None)
    assert compare_shown_for_kind(asking) is None


def compare_shown_for_kind(asking: Asking) -> object:
    with asking(Viewer.outsider()) as asked:
        return compare(asked, filters=SchoolFilters(kind=SchoolKind.BASIC)).shown


def test_a_director_sees_the_own_school_the_pooled_district_and_anonymous_quartiles(asking: Asking) -> None:
    with asking(school="s1") as asked:
        found = compare(asked)

    assert [row.school for row in found.schools] == ["s1"]
    district = found.district.now
    assert (district.numerator, district.denominator) == (424, 525)
    assert (district.lower_quartile, district.median, district.upper_quartile) == (81.25, 85.0, 87.25)
    # Town has two other schools, fewer than five; the villages have four.
    assert [line.now.status for line in found.lines[1:]] == [Status.SUPPRESSED, Status.SUPPRESSED]
    assert found.entered == Count(7, 7)


def test_a_director_whose_district_has_too_few_other_schools_sees_no_pooled_value(asking: Asking) -> None:
    with asking(school="s1") as asked:
        found = compare(asked, "3.1a")  # two schools have data

    assert found.district.now.status is Status.SUPPRESSED
    assert (found.district.now.value, found.district.now.median) == (None, None)
    assert found.schools[0].numerator == 60


def test_the_rail_counts_the_schools_that_reach_each_goal(asking: Asking) -> None:
    with asking() as (session, ground):
        everybody = {goal.code: goal for goal in goal_rail(session, year_alone(ground, 2025), filters=EVERYBODY)}
        villages = {
            goal.code: goal
            for goal in goal_rail(session, year_alone(ground, 2025), filters=SchoolFilters(Cluster.VILLAGE))
        }

    assert len(everybody) == 16
    assert (everybody["3.3"].met, villages["3.3"].met) == (Count(3, 7), Count(3, 4))
    assert (everybody["6.1"].met, everybody["6.1"].due) == (Count(0, 0), None)
    assert everybody["3.3"].own is None


def test_the_rail_of_a_director_tells_the_own_school(asking: Asking) -> None:
    with asking(school="s1") as (session, ground):
        rail = {goal.code: goal for goal in goal_rail(session, year_alone(ground, 2025), filters=EVERYBODY)}

    assert (rail["3.3"].own, rail["6.1"].own) == (Status.NEAR, Status.NO_DATA)


def test_heat_maps_hold_goals_by_block_and_values_by_indicator(asking: Asking) -> None:
    with asking() as (session, ground):
        blocks = blocks_map(session, year_alone(ground, 2025), filters=EVERYBODY)
        third = block_map(session, year_alone(ground, 2025), block=3, filters=EVERYBODY)

    first = next(row for row in blocks.rows if row.school == "s1")
    # 3.3 is missed, 3.1 too, for its growth has no figure and so no verdict beside the share of 60 %.
    assert [cell.goals for cell in first.cells] == [
        Count(0, 1),
        Count(0, 0),
        Count(0, 1),
        Count(0, 0),
        Count(0, 0),
        Count(0, 0),
    ]
    assert [column.rule.code for column in third.columns] == ["3.1a", "3.1b", "3.2", "3.3"]
    row = next(each for each in third.rows if each.school == "s2")
    assert [figure.value for figure in row.figures] == [70.0, None, None, 60.0]


def test_a_presenter_gets_no_counts_of_a_sensitive_block(asking: Asking) -> None:
    with asking(Viewer.outsider()) as (session, ground):
        blocks = blocks_map(session, year_alone(ground, 2025), filters=EVERYBODY)

    row = blocks.rows[0]
    assert [cell.goals is None for cell in row.cells] == [False, True, False, False, True, False]
    assert row.total is None


def test_a_school_stands_within_its_district_and_cluster(asking: Asking) -> None:
    with asking() as (session, ground):
        standing = school_standing(session, year_alone(ground, 2025), school="s4")

    line = next(each for each in standing.lines if each.rule.code == "3.3")
    assert (line.figure.value, line.district.median) == (88.0, 85.0)
    assert line.cluster is not None
    assert (line.cluster.numerator, line.cluster.denominator) == (194, 225)


def test_slices_are_pooled_over_schools_whatever_their_shape(asking: Asking) -> None:
    with asking() as asked:
        found = sliced(asked, "1.1", Level.NOO)

    assert counts(found) == {
        ("parallel", "2"): (1, 20, 25),
        ("parallel", "3"): (1, 24, 25),
        ("result_type", "metasubject"): (1, 30, 50),
        ("result_type", "subject"): (1, 85, 100),  # the total of the school that tells the other type apart
        ("subject", "Математика"): (1, 45, 50),
        ("subject", "Родной язык"): (1, 3, 4),
        ("subject", "Русский язык"): (2, 40 + 44, 100),
    }
    assert found.total is not None
    assert (found.total.numerator, found.total.denominator) == (85 + 44 + 3, 154)


def test_the_deficits_are_pooled_by_category_and_may_exceed_a_hundred(asking: Asking) -> None:
    with asking() as asked:
        found = sliced(asked, "5.1b", Level.SCHOOL)

    assert counts(found) == {("category", "methodical"): (2, 34, 50), ("category", "subject"): (2, 10, 50)}
    assert dict(found.titles)["methodical"] == "Методические"


def test_slices_of_few_are_hidden_from_a_presenter(asking: Asking) -> None:
    with asking(Viewer.outsider()) as asked:
        subjects = sliced(asked, "1.1", Level.NOO)
        with_needs = sliced(asked, "3.1a", Level.SCHOOL)

    shown = {key: found for key, found in counts(subjects).items() if found[1] is not None}
    assert shown == {("subject", "Русский язык"): (2, 84, 100)}
    # 8 of 12 pupils with needs in two schools: twelve is not small.
    assert counts(with_needs) == {("hia", "yes"): (2, 8, 12)}


def test_a_total_of_one_school_is_hidden_from_a_presenter_like_its_slices(asking: Asking) -> None:
    with asking() as asked:
        everything = sliced(asked, "1.2", Level.OOO)
    with asking(Viewer.outsider()) as asked:
        found = sliced(asked, "1.2", Level.OOO)
        beside = sliced(asked, "1.1", Level.NOO)

    assert everything.total is not None
    assert (everything.total.numerator, everything.total.denominator) == (40, 50)
    assert found.total is None
    assert counts(found) == {("subject", "Физика"): (1, None, None)}
    assert beside.total is not None


def test_a_director_gets_the_own_slices_alone(asking: Asking) -> None:
    with asking(school="s1") as asked:
        found = sliced(asked, "1.1", Level.NOO)

    assert found.is_own
    assert counts(found)["subject", "Русский язык"] == (1, 40, 50)
    assert ("subject", "Родной язык") not in counts(found)


def test_schools_on_a_slice_are_for_those_who_see_everything(asking: Asking) -> None:
    with asking() as (session, ground):
        rule = ground.catalogue.indicator_by_code["1.1"]
        given: dict[str, Any] = {
            "indicator": rule,
            "level": Level.NOO,
            "year": 2025,
            "filters": EVERYBODY,
            "dimension": "subject",
            "key": "Русский язык",
        }
        found = slice_comparison(session, ground, **given)
    with asking(Viewer.outsider()) as (session, ground):
        nothing = slice_comparison(session, ground, **given)

    assert [(row.school, row.numerator, row.denominator) for row in found] == [("s2", 44, 50), ("s1", 40, 50)]
    assert {row.status for row in found} == {Status.NO_TARGET}
    assert nothing == ()
