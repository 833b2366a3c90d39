"""Beside the file: what is awaited from the school, and what has been handed in before."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DataAddress, DataView
from dashboard.binding import RequestContext
from dashboard.components.forms import sending_form
from dashboard.formatting import date_full, tied, whole
from dashboard.html import Element
from dashboard.pages.data.upload import REVERT
from dashboard.texts.data import load_facts, rows_words
from data_layer.domain.school_year import format_year
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.handed_in import HandedInRow
from data_layer.queries.imports import BatchEntry
from data_layer.queries.views import Count

BOOK: Final = "/downloads/template.xlsx"
BOOKS: Final = "/downloads/templates.zip"


def awaited_card(
    ctx: RequestContext, address: DataAddress, school: SchoolEntry | None, own: HandedInRow | None
) -> Element:
    year = format_year(address.year)
    links: list[Element] = []
    if school is None:
        links.append(html.A("Скачать книги всех школ", href=f"{BOOKS}?year={year}", download=True))
    else:
        code = "" if ctx.principal.school_id is not None else f"&school={school.code}"
        links.append(html.A("Скачать книгу школы", href=f"{BOOK}?year={year}{code}", download=True))
        edit = address.href(view=DataView.EDIT, batch=None, has_all=False)
        links.append(html.Link("Ввести вручную", href=edit))
    if own is None:
        body: list[Element] = [
            html.P("Книга каждой школы уже заполнена тем, что внесено: останется дописать.", className="card-text")
        ]
        title = "Книги для школ"
    else:
        title = f"Что внесено за {year}"
        body = [
            html.Dl(
                [
                    *_fact("Показатели", own.figures),
                    *_fact("Цели", own.targets),
                    *_fact("Документы", own.documents),
                    *_fact("Организация", own.organisation),
                ],
                className="facts card-facts",
            )
        ]
    return html.Section(
        [
            html.Div(html.H2(title, id="awaited"), className="card-head"),
            *body,
            html.Div(links, className="card-foot"),
        ],
        className="card",
        **{"aria-labelledby": "awaited"},
    )


def _fact(words: str, count: Count) -> list[Element]:
    return [
        html.Dt(words),
        html.Dd([html.B(whole(count.k)), html.Span(f" из {whole(count.n)}", className="quiet")]),
    ]


def history_card(ctx: RequestContext, batches: Sequence[BatchEntry]) -> Element:
    head = html.Div(html.H2("Прошлые загрузки", id="history"), className="card-head")
    if not batches:
        body: Element = html.P("Файлов ещё не загружали.", className="card-text")
    else:
        body = html.Ul([_item(ctx, batch) for batch in batches], className="loads")
    return html.Section([head, body], className="card", **{"aria-labelledby": "history"})


def _item(ctx: RequestContext, batch: BatchEntry) -> Element:
    zone = ctx.principal.time_zone
    facts = load_facts(at=batch.at, written=batch.written, author=batch.author_name, time_zone=zone)
    place = [html.Span(batch.school, className="note")] if batch.school and ctx.principal.school_id is None else []
    parts: list[Element] = [html.B(batch.file_name), *place, html.P(tied(facts), className="note")]
    if batch.state == "reverted":
        day = "" if batch.reverted_at is None else f" {date_full(batch.reverted_at.date())}"
        parts.append(html.Span(f"отменена{day}", className="badge"))
    elif _may_take_back(ctx, batch):
        parts.append(take_back_form(batch))
    return html.Li(parts)


def _may_take_back(ctx: RequestContext, batch: BatchEntry) -> bool:
    return may(ctx.principal.role, Permission.WRITE_TARGETS) or not batch.sets_targets


def take_back_form(batch: BatchEntry) -> Element:
    question = (
        f"Отменить загрузку «{batch.file_name}»? Внесённое ею ({rows_words(batch.written)}) станет таким, каким было"
        " до неё. Что с тех пор изменили, останется."
    )
    button = html.Button("Отменить загрузку", type="submit", className="text-button")
    return sending_form(
        [button], action=REVERT, hidden={"batch": str(batch.id)}, className="form inline-form", confirms=question
    )
