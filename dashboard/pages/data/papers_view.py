"""What the department publishes to its schools: the letter, the protocol, a template of the regulation."""

from typing import Final

from flask import Response, request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DataAddress, DataView, paper_href, parse_file
from dashboard.answers import done, refused
from dashboard.binding import RequestContext
from dashboard.components.filter_bar import filter_bar
from dashboard.components.forms import field, sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.page import print_line, unknown_choices
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import attachment
from dashboard.file_work import BusyError, ThreatError, scan, turn_to_read
from dashboard.formatting import moment, tied
from dashboard.html import Element
from dashboard.pages.data.kept_files import content_of, store_of, title_of
from dashboard.pages.data.sent import Sent
from dashboard.pages.data.upload import uploads_of
from dashboard.texts.data import size_words
from dashboard.texts.effectiveness import NOT_PUBLISHED, PUBLISHED, papers_headline, withdrawn
from dashboard.texts.evidence import KINDS_OF_FILES, WHICH_FILES
from data_layer.commands.publishing import FaultyPublicationError, PublishedFile, publish, withdraw
from data_layer.commands.uploads import UploadRefusedError
from data_layer.errors import NotFoundError
from data_layer.intake.confined import LARGEST_UPLOAD, look_at_file
from data_layer.intake.evidence.recognition import MIME_TYPES, FileKind, RefusedFileError, plain_titles
from data_layer.queries.published import PublishedLine, published_bytes, published_documents

PUBLISH: Final = "/actions/publish-document"
WITHDRAW: Final = "/actions/withdraw-document"


def show_papers(ctx: RequestContext, address: DataAddress, unknown: tuple[str, ...]) -> list[Element]:
    papers = published_documents(ctx.session)
    may_publish = may(ctx.principal.role, Permission.MANAGE_DISTRICT)
    scope = "Материалы района"
    head = html.Div(
        [html.P(scope, className="crumb"), html.H1(papers_headline(len(papers))), print_line(scope)], className="head"
    )
    rows = [_row(ctx, paper, may_publish=may_publish) for paper in papers]
    parts = [html.Section(html.Ul(rows, className="papers"), className="card")] if rows else []
    if may_publish:
        parts.append(_form())
    main = html.Main(
        [head, *unknown_choices(unknown), html.Div(parts, className="stack")],
        id="main",
        className="page page-content",
        tabIndex="-1",
    )
    back = DataAddress(year=address.year, view=DataView.EFFECTIVENESS)
    return [
        filter_bar([], actions=[html.Link("Эффективность ВСОКО", href=back.href(), className="button is-quiet")]),
        main,
    ]


def _row(ctx: RequestContext, paper: PublishedLine, *, may_publish: bool) -> Element:
    by = tied(f"{paper.author}, {moment(paper.published_at, time_zone=ctx.principal.time_zone)}")
    parts: list[object] = [html.B(tied(paper.title))]
    if paper.note:
        parts.append(html.P(paper.note, className="note"))
    parts += _ways(paper)
    parts.append(html.Span(by, className="note"))
    take = [_withdraw_form(paper)] if may_publish else []
    return html.Li([html.Div(parts, className="waiting-file"), *take])


def _ways(paper: PublishedLine) -> list[Element]:
    found: list[Element] = []
    if paper.file_title:
        facts = ", ".join([KINDS_OF_FILES.get(paper.kind, ""), size_words(paper.size)])
        link = html.A([tied(paper.file_title), unseen(", скачать")], href=paper_href(paper.id), download=True)
        found.append(html.Span([link, " ", html.Span(facts, className="quiet")]))
    if paper.url:
        found.append(html.A(paper.url, href=paper.url, target="_blank", rel="noopener noreferrer"))
    return found


def _withdraw_form(paper: PublishedLine) -> Element:
    return sending_form(
        [submit(["Снять", unseen(f" с публикации: {paper.title}")], is_main=False)],
        action=WITHDRAW,
        hidden={"document": str(paper.id)},
        className="inline-form",
        confirms="Снять документ с публикации? Школы его больше не увидят.",
    )


def _form() -> Element:
    pick = html.Input(type="file", id="field-file", name="file", accept=plain_titles())
    note = html.Textarea("", id="field-note", name="note", rows="2", maxlength="1000")
    form = sending_form(
        [
            text_field("Название", name="title", maxlength="300"),
            field("Пояснение для школ", note, name="note"),
            field("Файл", pick, name="file", hint=WHICH_FILES),
            text_field("Ссылка", name="url", kind="url", placeholder="https://", maxlength="2000"),
            submit("Опубликовать"),
        ],
        action=PUBLISH,
        className="form publish-form",
        attributes={"novalidate": True, "data-guards": ""},
    )
    return html.Section([html.Div(html.H2("Опубликовать документ"), className="card-head"), form], className="card")


def publish_document(ctx: RequestContext) -> Response:
    """A letter, protocol or template that all schools of the district see from now on."""
    sent, stored = request.files.get("file"), ""
    uploads = uploads_of(ctx)
    file: PublishedFile | None = None
    try:
        if sent is not None and sent.filename:
            with turn_to_read():
                uploads.sweep()
                stored, size, _ = uploads.take(sent.stream, most=LARGEST_UPLOAD)
                path = uploads.folder / stored
                kind = look_at_file(path).kind
                scan(path, command=ctx.settings.scan_command)
            file = PublishedFile(path, title_of(sent.filename, kind), kind, size)
        form = Sent(ctx)
        publish(
            ctx.session,
            title=form.text("title"),
            note=form.text("note"),
            url=form.text("url"),
            file=file,
            login=ctx.principal.login,
            store=store_of(ctx),
        )
    except (UploadRefusedError, BusyError, RefusedFileError, ThreatError) as error:
        return refused(NOT_PUBLISHED, fields={"file": str(error)})
    except FaultyPublicationError as error:
        return refused(NOT_PUBLISHED, fields={error.field: str(error)})
    finally:
        uploads.drop(stored)
    return done(PUBLISHED, refresh=True)


def withdraw_document(ctx: RequestContext) -> Response:
    number = Sent(ctx).number("document")
    if number is None:
        raise InvalidInputError
    title = withdraw(ctx.session, number, login=ctx.principal.login, store=store_of(ctx))
    return done(withdrawn(title), refresh=True)


def download_paper(ctx: RequestContext) -> Response:
    number = parse_file(request.query_string.decode("ascii", "replace"))
    if number is None:
        raise NotFoundError
    file = published_bytes(ctx.session, number)
    content = content_of(ctx, file.stored_name)
    ctx.audit_later("published_document_downloaded", file.title)
    return attachment(content, filename=file.title, mimetype=MIME_TYPES[FileKind(file.kind)])
