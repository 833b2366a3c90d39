"""The effectiveness list as schools of the demo have answered it, and what its department has published. Pure."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data_layer.domain.effectiveness import Mark

YEAR: Final = 2025
CHECKS: Final = (
    "team",
    "regulation",
    "schedule",
    "site",
    "goals",
    "monitoring",
    "analysis",
    "recommendations",
    "measures",
    "decisions",
    "effect",
    "use",
    "told",
)
# The director's school has not come to the results yet, and sees one thing otherwise than the department.
_SHOWN_SCHOOL: Final = "klyuchevskaya"

Answers = Mapping[str, tuple[Mark, str]]


@dataclass(frozen=True, slots=True)
class Paper:
    """file: name and bytes, where it is more than a link."""

    title: str
    note: str
    url: str = ""
    file: tuple[str, bytes] | None = None


def school_answers(code: str, place: int) -> Answers:
    """place: of the school in the roster. Every fourth school has not begun."""
    if code == _SHOWN_SCHOOL:
        return {**_all_yes(CHECKS[:9]), "site": (Mark.PARTLY, "пять блоков из шести")}
    if place % 4 == 3:
        return {}
    changed = {CHECKS[(place * 3 + 1) % len(CHECKS)]: (Mark.PARTLY, "")}
    if place % 3 == 0:
        changed[CHECKS[(place * 5 + 2) % len(CHECKS)]] = (Mark.NO, "планируем в новом учебном году")
    return {**_all_yes(CHECKS), **changed}


def department_answers(code: str, place: int) -> Answers:
    """The department has looked at every fifth school, and at the organisation of the one that is shown."""
    if code == _SHOWN_SCHOOL:
        return {**_all_yes(CHECKS[:3]), "site": (Mark.NO, "раздел есть, блока 6 нет")}
    if place % 5 or not school_answers(code, place):
        return {}
    return {**_all_yes(CHECKS[:10]), CHECKS[(place * 7) % 10]: (Mark.PARTLY, "подтверждено не полностью")}


def _all_yes(checks: Sequence[str]) -> dict[str, tuple[Mark, str]]:
    return dict.fromkeys(checks, (Mark.YES, ""))


def published() -> Sequence[Paper]:
    """In the order in which they were published."""
    site = "https://uo.svetlorechensk.example/vsoko"
    return (
        Paper(
            "Письмо о ВСОКО в 2025/26 учебном году", "Сроки, ответственные, порядок сдачи документов.", f"{site}/pismo"
        ),
        Paper("Протокол совещания директоров", "Пункт о единой системе ВСОКО.", f"{site}/protokol"),
        Paper(
            "Положение о ВСОКО: образец",
            "Замените выделенное скобками своим и утвердите приказом.",
            file=("Положение о ВСОКО, образец.docx", regulation()),
        ),
    )


_BLOCKS: Final = (
    "Оценка качества подготовки",
    "Работа с отстающими обучающимися",
    "Работа с одарёнными обучающимися",
    "Профориентационная работа",
    "Профессиональное развитие педагогических работников",
    "Воспитательная работа",
)
_PARTS: Final = (
    (
        "1. Общие положения",
        "1.1. Положение определяет, как [название школы] оценивает качество образования и принимает по итогам решения.",
        "1.2. Работу координирует [должность], назначенный приказом директора. Состав команды утверждает приказ.",
    ),
    (
        "2. Цели",
        "2.1. По каждому блоку школа ставит измеримые цели: показатель, целевое значение, срок.",
        "2.2. Цели пересматриваются до 15 сентября и публикуются в разделе ВСОКО на сайте школы.",
    ),
    (
        "3. Блоки",
        *(f"3.{number}. Блок № {number} «{title}»." for number, title in enumerate(_BLOCKS, start=1)),
    ),
    (
        "4. Управленческий цикл",
        "4.1. В каждом блоке: постановка целей, мониторинг, анализ, адресные рекомендации, меры, управленческие решения.",
        "4.2. Приказ о мониторинге называет цели, задачи, сроки и ответственных.",
        "4.3. Анализ сравнивает факт с целью и с прошлым годом. Рекомендации называют, кому они адресованы.",
        "4.4. Дорожная карта содержит сроки и ответственных; решение ссылается на анализ.",
    ),
    (
        "5. Эффективность",
        "5.1. Раз в год школа оценивает, как работает ВСОКО, по чек-листу района и публикует итог.",
    ),
)


def regulation() -> bytes:
    """A regulation to be completed, as a Word document."""
    from docx import Document  # noqa: PLC0415 -- only a first start needs it

    document, file = Document(), io.BytesIO()
    document.add_heading("Положение о внутренней системе оценки качества образования", level=1)
    document.add_paragraph("[Название школы]. Утверждено приказом директора от [дата] № [номер].")
    for heading, *lines in _PARTS:
        document.add_heading(heading, level=2)
        for line in lines:
            document.add_paragraph(line)
    document.save(file)
    return file.getvalue()
