"""The words of entering by hand: figures, targets, organisational items and documents."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from dashboard.formatting import DASH, NO_BREAK, date_full, listed, plain, plural
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import DocumentStatus, IndicatorKind, MissingCode, RequirementLevel, Stage

# Why there is no figure, as the person chooses it; the first says that there is one.
MISSING: Final[Mapping[str, str]] = {
    "": "есть",
    MissingCode.NO_DATA: "нет данных",
    MissingCode.NOT_APPLICABLE: "не применимо",
    MissingCode.NOT_YET: "ещё не срок",
    MissingCode.UNRELIABLE: "ненадёжно",
}
DOCUMENT_STATUSES: Final[Mapping[DocumentStatus, str]] = {
    DocumentStatus.DRAFT: "черновик",
    DocumentStatus.SUBMITTED: "на проверке",
    DocumentStatus.ACCEPTED: "принят",
    DocumentStatus.RETURNED: "возвращён",
}
# Fields of the forms, for labels and for the comparison of two versions.
FIELDS: Final[Mapping[str, str]] = {
    "numerator": "Числитель",
    "denominator": "Знаменатель",
    "value": "Количество",
    "baseline": "Было год назад",
    "missing": "Данные",
    "target": "Своя цель",
    "present": "Есть",
    "date": "Дата",
    "url": "Ссылка",
    "type_id": "Вид документа",
    "title": "Название",
    "number": "Номер",
    "responsible": "Ответственный",
    "addressee": "Кому адресован",
    "goals": "Цели",
    "tasks": "Задачи",
    "deadlines": "Сроки",
    "status": "Состояние",
    "covers": "Другие ячейки",
    "remark": "Замечание",
    "effect": "Что изменилось",
    "file_id": "Файл",
}
# As they stand in «обязательны цели, задачи и сроки».
DOCUMENT_FIELDS: Final[Mapping[str, str]] = {
    "goals": "цели",
    "tasks": "задачи",
    "deadlines": "сроки",
    "responsible": "ответственный",
    "addressee": "адресат",
    "number": "номер",
    "title": "название",
    "date": "дата",
    "url": "ссылка",
    "file": "файл",
}
BY_WORKBOOK: Final = "Сумма по предметам и классам. Их вносят книгой."
NOT_SAVED: Final = "Строка не сохранена."
DOCUMENT_NOT_SAVED: Final = "Документ не сохранён."
REVIEW_NOT_SAVED: Final = "Решение не сохранено."
UNDO: Final = "Вернуть"
KEPT: Final = "Не вернули: после вас это уже изменили."
UNCHANGED: Final = "Ничего не изменилось."
UNSAVED: Final = "Не сохранено. Enter сохраняет строку, Esc возвращает прежнее."
CONFLICT_TITLE: Final = "Две версии одной записи"
SAME_TITLE: Final = "Это уже сохранено"


def entry_headline(
    *, filled: int, total: int, year: int, for_knowledge: int, not_applicable: int, without_target: int
) -> str:
    """«Внесено 34 из 58 показателей за 2025/26, считая 9 для сведения и 1 неприменимый. Без цели и ориентира 3.»

    for_knowledge, not_applicable: how many of all decide no goal; other pages do not count them as awaited.
    """
    others = [
        *([f"{for_knowledge}{NO_BREAK}для сведения"] if for_knowledge else []),
        *(
            [f"{not_applicable}{NO_BREAK}{plural(not_applicable, 'неприменимый', 'неприменимых', 'неприменимых')}"]
            if not_applicable
            else []
        ),
    ]
    known = f", считая {listed(others)}" if others else ""
    rest = f" Без цели и{NO_BREAK}ориентира{NO_BREAK}{without_target}." if without_target else ""
    if not total:
        return f"За {format_year(year)} показателей нет."
    if filled == total:
        return f"Все показатели за {format_year(year)} внесены: {total}{known}.{rest}"
    verb = plural(filled, "Внесён", "Внесено", "Внесено")
    units = plural(total, "показателя", "показателей", "показателей")
    return f"{verb} {filled} из{NO_BREAK}{total} {units} за{NO_BREAK}{format_year(year)}{known}.{rest}"


def nobody_handed_in(*, may_write: bool) -> str:
    """An empty cell, with the next step."""
    if may_write:
        return "Документов пока нет."
    return "Документов пока нет: их сдаёт школа. Напомнить можно письмом: «Цикл», «Написать школе»."


def block_count(filled: int, total: int) -> str:
    return f"{filled} из{NO_BREAK}{total}"


def saved_figures(name: str) -> str:
    return f"Сохранено: {name}."


def taken_back(name: str) -> str:
    return f"Возвращено прежнее: {name}."


def saved_document(label: str, status: DocumentStatus) -> str:
    done = "сохранён как черновик" if status is DocumentStatus.DRAFT else "отправлен на проверку"
    return f"Документ «{label}» {done}."


def reviewed(*, is_accepted: bool) -> str:
    return "Документ принят." if is_accepted else "Документ возвращён школе с замечанием."


def conflict_sentence(who: str) -> str:
    """who: «Р. И. Ахметова, 09.06.2026, 16:05», empty where it is not known."""
    by = f" изменил другой человек: {who}" if who else " изменилось"
    return f"Пока вы вносили, это{by}. Ничего не записано: выберите, что оставить."


def same_sentence(who: str) -> str:
    by = f": {who}" if who else ""
    return f"То же самое уже сохранено{by}. Второй раз записывать не нужно."


def shown_value(name: str, value: object, *, type_titles: Mapping[str, str] | None = None) -> str:
    """A value of a form as the comparison of two versions shows it."""
    if name == "missing":
        return MISSING.get("" if value is None else str(value), str(value))
    if name == "type_id":
        return (type_titles or {}).get(str(value), str(value))
    if name == "covers" and value:
        return listed([f"блок {each.partition(':')[0]}" for each in str(value).split(";")])
    if name == "status":
        return DOCUMENT_STATUSES[DocumentStatus(str(value))]
    return _plain_value(value)


def _plain_value(value: object) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.date):
        return date_full(value)
    return str(value)


def numerator_label(kind: IndicatorKind) -> str:
    """What the first field of a share asks for."""
    return "Осталось" if kind is IndicatorKind.RETENTION else FIELDS["numerator"]


def cell_words(required: RequirementLevel, due: dt.date | None) -> str:
    """What is asked of a cell: «Документ обязателен, срок 25.08.2026.»"""
    asked = {
        RequirementLevel.REQUIRED: "Документ обязателен",
        RequirementLevel.OPTIONAL: "Документ не обязателен",
        RequirementLevel.NOT_USED: "Документ не требуется",
    }[required]
    is_dated = due is not None and required is not RequirementLevel.NOT_USED
    return f"{asked}, срок {date_full(due)}." if is_dated and due is not None else f"{asked}."


def cover_words(block: int, title: str) -> str:
    return f"Блок{NO_BREAK}{block}. {title}" if title else f"Блок{NO_BREAK}{block}"


def stage_hint(stage: Stage) -> str:
    """What a document of the stage has to say, in one line."""
    return {
        Stage.MONITORING: "В приказе должны быть цели, задачи, сроки и ответственные.",
        Stage.ANALYSIS: "Анализ датирован после мониторинга и сравнивает факт с целью и с прошлым годом.",
        Stage.RECOMMENDATIONS: "У рекомендаций есть адресат.",
        Stage.MEASURES: "В дорожной карте есть сроки и ответственные.",
        Stage.DECISIONS: "Решение ссылается на анализ.",
    }.get(stage, "")
