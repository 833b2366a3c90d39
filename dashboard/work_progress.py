"""How far an import has come for which a browser waits: told to a second request of the same person.

That request may land in another process, so it stands in a file, under a name made of the person's login and a
number of the browser's own. Nothing of the import depends on it: what cannot be written is left untold.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final

from dashboard.texts.progress import BEGINNING, progress_words
from data_layer.clock import file_seconds
from data_layer.progress import Step, told_to

# The number by which a browser asks for its own work, as assets/forms.js makes it.
_NUMBER: Final = re.compile(r"[0-9a-f]{32}")
_FOLDER: Final = "progress"
_BETWEEN: Final = 0.3
# What is older was left behind by a process that ended.
_KEPT_SECONDS: Final = 3600
# Work that goes on shows it by a touch, also while a long step tells nothing. A process that was killed leaves its file
# behind, untouched: whoever waits for that work is let go.
_TOUCHED_SECONDS: Final = 20.0
_ALIVE_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Progress:
    """words: a sentence for people. percent: how much of the step is done; None before its rows are counted."""

    words: str
    percent: int | None


@contextmanager
def told_to_browser(data_dir: Path, *, login: str, number: str, is_rehearsal: bool = False) -> Iterator[None]:
    """Tell how far the work in the block has come to whoever knows login and number; nothing without a number.

    is_rehearsal: nothing is applied yet, the work only finds out what would change.
    """
    if _NUMBER.fullmatch(number) is None:
        yield
        return
    place = _place(data_dir, login, number)
    listener = _Listener(place, is_rehearsal=is_rehearsal)
    with suppress(OSError):
        _sweep(place.parent)
    listener.begin()
    is_over = Event()
    Thread(target=_stay_alive, args=(place, is_over), daemon=True).start()
    try:
        with told_to(listener.hear):
            yield
    finally:
        is_over.set()
        with suppress(OSError):
            place.unlink(missing_ok=True)


def progress_of(data_dir: Path, *, login: str, number: str) -> Progress | None:
    """None where no such work of this person is going on any more, or nothing is known of it yet."""
    if _NUMBER.fullmatch(number) is None:
        return None
    place = _place(data_dir, login, number)
    try:
        if place.stat().st_mtime < file_seconds() - _ALIVE_SECONDS:
            return None
        step, done, total, is_rehearsal = json.loads(place.read_text(encoding="utf-8"))
        if step is None:
            return Progress(BEGINNING, None)
        words = progress_words(Step(step), done, total, is_rehearsal=is_rehearsal)
    except (OSError, ValueError):
        return None
    return Progress(words, min(100, 100 * done // total) if total else 100)


def _place(data_dir: Path, login: str, number: str) -> Path:
    name = hashlib.sha256(f"{login}\n{number}".encode()).hexdigest()
    return data_dir / _FOLDER / name


def _stay_alive(place: Path, is_over: Event) -> None:
    while not is_over.wait(_TOUCHED_SECONDS):
        with suppress(OSError):
            os.utime(place)


def _sweep(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    oldest = file_seconds() - _KEPT_SECONDS
    for each in folder.iterdir():
        with suppress(OSError):
            if each.stat().st_mtime < oldest:
                each.unlink()


class _Listener:
    """Writes what it hears, as often as somebody may look."""

    def __init__(self, place: Path, *, is_rehearsal: bool) -> None:
        self._place = place
        self._is_rehearsal = is_rehearsal
        self._step: Step | None = None
        self._next = 0.0

    def begin(self) -> None:
        """Before anything is known: whoever comes back to the page sees that the work is going on."""
        self._write(None, 0, 0)

    def hear(self, step: Step, done: int, total: int) -> None:
        """The beginning of a step is always told, or one would read the end of the step before it all along."""
        now = time.monotonic()
        if step == self._step and now < self._next:
            return
        self._step, self._next = step, now + _BETWEEN
        self._write(step, done, total)

    def _write(self, step: Step | None, done: int, total: int) -> None:
        part = self._place.with_suffix(".part")
        # Whoever reads meanwhile finds what stood there before, never half of it.
        with suppress(OSError):
            part.write_text(json.dumps([step, done, total, self._is_rehearsal]), encoding="utf-8")
            part.replace(self._place)
