"""The headlines of «Сравнение», rule by rule of docs/headlines.md; every sentence is written by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from dashboard.texts.compare.ambition import ambition_headline
from dashboard.texts.compare.funnel import funnel_headline
from dashboard.texts.compare.goal import goal_headline, own_headline
from dashboard.texts.compare.slices import slices_headline
from dashboard.texts.compare.years import broken_headline, change_headline, no_other_year
from data_layer.domain.facts import IndicatorRule, PooledFact
from data_layer.domain.series import Break
from data_layer.domain.vocabulary import Cluster, Direction, IndicatorKind, Level, SchoolKind, Status, TargetOrigin
from data_layer.queries.comparison.views import (
    FigureSource,
    IndicatorComparison,
    PooledLine,
    SchoolFigure,
    SchoolFilters,
)
from data_layer.queries.views import Count

ALL: Final = SchoolFilters()
ADDITIONAL: Final = IndicatorRule(
    "b3_additional_education", "3.3", 3, IndicatorKind.SHARE, (Level.SCHOOL,), title="Охват дополнительным образованием"
)
LAGGING: Final = replace(ADDITIONAL, id="b2_lagging_share", code="2.1", block=2, direction=Direction.AT_MOST)
WINNERS: Final = replace(
    ADDITIONAL, id="b3_vosh_winners", code="3.1b", kind=IndicatorKind.GROWTH, direction=Direction.INCREASE
)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def school(status: Status, numerator: int | None = None, denominator: int | None = None, **given: Any) -> SchoolFigure:
    known: dict[str, Any] = {
        "school": "s1",
        "short_name": "Школа № 1",
        "cluster": None,
        "kind": SchoolKind.FULL,
        "value": None if numerator is None or not denominator else 100 * numerator / denominator,
        "baseline": None,
        "target": Decimal(85),
        "target_origin": TargetOrigin.REFERENCE,
        "reference": Decimal(85),
        "gap": None,
        "pupil_gap": None,
        "is_small": False,
    }
    return SchoolFigure(**{**known, "status": status, "numerator": numerator, "denominator": denominator, **given})


def pooled(numerator: int | None, denominator: int | None, cluster: str = "", **given: Any) -> PooledFact:
    has_data = numerator is not None and bool(denominator)
    known: dict[str, Any] = {
        "indicator": ADDITIONAL.id,
        "level": Level.SCHOOL,
        "year": 2025,
        "cluster": cluster,
        "schools_applicable": 26,
        "schools_with_data": 26 if has_data else 0,
        "schools_met": 0,
        "status": Status.MET if has_data else Status.NO_DATA,
        "value": 100 * (numerator or 0) / (denominator or 1) if has_data else None,
    }
    return PooledFact(**{**known, "numerator": numerator, "denominator": denominator, **given})


def line(
    cluster: str, now: tuple[int, int] | None, before: tuple[int, int] | None, breaks: Break | None = None
) -> PooledLine:
    return PooledLine(cluster, _of(now, cluster), _of(before, cluster), breaks)


def _of(count: tuple[int, int] | None, cluster: str) -> PooledFact:
    return pooled(None, None, cluster) if count is None else pooled(count[0], count[1], cluster)


def comparison(*schools: SchoolFigure, rule: IndicatorRule = ADDITIONAL, **given: Any) -> IndicatorComparison:
    lines = given.pop("lines", (line("", (80, 100), None),))
    known: dict[str, Any] = {
        "goal": "g3_3",
        "level": Level.SCHOOL,
        "year": 2025,
        "before_year": 2024,
        "shown": lines[0].now,
        "entered": Count(sum(each.value is not None for each in schools), len(schools)),
        "source": FigureSource((), None),
        "due": date(2026, 10, 1),
    }
    return IndicatorComparison(**{**known, "rule": rule, "schools": schools, "lines": lines, **given})


def nobody(status: Status) -> dict[str, Any]:
    """No school has handed anything in."""
    empty = PooledLine("", pooled(None, None, status=status), None)
    return {"lines": (empty,), "shown": None}


def test_rule_1_applies_to_no_school() -> None:
    view = comparison(school(Status.NOT_APPLICABLE), school(Status.NOT_APPLICABLE))

    said = plain(goal_headline(view, ALL))
    assert said == "Показатель «Дополнительное образование» к этим школам не относится"


def test_rule_2_nobody_has_data_and_the_day_has_not_passed() -> None:
    view = comparison(school(Status.NOT_DUE), **nobody(Status.NOT_DUE))

    said = plain(goal_headline(view, ALL))
    assert said == "Данных по дополнительному образованию ещё не ждут: срок 01.10.2026"


def test_rule_3_nobody_has_data_and_the_day_has_passed() -> None:
    view = comparison(school(Status.NO_DATA), **nobody(Status.NO_DATA))

    assert plain(goal_headline(view, ALL)) == "Данных по дополнительному образованию за 2025/26 нет"


@pytest.mark.parametrize(
    ("found", "rule", "said"),
    [
        (
            school(Status.SUPPRESSED),
            ADDITIONAL,
            "Данные школ по дополнительному образованию скрыты: показатель чувствительный или группы малы",
        ),
        (
            school(Status.NO_BASELINE, value=4.0),
            WINNERS,
            "Рост по победителям и призёрам ВсОШ ещё не виден: нет данных за прошлый год",
        ),
        (school(Status.NO_DATA), ADDITIONAL, "У этих школ данных по дополнительному образованию нет"),
        (
            school(Status.NO_TARGET, 8, 10, target=None, reference=None),
            ADDITIONAL,
            "Цель по дополнительному образованию не задана, район — 71,3 % (713 из 1\u202f000)",
        ),
    ],
)
def test_rule_4_there_is_no_verdict(found: SchoolFigure, rule: IndicatorRule, said: str) -> None:
    view = comparison(found, rule=rule, lines=(line("", (713, 1000), None),))

    assert plain(goal_headline(view, ALL)) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            school(Status.NOT_MET, 176, 214, pupil_gap=-6),
            "Ваша школа не достигла цели по дополнительному образованию: не хватает 6 обучающихся",
        ),
        # «Близко» — тоже «не достигла».
        (
            school(Status.NEAR, 181, 214, pupil_gap=-1),
            "Ваша школа не достигла цели по дополнительному образованию: не хватает 1 обучающегося",
        ),
        (school(Status.MET, 190, 214, pupil_gap=8), "Ваша школа достигла цели по дополнительному образованию"),
        (school(Status.NO_DATA), "Ваших данных по дополнительному образованию нет, срок 01.10.2026"),
        (school(Status.NOT_DUE), "Ваших данных по дополнительному образованию ещё не ждут, срок 01.10.2026"),
        (school(Status.NOT_APPLICABLE), "Показатель «Дополнительное образование» к вашей школе не относится"),
        (
            school(Status.NO_TARGET, 8, 10, target=None),
            "Цель по дополнительному образованию не задана, у вашей школы — 8 из 10, это 80,0 %",
        ),
    ],
)
def test_rule_8_the_reader_sees_one_school_by_name(found: SchoolFigure, said: str) -> None:
    assert plain(own_headline(found, comparison(found))) == said


def funnel(worse: list[str], better: list[str], **given: Any) -> str:
    known: dict[str, Any] = {"rule": ADDITIONAL, "around": "ориентира", "names_schools": True}
    return plain(funnel_headline(worse, better, **{**known, **given}))


def test_rule_9_schools_beyond_the_worse_limit() -> None:
    five = ["А", "Б", "В", "Г", "Д"]

    assert funnel(["СОШ № 7"], ["Гимназия № 1"]) == "СОШ № 7 ниже ориентира не случайно"
    assert funnel(["СОШ № 5", "СОШ № 7"], []) == "СОШ № 5 и СОШ № 7 ниже ориентира не случайно"
    assert funnel(five, []) == "5 школ ниже ориентира не случайно"
    # Where less is better, the worse ones lie above.
    assert funnel(["СОШ № 7"], [], rule=LAGGING) == "СОШ № 7 выше ориентира не случайно"
    # ВПР and ГИА name no school.
    assert funnel(["СОШ № 7"], [], names_schools=False) == "Одна школа ниже ориентира не случайно"
    assert funnel(["СОШ № 5", "СОШ № 7"], [], names_schools=False) == "2 школы ниже ориентира не случайно"


def test_rule_10_schools_beyond_the_better_limit_alone() -> None:
    assert funnel([], ["Гимназия № 1"]) == "Гимназия № 1 выше ориентира не случайно"
    assert funnel([], ["Гимназия № 1"], around="значения района") == ("Гимназия № 1 выше значения района не случайно")
    assert funnel([], ["Гимназия № 1"], rule=LAGGING) == "Гимназия № 1 ниже ориентира не случайно"


def test_rule_11_all_within_the_limits() -> None:
    assert funnel([], []) == "Отличия школ от ориентира могут быть случайными"
    assert funnel([], [], around="значения района") == "Отличия школ от значения района могут быть случайными"


def change(*lines: PooledLine, rule: IndicatorRule = ADDITIONAL) -> str:
    return plain(change_headline(comparison(rule=rule, lines=lines)))


TOWN, VILLAGE = Cluster.TOWN.value, Cluster.VILLAGE.value


def test_rule_12_the_year_is_still_being_gathered() -> None:
    said = "С 2024/25 сравнивать рано: данные за 2025/26 ещё собирают, срок 01.10.2026"

    assert change(line("", (80, 100), (70, 100), Break.UNFINISHED)) == said


def test_rule_12_figures_are_gathered_otherwise() -> None:
    changed = replace(ADDITIONAL, breaks={2025: "новая форма отчёта"})
    said = "С 2024/25 не сравнить: с 2025/26 другая методика: новая форма отчёта"

    assert change(line("", (80, 100), (70, 100), Break.METHOD), rule=changed) == said


def test_rule_16_schools_whose_years_are_no_series_are_not_said_to_have_become_better() -> None:
    reason = "с 2025/26 другая методика: новая форма отчёта"

    assert plain(broken_headline(reason, before=2024)) == f"Школы с 2024/25 не сравнить: {reason}"


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (
            Break.PARTIAL,
            "С 2024/25 сравнивать рано: данные года неполны, их внесли меньше половины школ другого года",
        ),
        (
            Break.PARTIAL_BEFORE,
            "С 2024/25 сравнивать рано: данные другого года неполны, их внесли меньше половины школ",
        ),
    ],
)
def test_rule_12_one_year_is_not_complete(breaks: Break, said: str) -> None:
    assert change(line("", (80, 100), (70, 100), breaks)) == said


def test_rule_13_one_year_has_no_value_of_the_district() -> None:
    assert change(line("", (80, 100), None), line(TOWN, (8, 10), (7, 10))) == "С 2024/25 не сравнить"
    title, reason = no_other_year(comparison(lines=(line("", (80, 100), None),)))
    assert (plain(title), plain(reason)) == ("С 2024/25 не сравнить", "Сводного значения за 2024/25 нет.")
    title, reason = no_other_year(comparison(lines=(line("", None, (80, 100)),)))
    assert (plain(title), plain(reason)) == ("С 2024/25 пока не сравнить", "Сводного значения за 2025/26 нет.")


def test_rule_14_the_value_is_the_same() -> None:
    # 80 of 100 and 160 of 200 are the same share.
    assert change(line("", (160, 200), (80, 100))) == "С 2024/25 значение района не изменилось"


@pytest.mark.parametrize(
    ("lines", "rule", "said"),
    [
        (
            (line("", (87, 100), (80, 100)), line(TOWN, (9, 10), (8, 10)), line(VILLAGE, (8, 10), (7, 10))),
            ADDITIONAL,
            "С 2024/25 значение выросло во всех кластерах",
        ),
        (
            (line("", (87, 100), (80, 100)), line(TOWN, (9, 10), (8, 10)), line(VILLAGE, (6, 10), (7, 10))),
            ADDITIONAL,
            "С 2024/25 значение выросло в районе, но не во всех кластерах",
        ),
        # A cluster that stays as it was does not go along.
        (
            (line("", (75, 100), (80, 100)), line(TOWN, (7, 10), (8, 10)), line(VILLAGE, (7, 10), (7, 10))),
            ADDITIONAL,
            "С 2024/25 значение снизилось в районе, но не во всех кластерах",
        ),
        ((line("", (75, 100), (80, 100)),), ADDITIONAL, "С 2024/25 значение снизилось в районе"),
        ((line("", (10, 100), (12, 100)),), LAGGING, "С 2024/25 значение снизилось в районе, это лучше"),
        ((line("", (14, 100), (12, 100)),), LAGGING, "С 2024/25 значение выросло в районе, это хуже"),
    ],
)
def test_rule_15_where_it_went(lines: tuple[PooledLine, ...], rule: IndicatorRule, said: str) -> None:
    assert change(*lines, rule=rule) == said


def own_target(target: int, status: Status = Status.MET) -> SchoolFigure:
    return school(status, 90, 100, target=Decimal(target), target_origin=TargetOrigin.OWN)


def test_rule_17_no_own_targets() -> None:
    said = ambition_headline([school(Status.MET, 90, 100)], ADDITIONAL)

    assert plain(said) == "Своих целей школы не ставили: для всех действует ориентир района"


@pytest.mark.parametrize(
    ("targets", "rule", "said"),
    [
        ([90], ADDITIONAL, "Своя цель одной школы не ниже ориентира района"),
        # As hard as the reference is not easier.
        ([85, 90], ADDITIONAL, "Свои цели 2 школ не ниже ориентира района"),
        ([86] * 7, ADDITIONAL, "Свои цели 7 школ не ниже ориентира района"),
        ([86] * 21, ADDITIONAL, "Свои цели 21 школы не ниже ориентира района"),
        # «Не более»: a smaller number is harder.
        ([80], LAGGING, "Своя цель одной школы не выше ориентира района"),
    ],
)
def test_rule_18_no_own_target_is_easier(targets: list[int], rule: IndicatorRule, said: str) -> None:
    assert plain(ambition_headline([own_target(each) for each in targets], rule)) == said


def slices(named: list[tuple[str, Fraction]], dimension: str, *, less_is_better: bool = False) -> str:
    return plain(slices_headline(named, dimension=dimension, less_is_better=less_is_better))


def test_rule_20_kinds_of_deficits() -> None:
    named = [("Предметные", Fraction(100, 4)), ("Методические", Fraction(11 * 100, 30)), ("ИКТ", Fraction(20))]

    assert slices(named, "category", less_is_better=True) == "Чаще всего отмечены: методические (36,7 %)"
    assert slices([("ИКТ", Fraction(50)), ("Предметные", Fraction(20))], "category") == (
        "Чаще всего отмечены: ИКТ (50,0 %)"
    )


def test_rule_21_two_and_more_shown_parts() -> None:
    named = [("Изобразительное искусство", Fraction(9560, 100)), ("Русский язык", Fraction(8590, 100))]

    said = "По предметам от 85,9 % (русский язык) до 95,6 % (изобразительное искусство)"
    assert slices(named, "subject") == said
    # Where less is better the worse end comes first as well.
    turned = "По предметам от 95,6 % (изобразительное искусство) до 85,9 % (русский язык)"
    assert slices(named, "subject", less_is_better=True) == turned
    same = [("С ОВЗ", Fraction(80)), ("Без ОВЗ", Fraction(80))]
    assert slices(same, "hia") == "Обучающиеся с ОВЗ: везде одинаково, 80,0 %"


def test_rule_22_one_part_is_shown_or_none() -> None:
    assert slices([("С ОВЗ", Fraction(6120, 100))], "hia") == "С ОВЗ: 61,2 %"
    assert slices([], "subject") == "По предметам: скрыто, группы малы"
