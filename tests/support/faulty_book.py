"""A workbook of school «1» of the small district alpha with fifty planted faults, one to a row, and the corrected one."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from data_layer.intake.recognise import LAYOUTS, TITLES
from data_layer.intake.tables import TableKind

COLUMNS: Final = {
    TableKind.OBSERVATIONS: (
        "school",
        "indicator",
        "level",
        "year",
        "subject",
        "numerator",
        "denominator",
        "value",
        "missing",
        "note",
    ),
    TableKind.TARGETS: ("school", "indicator", "level", "year", "target"),
    TableKind.DOCUMENTS: ("school", "block", "stage", "year", "type", "title", "number", "date", "url", "status"),
    TableKind.ORGANISATION: ("school", "year", "item", "present", "date"),
}
# Of every kind of fault: the cells that are wrong, and the column at which it has to be told.
OBSERVATION_FAULTS: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"numerator": 11}, "numerator"),
    ({"indicator": "9.9"}, "indicator"),
    ({"level": "ДОО"}, "level"),
    ({"year": "2025/27"}, "year"),
    ({"school": "2"}, "school"),
    ({"school": "нет такой"}, "school"),
    ({"numerator": "девять"}, "numerator"),
    ({"numerator": -1}, "numerator"),
    ({"denominator": 10.5}, "denominator"),
    ({"denominator": None}, "denominator"),
    ({"numerator": None}, "numerator"),
    ({"denominator": 0, "numerator": 0}, "denominator"),
    ({"missing": "щ", "numerator": None, "denominator": None}, "missing"),
    ({"missing": "x"}, "missing"),
    ({"level": None}, "level"),
)
TARGET_FAULTS: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"target": "много"}, "target"),
    ({"target": -5}, "target"),
    ({"target": 101}, "target"),
    ({"target": "1,00000001"}, "target"),
    ({"indicator": "9.9"}, "indicator"),
    ({"level": "ДОО"}, "level"),
    ({"school": "2"}, "school"),
    ({"school": None}, "school"),
)
DOCUMENT_FAULTS: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"block": 7}, "block"),
    ({"stage": "начало"}, "stage"),
    ({"type": "письмо"}, "type"),
    ({"type": "goals_document"}, "type"),
    ({"title": None, "number": None}, "title"),
    ({"date": "31.02.2026"}, "date"),
    ({"url": "ftp://school.example/1"}, "url"),
    ({"status": "accepted"}, "status"),
)
ORGANISATION_FAULTS: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"item": "нет такого"}, "item"),
    ({"present": "может быть"}, "present"),
    ({"date": "вчера"}, "date"),
    ({"year": "1989/90"}, "year"),
)
_TARGETED: Final = (
    ("1.1", "НОО"),
    ("1.1", "ООО"),
    ("1.1", "СОО"),
    ("2.1", "НОО"),
    ("2.1", "ООО"),
    ("2.1", "СОО"),
    ("1.2", "НОО"),
    ("1.2", "ООО"),
)
_ITEMS: Final = ("team_assembled", "coordinator_appointed", "regulation_adopted", "schedule_adopted")


@dataclass(frozen=True, slots=True)
class PlantedBook:
    """content: the workbook; addresses: of every planted fault, empty for the corrected one."""

    content: bytes
    addresses: tuple[str, ...]


def planted_book(*, is_corrected: bool = False, text: str = "") -> PlantedBook:
    """text: written as the note of every row of figures, to see what becomes of it."""
    book = Workbook()
    del book["Sheet"]
    addresses: list[str] = []
    tables = (
        (TableKind.OBSERVATIONS, [*OBSERVATION_FAULTS, *OBSERVATION_FAULTS], _observation),
        (TableKind.TARGETS, TARGET_FAULTS, _target),
        (TableKind.DOCUMENTS, DOCUMENT_FAULTS, _document),
        (TableKind.ORGANISATION, ORGANISATION_FAULTS, _item),
    )
    for kind, faults, sound in tables:
        sheet = book.create_sheet(TITLES[kind])
        columns = COLUMNS[kind]
        sheet.append([LAYOUTS[kind].columns[column] for column in columns])
        for place, (wrong, told_at) in enumerate(faults):
            row = sound(place, text) | ({} if is_corrected else wrong)
            sheet.append([row.get(column) for column in columns])
            if text and "note" in columns:
                sheet.cell(place + 2, columns.index("note") + 1).data_type = "s"
            letter = get_column_letter(columns.index(told_at) + 1)
            addresses.append(f"{TITLES[kind]}!{letter}{place + 2}")
    stream = BytesIO()
    book.save(stream)
    return PlantedBook(stream.getvalue(), () if is_corrected else tuple(addresses))


def _observation(place: int, text: str) -> dict[str, Any]:
    return {
        "school": "1",
        "indicator": "1.1",
        "level": "НОО",
        "year": "2025/26",
        "subject": f"Предмет {place + 1}",
        "numerator": 9,
        "denominator": 10,
        "note": text or None,
    }


def _target(place: int, _text: str) -> dict[str, Any]:
    indicator, level = _TARGETED[place]
    return {"school": "1", "indicator": indicator, "level": level, "year": "2025/26", "target": 50 + place}


def _document(place: int, _text: str) -> dict[str, Any]:
    return {
        "school": "1",
        "block": place % 6 + 1,
        "stage": "Анализ мониторингов",
        "year": "2025/26",
        "type": "analytical_report",
        "title": f"Справка {place + 1}",
        "number": f"{place + 1}-с",
        "date": "20.11.2025",
        "url": "https://school.example/1",
        "status": "На проверке",
    }


def _item(place: int, _text: str) -> dict[str, Any]:
    return {"school": "1", "year": "2025/26", "item": _ITEMS[place], "present": "да", "date": "01.09.2025"}
