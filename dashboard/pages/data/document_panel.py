"""The panel of one cell of the cycle: the documents that stand there, their review, the form of one document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DocumentAddress, parse_document
from dashboard.addresses.why import WhyCell
from dashboard.binding import RequestContext
from dashboard.components.forms import field, select_field, sending_form, submit, text_field
from dashboard.components.marks import glyph, unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.components.why import why_button
from dashboard.formatting import date_full, listed, tied
from dashboard.html import Element
from dashboard.pages.data.grid_rows import who_and_when
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
from dashboard.texts.words import STAGES
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import CellState, DocumentStatus
from data_layer.errors import NotFoundError
from data_layer.queries.entry import DocumentCell, EntryDocument, document_cell

SAVE_DOCUMENT: Final = "/actions/save-document"
REVIEW_DOCUMENT: Final = "/actions/review-document"
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
        return form_panel(cell, chosen)
    return _list_panel(cell, rights, time_zone=ctx.principal.time_zone)


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


def _list_panel(cell: DocumentCell, rights: Rights, *, time_zone: str) -> str:
    documents = [_document(cell, each, rights, time_zone=time_zone) for each in cell.documents]
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


def _document(cell: DocumentCell, document: EntryDocument, rights: Rights, *, time_zone: str) -> Element:
    state = html.Span(
        [glyph(CellState(document.status)), DOCUMENT_STATUSES[document.status]], className="document-state"
    )
    parts: list[object] = [html.H3(tied(_label(document))), state, _facts(document, time_zone)]
    if document.status is DocumentStatus.RETURNED and document.remark:
        by = who_and_when(document.reviewer, document.reviewed_at, time_zone=time_zone)
        parts.append(
            html.P(
                [html.B("Замечание: "), document.remark, *([html.Small(by)] if by else [])], className="panel-remark"
            )
        )
    parts.append(_doings(cell, document, rights))
    if rights.may_review and document.is_own and document.status is not DocumentStatus.DRAFT:
        parts.append(_review(cell, document))
    return html.Li(parts)


def _label(document: EntryDocument) -> str:
    number = f"№ {document.number}" if document.number else ""
    day = f"от {date_full(document.date)}" if document.date else ""
    return " ".join(part for part in (document.type_title, number, day) if part)


def _facts(document: EntryDocument, time_zone: str) -> Element:
    told: list[tuple[str, object]] = [
        (FIELDS["title"], document.title),
        *((FIELDS[name], getattr(document, name)) for name in ("responsible", "addressee", *_LONG)),
        ("Файл", document.file_title),
        (FIELDS["covers"], _cover_list(document)),
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


def _review(cell: DocumentCell, document: EntryDocument) -> Element:
    """Accepting takes one press; what goes back needs a remark."""
    name = "remark"
    area = html.Textarea(document.remark, id=f"field-{name}-{document.id}", name=name, rows="3", maxlength="2000")
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": name})
    back = html.Details(
        [
            html.Summary("Вернуть с замечанием"),
            html.Div(
                [html.Label("Что исправить", htmlFor=f"field-{name}-{document.id}"), area, fault], className="field"
            ),
            submit("Вернуть школе", is_main=False, name="decision", value="return"),
        ],
        className="opens",
    )
    accept = [] if document.status is DocumentStatus.ACCEPTED else [submit("Принять", name="decision", value="accept")]
    return sending_form(
        [*accept, back],
        action=REVIEW_DOCUMENT,
        hidden=_place(cell) | {"document": str(document.id), "version": str(document.version)},
        attributes={"data-guards": "", "aria-label": f"Проверка: {document.label}"},
    )


def _place(cell: DocumentCell) -> dict[str, str]:
    return {
        "school": cell.school.code,
        "block": str(cell.block),
        "stage": str(cell.stage),
        "year": format_year(cell.year),
    }


# --- the form ---------------------------------------------------------------------------------------


def form_panel(cell: DocumentCell, document: EntryDocument | None) -> str:
    title = f"{cell.stage_title}: {'исправить документ' if document else 'добавить документ'}"
    notes = [words for words in (cell_words(cell.required, cell.due), stage_hint(cell.stage)) if words]
    body: list[object] = [html.P(" ".join(notes), className="note")]
    if document is not None and document.status is DocumentStatus.RETURNED and document.remark:
        body.append(html.P([html.B("Замечание: "), document.remark], className="panel-remark"))
    body.append(_form(cell, document))
    if cell.documents:
        body.append(opens_panel("Все документы ячейки", address=_address(cell)))
    return fragment(title, body, kicker=_kicker(cell))


def _form(cell: DocumentCell, document: EntryDocument | None) -> Element:
    hidden = _place(cell)
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
    """One document may serve the same stage of other blocks; covers of other stages go along unseen."""
    covered = {_spelled(each.block, each.stage, each.goal) for each in document.covers} if document else set()
    offered = {
        _spelled(block, cell.stage): cover_words(block, title)
        for block, title in cell.blocks.items()
        if block != cell.block
    }
    boxes = [_box(value, words, is_ticked=value in covered) for value, words in offered.items()]
    rest = [html.Input(type="hidden", name="covers", value=value) for value in sorted(covered - set(offered))]
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": "covers"})
    legend = html.Legend("Документ относится и к другим блокам")
    return html.Fieldset([legend, *boxes, *rest, fault], className="field covers")


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
        return html.Div([save], className="actions")
    return html.Div([send, draft], className="actions")


def type_titles(cell: DocumentCell) -> Mapping[str, str]:
    return dict(cell.types)


def joined(covers: Iterable[str]) -> str:
    """Ticked boxes as the table «Документы» spells them."""
    return ";".join(covers)
