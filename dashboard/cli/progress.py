"""How far a long command has come, on stderr: one line that changes on a terminal, elsewhere a line now and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from dashboard.formatting import NARROW, NO_BREAK
from dashboard.texts.progress import progress_words
from data_layer.progress import Step, told_to

# Seconds until a person wonders, and between two looks at the line; in a log lines are read, not watched.
PATIENCE: Final = 1.0
BETWEEN_LOOKS: Final = 0.2
BETWEEN_LINES: Final = 5.0

_CLEAR: Final = "\r\x1b[2K"


class Meter:
    """Hears of every step and says no more of it than somebody reads. clock: seconds, only ever growing."""

    def __init__(
        self, stream: TextIO, *, is_rehearsal: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._is_rehearsal = is_rehearsal
        self._clock = clock
        self._next = clock() + (PATIENCE if self._is_terminal else BETWEEN_LINES)
        self._is_shown = False

    def hear(self, step: Step, done: int, total: int) -> None:
        now = self._clock()
        if now < self._next:
            return
        words = progress_words(step, done, total, is_rehearsal=self._is_rehearsal)
        line = words.replace(NO_BREAK, " ").replace(NARROW, " ")
        if self._is_terminal:
            self._stream.write(f"{_CLEAR}{line}")
            self._is_shown = True
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()
        self._next = now + (BETWEEN_LOOKS if self._is_terminal else BETWEEN_LINES)

    def clear(self) -> None:
        """Leave the terminal as it was: what follows are the lines that stay."""
        if self._is_shown:
            self._stream.write(_CLEAR)
            self._stream.flush()
            self._is_shown = False


@contextmanager
def shown_progress(*, is_rehearsal: bool = False) -> Iterator[None]:
    """Tell the person at the terminal how far the work in the block has come, if it takes long."""
    meter = Meter(sys.stderr, is_rehearsal=is_rehearsal)
    with told_to(meter.hear):
        try:
            yield
        finally:
            meter.clear()
