"""Who runs a command: the operator, who may do everything in the district, or somebody named by --as."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.access.policy import Permission, may, scope_for, viewer_for
from dashboard.access.principal import Principal
from dashboard.services import services
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from data_layer.queries.directory import DistrictEntry, find_district, find_school
from data_layer.queries.rights import Right, rights_in_district
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session, unscoped

OPERATOR: Final = "cli"

# Of several roles in the district the one nearest to its daily work counts.
_PREFERENCE: Final = (
    Role.DEPARTMENT,
    Role.DIRECTOR,
    Role.COORDINATOR,
    Role.PRESENTER,
    Role.REGION,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True, slots=True)
class Asker:
    """The operator where `principal` is None."""

    district: DistrictEntry
    principal: Principal | None = None

    @property
    def actor(self) -> str:
        """Who the audit trail names."""
        return OPERATOR if self.principal is None else f"{OPERATOR}:{self.principal.login}"[:64]

    @property
    def viewer(self) -> Viewer:
        return Viewer.full() if self.principal is None else viewer_for(self.principal)

    @property
    def is_school(self) -> bool:
        return self.principal is not None and self.principal.school_id is not None

    def may(self, permission: Permission) -> bool:
        return self.principal is None or may(self.principal.role, permission)

    @contextmanager
    def reading(self) -> Iterator[TenantSession]:
        scope = Scope((self.district.id,))
        if self.principal is not None:
            permission = Permission.VIEW_SCHOOL if self.may(Permission.VIEW_SCHOOL) else Permission.VIEW_ROLLUP
            scope = scope_for(self.principal, permission)
        with tenant_session(services().engine, scope) as session:
            yield session

    @contextmanager
    def writing(self, permission: Permission) -> Iterator[TenantSession]:
        """A session that commits at the end. Raises ForbiddenError where the role may not write."""
        scope = Scope((self.district.id,), is_read_only=False)
        if self.principal is not None:
            scope = scope_for(self.principal, permission)
        with tenant_session(services().engine, scope) as session:
            yield session

    def today(self) -> date:
        return services().today(self.district.time_zone, is_demo=self.district.is_demo)

    def named_school(self, session: TenantSession, code: str | None) -> str | None:
        """The code given, once it is certain that the asker has such a school; else NotFoundError."""
        if code is None:
            return None
        if not self.may(Permission.VIEW_SCHOOL):
            raise NotFoundError(f"Школы с кодом «{code}» нет.")
        return find_school(session, code).code


def asker(district_code: str, *, login: str | None = None, school_code: str | None = None) -> Asker:
    """Raises NotFoundError for an unknown district or login, and for a district that is not the person's.

    school_code: of several roles, one at this school is preferred.
    """
    with unscoped(services().engine, "the district a command names", is_read_only=True) as session:
        district = find_district(session, district_code)
        if login is None:
            return Asker(district)
        today = services().today(district.time_zone, is_demo=district.is_demo)
        rights = rights_in_district(session, login=login, district=district, today=today)
    if not rights:
        raise NotFoundError(f"Района с кодом «{district_code}» нет.")
    return Asker(district, _principal(_preferred(rights, district, school_code), district))


def _preferred(rights: Iterable[Right], district: DistrictEntry, school_code: str | None) -> Right:
    ranked = sorted(rights, key=lambda right: _PREFERENCE.index(right.role))
    if school_code is not None:
        ranked.sort(key=lambda right: not _is_at(right, district, school_code))
    return ranked[0]


def _is_at(right: Right, district: DistrictEntry, school_code: str) -> bool:
    if right.school_id is None:
        return False
    scope = Scope((district.id,), school_id=right.school_id)
    with tenant_session(services().engine, scope) as session:
        try:
            find_school(session, school_code)
        except NotFoundError:
            return False
    return True


def _principal(right: Right, district: DistrictEntry) -> Principal:
    return Principal(
        user_id=right.user_id,
        login=right.login,
        full_name=right.full_name,
        role=right.role,
        membership_id=right.membership_id,
        region_id=right.region_id,
        district_id=district.id,
        school_id=right.school_id,
        is_switched=right.role is Role.ADMINISTRATOR,
        district_ids=(district.id,),
        district_code=district.code,
        district_title=district.title,
        time_zone=district.time_zone,
        is_demo=district.is_demo,
    )
