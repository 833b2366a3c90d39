"""Every route, callback and page of the real application came through its door. What did not is named."""

import re
import shutil
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import dash
import pytest
from dash import Input, Output, html
from dash.development.base_component import Component
from flask import Flask
from flask_login import login_user

from dashboard.access.guard import OPEN_ENDPOINTS, PAGE_ENDPOINTS
from dashboard.access.policy import ROLE_PERMISSIONS, Permission, may
from dashboard.access.principal import BrowserUser, Principal
from dashboard.binding import bindings, undeclared
from dashboard.dash_app import DistrictDash
from dashboard.factory import create_app
from dashboard.pages import PAGES
from data_layer.domain.vocabulary import Role
from tests.support.site import settings_for
from tests.support.site_fixtures import populated_sqlite

__all__ = ["populated_sqlite"]

# What Flask, Dash and sign-in bring along. A name more or less is a decision, so it is written here.
FRAMEWORK = {
    "route": frozenset(
        {
            "/",
            "/<path:path>",
            "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
            "/_dash-dependencies",
            "/_dash-layout",
            "/_dash-update-component",
            "/_favicon.ico",
            "/_reload-hash",
            "_dash_assets.static",
            "access.login",
            "access.login_static",
            "access.logout",
            "access.membership",
            "access.password",
            "access.switch",
            "assets.css",
            "assets.js",
            "assets.plots",
            "health.livez",
            "health.readyz",
        }
    ),
    "callback": frozenset({".._pages_content.children..._pages_store.data..", "_pages_dummy.children"}),
}
# Pages without a tab in the app bar, and why.
WITHOUT_TAB = {
    "school": "reached from the list of schools and from every finding",
    "trail": "reached from the school card and from «Администрирование»",
    "meeting-show": "reached from the agenda of its meeting",
    "meeting-notes": "opened by a key of the show",
}


@pytest.fixture
def server(populated_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application as it is served, set up by a first request."""
    shutil.copyfile(populated_sqlite, tmp_path / "vsoko.db")
    built = create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"))
    built.test_client().get("/livez")
    yield built
    built.extensions["vsoko"].engine.dispose()


def _dash(server: Flask) -> DistrictDash:
    app: DistrictDash = server.extensions["dash"]
    return app


def test_everything_reachable_is_declared(server: Flask) -> None:
    found = undeclared(server, _dash(server), FRAMEWORK)

    assert not found, f"{found}: register them through dashboard.binding, with a permission"


def test_the_count_of_doors_is_no_accident(server: Flask) -> None:
    callbacks = [each for each in bindings(server).values() if each.kind == "callback"]

    assert len(callbacks) >= len(PAGES)
    assert len(_dash(server).callback_map) >= len(callbacks) + len(FRAMEWORK["callback"])
    assert len(list(server.url_map.iter_rules())) >= len(FRAMEWORK["route"])


def test_nothing_declared_has_vanished(server: Flask) -> None:
    endpoints = {rule.endpoint for rule in server.url_map.iter_rules()}
    callbacks = set(_dash(server).callback_map) | {each["output"] for each in _dash(server)._callback_list}

    assert endpoints >= FRAMEWORK["route"]
    assert callbacks >= FRAMEWORK["callback"]
    for kind, key in bindings(server):
        assert key in (endpoints if kind == "route" else callbacks), f"{kind} {key}"


def test_a_planted_callback_is_found(server: Flask) -> None:
    app = _dash(server)
    app.callback(Output("planted", "children"), Input("other", "value"))(lambda value: value)

    assert undeclared(server, app, FRAMEWORK) == ["callback planted.children"]


def test_a_planted_route_is_found(populated_sqlite: Path, tmp_path: Path) -> None:
    built = create_app(settings_for(f"sqlite:///{populated_sqlite}", tmp_path / "var"))
    built.add_url_rule("/planted", "planted", lambda: "planted")

    assert undeclared(built, _dash(built), FRAMEWORK) == ["route planted"]
    assert built.test_client().get("/planted").status_code == 302  # and private all the same


def test_every_bound_callback_and_route_has_a_permission_somebody_holds(server: Flask) -> None:
    held = frozenset[Permission]().union(*ROLE_PERMISSIONS.values())

    for binding in bindings(server).values():
        assert binding.permission in held, f"{binding.kind} {binding.key}: nobody may use it"


def test_every_page_has_a_permission_and_a_tab_or_a_reason(server: Flask) -> None:
    for module in PAGES:
        page = module.PAGE
        assert page.permission in Permission, page.name
        assert page.menu or page.name in WITHOUT_TAB, f"{page.name}: give it a tab, or a reason in WITHOUT_TAB"
    assert len({module.PAGE.path_template for module in PAGES}) == len(PAGES)


def test_dash_knows_our_pages_and_no_others(server: Flask) -> None:
    registered = {page["path_template"] or page["path"] for page in dash.page_registry.values()}

    assert registered == {module.PAGE.path_template for module in PAGES}


def test_layouts_hold_no_data_and_take_whatever_the_address_says(server: Flask) -> None:
    for module in PAGES:
        plain = _layouts(server, module)
        odd = _layouts(server, module, school="x", year="2025/26", unknown=["y"])
        assert plain, f"nobody may open {module.PAGE.name}"
        assert "TOKEN" not in f"{plain}{odd}", module.PAGE.name


def _layouts(server: Flask, module: ModuleType, **values: Any) -> list[Component]:
    """The page's layout as each role that may open it gets it; an administrator also outside any district."""
    drawn = []
    for role in Role:
        for districts in ((1,), ()) if module.PAGE.is_platform else ((1,),):
            if may(role, module.PAGE.permission) and (districts or may(role, Permission.MANAGE_PLATFORM)):
                person = Principal(
                    user_id=1, login="x", full_name="", role=role, membership_id=1, district_ids=districts
                )
                with server.test_request_context("/"):
                    login_user(BrowserUser("token", person))
                    drawn.append(html.Div(module.layout(**values)))
    return drawn


def test_ids_that_callbacks_write_to_stand_in_a_layout_or_are_written_by_another(server: Flask) -> None:
    """Ids a callback's own answer brings along are left to the tests of the pages."""
    known = set[str]().union(*(_ids(drawn) for module in PAGES for drawn in _layouts(server, module)))
    for kind, key in bindings(server):
        if kind == "callback" and "{" not in key:
            for output in re.split(r"\.\.\.?", key.strip(".")):
                assert output.rpartition(".")[0] in known, f"{key} writes to an id that no layout holds"


def _ids(component: Component) -> set[str]:
    found = {getattr(each, "id", None) for each in component._traverse()}
    return {each for each in found if isinstance(each, str)}


def test_guard_is_asked_before_dash(server: Flask) -> None:
    names = [function.__qualname__ for function in server.before_request_funcs[None]]

    assert names[0].startswith("install_guard")
    assert any("router" in name for name in names[1:])


def test_dangerous_switches_of_dash_are_off(server: Flask) -> None:
    app = _dash(server)

    assert app.config.suppress_callback_exceptions is True
    assert app._enable_mcp is False
    assert app._use_async is False
    assert app._websocket_callbacks is False
    assert not app.callback_api_paths
    assert app.validation_layout is None
    assert not server.debug


def test_mcp_stays_off_whatever_the_environment_says(
    populated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")

    built = create_app(settings_for(f"sqlite:///{populated_sqlite}", tmp_path / "var"))

    assert not [rule for rule in built.url_map.iter_rules() if "mcp" in rule.rule]


def test_no_installed_package_hooks_into_dash() -> None:
    assert not list(entry_points(group="dash_hooks"))


def test_open_endpoints_are_among_the_framework_and_pages_are_not_open() -> None:
    assert FRAMEWORK["route"] >= OPEN_ENDPOINTS
    assert not OPEN_ENDPOINTS & PAGE_ENDPOINTS


def test_every_role_has_its_line_in_the_policy() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
