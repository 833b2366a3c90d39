"""Saving and reviewing a document, leaving what somebody else has saved, taking the own save back."""

from typing import Final

from flask import Response

from dashboard.addresses.data import DataAddress, DataView, DocumentAddress
from dashboard.answers import Undo, done, refused
from dashboard.binding import RequestContext
from dashboard.errors import InvalidInputError
from dashboard.pages.data.conflict import Choice, conflict_answer
from dashboard.pages.data.document_form import SAVE_DOCUMENT, joined, type_titles
from dashboard.pages.data.document_panel import SAVE_EFFECT, cell_of
from dashboard.pages.data.review_parts import REVIEW_DOCUMENT
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
from dashboard.texts.evidence import effect_saved, reviewed_next
from data_layer.commands.editing import (
    NO_FILE,
    DocumentEdit,
    EffectEdit,
    RefusedFormError,
    ReviewEdit,
    StaleEditError,
    review_document,
    save_document,
    save_effect,
    take_back,
)
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import DocumentStatus
from data_layer.queries.reviewing import waiting_count

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
    ticked = frozenset(_ticked(sent))
    edit = ReviewEdit(document, sent.number("version") or 0, decision, sent.text("remark"), ticked)
    try:
        saved = review_document(ctx.session, edit, school=school, author=author_of(ctx))
    except RefusedFormError as error:
        return refused(REVIEW_NOT_SAVED, fields={fault.field: str(fault) for fault in error.faults})
    except StaleEditError as error:
        place = _place(sent, school)
        again = {"document": str(document), "decision": sent.text("decision"), "remark": edit.remark}
        again |= {"check": ";".join(sorted(ticked)), "queue": sent.text("queue"), "then": sent.text("then")}
        mine = Choice(REVIEW_DOCUMENT, place | again | {"version": error.parts[0].version})
        return conflict_answer(ctx, error, name=_cell_name(sent), mine=mine, theirs=Choice(KEEP_DOCUMENT, place))
    if sent.has("queue") and sent.text("queue"):
        return _next_of_queue(ctx, sent, is_accepted=decision)
    words = reviewed(is_accepted=decision) if saved.is_changed else UNCHANGED
    return done(words, refresh=saved.is_changed, close=True)


def _next_of_queue(ctx: RequestContext, sent: Sent, *, is_accepted: bool) -> Response:
    """On to the next document of the queue, with the choices that it was opened with."""
    address = DataAddress(
        year=sent.year,
        view=DataView.REVIEW,
        school=sent.text("only_school"),
        block=sent.block if sent.text("only_block") else None,
        stage=sent.stage if sent.text("only_stage") else None,
        document=sent.number("then"),
    )
    return done(reviewed_next(is_accepted=is_accepted, left=waiting_count(ctx.session)), go=address.href(), close=True)


def _ticked(sent: Sent) -> list[str]:
    """Ids of what was ticked; a second attempt names them together."""
    return [each for value in sent.several("check") for each in value.split(";") if each]


def save_effect_action(ctx: RequestContext) -> Response:
    """What a measure or a decision has changed."""
    sent = Sent(ctx)
    school, document = sent.school, sent.number("document")
    if document is None:
        raise InvalidInputError
    edit = EffectEdit(document, sent.number("version") or 0, sent.text("effect"))
    try:
        saved = save_effect(ctx.session, edit, school=school, author=author_of(ctx))
    except RefusedFormError as error:
        return refused(DOCUMENT_NOT_SAVED, fields={fault.field: str(fault) for fault in error.faults})
    except StaleEditError as error:
        place = _place(sent, school)
        again = {"document": str(document), "effect": edit.effect, "version": error.parts[0].version}
        mine, theirs = Choice(SAVE_EFFECT, place | again), Choice(KEEP_DOCUMENT, place)
        return conflict_answer(ctx, error, name=_cell_name(sent), mine=mine, theirs=theirs)
    if saved.batch_id is None:
        return done(UNCHANGED, close=True)
    undo = Undo(UNDO, TAKE_BACK_DOCUMENT, {"school": school, "batch": str(saved.batch_id), "label": ""})
    return done(effect_saved(edit.effect.strip()), undo=undo, refresh=True, close=True)


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
        file=(sent.number("file") or NO_FILE) if sent.has("file") else None,
    )


def _place(sent: Sent, school: str) -> dict[str, str]:
    return {"school": school, "block": str(sent.block), "stage": str(sent.stage), "year": format_year(sent.year)}


def _cell_name(sent: Sent) -> str:
    return cover_words(sent.block, "")


def _conflict(ctx: RequestContext, error: StaleEditError, edit: DocumentEdit, school: str) -> Response:
    cell = cell_of(ctx, DocumentAddress(school, edit.block, edit.stage, edit.year))
    place = {"school": school, "block": str(edit.block), "stage": str(edit.stage), "year": format_year(edit.year)}
    mine = {"document": str(edit.document), "version": error.parts[0].version, **edit.typed}
    if edit.file is not None:
        mine["file"] = str(edit.file or "")
    return conflict_answer(
        ctx,
        error,
        name=f"{cover_words(cell.block, cell.block_title)} · {cell.stage_title}",
        mine=Choice(SAVE_DOCUMENT, place | mine),
        theirs=Choice(KEEP_DOCUMENT, place),
        type_titles=type_titles(cell),
    )
