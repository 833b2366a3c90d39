"""The files of a meeting: fifteen slides, one of every kind of chart and more, as PowerPoint, PDF, workbook and page."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from dashboard.exports.deck.pack import deck_html
from dashboard.exports.deck.pdf import deck_pdf
from dashboard.exports.deck.presentation import deck_pptx
from dashboard.exports.deck.sheets import deck_xlsx
from dashboard.slides.values import Deck
from tests.bench.clock import interleaved, milliseconds, p50
from tests.bench.table import Line, compared, information
from tests.support import sample_deck

ROUNDS: Final = 7
# Seconds for a deck of fifteen slides.
_GOALS: Final[Mapping[str, float]] = {"PowerPoint": 1.0, "PDF": 2.0}
_MAKERS: Final[Mapping[str, Callable[[Deck], bytes]]] = {
    "PowerPoint": deck_pptx,
    "PDF": deck_pdf,
    "workbook": deck_xlsx,
    "page without network": deck_html,
}


def measure() -> Iterator[Line]:
    deck = sample_deck.deck()
    times = interleaved(*(lambda make=make: make(deck) for make in _MAKERS.values()), rounds=ROUNDS)
    for (name, make), taken in zip(_MAKERS.items(), times, strict=True):
        what = f"{name} of a meeting, {len(deck.slides)} slides"
        size = f"{len(make(deck)) / 1024:.0f} KB"
        if name in _GOALS:
            yield compared(what, reached=p50(taken), goal=_GOALS[name], form="{:.2f} s", note=size)
        else:
            yield information(what, f"{milliseconds(taken)} ({size})")
