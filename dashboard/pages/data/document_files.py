"""Files of documents come in, go out and are taken away. Nothing that the browser says of them is believed.

The doors of the lists beside them, of what is published and of effectiveness, are registered here too.
"""

from typing import Final

from flask import Flask, Response, request

from dashboard.access.policy import Permission
from dashboard.addresses.data import FILE_PATH, PAPER_PATH, parse_file
from dashboard.answers import done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.components.markup import to_html
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import attachment
from dashboard.file_work import BusyError, ThreatError, scan, turn_to_read
from dashboard.pages.data.effectiveness_view import SAVE_EFFECTIVENESS, save_effectiveness_action
from dashboard.pages.data.file_field import CHOICE, REMOVE_FILE, STORE_FILE, chosen_file
from dashboard.pages.data.kept_files import content_of, store_of, title_of
from dashboard.pages.data.own import named_school
from dashboard.pages.data.papers_view import (
    PUBLISH,
    WITHDRAW,
    download_paper,
    publish_document,
    withdraw_document,
)
from dashboard.pages.data.sent import Sent
from dashboard.pages.data.upload import uploads_of
from dashboard.texts.evidence import NO_FILE, file_removed
from data_layer.commands.evidence_files import QuotaError, Received, check_quota, keep_file, remove_file
from data_layer.commands.uploads import UploadRefusedError
from data_layer.errors import ConflictError, NotFoundError
from data_layer.intake.confined import LARGEST_UPLOAD, look_at_file
from data_layer.intake.evidence.recognition import MIME_TYPES, FileKind, RefusedFileError
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.evidence_files import kept_file, stored_bytes

_UNKNOWN_KIND: Final = "application/octet-stream"


def register_document_files(server: Flask) -> None:
    register_route(server, STORE_FILE, methods=["POST"], permission=Permission.WRITE_DATA, handler=store_file)
    register_route(server, REMOVE_FILE, methods=["POST"], permission=Permission.WRITE_DATA, handler=remove_stored_file)
    register_route(server, FILE_PATH, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_file)
    register_route(server, PUBLISH, methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=publish_document)
    register_route(server, WITHDRAW, methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=withdraw_document)
    register_route(server, PAPER_PATH, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_paper)
    register_route(
        server,
        SAVE_EFFECTIVENESS,
        methods=["POST"],
        permission=Permission.WRITE_DATA,
        handler=save_effectiveness_action,
    )


def store_file(ctx: RequestContext) -> Response:
    """One file for a document of the school; the answer is what the form shows of it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return refused(NO_FILE)
    try:
        # Nothing is asked of the writing session before the file is looked at: others would wait for it.
        with ctx.reading() as session:
            school = named_school(ctx, session, request.form.get("school", ""))
            check_quota(session, school_id=school.id, login=ctx.principal.login)
        with turn_to_read():
            file_id = _stored(ctx, school)
    except (UploadRefusedError, BusyError, RefusedFileError, ThreatError, QuotaError) as error:
        return refused(str(error))
    kept = kept_file(ctx.session, school_id=school.id, file_id=file_id)
    return done(replace={CHOICE: to_html(chosen_file(kept))})


def _stored(ctx: RequestContext, school: SchoolEntry) -> int:
    sent, uploads = request.files["file"], uploads_of(ctx)
    uploads.sweep()
    name, size, sha256 = uploads.take(sent.stream, most=LARGEST_UPLOAD)
    try:
        path = uploads.folder / name
        look = look_at_file(path)
        scan(path, command=ctx.settings.scan_command)
        received = Received(path, title_of(sent.filename or "", look.kind), size, sha256)
        return keep_file(ctx.session, received, look, school=school, login=ctx.principal.login, store=store_of(ctx))
    finally:
        uploads.drop(name)


def remove_stored_file(ctx: RequestContext) -> Response:
    """A file that no document names is taken away for good."""
    sent = Sent(ctx)
    file_id = sent.number("file")
    if file_id is None:
        raise InvalidInputError
    school = named_school(ctx, ctx.session, sent.text("school"))
    try:
        title = remove_file(ctx.session, file_id, school=school, login=ctx.principal.login, store=store_of(ctx))
    except ConflictError as error:
        return refused(str(error))
    return done(file_removed(title), refresh=True)


def download_file(ctx: RequestContext) -> Response:
    """The bytes as they came, as an attachment of the kind that we saw ourselves."""
    file_id = parse_file(request.query_string.decode("ascii", "replace"))
    if file_id is None:
        raise NotFoundError
    file = stored_bytes(ctx.session, file_id)
    content = content_of(ctx, file.stored_name)
    ctx.audit_later("document_file_downloaded", file.title)
    mime = MIME_TYPES[FileKind(file.kind)] if file.kind else _UNKNOWN_KIND
    return attachment(content, filename=file.title, mimetype=mime)
