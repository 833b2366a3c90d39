"""Both versions side by side, where somebody else has saved the same thing meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response

from dashboard import html
from dashboard.answers import conflict
from dashboard.binding import RequestContext
from dashboard.components.forms import sending_form, submit
from dashboard.components.panel import fragment
from dashboard.formatting import DASH, tied
from dashboard.html import Element
from dashboard.pages.data.grid_rows import who_and_when
from dashboard.texts.entry import (
    CONFLICT_TITLE,
    FIELDS,
    SAME_TITLE,
    conflict_sentence,
    same_sentence,
    shown_value,
)
from data_layer.commands.editing import StaleEditError, StalePart
from data_layer.queries.entry import person


@dataclass(frozen=True, slots=True)
class Choice:
    """What one of the two buttons sends."""

    action: str
    values: Mapping[str, str]


def conflict_answer(
    ctx: RequestContext,
    error: StaleEditError,
    *,
    name: str,
    mine: Choice,
    theirs: Choice,
    part_names: Callable[[str], str] = str,
    type_titles: Mapping[str, str] | None = None,
) -> Response:
    """409 with the panel. name: of what both have changed; mine, theirs: write over it, or leave it be."""
    is_same = all(dict(part.yours) == dict(part.current) for part in error.parts)
    who = _who(ctx, error.parts[0])
    sentence = same_sentence(who) if is_same else conflict_sentence(who)
    tables = [_versions(ctx, part, part_names(part.name), type_titles or {}) for part in error.parts]
    panel = fragment(
        SAME_TITLE if is_same else CONFLICT_TITLE,
        [html.P(sentence), *tables, _buttons(mine, theirs, is_same=is_same)],
        kicker=name,
    )
    return conflict(sentence, panel=panel)


def _who(ctx: RequestContext, part: StalePart) -> str:
    author = person(ctx.session, part.author) if part.author else None
    return who_and_when(author, part.saved_at, time_zone=ctx.principal.time_zone)


def _versions(ctx: RequestContext, part: StalePart, title: str, type_titles: Mapping[str, str]) -> Element:
    names = [name for name in (part.yours or part.current) if _is_worth_showing(part, name)]
    rows = [
        html.Tr(
            [
                html.Th(FIELDS.get(name, name), scope="row"),
                html.Td(tied(shown_value(name, part.yours.get(name), type_titles=type_titles))),
                html.Td(tied(_current(part, name, type_titles))),
            ],
            className="is-different" if _differs(part, name) else None,
        )
        for name in names
    ]
    heads = [
        html.Td(),
        html.Th(["Ваше", html.Small("сейчас")], scope="col"),
        html.Th(["В системе", html.Small(_who(ctx, part) or DASH)], scope="col"),
    ]
    caption = html.Caption(title or "Две версии", className=None if title else "unseen")
    return html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(rows)], className="versions")


def _is_worth_showing(part: StalePart, name: str) -> bool:
    """Fields that are empty in both versions say nothing."""
    return _differs(part, name) or part.yours.get(name) not in (None, "")


def _differs(part: StalePart, name: str) -> bool:
    return (part.yours.get(name) or "") != (part.current.get(name) or "")


def _current(part: StalePart, name: str, type_titles: Mapping[str, str]) -> str:
    return shown_value(name, part.current[name], type_titles=type_titles) if name in part.current else "удалено"


def _buttons(mine: Choice, theirs: Choice, *, is_same: bool) -> Element:
    keep = sending_form(
        [submit("Оставить сохранённое", is_main=is_same)],
        action=theirs.action,
        hidden=theirs.values,
        className="inline-form",
    )
    if is_same:
        return html.Div([keep], className="actions")
    write = sending_form([submit("Записать моё")], action=mine.action, hidden=mine.values, className="inline-form")
    return html.Div([write, keep], className="actions")
