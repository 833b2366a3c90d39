"""What a page says about itself; the factory registers it and the guard protects it."""

from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash, Input, Output, State

from dashboard.access.policy import Permission
from dashboard.binding import register_callback
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


def register_content(
    app: Dash, page: Page, handler: Callable[..., str], *, content: str, asked: str, is_remembered: bool = False
) -> None:
    """Bind what fills the shell of a page whose query string says all that is asked for.

    content, asked: as `components.page.page_shell` has them. handler: of the request's context, what set it off, and the
    query string. is_remembered: see `binding.register_callback`.
    """
    register_callback(
        app,
        output=Output(content, "html"),
        inputs=[Input(asked, "data")],
        state=[State("_pages_location", "search")],
        permission=page.permission,
        handler=handler,
        is_remembered=is_remembered,
    )
