"""The words of entering by hand: figures, targets, organisational items and documents."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from dashboard.formatting import DASH, NO_BREAK, counted, date_full, plain, plural
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import DocumentStatus, IndicatorKind, MissingCode, Stage

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
}
BY_WORKBOOK: Final = "Сумма по классам и предметам. Чтобы изменить, загрузите книгу."
NOT_SAVED: Final = "Строка не сохранена."
UNDO: Final = "Вернуть"
KEPT: Final = "Не вернули: после вас это уже изменили."
UNCHANGED: Final = "Ничего не изменилось."
UNSAVED: Final = "Не сохранено. Enter сохраняет строку, Esc возвращает прежнее."
CONFLICT_TITLE: Final = "Две версии одной записи"
SAME_TITLE: Final = "Это уже сохранено"


def entry_headline(*, filled: int, total: int, year: int, without_target: int) -> str:
    """«Внесено 34 из 58 показателей за 2025/26. Без цели 3.»"""
    rest = f" Без цели{NO_BREAK}{without_target}." if without_target else ""
    if not total:
        return f"За {format_year(year)} показателей нет."
    if filled == total:
        return f"Все показатели за {format_year(year)} внесены: {total}.{rest}"
    verb = plural(filled, "Внесён", "Внесено", "Внесено")
    units = plural(total, "показателя", "показателей", "показателей")
    return f"{verb} {filled} из{NO_BREAK}{total} {units} за{NO_BREAK}{format_year(year)}.{rest}"


def block_count(filled: int, total: int) -> str:
    return f"{filled} из{NO_BREAK}{total}"


def saved_figures(name: str) -> str:
    return f"Сохранено: {name}."


def taken_back(name: str) -> str:
    return f"Возвращено прежнее: {name}."


def saved_document(label: str, status: DocumentStatus) -> str:
    done = "сохранён как черновик" if status is DocumentStatus.DRAFT else "отправлен на проверку"
    return f"Документ «{label}» {done}."


def reviewed(label: str, *, is_accepted: bool) -> str:
    return f"Документ «{label}» {'принят' if is_accepted else 'возвращён с замечанием'}."


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


def documents_in_cell(count: int) -> str:
    return counted(count, "документ", "документа", "документов") if count else "Документов пока нет"


def cover_words(block: int, title: str) -> str:
    return f"Блок{NO_BREAK}{block}. {title}"


def stage_hint(stage: Stage) -> str:
    """What a document of the stage has to say, in one line."""
    return {
        Stage.MONITORING: "В приказе должны быть цели, задачи, сроки и ответственные.",
        Stage.ANALYSIS: "Анализ датирован после мониторинга и сравнивает факт с целью и с прошлым годом.",
        Stage.RECOMMENDATIONS: "У рекомендаций есть адресат.",
        Stage.MEASURES: "В дорожной карте есть сроки и ответственные.",
        Stage.DECISIONS: "Решение ссылается на анализ.",
    }.get(stage, "")
