"""The panel of one cell of the cycle: the documents that stand there, their review and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DocumentAddress, parse_document
from dashboard.addresses.why import WhyCell
from dashboard.binding import RequestContext
from dashboard.components.evidence import file_link
from dashboard.components.forms import sending_form, submit
from dashboard.components.marks import glyph, unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.components.why import why_button
from dashboard.formatting import date_full, listed, tied
from dashboard.html import Element
from dashboard.pages.data.document_form import LONG_TEXTS, address_of, form_panel, kicker_of, place_of
from dashboard.pages.data.grid_rows import who_and_when
from dashboard.pages.data.own import named_school
from dashboard.pages.data.review_parts import Evidence, history_part, noticed, review_form
from dashboard.texts.entry import (
    DOCUMENT_STATUSES,
    FIELDS,
    cell_words,
    nobody_handed_in,
)
from dashboard.texts.evidence import EFFECT_HINT, EFFECT_LABEL, status_of_closing
from dashboard.texts.words import STAGES
from data_layer.domain.closing import ANSWERING_STAGES
from data_layer.domain.flag_texts import Names
from data_layer.domain.vocabulary import THERE, CellState, DocumentStatus
from data_layer.errors import NotFoundError
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.document_history import document_history
from data_layer.queries.entry import DocumentCell, EntryDocument, document_cell
from data_layer.queries.evidence_files import KeptFile, kept_file, twins_of_document
from data_layer.queries.flags import cell_flags
from data_layer.queries.reviewing import checks_of_stage
from data_layer.queries.views import FlagItem

SAVE_EFFECT: Final = "/actions/save-effect"


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person may do with the documents of the cell."""

    may_write: bool
    may_review: bool

    @classmethod
    def of(cls, ctx: RequestContext) -> "Rights":
        role = ctx.principal.role
        return cls(may(role, Permission.WRITE_DATA), may(role, Permission.REVIEW_DOCUMENTS))


def show_document(ctx: RequestContext) -> str:
    """What stands in a cell; with `document=…` the form of that one, with `document=new` an empty form."""
    address = parse_document(request.query_string.decode("ascii", "replace"), today=ctx.today)
    if address is None:
        raise NotFoundError
    cell = cell_of(ctx, address)
    rights = Rights.of(ctx)
    chosen = _chosen(cell, address)
    if rights.may_write and (chosen is not None or address.is_new or not cell.documents):
        return form_panel(cell, chosen, file=_begun_with(ctx, cell, address))
    return _list_panel(ctx, cell, rights)


def _begun_with(ctx: RequestContext, cell: DocumentCell, address: DocumentAddress) -> KeptFile | None:
    """The stored file that a new document begins with."""
    if address.file is None:
        return None
    return kept_file(ctx.session, school_id=cell.school.id, file_id=address.file)


def cell_of(ctx: RequestContext, address: DocumentAddress) -> DocumentCell:
    """Raises NotFoundError for a school of which the person may not see all."""
    return document_cell(
        ctx.session,
        school=named_school(ctx, ctx.session, address.school).code,
        block=address.block,
        stage=address.stage,
        year=address.year,
        today=ctx.today,
        viewer=ctx.viewer,
    )


def _chosen(cell: DocumentCell, address: DocumentAddress) -> EntryDocument | None:
    """The document to be corrected; one that only covers the cell is corrected in its own."""
    if address.document is None:
        return None
    found = next((each for each in cell.documents if each.id == address.document and each.is_own), None)
    if found is None:
        raise NotFoundError
    return found


# --- what stands there ------------------------------------------------------------------------------


# Ids of documents, None for the cell as a whole, with what is remarked of them.
_Remarked = Sequence[tuple[int | None, FlagItem]]


def remarked_of(ctx: RequestContext, cell: DocumentCell) -> _Remarked:
    return cell_flags(
        ctx.session,
        school_id=cell.school.id,
        block=cell.block,
        stage=cell.stage,
        year=cell.year,
        today=ctx.today,
        viewer=ctx.viewer,
    )


def evidence_of(ctx: RequestContext, document: EntryDocument, remarked: _Remarked, rights: Rights) -> Evidence:
    """What stands beside a document; twins of other schools are for those who see the district."""
    if not document.is_own:
        return Evidence()
    return Evidence(
        history=document_history(ctx.session, document.id),
        checks=checks_of_stage(ctx.session, document.stage) if rights.may_review else (),
        flags=tuple(flag for about, flag in remarked if about in {None, document.id}),
        twins=twins_of_document(ctx.session, document.id) if rights.may_review else (),
    )


def _list_panel(ctx: RequestContext, cell: DocumentCell, rights: Rights) -> str:
    time_zone, names = ctx.principal.time_zone, load_catalogue(ctx.session, with_sources=False)
    remarked = remarked_of(ctx, cell) if cell.documents else ()
    documents = [
        _document(cell, each, rights, evidence_of(ctx, each, remarked, rights), names, time_zone=time_zone)
        for each in cell.documents
    ]
    asked = why_button(WhyCell(cell.school.code, cell.block, cell.stage, cell.year), about=cell.stage_title)
    body: list[object] = [html.P([cell_words(cell.required, cell.due), " ", asked], className="note")]
    body.append(
        html.Ol(documents, className="entry-documents")
        if documents
        else html.P(nobody_handed_in(may_write=rights.may_write))
    )
    if rights.may_write:
        words = "Добавить ещё один документ" if documents else "Добавить документ"
        body.append(opens_panel(words, address=address_of(cell, is_new=True), className="button"))
    return fragment(cell.stage_title, body, kicker=kicker_of(cell))


def _document(
    cell: DocumentCell, document: EntryDocument, rights: Rights, evidence: Evidence, names: Names, *, time_zone: str
) -> Element:
    state = html.Span(
        [glyph(CellState(document.status)), DOCUMENT_STATUSES[document.status]], className="document-state"
    )
    parts: list[object] = [html.H3(tied(document_label(document))), state, document_facts(document, time_zone)]
    if document.status is DocumentStatus.RETURNED and document.remark:
        by = who_and_when(document.reviewer, document.reviewed_at, time_zone=time_zone)
        parts.append(
            html.P(
                [html.B("Замечание: "), document.remark, *([html.Small(by)] if by else [])], className="panel-remark"
            )
        )
    parts += noticed(evidence)
    parts.append(_doings(cell, document, rights))
    if rights.may_write and document.is_own and document.stage in ANSWERING_STAGES and document.status in THERE:
        parts.append(_effect_form(cell, document))
    if rights.may_review and document.is_own and document.status is not DocumentStatus.DRAFT:
        parts.append(review_form(document, evidence.checks, place=place_of(cell)))
    parts.append(history_part(evidence.history, names, time_zone=time_zone))
    return html.Li(parts)


def _effect_form(cell: DocumentCell, document: EntryDocument) -> Element:
    """A word on what a measure or a decision has changed; it leaves the status as it is."""
    name = f"effect-{document.id}"
    area = html.Textarea(document.effect, id=name, name="effect", rows="3", maxlength="2000")
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": "effect"})
    hint = html.Small(EFFECT_HINT, className="hint")
    return sending_form(
        [
            html.Div([html.Label(EFFECT_LABEL, htmlFor=name), area, hint, fault], className="field"),
            submit("Записать итог", is_main=False),
        ],
        action=SAVE_EFFECT,
        hidden=place_of(cell) | {"document": str(document.id), "version": str(document.version)},
        attributes={"data-guards": "", "aria-label": f"{EFFECT_LABEL}: {document.label}"},
    )


def document_label(document: EntryDocument) -> str:
    number = f"№ {document.number}" if document.number else ""
    day = f"от {date_full(document.date)}" if document.date else ""
    return " ".join(part for part in (document.type_title, number, day) if part)


def document_facts(document: EntryDocument, time_zone: str) -> Element:
    told: list[tuple[str, object]] = [
        (FIELDS["title"], document.title),
        *((FIELDS[name], getattr(document, name)) for name in ("responsible", "addressee", *LONG_TEXTS)),
        ("Файл", None if document.file is None else file_link(document.file)),
        (FIELDS["covers"], _cover_list(document)),
        (EFFECT_LABEL, document.effect),
        ("Исполнение", status_of_closing(document.closing, document.status)),
        ("Внёс", who_and_when(document.author, document.changed_at, time_zone=time_zone)),
    ]
    if document.url:
        told.insert(
            1, (FIELDS["url"], html.A(document.url, href=document.url, target="_blank", rel="noopener noreferrer"))
        )
    parts = [part for name, value in told if value for part in (html.Dt(name), html.Dd(value))]
    return html.Dl(parts, className="facts")


def _cover_list(document: EntryDocument) -> str:
    return listed([f"блок {cell.block}, {STAGES[cell.stage].lower()}" for cell in document.covers])


def _doings(cell: DocumentCell, document: EntryDocument, rights: Rights) -> Element | None:
    if not document.is_own:
        there = DocumentAddress(cell.school.code, document.block, document.stage, document.year)
        words = f"Документ внесён в ячейку: блок {document.block}, {STAGES[document.stage].lower()}."
        return html.P([words, " ", opens_panel("Открыть её", address=there.href)], className="note")
    if not rights.may_write:
        return None
    is_returned = document.status is DocumentStatus.RETURNED
    label = ["Исправить и отправить снова" if is_returned else "Исправить", unseen(f": {document.label}")]
    names = "button is-main" if is_returned else "button"
    return opens_panel(label, address=address_of(cell, document=document.id), className=names)
