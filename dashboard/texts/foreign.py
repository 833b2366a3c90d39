"""Sentences about files of others: what was understood of them, whose schools they name, what is still asked."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.formatting import NO_BREAK, counted, plural, whole
from dashboard.texts.words import LEVELS
from data_layer.domain.vocabulary import Level

UNDERSTOOD: Final = "Что понято из файла"
BY_NAME: Final = "по имени файла, проверьте"
NOT_SAID: Final = "в файле не назван"
SCHOOLS_BY_DEPARTMENT: Final = "Чужие названия школ сопоставляет управление образования."
DECIDED: Final = "Школы сопоставлены, файл проверен заново"
ANSWERED: Final = "Файл проверен заново"
NOTHING_CHOSEN: Final = "Ни одна школа не выбрана. Выберите школу хотя бы в одной строке."
FORGOTTEN: Final = "В файле были персональные данные, поэтому он не сохранён."
FORMATS_NOTE: Final = (
    "Кроме книги школы, читаются файлы ФИС ОКО (протоколы ВПР, «Статистика по отметкам»), сводные таблицы РЦОИ,"
    " уровни функциональной грамотности РЭШ и участие в ВсОШ."
)


def rows_words(count: int) -> str:
    return counted(count, "строка", "строки", "строк")


def schools_of(count: int) -> str:
    """«1 школы», «5 школ»: after «из»."""
    return counted(count, "школы", "школ", "школ")


def matched_words(told: Mapping[str, Any]) -> str:
    """«сопоставлено 24 из 26 школ; 1 не школа района»."""
    words = f"сопоставлено {whole(told['matched'])} из{NO_BREAK}{schools_of(told['schools'])}"
    strangers = int(told["strangers"])
    return f"{words}; не школ района: {whole(strangers)}" if strangers else words


def rows_of(told: Mapping[str, Any], *, is_open: bool) -> str:
    """«прочитано 53, войдёт 10», of an import that was applied «вошло 10»."""
    return f"прочитано {whole(told['rows_read'])}, {'войдёт' if is_open else 'вошло'} {whole(told['rows_taken'])}"


def grade_words(told: Mapping[str, Any]) -> str:
    grade, level = told["grade"], told["level"]
    title = LEVELS[Level(level)] if level else ""
    if grade is None:
        return title
    return f"{grade}{NO_BREAK}класс{f', {title}' if title else ''}"


def dropped_words(reason: str, count: int, where: str) -> str:
    """«отсутствовали: 1 строка, первая Протокол!A2»."""
    place = f", {'первая ' if count > 1 else ''}{where}" if where else ""
    return f"{reason}: {rows_words(count)}{place}"


def unmatched_words(told: Mapping[str, Any]) -> str:
    """«не сопоставлены 3 школы: 42 строки не войдут»."""
    count, rows = int(told["unmatched_count"]), int(told["unmatched_rows"])
    is_one = plural(count, "one", "many", "many") == "one"
    return (
        f"не {'сопоставлена' if is_one else 'сопоставлены'} {counted(count, 'школа', 'школы', 'школ')}:"
        f" {rows_words(rows)} не {plural(rows, 'войдёт', 'войдут', 'войдут')}"
    )


def unmatched_headline(count: int) -> str:
    return f"Чьи это школы: {counted(count, 'название', 'названия', 'названий')}"


def rest_words(count: int) -> str:
    return f"Остальные{NO_BREAK}({whole(count)}) — не школы района"


def open_questions(told: Mapping[str, Any]) -> bool:
    """Whether something is asked before the file can go in, or is known from its name alone."""
    lacks = [each for each in told["asks"] if told[each] in (None, "")]
    return bool(lacks or told["hinted"] or (told["needs_scale"] and not told["scale"]))
