"""Uploads are hostile: they are taken apart in a child process with little memory, time and knowledge.

The child gets the path of the file and the name to call it by. It knows no secrets, since its environment
is empty, and it writes back plain JSON. Whatever happens to it, the parent has tables or one sentence.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from data_layer.domain.flag_texts import whole
from data_layer.intake.archive import budget_fault, is_archive_of_tables, read_archive
from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.evidence.looking import TOO_HARD as FILE_TOO_HARD
from data_layer.intake.evidence.looking import Look, look, look_confined
from data_layer.intake.evidence.recognition import RefusedFileError
from data_layer.intake.marking import list_of_faults, marked_workbook
from data_layer.intake.reading import read_bytes
from data_layer.intake.tables import SourceTable, TableKind
from data_layer.intake.transport import packed, unpacked
from data_layer.intake.workbook import looks_like_workbook

LARGEST_UPLOAD: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_TEXT: Final = 30_000_000

MEMORY_BYTES: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 30
_WAIT_SECONDS: Final = 60
_LARGEST_ANSWER: Final = 128 * 1024 * 1024
_ROOT: Final = Path(__file__).parents[2]

TOO_HARD: Final = "файл не удалось разобрать: он слишком сложен или повреждён"
SAVE_ANEW: Final = "скопируйте данные в новую книгу и сохраните её как .xlsx"


class ChildDiedError(Exception):
    """The child ended without an answer: out of memory or time, or killed by the file."""


def read_confined(path: Path, *, name: str, expected: TableKind | None = None) -> list[SourceTable]:
    """The tables of an uploaded file, or one table whose `problems` say why there are none.

    path: of the stored bytes. name: what the person calls the file; only shown, never opened.
    expected: what a lone table must be, where only one kind is asked for.
    """
    question = {"path": str(path), "name": shown(name), "expected": None if expected is None else expected.value}
    try:
        return unpacked(run_confined("read", question))
    except (ChildDiedError, ValueError, LookupError, TypeError):
        return [_refused(shown(name), TOO_HARD, SAVE_ANEW)]


def mark_confined(path: Path, *, name: str, errors: Sequence[Sequence[str]]) -> bytes:
    """The uploaded file as an .xlsx with its faults marked, or at least the list of them.

    errors: address, what is wrong, what to do.
    """
    question = {"path": str(path), "name": shown(name), "errors": [list(each) for each in errors]}
    try:
        return run_confined("mark", question)
    except ChildDiedError:
        return list_of_faults([IntakeError(*each) for each in errors])


def look_at_file(path: Path) -> Look:
    """What an uploaded document is and says. Raises RefusedFileError with one sentence for the person."""
    try:
        return look_confined(path, run=run_confined)
    except (ChildDiedError, ValueError, LookupError, TypeError) as error:
        raise RefusedFileError(FILE_TOO_HARD) from error


def run_confined(task: str, question: Mapping[str, Any]) -> bytes:
    """Let a child do one of `tasks`. Raises ChildDiedError where it does not answer."""
    try:
        ran = subprocess.run(  # noqa: S603 -- our own interpreter and module, nothing of the upload
            [sys.executable, "-m", "data_layer.intake.confined", task, str(MEMORY_BYTES), str(CPU_SECONDS)],
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=_WAIT_SECONDS,
            cwd=_ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildDiedError from error
    if ran.returncode != 0:
        raise ChildDiedError
    return ran.stdout


def read_upload(content: bytes, *, name: str, expected: TableKind | None = None) -> list[SourceTable]:
    """What the child does: budgets first, then the reader that the first bytes ask for."""
    if len(content) > LARGEST_UPLOAD:
        return [_refused(name, "файл больше 20 МБ", "разделите его на части")]
    if looks_like_workbook(content):
        fault = budget_fault(content)
        if fault is not None:
            return [_refused(name, *fault)]
    tables = (
        read_archive(content, name=name)
        if looks_like_workbook(content) and is_archive_of_tables(content)
        else read_bytes(content, name=name, expected=expected)
    )
    count = sum(len(table.rows) for table in tables)
    if count > MOST_ROWS:
        return [
            _refused(
                name,
                f"строк в файле {whole(count)}, а за один раз принимается {whole(MOST_ROWS)}",
                "разделите его на части",
            )
        ]
    if _text_length(tables) > MOST_TEXT:
        return [_refused(name, "в файле слишком много текста", "оставьте только таблицы с данными")]
    return tables


def _text_length(tables: Sequence[SourceTable]) -> int:
    """One long text that a million cells share is small in a workbook and large anywhere else."""
    return sum(len(cell) for table in tables for _, cells in table.rows for cell in cells if isinstance(cell, str))


def _refused(name: str, what: str, action: str) -> SourceTable:
    return SourceTable(file=name, sheet=None, problems=(IntakeError(name, what, action),))


# --- in the child -------------------------------------------------------------------------------------


def _read(question: Mapping[str, Any]) -> bytes:
    expected = None if question["expected"] is None else TableKind(question["expected"])
    return packed(read_upload(Path(question["path"]).read_bytes(), name=question["name"], expected=expected))


def _mark(question: Mapping[str, Any]) -> bytes:
    faults = [IntakeError(*each) for each in question["errors"]]
    return marked_workbook(Path(question["path"]).read_bytes(), name=question["name"], faults=faults)


tasks: Final[Mapping[str, Callable[[Mapping[str, Any]], bytes]]] = {"read": _read, "mark": _mark, "look": look}


def main(arguments: Sequence[str]) -> None:
    """arguments: the task, bytes of memory, seconds of the processor."""
    task, memory, seconds = arguments[0], int(arguments[1]), int(arguments[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_ANSWER, _LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = tasks[task](json.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main(sys.argv[1:])
