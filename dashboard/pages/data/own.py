"""Whose data a person of «Данные» works on. A school's people have their own; the department chooses one or all."""

from dashboard.access.policy import Permission, may
from dashboard.binding import RequestContext
from data_layer.commands.imports.checking import Importer
from data_layer.queries.directory import SchoolEntry, find_school, school_list
from data_layer.session import TenantSession


def chosen_school(ctx: RequestContext, code: str) -> SchoolEntry | None:
    """The own school, or the one of this code; None = all of the district. Raises NotFoundError."""
    return school_of(ctx, ctx.session, code)


def school_of(ctx: RequestContext, session: TenantSession, code: str) -> SchoolEntry | None:
    """The same, asked in this session."""
    if ctx.principal.school_id is not None:
        return school_list(session)[0]
    return find_school(session, code) if code else None


def importer_of(ctx: RequestContext, school: SchoolEntry | None) -> Importer:
    return Importer(
        actor=ctx.principal.login,
        today=ctx.today,
        only_school=None if school is None else school.code,
        is_school=ctx.principal.school_id is not None,
        may_set_targets=may(ctx.principal.role, Permission.WRITE_TARGETS),
    )
