"""Files of «Данные»: books to fill in, a checked file with its marks, the board."""

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Flask, Response, request

from dashboard.access.policy import Permission, may
from dashboard.addresses.data import BoardOrder, parse_data, read_id
from dashboard.addresses.reading import read_year
from dashboard.binding import RequestContext, register_route
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import XLSX, ZIP, attachment
from dashboard.exports.book import school_book
from dashboard.exports.workbook import About, CellValue, Column, ColumnKind, Sheet, workbook
from dashboard.formatting import moment
from dashboard.pages.data.board import BOARD_FILE, board_rows
from dashboard.pages.data.checked import CHECKED_FILE
from dashboard.pages.data.history import BOOK, BOOKS
from dashboard.pages.data.own import chosen_school
from dashboard.pages.data.upload import uploads_of
from dashboard.texts.data import BOARD_COLUMNS
from dashboard.texts.words import CLUSTERS, author_words, on_day
from data_layer.commands.uploads import UploadStore
from data_layer.domain.school_year import UnknownYearError, format_year
from data_layer.errors import NotFoundError
from data_layer.intake.confined import mark_confined
from data_layer.queries.book import Book, school_books
from data_layer.queries.directory import school_list, used_years
from data_layer.queries.handed_in import handed_in_rows
from data_layer.queries.imports import one_stored_upload

_NOT_IN_NAMES: Final = re.compile(r"[\\/:*?\"<>|\x00-\x1f]+")


def register_downloads(server: Flask) -> None:
    register_route(
        server, CHECKED_FILE, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_checked_file
    )
    register_route(server, BOOK, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_book)
    register_route(server, BOOKS, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_books)
    register_route(server, BOARD_FILE, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_board)


def download_book(ctx: RequestContext) -> Response:
    """The book of the own school, or of the one that the department names, filled in with what is there."""
    school = chosen_school(ctx, request.args.get("school", ""))
    if school is None:
        raise NotFoundError
    year = _year(ctx)
    (book,) = school_books(ctx.session, [school], year=year)
    ctx.audit_later("book_downloaded", f"{school.code} {format_year(year)}")
    return attachment(_book_bytes(ctx, book), filename=_book_name(book), mimetype=XLSX)


def download_books(ctx: RequestContext) -> Response:
    """The books of all schools of the district in one archive."""
    if ctx.principal.school_id is not None:
        raise NotFoundError
    year = _year(ctx)
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for book in school_books(ctx.session, school_list(ctx.session, year=year), year=year):
            archive.writestr(_book_name(book), _book_bytes(ctx, book))
    ctx.audit_later("books_downloaded", format_year(year))
    name = f"Книги школ {format_year(year).replace('/', '-')}.zip"
    return attachment(stream.getvalue(), filename=name, mimetype=ZIP)


def _book_bytes(ctx: RequestContext, book: Book) -> bytes:
    return school_book(
        book,
        district=ctx.principal.district_title or "",
        may_set_targets=may(ctx.principal.role, Permission.WRITE_TARGETS),
        is_school=ctx.principal.school_id is not None,
    )


def _book_name(book: Book) -> str:
    """«ВСОКО 2025-26 Ключевская СОШ (s05).xlsx»: the code keeps schools of one name apart."""
    title = _NOT_IN_NAMES.sub(" ", book.school.short_name)
    return f"ВСОКО {format_year(book.year).replace('/', '-')} {title} ({book.school.code}).xlsx"


def _year(ctx: RequestContext) -> int:
    try:
        return read_year(request.args.get("year", ""), today=ctx.today)
    except UnknownYearError:
        raise InvalidInputError("Учебный год указан неверно.") from None


def download_checked_file(ctx: RequestContext) -> Response:
    """The file of a preview with its faults marked; its author's alone."""
    try:
        batch_id = read_id(request.args.get("batch", ""))
    except ValueError:
        raise NotFoundError from None
    stored = one_stored_upload(ctx.session, batch_id, author=ctx.principal.login)
    uploads: UploadStore = uploads_of(ctx)
    path = uploads.path(stored.stored_name)
    if path is None:
        raise NotFoundError
    content = mark_confined(path, name=stored.file_name, errors=stored.errors)
    ctx.audit_later("checked_file_downloaded", stored.file_name)
    stem = stored.file_name.rpartition(".")[0] or stored.file_name
    return attachment(content, filename=f"{stem} — с пометками.xlsx", mimetype=XLSX)


def download_board(ctx: RequestContext) -> Response:
    if ctx.principal.school_id is not None:
        raise NotFoundError
    search = request.query_string.decode("ascii", "replace")
    address, _ = parse_data(search, years=tuple(used_years(ctx.session)), today=ctx.today)
    rows = board_rows(handed_in_rows(ctx.session, year=address.year, today=ctx.today), address)
    zone = ctx.principal.time_zone
    columns = [
        Column("Код", width=10),
        Column("Школа", width=32),
        Column("Тип местности", width=16),
        *(
            Column(f"{title}: {part}", ColumnKind.WHOLE, 14)
            for title in BOARD_COLUMNS[1:-1]
            for part in ("внесено", "всего")
        ),
        Column("Последний ввод", width=20),
        Column("Кто внёс", width=28),
    ]
    cells: list[list[CellValue]] = [
        [
            row.code,
            row.short_name,
            CLUSTERS[row.cluster] if row.cluster else "",
            *(
                part
                for count in (row.figures, row.targets, row.documents, row.organisation)
                for part in (count.k, count.n)
            ),
            "" if row.last_at is None else moment(row.last_at, time_zone=zone),
            author_words(row.last_by),
        ]
        for row in rows
    ]
    year = format_year(address.year)
    order = "по названию" if address.order is BoardOrder.NAME else "по кластерам"
    about = About(
        f"Кто сдал данные за {year}",
        [
            ("Район", ctx.principal.district_title),
            ("На какой день", on_day(ctx.today)),
            ("Отбор", "кто не сдал" if address.is_missing_only else "все школы"),
            ("Порядок", order),
            ("Выгрузил", ctx.principal.login),
        ],
    )
    ctx.audit_later("board_downloaded", year)
    return attachment(
        workbook([Sheet("Кто сдал", columns, cells)], about=about),
        filename=f"Кто сдал {year.replace('/', '-')}.xlsx",
        mimetype=XLSX,
    )
