"""Pieces that every answer to «Почему?» is made of."""

from collections.abc import Iterable, Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.why import WhySubject, why_href
from dashboard.components.marks import severity_mark, unseen
from dashboard.components.panel import opens_panel
from dashboard.formatting import counted, moment, tied
from dashboard.html import Element
from dashboard.texts.words import SEVERITIES, author_words
from data_layer.queries.explanation.views import Entry
from data_layer.queries.views import FlagItem

# More rows than these are folded: the panel tells the essence first.
_ROWS_AT_ONCE: Final = 8


def section(title: str, children: Sequence[object], *, class_name: str = "") -> list[Element]:
    """A part of the panel with its heading; nothing where it has nothing to say."""
    shown = [each for each in children if each is not None]
    if not shown:
        return []
    return [html.Section([html.H3(title), *shown], className=f"why-part {class_name}".strip())]


def sentence(text: str) -> Element | None:
    return html.P(tied(text)) if text else None


def note(text: str) -> Element | None:
    return html.P(tied(text), className="note") if text else None


def facts(pairs: Iterable[tuple[str, object]], *, class_name: str = "facts") -> Element | None:
    """Labels and their values; those without a value are left out."""
    rows: list[Element] = []
    for label, value in pairs:
        if value is not None and value not in ("", []):
            rows += [html.Dt(label), html.Dd(tied(value) if isinstance(value, str) else value)]
    return html.Dl(rows, className=class_name) if rows else None


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], *, caption: str, numbers: int = 1) -> Element:
    """A small table; the first column names the rows, the last `numbers` columns hold numbers."""
    width = len(heads)
    head = html.Tr(
        [html.Th(words, scope="col", className=_column(place, width, numbers)) for place, words in enumerate(heads)]
    )
    body = [
        html.Tr(
            [
                html.Th(cell, scope="row") if not place else html.Td(cell, className=_column(place, width, numbers))
                for place, cell in enumerate(row)
            ]
        )
        for row in rows
    ]
    return html.Table(
        [html.Caption(caption, className="unseen"), html.Thead(head), html.Tbody(body)], className="why-table"
    )


def folded_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    caption: str,
    numbers: int = 1,
    unit: tuple[str, str, str],
) -> Element | None:
    """The table, behind «Показать 26 школ» where it is long. unit: what its rows are, in three forms."""
    if not rows:
        return None
    shown = table(heads, rows, caption=caption, numbers=numbers)
    if len(rows) <= _ROWS_AT_ONCE:
        return shown
    summary = html.Summary([f"Показать {counted(len(rows), *unit)}", html.Span(className="chevron")])
    return html.Details([summary, shown], className="opens")


def _column(place: int, width: int, numbers: int) -> str | None:
    return "number" if place and place >= width - numbers else None


def entry_words(entry: Entry, *, time_zone: str) -> str:
    """«Р. И. Ахметова, 09.06.2026, 16:05»."""
    at = "" if entry.at is None else f", {moment(entry.at, time_zone=time_zone)}"
    return f"{author_words(entry.author)}{at}"


def flags_section(flags: Sequence[FlagItem]) -> list[Element]:
    """«Замечания»: each with its rule, why it is up and what to do."""
    return section("Замечания", [flag_box(flag) for flag in flags])


def flag_box(flag: FlagItem) -> Element:
    head = html.P(
        [
            severity_mark(flag.severity),
            html.Span([unseen(f"{SEVERITIES[flag.severity]}: "), html.B(tied(flag.message))]),
        ],
        className="why-flag-head",
    )
    body = facts([("Почему", flag.why), ("Что сделать", flag.what_to_do)])
    return html.Div([head, body, rule_line(flag)], className="why-flag")


def rule_line(flag: FlagItem) -> Element:
    return html.P(["Правило ", html.Span(flag.rule, className="code")], className="note")


def opens_why(children: object, subject: WhySubject, *, about: str) -> Element:
    """A line of the panel that leads to another answer."""
    return opens_panel([children, unseen(f" {about}, почему?")], address=why_href(subject), className="text-button")


def steps(*offered: Element | None) -> list[Element]:
    """What the person can do about it; nothing for those who only look."""
    shown = [each for each in offered if each is not None]
    return [html.Div(shown, className="actions")] if shown else []
