"""The management cycle of one school: block × stage, each cell a glyph with its date; below it the organisation."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.data import organisation_href
from dashboard.addresses.why import WhyCell, WhyCount, why_href
from dashboard.components.marks import glyph, mark, unseen
from dashboard.components.panel import opens_panel
from dashboard.components.why import why_number
from dashboard.formatting import NO_BREAK, date_full, whole
from dashboard.html import Element
from dashboard.pages.school.content import SchoolPage
from dashboard.texts.cycle import cycle_words, under_words
from dashboard.texts.words import CELL_STATES, STAGE_HEADS, STAGES, block_short
from data_layer.domain.vocabulary import COUNTED_STAGES, CellState
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import CycleCell, OrganisationLine, SchoolCard

_LEGEND: Final = (
    CellState.ACCEPTED,
    CellState.SUBMITTED,
    CellState.DRAFT,
    CellState.RETURNED,
    CellState.OVERDUE,
    CellState.NOT_DUE,
    CellState.NOT_APPLICABLE,
)
_URGENT: Final = frozenset({CellState.OVERDUE, CellState.RETURNED})


def cycle_card(page: SchoolPage) -> Element:
    card = page.card
    count = f"{whole(card.documents.k)} из{NO_BREAK}{whole(card.documents.n)}"
    subject = WhyCount(CountKind.DOCUMENTS, card.year, school=card.school)
    words = ["Управленческий цикл: ", why_number(subject, count, about="документов на месте")]
    return html.Section(
        [
            html.Div(html.H2(words, id="cycle-title"), className="card-head"),
            html.Div(_table(card), className="cycle-box"),
            _legend(card.cycle),
            *_organisation(page),
        ],
        id="cycle",
        className="card place-cycle",
        **{"aria-labelledby": "cycle-title"},
    )


def _table(card: SchoolCard) -> Element:
    by_place = {(cell.block, cell.stage): cell for cell in card.cycle}
    rows = [
        html.Tr(
            [
                html.Th(f"{block}.{NO_BREAK}{block_short(block)}", scope="row"),
                *(_cell(by_place.get((block, stage)), card) for stage in COUNTED_STAGES),
            ]
        )
        for block in sorted({cell.block for cell in card.cycle})
    ]
    caption = html.Caption("Документы по блокам и стадиям: состояние и дата", className="unseen")
    return html.Table([caption, _head(), html.Tbody(rows)], className="cycle-table")


def _head() -> Element:
    stages = []
    for stage in COUNTED_STAGES:
        long, short = STAGE_HEADS[stage]
        shown = [html.Span(long, className="long"), html.Span(short, className="short")]
        heard = html.Span(shown, **{"aria-hidden": "true"})
        stages.append(html.Th([heard, unseen(STAGES[stage])], scope="col", title=STAGES[stage]))
    return html.Thead(html.Tr([html.Th(unseen("Блок"), scope="col", className="block"), *stages]))


def _cell(cell: CycleCell | None, card: SchoolCard) -> Element:
    if cell is None:
        return html.Td(unseen("нет сведений"))
    words = cycle_words(cell)
    under = html.Span(_under(cell, card), className="under", **{"aria-hidden": "true"})
    shown = html.Span([glyph(cell.state), under, unseen(f"{words}, почему?")], title=f"{STAGES[cell.stage]}: {words}")
    subject = WhyCell(card.school, cell.block, cell.stage, card.year)
    content = opens_panel(shown, address=why_href(subject), className="cell")
    return html.Td(content, className="is-urgent" if cell.is_overdue or cell.state in _URGENT else None)


def _under(cell: CycleCell, card: SchoolCard) -> str:
    return under_words(
        cell.state, is_overdue=cell.is_overdue, due=cell.due, document_date=cell.document_date, today=card.today
    )


def _legend(cells: Sequence[CycleCell]) -> Element:
    used = {cell.state for cell in cells}
    entries = [html.Span([glyph(state), CELL_STATES[state]]) for state in _LEGEND if state in used]
    if CellState.MISSING in used:
        entries.append(html.Span([glyph(CellState.MISSING), "не обязателен"]))
    note = html.Span("Под знаком — дата документа, срок или опоздание")
    return html.Div([*entries, note], className="legend cycle-legend")


def _organisation(page: SchoolPage) -> list[Element]:
    """Folded where all of it is there; open with what is missing."""
    lines = page.card.organisation
    if not lines:
        return []
    there = sum(line.is_present for line in lines)
    summary = html.Summary(
        [f"Организация ВСОКО: есть {there} из{NO_BREAK}{len(lines)}", html.Span(className="chevron")]
    )
    ordered = sorted(lines, key=lambda line: line.is_present)
    items = html.Ul([_organisation_line(line) for line in ordered], className="organisation")
    mend = []
    if page.may_enter and there < len(lines):
        href = organisation_href(school=page.card.school, year=page.card.year)
        mend = [html.Link("Отметить и дать ссылки", href=href)]
    details = html.Details([summary, items, *mend], className="opens", open=0 < there < len(lines))
    return [html.Div(details, className="card-foot")]


def _organisation_line(line: OrganisationLine) -> Element:
    picture = mark("met" if line.is_present else "no-data")
    state = "есть" if line.is_present else "не отмечено"
    when = f", {date_full(line.date)}" if line.date else ""
    link = [" ", html.A("подтверждение", href=line.url, target="_blank", rel="noopener noreferrer")] if line.url else []
    return html.Li([picture, html.Span([line.title, html.Span([f": {state}{when}", *link], className="quiet")])])
