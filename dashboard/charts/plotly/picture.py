"""The frame of a picture to be saved: headline and subtitle above, scale, source and coverage below."""

from dataclasses import replace
from textwrap import wrap
from typing import Final

from dashboard import theme
from dashboard.charts.plotly.base import Drawing, Figure, Margin, figure_of, inert, note
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


def framed(drawing: Drawing, text: FigureText) -> Figure:
    """The whole picture as a figure of a fixed size; rows that need more height get it."""
    headline, subtitle = _lines(text.headline, _HEADLINE), _lines(text.subtitle, _SUBTITLE)
    foot = [line for each in (text.note, foot_words(text)) if each for line in _lines(each, _FOOT)]
    top = drawing.margin.top + _EDGE + _tall(headline, _HEADLINE) + _tall(subtitle, _SUBTITLE) + 16
    bottom = drawing.margin.bottom + _EDGE + _tall(foot, _FOOT)
    height = _plot_height(drawing, LEAST_HEIGHT - top - bottom)
    # Below a few rows the paper stays white.
    margin = replace(drawing.margin, top=top, bottom=max(bottom, LEAST_HEIGHT - top - height))
    words = _words(headline, subtitle, foot, margin)
    figure = figure_of(replace(drawing, margin=margin, plot_height=height, annotations=[*drawing.annotations, *words]))
    layout = figure["layout"]
    if isinstance(layout, dict):
        layout["width"] = WIDTH
    return figure


def _plot_height(drawing: Drawing, room: int) -> int:
    """The room there is; rows never come closer together than they are, nor half as far again apart."""
    if not drawing.is_rows:
        return room
    return max(drawing.plot_height, min(room, drawing.plot_height * 3 // 2))


def _lines(words: str, size: int) -> list[str]:
    return wrap(words, _PER_LINE[size], break_long_words=False)


def _tall(lines: list[str], size: int) -> int:
    return round(len(lines) * size * _LINE_HEIGHT)


def _words(headline: list[str], subtitle: list[str], foot: list[str], margin: Margin) -> list[Figure]:
    left = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": _EDGE - margin.left, "yref": "paper"}
    top = margin.top - _EDGE + 12
    under = top - _tall(headline, _HEADLINE) - 6
    notes = [
        note(_joined(headline), left, y=1, yanchor="top", yshift=top, size=_HEADLINE, bold=True),
        note(_joined(subtitle), left, y=1, yanchor="top", yshift=under, size=_SUBTITLE, colour=theme.INK_2),
        note(_joined(foot), left, y=0, yanchor="bottom", yshift=20 - margin.bottom, size=_FOOT, colour=theme.INK_2),
    ]
    return [each for each, lines in zip(notes, (headline, subtitle, foot), strict=True) if lines]


def _joined(lines: list[str]) -> str:
    return "<br>".join(inert(line) for line in lines)
