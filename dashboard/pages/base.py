"""What a page says about itself; the factory registers it and the guard protects it."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.access.policy import Permission
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class Page:
    """A page module exposes one of these as PAGE, beside `layout(**_)` and `register(app)`.

    path_template: "/", "/cycle" or "/schools/<school>"; a variable is one path segment.
    title: of the browser's tab, without the name of the product.
    permission: what a person needs to open the page; without it the page does not exist for them.
    menu: wording of the tab in the app bar; None for a page that has none, such as one school.
    is_platform: it opens for an administrator without a district too, who looks after districts and people there.
    school_menu: what the tab is called for people of one school, where it is another thing for them.
    is_there: whether what the query string names is there for the person of the session, who may see it. Where it is
        not, the page answers 404 as a path without a page does; None where the query string can name nothing.
    """

    path_template: str
    name: str
    title: str
    permission: Permission
    menu: str | None
    is_platform: bool = False
    school_menu: str | None = None
    is_there: Callable[[TenantSession, str], bool] | None = None
