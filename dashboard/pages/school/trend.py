"""«Как менялось»: every figure over the years that the district has used, as numbers with a small line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final

from dashboard import html
from dashboard.addresses.school import SchoolPartAddress
from dashboard.addresses.why import WhyResult
from dashboard.charts.plots import SeriesRole, Trend, TrendPoint, TrendSeries
from dashboard.charts.sparkline import sparkline
from dashboard.charts.specification import FigureText, Reference, Scale, Unit, scale_for
from dashboard.components.why import why_number
from dashboard.formatting import DASH, NO_BREAK, exact, percent_value, plain, points, tied, whole
from dashboard.html import Element
from dashboard.pages.school.fold import fold
from dashboard.texts.series import break_words
from dashboard.texts.succession import change_sentence, joined_words, predecessor_title
from dashboard.texts.words import LEVELS, LEVELS_SHORT, indicator_name, without_number
from data_layer.domain.school_year import format_year
from data_layer.domain.series import Break, Years, methods_between
from data_layer.domain.vocabulary import IndicatorKind, Status
from data_layer.queries.school_trend import Predecessor, SchoolTrend, TrendLine, TrendYear

_SHARES = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION})
# Instead of the change, where two years are no series.
_NO_CHANGE: Final[Mapping[Break, str]] = {
    Break.JOINED: "школы объединены",
    Break.METHOD: "другая методика",
    Break.UNFINISHED: "ещё собирают",
    Break.COHORT: "другая группа",
}


@dataclass(frozen=True, slots=True)
class _Whose:
    """titles: of the blocks, by number. is_asked: figures can be asked «Почему?»."""

    school: str
    titles: Mapping[int, str]
    today: date
    is_asked: bool = True


def trend_section(years: Sequence[int], address: SchoolPartAddress) -> list[Element]:
    """Nothing where the district has used one year alone. years: in order."""
    return [fold("Как менялось по годам", _scope(years), address)] if len(years) > 1 else []


def trend_body(
    found: SchoolTrend, *, school: str, today: date, before: Sequence[Predecessor] = (), is_school: bool = False
) -> list[Element]:
    """A table per block, then the years of the schools that joined this one, each by itself.

    is_school: the reader is of a school, and can ask only after its own figures.
    """
    return [
        *[html.P(tied(change_sentence(each, is_beside_years=True)), className="note") for each in found.changes],
        *_tables(found, _Whose(school, found.titles, today)),
        *(part for each in before for part in _predecessor(each, today=today, is_asked=not is_school)),
    ]


def _predecessor(found: Predecessor, *, today: date, is_asked: bool) -> list[Element]:
    whose = _Whose(found.code, found.trend.titles, today, is_asked=is_asked)
    head = html.H3(tied(predecessor_title(found.name, found.year)), className="predecessor")
    return [head, *_tables(found.trend, whose, fewest=1)]


def _tables(found: SchoolTrend, whose: _Whose, *, fewest: int = 2) -> list[Element]:
    """fewest: with figures of fewer years there is nothing to show."""
    lines = [line for line in found.lines if line.has_figures]
    years = sorted({each.year for line in lines for each in line.years})
    if len(years) < fewest:
        return [html.P("Сравнивать пока нечего: числа есть не больше чем за один год.", className="note all-done")]
    tables = [_table(block, list(rows), years, whose) for block, rows in groupby(lines, key=lambda line: line.block)]
    note = html.P(
        "Пунктир — цель последнего года. Точки не соединены, если между годами нет данных или ряд прерван: другая "
        "методика, другая группа, школы объединились, год ещё не закончен.",
        className="note",
    )
    return [note, html.Div(tables, className="trend-columns")]


def _scope(years: Sequence[int]) -> str:
    return f"{format_year(years[0])}{NO_BREAK}— {format_year(years[-1])}"


def _table(block: int, lines: Sequence[TrendLine], years: Sequence[int], whose: _Whose) -> Element:
    head = html.Tr(
        [
            html.Th("Показатель", scope="col"),
            html.Th("Линия", scope="col"),
            *(html.Th(format_year(year), scope="col", className="number") for year in years),
            html.Th("Изменение", scope="col", className="number"),
        ]
    )
    caption = html.Caption(f"{block}. {whose.titles.get(block, '')}")
    rows = [_row(line, years, whose) for line in lines]
    return html.Table([caption, html.Thead(head), html.Tbody(rows)], className="trend")


def _row(line: TrendLine, years: Sequence[int], whose: _Whose) -> Element:
    level = LEVELS_SHORT[line.level]
    name = [html.Span(line.code, className="quiet"), f" {tied(indicator_name(line.indicator, line.title))}"]
    if level:
        name.append(html.Span(f" {level}", className="quiet"))
    name += [html.Small(tied(f"Ряд прерван: {words}"), className="series-break") for words in _interruptions(line)]
    by_year = {each.year: each for each in line.years}
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(sparkline(_spec(line, years, on=whose.today)), className="picture"),
            *(
                html.Td(_figure(line, by_year.get(year), whose), className="number", **{"data-head": format_year(year)})
                for year in years
            ),
            html.Td(_change(line, years), className="number change", **{"data-head": "Изменение"}),
        ]
    )


def _interruptions(line: TrendLine) -> list[str]:
    """Why the line is interrupted between two years that both have a figure."""
    return [
        words
        for then, now in pairwise(line.years)
        if then.value is not None and now.value is not None
        for words in [_break_words(line, then, now)]
        if words
    ]


def _break_words(line: TrendLine, then: TrendYear, now: TrendYear) -> str:
    return joined_words(now.joined) or break_words(now.breaks, line.rule, Years(then.year, now.year, now.due))


def _figure(line: TrendLine, found: TrendYear | None, whose: _Whose) -> Element | str:
    if found is None:
        return DASH
    subject = WhyResult(whose.school, line.indicator, line.level, found.year)
    about = f"{line.code}, {LEVELS[line.level]}, {format_year(found.year)}"
    if not whose.is_asked:
        return html.Span(_value(line, found))
    return why_number(subject, _value(line, found), about=about)


def _value(line: TrendLine, found: TrendYear) -> list[Element | str]:
    if found.status is Status.SUPPRESSED:
        return ["<10" if found.is_small_cohort else "скрыто"]
    if found.value is None:
        return [html.Small(tied(without_number(found.status, found.absence)), className="no-number")]
    if line.kind not in _SHARES:
        return [plain(found.value)]
    if found.numerator is None or not found.denominator:
        return [percent_value(found.value)]
    count = f"{whole(found.numerator)} из{NO_BREAK}{whole(found.denominator)}"
    if found.is_small_cohort:
        return [count]
    value = percent_value(Fraction(100 * found.numerator, found.denominator), target=found.target)
    return [value, html.Small(count)]


def _change(line: TrendLine, years: Sequence[int]) -> str:
    """From the last year but one to the last; a dash where they are no series."""
    by_year = {each.year: each for each in line.years}
    now, before = by_year.get(years[-1]), by_year.get(years[-2]) if len(years) > 1 else None
    if now is None or before is None or now.value is None or before.value is None:
        return DASH
    if now.joined:
        return _NO_CHANGE[Break.JOINED]
    if any(methods_between(line.rule, before.year, now.year)):
        return _NO_CHANGE[Break.METHOD]
    if now.breaks is not None:
        return _NO_CHANGE[now.breaks]
    if line.kind in _SHARES:
        small = now.is_small_cohort or before.is_small_cohort
        return "малая группа" if small else points(_exact(now) - _exact(before))
    change = now.value - before.value
    return f"{'+' if change > 0 else ''}{plain(change)}"


def _exact(found: TrendYear) -> Fraction:
    if found.numerator is not None and found.denominator:
        return Fraction(100 * found.numerator, found.denominator)
    return exact(found.value or 0)


def _spec(line: TrendLine, years: Sequence[int], *, on: date) -> Trend:
    """The line as a chart says it; a missing year is a gap, another cohort a break."""
    is_share = line.kind in _SHARES
    shown = [
        TrendPoint(
            year=each.year,
            value=None if each.value is None else (_exact(each) if is_share else exact(each.value)),
            status=each.status,
            breaks="" if then is None else _break_words(line, then, each),
            words="" if each.value is not None else without_number(each.status, each.absence),
        )
        for then, each in zip((None, *line.years), line.years, strict=False)
    ]
    target = line.years[-1].target if is_share else None
    values = [point.value for point in shown if point.value is not None]
    reference = None if target is None else Reference(exact(target), "цель")
    return Trend(
        text=FigureText(f"{line.code} {line.title}", on=on),
        scale=_scale(line, [*values, *([exact(target)] if target is not None else [])]),
        years=tuple(years),
        series=(TrendSeries(line.title, SeriesRole.FOCUS, tuple(shown)),),
        reference=reference,
    )


def _scale(line: TrendLine, values: Sequence[Fraction]) -> Scale:
    unit = Unit.PERCENT if line.kind in _SHARES else Unit.COUNT
    return scale_for(values, unit=unit, is_less_better=line.is_less_better)
