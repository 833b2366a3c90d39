"""What the department publishes to its schools: letters, protocols, templates. A link or a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import event, select

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.files import FileStore
from data_layer.commands.imports.apply import lock_district
from data_layer.errors import DataLayerError, NotFoundError
from data_layer.intake.cells import web_address
from data_layer.intake.errors import CellFault
from data_layer.intake.evidence.recognition import FileKind
from data_layer.models import PublishedDocument
from data_layer.models.base import new_id
from data_layer.session import TenantSession

LONGEST_TITLE: Final = 300
LONGEST_NOTE: Final = 1000
_NO_DOCUMENT: Final = "Такого документа нет."


class FaultyPublicationError(DataLayerError):
    """field: title, note, url or file; the sentence says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class PublishedFile:
    path: Path
    title: str
    kind: FileKind
    size: int


def publish(
    session: TenantSession,
    *,
    title: str,
    note: str,
    url: str,
    file: PublishedFile | None,
    login: str,
    store: FileStore,
) -> int:
    """Id of what the schools of the district see from now on. Raises FaultyPublicationError; the caller commits.

    What is there already in the same words and with the same file is not published once more.
    """
    title, note, url = title.strip(), note.strip(), url.strip()
    _refuse(title, note, url, file)
    lock_district(session)
    known = _twin(session, (title, note, url), file, store)
    if known is not None:
        return known
    document = PublishedDocument(
        district_id=session.scope.district_id,
        id=new_id(),
        title=title,
        note=note,
        url=url,
        author=login,
    )
    if file is not None:
        document.stored_name, document.file_title = store.put(session, file.path), file.title[:255]
        document.kind, document.size = file.kind.value, file.size
    session.add(document)
    _record(session, document, login, action="document_published")
    session.flush()
    return document.id


def _twin(
    session: TenantSession, words: tuple[str, str, str], file: PublishedFile | None, store: FileStore
) -> int | None:
    """words: title, note, address."""
    row = PublishedDocument
    found = session.execute(
        select(row.id, row.stored_name).where(
            row.district_id == session.scope.district_id,
            row.removed_at.is_(None),
            row.title == words[0],
            row.note == words[1],
            row.url == words[2],
            row.size == (0 if file is None else file.size),
        )
    ).all()
    digest = None if file is None else store.digest(file.path)
    return next((number for number, name in found if _digest(store, name) == digest), None)


def _digest(store: FileStore, name: str | None) -> str | None:
    """None where there is no file, «» where its bytes are gone."""
    if name is None:
        return None
    path = store.path(name)
    return store.digest(path) if path.exists() else ""


def withdraw(session: TenantSession, document_id: int, *, login: str, store: FileStore) -> str:
    """Take a published document away, its file too; its title. Raises NotFoundError; the caller commits."""
    row = PublishedDocument
    document = session.scalar(
        select(row).where(row.district_id == session.scope.district_id, row.id == document_id, row.removed_at.is_(None))
    )
    if document is None:
        raise NotFoundError(_NO_DOCUMENT)
    document.removed_at = utc_now()
    _record(session, document, login, action="document_withdrawn")
    session.flush()
    if document.stored_name is not None:
        path = store.path(document.stored_name)
        event.listen(session, "after_commit", lambda _: path.unlink(missing_ok=True), once=True)
    return document.title


def _refuse(title: str, note: str, url: str, file: PublishedFile | None) -> None:
    if not title:
        raise FaultyPublicationError("title", "Название не указано: напишите, что это.")
    if len(title) > LONGEST_TITLE:
        raise FaultyPublicationError("title", f"Название длиннее {LONGEST_TITLE} знаков: сократите его.")
    if len(note) > LONGEST_NOTE:
        raise FaultyPublicationError("note", f"Пояснение длиннее {LONGEST_NOTE} знаков: сократите его.")
    try:
        web_address(url)
    except CellFault as fault:
        raise FaultyPublicationError("url", f"{fault.what[:1].upper()}{fault.what[1:]}: {fault.action}.") from fault
    if not url and file is None:
        raise FaultyPublicationError("file", "Нет ни файла, ни ссылки: приложите файл или дайте ссылку.")


def _record(session: TenantSession, document: PublishedDocument, login: str, *, action: str) -> None:
    record(
        session,
        actor=login,
        action=action,
        subject=document.title,
        district_id=document.district_id,
        new={"size": document.size},
    )
