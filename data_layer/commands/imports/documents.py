"""Documents: a known key is updated. Their files go to the store outside the web root."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.files import FileStore
from data_layer.commands.imports.snapshot import snapshot
from data_layer.commands.imports.writing import Change, Writing, as_json, assign, differing
from data_layer.domain.vocabulary import DocumentStatus
from data_layer.intake.evidence.recognition import RefusedFileError, recognise
from data_layer.intake.rows import DocumentRow
from data_layer.intake.words import normal
from data_layer.models import Document, DocumentCover, SchoolYear, StoredFile
from data_layer.models.base import new_id

TEXTS = ("title", "number", "responsible", "addressee", "goals", "tasks", "deadlines", "url")

# Every row states all of these, or rows that lack different columns would be a statement each.
_EMPTY: Final[Mapping[str, Any]] = {**dict.fromkeys(TEXTS, ""), "date": None, "file_id": None}

DocumentKey = tuple[int, int, int, str, str, str]


def write_documents(
    writing: Writing, rows: Sequence[DocumentRow], *, files: Mapping[str, Path], store: FileStore
) -> None:
    """rows: checked; files: by the bare name that a row gives, the file beside the table."""
    if not rows:
        return
    known = _known(writing, {row.year for row in rows})
    for row in writing.counting.each(rows):
        school_id = writing.school_ids[row.school]
        document = known.get(_key(school_id, row))
        file = _stored(writing, school_id, files[row.file], document, store) if row.file else None
        _write(writing, row, school_id, document, file)
    mark_years(writing, {row.year for row in rows})
    writing.flush()


def mark_years(writing: Writing, years: set[int]) -> None:
    """From now on the district keeps documents in these years."""
    query = select(SchoolYear).where(SchoolYear.district_id == writing.district_id, SchoolYear.year.in_(years))
    for year in writing.session.scalars(query):
        year.has_documents = True


def _label(row: DocumentRow) -> str:
    return row.number or row.title or ""


def _key(school_id: int, row: DocumentRow) -> DocumentKey:
    """The label as words are compared, the same as within one import."""
    return (school_id, row.year, row.block, row.stage.value, row.type, normal(_label(row)))


def _known(writing: Writing, years: set[int]) -> dict[DocumentKey, Document]:
    query = select(Document).where(Document.district_id == writing.district_id, Document.year.in_(years))
    return {
        (each.school_id, each.year, each.block, each.stage, each.type_id, normal(each.label)): each
        for each in writing.session.scalars(query)
    }


def _stored(writing: Writing, school_id: int, path: Path, document: Document | None, store: FileStore) -> StoredFile:
    """The file as stored: the document's own one when its content is the same, else a new one."""
    sha256 = store.digest(path)
    if document is not None and document.file is not None and document.file.sha256 == sha256:
        return document.file
    file = StoredFile(
        district_id=writing.district_id,
        school_id=school_id,
        id=new_id(),
        sha256=sha256,
        size=path.stat().st_size,
        title=path.name,
        stored_name=store.put(writing.session, path),
        kind=_kind_of(path),
        author=writing.actor,
        stored_at=utc_now(),
    )
    writing.session.add(file)
    writing.session.flush()
    return file


def _kind_of(path: Path) -> str:
    """What the file is by its content; empty for one that would not be taken from a browser."""
    try:
        return recognise(path.read_bytes()).value
    except RefusedFileError:
        return ""


def _wanted(row: DocumentRow, file: StoredFile | None) -> dict[str, Any]:
    """What the row states; an empty cell states nothing and leaves the old value."""
    stated: dict[str, Any] = {name: getattr(row, name) for name in TEXTS}
    stated |= {"label": _label(row), "date": row.date, "file_id": None if file is None else file.id}
    stated["status"] = None if row.status is None else row.status.value
    return {name: value for name, value in stated.items() if value}


def _write(
    writing: Writing, row: DocumentRow, school_id: int, document: Document | None, file: StoredFile | None
) -> None:
    wanted = _wanted(row, file)
    covers = {(cell.block, cell.stage.value, cell.goal) for cell in row.covers}
    if document is None:
        add_document(writing, row, school_id, wanted, covers)
    else:
        # An empty cell leaves the covers as they are.
        change_document(writing, document, wanted, covers or None, address=row.address)


def add_document(
    writing: Writing,
    row: DocumentRow,
    school_id: int,
    wanted: dict[str, Any],
    covers: set[tuple[int, str, str]],
) -> None:
    """wanted: values by field; covers: block, stage and goal or «» of further cells."""
    document = {
        **_EMPTY,
        "district_id": writing.district_id,
        "school_id": school_id,
        "id": new_id(),
        "year": row.year,
        "block": row.block,
        "stage": row.stage.value,
        "type_id": row.type,
        "author": writing.actor,
        "batch_id": writing.batch_id,
        "source_address": row.address,
        "changed_at": utc_now(),
        # What is handed in without a word on its status is handed in.
        "status": DocumentStatus.SUBMITTED.value,
        **wanted,
    }
    writing.bring_in(Document, document, entity=str(document["id"]), covers=sorted(covers))
    subject = _subject(row.block, row.stage.value, row.year, row.type, str(wanted.get("label", "")))
    writing.tell(
        "documents",
        row.address,
        Change.NEW,
        school=row.school,
        subject=subject,
        before=None,
        after=as_json(wanted),
    )
    writing.tally("documents").new += 1
    writing.touched.add(school_id)


def _cover(document: Document, cell: tuple[int, str, str]) -> DocumentCover:
    block, stage, goal = cell
    return DocumentCover(
        district_id=document.district_id,
        school_id=document.school_id,
        document_id=document.id,
        block=block,
        stage=stage,
        goal_id=goal,
    )


def _subject(block: int, stage: str, year: int, kind: str, label: str) -> dict[str, Any]:
    return {"block": block, "stage": stage, "year": year, "type": kind, "label": label}


def _tell_of(writing: Writing, document: Document, address: str, change: Change, **values: dict[str, Any]) -> None:
    """Of a document that was there; values: before and after."""
    if writing.rows is None:
        return
    subject = _subject(document.block, document.stage, document.year, document.type_id, document.label)
    school = next((code for code, each in writing.school_ids.items() if each == document.school_id), None)
    writing.tell("documents", address, change, school=school, subject=subject, **values)


def change_document(
    writing: Writing,
    document: Document,
    wanted: dict[str, Any],
    covers: set[tuple[int, str, str]] | None,
    *,
    address: str = "",
) -> None:
    """Change what differs. covers: None leaves them as they are. address: of the row that says so."""
    was = snapshot(document)
    old, new = differing(document, wanted)
    before, after = as_json(old), as_json(new)
    known = {(each.block, each.stage, each.goal_id): each for each in document.covers}
    if covers is not None and covers != set(known):
        before["covers"], after["covers"] = _spelled(known), _spelled(covers)
        document.covers = [known.get(each) or _cover(document, each) for each in sorted(covers)]
    tally = writing.tally("documents")
    if not after:
        _tell_of(writing, document, address, Change.SAME, before={}, after={})
        tally.unchanged += 1
        return
    if "status" not in wanted and _loses_acceptance(writing, document):
        before["status"], after["status"] = document.status, DocumentStatus.SUBMITTED.value
        new = {**new, "status": DocumentStatus.SUBMITTED.value}
    _tell_of(writing, document, address, Change.CHANGED, before=before, after=after)
    writing.overwritten.append((document, was))
    writing.record_change(
        "document_changed",
        subject=document.label,
        school_id=document.school_id,
        old=before,
        new=after,
        entity=str(document.id),
    )
    assign(document, new | {"author": writing.actor, "batch_id": writing.batch_id})
    tally.changed += 1
    writing.touched.add(document.school_id)


def _loses_acceptance(writing: Writing, document: Document) -> bool:
    """What a school changes after it was accepted nobody has seen yet."""
    is_by_school = writing.session.scope.school_id is not None
    return is_by_school and document.status == DocumentStatus.ACCEPTED.value


def _spelled(covers: Iterable[tuple[int, str, str]]) -> str:
    return ";".join(":".join(map(str, filter(None, each))) for each in sorted(covers))
