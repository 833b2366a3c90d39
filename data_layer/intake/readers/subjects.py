"""Subjects, grades and years as foreign files write them: «ma4», «vpr2020.fr7», «Математика 4 класс», «17.03.2022»."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from data_layer.domain.vocabulary import Level
from data_layer.intake.words import normal

# Abbreviations of ФИС ОКО; one subject had several over the years.
ABBREVIATIONS: Final = {
    "ma": "Математика",
    "math": "Математика",
    "ru": "Русский язык",
    "rus": "Русский язык",
    "okr": "Окружающий мир",
    "om": "Окружающий мир",
    "is": "История",
    "hist": "История",
    "bi": "Биология",
    "bio": "Биология",
    "gg": "География",
    "geo": "География",
    "ob": "Обществознание",
    "obsh": "Обществознание",
    "fi": "Физика",
    "fiz": "Физика",
    "hi": "Химия",
    "him": "Химия",
    "en": "Английский язык",
    "eng": "Английский язык",
    "de": "Немецкий язык",
    "ne": "Немецкий язык",
    "fr": "Французский язык",
    "fra": "Французский язык",
    "li": "Литература",
    "inf": "Информатика",
}
TITLES: Final = tuple(dict.fromkeys(ABBREVIATIONS.values()))
_SHORT: Final = {
    "окр мир": "Окружающий мир",
    "окр. мир": "Окружающий мир",
    "английский": "Английский язык",
    "немецкий": "Немецкий язык",
    "французский": "Французский язык",
    "русский": "Русский язык",
    "литературное чтение": "Литературное чтение",
    "информатика и икт": "Информатика",
}
_EXAM_LEVELS: Final = {"базов": "база", "профил": "профиль"}
_BY_WORD: Final = {normal(title): title for title in TITLES} | _SHORT

# «ma4», «_fr7_», «vpr2020.okr4»: the grade follows the abbreviation at once.
_CODE: Final = re.compile(r"(?<![a-z])([a-z]{2,4})_?(1[01]|[1-9])(?![0-9])", re.IGNORECASE)
_GRADE: Final = re.compile(r"(?<![0-9–-])(1[01]|[1-9])[- –]*(?:го |й |ый |х )?(?:класс|кл\b|параллел)", re.IGNORECASE)
_SPAN: Final = re.compile(r"[0-9]+ ?[-–] ?[0-9]+ ?класс", re.IGNORECASE)
_SCHOOL_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})\s*[/–—-]\s*((?:20)?[0-9]{2})(?![0-9])")
_DAY: Final = re.compile(r"(?<![0-9])[0-9]{1,2}\.([0-9]{1,2})\.(20[0-9]{2})(?![0-9])")
_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


def subject_of(text: str) -> str:
    """The subject that a text names, «» when none or several."""
    words = normal(text)
    found = {title for word, title in _BY_WORD.items() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words)}
    # «Русский язык» also holds «русский»; a longer word speaks for both, being the same subject.
    return found.pop() if len(found) == 1 else ""


def known_subject(text: str) -> str:
    """The subject as we call it; a subject unknown to us stays as it is written.

    «Математика базовая» and «Математика профильная» are two exams.
    """
    tidy = " ".join(text.split())
    subject = subject_of(tidy)
    level = next((name for part, name in _EXAM_LEVELS.items() if part in normal(tidy)), "")
    return f"{subject} ({level})" if subject and level else subject or tidy[:100]


def code_of(text: str) -> tuple[str, int] | None:
    """Subject and grade of «…_ma4_…»; None when none or several."""
    found = {
        (ABBREVIATIONS[code[1].casefold()], int(code[2]))
        for code in _CODE.finditer(text)
        if code[1].casefold() in ABBREVIATIONS
    }
    return found.pop() if len(found) == 1 else None


def grade_of(text: str) -> int | None:
    """The one grade that a text names: «7 класс», not «10–11 класс»."""
    if _SPAN.search(text):
        return None
    found = {int(each) for each in _GRADE.findall(text)}
    return found.pop() if len(found) == 1 else None


def year_of_text(text: str) -> int | None:
    """Starting year of the school year that a text names: «2021/22», or a day or year of its spring.

    Results of a calendar year belong to the school year that ended in it: work put off to the autumn still
    checks the programme of the year before.
    """
    spans = {int(first) for first, second in _SCHOOL_YEAR.findall(text) if int(second) % 100 == (int(first) + 1) % 100}
    if spans:
        return spans.pop() if len(spans) == 1 else None
    calendar = {int(year) for _, year in _DAY.findall(text)} or {int(each) for each in _YEAR.findall(text)}
    return calendar.pop() - 1 if len(calendar) == 1 else None


def most_common(values: Iterable[object]) -> object | None:
    counts = Counter(value for value in values if value not in (None, ""))
    return counts.most_common(1)[0][0] if counts else None


def level_of_grade(grade: int) -> Level:
    if grade <= 4:
        return Level.NOO
    return Level.OOO if grade <= 9 else Level.SOO
