"""The style sheet of slides for a page that has no other: marks, rows of charts and slides, in this order.

Nothing in it asks for anything from outside. A page brings its typeface along, «Golos Text», or falls back.
"""

from functools import cache
from pathlib import Path
from typing import Final

_ASSETS: Final = Path(__file__).parents[3] / "assets"
_PARTS: Final = ("marks.css", "charts.css", "slides.css")


@cache
def slide_sheet() -> str:
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in _PARTS)
