"""One document of a cell: added and corrected, with its stored file; and the word on what it has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import select

from data_layer.commands.editing.batch import write_by_hand
from data_layer.commands.editing.forms import BY_HAND, FieldFault, FormTable, RefusedFormError, check_form
from data_layer.commands.editing.outcome import Author, Saved
from data_layer.commands.editing.stale import StaleEditError, StalePart, Value
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.documents import TEXTS, add_document, change_document, mark_years
from data_layer.commands.imports.writing import Writing
from data_layer.domain.closing import ANSWERING_STAGES
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import THERE, DocumentStatus, Stage
from data_layer.errors import NotFoundError
from data_layer.intake.rows import DocumentRow
from data_layer.intake.tables import TableKind
from data_layer.intake.words import normal
from data_layer.models import Document, StoredFile
from data_layer.queries.catalogue import intake_context
from data_layer.queries.directory import find_school
from data_layer.session import TenantSession

# Fields of the form, by the names of the table «Документы»; the file is named by its id.
FIELDS: Final = ("type", *TEXTS, "date", "status", "covers")

_LONGEST_EFFECT: Final = 2000
NO_FILE: Final = 0
_NO_DOCUMENT: Final = "Такого документа нет."
_NO_FILE: Final = "Такого файла нет."


@dataclass(frozen=True, slots=True)
class DocumentEdit:
    """typed: text by field (`FIELDS`). document: id of the one corrected, None for a new one.

    version: of the document the person saw; of no account for a new one. file: id of the stored file that
    belongs to it, NO_FILE for none, None leaves it as it is.
    """

    block: int
    stage: Stage
    year: int
    typed: Mapping[str, str] = field(default_factory=dict)
    document: int | None = None
    version: int = 0
    file: int | None = None


@dataclass(frozen=True, slots=True)
class EffectEdit:
    """What a measure or a decision has changed, in the school's words; empty takes the words back."""

    document: int
    version: int
    effect: str


def save_document(session: TenantSession, edit: DocumentEdit, *, school: str, author: Author) -> Saved:
    """Add or correct a document; the form says everything of it, so what is empty becomes empty.

    Raises NotFoundError for a school or document beyond the session, RefusedFormError with faults by
    field, StaleEditError; the caller commits.
    """
    lock_district(session)
    entry = find_school(session, school)
    context = intake_context(session, only_school=entry.code, is_school_author=author.is_of_school, today=author.today)
    document = None if edit.document is None else find_document(session, entry.id, edit.document)
    file = _file(session, entry.id, edit.file)
    (row,) = check_form([FormTable(TableKind.DOCUMENTS, (_as_row(entry.code, edit, document),))], context).documents
    if document is not None and document.version != edit.version:
        raise StaleEditError((_stale(document, row),))
    if document is not None and _is_so(document, row) and file in ({}, {"file_id": document.file_id}):
        return Saved(None)
    _refuse_twin(session, entry.id, row, document)
    return write_by_hand(
        session,
        lambda writing: _write(writing, entry.id, row, document, file),
        author=author,
        subject=row.label,
        school_id=entry.id,
        year=row.year,
    )


def add_to_schools(
    session: TenantSession, edit: DocumentEdit, *, schools: Sequence[str], subject: str, author: Author
) -> Saved:
    """Add the same document to each of these schools, in one batch that is taken back as a whole.

    schools: codes, at least one. Whoever has such a document already must be left out by the caller. Raises as above.
    """
    lock_district(session)
    entries = [find_school(session, code) for code in schools]
    only = entries[0] if len(entries) == 1 else None
    context = intake_context(
        session, only_school=only.code if only else None, is_school_author=author.is_of_school, today=author.today
    )
    typed = FormTable(TableKind.DOCUMENTS, tuple(_as_row(each.code, edit, None) for each in entries))
    rows = check_form([typed], context).documents

    def write(writing: Writing) -> None:
        for row in rows:
            _write(writing, writing.school_ids[row.school], row, None, {})

    school_id = only.id if only else None
    return write_by_hand(session, write, author=author, subject=subject, school_id=school_id, year=edit.year)


def save_effect(session: TenantSession, edit: EffectEdit, *, school: str, author: Author) -> Saved:
    """Note what a measure or a decision that was handed in has changed; its status stays. Raises as above."""
    lock_district(session)
    entry = find_school(session, school)
    document = find_document(session, entry.id, edit.document)
    effect = edit.effect.strip()
    fault = _effect_fault(document, effect)
    if fault is not None:
        raise RefusedFormError([FieldFault(TableKind.DOCUMENTS, 0, "effect", *fault)])
    if document.effect == effect:
        return Saved(None)
    if document.version != edit.version:
        raise StaleEditError((_stale_effect(document, effect),))
    # The status is named so that a school's own word does not send an accepted document back to be reviewed.
    wanted = {"effect": effect, "status": document.status}
    return write_by_hand(
        session,
        lambda writing: change_document(writing, document, wanted, None),
        author=author,
        subject=document.label,
        school_id=entry.id,
        year=document.year,
    )


def find_document(session: TenantSession, school_id: int, document_id: int) -> Document:
    """Raises NotFoundError for a document that is not this school's."""
    document = session.scalar(
        select(Document).where(
            Document.district_id == session.scope.district_id,
            Document.school_id == school_id,
            Document.id == document_id,
        )
    )
    if document is None:
        raise NotFoundError(_NO_DOCUMENT)
    return document


def _as_row(school: str, edit: DocumentEdit, document: Document | None) -> Mapping[str, str]:
    """A document stays in its cell, whatever the form says of it."""
    place = (edit.block, edit.stage, edit.year)
    block, stage, year = place if document is None else (document.block, document.stage, document.year)
    row = {name: edit.typed.get(name, "") for name in FIELDS}
    return row | {"school": school, "block": str(block), "stage": str(stage), "year": format_year(year)}


def _covers(row: DocumentRow) -> set[tuple[int, str, str]]:
    """Further cells; naming the document's own one adds nothing."""
    own = (row.block, row.stage.value, "")
    return {(cell.block, cell.stage.value, cell.goal) for cell in row.covers} - {own}


def _wanted(row: DocumentRow) -> dict[str, Any]:
    texts: dict[str, Any] = {name: getattr(row, name) or "" for name in TEXTS}
    status = DocumentStatus.SUBMITTED if row.status is None else row.status
    return texts | {"label": row.label, "date": row.date, "status": status.value}


def _values(row: DocumentRow) -> dict[str, Value]:
    wanted = _wanted(row)
    del wanted["label"]
    return {"type_id": row.type, **wanted, "covers": _spelled(_covers(row))}


def _present_values(document: Document) -> dict[str, Value]:
    names = (*TEXTS, "type_id", "date", "status")
    covers = {(each.block, each.stage, each.goal_id) for each in document.covers}
    return {**{name: getattr(document, name) for name in names}, "covers": _spelled(covers)}


def _spelled(covers: set[tuple[int, str, str]]) -> str:
    return ";".join(":".join(map(str, filter(None, each))) for each in sorted(covers))


def _is_so(document: Document, row: DocumentRow) -> bool:
    """Whether the form changes nothing. Handing in again what was accepted as it is changes nothing either."""
    present, wanted = _present_values(document), _values(row)
    if document.status == DocumentStatus.ACCEPTED.value and wanted["status"] == DocumentStatus.SUBMITTED.value:
        wanted["status"] = document.status
    return present == wanted


def _refuse_twin(session: TenantSession, school_id: int, row: DocumentRow, document: Document | None) -> None:
    """Two documents of one cell and type must differ in their number or title."""
    known = session.execute(
        select(Document.id, Document.label).where(
            Document.district_id == session.scope.district_id,
            Document.school_id == school_id,
            Document.year == row.year,
            Document.block == row.block,
            Document.stage == row.stage.value,
            Document.type_id == row.type,
        )
    )
    others = [label for number, label in known if document is None or number != document.id]
    if normal(row.label) in map(normal, others):
        name = "number" if row.number else "title"
        action = "исправьте тот документ или укажите другой номер"
        raise RefusedFormError(
            [FieldFault(TableKind.DOCUMENTS, 0, name, f"документ «{row.label}» в этой ячейке уже внесён", action)]
        )


def _file(session: TenantSession, school_id: int, file_id: int | None) -> dict[str, int | None]:
    """What becomes of the file: nothing, none, or one that this school has stored. Raises NotFoundError."""
    if file_id is None:
        return {}
    if file_id == NO_FILE:
        return {"file_id": None}
    found = session.scalar(
        select(StoredFile.id).where(
            StoredFile.district_id == session.scope.district_id,
            StoredFile.school_id == school_id,
            StoredFile.id == file_id,
            StoredFile.removed_at.is_(None),
        )
    )
    if found is None:
        raise NotFoundError(_NO_FILE)
    return {"file_id": found}


def _effect_fault(document: Document, effect: str) -> tuple[str, str] | None:
    if Stage(document.stage) not in ANSWERING_STAGES:
        return "итог пишут к мерам и решениям", "откройте документ этой стадии"
    if DocumentStatus(document.status) not in THERE:
        return "документ ещё не сдан", "сначала отправьте его на проверку"
    if len(effect) > _LONGEST_EFFECT:
        return f"текст длиннее {_LONGEST_EFFECT} знаков", "сократите его"
    return None


def _write(
    writing: Writing, school_id: int, row: DocumentRow, document: Document | None, file: dict[str, int | None]
) -> None:
    wanted, covers = _wanted(row) | file, _covers(row)
    if document is None:
        add_document(writing, replace(row, address=BY_HAND), school_id, wanted, covers)
    else:
        change_document(writing, document, wanted | {"type_id": row.type, "source_address": BY_HAND}, covers)
    mark_years(writing, {row.year})
    writing.flush()


def _stale(document: Document, row: DocumentRow) -> StalePart:
    return StalePart(
        name="",
        yours=_values(row),
        current=_present_values(document),
        author=document.author,
        saved_at=document.changed_at,
        version=str(document.version),
    )


def _stale_effect(document: Document, effect: str) -> StalePart:
    return StalePart(
        name="",
        yours={"effect": effect},
        current={"effect": document.effect},
        author=document.author,
        saved_at=document.changed_at,
        version=str(document.version),
    )
