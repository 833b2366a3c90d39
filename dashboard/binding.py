"""The one door to data: who asks, may they, the session of their tenant, then a plain function.

Callbacks, downloads and routes are registered here and nowhere else; a test compares this registry
with everything that Flask and Dash know.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from dash import Dash
from flask import Flask, g, request
from sqlalchemy import Engine
from werkzeug.routing import Rule

from dashboard.access import sessions
from dashboard.access.policy import Permission, manages_platform, scope_for, viewer_for
from dashboard.access.principal import Principal, current_principal
from dashboard.access.texts import check_form
from dashboard.errors import ForbiddenError, InvalidInputError
from dashboard.services import Services, services
from dashboard.settings import Settings
from data_layer.domain.suppression import Viewer
from data_layer.queries.directory import data_version
from data_layer.queries.people import school_id_by_code
from data_layer.scope import Scope
from data_layer.session import TenantSession, UnscopedSession, tenant_session, unscoped

__all__ = [
    "Binding",
    "InvalidInputError",
    "PlatformContext",
    "RequestContext",
    "bindings",
    "register_callback",
    "register_platform_callback",
    "register_platform_route",
    "register_route",
]

_KEY: Final = "vsoko-bindings"
_LONGEST_NAME: Final = 32
_LONGEST_CHOICE: Final = 100
_MOST_CHOICES: Final = 20


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Everything a handler may know about the request beside the values it was sent.

    session: of the person's tenant, read-only unless the permission writes; committed after the
        handler. viewer: in which capacity figures are seen. today: the date where the district lives.
    events: what is to be audited once the handler is through; see `audit_later`.
    """

    principal: Principal
    session: TenantSession
    viewer: Viewer
    today: date
    settings: Settings
    request_id: str
    events: list[tuple[str, str]] = field(default_factory=list)

    def audit_later(self, action: str, subject: str) -> None:
        """Have a file handed out, or the like, recorded after a handler that may only read."""
        self.events.append((action, subject))

    @contextmanager
    def reading(self) -> Iterator[TenantSession]:
        """A second session of the same rows that only reads, to be left before slow work begins.

        The session of a writing handler holds the database's only lock on SQLite from its first statement on.
        """
        scope = replace(self.session.scope, is_read_only=True)
        with tenant_session(services().engine, scope) as session:
            yield session


@dataclass(frozen=True, slots=True)
class PlatformContext:
    """An administrator at work on districts and people, outside any district.

    Sessions are opened when they are needed: bringing a district into being opens one of its own. Rows of
    districts stay closed in them; of a school no more than its id can be learnt, by its code.
    """

    principal: Principal
    engine: Engine
    today: date
    request_id: str

    @contextmanager
    def identity(self, *, writes: bool = False) -> Iterator[UnscopedSession]:
        """People, memberships and the list of districts; committed at the end of the block."""
        with unscoped(self.engine, "an administrator looks after the platform", is_read_only=not writes) as session:
            yield session

    def audit_later(self, action: str, subject: str) -> None:
        """As of `RequestContext`; here no session of the handler is open, so it is recorded at once."""
        with unscoped(self.engine, "what was handed out is audited") as database:
            sessions.record(database, self.principal, action, subject=subject, new=_asked())

    def school_id(self, *, district_id: int, code: str) -> int | None:
        with tenant_session(self.engine, Scope((district_id,))) as session:
            return school_id_by_code(session, code=code)


@dataclass(frozen=True, slots=True)
class Binding:
    """One registered door. key: Dash's callback id or Flask's endpoint."""

    kind: str
    key: str
    name: str
    permission: Permission
    handler: Callable[..., Any]


def bindings(server: Flask) -> dict[tuple[str, str], Binding]:
    """All doors of an application, by kind («callback», «route») and key."""
    registry: dict[tuple[str, str], Binding] = server.extensions.setdefault(_KEY, {})
    return registry


def register_callback(
    app: Dash,
    *,
    output: Any,
    inputs: Sequence[Any],
    state: Sequence[Any] = (),
    permission: Permission,
    handler: Callable[..., Any],
    name: str | None = None,
    prevent_initial_call: bool = False,
    is_remembered: bool = False,
) -> None:
    """Let the browser call `handler(ctx, *input_values, *state_values)`; the values are untrusted.

    is_remembered: the handler only reads rows of the person's own districts, its answer is HTML that depends
    on the person, the states, the day and those rows alone; the inputs merely set it off. Then it is asked
    again only after something has changed.
    """
    label = name or handler.__name__

    def call(*values: Any) -> Any:
        with _context(permission, label) as context:
            if is_remembered:
                return _recalled(context, label, values[len(inputs) :], lambda: handler(context, *values))
            return handler(context, *values)

    call.__name__ = call.__qualname__ = label
    app.callback(output, list(inputs), list(state), prevent_initial_call=prevent_initial_call)(call)
    _remember(app.server, Binding("callback", last_callback_id(app), label, permission, handler))


def register_route(
    server: Flask,
    rule: str,
    *,
    methods: Sequence[str],
    permission: Permission,
    handler: Callable[..., Any],
    name: str | None = None,
) -> None:
    """Answer `rule` with `handler(ctx, **variables)`, which returns what a Flask view may return."""
    label = name or handler.__name__
    endpoint = f"bound:{label}"

    def view(**variables: Any) -> Any:
        with _context(permission, label) as context:
            check_form()
            return handler(context, **variables)

    server.add_url_rule(rule, endpoint=endpoint, view_func=view, methods=list(methods))
    _remember(server, Binding("route", endpoint, label, permission, handler))


def register_platform_callback(
    app: Dash, *, output: Any, inputs: Sequence[Any], state: Sequence[Any] = (), handler: Callable[..., Any]
) -> None:
    """As `register_callback`, for an administrator who need not be in a district."""
    label = handler.__name__

    def call(*values: Any) -> Any:
        context = _platform_context(label)
        with _written_now(context.principal):
            return handler(context, *values)

    call.__name__ = call.__qualname__ = label
    app.callback(output, list(inputs), list(state))(call)
    _remember(app.server, Binding("callback", last_callback_id(app), label, Permission.MANAGE_PLATFORM, handler))


def register_platform_route(server: Flask, rule: str, *, methods: Sequence[str], handler: Callable[..., Any]) -> None:
    """As `register_route`, for an administrator who need not be in a district."""
    label = handler.__name__
    endpoint = f"bound:{label}"

    def view(**variables: Any) -> Any:
        context = _platform_context(label)
        check_form()
        with _written_now(context.principal):
            return handler(context, **variables)

    server.add_url_rule(rule, endpoint=endpoint, view_func=view, methods=list(methods))
    _remember(server, Binding("route", endpoint, label, Permission.MANAGE_PLATFORM, handler))


def bound_layout(
    layout: Callable[..., Any], permission: Permission, *, is_platform: bool = False
) -> Callable[..., Any]:
    """A page's layout that only comes about for people who may open the page.

    is_platform: it opens for an administrator without a district too.
    """

    def show(**values: Any) -> Any:
        principal = current_principal()
        if not (is_platform and manages_platform(principal)):
            _scope(principal, permission, "layout")
        return layout(**values)

    return show


def last_callback_id(app: Dash) -> str:
    identifier: str = app._callback_list[-1]["output"]  # noqa: SLF001 - Dash tells the id of a callback nowhere else
    return identifier


def undeclared(server: Flask, app: Dash, framework: Mapping[str, frozenset[str]]) -> list[str]:
    """Everything the browser could reach that did not come through here; for the enumeration tests.

    framework: what Flask, Dash and `access` bring along, by kind («callback», «route»).
    """
    known = bindings(server)
    callbacks = [key for key in app.callback_map if ("callback", key) not in known]
    rules: list[Rule] = list(server.url_map.iter_rules())
    routes = [rule.endpoint for rule in rules if ("route", rule.endpoint) not in known]
    return sorted(
        [f"callback {key}" for key in callbacks if key not in framework["callback"]]
        + [f"route {key}" for key in routes if key not in framework["route"]]
        + [f"api {path}" for path in app.callback_api_paths]
    )


@contextmanager
def _context(permission: Permission, label: str) -> Iterator[RequestContext]:
    parts, principal = services(), current_principal()
    scope = _scope(principal, permission, label)
    with _written_now(principal), _answering(parts, principal, scope) as context:
        yield context


def _written_now(principal: Principal) -> AbstractContextManager[None]:
    return services().written_now(principal.time_zone, is_demo=principal.is_demo)


@contextmanager
def _answering(parts: Services, principal: Principal, scope: Scope) -> Iterator[RequestContext]:
    with tenant_session(parts.engine, scope) as session:
        context = RequestContext(
            principal=principal,
            session=session,
            viewer=viewer_for(principal),
            today=parts.today(principal.time_zone, is_demo=principal.is_demo),
            settings=parts.settings,
            request_id=g.get("request_id", ""),
        )
        yield context
    if context.events:
        asked = _asked()
        with unscoped(parts.engine, "what was handed out is audited") as database:
            for action, subject in context.events:
                sessions.record(database, principal, action, subject=subject, new=asked)


def _asked() -> dict[str, Any] | None:
    """By which choices a file was asked for: the query of its address. Whatever no address of ours holds is cut off."""
    given = {name: value for name, value in request.args.items() if _is_choice(name, value)}
    chosen = {name: value[:_LONGEST_CHOICE] for name, value in list(given.items())[:_MOST_CHOICES]}
    return {"filters": chosen} if chosen else None


def _is_choice(name: str, value: str) -> bool:
    return bool(value) and len(name) <= _LONGEST_NAME and name.isprintable() and value.isprintable()


def _recalled(context: RequestContext, label: str, states: tuple[Any, ...], make: Callable[[], str]) -> str:
    """The page as it was made for this very question, or made now.

    The version is read first and in the session that reads the rows: rows newer than it may be kept under it,
    older ones never.
    """
    pages, version = services().pages, data_version(context.session)
    if not all(state is None or isinstance(state, str) for state in states):
        return make()
    person = replace(context.principal, token_hash="")
    key = (label, person, context.session.scope, context.viewer, context.today, version, states)
    page = pages.get(key)
    if page is None:
        page = make()
        if not context.events:
            pages.put(key, page)
    return page


def _platform_context(label: str) -> PlatformContext:
    parts, principal = services(), current_principal()
    if not manages_platform(principal):
        _record_refusal(principal, label)
        raise ForbiddenError
    today = parts.today(principal.time_zone, is_demo=principal.is_demo)
    return PlatformContext(principal, parts.engine, today, g.get("request_id", ""))


def _scope(principal: Principal, permission: Permission, label: str) -> Any:
    try:
        return scope_for(principal, permission)
    except ForbiddenError:
        _record_refusal(principal, label)
        raise


def _record_refusal(principal: Principal, label: str) -> None:
    with unscoped(services().engine, "a refusal is audited") as database:
        sessions.record(database, principal, "access_denied", subject=label)


def _remember(server: Flask, binding: Binding) -> None:
    bindings(server)[binding.kind, binding.key] = binding
