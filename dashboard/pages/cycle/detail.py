"""An opened cell: what stands there, why it is as it is, what to do, and the buttons that do it."""

from typing import Final

from dashboard import html
from dashboard.addresses.cycle import letter_href
from dashboard.addresses.data import DocumentAddress, file_href
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCell
from dashboard.components.marks import glyph, unseen
from dashboard.components.panel import opens_panel
from dashboard.components.why import why_button
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.cycle.model import OpenedCell
from dashboard.texts.cycle import (
    DOCUMENT_STATUSES,
    before_words,
    cell_words,
    document_line,
    documents_step,
    place_words,
    state_reason,
    state_step,
)
from data_layer.domain.vocabulary import CellState, DocumentStatus, Rule
from data_layer.queries.cycle_views import CellCard, CellDocument
from data_layer.queries.views import FlagItem

_SAID_BY_STATE: Final = frozenset({Rule.STAGE_MISSING, Rule.STAGE_DUE_SOON})
_SAID_BY_RETURN: Final = frozenset({Rule.STAGE_MISSING, Rule.STAGE_DUE_SOON, Rule.STAGE_SKIPPED})


def cell_detail(opened: OpenedCell) -> Element:
    """What the row below the school holds; also the answer of the panel's route."""
    return html.Div(
        [_what(opened), _why(opened), _step(opened), _buttons(opened), *_documents(opened)],
        className="detail",
        role="group",
        **{"aria-label": "Выбранная ячейка"},
    )


def _what(opened: OpenedCell) -> Element:
    card = opened.card
    place = place_words((card.cell.block, card.cell.stage))
    name = [] if opened.reader.is_own_school else [opened.reader.names.of(card.school), " · "]
    return html.Div(
        [
            html.H3([*name, place if name else f"{place[0].upper()}{place[1:]}"]),
            html.P([glyph(card.cell.state), tied(cell_words(card.cell, today=card.today))], className="state"),
        ]
    )


def _why(opened: OpenedCell) -> Element:
    card = opened.card
    reasons = [_reason(flag, is_coded=opened.reader.names.is_coded) for flag in _telling(card)]
    if not reasons:
        reasons = [state_reason(card.cell, today=card.today)]
    if card.before is not None and not card.cell.is_there:
        reasons.append(before_words(card.before))
    return html.Div([html.P("Почему", className="label"), *(html.P(tied(reason)) for reason in dict.fromkeys(reasons))])


def _telling(card: CellCard) -> list[FlagItem]:
    """Flags of the cell that say more than the others: that a document came back says that nothing is there."""
    if card.cell.state is not CellState.RETURNED:
        return list(card.flags)
    return [flag for flag in card.flags if flag.rule not in _SAID_BY_RETURN]


def _reason(flag: FlagItem, *, is_coded: bool) -> str:
    """The sentence of the flag, unless the state beside it says the same, or it may name the school."""
    return flag.why if is_coded or flag.rule in _SAID_BY_STATE else flag.message


def _step(opened: OpenedCell) -> Element:
    card = opened.card
    rules = {flag.rule for flag in card.flags}
    # Of a document that is due the rule of the skipped stage asks for the same once more.
    said = {Rule.STAGE_SKIPPED} if rules & _SAID_BY_STATE else set()
    steps = [flag.what_to_do for flag in _telling(card) if flag.rule not in said]
    # What flags ask for is the school's to do; others read it beside the button that writes to the school.
    label = "Что сделать школе" if steps and not opened.reader.is_own_school else "Что сделать"
    if not steps:
        steps = [state_step(card.cell, is_reviewer=opened.reader.is_reviewer)]
    return html.Div([html.P(label, className="label"), *(html.P(tied(step)) for step in dict.fromkeys(steps))])


def _buttons(opened: OpenedCell) -> Element:
    card = opened.card
    owes = card.cell.is_overdue or card.cell.state is CellState.RETURNED
    buttons: list[Element] = []
    # The address of a letter tells the school too.
    if opened.reader.is_reviewer and owes and not opened.reader.names.is_coded:
        href = letter_href(year=card.year, school=card.school)
        buttons.append(html.A("Написать школе", href=href, className="button is-main", download=True))
    if not opened.reader.names.is_coded:
        buttons += _entering(opened)
        href = school_href(card.school, year=card.year, block=card.cell.block)
        name = "Моя школа" if opened.reader.is_own_school else "Открыть школу"
        buttons.append(html.Link(name, href=href, className="button"))
        subject = WhyCell(card.school, card.cell.block, card.cell.stage, card.year)
        buttons.append(why_button(subject, about=place_words((card.cell.block, card.cell.stage))))
    close = html.Link("Закрыть", href=opened.close, className="text-button", **{"data-closes-cell": ""})
    return html.Div([*buttons, close], className="detail-buttons")


def _entering(opened: OpenedCell) -> list[Element]:
    """Where documents of the cell are entered, and reviewed by those who do that."""
    reader, cell = opened.reader, opened.card.cell
    if not (reader.is_own_school or reader.is_reviewer):
        return []
    if not (reader.is_own_school or opened.card.documents):
        # Nothing to review: whoever reviews writes to the school, above.
        return []
    words = documents_step(cell.state, is_reviewer=reader.is_reviewer)
    address = DocumentAddress(opened.card.school, cell.block, cell.stage, opened.card.year)
    is_next = cell.state is CellState.SUBMITTED if reader.is_reviewer else not cell.is_there
    return [opens_panel(words, address=address.href, className="button is-main" if is_next else "button")]


def _documents(opened: OpenedCell) -> list[Element]:
    if not opened.card.documents:
        return []
    lines = [_document(each, is_coded=opened.reader.names.is_coded) for each in opened.card.documents]
    title = "Документ" if len(lines) == 1 else "Документы"
    return [
        html.Div(
            [html.P(title, className="label"), html.Ul(lines, className="cell-documents")], className="detail-documents"
        )
    ]


def _document(document: CellDocument, *, is_coded: bool) -> Element:
    """Title, number, link and remark may name the school, so a coded view goes without them."""
    named = document_line(
        type_title=document.type_title,
        title="" if is_coded else document.title,
        number="" if is_coded else document.number,
        day=document.date,
    )
    link = html.A(tied(named), href=document.url, target="_blank", rel="noopener noreferrer")
    shown = link if document.url and not is_coded else html.Span(tied(named))
    facts = [DOCUMENT_STATUSES[document.status]]
    if document.own_place is not None:
        facts.append(f"стоит в ячейке «{place_words(document.own_place)}» и закрывает эту")
    if document.responsible and not is_coded:
        facts.append(f"ответственный: {document.responsible}")
    if document.addressee and not is_coded:
        facts.append(f"адресат: {document.addressee}")
    return html.Li(
        [
            shown,
            unseen(", откроется в новом окне") if document.url and not is_coded else None,
            html.Span(tied(" · ".join(facts)), className="note"),
            *_file(document, is_coded=is_coded),
            *_remark(document, is_coded=is_coded),
        ]
    )


def _file(document: CellDocument, *, is_coded: bool) -> list[Element]:
    if document.file_id is None or is_coded:
        return []
    words = [tied(document.file), unseen(", скачать")]
    return [html.A(words, href=file_href(document.file_id), download=True, className="note")]


def _remark(document: CellDocument, *, is_coded: bool) -> list[Element]:
    if document.status is not DocumentStatus.RETURNED or not document.remark or is_coded:
        return []
    return [html.Span(f"Замечание: «{document.remark}»", className="remark")]
