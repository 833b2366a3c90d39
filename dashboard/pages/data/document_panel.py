"""The panel of one cell of the cycle: the documents that stand there, their review, the form of one document."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DocumentAddress, parse_document
from dashboard.addresses.why import WhyCell
from dashboard.binding import RequestContext
from dashboard.components.evidence import file_link
from dashboard.components.forms import field, select_field, sending_form, submit, text_field
from dashboard.components.marks import glyph, unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.components.why import why_button
from dashboard.formatting import date_full, listed, tied
from dashboard.html import Element
from dashboard.pages.data.file_field import chosen_file, file_field, no_file, present_file
from dashboard.pages.data.grid_rows import who_and_when
from dashboard.pages.data.review_parts import Evidence, history_part, noticed, review_form
from dashboard.pages.data.sent import own_or_named_school
from dashboard.texts.entry import (
    DOCUMENT_FIELDS,
    DOCUMENT_STATUSES,
    FIELDS,
    cell_words,
    cover_words,
    nobody_handed_in,
    stage_hint,
)
from dashboard.texts.evidence import ACCEPTED_CHANGES, EFFECT_HINT, EFFECT_LABEL, status_of_closing
from dashboard.texts.words import STAGES
from data_layer.domain.closing import ANSWERING_STAGES
from data_layer.domain.flag_texts import Names
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import THERE, CellState, DocumentStatus
from data_layer.errors import NotFoundError
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.document_history import document_history
from data_layer.queries.entry import DocumentCell, EntryDocument, document_cell
from data_layer.queries.evidence_files import KeptFile, kept_file, twins_of_document
from data_layer.queries.flags import cell_flags
from data_layer.queries.reviewing import checks_of_stage
from data_layer.queries.views import FlagItem

SAVE_DOCUMENT: Final = "/actions/save-document"
SAVE_EFFECT: Final = "/actions/save-effect"
_LONG: Final = ("goals", "tasks", "deadlines")


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
        school=own_or_named_school(ctx, address.school),
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


def _kicker(cell: DocumentCell) -> str:
    return tied(f"{cell.school.short_name} · {cover_words(cell.block, cell.block_title)} · {format_year(cell.year)}")


def _address(cell: DocumentCell, *, document: int | None = None, is_new: bool = False) -> str:
    return DocumentAddress(cell.school.code, cell.block, cell.stage, cell.year, document, is_new=is_new).href


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
        body.append(opens_panel(words, address=_address(cell, is_new=True), className="button"))
    return fragment(cell.stage_title, body, kicker=_kicker(cell))


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
        *((FIELDS[name], getattr(document, name)) for name in ("responsible", "addressee", *_LONG)),
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
    words = "Исправить и отправить снова" if document.status is DocumentStatus.RETURNED else "Исправить"
    label = [words, unseen(f": {document.label}")]
    return opens_panel(label, address=_address(cell, document=document.id), className="button")


def place_of(cell: DocumentCell) -> dict[str, str]:
    return {
        "school": cell.school.code,
        "block": str(cell.block),
        "stage": str(cell.stage),
        "year": format_year(cell.year),
    }


# --- the form ---------------------------------------------------------------------------------------


def form_panel(cell: DocumentCell, document: EntryDocument | None, *, file: KeptFile | None = None) -> str:
    """file: a stored file that a new document begins with."""
    title = f"{cell.stage_title}: {'исправить документ' if document else 'добавить документ'}"
    notes = [words for words in (cell_words(cell.required, cell.due), stage_hint(cell.stage)) if words]
    body: list[object] = [html.P(" ".join(notes), className="note")]
    if document is not None and document.status is DocumentStatus.RETURNED and document.remark:
        body.append(html.P([html.B("Замечание: "), document.remark], className="panel-remark"))
    if document is not None and document.status is DocumentStatus.ACCEPTED:
        body.append(html.P(ACCEPTED_CHANGES, className="panel-remark"))
    body.append(_form(cell, document, file))
    if cell.documents:
        body.append(opens_panel("Все документы ячейки", address=_address(cell)))
    return fragment(title, body, kicker=_kicker(cell))


def _form(cell: DocumentCell, document: EntryDocument | None, file: KeptFile | None) -> Element:
    hidden = place_of(cell)
    if document is not None:
        hidden |= {"document": str(document.id), "version": str(document.version)}
    value = _values(document)
    options = (
        [("", "выберите"), *cell.types.items()]
        if document is None and len(cell.types) > 1
        else list(cell.types.items())
    )
    fields = [
        select_field("Вид документа", name="type", options=options, value=value("type"), hint=_required_hint(cell)),
        file_field(_chosen_file(document, file), school=cell.school.code),
        html.Div(
            [
                text_field("Номер", name="number", value=value("number"), maxlength="64"),
                text_field("Дата", name="date", value=value("date"), kind="date"),
            ],
            className="two-fields",
        ),
        text_field(
            "Название",
            name="title",
            value=value("title"),
            hint="Если номера нет, название обязательно.",
            maxlength="500",
        ),
        text_field(
            "Ссылка",
            name="url",
            value=value("url"),
            kind="url",
            hint="Начинается с https:// или http://",
            placeholder="https://",
            maxlength="2000",
        ),
        text_field("Ответственный", name="responsible", value=value("responsible"), maxlength="300"),
        text_field("Кому адресован", name="addressee", value=value("addressee"), maxlength="300"),
        *(_area(name, value(name)) for name in _LONG),
        _covers(cell, document),
        _buttons(document),
    ]
    return sending_form(fields, action=SAVE_DOCUMENT, hidden=hidden, attributes={"data-guards": "", "novalidate": True})


def _chosen_file(document: EntryDocument | None, file: KeptFile | None) -> Element:
    if file is not None:
        return chosen_file(file)
    present = None if document is None else document.file
    return no_file() if present is None or not present.is_there else present_file(present)


class _Values:
    """Texts of the form's fields."""

    def __init__(self, document: EntryDocument | None) -> None:
        self._document = document

    def __call__(self, name: str) -> str:
        if self._document is None:
            return ""
        if name == "date":
            return self._document.date.isoformat() if self._document.date else ""
        return str(getattr(self._document, name))


def _values(document: EntryDocument | None) -> _Values:
    return _Values(document)


def _required_hint(cell: DocumentCell) -> str:
    """«Приказ о проведении мониторинга: обязательны цели, задачи, сроки и ответственный»."""
    told = [
        f"{cell.types[kind]}: обязательны {listed([DOCUMENT_FIELDS.get(name, name) for name in names])}"
        for kind, names in cell.required_fields.items()
        if names
    ]
    return ". ".join(told)


def _area(name: str, value: str) -> Element:
    control = html.Textarea(value, id=f"field-{name}", name=name, rows="2", maxlength="4000")
    return field(FIELDS[name], control, name=name)


def _covers(cell: DocumentCell, document: EntryDocument | None) -> Element:
    """One document may serve goals of its block, the same stage of other blocks, other stages of its block.

    Whatever else it covers goes along unseen.
    """
    covered = {_spelled(each.block, each.stage, each.goal) for each in document.covers} if document else set()
    goals = {_spelled(cell.block, cell.stage, goal): title for goal, title in cell.goals.items()}
    blocks = {
        _spelled(block, cell.stage): cover_words(block, title)
        for block, title in cell.blocks.items()
        if block != cell.block
    }
    stages = {_spelled(cell.block, stage): title for stage, title in cell.stages.items() if stage is not cell.stage}
    rest = sorted(covered - set(goals) - set(blocks) - set(stages))
    return html.Div(
        [
            _cover_group("К каким целям блока относится", goals, covered),
            _cover_group("Относится и к другим блокам", blocks, covered),
            _cover_group("Закрывает и другие стадии этого блока", stages, covered),
            *(html.Input(type="hidden", name="covers", value=value) for value in rest),
            html.P("", className="field-error", hidden=True, **{"data-field-error": "covers"}),
        ],
        className="cover-groups",
    )


def _cover_group(legend: str, offered: Mapping[str, str], covered: Collection[str]) -> Element | None:
    """Folded as long as nothing in it is ticked: most documents serve their own cell alone."""
    if not offered:
        return None
    boxes = [_box(value, words, is_ticked=value in covered) for value, words in offered.items()]
    ticked = sum(value in covered for value in offered)
    summary = html.Summary([legend, *([html.Span(str(ticked), className="quiet")] if ticked else [])])
    return html.Details(
        [summary, html.Fieldset([html.Legend(legend, className="unseen"), *boxes], className="field covers")],
        className="opens",
        open=bool(ticked),
    )


def _spelled(block: int, stage: str, goal: str = "") -> str:
    return ":".join(part for part in (str(block), str(stage), goal) if part)


def _box(value: str, words: str, *, is_ticked: bool) -> Element:
    box = html.Input(type="checkbox", name="covers", value=value, checked=is_ticked)
    return html.Label([box, tied(words)], className="tick")


def _buttons(document: EntryDocument | None) -> Element:
    """What an accepted document becomes when the department itself corrects it the command decides."""
    send = submit("Отправить на проверку", name="status", value=DocumentStatus.SUBMITTED.value)
    draft = submit("Сохранить черновик", is_main=False, name="status", value=DocumentStatus.DRAFT.value)
    is_sent = document is not None and document.status in {DocumentStatus.SUBMITTED, DocumentStatus.ACCEPTED}
    if is_sent:
        save = submit("Сохранить", name="status", value=DocumentStatus.SUBMITTED.value)
        back = submit("Отозвать в черновик", is_main=False, name="status", value=DocumentStatus.DRAFT.value)
        return html.Div([save, back], className="actions")
    return html.Div([send, draft], className="actions")


def type_titles(cell: DocumentCell) -> Mapping[str, str]:
    return dict(cell.types)


def joined(covers: Iterable[str]) -> str:
    """Ticked boxes as the table «Документы» spells them."""
    return ";".join(covers)
