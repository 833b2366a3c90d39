"""One look at a file that proves something, taken in a child process: kind, words, number and date.

The child answers with plain JSON or with the one sentence why the file is not taken.
"""

import json
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from data_layer.intake.evidence.particulars import Particulars, particulars_of
from data_layer.intake.evidence.recognition import DAMAGED, FileKind, RefusedFileError, recognise
from data_layer.intake.evidence.text import refuse_scripts, text_of

LARGEST_FILE: Final = 20 * 1024 * 1024
TOO_HARD: Final = "Файл не удалось разобрать: он слишком сложен или повреждён. Сохраните его заново или как PDF."
# The words are a help; a file that takes longer is taken without them.
_READING_SECONDS: Final = 8


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is and says. text: empty for pictures and for files whose words cannot be read."""

    kind: FileKind
    text: str
    particulars: Particulars


def look_confined(path: Path, *, run: Callable[[str, Mapping[str, Any]], bytes]) -> Look:
    """run: the child, `intake.confined.run_confined`. Raises RefusedFileError, and whatever `run` raises."""
    told = json.loads(run("look", {"path": str(path)}))
    if told.get("refused"):
        raise RefusedFileError(str(told["refused"]))
    return Look(
        FileKind(told["kind"]),
        str(told["text"]),
        Particulars(tuple(map(str, told["numbers"])), tuple(map(date.fromisoformat, told["dates"]))),
    )


# --- in the child -------------------------------------------------------------------------------------


def look(question: Mapping[str, Any]) -> bytes:
    try:
        told = _look(Path(question["path"]).read_bytes())
    except RefusedFileError as refusal:
        told = {"refused": str(refusal)}
    return json.dumps(told).encode()


def _look(content: bytes) -> dict[str, Any]:
    kind = recognise(content)
    if kind is FileKind.PDF:
        _refuse_bad_pdf(content)
    text = ""
    with suppress(Exception), _at_most(_READING_SECONDS):
        text = text_of(content, kind)
    found = particulars_of(text)
    days = [day.isoformat() for day in found.dates]
    return {"kind": str(kind), "text": text, "numbers": list(found.numbers), "dates": days}


def _refuse_bad_pdf(content: bytes) -> None:
    """A PDF whose root cannot be found is none; one that is encrypted without a password is let through."""
    try:
        with _at_most(_READING_SECONDS):
            refuse_scripts(content)
    except RefusedFileError:
        raise
    except Exception as error:
        if b"/Encrypt" not in content:
            raise RefusedFileError(DAMAGED) from error


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Interrupt what takes longer. Raises TimeoutError; only for the main thread of a process of its own."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
