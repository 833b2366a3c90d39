"""Charts of rows for a presentation: a table with names and figures, and in its gap a chart whose rows lie on those of the table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dashboard import theme
from dashboard.charts.rows import (
    BarRow,
    CategoryBars,
    DistributionStrips,
    DotRow,
    Dumbbell,
    DumbbellRow,
    GoalDotPlot,
    StripRow,
    is_end_free,
)
from dashboard.charts.specification import Reference, Scale
from dashboard.charts.words import BREAK, change_words, count_words, gap_words, value_words
from dashboard.exports.deck.native_values import (
    Axis,
    BarSeries,
    Line,
    Spot,
    XySeries,
    axis_of,
    faded,
    spread,
    value_of,
)
from dashboard.formatting import NO_BREAK, Counted, plain
from dashboard.texts.deck import NOW
from dashboard.texts.words import STATUSES
from data_layer.domain.vocabulary import Status

RowBody = GoalDotPlot | Dumbbell | DistributionStrips | CategoryBars

_JUDGED: Final = (Status.MET, Status.NEAR, Status.NOT_MET)
_STEM: Final = Line(theme.LINE_2, 2.6)
_BROKEN_STEM: Final = Line(theme.LINE_2, 2.6, "dot")
_REFERENCE: Final = Line(theme.INK, 2.6)
_REACH: Final = 0.32


@dataclass(frozen=True, slots=True)
class TextLine:
    """A row of the table: its name, the words for its columns, and what stands on the scale where there is no value.

    is_at_end: these words stand at the right end of the scale, for marks of others lie at its left.
    """

    name: str
    texts: tuple[str, ...] = ()
    on_scale: str = ""
    is_head: bool = False
    is_chosen: bool = False
    is_at_end: bool = False


@dataclass(frozen=True, slots=True)
class RowsView:
    """heads: over the columns at the right; bold: which of them are. xy or bars: what is drawn, never both.

    counts: k of n of bars, one per line.
    """

    lines: tuple[TextLine, ...]
    heads: tuple[str, ...]
    bold: frozenset[int]
    axis: Axis
    xy: tuple[XySeries, ...] = ()
    bars: tuple[BarSeries, ...] = ()
    counts: tuple[Counted | None, ...] = ()
    reference: Reference | None = None
    name_head: str = ""


def rows_view(body: RowBody) -> RowsView:
    if isinstance(body, GoalDotPlot):
        return _of_dots(body)
    if isinstance(body, Dumbbell):
        return _of_dumbbell(body)
    return _of_strips(body) if isinstance(body, DistributionStrips) else _of_bars(body)


@dataclass(frozen=True, slots=True)
class _Dot:
    """A mark on its row. place: of the row from below, from 1."""

    name: str
    place: int
    value: Fraction
    status: Status
    count: Counted | None
    is_faint: bool = False

    @property
    def spot(self) -> Spot:
        return Spot(self.name, value_of(self.value), self.place, self.count)


def _dot_series(dots: Sequence[_Dot]) -> Iterator[XySeries]:
    """One per verdict, so that each has its mark; those in the background keep their form and lose their colour."""
    for is_faint in (True, False):
        for status in (*_JUDGED, None):
            found = [dot for dot in dots if dot.is_faint is is_faint and _verdict(dot.status) is status]
            if found:
                marker = theme.PLAIN_MARKER if status is None else theme.STATUS_MARKERS[status]
                title = "без вывода" if status is None else STATUSES[status]
                spots = tuple(dot.spot for dot in found)
                yield XySeries(
                    f"остальные: {title}" if is_faint else title, spots, faded(marker) if is_faint else marker
                )


def _verdict(status: Status) -> Status | None:
    return status if status in _JUDGED else None


def _stems(title: str, pairs: Sequence[tuple[str, int, Fraction, Fraction]], line: Line = _STEM) -> Iterator[XySeries]:
    """pairs: name, row, from, to."""
    strokes = [(Spot(name, value_of(start), y), Spot(name, value_of(end), y)) for name, y, start, end in pairs]
    if strokes:
        yield XySeries(title, spread(strokes), line=line)


def _uprights(title: str, places: Sequence[tuple[str, int, Fraction]], line: Line) -> Iterator[XySeries]:
    """Short upright strokes, each on its row."""
    strokes = []
    for name, y, value in places:
        x = value_of(value)
        strokes.append((Spot(name, x, y - _REACH), Spot(name, x, y + _REACH)))
    if strokes:
        yield XySeries(title, spread(strokes), line=line)


def _reference_series(reference: Reference | None, lines: int) -> Iterator[XySeries]:
    if reference is not None:
        x = value_of(reference.value)
        ends = (Spot(reference.label, x, 0.5), Spot(reference.label, x, lines + 0.5))
        yield XySeries(reference.label, ends, line=_REFERENCE)


def _placed(lines: Sequence[TextLine]) -> list[int]:
    """Of every line that is no head, its place from below."""
    return [len(lines) - place for place, line in enumerate(lines) if not line.is_head]


# --- dot plot -----------------------------------------------------------------------------------------


def _of_dots(chart: GoalDotPlot) -> RowsView:
    reference = chart.reference.value if chart.reference else None
    lines: list[TextLine] = []
    for group in chart.groups:
        if group.title and group.rows:
            lines.append(TextLine(group.title, is_head=True))
        lines += [_dot_line(row, chart, reference) for row in group.rows]
    placed = list(zip(_placed(lines), chart.rows, strict=True))
    has_chosen = any(row.is_chosen for row in chart.rows)
    dots, stems, own = [], [], []
    for y, row in placed:
        if row.value is None:
            continue
        name, target = row.place.name, row.target if row.target is not None else reference
        dots.append(_Dot(name, y, row.value, row.status, row.count, has_chosen and not row.is_chosen))
        if target is not None:
            stems.append((name, y, row.value, target))
        if row.target is not None:
            own.append((y, row, row.target))
    series = (
        *_reference_series(chart.reference, len(lines)),
        *_stems("расстояние до цели", stems),
        *_own_targets(own),
        *_dot_series(dots),
    )
    heads = ("", chart.count_head, chart.gap_head)
    return RowsView(tuple(lines), heads, frozenset({0, 2}), axis_of(chart.scale), series, reference=chart.reference)


def _own_targets(rows: Sequence[tuple[int, DotRow, Fraction]]) -> Iterator[XySeries]:
    """Short upright strokes with their names, on the side away from the mark. rows: place of the row, the row, its target."""
    strokes = []
    for y, row, target in rows:
        name, x = row.place.name, value_of(target)
        side = "l" if row.value is not None and row.value >= target else "r"
        middle = Spot(name, x, y, None, f"цель{NO_BREAK}{plain(target)}", side, has_ground=True)
        strokes.append((Spot(name, x, y - _REACH), middle, Spot(name, x, y + _REACH)))
    if strokes:
        yield XySeries("своя цель школы", spread(strokes), line=Line(theme.INK, 4.2))


def _dot_line(row: DotRow, chart: GoalDotPlot, reference: Fraction | None) -> TextLine:
    target = reference if row.target is None else row.target
    if row.value is None:
        return TextLine(row.place.name, ("", "", ""), row.words or STATUSES[row.status], is_chosen=row.is_chosen)
    value = value_words(row.value, chart.scale.unit, target=target)
    gap = gap_words(row.gap, is_less_better=chart.scale.is_less_better)
    counted = ", ".join(part for part in (count_words(row.count), row.words) if part)
    return TextLine(row.place.name, (value, counted, gap), is_chosen=row.is_chosen)


# --- dumbbell -----------------------------------------------------------------------------------------


def _of_dumbbell(chart: Dumbbell) -> RowsView:
    lines = tuple(_dumbbell_line(row, chart) for row in chart.rows)
    placed = list(zip(_placed(lines), chart.rows, strict=True))
    has_chosen = any(row.is_chosen for row in chart.rows)
    stems = {is_broken: list(_both(placed, is_broken=is_broken)) for is_broken in (False, True)}
    before = tuple(
        Spot(row.place.name, value_of(row.before.value), y, row.before.count)
        for y, row in placed
        if row.before.value is not None
    )
    now = [
        _Dot(row.place.name, y, row.now.value, row.status, row.now.count, has_chosen and not row.is_chosen)
        for y, row in placed
        if row.now.value is not None
    ]
    series = (
        *_reference_series(chart.reference, len(lines)),
        *_stems("изменение", stems[False]),
        *_stems(BREAK, stems[True], _BROKEN_STEM),
        *([XySeries(chart.before, before, theme.BEFORE_MARKER)] if before else []),
        *(XySeries(f"{chart.now}: {each.title}", each.spots, each.marker) for each in _dot_series(now)),
    )
    heads = (chart.before, chart.now, "изменение")
    return RowsView(lines, heads, frozenset({1}), axis_of(chart.scale), series, reference=chart.reference)


def _both(
    placed: Sequence[tuple[int, DumbbellRow]], *, is_broken: bool
) -> Iterator[tuple[str, int, Fraction, Fraction]]:
    for y, row in placed:
        before, now = row.before.value, row.now.value
        if before is not None and now is not None and bool(row.breaks) is is_broken:
            yield row.place.name, y, before, now


def _dumbbell_line(row: DumbbellRow, chart: Dumbbell) -> TextLine:
    unit = chart.scale.unit
    before, now = row.before.value, row.now.value
    if before is None and now is None:
        return TextLine(row.place.name, ("", "", ""), row.words or STATUSES[row.status], is_chosen=row.is_chosen)
    change = BREAK if row.breaks else change_words(before, now, unit)
    texts = (value_words(before, unit), value_words(now, unit), change)
    return TextLine(row.place.name, texts, is_chosen=row.is_chosen)


# --- bars ---------------------------------------------------------------------------------------------


def _of_bars(chart: CategoryBars) -> RowsView:
    unit = chart.scale.unit
    lines = tuple(
        TextLine(
            row.place.name,
            (value_words(row.value, unit) if row.value is not None else "", _counted(row)),
            "" if row.value is not None else row.words,
            is_chosen=row.is_chosen,
        )
        for row in chart.rows
    )
    has_chosen = any(row.is_chosen for row in chart.rows)
    faint = frozenset(place for place, row in enumerate(chart.rows) if has_chosen and not row.is_chosen)
    values = tuple(None if row.value is None else value_of(row.value) for row in chart.rows)
    title = NOW if chart.beside_label else chart.count_head
    series = [BarSeries(title, values, theme.MET, faint)]
    if any(row.beside is not None for row in chart.rows):
        beside = tuple(None if row.beside is None else value_of(row.beside) for row in chart.rows)
        series.append(BarSeries(chart.beside_label, beside, theme.TOO_FEW))
    counts = tuple(row.count for row in chart.rows)
    heads = ("", chart.count_head)
    return RowsView(
        lines, heads, frozenset({0}), axis_of(chart.scale), bars=tuple(series), counts=counts, name_head="Вид"
    )


def _counted(row: BarRow) -> str:
    return ", ".join(part for part in (count_words(row.count), row.words if row.value is not None else "") if part)


# --- strips -------------------------------------------------------------------------------------------


def _of_strips(chart: DistributionStrips) -> RowsView:
    lines: list[TextLine] = []
    for group in chart.groups:
        if group.title and group.rows:
            lines.append(TextLine(group.title, is_head=True))
        lines += [_strip_line(row, chart.scale) for row in group.rows]
    placed = list(zip(_placed(lines), chart.rows, strict=True))
    spread_of = [(row.place.name, y, row.quartiles) for y, row in placed if row.quartiles is not None]
    dots = [
        _Dot(row.place.name, y, row.school.value, row.status, row.school.count)
        for y, row in placed
        if row.school.value is not None
    ]
    series = (
        *_stems(
            "половина других школ",
            [(name, y, each.lower, each.upper) for name, y, each in spread_of],
            Line(theme.TRACK, 15),
        ),
        *_uprights(
            "медиана других школ", [(name, y, each.median) for name, y, each in spread_of], Line(theme.LINE_2, 2.6)
        ),
        *_uprights("район", _known(placed, "district"), Line(theme.INK_2, 2.2)),
        *(_uprights(chart.cluster, _known(placed, "cluster"), Line(theme.INK_2, 2.2, "dot")) if chart.cluster else ()),
        *_uprights("цель", _known(placed, "target"), Line(theme.INK, 4.6)),
        *_dot_series(dots),
    )
    return RowsView(tuple(lines), ("школа", "район"), frozenset({0}), axis_of(chart.scale), series)


def _known(placed: Sequence[tuple[int, StripRow]], what: str) -> list[tuple[str, int, Fraction]]:
    found = [
        (row.place.name, y, {"district": row.district, "cluster": row.cluster, "target": row.target}[what])
        for y, row in placed
    ]
    return [(name, y, value) for name, y, value in found if value is not None]


def _strip_line(row: StripRow, scale: Scale) -> TextLine:
    district = value_words(row.district, scale.unit) if row.district is not None else ""
    if row.school.value is None:
        told = row.words or STATUSES[row.status]
        return TextLine(row.place.name, ("", district), told, is_at_end=is_end_free(row, scale))
    return TextLine(row.place.name, (value_words(row.school.value, scale.unit, target=row.target), district))
