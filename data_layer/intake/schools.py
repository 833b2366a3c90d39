"""Rows of the table «Школы»."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from data_layer.domain.facts import SchoolFacts
from data_layer.domain.vocabulary import LEVELS_OF_KIND, Cluster, Level, SchoolKind
from data_layer.intake.cursor import Row
from data_layer.intake.errors import quoted
from data_layer.intake.rows import SchoolRow

LONGEST_CODE: Final = 64
_FORBIDDEN: Final = frozenset("/\\?#%;")
_LEVEL_SEPARATORS: Final = re.compile(r"[;,/]")


def check_school(row: Row) -> SchoolRow | None:
    """The row, or None when something is wrong with it. A sound code is known to later tables anyway."""
    code = _code(row)
    short_name = row.text("short_name", most=200)
    if not short_name:
        row.wrong("short_name", "краткое название не указано", "укажите название школы")
    context = row.state.context
    kind = row.word("kind", context.kind_index, name="вид школы", action="укажите СОШ, ООШ или НОШ")
    levels = _levels(row)
    checked = SchoolRow(
        address=row.address,
        code=code or "",
        short_name=short_name,
        kind=SchoolKind(kind) if kind else SchoolKind.FULL,
        full_name=row.optional("full_name", most=1000),
        cluster=_cluster(row),
        pupils=row.whole("pupils", name="число обучающихся"),
        fis_oko_login=row.optional("fis_oko_login", most=64),
        rcoi_code=row.optional("rcoi_code", most=64),
        inn=_inn(row),
        levels=levels,
    )
    known = context.schools.get(code or "")
    if context.is_school_author and known is not None and kind:
        _refuse_own_terms(row, checked, known)
    if code is not None:
        row.is_repeated((code,), "code")
        row.state.school_levels[code] = levels_after(checked, _with_own_levels(row, code))
    return checked if row.is_sound else None


def _refuse_own_terms(row: Row, wanted: SchoolRow, known: SchoolFacts) -> None:
    """A school does not choose what is asked of it: kind and levels decide that, the cluster with whom it is compared."""
    action = "оставьте прежнее значение или обратитесь в управление образования"
    if wanted.kind is not known.kind:
        row.wrong("kind", "вид школы меняет управление образования", action)
    elif levels_after(wanted, _with_own_levels(row, wanted.code)) != known.levels:
        row.wrong("levels", "уровни школы меняет управление образования", action)
    if wanted.cluster is not None and wanted.cluster is not known.cluster:
        row.wrong("cluster", "тип местности меняет управление образования", action)


def levels_after(row: SchoolRow, own: SchoolFacts | None) -> frozenset[Level]:
    """Levels a school teaches once the row is applied, always with the level `school`.

    Levels that are given replace all others; else a school keeps those it was once given, and
    without such they follow from the kind. own: the school as known, where it has levels of its own.
    """
    if row.levels is not None:
        return _with_school(row.levels)
    return _with_school(LEVELS_OF_KIND[row.kind]) if own is None else own.levels


def _with_own_levels(row: Row, code: str) -> SchoolFacts | None:
    context = row.state.context
    return context.schools.get(code) if code in context.own_levels else None


def _with_school(levels: Iterable[Level]) -> frozenset[Level]:
    return frozenset({*levels, Level.SCHOOL})


def _code(row: Row) -> str | None:
    code = row.text("code")
    only = row.state.context.only_school
    if not code:
        row.wrong("code", "код школы не указан", "укажите код")
    elif len(code) > LONGEST_CODE:
        row.wrong("code", f"код школы длиннее {LONGEST_CODE} знаков", "сократите код")
    elif not is_code(code):
        row.wrong(
            "code", f"код школы {quoted(code)} содержит недопустимые знаки", "уберите пробелы и знаки / \\ ? # % ;"
        )
    elif only is not None and code != only:
        row.wrong("code", f"школа {quoted(code)} не относится к этому импорту", f"оставьте строки школы {only}")
    else:
        return code
    return None


def is_code(code: str) -> bool:
    """Whether a text may be the code of a school: no spaces, invisible or forbidden characters."""
    return bool(code) and not any(symbol in _FORBIDDEN or unicodedata.category(symbol)[0] in "CZ" for symbol in code)


def _cluster(row: Row) -> Cluster | None:
    if row.raw("cluster") is None:
        return None
    action = "укажите город, посёлок или село"
    found = row.word("cluster", row.state.context.cluster_index, name="тип местности", action=action)
    return Cluster(found) if found else None


def _inn(row: Row) -> str | None:
    inn = row.text("inn")
    if not inn:
        return None
    if not re.fullmatch(r"[0-9]+", inn):
        row.wrong("inn", f"ИНН {quoted(inn)} содержит не только цифры", "укажите 10 или 12 цифр")
    elif len(inn) not in {10, 12}:
        row.wrong("inn", f"в ИНН {quoted(inn)} {len(inn)} цифр", "укажите 10 или 12 цифр")
    return inn


def _levels(row: Row) -> tuple[Level, ...] | None:
    text = row.text("levels")
    if not text:
        return None
    context = row.state.context
    given = set()
    for word in filter(None, (part.strip() for part in _LEVEL_SEPARATORS.split(text))):
        found = context.level_index.find(word)
        if found is None:
            row.wrong("levels", f"уровень {quoted(word)} неизвестен", "перечислите через «;» НОО, ООО, СОО")
        else:
            given.add(Level(found))
    return tuple(level for level in Level if level in given) or None
