"""The rows of each chart as a file: the same address, the same queries, the same chart as on the screen."""

from collections.abc import Callable, Sequence
from typing import Final

from flask import Flask, Response, request

from dashboard.access.policy import Permission
from dashboard.addresses.compare import DOWNLOADS, CompareChart
from dashboard.answers import done
from dashboard.binding import RequestContext, register_route
from dashboard.charts.figures import Chart
from dashboard.charts.words import foot_words
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import XLSX, attachment
from dashboard.exports.chart_rows import chart_sheet
from dashboard.exports.workbook import About, workbook
from dashboard.findings.compare.blocks import load_map, load_standing
from dashboard.findings.compare.goal import goal_charts, load_goal_view, load_slices, slice_charts
from dashboard.findings.compare.reading import Asked, read
from dashboard.formatting import date_full
from dashboard.texts.compare.words import file_title
from dashboard.texts.trail import PICTURE
from data_layer.domain.school_year import format_year

_NOTHING: Final = "По этой ссылке выгружать нечего: откройте страницу «Сравнение» и выберите показатель."


def register_downloads(server: Flask) -> None:
    for chart in CompareChart:
        register_route(
            server,
            f"{DOWNLOADS}-{chart}.xlsx",
            methods=["GET"],
            permission=Permission.VIEW_COMPARISON,
            handler=_handler(chart),
            name=f"download_compare_{chart}",
        )
        # The picture is made in the browser, of the chart that is there; here is noted who has taken it away.
        register_route(
            server,
            f"{DOWNLOADS}-{chart}.png",
            methods=["POST"],
            permission=Permission.VIEW_COMPARISON,
            handler=_picture_handler(chart),
            name=f"picture_compare_{chart}",
        )


def _handler(chart: CompareChart) -> Callable[[RequestContext], Response]:
    def download(ctx: RequestContext) -> Response:
        asked = read(ctx, request.query_string.decode("utf-8", "replace"))
        charts = rows_of(ctx, asked, chart)
        if not charts:
            raise InvalidInputError(_NOTHING)
        ctx.audit_later("export", f"compare-{chart}")
        return attachment(
            _workbook(ctx, asked, charts, title=file_title(chart)),
            filename=f"{file_title(chart)} {format_year(asked.address.year).replace('/', '-')}.xlsx",
            mimetype=XLSX,
        )

    return download


def _picture_handler(chart: CompareChart) -> Callable[[RequestContext], Response]:
    def note_picture(ctx: RequestContext) -> Response:
        ctx.audit_later("export", f"compare-{chart}:{PICTURE}")
        return done()

    return note_picture


def _workbook(ctx: RequestContext, asked: Asked, charts: Sequence[Chart], *, title: str) -> bytes:
    """One sheet per chart; the last sheet says what they show."""
    address = asked.address
    sheets = [
        chart_sheet(found, title=f"{number}. {title}" if len(charts) > 1 else title)
        for number, found in enumerate(charts, start=1)
    ]
    lines = [("Год", format_year(address.year)), ("Отбор", asked.schools_words), ("На день", date_full(ctx.today))]
    for found in charts:
        text = found.text
        lines += [("Вывод", text.headline), ("Показатель", text.subtitle), ("Сведения", foot_words(text))]
    return workbook(sheets, about=About(title, [line for line in lines if line[1]]))


def rows_of(ctx: RequestContext, asked: Asked, chart: CompareChart) -> list[Chart]:
    """The charts behind a file: one, or one per dimension of slices."""
    if chart is CompareChart.BLOCKS:
        return [load_map(ctx, asked)]
    if chart is CompareChart.SCHOOL:
        standing = load_standing(ctx, asked)
        return [] if standing is None else [standing]
    if asked.rule is None:
        return []
    if chart is CompareChart.SLICES:
        return [drawn for _, _, drawn in slice_charts(load_slices(ctx, asked, asked.rule), asked)]
    found = goal_charts(load_goal_view(ctx, asked, asked.rule), asked)[chart]
    return [] if found is None else [found]
