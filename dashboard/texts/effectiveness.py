"""The words of the effectiveness list and of what the department publishes."""

from collections.abc import Mapping
from typing import Final

from dashboard.formatting import NO_BREAK, counted, plural
from data_layer.domain.effectiveness import Mark, Side, Tally
from data_layer.domain.school_year import format_year

MARKS: Final[Mapping[Mark, str]] = {Mark.YES: "да", Mark.PARTLY: "частично", Mark.NO: "нет"}
SIDES: Final[Mapping[Side, str]] = {Side.SCHOOL: "Школа", Side.DEPARTMENT: "Управление"}
NOT_SAVED: Final = "Ответы не записаны."
NOT_PUBLISHED: Final = "Документ не опубликован."
PUBLISHED: Final = "Документ опубликован: его видят все школы района."
NO_PAPERS: Final = "Управление пока ничего не опубликовало."
_QUESTIONS: Final = ("вопрос", "вопроса", "вопросов")
_ANSWERS: Final = ("ответ", "ответа", "ответов")


def saved_answers(count: int) -> str:
    return f"Записано: {counted(count, *_ANSWERS)}." if count else "Ничего не изменилось."


def effectiveness_headline(own: Tally, asked: int, *, year: int, disputed: int) -> str:
    """«Школа ответила на 9 из 13 вопросов за 2025/26. По 2 вопросам управление отметило иначе.»"""
    if not asked:
        return f"За {format_year(year)} вопросов нет."
    told = f"Школа ответила на {own.answered} из{NO_BREAK}{counted(asked, *_QUESTIONS_OF)} за{NO_BREAK}{format_year(year)}."
    if not disputed:
        return told
    questions = plural(disputed, "вопросу", "вопросам", "вопросам")
    return f"{told} По{NO_BREAK}{disputed} {questions} управление отметило иначе."


_QUESTIONS_OF: Final = ("вопроса", "вопросов", "вопросов")


def board_headline(done: int, schools: int, *, year: int) -> str:
    """«Самооценку за 2025/26 закончили 4 из 26 школ.»"""
    if not schools:
        return "В районе ещё нет школ."
    verb = plural(done, "закончила", "закончили", "закончили")
    return f"Самооценку за{NO_BREAK}{format_year(year)} {verb} {done} из{NO_BREAK}{counted(schools, 'школы', 'школ', 'школ')}."


def tally_words(found: Tally, asked: int) -> str:
    """«да 7, ответов 9 из 13»; a dash where nothing was answered."""
    return f"{found.answered} из{NO_BREAK}{asked}"


def papers_headline(count: int) -> str:
    if not count:
        return NO_PAPERS
    return f"Материалы района: {counted(count, 'документ', 'документа', 'документов')}"


def withdrawn(title: str) -> str:
    return f"Документ «{title}» снят с публикации."
