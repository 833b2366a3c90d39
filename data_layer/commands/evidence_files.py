"""Files of documents: kept, and taken away as long as no document names them. The bytes lie outside the database."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import event, func, select

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.files import FileStore
from data_layer.commands.imports.apply import lock_district
from data_layer.errors import ConflictError, DataLayerError, NotFoundError
from data_layer.intake.evidence.looking import Look
from data_layer.models import Document, StoredFile
from data_layer.models.base import new_id
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.evidence_files import waiting_file_count
from data_layer.session import TenantSession

FILES_AN_HOUR: Final = 200
MOST_WAITING: Final = 60
MOST_BYTES_OF_SCHOOL: Final = 2 * 1024**3

TOO_MANY: Final = f"За час принято уже {FILES_AN_HOUR} файлов. Продолжите через час."
TOO_MANY_WAITING: Final = f"Уже {MOST_WAITING} файлов ждут оформления. Оформите их или удалите лишние."
NO_ROOM: Final = "Файлы школы заняли 2 ГБ. Удалите лишние или сообщите управлению образования."
IN_USE: Final = "Файл приложен к документу. Сначала уберите его из документа."
_NO_FILE: Final = "Такого файла нет."


class QuotaError(DataLayerError):
    """The school or the person has sent enough; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Received:
    """The bytes of an upload. title: what the person calls it, with the ending of what it really is."""

    path: Path
    title: str
    size: int
    sha256: str


def check_quota(session: TenantSession, *, school_id: int, login: str, size: int = 0) -> None:
    """Raises QuotaError. size: of the file that is about to come, in bytes."""
    row = StoredFile
    since = utc_now() - timedelta(hours=1)
    recent = select(func.count()).where(
        row.district_id == session.scope.district_id, row.author == login, row.stored_at > since
    )
    if (session.scalar(recent) or 0) >= FILES_AN_HOUR:
        raise QuotaError(TOO_MANY)
    if waiting_file_count(session, school_id=school_id) >= MOST_WAITING:
        raise QuotaError(TOO_MANY_WAITING)
    total = select(func.coalesce(func.sum(row.size), 0)).where(
        row.district_id == session.scope.district_id, row.school_id == school_id, row.removed_at.is_(None)
    )
    if int(session.scalar(total) or 0) + size > MOST_BYTES_OF_SCHOOL:
        raise QuotaError(NO_ROOM)


def keep_file(
    session: TenantSession, received: Received, look: Look, *, school: SchoolEntry, login: str, store: FileStore
) -> int:
    """Keep a file for a document to come; id of the stored file. The caller commits.

    The same content that already waits is kept once. Raises QuotaError.
    """
    lock_district(session)
    check_quota(session, school_id=school.id, login=login, size=received.size)
    known = _waiting_twin(session, school.id, received.sha256)
    if known is not None:
        return known
    file = StoredFile(
        district_id=session.scope.district_id,
        school_id=school.id,
        id=new_id(),
        sha256=received.sha256,
        size=received.size,
        title=received.title[:255],
        stored_name=store.put(session, received.path),
        kind=look.kind.value,
        words=look.text,
        found={
            "numbers": list(look.particulars.numbers),
            "dates": [day.isoformat() for day in look.particulars.dates],
        },
        author=login,
        stored_at=utc_now(),
    )
    session.add(file)
    _record(session, file, login, action="file_stored")
    session.flush()
    return file.id


def remove_file(session: TenantSession, file_id: int, *, school: SchoolEntry, login: str, store: FileStore) -> str:
    """Take away a file that no document names; its title. The caller commits.

    The row stays without its words, for older states of documents may name it. Raises NotFoundError, ConflictError.
    """
    lock_district(session)
    row = StoredFile
    file = session.scalar(
        select(row).where(
            row.district_id == session.scope.district_id,
            row.school_id == school.id,
            row.id == file_id,
            row.removed_at.is_(None),
        )
    )
    if file is None:
        raise NotFoundError(_NO_FILE)
    if _is_used(session, file_id):
        raise ConflictError(IN_USE)
    file.removed_at, file.words, file.found = utc_now(), "", None
    _record(session, file, login, action="file_removed")
    session.flush()
    path = store.path(file.stored_name)
    event.listen(session, "after_commit", lambda _: path.unlink(missing_ok=True), once=True)
    return file.title


def _is_used(session: TenantSession, file_id: int) -> bool:
    query = select(func.count()).where(Document.district_id == session.scope.district_id, Document.file_id == file_id)
    return bool(session.scalar(query))


def _waiting_twin(session: TenantSession, school_id: int, sha256: str) -> int | None:
    row = StoredFile
    used = select(Document.file_id).where(
        Document.district_id == session.scope.district_id, Document.file_id.is_not(None)
    )
    query = select(row.id).where(
        row.district_id == session.scope.district_id,
        row.school_id == school_id,
        row.sha256 == sha256,
        row.removed_at.is_(None),
        row.id.not_in(used),
    )
    return session.scalars(query.limit(1)).first()


def _record(session: TenantSession, file: StoredFile, login: str, *, action: str) -> None:
    record(
        session,
        actor=login,
        action=action,
        subject=file.title,
        district_id=file.district_id,
        school_id=file.school_id,
        new={"size": file.size, "sha256": file.sha256},
    )
