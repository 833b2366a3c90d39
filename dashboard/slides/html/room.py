"""How much of a slide its words take, and how many rows fit below: pixels of a slide of 1280 × 720.

Lines are guessed from the number of letters, a little too many rather than too few, so that what is laid out by these
figures never reaches beyond the slide; a browser measures the rest. The style sheet (assets/slides.css) has the same
sizes in hundredths of the height.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Final

WIDTH: Final = 1280
HEIGHT: Final = 720
EDGE: Final = 40
INNER: Final = WIDTH - 2 * EDGE
TEXT: Final = 24
HEADLINE: Final = 39
FOOT: Final = 17
# Widths of letters of Golos Text in parts of their size, with a little room; bold letters are wider.
_SMALL: Final = 0.575
_CAPITAL: Final = 0.7
_WIDE: Final = 0.86
_DIGIT: Final = 0.62
_SPACE: Final = 0.27
_POINT: Final = 0.36
_WIDE_LETTERS: Final = frozenset("ЖМФШЩЫЮжмфшщыюWwm№—%")
BOLD: Final = 1.06
# Of a line, pixels.
HEADLINE_LINE: Final = 45
LINE: Final = 30
FOOT_LINE: Final = 22
# A row of text at its closest, and as far apart as rows may stand.
LEAST_ROW: Final = 27
MOST_ROW: Final = 48
_TOP: Final = 24
_BOTTOM: Final = 14
_BODY_GAP: Final = 10
# Left of the words of the legend stands a mark, right of them a gap.
_ENTRY: Final = 54


def width_of(words: str, *, size: int = TEXT, is_bold: bool = False) -> float:
    """Pixels of a text in one line."""
    return sum(map(_letter, words)) * size * (BOLD if is_bold else 1)


@cache
def _letter(sign: str) -> float:
    if sign.isspace():
        return _SPACE
    if sign in _WIDE_LETTERS:
        return _WIDE
    if sign.isdigit():
        return _DIGIT
    if not sign.isalpha():
        return _POINT
    return _CAPITAL if sign.isupper() else _SMALL


def lines_of(words: str, *, width: float, size: int = TEXT, is_bold: bool = False) -> int:
    """Lines that a text takes in a place so wide; none for no text. A word that is broken off costs a part of its line."""
    if not words:
        return 0
    whole = width_of(words, size=size, is_bold=is_bold)
    return 1 if whole <= width else max(2, ceil(whole * 1.06 / width))


@dataclass(frozen=True, slots=True)
class Words:
    """Everything on a slide but its chart. decisions: lines of text, the head among them."""

    headline: str
    subtitle: str
    legend: Sequence[str]
    decisions: Sequence[str]
    foot: str

    @property
    def room(self) -> int:
        """Pixels that are left for the chart."""
        above = _TOP + HEADLINE_LINE * lines_of(self.headline, width=INNER, size=HEADLINE, is_bold=True)
        if self.subtitle:
            above += 4 + LINE * lines_of(self.subtitle, width=INNER)
        if self.legend:
            above += 6 + LINE * _legend_lines(self.legend)
        return HEIGHT - above - _BODY_GAP - self._below

    @property
    def _below(self) -> int:
        foot = 8 + FOOT_LINE * max(lines_of(self.foot, width=INNER - 200, size=FOOT), 1) + _BOTTOM
        if not self.decisions:
            return foot
        lines = sum(lines_of(each, width=INNER - 140) for each in self.decisions)
        return foot + 18 + LINE * lines


def _legend_lines(entries: Sequence[str]) -> int:
    lines, used = 1, 0.0
    for words in entries:
        width = width_of(words) + _ENTRY
        if used and used + width > INNER:
            lines, used = lines + 1, 0.0
        used += width
    return lines
