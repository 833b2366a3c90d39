"""Who may do what: roles to permissions, and permissions to the rows a session may touch. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dashboard.access.principal import Principal
from dashboard.errors import ForbiddenError
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Role
from data_layer.scope import Scope


class Permission(StrEnum):
    """What a page, callback or route needs. Names are stable: the enumeration tests list them."""

    # The first page; what it shows asks for one of the two below.
    OPEN_START = "open_start"
    VIEW_OVERVIEW = "view_overview"
    VIEW_SCHOOL = "view_school"
    VIEW_ROLLUP = "view_rollup"
    VIEW_COMPARISON = "view_comparison"
    VIEW_CYCLE = "view_cycle"
    VIEW_DATA = "view_data"
    VIEW_ADMINISTRATION = "view_administration"
    VIEW_AUDIT = "view_audit"
    # Letters of the department to schools; making one changes nothing.
    MAKE_LETTERS = "make_letters"
    WRITE_DATA = "write_data"
    WRITE_TARGETS = "write_targets"
    REVIEW_DOCUMENTS = "review_documents"
    MANAGE_DISTRICT = "manage_district"
    MANAGE_PLATFORM = "manage_platform"
    SWITCH_DISTRICT = "switch_district"
    # Meetings and decisions; a director's comment on a slide is a report of the school too.
    VIEW_MEETINGS = "view_meetings"
    HOLD_MEETINGS = "hold_meetings"
    REPORT_DECISIONS = "report_decisions"


# Everything that changes rows; such work runs in a writing session, the rest in a read-only one.
WRITING: Final = frozenset(
    {
        Permission.WRITE_DATA,
        Permission.WRITE_TARGETS,
        Permission.REVIEW_DOCUMENTS,
        Permission.MANAGE_DISTRICT,
        Permission.MANAGE_PLATFORM,
        Permission.SWITCH_DISTRICT,
        Permission.HOLD_MEETINGS,
        Permission.REPORT_DECISIONS,
    }
)

# Of these the presenter is no keeper of data: what such a session writes are meetings and nothing else.
_MEETINGS_ONLY: Final = frozenset({Permission.HOLD_MEETINGS})

_DISTRICT_WORK: Final = frozenset(
    {
        Permission.OPEN_START,
        Permission.VIEW_OVERVIEW,
        Permission.VIEW_SCHOOL,
        Permission.VIEW_COMPARISON,
        Permission.VIEW_CYCLE,
        Permission.VIEW_DATA,
        Permission.VIEW_ADMINISTRATION,
        Permission.VIEW_AUDIT,
        Permission.VIEW_MEETINGS,
        Permission.MAKE_LETTERS,
        Permission.WRITE_DATA,
        Permission.WRITE_TARGETS,
        Permission.REVIEW_DOCUMENTS,
        Permission.MANAGE_DISTRICT,
    }
)

_SCHOOL_WORK: Final = frozenset(
    {
        Permission.VIEW_SCHOOL,
        Permission.VIEW_COMPARISON,
        Permission.VIEW_CYCLE,
        Permission.VIEW_DATA,
        Permission.VIEW_MEETINGS,
        Permission.WRITE_DATA,
        Permission.REPORT_DECISIONS,
    }
)

# The table of roles of the design, row by row. An administrator has the district's rights only after
# switching into one; `scope_for` sees to that.
ROLE_PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.ADMINISTRATOR: _DISTRICT_WORK | {Permission.MANAGE_PLATFORM, Permission.SWITCH_DISTRICT},
    Role.REGION: frozenset({Permission.OPEN_START, Permission.VIEW_ROLLUP}),
    Role.DEPARTMENT: _DISTRICT_WORK | {Permission.HOLD_MEETINGS},
    Role.PRESENTER: frozenset(
        {
            Permission.OPEN_START,
            Permission.VIEW_OVERVIEW,
            Permission.VIEW_SCHOOL,
            Permission.VIEW_COMPARISON,
            Permission.VIEW_CYCLE,
            Permission.VIEW_MEETINGS,
            Permission.HOLD_MEETINGS,
        }
    ),
    Role.DIRECTOR: _SCHOOL_WORK | {Permission.WRITE_TARGETS, Permission.VIEW_AUDIT},
    Role.COORDINATOR: _SCHOOL_WORK,
}


def may(role: Role, permission: Permission) -> bool:
    return permission in ROLE_PERMISSIONS[role]


def scope_for(principal: Principal, permission: Permission) -> Scope:
    """The rows the person may touch with this permission; writing only where the permission writes.

    Raises ForbiddenError where the role lacks the permission, or has no district to work in.
    """
    if not may(principal.role, permission) or not principal.district_ids:
        raise ForbiddenError
    return Scope(
        principal.district_ids,
        school_id=principal.school_id,
        is_read_only=permission not in WRITING,
        writes_meetings_only=permission in _MEETINGS_ONLY,
    )


def manages_platform(principal: Principal) -> bool:
    """Whether the person looks after districts and people; for that no district is needed."""
    return may(principal.role, Permission.MANAGE_PLATFORM)


def viewer_for(principal: Principal) -> Viewer:
    """In which capacity the person looks at figures; suppression goes by it."""
    if principal.role in {Role.DEPARTMENT, Role.ADMINISTRATOR}:
        return Viewer.full()
    if principal.school_id is not None:
        return Viewer.own_school(principal.school_id)
    return Viewer.pooled_only() if principal.role is Role.REGION else Viewer.outsider()
