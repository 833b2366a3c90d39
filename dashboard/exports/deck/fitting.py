"""How large text may be so that it stays within its place. Lengths are pixels of a slide of 1280 × 720."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from dashboard.exports.deck.advances import BOLD, REGULAR, UNKNOWN, UNKNOWN_WIDE, WIDE, WIDE_BOLD
from dashboard.formatting import JOINER

LINE_HEIGHT: Final = 1.2
# A typeface that stands in for ours may be a little wider.
_SPARE: Final = 1.02

# Where ours is not installed, one that is much wider may stand in for it (DejaVu Sans on Linux).
WIDEST: Final = 1.16


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    return _advance(text, bold=bold, is_wide=False) * size / 100 * _SPARE


def roomy_width(text: str, size: float, *, bold: bool = False) -> float:
    """Of a text whose line must not break, whichever of both typefaces shows it: rows that grow leave their marks behind."""
    return max(_advance(text, bold=bold, is_wide=is_wide) for is_wide in (False, True)) * size / 100


# The same names and figures are measured for every size of type that is tried.
@lru_cache(16_384)
def _advance(text: str, *, bold: bool, is_wide: bool) -> int:
    """is_wide: in the typeface that may stand in for ours."""
    advances = (WIDE_BOLD if bold else WIDE) if is_wide else (BOLD if bold else REGULAR)
    unknown = UNKNOWN_WIDE if is_wide else UNKNOWN
    # What only ties words together takes no room.
    return sum(advances.get(character, unknown) for character in text if character != JOINER)


def lines_of(
    text: str, *, size: float, width: float, bold: bool = False, measure: Callable[..., float] = text_width
) -> list[str]:
    """The lines into which a text falls; one that is empty takes none. A word longer than the line keeps one to itself."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        # Only at ordinary spaces: a no-break space holds its words together.
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and measure(longer, size, bold=bold) > width:
                lines.append(line)
                longer = word
            line = longer
        if line:
            lines.append(line)
    return lines


def halved_width(text: str, size: float, *, bold: bool = False) -> float:
    """The least width at which a text takes no more than two lines, in whichever of both typefaces."""
    words = text.split(" ")
    return min(
        max(roomy_width(" ".join(part), size, bold=bold) for part in (words[:place], words[place:]))
        for place in range(len(words))
    )


def fitted(text: str, sizes: Sequence[int], *, width: float, most: int, bold: bool = False) -> tuple[int, int]:
    """The first size at which a text takes no more than `most` lines, and how many it takes; else the last of sizes."""
    count = 0
    for size in sizes:
        count = len(lines_of(text, size=size, width=width, bold=bold))
        if count <= most:
            return size, count
    return sizes[-1], count
