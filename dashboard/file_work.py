"""Files that a browser sends: taking them apart is the heaviest thing that a person may ask for, so it goes by turns."""

import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import BoundedSemaphore
from typing import Final

from dashboard.logs import log
from data_layer.intake.errors import shown

BUSY: Final = "Сейчас проверяются другие файлы. Повторите через минуту."
# A process does two at a time.
_AT_WORK: Final = BoundedSemaphore(2)
_PATIENCE_SECONDS: Final = 20
THREAT: Final = "Антивирус нашёл в файле угрозу, файл не принят. Проверьте компьютер, с которого его отправили."
NO_SCANNER: Final = "Антивирус на сервере не ответил, файл не принят. Сообщите администратору."
_SCAN_SECONDS: Final = 60


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


class ThreatError(Exception):
    """The scanner of this installation does not let the file in; the sentence says why."""


def scan(path: Path, *, command: str) -> None:
    """Ask the scanner, where there is one, before a file is kept. Raises ThreatError."""
    if not command:
        return
    try:
        answer = subprocess.run(  # noqa: S603 -- the command comes from the operator's settings, the path is ours
            [*shlex.split(command), str(path)], capture_output=True, timeout=_SCAN_SECONDS, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        answer = -1
    if answer == 1:
        raise ThreatError(THREAT)
    if answer != 0:
        log.error("scanner_failed", returned=answer)
        raise ThreatError(NO_SCANNER)


def file_title(name: str) -> str:
    """What the browser calls the file, to be shown: without folders, on one line, of bounded length."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    return shown(bare) or "файл"
