"""The department's review of one document: accepted or given back, with the checklist as it was ticked."""

from dataclasses import dataclass
from typing import Any, Final

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.derive import refresh, schools_sharing_files
from data_layer.commands.editing.documents import find_document
from data_layer.commands.editing.forms import FieldFault, RefusedFormError
from data_layer.commands.editing.outcome import Author, Saved
from data_layer.commands.editing.stale import StaleEditError, StalePart
from data_layer.commands.imports.apply import lock_district
from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.intake.tables import TableKind
from data_layer.models import Document, DocumentReview
from data_layer.models.base import new_id
from data_layer.queries.directory import find_school
from data_layer.queries.reviewing import checks_of_stage
from data_layer.session import TenantSession

_LONGEST_REMARK: Final = 2000


@dataclass(frozen=True, slots=True)
class ReviewEdit:
    """What the department says of a document. remark: needed where it goes back. ticked: ids of what is met."""

    document: int
    version: int
    is_accepted: bool
    remark: str = ""
    ticked: frozenset[str] = frozenset()


def review_document(session: TenantSession, edit: ReviewEdit, *, school: str, author: Author) -> Saved:
    """Accept a document or give it back with a remark; the caller commits.

    Raises NotFoundError for a school or document beyond the session, RefusedFormError with faults by field,
    StaleEditError.
    """
    lock_district(session)
    entry = find_school(session, school)
    document = find_document(session, entry.id, edit.document)
    remark = "" if edit.is_accepted else edit.remark.strip()
    _refuse_review(edit, document, remark, author)
    status = DocumentStatus.ACCEPTED if edit.is_accepted else DocumentStatus.RETURNED
    if document.version != edit.version:
        raise StaleEditError((_stale_review(document, status, remark),))
    if (document.status, document.remark) == (status.value, remark):
        return Saved(None)
    sharing = schools_sharing_files(session, {entry.id})
    record(
        session,
        actor=author.login,
        action="document_reviewed",
        subject=document.label,
        entity=str(document.id),
        district_id=session.scope.district_id,
        school_id=entry.id,
        old={"status": document.status, "remark": document.remark},
        new={"status": status.value, "remark": remark},
    )
    document.status, document.remark = status.value, remark
    document.reviewed_by, document.reviewed_at = author.login, utc_now()
    session.add(_review(session, document, edit, remark, author))
    session.flush()
    refresh(session, school_ids=sharing | schools_sharing_files(session, {entry.id}))
    return Saved(document.batch_id or 0)


def _review(
    session: TenantSession, document: Document, edit: ReviewEdit, remark: str, author: Author
) -> DocumentReview:
    return DocumentReview(
        district_id=document.district_id,
        school_id=document.school_id,
        id=new_id(),
        document_id=document.id,
        decision=DocumentStatus.ACCEPTED.value if edit.is_accepted else DocumentStatus.RETURNED.value,
        remark=remark,
        checks=_told_checks(session, document, edit.ticked),
        author=author.login,
    )


def _told_checks(session: TenantSession, document: Document, ticked: frozenset[str]) -> list[dict[str, Any]]:
    """The questions in the words of today, whatever becomes of the list; other ids play no part."""
    return [
        {"id": check.id, "title": check.title, "is_met": check.id in ticked}
        for check in checks_of_stage(session, Stage(document.stage))
    ]


def _refuse_review(edit: ReviewEdit, document: Document, remark: str, author: Author) -> None:
    fault = None
    if author.is_of_school:
        fault = ("документы проверяет управление образования", "дождитесь его решения")
    elif document.status == DocumentStatus.DRAFT.value:
        fault = ("школа ещё не сдала черновик", "дождитесь, когда она отправит документ на проверку")
    elif not edit.is_accepted and not remark:
        fault = ("не написано, что исправить", "напишите замечание для школы")
    elif len(remark) > _LONGEST_REMARK:
        fault = (f"замечание длиннее {_LONGEST_REMARK} знаков", "сократите его")
    if fault is not None:
        raise RefusedFormError([FieldFault(TableKind.DOCUMENTS, 0, "remark", *fault)])


def _stale_review(document: Document, status: DocumentStatus, remark: str) -> StalePart:
    return StalePart(
        name="",
        yours={"status": status.value, "remark": remark},
        current={"status": document.status, "remark": document.remark},
        author=document.author if document.reviewed_by is None else document.reviewed_by,
        saved_at=document.changed_at,
        version=str(document.version),
    )
