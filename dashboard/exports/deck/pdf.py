"""The deck as PDF: text that can be selected and is read aloud in order, drawings with their words, no browser needed."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path as FilePath
from typing import Any, Final, TypeAlias

import typst

from dashboard import theme
from dashboard.charts.plotly.shapes import Ground
from dashboard.charts.rows import HeatMap
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.exports.deck.drawing import Disc, Path, Shape, legend_shapes, mark_shapes, picture_of
from dashboard.exports.deck.figures import FigureBox, figure_boxes
from dashboard.exports.deck.pages import EDGE, INNER, WIDTH, Page, pages_of
from dashboard.exports.deck.summaries import as_bars
from dashboard.exports.deck.tables import Cell, TableView, mark_size, table_of
from dashboard.formatting import tied
from dashboard.slides.values import Deck, SlideBody
from dashboard.texts.deck import DECISION, page_words

_HERE: Final = FilePath(__file__).parent
_FACES: Final = str(_HERE / "fonts")
_FONTS: Final = ("Golos Text", "Libertinus Serif")

Piece: TypeAlias = dict[str, Any]


def deck_pdf(deck: Deck) -> bytes:
    """A page per slide or part of it. Signs that the typeface lacks are shown in another one, if need be untagged."""
    pages = pages_of(deck, widest=1)
    data = json.dumps(_data(deck, pages), ensure_ascii=False)
    try:
        return _compiled(data, deck.made_at, is_accessible=True)
    except typst.TypstError:
        # The standard refuses signs that no typeface of ours has, a smiley in a remark.
        return _compiled(data, deck.made_at, is_accessible=False)


def _compiled(data: str, made_at: datetime, *, is_accessible: bool) -> bytes:
    made: object = typst.compile(
        str(_HERE / "deck.typ"),
        font_paths=[_FACES],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"] if is_accessible else [],
        # The library takes offsets alone, no names of zones, and whole seconds.
        timestamp=made_at.replace(microsecond=0).astimezone(timezone(made_at.utcoffset() or timedelta())),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document, not a list of pictures
    return made


def _data(deck: Deck, pages: Sequence[Page]) -> Piece:
    return {
        "title": deck.title,
        "author": deck.made_by,
        "fonts": _FONTS,
        "colours": {"ink": theme.INK, "ink_2": theme.INK_2, "sunken": theme.SUNKEN, "line": theme.LINE},
        "pages": [_page(page) for page in pages],
    }


def _page(page: Page) -> Piece:
    box = page.body_box
    return {
        "title": {"text": tied(page.headline), "size": page.headline_size, "top": page.title_box.top},
        "subtitle": {"text": tied(page.subtitle), "top": page.subtitle_box.top},
        "body": {"top": box.top, "height": box.height},
        "alt": page.alt,
        "nothing": tied(page.body.text.note) if page.is_empty else "",
        "picture": None if page.is_empty else _picture(page.body, height=round(box.height)),
        "table": None if page.is_empty else _table(page.body, height=box.height),
        "figures": [_figure(each) for each in _figure_boxes(page)],
        "legend": [_shape(each) for each in legend_shapes(page.legend, top=page.legend_top)],
        "decisions": [
            {"head": DECISION if each.is_decision else "", "text": tied(each.text)} for each in page.decisions
        ],
        "band": {"top": page.band_box.top, "height": page.band_box.height},
        "foot": {"top": page.foot_box.top, "lines": [tied(line) for line in page.foot]},
        "number": page_words(page.number, page.total),
    }


def _picture(body: SlideBody, *, height: int) -> list[Piece] | None:
    if isinstance(body, HeatMap | WordTable | KeyFigures):
        return None
    chart = as_bars(body) if isinstance(body, CountBars) else body
    return [_shape(each) for each in picture_of(chart, width=WIDTH, height=height).shapes]


def _table(body: SlideBody, *, height: float) -> Piece | None:
    if not isinstance(body, HeatMap | WordTable):
        return None
    view = table_of(body, width=INNER, height=height, widest=1)
    return {
        "heads": [tied(head) for head in view.heads],
        "rows": [{"head": row.is_head, "cells": [_cell(cell, view) for cell in row.cells]} for row in view.rows],
        "widths": view.widths,
        "heights": view.heights,
        "size": view.size,
        "mark": mark_size(view.size),
        "centred": sorted(view.centred),
        "ended": sorted(view.ended),
        "tinted": isinstance(body, HeatMap),
    }


def _cell(cell: Cell, view: TableView) -> Piece:
    size = mark_size(view.size)
    # A little smaller than its place, so that the corners of a diamond stay in it.
    marks = [
        [_shape(each) for each in mark_shapes(theme.STATUS_MARKERS[status], size / 2, size / 2, size * 0.78)]
        for status in cell.marks
    ]
    return {
        "text": tied(cell.text),
        "ground": cell.ground,
        "ink": cell.ink,
        "bold": cell.is_bold,
        "hatched": cell.is_hatched,
        "marks": marks,
        "deep": cell.has_deep_ground,
    }


def _figure_boxes(page: Page) -> list[FigureBox]:
    if not isinstance(page.body, KeyFigures) or page.is_empty:
        return []
    box = page.body_box
    return list(figure_boxes(page.body, left=EDGE, top=box.top + 12, width=INNER, height=box.height - 12))


def _figure(box: FigureBox) -> Piece:
    figure = box.figure
    return {
        "label": tied(figure.label),
        "value": tied(figure.value),
        "of": tied(figure.of),
        "words": tied(figure.words),
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
        "size": box.size,
    }


def _shape(shape: Shape) -> Piece:
    if isinstance(shape, Path):
        return {
            "kind": "path",
            "points": shape.points,
            "stroke": shape.stroke,
            "width": shape.width,
            "dash": shape.dash,
            "fill": shape.fill,
            "closed": shape.is_closed,
        }
    if isinstance(shape, Disc):
        return {
            "kind": "disc",
            "x": shape.x,
            "y": shape.y,
            "radius": shape.radius,
            "fill": shape.fill,
            "stroke": shape.stroke,
            "width": shape.width,
        }
    return {
        "kind": "words",
        "text": shape.text,
        "x": shape.x,
        "y": shape.y,
        "size": shape.size,
        "colour": shape.colour,
        "across": shape.across,
        "down": shape.down,
        "bold": shape.is_bold,
        "paper": theme.SURFACE if shape.ground is Ground.LINES else "",
    }
