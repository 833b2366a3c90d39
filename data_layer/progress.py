"""How far long work has come, for whoever waits for it. Nobody needs to listen: telling costs next to nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Final, TypeVar

Item = TypeVar("Item")

# Told once for so many items: far more often than anybody looks, far too seldom to be felt.
_EVERY: Final = 250


class Step(StrEnum):
    """What an import does one after the other. Rows are checked and written, schools are derived."""

    CHECKED = "checked"
    WRITTEN = "written"
    DERIVED = "derived"


Listener = Callable[[Step, int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Within it the listener hears of every step: which, how much of it is done, out of how much."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(step: Step, done: int, total: int) -> None:
    listener = _listener.get()
    if listener is not None:
        listener(step, done, total)


class Counting:
    """Work of one step that is spread over several tables."""

    def __init__(self, step: Step, total: int) -> None:
        self._step = step
        self._total = total
        self._done = 0

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, counted as done when the next one is asked for."""
        for place, item in enumerate(items, start=1):
            yield item
            self._done += 1
            if place % _EVERY == 0:
                self.say()
        self.say()

    def say(self) -> None:
        tell(self._step, self._done, self._total)
