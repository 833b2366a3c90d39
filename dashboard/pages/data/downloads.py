"""Files of «Данные»: books to fill in, a checked file with its marks, the board."""

from flask import Flask, Response, request

from dashboard.access.policy import Permission
from dashboard.addresses.data import BoardOrder, parse_data, read_id
from dashboard.binding import RequestContext, register_route
from dashboard.exports.attachment import XLSX, attachment
from dashboard.exports.workbook import About, CellValue, Column, ColumnKind, Sheet, workbook
from dashboard.formatting import moment
from dashboard.pages.data.board import BOARD_FILE, board_rows
from dashboard.pages.data.checked import CHECKED_FILE
from dashboard.pages.data.upload import uploads_of
from dashboard.texts.words import CLUSTERS, on_day
from data_layer.commands.uploads import UploadStore
from data_layer.domain.school_year import format_year
from data_layer.errors import NotFoundError
from data_layer.intake.confined import mark_confined
from data_layer.queries.directory import used_years
from data_layer.queries.handed_in import handed_in_rows
from data_layer.queries.imports import one_stored_upload


def register_downloads(server: Flask) -> None:
    register_route(
        server, CHECKED_FILE, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_checked_file
    )
    register_route(server, BOARD_FILE, methods=["GET"], permission=Permission.VIEW_DATA, handler=download_board)


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
            for title in ("Показатели", "Цели", "Документы", "Организация")
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
            row.last_by,
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
