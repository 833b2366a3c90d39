"""What the department writes to a school about documents that are missing or came back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from dashboard.formatting import DASH, NO_BREAK, date_full, days, tied
from dashboard.texts.words import STAGES, blocks_words
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Stage
from data_layer.queries.cycle_views import MissingStage, ReturnedDocument, SchoolLetter

SENDER: Final = "Управление образования"
# A school gets two weeks; the letter is a text file, so another day is quickly written into it.
_DAYS_TO_ANSWER: Final = 14


def letter_subject(letter: SchoolLetter) -> str:
    return f"О документах управленческого цикла ВСОКО за {format_year(letter.year)} учебный год"


def missing_lead(letter: SchoolLetter) -> str:
    return (
        f"По состоянию на {date_full(letter.today)} школой не представлены документы управленческого цикла "
        f"внутренней системы оценки качества образования за {format_year(letter.year)} учебный год, "
        "срок которых прошёл:"
    )


def returned_lead(letter: SchoolLetter) -> str:
    """Stands alone where nothing is missing besides."""
    if letter.missing:
        return "Возвращены с замечаниями и не представлены снова:"
    return (
        f"По состоянию на {date_full(letter.today)} школе возвращены с замечаниями и не представлены снова документы "
        f"управленческого цикла внутренней системы оценки качества образования за {format_year(letter.year)} "
        "учебный год:"
    )


def request_words(letter: SchoolLetter) -> str:
    """«Просим до 28.10.2026 представить недостающие документы, а возвращённые исправить и представить снова.»"""
    until = date_full(letter.today + timedelta(days=_DAYS_TO_ANSWER))
    if letter.missing and letter.returned:
        what = "представить недостающие документы, а возвращённые исправить по замечаниям и представить снова"
    elif letter.missing:
        what = "представить недостающие документы"
    else:
        what = "исправить возвращённые документы по замечаниям и представить снова"
    return f"Просим до {until} {what}."


def coming_words(coming: Sequence[MissingStage]) -> str:
    """«Напоминаем о ближайших сроках: управленческие решения, блоки 1–6, — до 30.09.2026.»; empty without any."""
    by_day: dict[tuple[date, Stage], list[int]] = {}
    for each in coming:
        if each.due is not None:
            by_day.setdefault((each.due, each.stage), []).append(each.block)
    parts = [
        f"{STAGES[stage].lower()}, {blocks_words(blocks)},{NO_BREAK}{DASH} до{NO_BREAK}{date_full(due)}"
        for (due, stage), blocks in sorted(by_day.items())
    ]
    return f"Напоминаем о ближайших сроках: {'; '.join(parts)}." if parts else ""


def block_words(block: int, title: str) -> str:
    return f"{block}. {title}"


def late_words(stage: MissingStage) -> str:
    return days(stage.days_overdue) if stage.days_overdue else DASH


def returned_words(document: ReturnedDocument) -> str:
    """«Справка № 3-а от 20.08.2026»; a document without a title is called by its number alone."""
    named = document.title or f"№{NO_BREAK}{document.label}"
    numbered = f" №{NO_BREAK}{document.label}" if document.title and document.label != document.title else ""
    dated = f" от {date_full(document.date)}" if document.date else ""
    return f"{named}{numbered}{dated}"


def place_in_letter(document: ReturnedDocument) -> str:
    return tied(f"Блок {document.block}, {STAGES[document.stage].lower()}")


def letters_file_name(names: Sequence[str], *, today: date) -> str:
    """«Письмо Ключевская СОШ 14.10.2026» or «Письма школам 14.10.2026», without its ending."""
    who = f"Письмо {names[0]}" if len(names) == 1 else "Письма школам"
    return f"{who} {date_full(today)}"


NOTHING_TO_WRITE: Final = "Писать не о чем: просроченных и возвращённых документов нет."
