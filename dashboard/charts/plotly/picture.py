"""The frame of a picture to be saved: headline, subtitle and legend above, scale, source and coverage below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Final

from dashboard import theme
from dashboard.charts.legend import Entry
from dashboard.charts.plotly.base import Drawing, Figure, figure_of, inert, note
from dashboard.charts.plotly.legend_row import ROW_HEIGHT, LegendRow, legend_rows, legend_trace
from dashboard.charts.specification import FigureText
from dashboard.charts.words import foot_words

WIDTH: Final = 1280
LEAST_HEIGHT: Final = 720
_EDGE: Final = 40
_HEADLINE: Final = 40
_SUBTITLE: Final = 24
_FOOT: Final = 18
# Characters to a line, with some room for wide letters.
_PER_LINE: Final = {_HEADLINE: 52, _SUBTITLE: 88, _FOOT: 122}
_LINE_HEIGHT: Final = 1.25


@dataclass(frozen=True, slots=True)
class Frame:
    """The words of a picture, broken into lines."""

    headline: list[str]
    subtitle: list[str]
    legend: list[LegendRow]
    foot: list[str]

    @property
    def legend_top(self) -> int:
        """Pixels above the legend."""
        return _EDGE + _tall(self.headline, _HEADLINE) + _tall(self.subtitle, _SUBTITLE) + 8

    @property
    def above(self) -> int:
        return self.legend_top + len(self.legend) * ROW_HEIGHT + 8

    @property
    def below(self) -> int:
        return _EDGE + _tall(self.foot, _FOOT)

    @property
    def room(self) -> int:
        """Pixels that are left for the chart with its own margins."""
        return LEAST_HEIGHT - self.above - self.below


def frame_of(text: FigureText, legend: Sequence[Entry]) -> Frame:
    return Frame(
        headline=_lines(text.headline, _HEADLINE),
        subtitle=_lines(text.subtitle, _SUBTITLE),
        legend=legend_rows(legend, left=_EDGE, right=WIDTH - _EDGE),
        foot=[line for each in (text.note, foot_words(text)) if each for line in _lines(each, _FOOT)],
    )


def framed(drawing: Drawing, frame: Frame) -> Figure:
    """The whole picture as a figure of a fixed size; rows that need more height get it.

    It has no margins: the chart keeps a part of the paper, and a second pair of axes counts the pixels of all of it,
    because Plotly shows nothing outside of the axes to which it belongs.
    """
    own = drawing.margin
    plot_height = _plot_height(drawing, frame.room - own.top - own.bottom)
    height = max(LEAST_HEIGHT, plot_height + own.top + own.bottom + frame.above + frame.below)
    # Below a few rows the paper stays white.
    top = frame.above + own.top
    x_axis = {**drawing.xaxis, "domain": [own.left / WIDTH, 1 - own.right / WIDTH]}
    y_axis = {**drawing.yaxis, "domain": [1 - (top + plot_height) / height, 1 - top / height]}
    figure = figure_of(
        replace(
            drawing,
            data=[*drawing.data, *legend_trace(frame.legend, drawing.sizes, first=height - frame.legend_top)],
            xaxis=x_axis,
            yaxis=y_axis,
            annotations=[*map(_on_chart, drawing.annotations), *_words(frame, height)],
            shapes=[_on_chart(shape) for shape in drawing.shapes],
        )
    )
    layout = figure["layout"]
    if isinstance(layout, dict):
        layout |= {"width": WIDTH, "height": height, "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0}}
        # The second pair lies over the first and must not cover it.
        layout["plot_bgcolor"] = "rgba(0,0,0,0)"
        layout |= _pixel_axes(height)
    return figure


def _pixel_axes(height: int) -> Figure:
    axis = {"visible": False, "fixedrange": True, "domain": [0, 1]}
    return {
        "xaxis2": {**axis, "range": [0, WIDTH], "anchor": "free"},
        "yaxis2": {**axis, "range": [0, height], "anchor": "free"},
    }


def _on_chart(part: Mapping[str, object]) -> Figure:
    """What was placed by the edges of the plot stays there although the paper is larger now."""
    moved = dict(part)
    for name, domain in (("xref", "x domain"), ("yref", "y domain")):
        if moved.get(name) == "paper":
            moved[name] = domain
    return moved


def _plot_height(drawing: Drawing, room: int) -> int:
    """The room there is; rows never come closer together than they are, nor half as far again apart."""
    if not drawing.is_rows:
        return room
    return max(drawing.plot_height, min(room, drawing.plot_height * 3 // 2))


def _lines(words: str, size: int) -> list[str]:
    """As few lines as possible, and those of much the same length."""
    fewest = wrap(words, _PER_LINE[size], break_long_words=False)
    widths = range(len(words) // max(len(fewest), 1), _PER_LINE[size])
    tries = (wrap(words, max(width, 1), break_long_words=False) for width in widths)
    return next((lines for lines in tries if len(lines) <= len(fewest)), fewest)


def _tall(lines: Sequence[str], size: int) -> int:
    return round(len(lines) * size * _LINE_HEIGHT)


def _words(frame: Frame, height: int) -> list[Figure]:
    """In pixels from the corner of the picture: annotations may lie anywhere on the paper."""
    left = {"x": _EDGE / WIDTH, "xref": "paper", "xanchor": "left", "yref": "paper", "yanchor": "top"}
    under = _EDGE + _tall(frame.headline, _HEADLINE)
    foot = {**left, "yanchor": "bottom", "y": 20 / height}
    notes = [
        note(_joined(frame.headline), left, y=1 - (_EDGE - 12) / height, size=_HEADLINE, bold=True),
        note(_joined(frame.subtitle), left, y=1 - (under - 6) / height, size=_SUBTITLE, colour=theme.INK_2),
        note(_joined(frame.foot), foot, size=_FOOT, colour=theme.INK_2),
    ]
    return [each for each, lines in zip(notes, (frame.headline, frame.subtitle, frame.foot), strict=True) if lines]


def _joined(lines: list[str]) -> str:
    return "<br>".join(inert(line) for line in lines)
