"""Whose data a person of «Данные» works on. A school's people have their own; the department chooses one or all."""

from typing import Final

from dashboard.access.policy import Permission, may
from dashboard.binding import RequestContext
from data_layer.commands.imports.checking import Importer
from data_layer.errors import NotFoundError
from data_layer.queries.directory import SchoolEntry, find_school, school_list
from data_layer.session import TenantSession

_LONGEST_CODE: Final = 64


def chosen_school(ctx: RequestContext, code: str) -> SchoolEntry | None:
    """The own school, or the one of this code; None = all of the district. Raises NotFoundError."""
    return school_of(ctx, ctx.session, code)


def school_of(ctx: RequestContext, session: TenantSession, code: str) -> SchoolEntry | None:
    """The same, asked in this session."""
    if ctx.principal.school_id is not None:
        return school_list(session)[0]
    return find_school(session, code) if code else None


def named_school(ctx: RequestContext, session: TenantSession, code: str) -> SchoolEntry:
    """The school whose rows are meant: a school's own people have one, and may leave it unsaid.

    Raises NotFoundError for another's school, and where none is named. Figures and files of one school must not
    land in another: who has two keeps an old page open while working in the other.
    """
    if ctx.principal.school_id is not None and not code:
        return school_list(session)[0]
    if not code or len(code) > _LONGEST_CODE:
        raise NotFoundError
    return find_school(session, code)


def importer_of(ctx: RequestContext, school: SchoolEntry | None) -> Importer:
    return Importer(
        actor=ctx.principal.login,
        today=ctx.today,
        only_school=None if school is None else school.code,
        is_school=ctx.principal.school_id is not None,
        may_set_targets=may(ctx.principal.role, Permission.WRITE_TARGETS),
    )
