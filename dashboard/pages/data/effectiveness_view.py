"""The effectiveness list: a school judges how well its ВСОКО works, the department marks the same beside it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from flask import Response

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DataAddress, DataView
from dashboard.addresses.reading import default_year
from dashboard.answers import done, refused
from dashboard.binding import RequestContext
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, year_choices
from dashboard.components.forms import sending_form, submit
from dashboard.components.marks import unseen
from dashboard.components.page import print_line, unknown_choices
from dashboard.errors import InvalidInputError
from dashboard.formatting import DASH, moment, tied
from dashboard.html import Element
from dashboard.pages.data.own import chosen_school
from dashboard.pages.data.sent import Sent, author_of
from dashboard.texts.effectiveness import (
    MARKS,
    NOT_SAVED,
    SIDES,
    board_headline,
    effectiveness_headline,
    saved_answers,
    tally_words,
)
from dashboard.texts.words import author_words, on_day
from data_layer.commands.editing.effectiveness import (
    AnswerEdit,
    EffectivenessEdit,
    NoteTooLongError,
    save_effectiveness,
)
from data_layer.domain.effectiveness import Mark, Side, tally
from data_layer.domain.school_year import format_year
from data_layer.errors import ChangedMeanwhileError
from data_layer.queries.directory import SchoolEntry, school_list, used_years
from data_layer.queries.effectiveness import (
    Answer,
    Question,
    SchoolEffectiveness,
    effectiveness_of_schools,
    effectiveness_questions,
)

SAVE_EFFECTIVENESS: Final = "/actions/save-effectiveness"


def show_effectiveness(ctx: RequestContext, address: DataAddress, unknown: tuple[str, ...]) -> list[Element]:
    """The list of one school; for the department without a school, how far each of them is."""
    school = chosen_school(ctx, address.school)
    address = DataAddress(year=address.year, view=DataView.EFFECTIVENESS, school="" if school is None else school.code)
    body = _board(ctx, address) if school is None else _list(ctx, address, school)
    main = html.Main(
        [*body[:1], *unknown_choices(unknown), *body[1:]], id="main", className="page page-content", tabIndex="-1"
    )
    return [_filters(ctx, address), main]


def _filters(ctx: RequestContext, address: DataAddress) -> Element:
    years = tuple(used_years(ctx.session))
    menus = [
        filter_menu(
            "Год",
            year_choices(years, chosen=address.year, href=lambda year: address.href(year=year)),
            is_changed=address.year != default_year(years, today=ctx.today),
        )
    ]
    if ctx.principal.school_id is None:
        offered = sorted(school_list(ctx.session, year=address.year), key=lambda school: school.short_name.casefold())
        choices = [Choice("все", address.href(school=""), is_current=not address.school)] + [
            Choice(tied(each.short_name), address.href(school=each.code), is_current=each.code == address.school)
            for each in offered
        ]
        menus.append(filter_menu("Школа", choices, is_changed=bool(address.school)))
    papers = html.Link(
        "Материалы района", href=address.href(view=DataView.PAPERS, school=""), className="button is-quiet"
    )
    return filter_bar(menus, actions=[papers])


def _head(scope: str, title: str) -> Element:
    return html.Div([html.P(scope, className="crumb"), html.H1(title), print_line(scope)], className="head")


# --- one school -------------------------------------------------------------------------------------


def _list(ctx: RequestContext, address: DataAddress, school: SchoolEntry) -> list[Element]:
    questions = effectiveness_questions(ctx.session, school_id=school.id, year=address.year)
    own = Side.SCHOOL if ctx.principal.school_id is not None else Side.DEPARTMENT
    scope = f"Эффективность ВСОКО · {tied(school.short_name)} · {format_year(address.year)}"
    title = effectiveness_headline(
        tally(question.mark(Side.SCHOOL) for question in questions),
        len(questions),
        year=address.year,
        disputed=sum(question.is_disputed for question in questions),
    )
    if not may(ctx.principal.role, Permission.WRITE_DATA) or not questions:
        return [_head(scope, title)]
    zone = ctx.principal.time_zone
    sections = [
        _section(words, list(group), own, zone) for words, group in groupby(questions, key=lambda each: each.section)
    ]
    form = sending_form(
        [*sections, html.Div([submit("Записать ответы")], className="actions")],
        action=SAVE_EFFECTIVENESS,
        hidden={"school": school.code, "year": format_year(address.year)},
        className="form effectiveness",
        attributes={"data-guards": "", "aria-label": "Эффективность ВСОКО"},
    )
    return [_head(scope, title), form]


def _section(words: str, questions: Sequence[Question], own: Side, zone: str) -> Element:
    heads = ["Вопрос", *(SIDES[side] for side in Side)]
    head = html.Tr([html.Th(each, scope="col") for each in heads])
    rows = [_row(question, own, zone) for question in questions]
    caption = html.Caption(words or "Вопросы")
    return html.Section(
        html.Table([caption, html.Thead(head), html.Tbody(rows)], className=f"effectiveness-table is-of-{own}"),
        className="card",
    )


def _row(question: Question, own: Side, zone: str) -> Element:
    cells = [
        html.Td(
            _choice(question, own) if side is own else _told(question.answers.get(side), zone),
            **{"data-words": SIDES[side]},
        )
        for side in Side
    ]
    name = [
        tied(question.title),
        *([html.Span("ответы расходятся", className="badge")] if question.is_disputed else []),
    ]
    return html.Tr([html.Th(name, scope="row"), *cells], className="is-disputed" if question.is_disputed else None)


def _choice(question: Question, own: Side) -> Element:
    answer = question.answers.get(own)
    offered: list[tuple[str, str]] = [("", "нет ответа"), *((mark.value, words) for mark, words in MARKS.items())]
    chosen = "" if answer is None else answer.mark.value
    options = [html.Option(words, value=value, selected=value == chosen) for value, words in offered]
    name, note = f"mark.{question.id}", f"note.{question.id}"
    return html.Div(
        [
            html.Input(type="hidden", name=f"seen.{question.id}", value=str(0 if answer is None else answer.version)),
            html.Label(f"Ответ: {question.title}", htmlFor=name, className="unseen"),
            html.Select(options, id=name, name=name),
            html.Label(f"Пояснение: {question.title}", htmlFor=note, className="unseen"),
            html.Input(
                id=note,
                name=note,
                type="text",
                value="" if answer is None else answer.note,
                maxlength="500",
                placeholder="чем подтверждается",
                autocomplete="off",
            ),
            html.P("", className="field-error", hidden=True, **{"data-field-error": note}),
        ],
        className="effectiveness-choice",
    )


def _told(answer: Answer | None, zone: str) -> list[Element]:
    if answer is None:
        return [html.Span("нет ответа", className="quiet")]
    by = tied(f"{author_words(answer.author)}, {moment(answer.at, time_zone=zone)}")
    note = [html.Span(answer.note, className="note-line")] if answer.note else []
    return [html.B(MARKS[answer.mark]), *note, html.Span(by, className="note-line quiet")]


# --- all schools ------------------------------------------------------------------------------------


def _board(ctx: RequestContext, address: DataAddress) -> list[Element]:
    rows = effectiveness_of_schools(ctx.session, year=address.year)
    finished = sum(bool(row.asked) and row.school.answered == row.asked for row in rows)
    scope = f"Эффективность ВСОКО · {format_year(address.year)} · {on_day(ctx.today)}"
    head = _head(scope, board_headline(finished, len(rows), year=address.year))
    if not rows:
        return [head]
    heads = ["Школа", "Ответила школа", "из них «да»", "Отметило управление", "из них «да»", "Расходятся"]
    columns = html.Tr(
        [html.Th(words, scope="col", className="number" if place else None) for place, words in enumerate(heads)]
    )
    caption = html.Caption("Школы района: самооценка и отметки управления", className="unseen")
    table = html.Table(
        [caption, html.Thead(columns), html.Tbody([_line(row, address, heads) for row in rows])],
        className="data-table board effectiveness-board",
    )
    return [head, html.Section(table, className="card")]


def _line(row: SchoolEffectiveness, address: DataAddress, heads: Sequence[str]) -> Element:
    # Of what nobody has answered there is nothing to count.
    both = row.school.answered and row.department.answered
    shown = (
        tally_words(row.school, row.asked),
        str(row.school.yes) if row.school.answered else DASH,
        tally_words(row.department, row.asked),
        str(row.department.yes) if row.department.answered else DASH,
        str(row.disputed) if row.disputed else "нет" if both else DASH,
    )
    cells = [
        html.Td(words, className="number", **{"data-words": heads[place]}) for place, words in enumerate(shown, start=1)
    ]
    name = html.Link([tied(row.short_name), unseen(": ответы")], href=address.href(school=row.code))
    return html.Tr([html.Th(name, scope="row"), *cells])


# --- the action -------------------------------------------------------------------------------------


def save_effectiveness_action(ctx: RequestContext) -> Response:
    """The answers of the person's own side, school or department."""
    sent = Sent(ctx)
    school, year = sent.school, sent.year
    edit = EffectivenessEdit(year, {check: _answer(sent, check) for check in sent.names_after("mark.")})
    try:
        changed = save_effectiveness(ctx.session, edit, school=school, author=author_of(ctx))
    except NoteTooLongError as error:
        return refused(NOT_SAVED, fields={f"note.{error.check}": str(error)})
    except ChangedMeanwhileError as error:
        return refused(str(error))
    return done(saved_answers(changed), refresh=True)


def _answer(sent: Sent, check: str) -> AnswerEdit:
    text = sent.text(f"mark.{check}")
    try:
        mark = Mark(text) if text else None
    except ValueError as error:
        raise InvalidInputError from error
    return AnswerEdit(mark, sent.text(f"note.{check}"), sent.number(f"seen.{check}") or 0)
