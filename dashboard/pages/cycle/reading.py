"""From an address to what the page, the opened cell and the files are built from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import current_app

from dashboard.access.policy import Permission, may
from dashboard.addresses.cycle import CellChoice, CycleAddress, View, parse_cycle
from dashboard.addresses.school import school_href
from dashboard.binding import RequestContext
from dashboard.components.names import SchoolNames, coded_names, plain_names
from dashboard.pages.cycle.model import CyclePage, OpenedCell, Reader
from dashboard.texts.succession import listed_name
from data_layer.errors import NotFoundError
from data_layer.queries.cycle_cell import cycle_cell
from data_layer.queries.directory import school_list, used_years
from data_layer.queries.district_cycle import district_cycle
from data_layer.queries.reviewing import waiting_count

# Code and short name of schools, by name.
_Schools = Sequence[tuple[str, str]]


def read_address(ctx: RequestContext, search: object) -> tuple[CycleAddress, tuple[str, ...]]:
    """What the address asks for, without choices that the person does not have, and what could not be made out."""
    address, unknown = parse_cycle(search, years=tuple(used_years(ctx.session)), today=ctx.today)
    if ctx.principal.school_id is not None:
        return CycleAddress(
            year=address.year,
            stage=address.stage,
            block=address.block,
            view=address.view,
            rule=address.rule,
            severity=address.severity,
            cell=address.cell,
        ), unknown
    return (replace(address, school=None) if address.is_coded else address), unknown


def read_page(
    ctx: RequestContext, address: CycleAddress, *, unknown: tuple[str, ...] = (), with_flags: bool = False
) -> tuple[CyclePage, tuple[str, ...]]:
    """with_flags: in words even where the page only counts them, for a file. A cell that is not there is unknown."""
    view = district_cycle(
        ctx.session,
        filters=address.filters,
        flag_filters=address.flag_filters,
        with_flags=with_flags or address.view is View.LIST,
        is_nameless=address.is_coded,
        today=ctx.today,
        viewer=ctx.viewer,
    )
    reader = _reader(ctx, address, view.every_school, gone_from=view.gone_from)
    waiting = waiting_count(ctx.session) if may(ctx.principal.role, Permission.REVIEW_DOCUMENTS) else 0
    if address.cell is None:
        return CyclePage(view, address, reader, None, waiting), unknown
    code = reader.school_behind(address.cell.school, [code for code, _ in view.every_school])
    opened = None if code is None else _opened(ctx, address, address.cell, code, reader)
    return CyclePage(view, address, reader, opened, waiting), unknown if opened is not None else (*unknown, "ячейка")


def read_cell(ctx: RequestContext, search: object) -> OpenedCell:
    """The cell alone. Raises NotFoundError where the address names none that the person may see."""
    address, _ = read_address(ctx, search)
    schools = [(each.code, each.short_name) for each in school_list(ctx.session)]
    reader = _reader(ctx, address, schools)
    code = None if address.cell is None else reader.school_behind(address.cell.school, [code for code, _ in schools])
    opened = None if code is None or address.cell is None else _opened(ctx, address, address.cell, code, reader)
    if opened is None:
        raise NotFoundError
    return opened


def _opened(
    ctx: RequestContext, address: CycleAddress, cell: CellChoice, code: str, reader: Reader
) -> OpenedCell | None:
    try:
        card = cycle_cell(
            ctx.session,
            school=code,
            block=cell.block,
            stage=cell.stage,
            year=address.year,
            is_nameless=address.is_coded,
            today=ctx.today,
            viewer=ctx.viewer,
        )
    except NotFoundError:
        return None
    return OpenedCell(card, reader, close=address.href())


def _reader(
    ctx: RequestContext, address: CycleAddress, schools: _Schools, *, gone_from: Mapping[str, int] | None = None
) -> Reader:
    """gone_from: of schools that close, by code, where their names stand in a list."""
    return Reader(
        names=_names(ctx, address, schools, gone_from or {}),
        is_own_school=ctx.principal.school_id is not None,
        is_reviewer=may(ctx.principal.role, Permission.MAKE_LETTERS),
        may_send=may(ctx.principal.role, Permission.HOLD_MEETINGS),
    )


def _names(ctx: RequestContext, address: CycleAddress, schools: _Schools, gone_from: Mapping[str, int]) -> SchoolNames:
    if not address.is_coded:
        listed = [(code, listed_name(name, gone_from.get(code))) for code, name in schools]
        return plain_names(listed, link=lambda code: school_href(code, year=address.year))
    return coded_names(
        schools,
        key=str(current_app.secret_key),
        district=ctx.principal.district_code,
        day=ctx.today,
    )
