"""Sentences about files of others: what was understood of them, whose schools they name, what is still asked."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.formatting import NO_BREAK, counted, plural, whole
from dashboard.texts.words import LEVELS
from data_layer.domain.vocabulary import Level

UNDERSTOOD: Final = "Что понято из файла"
BY_NAME: Final = "по имени файла, проверьте"
NOT_SAID: Final = "в файле не назван"
SCHOOLS_BY_DEPARTMENT: Final = "Чужие названия школ сопоставляет управление образования."
SCHOOLS_OF_FILE: Final = "Чьи это школы"
DECIDED: Final = "Школы сопоставлены, файл проверен заново"
ANSWERED: Final = "Файл проверен заново"
NOTHING_CHOSEN: Final = "Ни одна школа не выбрана. Выберите школу хотя бы в одной строке."
FORGOTTEN: Final = "В файле были персональные данные, поэтому он не сохранён."
SCALE_NOT_CONFIRMED: Final = "не сверена с описанием работы, проверьте"
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


def decided_words(count: int) -> str:
    return f"Решено вручную: {counted(count, 'название', 'названия', 'названий')}"


def rest_words(count: int, *, shown: int) -> str:
    """«Остальные (7) — не школы района»; of many only the first are shown."""
    words = f"Остальные{NO_BREAK}— не школы района: всего {counted(count, 'название', 'названия', 'названий')}"
    return words if shown == count else f"{words}, показаны первые {whole(shown)}"


def open_questions(told: Mapping[str, Any]) -> bool:
    """Whether something is asked before the file can go in, or is known from its name alone."""
    lacks = [each for each in told["asks"] if told[each] in (None, "")]
    return bool(lacks or told["hinted"] or (told["needs_scale"] and not told["scale"]) or is_scale_in_doubt(told))


def is_scale_in_doubt(told: Mapping[str, Any]) -> bool:
    """Whether the file is counted by a scale that nobody has held against the description of the work."""
    return bool(told["scale"]) and not told.get("is_scale_confirmed", True)


def scale_doubt(told: Mapping[str, Any]) -> str:
    """«не сверена с описанием работы, проверьте; источник: …»."""
    return f"{SCALE_NOT_CONFIRMED}; источник: {told['scale_source']}"


def scale_line(told: Mapping[str, Any]) -> str:
    """«шкала: «3» от 6, …; не сверена …»."""
    doubt = f"; {scale_doubt(told)}" if is_scale_in_doubt(told) else ""
    return f"шкала: {told['scale']}{doubt}"


def understood_lines(file: str, reports: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was understood of every table of a file, line by line, for the terminal."""
    lines = []
    for told in reports:
        place = f"{file} · {told['sheet']}" if told["sheet"] else file
        about = [told["title"], told["subject"], grade_words(told), told["year"]]
        counts = [matched_words(told), rows_of(told, is_open=True)]
        lines.append(_plain(f"{place} · {', '.join(each for each in about if each)}; {'; '.join(counts)}"))
        if told["needs_scale"] and told["scale"]:
            lines.append(_plain(f"{place} · {scale_line(told)}"))
        lines += [_plain(f"{place} · {dropped_words(*each)}") for each in told["dropped"]]
        lines += [
            _plain(f"{place} · школа не сопоставлена: {each['label']} ({each['login'] or each['key']})")
            for each in told["unmatched"]
        ]
        lines += [_plain(f"{place} · {note}") for note in told["notes"]]
    return lines


def _plain(line: str) -> str:
    return line.replace(NO_BREAK, " ")
