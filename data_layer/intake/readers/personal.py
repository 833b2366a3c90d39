"""Whether a table names people: such files are refused, aggregates alone are taken.

Looks at tables that are none of our own; their documents name responsible people by right.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from data_layer.intake.cells import text_of
from data_layer.intake.errors import IntakeError
from data_layer.intake.readers.headers import DEPTH, tidy
from data_layer.intake.tables import SourceTable, column_letters

ACTION: Final = "удалите эту колонку и загрузите файл без персональных данных: принимаются только сводные числа"

_HEADINGS: Final = {
    "фамилии и имена": re.compile(
        r"ф\.? ?и\.? ?о\.?( .*)?|.*\bфио\b.*|фамилия.*|имя|отчество"
        r"|(имя|отчество|фамилия) (обучающегося|участника|учащегося|ученика|ребенка|педагога|учителя)"
    ),
    "паспортные данные": re.compile(
        r".*паспорт.*|(серия|номер|серия и номер|серия, номер) (документа|док|уд\w* личн\w*|дул).*|документ, удостоверяющий.*"
    ),
    "СНИЛС": re.compile(r".*снилс.*"),
    "даты рождения": re.compile(r"дата рождения.*|дата рожд.*|д\.р\."),
}
_SNILS: Final = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}")
_PASSPORT: Final = re.compile(r"[0-9]{2} ?[0-9]{2} [0-9]{6}")
_WORD: Final = "[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_FULL_NAME: Final = re.compile(
    rf"{_WORD} {_WORD} [А-ЯЁ][а-яё]+(?:ич|вна|чна|оглы|кызы)|[А-ЯЁ-]{{2,}} [А-ЯЁ-]{{2,}} [А-ЯЁ]+(?:ИЧ|ВНА|ЧНА|ОГЛЫ|КЫЗЫ)"
)
# Over teachers and responsible people such names stand by right; authors of textbooks have them as well.
_PUPIL: Final = re.compile(
    r"(?:список )?(?:обучающ|учащ|учени[кцч]|участни[кц]|выпускни[кц]|воспитанни[кц]|школьни[кц]|реб[её]н|дети)\w*(?: .*)?"
)
_SURNAME: Final = rf"(?:{_WORD}|[А-ЯЁ]{{2,}}(?:-[А-ЯЁ]{{2,}})?)"
_WITH_INITIALS: Final = re.compile(rf"{_SURNAME},? [А-ЯЁ]\. ?(?:[А-ЯЁ]\.?)?|[А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?{_SURNAME}")
_NAMES: Final = "фамилии и имена"
_VALUES: Final = {"фамилии и имена": _FULL_NAME, "паспортные данные": _PASSPORT, "СНИЛС": _SNILS}
# So many like cells in one column are no coincidence; СНИЛС is told from anything else by a single one.
_LEAST_CELLS: Final = 2
_LONGEST: Final = 80


def personal_data(table: SourceTable) -> IntakeError | None:
    """The fault of a table that names people; it tells where, never what stands there."""
    by_heading = _headed(table)
    if by_heading is not None:
        return by_heading
    counts: Counter[tuple[str, int]] = Counter()
    for line, cells in table.rows:
        for place, cell in enumerate(cells):
            kind = _kind(text_of(cell)) if isinstance(cell, str) else None
            if kind is None:
                continue
            counts[kind, place] += 1
            if kind == "СНИЛС" or counts[kind, place] >= _LEAST_CELLS:
                return _fault(table, line, place, kind)
    return None


def _headed(table: SourceTable) -> IntakeError | None:
    for position, (line, cells) in enumerate(table.rows[:DEPTH]):
        for place, cell in enumerate(cells):
            if not isinstance(cell, str) or len(cell) > _LONGEST:
                continue
            words = tidy(cell)
            kind = next((kind for kind, pattern in _HEADINGS.items() if pattern.fullmatch(words)), None)
            if kind is not None and _has_values(table, position, place):
                return _fault(table, line, place, kind)
            if _PUPIL.fullmatch(words) and _has_initials(table, position, place):
                return _fault(table, line, place, _NAMES)
    return None


def _has_initials(table: SourceTable, position: int, place: int) -> bool:
    """Whether «Иванов И. П.» stands below a heading of pupils."""
    below = (cells[place] for _, cells in table.rows[position + 1 :] if place < len(cells))
    return any(
        isinstance(cell, str) and len(cell) <= _LONGEST and _WITH_INITIALS.fullmatch(" ".join(cell.split()))
        for cell in below
    )


def _has_values(table: SourceTable, position: int, place: int) -> bool:
    """A heading over an empty column harms nobody."""
    return any(place < len(cells) and cells[place] is not None for _, cells in table.rows[position + 1 :])


def _kind(text: str) -> str | None:
    # Most cells hold one short word; none of what is looked for does.
    if len(text) > _LONGEST or (" " not in text and "-" not in text):
        return None
    return next((kind for kind, pattern in _VALUES.items() if pattern.fullmatch(text)), None)


def _fault(table: SourceTable, line: int, place: int, kind: str) -> IntakeError:
    what = f"в колонке {column_letters(place)} персональные данные: {kind}"
    return IntakeError(table.address(line, place), what, ACTION)


def refusal(tables: Sequence[SourceTable]) -> IntakeError | None:
    return next((fault for table in tables if (fault := personal_data(table)) is not None), None)
