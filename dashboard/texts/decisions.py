"""Sentences about decisions of meetings: their states, their list, their forms, what schools report."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from dashboard.addresses.decisions import DecisionFilter
from dashboard.formatting import NO_BREAK, counted, date_full, days, plural, tied, whole
from data_layer.domain.meetings import DecisionState
from data_layer.queries.decisions import DecisionCounts, DecisionView

ALL_SCHOOLS: Final = "все школы"
STANDING: Final = "постоянно"
LATE: Final = "просрочено"
STATES: Final[Mapping[DecisionState, str]] = {
    DecisionState.OPEN: "открыто",
    DecisionState.REPORTED: "сообщено",
    DecisionState.CLOSED: "закрыто",
}
FILTERS: Final[Mapping[DecisionFilter, str]] = {
    DecisionFilter.OPEN: "не закрытые",
    DecisionFilter.OVERDUE: "просроченные",
    DecisionFilter.REPORTED: "сообщено об исполнении",
    DecisionFilter.CLOSED: "закрытые",
    DecisionFilter.ALL: "все",
}
# Whom a new decision begins with; other words are offered beside it.
USUAL_RESPONSIBLE: Final = "директор школы"
RESPONSIBLE: Final = (USUAL_RESPONSIBLE, "ответственный за ВСОКО", "управление образования")
NOBODY_RESPONSIBLE: Final = "без ответственного"
# On the wall, where a name of a person would tell whom a number stands for.
PERSON_NOT_SHOWN: Final = "ответственный записан, но не показан"
HIDDEN_PERSON: Final = "Имя записано, но не показано: оно выдало бы школу. Пусто — останется прежнее."

NOT_SAVED: Final = "Решение не записано."
NOT_REPORTED: Final = "Сообщение не отправлено."
NOT_RETURNED: Final = "Решение не возвращено."
TAKEN: Final = "Решение записано."
CHANGED: Final = "Решение изменено."
UNCHANGED: Final = "Изменений нет."
WITHDRAWN: Final = "Решение снято."
CLOSED: Final = "Решение закрыто."
REOPENED: Final = "Решение снова открыто."
RETURNED: Final = "Решение возвращено школе с замечанием."
REPORTED: Final = "Сообщение отправлено управлению образования."
REPORT_TAKEN_BACK: Final = "Сообщение отозвано."
TAKE_AGAIN: Final = "Вернуть"

EVIDENCE_FILE: Final = (
    "Файла у документа не будет: общая выписка из протокола называет и другие школы. Подписанную выписку с этим решением"
    " приложите к документу сами, в «Данных»."
)
EVIDENCE_NOT_MADE: Final = "Документ не внесён."
EVIDENCE_PRESENT: Final = "Такой документ уже внесён."
REAL_NAMES: Final = "Школы в этом списке названы, хотя на слайдах стоят номера. Не выводите его на экран зала."
PROTOCOL_NAMES: Final = (
    "Чего здесь нет, в выписке останется пустой строкой. Школы в ней названы, даже если на слайдах стоят номера: "
    "это официальная бумага."
)


def decisions_words(count: int) -> str:
    return counted(count, "решение", "решения", "решений")


def counts_headline(counts: DecisionCounts) -> str:
    """«Не закрыто 12 решений, просрочено 3, сообщено об исполнении 4.»"""
    if not counts.all:
        return "Решений ещё нет."
    if not counts.open:
        return f"Все решения закрыты: {whole(counts.closed)}."
    parts = [f"Не{NO_BREAK}закрыто {decisions_words(counts.open)}"]
    if counts.overdue:
        parts.append(f"просрочено {whole(counts.overdue)}")
    if counts.reported:
        parts.append(f"сообщено об исполнении {whole(counts.reported)}")
    return f"{', '.join(parts)}."


def own_headline(counts: DecisionCounts) -> str:
    """As a school hears it: «Осталось исполнить 2 решения, просрочено 1.»"""
    left = counts.open - counts.reported
    if not counts.all:
        return "Решений для вашей школы нет."
    if not left:
        return "Обо всех решениях вы сообщили."
    late = f", просрочено {whole(counts.overdue)}" if counts.overdue else ""
    return f"Осталось исполнить {decisions_words(left)}{late}."


def whom(view: DecisionView, name: str) -> str:
    """name: what the meeting calls the school; of no account where all of them are meant."""
    return ALL_SCHOOLS if view.school is None else name


def due_words(due: dt.date | None) -> str:
    return STANDING if due is None else f"до{NO_BREAK}{date_full(due)}"


def state_words(view: DecisionView, *, today: dt.date) -> str:
    """«просрочено на 5 дней, сообщили 12 из 26 школ»; how many have reported only where several are asked."""
    state = STATES[view.state]
    if view.is_overdue and view.due is not None:
        state = f"{LATE} на{NO_BREAK}{days((today - view.due).days)}"
    if view.is_for_all and len(view.asked) > 1 and view.state is not DecisionState.CLOSED:
        state = f"{state}, {progress_words(view)}"
    return state


def progress_words(view: DecisionView) -> str:
    """«сообщили 12 из 26 школ»."""
    told = len(view.asked) - len(view.waiting)
    verb = plural(told, "сообщила", "сообщили", "сообщили")
    schools = plural(len(view.asked), "школы", "школ", "школ")
    return f"{verb} {whole(told)} из{NO_BREAK}{whole(len(view.asked))}{NO_BREAK}{schools}"


def waiting_words(count: int) -> str:
    return f"Ещё не{NO_BREAK}{plural(count, 'сообщила', 'сообщили', 'сообщили')}: " + counted(
        count, "школа", "школы", "школ"
    )


def meeting_words(title: str, held_on: dt.date) -> str:
    """«Совещание руководителей, 14.10.2026»."""
    return tied(f"{title}, {date_full(held_on)}")


def list_title(count: int) -> str:
    return f"Решения совещаний: {whole(count)}"


def list_note(which: DecisionFilter, school: str, *, district: str, today: dt.date, author: str) -> str:
    """Which decisions a file lists, of what day, made by whom."""
    parts = [district, FILTERS[which], school, f"на {date_full(today)}", f"составил(а): {author}"]
    return " · ".join(part for part in parts if part)


def nothing_words(which: DecisionFilter, *, is_school: bool) -> str:
    """Why the list is empty."""
    if which is DecisionFilter.OVERDUE:
        return "Просроченных решений нет."
    if which is DecisionFilter.REPORTED:
        return "Решений, по которым ждут закрытия, нет."
    if which is DecisionFilter.CLOSED:
        return "Закрытых решений ещё нет."
    if is_school:
        return "Открытых решений для вашей школы нет."
    return "Открытых решений нет. Решение записывают под слайдом: кнопка «Решение» или клавиша Р в показе."


def evidence_title(meeting: str, held_on: dt.date, point: int) -> str:
    """What the document is called that a decision becomes in the cycle of a school."""
    return f"Решение совещания «{meeting}» от {date_full(held_on)}, п. {point}"


def evidence_number(number: str, point: int) -> str:
    """«4, п. 2»; empty where the protocol has no number yet, so that the title makes the document known."""
    return f"{number}, п. {point}" if number else ""


def evidence_made(count: int, *, present: int) -> str:
    """«Внесены 2 документа, у 3 школ он уже был.»"""
    made = f"{plural(count, 'Внесён', 'Внесены', 'Внесено')} {counted(count, 'документ', 'документа', 'документов')}"
    return f"{made}, у{NO_BREAK}{counted(present, 'школы', 'школ', 'школ')} он уже был." if present else f"{made}."


def decided_words(view: DecisionView, name: str) -> str:
    """A decision as the protocol has it: «Сдать анализ (СОШ № 3; ответственный: директор школы) – срок до 14.11.2026.»"""
    text = " ".join(view.text.split()).rstrip(".;")
    who = whom(view, name) + (f"; ответственный: {view.responsible}" if view.responsible else "")
    until = "постоянный" if view.due is None else f"до{NO_BREAK}{date_full(view.due)}"
    return f"{text} ({who}) – срок {until}."


def protocol_name(number: str, held_on: dt.date) -> str:
    """«Выписка из протокола № 4 от 21.04.2022», without its ending."""
    return f"Выписка из протокола{f' № {number}' if number else ''} от {date_full(held_on)}"


def opening_headline(counts: DecisionCounts) -> str:
    """What came of the last decisions, for the first slide: «Закрыто 5 из 8 решений, просрочено 2»."""
    if counts.closed == counts.all:
        return "Решение прошлого совещания закрыто" if counts.all == 1 else "Все решения прошлых совещаний закрыты"
    decided = plural(counts.all, "решения", "решений", "решений")
    closed = f"Закрыто {whole(counts.closed)} из{NO_BREAK}{whole(counts.all)}{NO_BREAK}{decided}"
    if counts.overdue:
        return f"{closed}, просрочено {whole(counts.overdue)}"
    return (
        f"{closed}, сообщено ещё о{NO_BREAK}{whole(counts.reported)}"
        if counts.reported
        else f"{closed}, просроченных нет"
    )


def shortened(text: str, *, most: int) -> str:
    """The text as far as whole words fit, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most + 1].rsplit(' ', 1)[0].rstrip(',;:–—- ')}…"
