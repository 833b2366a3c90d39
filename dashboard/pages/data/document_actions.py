"""Saving and reviewing a document, leaving what somebody else has saved, taking the own save back."""

from typing import Final

from flask import Response

from dashboard.addresses.data import DocumentAddress
from dashboard.answers import Undo, done, refused
from dashboard.binding import RequestContext
from dashboard.errors import InvalidInputError
from dashboard.pages.data.conflict import Choice, conflict_answer
from dashboard.pages.data.document_panel import REVIEW_DOCUMENT, SAVE_DOCUMENT, cell_of, joined, type_titles
from dashboard.pages.data.sent import Sent, author_of
from dashboard.texts.entry import (
    DOCUMENT_NOT_SAVED,
    KEPT,
    REVIEW_NOT_SAVED,
    UNCHANGED,
    UNDO,
    cover_words,
    reviewed,
    saved_document,
    taken_back,
)
from data_layer.commands.editing import (
    DocumentEdit,
    RefusedFormError,
    ReviewEdit,
    StaleEditError,
    review_document,
    save_document,
    take_back,
)
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import DocumentStatus

KEEP_DOCUMENT: Final = "/actions/keep-document"
TAKE_BACK_DOCUMENT: Final = "/actions/take-back-document"
_TYPED: Final = (
    "type",
    "title",
    "number",
    "date",
    "responsible",
    "addressee",
    "goals",
    "tasks",
    "deadlines",
    "url",
    "status",
)
_DECISIONS: Final = {"accept": True, "return": False}


def save_document_action(ctx: RequestContext) -> Response:
    """A new document of a cell, or a correction of one that is there."""
    sent = Sent(ctx)
    school, edit = sent.school, _edit(sent)
    try:
        saved = save_document(ctx.session, edit, school=school, author=author_of(ctx))
    except RefusedFormError as error:
        return refused(DOCUMENT_NOT_SAVED, fields={fault.field: str(fault) for fault in error.faults})
    except StaleEditError as error:
        return _conflict(ctx, error, edit, school)
    if saved.batch_id is None:
        return done(UNCHANGED, close=True)
    label = edit.typed["number"].strip() or edit.typed["title"].strip()
    is_draft = edit.typed["status"] == DocumentStatus.DRAFT.value
    status = DocumentStatus.DRAFT if is_draft else DocumentStatus.SUBMITTED
    undo = Undo(UNDO, TAKE_BACK_DOCUMENT, {"school": school, "batch": str(saved.batch_id), "label": label})
    return done(saved_document(label, status), undo=undo, refresh=True, close=True)


def review_document_action(ctx: RequestContext) -> Response:
    """The department accepts a document or gives it back with a remark."""
    sent = Sent(ctx)
    school, document = sent.school, sent.number("document")
    decision = _DECISIONS.get(sent.text("decision"))
    if document is None or decision is None:
        raise InvalidInputError
    edit = ReviewEdit(document, sent.number("version") or 0, decision, sent.text("remark"))
    try:
        saved = review_document(ctx.session, edit, school=school, author=author_of(ctx))
    except RefusedFormError as error:
        return refused(REVIEW_NOT_SAVED, fields={fault.field: str(fault) for fault in error.faults})
    except StaleEditError as error:
        place = _place(sent, school)
        again = {"document": str(document), "decision": sent.text("decision"), "remark": edit.remark}
        mine = Choice(REVIEW_DOCUMENT, place | again | {"version": error.parts[0].version})
        return conflict_answer(ctx, error, name=_cell_name(sent), mine=mine, theirs=Choice(KEEP_DOCUMENT, place))
    words = reviewed(is_accepted=decision) if saved.is_changed else UNCHANGED
    return done(words, refresh=saved.is_changed, close=True)


def keep_document(ctx: RequestContext) -> Response:
    """What is in the system stays; the page shows it."""
    Sent(ctx)
    return done(refresh=True, close=True)


def take_back_document(ctx: RequestContext) -> Response:
    """The person's own save becomes undone."""
    sent = Sent(ctx)
    batch = sent.number("batch")
    if batch is None:
        raise InvalidInputError
    outcome = take_back(ctx.session, batch, author=author_of(ctx))
    return done(KEPT if outcome.kept else taken_back("документ"), refresh=True)


def _edit(sent: Sent) -> DocumentEdit:
    typed = {name: sent.text(name) for name in _TYPED} | {"covers": joined(sent.several("covers"))}
    return DocumentEdit(
        block=sent.block,
        stage=sent.stage,
        year=sent.year,
        typed=typed,
        document=sent.number("document"),
        version=sent.number("version") or 0,
    )


def _place(sent: Sent, school: str) -> dict[str, str]:
    return {"school": school, "block": str(sent.block), "stage": str(sent.stage), "year": format_year(sent.year)}


def _cell_name(sent: Sent) -> str:
    return cover_words(sent.block, "")


def _conflict(ctx: RequestContext, error: StaleEditError, edit: DocumentEdit, school: str) -> Response:
    cell = cell_of(ctx, DocumentAddress(school, edit.block, edit.stage, edit.year))
    place = {"school": school, "block": str(edit.block), "stage": str(edit.stage), "year": format_year(edit.year)}
    mine = {"document": str(edit.document), "version": error.parts[0].version, **edit.typed}
    return conflict_answer(
        ctx,
        error,
        name=f"{cover_words(cell.block, cell.block_title)} · {cell.stage_title}",
        mine=Choice(SAVE_DOCUMENT, place | mine),
        theirs=Choice(KEEP_DOCUMENT, place),
        type_titles=type_titles(cell),
    )
