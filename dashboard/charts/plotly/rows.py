"""Charts of rows as Plotly figures, for the picture to save: names at the left, figures in columns at the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from textwrap import wrap
from typing import Final

from dashboard import theme
from dashboard.charts.plotly.base import (
    CHARACTER,
    Dot,
    Drawing,
    Figure,
    Margin,
    Sizes,
    Trace,
    dot_trace,
    inert,
    line_trace,
    note,
    number,
    plain_axis,
    range_of,
    text_trace,
    value_axis,
)
from dashboard.charts.rows import (
    BarRow,
    CategoryBars,
    DistributionStrips,
    DotRow,
    Dumbbell,
    DumbbellRow,
    GoalDotPlot,
    HeatCell,
    HeatMap,
    Step,
    StripRow,
    is_end_free,
)
from dashboard.charts.specification import Reference, Scale
from dashboard.charts.words import BREAK, change_words, count_words, gap_words, value_words
from dashboard.formatting import plain
from dashboard.texts.words import STATUSES
from dashboard.theme import Marker
from data_layer.domain.vocabulary import Status

_EDGE: Final = 40
_GAP: Final = 28
_ROW: Final = 1.5
# A longer name takes another line; it is never cut.
_LONGEST_NAME: Final = 30
_LONGEST_HEAD: Final = 12
# Mean width of a character of names, in parts of the type size: they have more capitals than other text.
_NAME_CHARACTER: Final = 0.61
# The scale takes this part of the picture, if longer texts of columns can be broken, which so many rows leave room for.
_LEAST_SCALE: Final = 0.35
_LONGEST_TEXT: Final = 16
_MOST_BROKEN: Final = 8
_JUDGED: Final = frozenset({Status.MET, Status.NEAR, Status.NOT_MET})


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the picture: a row with its texts for the columns, or a head over rows."""

    name: str
    texts: tuple[str, ...] = ()
    is_head: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class _Rows:
    """heads: over the columns at the right. bold: which of them are."""

    lines: tuple[_Line, ...]
    heads: tuple[str, ...]
    bold: frozenset[int] = field(default_factory=frozenset)

    def places(self) -> list[int]:
        """Where the rows lie on the upright axis, heads left out."""
        return [place for place, line in enumerate(self.lines) if not line.is_head]


@dataclass(frozen=True, slots=True)
class _Beside:
    """Words at the left or at the right of a value. width: in pixels, with what keeps them away from both sides."""

    value: Fraction
    width: int
    is_left: bool


def _wrapped(name: str) -> list[str]:
    return wrap(name, _LONGEST_NAME, break_long_words=False) or [name]


def _text_width(text: str, size: int) -> int:
    return round(len(text) * size * CHARACTER)


def _drawing(
    rows: _Rows,
    sizes: Sizes,
    *,
    scale: Scale,
    data: Sequence[Trace],
    reference: Reference | None = None,
    annotations: Sequence[Figure] = (),
    beside: Sequence[_Beside] = (),
) -> Drawing:
    """beside: words beside strokes, which must not run into names or figures."""
    margin = _margin(rows, sizes, reference)
    if sizes.width - margin.left - margin.right < _LEAST_SCALE * sizes.width and len(rows.lines) <= _MOST_BROKEN:
        rows = replace(rows, lines=tuple(_broken(line) for line in rows.lines))
        margin = _margin(rows, sizes, reference)
    margin = _with_room(margin, beside, scale, sizes)
    columns = list(_columns(rows, sizes))
    x_axis = value_axis(scale, sizes, side="top")
    _thin_ticks(x_axis, sizes, room=sizes.width - margin.left - margin.right)
    if reference is not None:
        _drop_close_ticks(x_axis, reference, scale)
    shapes = [_reference_line(reference, sizes)] if reference is not None else []
    return Drawing(
        sizes=sizes,
        margin=margin,
        plot_height=_height(rows, sizes),
        data=[*data, *_column_traces(rows, columns, sizes)],
        xaxis=x_axis,
        yaxis=_row_axis(rows, sizes),
        annotations=[*annotations, *_heads(rows, columns, sizes, margin), *_reference_name(reference, sizes)],
        shapes=shapes,
        is_rows=True,
    )


def _margin(rows: _Rows, sizes: Sizes, reference: Reference | None) -> Margin:
    gaps = _gap(0, rows, sizes) + _GAP * (len(rows.heads) - 1)
    return Margin(
        left=_names_width(rows, sizes),
        right=sum(_columns(rows, sizes)) + gaps + _EDGE,
        top=round(sizes.small * (3.4 if reference else 2.8)),
        bottom=round(sizes.small * 0.6),
    )


def _with_room(margin: Margin, beside: Sequence[_Beside], scale: Scale, sizes: Sizes) -> Margin:
    """A margin in which words beside strokes at the ends of the scale stay before the columns and behind the names."""
    low, high = range_of(scale)
    for is_left in (False, True):
        room = sizes.width - margin.left - margin.right
        shares = [((number(each.value) - low) / (high - low), each.width) for each in beside if each.is_left is is_left]
        # Of the scale, from the stroke to the far end; the words take the rest.
        parts = [(1 - share if is_left else share, width) for share, width in shares]
        plot = min([room, *((room - width) / part for part, width in parts if part * room + width > room)])
        taken = room - max(round(plot), 1)
        margin = replace(margin, left=margin.left + taken) if is_left else replace(margin, right=margin.right + taken)
    return margin


def _gap(place: int, rows: _Rows, sizes: Sizes) -> int:
    """Left of a column. Over the scale stands its last number, which must not run into the first head."""
    return _GAP + sizes.small if place == 0 and rows.heads[0] else _GAP


def _broken(line: _Line) -> _Line:
    return replace(line, texts=tuple(_halved(text) for text in line.texts))


def _halved(text: str) -> str:
    """A long text in two lines of nearly one length."""
    words = text.split(" ")
    if len(text) <= _LONGEST_TEXT or len(words) == 1:
        return text
    ways = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    return "\n".join(min(ways, key=lambda way: max(map(len, way))))


def _height(rows: _Rows, sizes: Sizes) -> int:
    names = (len(_wrapped(line.name)) for line in rows.lines if not line.is_head)
    texts = (text.count("\n") + 1 for line in rows.lines for text in line.texts)
    lines = max([*names, *texts], default=1)
    return round(max(len(rows.lines), 1) * sizes.small * (_ROW + (lines - 1) * 1.1))


def _names_width(rows: _Rows, sizes: Sizes) -> int:
    longest = max((len(part) for line in rows.lines if not line.is_head for part in _wrapped(line.name)), default=0)
    return round(longest * sizes.small * _NAME_CHARACTER) + _EDGE + 16


def _columns(rows: _Rows, sizes: Sizes) -> Iterator[int]:
    """Width of every column at the right."""
    for place, head in enumerate(rows.heads):
        texts = [part for line in rows.lines if not line.is_head for part in line.texts[place].split("\n")]
        yield max((_text_width(text, sizes.small) for text in [*_head_lines(head), *texts]), default=0)


def _head_lines(head: str) -> list[str]:
    return wrap(head, _LONGEST_HEAD, break_long_words=False)


def _row_axis(rows: _Rows, sizes: Sizes) -> Figure:
    axis = plain_axis(sizes)
    names = [_name_of(line) for line in rows.lines]
    axis |= {
        "range": [len(rows.lines) - 0.5, -0.5],
        "tickvals": rows.places(),
        "ticktext": [name for name, line in zip(names, rows.lines, strict=True) if not line.is_head],
        "tickfont": {"size": sizes.small, "color": theme.INK},
        "ticklabelstandoff": 8,
    }
    return axis


def _name_of(line: _Line) -> str:
    name = "<br>".join(inert(part) for part in _wrapped(line.name))
    return f"<b>{name}</b>" if line.is_chosen else name


def _column_ends(rows: _Rows, widths: Sequence[int], sizes: Sizes) -> list[int]:
    """Where columns end, in pixels of the picture; the last one at its edge."""
    end, ends = sizes.width - _EDGE, list[int]()
    for place in reversed(range(len(widths))):
        ends.append(end)
        end -= widths[place] + _gap(place, rows, sizes)
    return ends[::-1]


def _column_traces(rows: _Rows, widths: Sequence[int], sizes: Sizes) -> Iterator[Trace]:
    """The figures of each column, right-aligned; across they are placed by pixels of the picture."""
    for place, right in enumerate(_column_ends(rows, widths, sizes)):
        shown = [(y, line.texts[place]) for y, line in enumerate(rows.lines) if not line.is_head and line.texts[place]]
        is_bold = place in rows.bold
        yield text_trace(
            [right] * len(shown),
            [y for y, _ in shown],
            [text for _, text in shown],
            size=sizes.small,
            colour=theme.INK if is_bold else theme.INK_2,
            place="middle left",
            bold=is_bold,
            x_axis="x2",
        )


def _heads(rows: _Rows, widths: Sequence[int], sizes: Sizes, margin: Margin) -> Iterator[Figure]:
    """Heads over the columns, and heads over groups of rows at the left edge."""
    for head, end in zip(rows.heads, _column_ends(rows, widths, sizes), strict=True):
        right = end - (sizes.width - margin.right)
        at = {
            "x": 1,
            "xref": "paper",
            "xanchor": "right",
            "xshift": right,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
        }
        if head:
            words = "<br>".join(inert(line) for line in _head_lines(head))
            yield note(words, {**at, "align": "right"}, yshift=6, size=sizes.small, colour=theme.INK_2)
    left = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": _EDGE - margin.left}
    for y, line in enumerate(rows.lines):
        if line.is_head:
            yield note(inert(line.name), left, y=y, size=sizes.small, bold=True, bgcolor=theme.SURFACE)


def _thin_ticks(axis: Figure, sizes: Sizes, *, room: int) -> None:
    """Where columns of words leave little to the scale, only every second or third number is written, and the first."""
    texts = [str(text) for text in _list(axis["ticktext"])]
    widest = max((_text_width(text, sizes.small) for text in texts), default=0)
    apart = room / max(len(texts) - 1, 1)
    every = next((step for step in range(1, len(texts)) if step * apart > widest * 1.15), max(len(texts), 1))
    axis["ticktext"] = [text if place % every == 0 else "" for place, text in enumerate(texts)]


def _drop_close_ticks(axis: Figure, reference: Reference, scale: Scale) -> None:
    """Two numbers on top of each other cannot be read; the reference is written above."""
    near = number(scale.high - scale.low) * 0.07
    pairs = zip(_list(axis["tickvals"]), _list(axis["ticktext"]), strict=True)
    axis["ticktext"] = [
        "" if 0 < abs(float(str(tick)) - number(reference.value)) < near else text for tick, text in pairs
    ]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _reference_line(reference: Reference, sizes: Sizes) -> Figure:
    at = number(reference.value)
    line = {"color": theme.INK, "width": sizes.line}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def _reference_name(reference: Reference | None, sizes: Sizes) -> list[Figure]:
    if reference is None:
        return []
    place = {"yref": "paper", "yanchor": "bottom", "yshift": round(sizes.small * 1.6)}
    return [note(inert(reference.label), place, x=number(reference.value), y=1, size=sizes.small, bold=True)]


def _marker(status: Status) -> Marker:
    return theme.STATUS_MARKERS[status] if status in _JUDGED else theme.PLAIN_MARKER


def _stems(
    pairs: Sequence[tuple[Fraction, Fraction, int]],
    sizes: Sizes,
    *,
    colour: str = theme.LINE_2,
    width: float = 1.2,
) -> Trace:
    """Lines from value to value, each at its row, as one trace with gaps."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for start, end, y in pairs:
        xs += [number(start), number(end), None]
        ys += [y, y, None]
    return line_trace(xs, ys, colour=colour, width=sizes.line * width, dash="solid")


def _uprights(
    values: Sequence[tuple[Fraction, int]],
    sizes: Sizes,
    *,
    colour: str,
    width: float,
    reach: float,
    dash: str = "solid",
) -> Trace:
    """Short upright ticks, each at its row."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for value, y in values:
        xs += [number(value), number(value), None]
        ys += [y - reach, y + reach, None]
    return line_trace(xs, ys, colour=colour, width=sizes.line * width, dash=dash)


def _words_on_track(words: str, y: int, scale: Scale, sizes: Sizes, *, is_at_end: bool = False) -> Figure:
    return note(
        inert(words),
        x=number(scale.high if is_at_end else scale.low),
        xanchor="right" if is_at_end else "left",
        xshift=-8 if is_at_end else 8,
        y=y,
        size=sizes.small,
        colour=theme.INK_2,
        bgcolor=theme.SURFACE,
    )


def dots(chart: GoalDotPlot, sizes: Sizes) -> Drawing:
    reference = chart.reference.value if chart.reference else None
    lines: list[_Line] = []
    for group in chart.groups:
        if group.title and group.rows:
            lines.append(_Line(group.title, is_head=True))
        lines += [_dot_line(row, chart, reference) for row in group.rows]
    rows = _Rows(tuple(lines), ("", chart.count_head, chart.gap_head), frozenset({0, 2}))
    placed = list(zip(rows.places(), chart.rows, strict=True))
    has_chosen = any(row.is_chosen for row in chart.rows)
    drawn = [(y, row, row.value) for y, row in placed if row.value is not None]
    targets = [(row.target if row.target is not None else reference, value, y) for y, row, value in drawn]
    own = [(row.target, y) for y, row in placed if row.target is not None]
    data = [
        _stems([(target, value, y) for target, value, y in targets if target is not None], sizes),
        _uprights(own, sizes, colour=theme.INK, width=1.6, reach=0.3),
        dot_trace(
            [
                Dot(number(value), y, _marker(row.status), is_faint=has_chosen and not row.is_chosen)
                for y, row, value in drawn
            ],
            sizes,
        ),
    ]
    words = [
        _words_on_track(row.words or STATUSES[row.status], y, chart.scale, sizes)
        for y, row in placed
        if row.value is None
    ]
    words += [_target_name(row, value, y, sizes) for y, row, value in drawn if row.target is not None]
    beside = [
        _Beside(row.target, _text_width(_target_words(row.target), sizes.small) + 16 - _GAP, value >= row.target)
        for _, row, value in drawn
        if row.target is not None
    ]
    return _drawing(
        rows, sizes, scale=chart.scale, data=data, reference=chart.reference, annotations=words, beside=beside
    )


def _target_words(target: Fraction) -> str:
    return f"цель\u00a0{plain(target)}"


def _dot_line(row: DotRow, chart: GoalDotPlot, reference: Fraction | None) -> _Line:
    target = reference if row.target is None else row.target
    value = value_words(row.value, chart.scale.unit, target=target) if row.value is not None else ""
    texts = (value, count_words(row.count), gap_words(row.gap, is_less_better=chart.scale.is_less_better))
    return _Line(row.place.name, texts, is_chosen=row.is_chosen)


def _target_name(row: DotRow, value: Fraction, y: int, sizes: Sizes) -> Figure:
    target = row.target if row.target is not None else value
    is_left = value >= target
    place = {"xanchor": "right" if is_left else "left", "xshift": -8 if is_left else 8}
    # Its own ground, for the line of the reference may run where the words stand.
    place |= {"bgcolor": theme.SURFACE}
    return note(_target_words(target), place, x=number(target), y=y, size=sizes.small, colour=theme.INK_2)


def dumbbells(chart: Dumbbell, sizes: Sizes) -> Drawing:
    rows = _Rows(
        tuple(_dumbbell_line(row, chart) for row in chart.rows),
        (chart.before, chart.now, "изменение"),
        frozenset({1}),
    )
    both = [(y, row, row.before.value, row.now.value) for y, row in enumerate(chart.rows)]
    # Two years that are no series stand apart.
    whole = [
        (before, now, y) for y, row, before, now in both if before is not None and now is not None and not row.breaks
    ]
    has_chosen = any(row.is_chosen for row in chart.rows)
    before_marker = Marker("circle", theme.SURFACE, theme.INK_2, 2)
    data = [
        _stems(whole, sizes),
        dot_trace([Dot(number(before), y, before_marker) for y, _, before, _ in both if before is not None], sizes),
        dot_trace(
            [
                Dot(number(now), y, _marker(row.status), is_faint=has_chosen and not row.is_chosen)
                for y, row, _, now in both
                if now is not None
            ],
            sizes,
        ),
    ]
    words = [
        _words_on_track(row.words or STATUSES[row.status], y, chart.scale, sizes)
        for y, row, before, now in both
        if before is None and now is None
    ]
    return _drawing(rows, sizes, scale=chart.scale, data=data, reference=chart.reference, annotations=words)


def _dumbbell_line(row: DumbbellRow, chart: Dumbbell) -> _Line:
    unit = chart.scale.unit
    change = BREAK if row.breaks else change_words(row.before.value, row.now.value, unit)
    texts = (value_words(row.before.value, unit), value_words(row.now.value, unit), change)
    return _Line(row.place.name, texts, is_chosen=row.is_chosen)


def bars(chart: CategoryBars, sizes: Sizes) -> Drawing:
    unit = chart.scale.unit
    lines = [
        _Line(row.place.name, (value_words(row.value, unit), _counted(row)), is_chosen=row.is_chosen)
        for row in chart.rows
    ]
    rows = _Rows(tuple(lines), ("", chart.count_head), frozenset({0}))
    has_chosen = any(row.is_chosen for row in chart.rows)
    drawn = [(y, row, row.value) for y, row in enumerate(chart.rows) if row.value is not None]
    bar: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": [number(value) for _, _, value in drawn],
        "y": [y for y, _, _ in drawn],
        "width": 0.6,
        "marker": {"color": [theme.OTHERS if has_chosen and not row.is_chosen else theme.MET for _, row, _ in drawn]},
        "hoverinfo": "skip",
    }
    beside = [(row.beside, y) for y, row in enumerate(chart.rows) if row.beside is not None]
    data = [bar, _uprights(beside, sizes, colour=theme.INK, width=1.4, reach=0.38)]
    words = [_words_on_track(row.words, y, chart.scale, sizes) for y, row in enumerate(chart.rows) if row.value is None]
    return _drawing(rows, sizes, scale=chart.scale, data=data, annotations=words)


def _counted(row: BarRow) -> str:
    """«24 из 26, просрочено 2»; without a value the words stand on the scale."""
    words = row.words if row.value is not None else ""
    return ", ".join(part for part in (count_words(row.count), words) if part)


def strips(chart: DistributionStrips, sizes: Sizes) -> Drawing:
    unit = chart.scale.unit
    lines: list[_Line] = []
    for group in chart.groups:
        if group.title and group.rows:
            lines.append(_Line(group.title, is_head=True))
        for row in group.rows:
            shown = value_words(row.school.value, unit, target=row.target)
            lines.append(_Line(row.place.name, (shown, value_words(row.district, unit))))
    rows = _Rows(tuple(lines), ("школа", "район"), frozenset({0}))
    placed = list(zip(rows.places(), chart.rows, strict=True))
    spread = [(row.quartiles, y) for y, row in placed if row.quartiles is not None]
    data = [
        _stems([(each.lower, each.upper, y) for each, y in spread], sizes, colour=theme.TRACK, width=6),
        _uprights([(each.median, y) for each, y in spread], sizes, colour=theme.LINE_2, width=1, reach=0.25),
        _uprights(_known(placed, "district"), sizes, colour=theme.INK_2, width=0.8, reach=0.36),
        _uprights(_known(placed, "cluster"), sizes, colour=theme.INK_2, width=0.8, reach=0.36, dash="dot"),
        _uprights(_known(placed, "target"), sizes, colour=theme.INK, width=1.8, reach=0.36),
        dot_trace(
            [
                Dot(number(row.school.value), y, _marker(row.status))
                for y, row in placed
                if row.school.value is not None
            ],
            sizes,
        ),
    ]
    words = [
        _words_on_track(
            row.words or STATUSES[row.status], y, chart.scale, sizes, is_at_end=is_end_free(row, chart.scale)
        )
        for y, row in placed
        if row.school.value is None
    ]
    return _drawing(rows, sizes, scale=chart.scale, data=data, annotations=words)


def _known(placed: Sequence[tuple[int, StripRow]], name: str) -> list[tuple[Fraction, int]]:
    found = [(getattr(row, name), y) for y, row in placed]
    return [(value, y) for value, y in found if value is not None]


def heat(chart: HeatMap, sizes: Sizes) -> Drawing:
    """The ground of the cells is one heat map, figures and marks lie on it."""
    lines: list[_Line] = []
    for group in chart.groups:
        if group.title and group.rows:
            lines.append(_Line(group.title, is_head=True))
        lines += [
            _Line(row.place.name, (row.total,) if chart.total_head else (), is_chosen=row.is_chosen)
            for row in group.rows
        ]
    rows = _Rows(tuple(lines), (chart.total_head,) if chart.total_head else (), frozenset({0}))
    placed = list(zip(rows.places(), chart.rows, strict=True))
    widths = list(_columns(rows, sizes))
    x_axis = plain_axis(sizes)
    x_axis |= {
        "range": [-0.5, len(chart.columns) - 0.5],
        "tickvals": list(range(len(chart.columns))),
        "ticktext": [inert(column.head) for column in chart.columns],
        "side": "top",
    }
    margin = Margin(
        _names_width(rows, sizes), sum(width + _GAP for width in widths) + _EDGE, sizes.small * 2, sizes.small
    )
    return Drawing(
        sizes=sizes,
        margin=margin,
        plot_height=_height(rows, sizes),
        data=[
            _grounds(chart, rows, placed),
            _cell_marks(placed, sizes),
            *_figures(placed, sizes),
            *_column_traces(rows, widths, sizes),
        ],
        xaxis=x_axis,
        yaxis=_row_axis(rows, sizes),
        annotations=list(_heads(rows, widths, sizes, margin)),
        is_rows=True,
    )


_GROUNDS: Final = (theme.SURFACE, theme.SUNKEN, *theme.TINTS.values(), *theme.STEPS.values())
_NAMES: Final = ("", "no-data", *theme.TINTS, *theme.STEPS)


def _grounds(chart: HeatMap, rows: _Rows, placed: Sequence[tuple[int, object]]) -> Trace:
    """Steps of colour by number: the scale of colours is cut into as many equal parts."""
    last = len(_GROUNDS)
    colours = [[edge / last, colour] for place, colour in enumerate(_GROUNDS) for edge in (place, place + 1)]
    by_row = dict(zip((y for y, _ in placed), chart.rows, strict=True))
    z: list[list[int | None]] = []
    for y in range(len(rows.lines)):
        row = by_row.get(y)
        z.append([_ground(cell) for cell in row.cells] if row is not None else [None] * len(chart.columns))
    return {
        "type": "heatmap",
        "z": z,
        "zmin": -0.5,
        "zmax": last - 0.5,
        "colorscale": colours,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
        "hoverongaps": False,
    }


def _ground(cell: HeatCell) -> int:
    if cell.shade is not None:
        return _NAMES.index(str(cell.shade))
    return 1 if cell.status in {Status.NO_DATA, Status.NO_BASELINE} else 0


def _cells(placed: Sequence[tuple[int, object]]) -> Iterator[tuple[int, int, HeatCell]]:
    for y, row in placed:
        for x, cell in enumerate(getattr(row, "cells", ())):
            yield x, y, cell


def _cell_marks(placed: Sequence[tuple[int, object]], sizes: Sizes) -> Trace:
    """Verdicts of a cell side by side at its right half."""
    marks = []
    for x, y, cell in _cells(placed):
        for place, status in enumerate(cell.marks):
            at = x + 0.42 - 0.13 * (len(cell.marks) - 1 - place)
            if isinstance(cell.shade, Step):
                # A white ground keeps the mark apart from the deep colours of the cell.
                marks.append(Dot(at, y, Marker("square", theme.SURFACE, theme.SURFACE, 0), scale=1.1))
            marks.append(Dot(at, y, theme.STATUS_MARKERS[status], scale=0.7))
    return dot_trace(marks, sizes)


def _figures(placed: Sequence[tuple[int, object]], sizes: Sizes) -> list[Trace]:
    """Beside the marks at the left of the cell, else in its middle; light on dark grounds."""
    traces = []
    for has_marks, shift, place in ((True, -0.42, "middle right"), (False, 0.0, "middle center")):
        cells = [(x, y, cell) for x, y, cell in _cells(placed) if cell.figure and bool(cell.marks) is has_marks]
        colours = [theme.SURFACE if str(cell.shade) in theme.DARK_STEPS else theme.INK for _, _, cell in cells]
        if cells:
            traces.append(
                text_trace(
                    [x + shift for x, _, _ in cells],
                    [y for _, y, _ in cells],
                    [cell.figure for _, _, cell in cells],
                    size=sizes.small - 4,
                    colour=colours,
                    place=place,
                )
            )
    return traces
