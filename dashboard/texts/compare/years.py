"""Two years: what changed, and where a comparison would mislead. Rules 12–15 of docs/headlines.md."""

from fractions import Fraction
from typing import Final

from dashboard.formatting import NO_BREAK, whole
from dashboard.texts.compare.words import one_or, series_words
from dashboard.texts.words import of_schools
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.facts import IndicatorRule, PooledFact
from data_layer.domain.school_year import format_year
from data_layer.domain.series import Break
from data_layer.domain.vocabulary import Direction
from data_layer.queries.comparison.views import IndicatorComparison

# Percentage points that a change must have for a sentence to call it one.
_LEAST_POINTS: Final = Fraction(1, 10)


def change_headline(view: IndicatorComparison) -> str:
    """Rules 12–15: what the pooled values of district and clusters did between the years."""
    before = format_year(view.before_year)
    district = view.district
    if district.breaks is not None:
        how = f"не{NO_BREAK}сравнить" if district.breaks is Break.METHOD else "сравнивать рано"
        return f"С{NO_BREAK}{before} {how}: {series_words(view, district.breaks)}"
    exact = {line.cluster: pooled_change(view.rule, line.now, line.before) for line in view.lines}
    changes = {cluster: told_change(view.rule, change) for cluster, change in exact.items() if change is not None}
    if "" not in changes:
        return f"С{NO_BREAK}{before} не{NO_BREAK}сравнить"
    clusters = [change for cluster, change in changes.items() if cluster]
    if changes[""] == 0:
        return f"С{NO_BREAK}{before} значение района {'почти ' if exact[''] else ''}не{NO_BREAK}изменилось"
    is_better = (changes[""] > 0) != (view.rule.direction is Direction.AT_MOST)
    verb = "выросло" if changes[""] > 0 else "снизилось"
    same = clusters and all((change > 0) == (changes[""] > 0) and change != 0 for change in clusters)
    where = "во всех кластерах" if same else "в районе, но не во всех кластерах"
    if len(clusters) < 2:
        where = "в районе"
    good = "" if view.rule.direction is not Direction.AT_MOST else (", это лучше" if is_better else ", это хуже")
    return f"С{NO_BREAK}{before} значение {verb} {where}{good}"


def no_other_year(view: IndicatorComparison) -> tuple[str, str]:
    """Title and reason where two years cannot stand beside one another."""
    before = format_year(view.before_year)
    if view.district.now.value is None:
        return (
            f"С{NO_BREAK}{before} пока не{NO_BREAK}сравнить",
            f"Сводного значения за{NO_BREAK}{format_year(view.year)} нет.",
        )
    return f"С{NO_BREAK}{before} не{NO_BREAK}сравнить", f"Сводного значения за{NO_BREAK}{before} нет."


def pooled_change(rule: IndicatorRule, now: PooledFact, before: PooledFact | None) -> Fraction | None:
    """Exact, in percentage points or units; None where one of both has no value."""
    first = None if before is None else pooled_value(rule, before)
    second = pooled_value(rule, now)
    return None if first is None or second is None else second - first


def told_change(rule: IndicatorRule, change: Fraction) -> Fraction:
    """The change as a sentence may tell it: less than 0.1 percentage points is none."""
    return Fraction(0) if rule.kind in PERCENT_KINDS and abs(change) < _LEAST_POINTS else change


def rounding_note(rule: IndicatorRule) -> str:
    """Both years are shown to one decimal, so their difference may read otherwise than the change does."""
    return f"Изменение посчитано до{NO_BREAK}округления." if rule.kind in PERCENT_KINDS else ""


def pooled_value(rule: IndicatorRule, fact: PooledFact) -> Fraction | None:
    if fact.value is None:
        return None
    if rule.kind in PERCENT_KINDS and fact.numerator is not None and fact.denominator:
        return Fraction(100 * fact.numerator, fact.denominator)
    return Fraction(fact.value)


def broken_headline(reason: str, *, before: int) -> str:
    """Where the years of all schools with both figures are no series, for one reason."""
    return f"Школы с{NO_BREAK}{format_year(before)} не{NO_BREAK}сравнить: {reason}"


def schools_change_headline(better: int, worse: int, compared: int, *, before: int) -> str:
    if not compared:
        return f"Школ с{NO_BREAK}данными за{NO_BREAK}оба года нет"
    since = f"С{NO_BREAK}{format_year(before)}"
    if compared == 1:
        how = "стало лучше" if better else "стало хуже" if worse else f"ничего не{NO_BREAK}изменилось"
        return f"{since} у{NO_BREAK}единственной школы с{NO_BREAK}данными {how}"
    if not better and not worse:
        return f"{since} ни у{NO_BREAK}одной из{NO_BREAK}{of_schools(compared)} ничего не{NO_BREAK}изменилось"
    if compared in {better, worse}:
        who = f"обеих{NO_BREAK}школ" if compared == 2 else f"всех школ с{NO_BREAK}данными ({whole(compared)})"
        return f"{since} {'лучше' if better else 'хуже'} стало у{NO_BREAK}{who}"
    of_all = f"из{NO_BREAK}{of_schools(compared)}"
    gained = f"лучше стало у{NO_BREAK}{one_or(better, 'одной')} {of_all}"
    lost = f"хуже{NO_BREAK}— у{NO_BREAK}{one_or(worse, 'одной')}" if worse else f"хуже{NO_BREAK}— ни у{NO_BREAK}одной"
    if not better:
        return f"{since} лучше не{NO_BREAK}стало ни у{NO_BREAK}одной {of_all}, {lost}"
    return f"{since} {gained}, {lost}"
