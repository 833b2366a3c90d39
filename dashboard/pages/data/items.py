"""Organisational items of the school: is it there, since when, where to see it; each row a form of its own."""

from collections.abc import Mapping
from typing import Final

from flask import Response

from dashboard import html
from dashboard.addresses.data import ORGANISATION
from dashboard.addresses.why import WhyCount
from dashboard.answers import Undo, done, refused
from dashboard.binding import RequestContext
from dashboard.components.forms import sending_form
from dashboard.components.marks import mark, unseen
from dashboard.components.markup import to_html
from dashboard.components.why import why_number
from dashboard.errors import InvalidInputError
from dashboard.formatting import date_full, tied
from dashboard.html import Element
from dashboard.pages.data.conflict import Choice, conflict_answer
from dashboard.pages.data.grid_rows import who_and_when
from dashboard.pages.data.sent import Sent, author_of
from dashboard.texts.entry import FIELDS, KEPT, NOT_SAVED, UNCHANGED, UNDO, UNSAVED, saved_figures, taken_back
from data_layer.commands.editing import ItemEdit, RefusedFormError, StaleEditError, save_item, take_back
from data_layer.domain.school_year import format_year
from data_layer.queries.entry import EntryGrid, EntryItem, entry_item
from data_layer.queries.explanation.views import CountKind

SAVE_ITEM: Final = "/actions/save-organisation"
TAKE_BACK_ITEM: Final = "/actions/take-back-organisation"
KEEP_ITEM: Final = "/actions/keep-organisation"
_PRESENT: Final = (("", "не указано"), ("да", "есть"), ("нет", "нет"))


def item_anchor(item: str) -> str:
    return f"item-{item}"


def items_card(grid: EntryGrid, *, time_zone: str) -> Element:
    present = sum(item.is_present is True for item in grid.organisation)
    due = [] if grid.organisation_due is None else [html.Small(f"срок {date_full(grid.organisation_due)}")]
    subject = WhyCount(CountKind.ITEMS, grid.year, school=grid.school.code)
    shown = f"{present} из {len(grid.organisation)}"
    head = html.Div(
        [
            html.H2("Организация ВСОКО", id="organisation-title"),
            html.Span([why_number(subject, shown, about="Организация ВСОКО"), " ", *due], className="count"),
        ],
        className="card-head",
    )
    rows = [
        html.Li(
            item_form(item, school=grid.school.code, time_zone=time_zone),
            id=item_anchor(item.item),
            className="entry-row",
            tabIndex="-1",
        )
        for item in grid.organisation
    ]
    return html.Section(
        [head, html.Ol(rows, className="entry-rows")],
        id=ORGANISATION,
        className="card entry",
        **{"aria-labelledby": "organisation-title"},
    )


def item_form(item: EntryItem, *, school: str, time_zone: str) -> Element:
    """The content of the row; also what a save puts in its place."""
    line = html.Div(
        [
            html.Div(
                [mark("met" if item.is_present else "no-data"), html.Span(tied(item.title))], className="item-name"
            ),
            _control(item, "present", _select(item), class_name="item-present"),
            _control(
                item,
                "date",
                _input(item, "date", "" if item.date is None else item.date.isoformat(), "date"),
                class_name="item-date",
            ),
            _control(item, "url", _input(item, "url", item.url, "url"), class_name="item-url"),
            _trail(item, time_zone),
        ],
        className="item-line",
    )
    faults = [
        html.P("", className="field-error", hidden=True, **{"data-field-error": name})
        for name in ("present", "date", "url")
    ]
    buttons = html.Div(
        [
            html.Button("Сохранить", type="submit", className="button is-main"),
            html.Button("Вернуть прежнее", type="button", className="button", **{"data-restores": ""}),
            html.Small(UNSAVED, className="quiet not-on-phone"),
        ],
        className="entry-buttons",
    )
    hidden = {
        "school": school,
        "item": item.item,
        "year": format_year(item.year),
        "version": str(item.version),
    }
    return sending_form(
        [line, *faults, buttons],
        action=SAVE_ITEM,
        hidden=hidden,
        className="entry-form",
        attributes={"data-guards": "", "data-entry": "", "aria-label": item.title, "novalidate": True},
    )


def _select(item: EntryItem) -> Element:
    chosen = {True: "да", False: "нет", None: ""}[item.is_present]
    options = [
        html.Option(words, value=value, selected=value == chosen)
        for value, words in _PRESENT
        if value or item.is_present is None
    ]
    return html.Select(options, id=_id(item, "present"), name="present", className="entry-input")


def _input(item: EntryItem, name: str, value: str, kind: str) -> Element:
    return html.Input(
        id=_id(item, name), name=name, value=value, type=kind, autocomplete="off", className="entry-input"
    )


def _control(item: EntryItem, name: str, control: Element, *, class_name: str) -> Element:
    words = html.Label([FIELDS[name], unseen(f", {item.title}")], htmlFor=_id(item, name), className="item-label")
    return html.Div([words, control], className=class_name)


def _id(item: EntryItem, name: str) -> str:
    return f"{item_anchor(item.item)}-{name}"


def _trail(item: EntryItem, time_zone: str) -> Element:
    told = who_and_when(item.author, item.changed_at, time_zone=time_zone)
    link = [html.A("Открыть ссылку", href=item.url, target="_blank", rel="noopener noreferrer")] if item.url else []
    return html.Div([*([html.Small(told)] if told else []), *link], className="entry-trail")


# --- actions ----------------------------------------------------------------------------------------


def save_organisation(ctx: RequestContext) -> Response:
    """One item: is it there, the date, the link."""
    sent = Sent(ctx)
    school = sent.school
    edit = ItemEdit(
        item=sent.word("item"),
        year=sent.year,
        present=sent.text("present"),
        date=sent.text("date"),
        url=sent.text("url"),
        version=sent.number("version") or 0,
    )
    try:
        saved = save_item(ctx.session, edit, school=school, author=author_of(ctx))
    except RefusedFormError as error:
        return refused(NOT_SAVED, fields={fault.field: str(fault) for fault in error.faults})
    except StaleEditError as error:
        return _conflict(ctx, error, edit, school)
    item = _item(ctx, edit.item, edit.year, school)
    toast = saved_figures(item.title) if saved.is_changed else UNCHANGED
    undo = None
    if saved.batch_id is not None:
        undo = Undo(UNDO, TAKE_BACK_ITEM, _place(edit.item, edit.year, school) | {"batch": str(saved.batch_id)})
    return done(toast, undo=undo, replace=_replaced(ctx, item, school), close=True)


def keep_organisation(ctx: RequestContext) -> Response:
    """What is in the system stays; the row shows it."""
    sent = Sent(ctx)
    school = sent.school
    return done(replace=_replaced(ctx, _item(ctx, sent.word("item"), sent.year, school), school), close=True)


def take_back_organisation(ctx: RequestContext) -> Response:
    """The person's own save becomes undone."""
    sent = Sent(ctx)
    school, batch = sent.school, sent.number("batch")
    if batch is None:
        raise InvalidInputError
    outcome = take_back(ctx.session, batch, author=author_of(ctx))
    item = _item(ctx, sent.word("item"), sent.year, school)
    return done(KEPT if outcome.kept else taken_back(item.title), replace=_replaced(ctx, item, school))


def _place(item: str, year: int, school: str) -> dict[str, str]:
    return {"school": school, "item": item, "year": format_year(year)}


def _item(ctx: RequestContext, item: str, year: int, school: str) -> EntryItem:
    return entry_item(ctx.session, school=school, item=item, year=year, today=ctx.today, viewer=ctx.viewer)


def _replaced(ctx: RequestContext, item: EntryItem, school: str) -> Mapping[str, str]:
    return {item_anchor(item.item): to_html(item_form(item, school=school, time_zone=ctx.principal.time_zone))}


def _conflict(ctx: RequestContext, error: StaleEditError, edit: ItemEdit, school: str) -> Response:
    place = _place(edit.item, edit.year, school)
    mine = {"present": edit.present, "date": edit.date, "url": edit.url, "version": error.parts[0].version}
    return conflict_answer(
        ctx,
        error,
        name=_item(ctx, edit.item, edit.year, school).title,
        mine=Choice(SAVE_ITEM, place | mine),
        theirs=Choice(KEEP_ITEM, place),
    )
