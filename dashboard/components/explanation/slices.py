"""«Почему?» about one slice of an indicator over several schools."""

from dashboard import html
from dashboard.addresses.names import Names
from dashboard.addresses.why import WhyPooled, WhyResult
from dashboard.components.explanation.frame import facts, folded_table, note, opens_why, section, sentence
from dashboard.components.panel import fragment
from dashboard.formatting import NO_BREAK, percent, tied, whole
from dashboard.html import Element
from dashboard.texts import why as texts
from dashboard.texts.compare.slices import dimension_title, slice_title
from data_layer.queries.explanation.views import SchoolFigure, SliceExplanation

_SCHOOLS = ("школу", "школы", "школ")


def slice_panel(told: SliceExplanation, *, is_coded: bool = False) -> str:
    """The whole answer about one slice. is_coded: the view that asks names no school."""
    fact, rule = told.fact, told.indicator
    name = slice_title(fact.dimension, fact.key, {fact.key: told.title} if told.title else {})
    value = html.P(html.B(texts.slice_value_words(fact), className="why-value"), className="why-headline")
    # The answer lists schools, so whoever asks from a coded view goes on asking in codes.
    pooled = WhyPooled(rule.id, told.level, told.year, names=Names.CODED if is_coded else None)
    whole_figure = opens_why(tied(texts.indicator_title(rule)), pooled, about="Показатель в целом")
    parts = [
        value,
        *section("Как посчитано", _calculation(told)),
        *section("С чем сравнивается", [sentence(texts.SLICE_RULE), facts([("Показатель в целом", whole_figure)])]),
        *section("Что было раньше", [sentence(texts.slice_last_year(told))]),
        *section("Школы", [note(texts.NAMELESS)] if is_coded else _schools(told)),
        *section("Откуда числа", [facts([("Источник", told.source)])]),
        *section("Что сделать", [] if is_coded or not told.schools else [sentence(texts.SLICE_STEP)]),
    ]
    title = tied(f"{rule.code} {dimension_title(fact.dimension)}: {name}")
    return fragment(title, parts, kicker=tied(texts.slice_scope(told)))


def _calculation(told: SliceExplanation) -> list[Element | None]:
    fact = told.fact
    parts: list[Element | None] = [note(told.indicator.title)]
    if fact.numerator is not None and fact.denominator:
        parts.append(html.P(texts.division(fact.numerator, fact.denominator, target=None), className="formula"))
        shares = texts.parts_of_share(fact.numerator, fact.denominator, told.words)
        parts.append(facts(shares, class_name="facts of-share"))
    return [*parts, sentence(texts.slice_sentence(told))]


def _schools(told: SliceExplanation) -> list[Element | None]:
    rows = [[tied(each.school.short_name), *_figure(told, each)] for each in told.schools]
    shown = folded_table(
        ("Школа", "Число", "Доля"), rows, caption="Школы, из которых сложен срез", numbers=2, unit=_SCHOOLS
    )
    return [shown, note("" if told.lists_all else "Школы на срезе по названию не показываются: видна только сумма.")]


def _figure(told: SliceExplanation, each: SchoolFigure) -> tuple[object, str]:
    subject = WhyResult(each.school.code, told.indicator.id, told.level, told.year)
    k, n = each.numerator or 0, each.denominator or 0
    words = f"{whole(k)} из{NO_BREAK}{whole(n)}"
    return opens_why(words, subject, about=each.school.short_name), percent(k, n)
