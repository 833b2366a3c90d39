"""«Почему?» about a figure: of a school, and of the district or a cluster."""

from dashboard import html
from dashboard.addresses.data import figures_href
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyGoal, WhyPooled, WhyResult
from dashboard.components.explanation.chain import chain
from dashboard.components.explanation.frame import (
    entry_words,
    facts,
    flags_section,
    folded_table,
    note,
    opens_why,
    section,
    sentence,
    steps,
)
from dashboard.components.marks import mark, status_mark
from dashboard.components.panel import fragment
from dashboard.formatting import tied, whole
from dashboard.html import Element
from dashboard.texts import why as texts
from dashboard.texts.words import STATUSES
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import IndicatorKind, Status
from data_layer.queries.explanation.views import (
    PooledExplanation,
    ResultExplanation,
    SchoolFigure,
    Slice,
    TargetGiven,
)

_SCHOOLS = ("школу", "школы", "школ")
_LINES = ("строку", "строки", "строк")
_MISSED = frozenset({Status.NEAR, Status.NOT_MET})


def result_panel(told: ResultExplanation, *, time_zone: str, may_enter: bool = False) -> str:
    """The whole answer about one figure of a school. may_enter: the person may hand in its figures."""
    rule, fact = told.indicator, told.fact
    parts = [
        _headline(
            texts.shown_value(rule, fact, is_small=told.is_small_cohort),
            STATUSES[fact.status],
            "too-few" if told.is_small_cohort and fact.status in _MISSED else "",
            fact.status,
        ),
        *section("Как посчитано", _calculation(told)),
        *section("С чем сравнивается", _comparison(told, time_zone=time_zone)),
        *section("Почему такой вывод", _verdict(told)),
        *section("Откуда число", _origin(told, time_zone=time_zone)),
        *section("Что было раньше", _before(told, time_zone=time_zone)),
        *flags_section(told.flags),
        *section("Рядом", _beside(told)),
        *steps(_step(told) if may_enter else None),
    ]
    return fragment(tied(texts.indicator_title(rule)), parts, kicker=tied(texts.result_scope(told)))


def _step(told: ResultExplanation) -> Element:
    href = figures_href(school=told.school.code, year=told.year, indicator=told.indicator.id, level=told.level)
    words = "Исправить число или цель" if told.fact.value is not None else "Внести число"
    return html.Link(words, href=href, className="button")


def _headline(value: str, words: str, mark_name: str, status: Status) -> Element:
    picture = mark(mark_name) if mark_name else status_mark(status)
    return html.P([html.B(value, className="why-value"), html.Span([picture, f" {words}"])], className="why-headline")


def _calculation(told: ResultExplanation) -> list[Element | None]:
    rule, fact = told.indicator, told.fact
    if fact.status is Status.SUPPRESSED:
        return []
    parts: list[Element | None] = [note(rule.title)]
    if rule.kind in texts.SHARES and fact.numerator is not None and fact.denominator:
        parts.append(html.P(texts.division(fact.numerator, fact.denominator, target=fact.target), className="formula"))
        parts.append(
            facts(texts.parts_of_share(fact.numerator, fact.denominator, told.words), class_name="facts of-share")
        )
    elif rule.kind is IndicatorKind.GROWTH:
        parts.append(sentence(texts.needed(rule, fact)))
    if not told.is_open:
        return parts
    parts.append(sentence(texts.total_origin(told)))
    parts += [sentence(texts.rebuilt(each)) for each in told.slices if each.is_used]
    if len(told.slices) > 1:
        rows = [[_slice_name(each), texts.slice_value(each)] for each in told.slices]
        parts.append(folded_table(("Строка", "Число"), rows, caption="Строки, которые сдала школа", unit=_LINES))
    return parts


def _slice_name(row: Slice) -> str:
    name = texts.slice_name(row)
    return name if row.is_used else f"{name} (в итог не входит)"


def _comparison(told: ResultExplanation, *, time_zone: str) -> list[Element | None]:
    given = [each for each in (told.own_target, told.reference) if each is not None]
    if told.indicator.kind in {IndicatorKind.GROWTH, IndicatorKind.BREAKDOWN}:
        given = []
    return [
        sentence(texts.target_sentence(told)),
        facts([(texts.GIVEN_BY[each.given_by], _given(told, each, time_zone=time_zone)) for each in given]),
    ]


def _given(told: ResultExplanation, given: TargetGiven, *, time_zone: str) -> object:
    words = tied(texts.given_words(told.indicator, given))
    if given.entry is None:
        return words
    place = ", ".join(each for each in (given.entry.file, given.entry.address) if each)
    source = [html.Span(tied(entry_words(given.entry, time_zone=time_zone)), className="note-line")]
    if place:
        source.append(html.Span(place, className="note-line"))
    return [words, *source]


def _verdict(told: ResultExplanation) -> list[Element | None]:
    rule, fact = told.indicator, told.fact
    is_growth = rule.kind is IndicatorKind.GROWTH
    return [
        sentence("" if is_growth else texts.needed(rule, fact)),
        sentence(texts.verdict_rule(told)),
        facts(
            [
                ("Отклонение", texts.gap_words(rule, fact)),
                ("Допустимо", texts.tolerance_words(told.tolerance) if fact.gap is not None and told.tolerance else ""),
            ]
        ),
        note(texts.early_note(told)),
    ]


def _origin(told: ResultExplanation, *, time_zone: str) -> list[Element | None]:
    used = [each for each in told.slices if each.is_used]
    notes = "; ".join(sorted({each.note for each in used if each.note}))
    pairs: list[tuple[str, object]] = [("Источник", told.source), ("Примечание", notes)]
    closed = "" if told.is_open else "Файл, ячейку и автора видят сама школа и управление образования."
    return [facts(pairs), chain(told, time_zone=time_zone) if used else None, note(closed)]


def _before(told: ResultExplanation, *, time_zone: str) -> list[Element | None]:
    rows = [
        [
            texts.slice_name(each),
            [
                texts.slice_value(each),
                html.Span(tied(entry_words(each.entry, time_zone=time_zone)), className="note-line"),
            ],
        ]
        for each in told.history
    ]
    history = folded_table(("Прежняя строка", "Число, кто и когда внёс"), rows, caption="Прежние значения", unit=_LINES)
    if told.fact.status is Status.SUPPRESSED:
        return []
    return [
        sentence(texts.last_year_words(told.indicator, told.last_year, year=told.year - 1)),
        *([note(texts.joined_note(told.year))] if told.is_joined and told.last_year is not None else []),
        sentence(texts.series_sentence(told)),
        history if rows else note("Этот год не исправляли: число внесено один раз." if told.slices else ""),
    ]


def _beside(told: ResultExplanation) -> list[Element | None]:
    pairs: list[tuple[str, object]] = []
    if told.goal:
        goal = WhyGoal(told.goal, told.year, school=told.school.code)
        pairs.append(("Цель", opens_why(tied(told.goal_name), goal, about="Цель")))
    district = told.district
    if district is not None and district.value is not None:
        pooled = WhyPooled(told.indicator.id, told.level, told.year)
        words = tied(texts.district_words(told.indicator, district))
        pairs.append(("Район", opens_why(words, pooled, about="Район")))
    return [facts(pairs)]


def pooled_panel(told: PooledExplanation, *, time_zone: str, is_coded: bool = False) -> str:
    """The whole answer about a figure of the district or a cluster. is_coded: the view that asks names no school."""
    rule, fact = told.indicator, told.fact
    parts = [
        _headline(texts.shown_value(rule, fact), STATUSES[fact.status], "", fact.status),
        *section("Как посчитано", _pooled_calculation(told)),
        *section("Почему такой вывод", _pooled_verdict(told, time_zone=time_zone)),
        *section(
            "Что было раньше",
            [
                sentence(texts.last_year_words(rule, told.last_year, year=told.year - 1)),
                sentence(texts.series_sentence(told)),
            ],
        ),
        *section("Школы", [note(texts.NAMELESS)] if is_coded else _schools(told)),
        *section("Откуда числа", [facts([("Источник", told.source)])]),
    ]
    return fragment(tied(texts.indicator_title(rule)), parts, kicker=tied(texts.pooled_scope(told)))


def _pooled_calculation(told: PooledExplanation) -> list[Element | None]:
    rule, fact = told.indicator, told.fact
    parts: list[Element | None] = [note(rule.title)]
    if rule.kind in texts.SHARES and fact.numerator is not None and fact.denominator:
        formula = texts.division(fact.numerator, fact.denominator, target=fact.reference)
        parts.append(html.P(formula, className="formula"))
        parts.append(
            facts(texts.parts_of_share(fact.numerator, fact.denominator, told.words), class_name="facts of-share")
        )
    return [*parts, sentence(texts.pooled_sentence(told))]


def _pooled_verdict(told: PooledExplanation, *, time_zone: str) -> list[Element | None]:
    rule, fact = told.indicator, told.fact
    pairs: list[tuple[str, object]] = []
    if told.reference is not None and rule.kind in texts.SHARES:
        entry = told.reference.entry
        by = [] if entry is None else [html.Span(tied(entry_words(entry, time_zone=time_zone)), className="note-line")]
        pairs.append(("Ориентир района", [tied(texts.given_words(rule, told.reference)), *by]))
    pairs.append(("Отклонение", texts.gap_words(rule, fact)))
    if fact.gap is not None and told.tolerance is not None:
        pairs.append(("Допустимо", texts.tolerance_words(told.tolerance)))
    if fact.schools_with_data and fact.status is not Status.SUPPRESSED:
        pairs.append(("Школы достигли цели", texts.schools_met(fact)))
    return [sentence(texts.pooled_verdict(told)), facts(pairs)]


def _schools(told: PooledExplanation) -> list[Element | None]:
    rows = [[_school_link(told, each), _figure(told, each), STATUSES[each.status]] for each in told.schools]
    shown = folded_table(
        ("Школа", "Число", "Вывод"), rows, caption="Школы, из которых сложено значение", numbers=2, unit=_SCHOOLS
    )
    closed = "" if told.lists_all else "Другие школы по названию не показываются: видна только их сумма."
    return [shown, note(closed)]


def _school_link(told: PooledExplanation, each: SchoolFigure) -> Element:
    return html.Link(tied(each.school.short_name), href=school_href(each.school.code, year=told.year))


def _figure(told: PooledExplanation, each: SchoolFigure) -> object:
    if each.status is Status.SUPPRESSED:
        return "<10" if each.is_small_cohort else "скрыто"
    subject = WhyResult(each.school.code, told.indicator.id, told.level, told.year)
    if each.numerator is not None and each.denominator is not None:
        words = f"{whole(each.numerator)} из {whole(each.denominator)}"
    elif each.value is not None:
        before = "" if each.baseline is None else f", было {whole(each.baseline)}"
        words = f"{whole(round(each.value))}{before}"
    else:
        words = whole(each.denominator) if each.denominator is not None else "нет"
    return opens_why(words, subject, about=f"{each.school.short_name}, {format_year(told.year)}")
