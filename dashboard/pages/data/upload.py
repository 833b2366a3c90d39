"""A file comes in, is checked, applied, taken back. Nothing that the browser says of it is believed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, jsonify, request
from werkzeug.datastructures import FileStorage

from dashboard.access.policy import Permission, may
from dashboard.addresses.data import PROGRESS_PATH, DataAddress, DataView, read_id
from dashboard.addresses.reading import read_year
from dashboard.answers import Undo, done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.errors import InvalidInputError
from dashboard.file_work import BusyError, file_title, turn_to_read
from dashboard.pages.data.own import importer_of, school_of
from dashboard.texts.data import (
    FAULTY,
    NO_FILE,
    STALE,
    TARGETS_NEED_DIRECTOR,
    TOO_MANY,
    applied_sentence,
    reverted_sentence,
)
from dashboard.work_progress import progress_of, told_to_browser
from data_layer.commands.files import FileStore
from data_layer.commands.imports.handing_in import (
    UPLOADS_AN_HOUR,
    HandedIn,
    Uploaded,
    apply_upload,
    check_upload,
    own_batch,
    uploads_of_last_hour,
)
from data_layer.commands.imports.revert import changed_subjects, revert_import
from data_layer.commands.uploads import UploadRefusedError, UploadStore
from data_layer.domain.school_year import UnknownYearError, year_of
from data_layer.intake.confined import LARGEST_UPLOAD, read_confined
from data_layer.intake.tables import SourceTable
from data_layer.queries.directory import SchoolEntry, find_school

FILES: Final = "files"
APPLY: Final = "/actions/import-apply"
REVERT: Final = "/actions/import-revert"
UPLOAD: Final = "/actions/upload"


def register_upload(server: Flask) -> None:
    register_route(server, UPLOAD, methods=["POST"], permission=Permission.WRITE_DATA, handler=upload_file)
    register_route(server, APPLY, methods=["POST"], permission=Permission.WRITE_DATA, handler=apply_file)
    register_route(server, PROGRESS_PATH, methods=["GET"], permission=Permission.VIEW_DATA, handler=tell_progress)
    register_route(server, REVERT, methods=["POST"], permission=Permission.WRITE_DATA, handler=take_back)


def upload_file(ctx: RequestContext) -> Response:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return refused(NO_FILE)
    # Nothing is asked of the writing session before the file is taken apart: others would wait for it.
    with ctx.reading() as session:
        school = school_of(ctx, session, request.form.get("school", ""))
        has_enough = uploads_of_last_hour(session, actor=ctx.principal.login) >= UPLOADS_AN_HOUR
    if has_enough:
        return refused(TOO_MANY)
    try:
        with _told(ctx, is_rehearsal=True), turn_to_read():
            return _checked(ctx, sent, school)
    except (UploadRefusedError, BusyError) as error:
        return refused(str(error))


def _checked(ctx: RequestContext, sent: FileStorage, school: SchoolEntry | None) -> Response:
    uploads = uploads_of(ctx)
    uploads.sweep()
    stored_name, size, sha256 = uploads.take(sent.stream, most=LARGEST_UPLOAD)
    try:
        uploaded = Uploaded(stored_name, file_title(sent.filename or ""), size, sha256)
        tables = read_confined(uploads.folder / stored_name, name=uploaded.file_name)
        batch = check_upload(ctx.session, uploaded, tables, importer_of(ctx, school), uploads=uploads)
    except BaseException:
        uploads.drop(stored_name)
        raise
    address = DataAddress(year=_year(ctx), view=DataView.LOAD, school=_chosen(ctx, school), batch=batch.id)
    return done(go=address.href())


def apply_file(ctx: RequestContext) -> Response:
    batch_id = batch_id_of(request.form)
    try:
        with _told(ctx):
            return _answer(_applied(ctx, batch_id))
    except BusyError as error:
        return refused(str(error))


def _applied(ctx: RequestContext, batch_id: int) -> HandedIn:
    upload = stored_upload(ctx, batch_id)
    return apply_upload(
        ctx.session,
        batch_id,
        upload.tables,
        importer_of(ctx, upload.school),
        store=FileStore(ctx.settings.data_dir / FILES),
        uploads=uploads_of(ctx),
    )


@contextmanager
def _told(ctx: RequestContext, *, is_rehearsal: bool = False) -> Iterator[None]:
    """Let the person see how far the rows have come, if the form has said by which number it will ask."""
    number = request.form.get("progress", "")
    with told_to_browser(ctx.settings.data_dir, login=ctx.principal.login, number=number, is_rehearsal=is_rehearsal):
        yield


def tell_progress(ctx: RequestContext) -> Response:
    """How far the work of this number has come, if it is this person's; nothing of any other."""
    found = progress_of(ctx.settings.data_dir, login=ctx.principal.login, number=request.args.get("of", ""))
    return jsonify({} if found is None else {"words": found.words, "percent": found.percent})


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A preview's bytes, taken apart anew. tables: None where the bytes are gone. school: the one it is limited to."""

    tables: list[SourceTable] | None
    school: SchoolEntry | None


def stored_upload(ctx: RequestContext, batch_id: int) -> StoredUpload:
    """The preview of this person. Raises NotFoundError, and BusyError while too many files are at work."""
    with ctx.reading() as session:
        batch = own_batch(session, batch_id, actor=ctx.principal.login)
        school = find_school(session, batch.only_school) if batch.only_school else None
        stored_name = batch.stored_name if batch.state == "previewed" else None
        file_name = batch.file_name
    return StoredUpload(_tables(uploads_of(ctx), stored_name, file_name), school)


def _answer(outcome: HandedIn) -> Response:
    """The same answer, however often the same order comes."""
    if outcome.state == "stale":
        return done(STALE, refresh=True)
    if outcome.state == "faulty":
        return done(FAULTY, refresh=True)
    if outcome.state == "unchanged":
        return done("Изменений нет: всё уже внесено", refresh=True)
    undo = Undo("Отменить загрузку", REVERT, {"batch": str(outcome.batch_id)})
    return done(applied_sentence(outcome.written), undo=undo, refresh=True)


def _tables(uploads: UploadStore, stored_name: str | None, file_name: str) -> list[SourceTable] | None:
    path = uploads.path(stored_name) if stored_name else None
    if path is None:
        return None
    with turn_to_read():
        return read_confined(path, name=file_name)


def take_back(ctx: RequestContext) -> Response:
    batch_id = batch_id_of(request.form)
    is_barred = not may(ctx.principal.role, Permission.WRITE_TARGETS)
    if is_barred and "target" in changed_subjects(ctx.session, batch_id):
        return refused(TARGETS_NEED_DIRECTOR)
    outcome = revert_import(ctx.session, batch_id, actor=ctx.principal.login)
    return done(reverted_sentence(outcome.restored, len(outcome.kept)), refresh=True)


def uploads_of(ctx: RequestContext) -> UploadStore:
    return UploadStore(ctx.settings.data_dir)


def batch_id_of(form: Mapping[str, str]) -> int:
    try:
        return read_id(form.get("batch", ""))
    except ValueError:
        raise InvalidInputError("Загрузка указана неверно.") from None


def _year(ctx: RequestContext) -> int:
    """The year of the page that the form stands on; it only leads back there."""
    try:
        return read_year(request.form.get("year", ""), today=ctx.today)
    except UnknownYearError:
        return year_of(ctx.today)


def _chosen(ctx: RequestContext, school: SchoolEntry | None) -> str:
    return "" if school is None or ctx.principal.school_id is not None else school.code
