"""Files that a browser sends: taking them apart is the heaviest thing that a person may ask for, so it goes by turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath, PureWindowsPath
from threading import BoundedSemaphore
from typing import Final

from data_layer.intake.errors import shown

BUSY: Final = "Сейчас проверяются другие файлы. Повторите через минуту."
# A process does two at a time.
_AT_WORK: Final = BoundedSemaphore(2)
_PATIENCE_SECONDS: Final = 20


class BusyError(Exception):
    """Too many files are being taken apart; the sentence says when to try again."""


@contextmanager
def turn_to_read() -> Iterator[None]:
    """Wait until fewer than two files are at work here. Raises BusyError where that takes too long."""
    if not _AT_WORK.acquire(timeout=_PATIENCE_SECONDS):
        raise BusyError(BUSY)
    try:
        yield
    finally:
        _AT_WORK.release()


def file_title(name: str) -> str:
    """What the browser calls the file, to be shown: without folders, on one line, of bounded length."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    return shown(bare) or "файл"
