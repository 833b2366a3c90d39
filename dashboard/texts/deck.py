"""Words of the files of a meeting."""

from datetime import date, datetime
from typing import Final

from dashboard.formatting import NO_BREAK, counted, date_full, tied

A_YEAR_AGO: Final = "год назад"
NOW: Final = "сейчас"
DECISION: Final = "Решение"
DECISIONS: Final = ("решение", "решения", "решений")
DEMO: Final = "учебные данные"
CODED: Final = "школы под номерами"
UNTITLED: Final = "Совещание"
NO_SLIDES: Final = (
    "В этом совещании ещё нет ни одного слайда, сохранять нечего. Составьте повестку или отправьте сюда вид."
)
LAYOUT_NAME: Final = "ВСОКО"
NO_LAYOUT: Final = (
    "В шаблоне презентации вашего района нет макета с заголовком: добавьте в образец слайдов макет «ВСОКО»"
    " или «Только заголовок» и положите файл снова."
)
BAD_TEMPLATE: Final = "Шаблон презентации вашего района не открывается: положите вместо него файл .pptx, сохранённый в PowerPoint или LibreOffice."
DECISIONS_SHEET: Final = "Решения"
FURTHER_DECISIONS: Final = "Решения без слайда"
HOW_TO_TURN: Final = (
    "Стрелки листают слайды на весь экран, З (N) открывает заметки, Esc возвращает список. Сеть не нужна."
)
NOTES: Final = "Заметки"
MARKS: Final = "Условные знаки"
DATA_SHEET: Final = "Данные"
ABOUT_FILE: Final = "Слайды совещания"


def part_words(number: int, total: int) -> str:
    """«Часть 2 из 3», nothing where the slide is whole."""
    return f"Часть{NO_BREAK}{number}{NO_BREAK}из{NO_BREAK}{total}" if total > 1 else ""


def frozen_words(at: datetime) -> str:
    """«зафиксировано 26.11.2026, 23:05»: since then the figures of the slide have not changed."""
    return f"зафиксировано{NO_BREAK}{moment_words(at)}"


def moment_words(at: datetime) -> str:
    """at: in the time zone of the district."""
    return f"{at:%d.%m.%Y}, {at:%H:%M}"


def made_words(author: str) -> str:
    return f"составитель: {tied(author)}" if author else ""


def decision_words(text: str, *, whom: str, responsible: str, due: date | None) -> str:
    """«Прислать план охвата. Кому: все школы. Срок: 15.10.2026. Отвечает Н. В. Соколова»."""
    ended = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    parts = [
        ended,
        f"Кому: {tied(whom)}." if whom else "",
        f"Срок: {date_full(due)}." if due else "",
        f"Отвечает {tied(responsible)}" if responsible else "",
    ]
    return " ".join(part for part in parts if part)


def further_decisions(count: int) -> str:
    return f"И ещё {counted(count, *DECISIONS)}: полностью в заметках к слайду и в протоколе."


def page_words(number: int, total: int) -> str:
    """«стр. 4 из 12»."""
    return f"стр.{NO_BREAK}{number} из{NO_BREAK}{total}"


def file_title(title: str, held_on: date) -> str:
    """What the file is called, without its ending."""
    day = f"{held_on:%Y-%m-%d}"
    return f"{title or UNTITLED} {day}"
