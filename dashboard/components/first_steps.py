"""The way of a new district from an empty database to its first figures: five steps, each with its one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import html
from dashboard.addresses.administration import Section, administration_href
from dashboard.addresses.data import DataAddress, DataView
from dashboard.components.marks import unseen
from dashboard.formatting import counted
from dashboard.html import Element
from data_layer.domain.school_year import format_year, year_of
from data_layer.queries.first_steps import FirstSteps


@dataclass(frozen=True, slots=True)
class Step:
    """note: what is there, or why the step matters. href: where its button leads; empty for a form of its own."""

    title: str
    note: str
    is_done: bool
    button: str = ""
    href: str = ""
    form: Element | None = None


def district_steps(state: FirstSteps, *, year: int) -> list[Step]:
    """The steps after the district is there. year: the school year that is begun with."""
    people = f"{counted(state.officials, 'специалист', 'специалиста', 'специалистов')}, "
    people += counted(state.school_people, "человек от школ", "человека от школ", "человек от школ")
    years = (
        "сроки по умолчанию стоят, их можно изменить" if state.years else "проверьте сроки и ориентиры, откройте год"
    )
    return [
        Step("Район", "добавлен, каталог показателей загружен", is_done=True),
        Step(
            "Список школ",
            counted(state.schools, "школа", "школы", "школ") if state.schools else "файл CSV или по одной",
            is_done=state.schools > 0,
            button="Загрузить школы",
            href=administration_href(Section.SCHOOLS),
        ),
        Step(
            "Люди",
            people if state.school_people else f"{people}: нужен хотя бы один директор или ответственный",
            is_done=state.school_people > 0 and state.officials > 0,
            button="Добавить людей",
            href=administration_href(Section.PEOPLE),
        ),
        Step(
            "Ориентиры и календарь",
            years,
            is_done=state.years > 0,
            button=f"Открыть {format_year(year)}",
            href=administration_href(Section.CALENDAR, year=year),
        ),
        Step(
            "Первые данные",
            "есть" if state.has_figures else "книга Excel или таблица CSV с показателями",
            is_done=state.has_figures,
            button="Загрузить данные",
            href=DataAddress(year=year, view=DataView.LOAD).href(),
        ),
    ]


def first_steps_card(steps: Sequence[Step], *, title: str = "Первые шаги") -> Element:
    """The steps in order; the first one not done has the filled button."""
    current = next((step for step in steps if not step.is_done), None)
    done = sum(1 for step in steps if step.is_done)
    items = [_step(number, step, is_current=step is current) for number, step in enumerate(steps, start=1)]
    head = html.Div([html.H2(title), html.Span(f"{done} из {len(steps)}", className="note")], className="card-head")
    return html.Section([head, html.Ol(items, className="steps")], className="card first-steps")


def _step(number: int, step: Step, *, is_current: bool) -> Element:
    state = "готово" if step.is_done else "сейчас" if is_current else "дальше"
    marker = html.Span("" if step.is_done else str(number), className="step-mark", **{"aria-hidden": "true"})
    words = html.Div(
        [html.B(step.title), unseen(f", {state}"), html.Span(step.note, className="facts")], className="step-words"
    )
    kind = "is-done" if step.is_done else "is-current" if is_current else None
    return html.Li([marker, words, *_button(step, is_current=is_current)], className=kind)


def _button(step: Step, *, is_current: bool) -> list[Element]:
    if step.is_done or not is_current:
        return []
    if step.form is not None:
        return [step.form]
    return [html.Link(step.button, href=step.href, className="button is-main")] if step.href else []


def year_to_begin_with(today: date) -> int:
    """The year a new district begins with: the one whose cycle is still open."""
    running = year_of(today)
    return running - 1 if today.month >= 9 else running
