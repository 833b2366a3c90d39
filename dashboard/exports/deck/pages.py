"""The pages of a deck: a slide or a part of it, with every word that stands on it and the place of each piece.

Lengths are pixels of a page of 1280 × 720, y downwards; a medium turns them into its own. A body that is longer than a
page is cut as it is on the wall, so there may be more pages than slides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.charts.legend import Entry, legend_entries
from dashboard.charts.plotly.legend_row import ROW_HEIGHT, LegendRow, legend_rows
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.charts.words import foot_words
from dashboard.exports.deck.fitting import LINE_HEIGHT, WIDEST, fitted, lines_of
from dashboard.exports.deck.summaries import as_bars
from dashboard.exports.deck.words import alt_of, decision_line, demo_words, speaker_notes
from dashboard.slides.html import Screen, screens_of
from dashboard.slides.html.bodies import has_rows
from dashboard.slides.values import DecisionLine, Deck, Slide, SlideBody
from dashboard.texts.deck import frozen_words, further_decisions, made_words, part_words
from dashboard.texts.slides import counts_tied, joined_foot

WIDTH: Final = 1280
HEIGHT: Final = 720
EDGE: Final = 40
INNER: Final = WIDTH - 2 * EDGE
HEADLINE_SIZES: Final = (40, 36, 32, 28, 24)
SUBTITLE: Final = 24
DECISION: Final = 24
FOOT: Final = 16
_TOP: Final = 26
_FOOT_LINE: Final = 22
_BAND_PADDING: Final = 8
_GAP: Final = 10
# More decisions than these are told by their number, and in full in the notes.
_MOST_DECISIONS: Final = 2
_MANY_ROWS: Final = 10
# «Решение» in bold type before the text.
_HEAD_ROOM: Final = "Решение ____ "


@dataclass(frozen=True, slots=True)
class Box:
    top: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class BandLine:
    """A decision, or how many more there are."""

    text: str
    is_decision: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """number: of all pages, from 1. body: what is drawn. is_empty: it has no rows, its headline says so; the note
    of the chart stands in its place and says why.

    decisions: lines of the band under the body, none without decisions. foot: what every page says of its figures and
    of itself. alt: the body in words. notes: for the speaker.
    """

    slide: Slide
    number: int
    total: int
    body: SlideBody
    is_empty: bool
    headline: str
    headline_size: int
    subtitle: str
    legend: tuple[LegendRow, ...]
    decisions: tuple[BandLine, ...]
    foot: tuple[str, ...]
    alt: str
    notes: str
    title_box: Box
    subtitle_box: Box
    legend_top: float
    body_box: Box
    band_box: Box
    foot_box: Box


def pages_of(deck: Deck, *, widest: float = WIDEST) -> tuple[Page, ...]:
    """As the wall shows them: a slide whose rows would not be read from the back takes several pages.

    widest: how much wider than ours the typeface may be; 1 where the file brings ours along.
    """
    screens = [screen for slide in deck.slides for screen in screens_of(slide)]
    return tuple(
        _page(deck, screen, number=number, total=len(screens), widest=widest)
        for number, screen in enumerate(screens, start=1)
    )


def _page(deck: Deck, screen: Screen, *, number: int, total: int, widest: float) -> Page:
    slide, body = screen.slide, screen.body
    text = body.text
    is_empty = not has_rows(body)
    headline = counts_tied(slide.headline)
    told = part_words(screen.part, screen.parts)
    subtitle, rest = _subtitle(
        text.subtitle, "" if is_empty else text.note, told, most=1 if _is_full(body) else 2, widest=widest
    )
    sizes = HEADLINE_SIZES[1:] if _is_full(body) else HEADLINE_SIZES
    size, lines = fitted(headline, sizes, width=INNER / widest, most=2, bold=True)
    title = Box(_TOP, max(lines, 1) * size * LINE_HEIGHT)
    under = Box(title.bottom + 2, len(lines_of(subtitle, size=SUBTITLE, width=INNER / widest)) * SUBTITLE * LINE_HEIGHT)
    legend = () if is_empty else tuple(legend_rows(legend_of(body), left=EDGE, right=WIDTH - EDGE))
    foot = _foot(deck, slide, body, rest, widest=widest)
    foot_box = Box(HEIGHT - 8 - len(foot) * _FOOT_LINE, len(foot) * _FOOT_LINE)
    decisions = _decisions(slide.decisions)
    band = _band(decisions, bottom=foot_box.top - 6, widest=widest)
    top = under.bottom + _GAP + len(legend) * ROW_HEIGHT
    return Page(
        slide=slide,
        number=number,
        total=total,
        body=body,
        is_empty=is_empty,
        headline=headline,
        headline_size=size,
        subtitle=subtitle,
        legend=legend,
        decisions=decisions,
        foot=foot,
        alt=alt_of(body),
        notes=speaker_notes(slide, rest),
        title_box=title,
        subtitle_box=under,
        legend_top=under.bottom + _GAP / 2,
        body_box=Box(top, band.top - _GAP - top),
        band_box=band,
        foot_box=foot_box,
    )


def _is_full(body: SlideBody) -> bool:
    """A page full of rows leaves less room for its words."""
    return not isinstance(body, KeyFigures | Trend | Funnel | Ambition) and len(body.rows) > _MANY_ROWS


def _subtitle(subtitle: str, note: str, told: str, *, most: int, widest: float) -> tuple[str, str]:
    """What stands under the headline, and the note where both together would take more lines."""
    short, whole = joined_foot([subtitle, told]), joined_foot([subtitle, note, told])
    if len(lines_of(whole, size=SUBTITLE, width=INNER / widest)) <= most:
        return whole, ""
    return short, note


def legend_of(body: SlideBody) -> Sequence[Entry]:
    if isinstance(body, CountBars):
        return legend_entries(as_bars(body))
    return [] if isinstance(body, KeyFigures | WordTable) else legend_entries(body)


def _decisions(decisions: Sequence[DecisionLine]) -> tuple[BandLine, ...]:
    told = [BandLine(decision_line(each)) for each in decisions[:_MOST_DECISIONS]]
    more = len(decisions) - _MOST_DECISIONS
    return (*told, *([BandLine(further_decisions(more), is_decision=False)] if more > 0 else []))


def _band(decisions: Sequence[BandLine], *, bottom: float, widest: float) -> Box:
    if not decisions:
        return Box(bottom, 0)
    lines = sum(len(lines_of(f"{_HEAD_ROOM}{each.text}", size=DECISION, width=INNER / widest)) for each in decisions)
    height = lines * DECISION * LINE_HEIGHT + (len(decisions) - 1) * 6 + 2 * _BAND_PADDING
    return Box(bottom - height, height)


def _foot(deck: Deck, slide: Slide, body: SlideBody, note: str, *, widest: float) -> tuple[str, ...]:
    """Source, day and coverage, filters, when and by whom; before them a note for which there was no room above."""
    told = (
        foot_words(body.text),
        slide.scope,
        frozen_words(slide.frozen_at),
        made_words(slide.made_by),
        demo_words(deck),
    )
    words = " · ".join(part for part in told if part)
    # The number of the page stands at the right of the last line.
    return tuple(line for each in (note, words) for line in lines_of(each, size=FOOT, width=(INNER - 120) / widest))
