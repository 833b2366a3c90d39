"""A small site for the tests of access: two districts, three schools, a person per role, a frozen clock.

Its pages are stand-ins, so that these tests say something about the shell and not about the board.
Every text of a school carries a token of its own: whoever may not see the school must not see the token.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from dash import Dash, Input, Output, html
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from dashboard.access.policy import Permission
from dashboard.binding import RequestContext, register_callback, register_route
from dashboard.errors import InvalidInputError
from dashboard.factory import create_app
from dashboard.pages.base import Page
from dashboard.services import services
from dashboard.settings import Settings
from data_layer.commands.database import migrate
from data_layer.commands.people import add_membership, add_user, deactivate
from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from data_layer.models import District, Region, School
from data_layer.queries.people import school_code_and_name, school_id_by_code
from data_layer.scope import Scope
from data_layer.session import create_app_engine, create_owner_engine, tenant_session, unscoped

START: Final = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)
SECRET_KEY: Final = "k3y-of-the-tests-0123456789-abcdefghij"
ORIGIN: Final = "http://localhost"
HOME, SCHOOL = "home-content.children", "school-content.children"
WRITE, ONE_OF_MANY, BROKEN = (
    "write-content.children",
    '{"index":MATCH,"kind":"row"}.children',
    "broken-content.children",
)
ONE_TIME: Final = "one-time-password"


def password_of(login: str) -> str:
    return f"password of {login}"


class FrozenClock:
    """Time stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True)
class Site:
    server: Flask
    clock: FrozenClock

    @property
    def engine(self) -> Engine:
        return services(self.server).engine

    def anonymous(self, address: str = "127.0.0.1") -> FlaskClient:
        client = self.server.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def signed_in(self, login: str) -> FlaskClient:
        """A browser of this person, who must get in."""
        client = self.anonymous()
        answer = sign_in(client, login)
        assert answer.status_code == 303, answer.text
        return client

    def new_password(self, login: str) -> str:
        return password_of(login)


def sign_in(client: FlaskClient, login: str, password: str | None = None, **fields: str) -> TestResponse:
    """Fill in the form the way a browser does."""
    token = form_token(client.get("/login").text)
    entered = {"login": login, "password": password_of(login) if password is None else password}
    return client.post("/login", data={**entered, "csrf_token": token, "next": "/", **fields})


def form_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def page_html(client: FlaskClient, name: str, search: str) -> str:
    """The whole page as its callback makes it, bar included. name: as in the ids of its content."""
    body = {
        "output": f"{name}-content.html",
        "outputs": {"id": f"{name}-content", "property": "html"},
        "inputs": [{"id": f"{name}-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": "search", "value": search}],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    assert answer.status_code == 200, answer.text
    content: str = json.loads(answer.text)["response"][f"{name}-content"]["html"]
    return content


def token_headers(client: FlaskClient) -> dict[str, str]:
    """What the scripts of a page of ours send: origin and the readable cookie's token."""
    cookie = client.get_cookie("_csrf_token")
    if cookie is None:
        client.get(own_page(client))
        cookie = client.get_cookie("_csrf_token")
    if cookie is None:
        # «/» leads an administrator to the choice of a district, which sends nothing by script.
        client.get("/admin")
        cookie = client.get_cookie("_csrf_token")
    return {"Origin": ORIGIN, "X-CSRFToken": cookie.value if cookie else ""}


def own_page(client: FlaskClient) -> str:
    """Where «/» leads this person."""
    answer = client.get("/")
    return answer.headers["Location"] if answer.status_code == 303 else "/"


def callback_body(output: str, *values: Any) -> dict[str, Any]:
    """A request the way the renderer makes it. One value per input."""
    identifier, _, property_name = output.rpartition(".")
    inputs = INPUTS[output]
    given = zip(inputs, values, strict=True)
    return {
        "output": output,
        "outputs": {"id": identifier, "property": property_name},
        "inputs": [{"id": each, "property": name, "value": value} for (each, name), value in given],
        "changedPropIds": [f"{each}.{name}" for each, name in inputs],
    }


def call(client: FlaskClient, output: str, *values: Any, **headers: str) -> TestResponse:
    body = callback_body(output, *values)
    return client.post("/_dash-update-component", json=body, headers={**token_headers(client), **headers})


INPUTS: Final = {
    HOME: [("_pages_location", "search")],
    SCHOOL: [("school-code", "data")],
    WRITE: [("school-code", "data")],
    BROKEN: [("school-code", "data")],
}


def stand_in_pages() -> tuple[Any, ...]:
    home = Page(path_template="/", name="home", title="Обзор", permission=Permission.OPEN_START, menu="Обзор")
    school = Page(
        path_template="/schools/<school>", name="school", title="Школа", permission=Permission.VIEW_SCHOOL, menu=None
    )
    return (
        SimpleNamespace(PAGE=home, layout=lambda **_: html.Div(id="home-content"), register=_register_home),
        SimpleNamespace(PAGE=school, layout=lambda **_: html.Div(id="school-content"), register=_register_school),
    )


def _register_home(app: Dash) -> None:
    source = [Input("_pages_location", "search")]
    register_callback(
        app,
        output=Output("home-content", "children"),
        inputs=source,
        permission=Permission.VIEW_OVERVIEW,
        handler=show_home,
    )


def _register_school(app: Dash) -> None:
    code = [Input("school-code", "data")]
    register_callback(
        app,
        output=Output("school-content", "children"),
        inputs=code,
        permission=Permission.VIEW_SCHOOL,
        handler=show_school,
    )
    register_callback(
        app, output=Output("write-content", "children"), inputs=code, permission=Permission.WRITE_DATA, handler=rename
    )
    register_callback(
        app, output=Output("broken-content", "children"), inputs=code, permission=Permission.VIEW_SCHOOL, handler=fail
    )
    register_route(
        app.server,
        "/files/<school>.txt",
        methods=["GET"],
        permission=Permission.VIEW_SCHOOL,
        handler=download_school,
    )


def show_home(context: RequestContext, _search: object) -> str:
    return f"{context.principal.district_title} {context.today} {context.viewer.sight}"


def show_school(context: RequestContext, code: object) -> str:
    return _school(context, code)


def download_school(context: RequestContext, school: str) -> str:
    return _school(context, school)


def rename(context: RequestContext, code: object) -> str:
    if not isinstance(code, str):
        raise InvalidInputError("Код школы задан неверно.")
    school_id = school_id_by_code(context.session, code=code)
    found = context.session.get(School, (context.principal.district_id, school_id))
    if found is None:
        raise NotFoundError
    found.full_name = "Переименована"
    return "Готово"


def fail(_context: RequestContext, secret: object) -> str:
    raise RuntimeError(f"relation school_{secret} of the database")


def _school(context: RequestContext, code: object) -> str:
    if not isinstance(code, str):
        raise InvalidInputError("Код школы задан неверно.")
    school_id = school_id_by_code(context.session, code=code)
    found = None if school_id is None else school_code_and_name(context.session, school_id=school_id)
    if found is None:
        raise NotFoundError
    return found[1]


def settings_for(database_url: str, folder: Path, **given: Any) -> Settings:
    """Settings of a test, whatever the environment says."""
    folder.mkdir(mode=0o700, exist_ok=True)
    defaults = {
        "database_url": database_url,
        "database_owner_url": "",
        "vsoko_data_dir": folder,
        "secret_key": SECRET_KEY,
        "host": "127.0.0.1",
        "port": 8050,
        "public_url": "",
        "dash_mcp_enabled": "",
        "dash_debug": "",
        "flask_debug": "",
        "vsoko_today": None,
    }
    return Settings(**{**defaults, **given})


def build_site(database_url: str, folder: Path, **given: Any) -> Site:
    clock = FrozenClock()
    server = create_app(settings_for(database_url, folder, **given), pages=stand_in_pages(), clock=clock)
    server.testing = False
    return Site(server, clock)


def populate(database_url: str) -> None:
    """Migrate an empty database and let people and schools in."""
    owner = create_owner_engine(database_url)
    migrate(owner)
    owner.dispose()
    engine = create_app_engine(database_url)
    with unscoped(engine, "a region for the tests") as session:
        session.add(Region(id=1, code="region", title="Регион"))
    _add_district(engine, 1, "alpha", {11: "s-1", 12: "s-2"})
    _add_district(engine, 2, "beta", {21: "s-1", 22: "s-9"})
    _add_people(engine)
    engine.dispose()


def _add_district(engine: Engine, district_id: int, code: str, schools: dict[int, str]) -> None:
    with tenant_session(engine, Scope((district_id,), is_read_only=False)) as session:
        region = 1 if district_id == 1 else None
        session.add(District(id=district_id, code=code, title=f"Район {code}", region_id=region))
        session.flush()
        for school_id, school_code in schools.items():
            name = f"TOKEN-{school_id}"
            session.add(School(id=school_id, district_id=district_id, code=school_code, short_name=name, kind="full"))


def _add_people(engine: Engine) -> None:
    alpha: dict[str, Any] = {"district_id": 1}
    beta: dict[str, Any] = {"district_id": 2}
    school: dict[str, Any] = {"district_id": 1, "school_id": 11}
    people: list[tuple[str, Role, dict[str, Any]]] = [
        ("official", Role.DEPARTMENT, alpha),
        ("official-beta", Role.DEPARTMENT, beta),
        ("presenter", Role.PRESENTER, alpha),
        ("director", Role.DIRECTOR, school),
        ("director-2", Role.DIRECTOR, {"district_id": 1, "school_id": 12}),
        ("coordinator", Role.COORDINATOR, school),
        ("region", Role.REGION, {"region_id": 1}),
        ("administrator", Role.ADMINISTRATOR, {}),
        ("closed", Role.DEPARTMENT, alpha),
        ("twofold", Role.DIRECTOR, school),
    ]
    with unscoped(engine, "people for the tests") as session:
        for login, role, place in people:
            add_user(session, login=login, role=role, password=password_of(login), actor="tests", **place)
        add_membership(session, login="twofold", role=Role.PRESENTER, actor="tests", **beta)
        deactivate(session, login="closed", actor="tests")
