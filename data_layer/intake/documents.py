"""Rows of the table «Документы»: what stands in the cells of the management cycle."""

import os
import stat
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Final

from data_layer.domain.facts import Cell
from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.intake.cells import text_of
from data_layer.intake.context import ImportContext
from data_layer.intake.cursor import Row
from data_layer.intake.errors import CellFault, quoted
from data_layer.intake.rows import DocumentRow
from data_layer.intake.words import normal

LARGEST_DOCUMENT: Final = 20 * 1024 * 1024
LONGEST_FILE_NAME: Final = 255

_OF_A_SCHOOL: Final = frozenset({DocumentStatus.DRAFT, DocumentStatus.SUBMITTED})
_COVERS_FORM: Final = "пишите блок:стадия или блок:стадия:цель через «;»"


_KEYS: Final = frozenset({"school", "block", "stage", "year"})


def is_blank(row: Row) -> bool:
    """A row that names a cell of the cycle and no document for it: a line of a template nobody filled."""
    return all(row.raw(column) is None for column in row.table.columns if column not in _KEYS)


def check_document(row: Row) -> DocumentRow | None:
    """The row, or None when something is wrong with it."""
    school, block, year = row.school(), row.block(), row.year()
    stage = _stage(row)
    kind = _type(row, stage)
    number, title = row.optional("number", most=64), row.optional("title", most=500)
    if number is None and title is None:
        row.wrong("title", "нет ни номера, ни названия", "укажите название документа")
    details = _details(row)
    if school and block and stage and kind and year is not None:
        key = (school, year, block, stage, kind, normal(number or title or ""))
        row.is_repeated(key, "school")
    if not row.is_sound or not (school and block and stage and kind) or year is None:
        return None
    return replace(
        details,
        school=school,
        block=block,
        stage=stage,
        year=year,
        type=kind,
        title=title,
        number=number,
    )


def _details(row: Row) -> DocumentRow:
    """All that does not make a document known again, on a row whose key is still open."""
    return DocumentRow(
        address=row.address,
        school="",
        block=0,
        stage=Stage.RATIONALE,
        year=0,
        type="",
        date=row.day("date"),
        responsible=row.optional("responsible", most=300),
        addressee=row.optional("addressee", most=300),
        goals=row.lines("goals"),
        tasks=row.lines("tasks"),
        deadlines=row.lines("deadlines"),
        url=row.link("url"),
        file=_file(row),
        status=_status(row),
        covers=_covers(row),
    )


def _stage(row: Row) -> Stage | None:
    index = row.state.context.stage_index
    found = row.word("stage", index, name="стадия", action="укажите стадию цикла из каталога")
    return Stage(found) if found else None


def _type(row: Row, stage: Stage | None) -> str | None:
    context = row.state.context
    found = row.word("type", context.type_index, name="вид документа", action="укажите вид документа из каталога")
    if found is None or stage is None:
        return found
    own_stage = context.document_types[found].stage
    if own_stage == stage:
        return found
    what = f"вид документа {quoted(row.text('type'))} относится к стадии {_stage_title(context, own_stage)}"
    row.wrong("type", what, f"выберите вид для стадии {_stage_title(context, stage)} или исправьте стадию")
    return None


def _stage_title(context: ImportContext, stage: str) -> str:
    return quoted(context.stages.get(stage, stage))


def _status(row: Row) -> DocumentStatus | None:
    if row.raw("status") is None:
        return None
    action = "укажите draft или submitted" if row.state.context.is_school_author else "укажите статус из списка"
    found = row.word("status", row.state.context.status_index, name="статус", action=action)
    if found is None:
        return None
    status = DocumentStatus(found)
    if row.state.context.is_school_author and status not in _OF_A_SCHOOL:
        row.wrong("status", f"статус {quoted(row.text('status'))} ставит управление образования", action)
    return status


# --- further cells ----------------------------------------------------------------------------------


def _covers(row: Row) -> tuple[Cell, ...]:
    parts = [part.strip() for part in row.text("covers").split(";")]
    cells = [_cover(row, part) for part in parts if part]
    return tuple(dict.fromkeys(cell for cell in cells if cell is not None))


def _cover(row: Row, text: str) -> Cell | None:
    context = row.state.context
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in {2, 3} or not all(parts):
        row.wrong("covers", f"ячейка {quoted(text)} не распознана", _COVERS_FORM)
        return None
    block, stage = context.block_index.find(parts[0]), context.stage_index.find(parts[1])
    if block is None:
        row.wrong("covers", f"блок {quoted(parts[0])} неизвестен", "укажите номер блока от 1 до 6")
    if stage is None:
        row.wrong("covers", f"стадия {quoted(parts[1])} неизвестна", "укажите стадию цикла из каталога")
    if block is None or stage is None:
        return None
    goal = _cover_goal(row, int(block), parts[2]) if len(parts) == 3 else ""
    return None if goal is None else Cell(int(block), Stage(stage), goal)


def _cover_goal(row: Row, block: int, text: str) -> str | None:
    context = row.state.context
    goal = context.goal_index.find(text)
    if goal is None:
        row.wrong("covers", f"цель {quoted(text)} неизвестна", "укажите id или код цели из каталога")
    elif context.goals[goal].block != block:
        row.wrong(
            "covers", f"цель {quoted(text)} относится к блоку {context.goals[goal].block}", "исправьте блок или цель"
        )
        return None
    return goal


# --- the file beside the table ----------------------------------------------------------------------


def _file(row: Row) -> str | None:
    name = text_of(row.raw("file"))  # spaces inside a name are part of it
    if not name:
        return None
    try:
        row.state.file_paths[name] = _file_beside(row.table.source.folder, name)
    except CellFault as fault:
        row.wrong("file", fault.what, fault.action)
    return name


def _file_beside(folder: Path | None, name: str) -> Path:
    """The regular file of that name in the folder of the table. Links and paths lead elsewhere: refused."""
    if not is_bare_name(name):
        raise CellFault(f"{quoted(name)} — не имя файла", "укажите только имя файла, лежащего рядом с таблицей")
    path = _entry(folder, name)
    try:
        status = None if path is None else path.lstat()
    except OSError:
        status = None
    if path is None or status is None or not stat.S_ISREG(status.st_mode):
        raise CellFault(f"файла {quoted(name)} нет рядом с таблицей", "положите файл рядом или уберите имя")
    if status.st_size > LARGEST_DOCUMENT:
        raise CellFault(f"файл {quoted(name)} больше 20 МБ", "уменьшите файл или дайте ссылку")
    return path


def is_bare_name(name: str) -> bool:
    """Whether a text can only be the name of a file, not a path, a drive or something invisible."""
    is_printable = all(unicodedata.category(symbol) not in {"Cc", "Cf", "Cs"} for symbol in name)
    is_short = len(name.encode("utf-8", "replace")) <= LONGEST_FILE_NAME
    return is_printable and is_short and name not in {"", ".", ".."} and not set(name) & set('/\\:*?"<>|')


def _entry(folder: Path | None, name: str) -> Path | None:
    """The entry of the folder with this name, in whatever Unicode form the archive wrote it."""
    if folder is None:
        return None
    wanted = unicodedata.normalize("NFC", name)
    try:
        names = os.listdir(folder)  # noqa: PTH208 - bare names are what is compared
    except OSError:
        return None
    found = [entry for entry in names if unicodedata.normalize("NFC", entry) == wanted]
    return folder / found[0] if found else None
