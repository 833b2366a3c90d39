"""«Документы»: everything handed in for the year, by block and stage, with its link, remark and who handed it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard import html
from dashboard.addresses.school import SchoolPartAddress
from dashboard.addresses.why import WhyCell, why_href
from dashboard.components.explanation.documents import document_file, document_link
from dashboard.components.explanation.frame import entry_words
from dashboard.components.marks import glyph
from dashboard.components.panel import opens_panel
from dashboard.formatting import DASH, NO_BREAK, counted, date_full, plural, tied
from dashboard.html import Element
from dashboard.pages.school.fold import fold
from dashboard.texts.evidence import CLOSINGS
from dashboard.texts.words import CELL_STATES, DOCUMENTS, STAGES
from data_layer.domain.vocabulary import CellState, DocumentStatus
from data_layer.queries.explanation.views import DocumentLine
from data_layer.queries.school_documents import BlocksOfDocuments, DocumentMark

_STATES = {
    DocumentStatus.ACCEPTED: CellState.ACCEPTED,
    DocumentStatus.SUBMITTED: CellState.SUBMITTED,
    DocumentStatus.RETURNED: CellState.RETURNED,
    DocumentStatus.DRAFT: CellState.DRAFT,
}


@dataclass(frozen=True, slots=True)
class _Whose:
    school: str
    year: int
    time_zone: str


def documents_section(documents: Sequence[DocumentMark], address: SchoolPartAddress) -> Element:
    """How many of them in which state; the documents themselves come when it is opened."""
    return fold("Документы", _summary(documents), address)


def documents_body(found: BlocksOfDocuments, *, school: str, year: int, time_zone: str) -> list[Element]:
    """Blocks in order are folded; a block with a returned document stands open."""
    if not found.lines:
        return [html.P("За этот год документов ещё нет.", className="note all-done")]
    by_block = groupby(found.lines, key=lambda each: each.block)
    whose = _Whose(school, year, time_zone)
    return [_block(block, found.titles.get(block, ""), list(rows), whose) for block, rows in by_block]


def _summary(documents: Sequence[DocumentMark]) -> str:
    """«36 документов: 34 принято, 1 на проверке, 1 возвращён»."""
    if not documents:
        return "пока нет"
    counts = {status: sum(each.status is status for each in documents) for status in DocumentStatus}
    words = {
        DocumentStatus.ACCEPTED: lambda n: plural(n, "принят", "приняты", "принято"),
        DocumentStatus.SUBMITTED: lambda _: "на проверке",
        DocumentStatus.RETURNED: lambda n: plural(n, "возвращён", "возвращены", "возвращено"),
        DocumentStatus.DRAFT: lambda n: plural(n, "черновик", "черновика", "черновиков"),
    }
    parts = [f"{counts[status]}{NO_BREAK}{word(counts[status])}" for status, word in words.items() if counts[status]]
    return f"{counted(len(documents), *DOCUMENTS)}: {', '.join(parts)}"


def _block(block: int, title: str, rows: list[DocumentLine], whose: _Whose) -> Element:
    has_author = any(each.entry is not None for each in rows)
    heads = ["Стадия", "Документ", "Состояние", *(["Кто внёс"] if has_author else []), "Ссылка"]
    head = html.Tr([html.Th(words, scope="col") for words in heads])
    body = [_row(each, whose, has_author=has_author) for each in rows]
    table = html.Table(
        [html.Caption(f"Документы блока {block}", className="unseen"), html.Thead(head), html.Tbody(body)],
        className="documents",
    )
    summary = html.Summary(
        [html.H3(f"{block}. {title}"), html.Span(str(len(rows)), className="quiet"), html.Span(className="chevron")]
    )
    is_open = any(each.status is DocumentStatus.RETURNED for each in rows)
    return html.Details([summary, table], className="fold", open=is_open)


def _row(each: DocumentLine, whose: _Whose, *, has_author: bool) -> Element:
    number = f"№{NO_BREAK}{each.number}" if each.number else ""
    day = f"от {date_full(each.date)}" if each.date else "без даты"
    facts = ", ".join(part for part in (each.type if each.title else "", f"{number} {day}".strip()) if part)
    title = [html.B(tied(each.title or each.type)), html.Span(tied(facts), className="note-line")]
    if each.covers:
        places = "; ".join(f"блок {block}, {STAGES[stage].lower()}" for block, stage in each.covers)
        title.append(html.Span(tied(f"Закрывает и: {places}"), className="note-line"))
    if each.closing is not None:
        title.append(html.Span(tied(CLOSINGS[each.closing]), className="note-line"))
    if each.remark:
        title.append(html.Span(tied(f"Замечание: «{each.remark}»"), className="remark"))
    state = _STATES[each.status]
    subject = WhyCell(whose.school, each.block, each.stage, whose.year)
    cell = opens_panel(
        html.Span([glyph(state), f" {CELL_STATES[state]}"]),
        address=why_href(subject),
        className="text-button",
        label=f"{STAGES[each.stage]}: {CELL_STATES[state]}, почему?",
    )
    by = "" if each.entry is None else tied(entry_words(each.entry, time_zone=whose.time_zone))
    links = [part for part in (document_link(each), document_file(each)) if part is not None]
    columns = [
        html.Th(STAGES[each.stage], scope="row"),
        html.Td(title),
        html.Td(cell, className="state"),
        *([html.Td(by, className="note")] if has_author else []),
        html.Td([html.Div(part) for part in links] or DASH),
    ]
    return html.Tr(columns)
