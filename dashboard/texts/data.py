"""The sentences of «Данные»: a file that is handed in, what it would change, who has handed in what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from dashboard.formatting import NO_BREAK, counted, moment, percent, plural, whole
from dashboard.texts.words import (
    LEVELS,
    MISSING_CODES,
    STAGES,
    STATUSES,
    author_words,
    blocks_words,
    in_units,
    indicator_name,
)
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Direction, DocumentStatus, IndicatorKind, Level, Status
from data_layer.queries.awaited import Awaited
from data_layer.queries.catalogue import Catalogue
from data_layer.queries.handed_in import HandedInRow
from data_layer.queries.imports import KeptRow

# More of them are told by the first and the last.
_FIGURES_NAMED: Final = 2

STEPS: Final = ("1. Файл", "2. Проверка", "3. Внесение")
TABLES: Final[Mapping[str, str]] = {
    "observations": "Показатели",
    "targets": "Цели",
    "documents": "Документы",
    "organisation": "Организация",
    "schools": "Школы",
}
CHANGES: Final[Mapping[str, str]] = {"new": "новая", "changed": "изменится", "same": "без изменений"}
CHANGES_DONE: Final[Mapping[str, str]] = {**CHANGES, "changed": "изменена"}
DOCUMENT_STATUSES: Final[Mapping[str, str]] = {
    DocumentStatus.DRAFT: "черновик",
    DocumentStatus.SUBMITTED: "на проверке",
    DocumentStatus.ACCEPTED: "принят",
    DocumentStatus.RETURNED: "возвращён",
}
FIELDS: Final[Mapping[str, str]] = {
    "title": "название",
    "number": "номер",
    "date": "дата",
    "responsible": "ответственный",
    "addressee": "адресат",
    "goals": "цели",
    "tasks": "задачи",
    "deadlines": "сроки",
    "url": "ссылка",
    "file_id": "файл",
    "status": "статус",
    "covers": "другие ячейки",
    "is_present": "есть",
    "short_name": "название",
    "full_name": "полное название",
    "kind": "вид",
    "cluster": "тип местности",
    "pupils": "обучающихся",
    "levels": "уровни",
    "fis_oko_login": "логин ФИС ОКО",
    "rcoi_code": "код РЦОИ",
    "inn": "ИНН",
    "note": "примечание",
    "source": "источник",
}
# What is kept for the program's own use is not told.
_UNTOLD: Final = frozenset({"label", "is_hidden_at_source", "stated_percent"})

NO_FILE: Final = "Выберите файл: книгу .xlsx, таблицу .csv или архив .zip с таблицами."
TOO_MANY: Final = "За час уже проверено 20 ваших файлов. Повторите через час."
NOTHING_WAS: Final = "не было"
WHY_DISABLED: Final = "Кнопка заработает, когда ошибок не останется: книга вносится целиком."
KEPT_HISTORY: Final = "Прежние значения сохранятся в истории. Загрузку можно отменить."
STALE: Final = "Пока вы смотрели, данные изменились. Проверьте, что изменится теперь, и внесите ещё раз."
FAULTY: Final = "Пока вы смотрели, в районе что-то изменилось, и в файле появились ошибки. Ничего не внесено."
TARGETS_NEED_DIRECTOR: Final = "В этой загрузке есть цели, а цели меняет директор. Попросите отменить её директора."


def rows_words(count: int) -> str:
    return counted(count, "строка", "строки", "строк")


def rows_object(count: int) -> str:
    """«1 строку», «2 строки», «5 строк»: after a verb."""
    return counted(count, "строку", "строки", "строк")


def errors_words(count: int) -> str:
    return counted(count, "ошибка", "ошибки", "ошибок")


def errors_object(count: int) -> str:
    return counted(count, "ошибку", "ошибки", "ошибок")


def places_words(count: int) -> str:
    return counted(count, "место", "места", "мест")


def errors_headline(count: int) -> str:
    return f"В файле {errors_words(count)}. Пока ничего не внесено."


def clean_headline(written: int) -> str:
    if not written:
        return "Изменений нет: всё из этого файла уже внесено."
    return f"Ошибок нет. Осталось внести {rows_object(written)}."


def applied_sentence(written: int) -> str:
    """«Внесена 1 строка», «Внесено 58 строк»."""
    return f"{plural(written, 'Внесена', 'Внесено', 'Внесено')} {rows_words(written)}"


def apply_button(written: int) -> str:
    return f"Внести {rows_object(written)}"


def reverted_sentence(restored: int, kept: int) -> str:
    """What taking back has done; how much stays because it was changed later."""
    if not restored:
        return (
            f"Данные не изменились. {kept_sentence(kept)}" if kept else "Данные не изменились: возвращать было нечего"
        )
    done = f"Загрузка отменена, {plural(restored, 'возвращена', 'возвращены', 'возвращено')} {rows_words(restored)}"
    if not kept:
        return done
    return f"{done}. {kept_sentence(kept)}"


def changes_headline(counts: Mapping[str, Mapping[str, int]]) -> str:
    """«Что изменится: 6 новых, 3 изменённых, 49 без изменений»."""
    new, changed, same = (
        sum(each.get(name, 0) for each in counts.values()) for name in ("new", "changed", "unchanged")
    )
    parts = [
        *([f"{whole(new)}{NO_BREAK}{plural(new, 'новая', 'новые', 'новых')}"] if new else []),
        *(
            [f"{whole(changed)}{NO_BREAK}{plural(changed, 'изменённая', 'изменённые', 'изменённых')}"]
            if changed
            else []
        ),
        f"{whole(same)} без изменений",
    ]
    return f"Что изменится: {', '.join(parts)}"


def size_words(size: int) -> str:
    if size < 1024 * 1024:
        return f"{whole(max(size // 1024, 1))}{NO_BREAK}КБ"
    return f"{size / 1024 / 1024:.1f}{NO_BREAK}МБ".replace(".", ",")


def file_facts(report: Mapping[str, Any], size: int | None) -> str:
    """«48 КБ · листы «Показатели», «Документы» · 61 строка»."""
    sheets = [f"«{each}»" for each in report.get("sheets", ())]
    parts = [
        *([size_words(size)] if size else []),
        *([f"{'лист' if len(sheets) == 1 else 'листы'} {', '.join(sheets)}"] if sheets else []),
        # Of a file that was refused as a whole no row was read, however many there are in it.
        *([rows_words(rows)] if (rows := int(report.get("rows_read", 0))) else []),
    ]
    return " · ".join(parts)


def figure_words(values: Mapping[str, Any], rule: IndicatorRule | None, *, target: Decimal | None) -> tuple[str, str]:
    """A figure of a file: what counts, in bold, and the percentage beside it: («179 из 214», «83,6 %»).

    target: of the row, which the percentage must not be rounded onto; None where the row is compared with nothing.
    """
    if values.get("missing"):
        return MISSING_CODES.get(values["missing"], str(values["missing"])), ""
    numerator, denominator, value = values.get("numerator"), values.get("denominator"), values.get("value")
    if numerator is not None and denominator is not None:
        share = percent(int(numerator), int(denominator), target=target) if denominator else ""
        return f"{whole(int(numerator))} из{NO_BREAK}{whole(int(denominator))}", share
    if value is None:
        return "", ""
    baseline = values.get("baseline")
    is_growth = rule is not None and rule.kind is IndicatorKind.GROWTH
    return whole(int(value)), f"год назад {whole(int(baseline))}" if is_growth and baseline is not None else ""


def details_words(values: Mapping[str, Any]) -> str:
    """Fields of a document, item or school: «статус: на проверке; дата: 2025-09-10»."""
    told = [
        f"{FIELDS.get(name, name)}: {_value_words(name, value)}"
        for name, value in values.items()
        if name not in _UNTOLD and value not in (None, "")
    ]
    return "; ".join(told)


def _value_words(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    text = str(value)
    if name == "status":
        return DOCUMENT_STATUSES.get(text, text)
    if name == "file_id":
        return "приложен"
    if name == "date" and len(text) == 10:
        return f"{text[8:]}.{text[5:7]}.{text[:4]}"
    return text if len(text) <= 80 else f"{text[:79]}…"


def verdict_words(verdict: Mapping[str, Any], rule: IndicatorRule | None, *, is_done: bool = False) -> str:
    """What would become of the goal, or has: «цель будет достигнута», «не хватит 3 обучающихся»."""
    status = Status(verdict["status"])
    if status is Status.MET:
        if verdict.get("was") == Status.MET:
            return "цель достигнута, как и была"
        return "цель достигнута" if is_done else "цель будет достигнута"
    if status not in {Status.NEAR, Status.NOT_MET} or rule is None:
        return "цели нет, для сведения" if status is Status.NO_TARGET else STATUSES[status]
    return _shortfall(verdict, rule, is_done=is_done)


def _shortfall(verdict: Mapping[str, Any], rule: IndicatorRule, *, is_done: bool) -> str:
    if rule.kind is IndicatorKind.GROWTH:
        return "нужен рост"
    gap = verdict.get("pupil_gap")
    if gap is None:
        return "цель не достигнута" if is_done else "цель не будет достигнута"
    missing = in_units(abs(gap), rule.counts)
    if rule.direction is Direction.AT_MOST:
        return f"{'' if is_done else 'будет '}больше цели на{NO_BREAK}{missing}"
    return f"{'не хватает' if is_done else 'не хватит'} {missing}"


def load_facts(*, at: datetime, written: int, author: str, time_zone: str) -> str:
    """«18.07.2026, 14:20 · внесено 9 строк · Р. И. Ахметова»."""
    sentence = applied_sentence(written)
    return f"{moment(at, time_zone=time_zone)} · {sentence[:1].lower()}{sentence[1:]} · {author_words(author)}"


def kept_sentence(count: int) -> str:
    """«Осталась 1 строка: её изменили позже»."""
    return (
        f"{plural(count, 'Осталась', 'Остались', 'Осталось')} {rows_words(count)}:"
        f" {plural(count, 'её', 'их', 'их')} изменили позже"
    )


def kept_words(kept: KeptRow, catalogue: Catalogue) -> str:
    """A row that stayed: «3.3 Дополнительное образование, ООО», «Документ «Приказ № 2»»."""
    place = f"{kept.school} · " if kept.school else ""
    return f"{place}{_kept_name(kept, catalogue)}"


def _kept_name(kept: KeptRow, catalogue: Catalogue) -> str:
    if kept.subject in {"observation", "target"}:
        indicator, _, rest = kept.name.partition(":")
        level, _, year = rest.partition(":")
        rule = catalogue.indicator_by_id.get(indicator)
        if rule is None:
            return "цель" if kept.subject == "target" else "показатель"
        goal = "цель " if kept.subject == "target" else ""
        name = indicator_name(rule.id, rule.title_short or rule.title)
        return f"{goal}{rule.code} {name}, {LEVELS[Level(level)]}, {format_year(int(year))}"
    if kept.subject == "organisation":
        item, _, year = kept.name.partition(":")
        return f"{catalogue.organisation_item(item)}, {format_year(int(year))}"
    if kept.subject == "year":
        return f"учебный год {format_year(int(kept.name))}"
    return f"{'школа' if kept.subject == 'school' else 'документ'} «{kept.name}»"


def awaited_words(one: Awaited) -> str:
    """«Мониторинг: блоки 1–3», «Данные 4.3 «Вуз по профилю»», «Организация ВСОКО: есть 4 из 6»."""
    if one.stage is not None:
        return f"{STAGES[one.stage]}: {blocks_words(one.blocks)}"
    if one.items is not None:
        return f"Организация ВСОКО: есть {whole(one.items.k)} из{NO_BREAK}{whole(one.items.n)}"
    rules = one.figures
    if len(rules) > _FIGURES_NAMED:
        return f"Данные по показателям {rules[0].code}–{rules[-1].code}, всего {len(rules)}"
    return "Данные " + ", ".join(
        f"{rule.code} «{indicator_name(rule.id, rule.title_short or rule.title)}»" for rule in rules
    )


BOARD_COLUMNS: Final = ("Школа", "Показатели", "Свои цели, по желанию", "Документы", "Организация", "Последний ввод")


def board_headline(rows: Sequence[HandedInRow]) -> str:
    """«Показатели сдали 19 школ из 26, документы — 12 из 26.»"""
    if not rows:
        return "Школ в районе ещё нет."
    figures = sum(row.figures.k >= row.figures.n for row in rows)
    documents = sum(row.documents.k >= row.documents.n for row in rows)
    if figures == documents == len(rows):
        return f"Все {counted(len(rows), 'школа', 'школы', 'школ')} сдали показатели и документы, срок которых прошёл."
    total = whole(len(rows))
    return (
        f"Все показатели в срок сдали {whole(figures)} из{NO_BREAK}{total} школ,"
        f" все документы — {whole(documents)} из{NO_BREAK}{total}."
    )
