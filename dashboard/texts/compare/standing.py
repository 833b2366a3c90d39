"""One school within its district."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from dashboard.formatting import NO_BREAK, percent_value, plural, whole
from dashboard.texts.compare.words import figure_value, one_or
from dashboard.texts.words import indicator_name
from data_layer.domain.facts import IndicatorRule, PooledFact
from data_layer.domain.vocabulary import Direction
from data_layer.queries.comparison.views import SchoolStanding, Standing


def standing_headline(standing: SchoolStanding, name: str) -> str:
    """«СОШ № 3 хуже медианы района по 5 из 14 показателей»."""
    compared = [line for line in standing.lines if _beside_median(line) is not None]
    if not compared:
        return f"{name}: сравнить с{NO_BREAK}медианой района пока не{NO_BREAK}с{NO_BREAK}чем"
    worse = sum(_beside_median(line) == -1 for line in compared)
    return f"{name} {_standing_told(worse, len(compared))}"


def _standing_told(worse: int, compared: int) -> str:
    if compared == 1:
        start = "уступает" if worse else f"не{NO_BREAK}уступает"
        return f"{start} медиане района по{NO_BREAK}единственному показателю, где она есть"
    of_all = f"{whole(compared)}{NO_BREAK}{plural(compared, 'показателя', 'показателей', 'показателей')}"
    if not worse:
        return f"не{NO_BREAK}уступает медиане района ни по{NO_BREAK}одному из{NO_BREAK}{of_all}"
    if worse == compared:
        of_every = plural(compared, "показателю", "показателям", "показателям")
        return f"уступает медиане района по{NO_BREAK}всем {whole(compared)}{NO_BREAK}{of_every}"
    return f"уступает медиане района по{NO_BREAK}{one_or(worse, 'одному')} из{NO_BREAK}{of_all}"


def _beside_median(line: Standing) -> int | None:
    """Better 1, worse −1, the same 0, None where one of both is not known."""
    figure = line.figure
    if line.district.median is None or figure.value is None or figure.is_small:
        return None
    own = figure_value(line.rule, figure)
    median = Fraction(line.district.median)
    # Medians are stored as the nearest double, so equal shares are compared as doubles.
    if own is None or float(own) == line.district.median:
        return None if own is None else 0
    return 1 if (own > median) != (line.rule.direction is Direction.AT_MOST) else -1


QUARTILES_NOTE: Final = "Медиана и квартили считаются по школам с немалыми группами, каждая школа один раз."


def not_on_scale(rules: Sequence[IndicatorRule]) -> str:
    """Which goals of the school have no place on a scale of percent."""
    names = [f"{rule.code} {indicator_name(rule.id, rule.title_short or rule.title)}" for rule in rules]
    return f"На шкале долей нет: {', '.join(names)} (считаются в штуках)." if names else ""


def quartiles_words(fact: PooledFact) -> str:
    if fact.median is None:
        return "без медианы: мало школ"
    return ""


def median_words(fact: PooledFact) -> str:
    """«медиана 86,9 %, у половины школ — от 84,5 % до 89,1 %»."""
    if fact.median is None or fact.lower_quartile is None or fact.upper_quartile is None:
        return ""
    low, high = percent_value(fact.lower_quartile), percent_value(fact.upper_quartile)
    return f"медиана {percent_value(fact.median)}, у{NO_BREAK}половины школ{NO_BREAK}— от{NO_BREAK}{low} до{NO_BREAK}{high}"
