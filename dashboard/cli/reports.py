"""`report attainment|gaps|cycle`: the same queries that the pages show, as CSV or JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import click
from flask.cli import AppGroup

from dashboard.cli.asking import Asker, asker
from dashboard.cli.failures import on_current_database
from dashboard.cli.options import Day, as_option, district_option, school_option, year_or_none
from dashboard.cli.output import Value, write_rows
from data_layer.domain.school_year import format_year
from data_layer.queries.cycle import CellRow, cycle_cells
from data_layer.queries.flags import gaps
from data_layer.queries.results import (
    AttainmentRow,
    BlockAttainmentRow,
    DistrictAttainmentRow,
    attainment_by_block,
    attainment_by_district,
    attainment_by_school,
)
from data_layer.queries.views import FlagItem
from data_layer.session import TenantSession

_BY_SCHOOL: Final = (
    "school",
    "block",
    "goal",
    "indicator",
    "level",
    "year",
    "numerator",
    "denominator",
    "value",
    "target",
    "target_origin",
    "reference",
    "status",
    "gap_pp",
    "pupil_gap",
    "flags",
)
_BY_DISTRICT: Final = (
    "block",
    "goal",
    "indicator",
    "level",
    "year",
    "schools_applicable",
    "schools_with_data",
    "schools_met",
    "numerator",
    "denominator",
    "value",
    "reference",
    "status",
    "gap_pp",
)
_BY_BLOCK: Final = (
    "school",
    "block",
    "year",
    "goals_met",
    "goals_with_data",
    "goals_applicable",
    "results_with_data",
    "results_applicable",
    "stages_done",
    "stages_required",
    "stages_overdue",
)
_GAPS: Final = (
    "rule",
    "severity",
    "school",
    "block",
    "stage",
    "goal",
    "indicator",
    "level",
    "year",
    "due",
    "days_overdue",
    "document",
    "message",
)
_CYCLE: Final = ("school", "block", "stage", "required", "state", "due", "document", "date")

Row = Mapping[str, Value]

report = AppGroup("report", help="Отчёты: достижение целей, пробелы, управленческий цикл.")


def _report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        district_option,
        click.option("--year", "year_text", metavar="YYYY/YY", help="Учебный год; без него — все."),
        click.option("--today", type=Day(), help="День, на который составлен отчёт."),
        school_option,
        click.option("--format", "format_name", type=click.Choice(["csv", "json"]), default="csv", show_default=True),
        as_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class _Request:
    """What the options of a report say; `today` is None for the district's own day."""

    district: str
    year_text: str | None
    today: date | None
    school: str | None
    format_name: str
    login: str | None


@report.command("attainment", help="Результаты и цели: по школам, по району или по блокам.")
@_report_options
@click.option("--by", "grain", type=click.Choice(["school", "district", "block"]), default="school", show_default=True)
@on_current_database
def attainment(*, grain: str, **options: Any) -> None:
    _print(_Request(**options), *_ATTAINMENT[grain])


@report.command("gaps", help="Флаги, поднятые на день отчёта.")
@_report_options
@on_current_database
def gaps_report(**options: Any) -> None:
    _print(_Request(**options), _GAPS, _gap_rows)


@report.command("cycle", help="Состояние управленческого цикла по ячейкам.")
@_report_options
@on_current_database
def cycle_report(**options: Any) -> None:
    _print(_Request(**options), _CYCLE, _cycle_rows)


Reader = Callable[..., list[Row]]


def _print(request: _Request, columns: tuple[str, ...], read: Reader) -> None:
    who = asker(request.district, login=request.login, school_code=request.school)
    day = request.today or who.today()
    year = year_or_none(request.year_text, today=max(day, who.today()))
    with who.reading() as session:
        school = who.named_school(session, request.school)
        rows = read(session, who, years=None if year is None else [year], school=school, today=day)
    write_rows(columns, rows, as_json=request.format_name == "json")


def _school_rows(session: TenantSession, who: Asker, **chosen: Any) -> list[Row]:
    return [_row(each, _BY_SCHOOL) for each in attainment_by_school(session, **chosen, viewer=who.viewer)]


def _district_rows(session: TenantSession, who: Asker, *, school: str | None, **chosen: Any) -> list[Row]:
    if school is not None:
        raise click.UsageError("--school не сочетается с --by district: значения района — по всем школам.")
    return [_row(each, _BY_DISTRICT) for each in attainment_by_district(session, **chosen, viewer=who.viewer)]


def _block_rows(session: TenantSession, who: Asker, **chosen: Any) -> list[Row]:
    return [_row(each, _BY_BLOCK) for each in attainment_by_block(session, **chosen, viewer=who.viewer)]


def _gap_rows(session: TenantSession, who: Asker, **chosen: Any) -> list[Row]:
    return [_row(each, _GAPS) for each in gaps(session, **chosen, viewer=who.viewer)]


def _cycle_rows(session: TenantSession, who: Asker, **chosen: Any) -> list[Row]:
    return [_row(each, _CYCLE) for each in cycle_cells(session, **chosen, viewer=who.viewer)]


_ATTAINMENT: Final[Mapping[str, tuple[tuple[str, ...], Reader]]] = {
    "school": (_BY_SCHOOL, _school_rows),
    "district": (_BY_DISTRICT, _district_rows),
    "block": (_BY_BLOCK, _block_rows),
}

AnyRow = AttainmentRow | DistrictAttainmentRow | BlockAttainmentRow | FlagItem | CellRow


def _row(found: AnyRow, columns: tuple[str, ...]) -> Row:
    row = {name: getattr(found, name) for name in columns}
    if "year" in row:
        row["year"] = format_year(row["year"])
    if "flags" in row:
        row["flags"] = ";".join(row["flags"])
    return row
