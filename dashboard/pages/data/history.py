"""Beside the file: what is awaited from the school, and what has been handed in before."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DataAddress, DataView
from dashboard.addresses.why import WhyCount
from dashboard.binding import RequestContext
from dashboard.components.forms import sending_form
from dashboard.components.marks import unseen
from dashboard.components.why import why_number
from dashboard.formatting import date_full, date_near, days_from, tied, whole
from dashboard.html import Element
from dashboard.pages.data.upload import REVERT
from dashboard.texts.data import BOARD_COLUMNS, awaited_words, kept_sentence, kept_words, load_facts, rows_words
from data_layer.domain.school_year import format_year
from data_layer.queries.awaited import Awaited, awaited_of
from data_layer.queries.catalogue import Catalogue
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.explanation.handed_in_counts import counts_of
from data_layer.queries.handed_in import HandedInRow
from data_layer.queries.imports import BatchEntry
from data_layer.queries.views import Count

BOOK: Final = "/downloads/template.xlsx"
BOOKS: Final = "/downloads/templates.zip"
GET_BOOK: Final = "Скачать книгу школы"
_AWAITED_AT_ONCE: Final = 5


def book_href(ctx: RequestContext, address: DataAddress, school: SchoolEntry) -> str:
    """The workbook of the school, filled with what there is; a school's own people need not name it."""
    code = "" if ctx.principal.school_id is not None else f"&school={school.code}"
    return f"{BOOK}?year={format_year(address.year)}{code}"


def awaited_card(
    ctx: RequestContext, address: DataAddress, school: SchoolEntry | None, *, with_book: bool = True
) -> Element:
    """What a school still owes, by day, and the two ways to hand it in; for all schools together only their books.

    with_book: the school's workbook is not offered elsewhere on the page.
    """
    year = format_year(address.year)
    if school is None:
        words = html.P("Книга каждой школы уже заполнена тем, что внесено: останется дописать.", className="card-text")
        books = html.A("Скачать книги всех школ", href=f"{BOOKS}?year={year}", download=True)
        return _beside("awaited", "Книги для школ", [words, html.Div([books], className="card-foot")])
    edit = address.href(view=DataView.EDIT, batch=None, has_all=False)
    links = [
        *([html.A(GET_BOOK, href=book_href(ctx, address, school), download=True)] if with_book else []),
        html.Link("Ввести вручную", href=edit),
    ]
    rows = [
        _awaited(each, ctx.today)
        for each in awaited_of(ctx.session, school=school.code, year=address.year, today=ctx.today)
    ]
    return _beside("awaited", "Что ждут от школы", [*_folded(rows), html.Div(links, className="card-foot")])


def _folded(rows: Sequence[Element]) -> list[Element]:
    """The nearest first; one row takes no more room than the words that would hide it."""
    if not rows:
        return [html.P("За этот год внесено всё.", className="card-text")]
    at_once = len(rows) if len(rows) <= _AWAITED_AT_ONCE + 1 else _AWAITED_AT_ONCE
    parts = [html.Ol(rows[:at_once], className="deadlines awaited")]
    if rows[at_once:]:
        summary = html.Summary([f"Показать все {len(rows)}", html.Span(className="chevron")])
        rest = html.Ol(rows[at_once:], className="deadlines awaited")
        parts.append(html.Details([summary, rest], className="opens rest"))
    return parts


def _awaited(one: Awaited, today: date) -> Element:
    is_late = one.due < today
    late = [unseen("Срок прошёл. ")] if is_late else []
    when = html.Span(days_from(one.due, today=today), className="facts")
    return html.Li(
        [
            html.Span(date_near(one.due, today=today), className="day"),
            html.Span([*late, tied(awaited_words(one)), when]),
        ],
        className="is-late" if is_late else None,
    )


def handed_in_card(year: int, own: HandedInRow) -> Element:
    facts = html.Dl(
        [
            each
            for (kind, count), words in zip(counts_of(own).items(), BOARD_COLUMNS[1:-1], strict=True)
            for each in _fact(words, count, WhyCount(kind, year, school=own.code))
        ],
        className="facts card-facts",
    )
    return _beside("handed-in", f"Что внесено за {format_year(year)}", [facts])


def _beside(name: str, title: str, children: Sequence[Element]) -> Element:
    head = html.Div(html.H2(title, id=name), className="card-head")
    return html.Section([head, *children], className="card", **{"aria-labelledby": name})


def _fact(words: str, count: Count, subject: WhyCount) -> list[Element]:
    shown = [html.B(whole(count.k)), html.Span(f" из {whole(count.n)}", className="quiet")]
    return [html.Dt(words), html.Dd(why_number(subject, shown, about=words))]


def history_card(
    ctx: RequestContext, batches: Sequence[BatchEntry], catalogue: Catalogue, *, shown: int | None
) -> Element:
    """shown: id of the import that the page is about; what stayed of it stands open."""
    if not batches:
        body: Element = html.P("Файлов ещё не загружали.", className="card-text")
    else:
        body = html.Ul(
            [_item(ctx, batch, catalogue, is_shown=batch.id == shown) for batch in batches], className="loads"
        )
    return _beside("history", "Прошлые загрузки", [body])


def _item(ctx: RequestContext, batch: BatchEntry, catalogue: Catalogue, *, is_shown: bool) -> Element:
    zone = ctx.principal.time_zone
    facts = load_facts(at=batch.at, written=batch.written, author=batch.author_name, time_zone=zone)
    place = [html.Span(batch.school, className="note")] if batch.school and ctx.principal.school_id is None else []
    parts: list[Element] = [html.B(batch.file_name), *place, html.P(tied(facts), className="note")]
    if batch.state == "reverted":
        day = "" if batch.reverted_at is None else f" {date_full(batch.reverted_at.date())}"
        parts.append(html.Span(f"отменена{day}", className="badge"))
        parts += _kept(batch, catalogue, is_open=is_shown)
    elif _may_take_back(ctx, batch):
        parts.append(take_back_form(batch))
    return html.Li(parts)


def _kept(batch: BatchEntry, catalogue: Catalogue, *, is_open: bool) -> list[Element]:
    """By name, what stayed when the import was taken back."""
    if not batch.kept:
        return []
    rows = [html.Li(tied(kept_words(each, catalogue))) for each in batch.kept]
    rest = batch.kept_count - len(rows)
    more = [html.Li(f"и ещё {rows_words(rest)}")] if rest > 0 else []
    summary = html.Summary([kept_sentence(batch.kept_count), html.Span(className="chevron")])
    return [html.Details([summary, html.Ul([*rows, *more], className="kept note")], className="opens", open=is_open)]


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
