"""Who is asking, as the database says at this very request."""

from dataclasses import dataclass

from flask_login import UserMixin, current_user

from dashboard.errors import ForbiddenError
from data_layer.domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in person in one role and place.

    district_id: None for a region, and for an administrator who has not switched into a district.
    district_ids: the districts whose rows the person may read; several for a region alone.
    has_other_roles: there is something to choose on /membership.
    is_switched: an administrator who looks into a district.
    token_hash: key of the browser's row, for signing it out.
    """

    user_id: int
    login: str
    full_name: str
    role: Role
    membership_id: int
    region_id: int | None = None
    district_id: int | None = None
    school_id: int | None = None
    has_other_roles: bool = False
    is_switched: bool = False
    district_ids: tuple[int, ...] = ()
    district_code: str = ""
    district_title: str = ""
    time_zone: str = ""
    is_demo: bool = False
    must_change_password: bool = False
    token_hash: str = ""


class BrowserUser(UserMixin):
    """What flask-login carries: its «user id» is the random token of the browser."""

    def __init__(self, token: str, principal: Principal) -> None:
        self.token = token
        self.principal = principal

    def get_id(self) -> str:
        return self.token


def principal_or_none() -> Principal | None:
    """The person behind the current request; None for an anonymous one."""
    return current_user.principal if current_user.is_authenticated else None


def current_principal() -> Principal:
    """The person behind the current request. Raises ForbiddenError for an anonymous one."""
    principal = principal_or_none()
    if principal is None:
        raise ForbiddenError
    return principal
