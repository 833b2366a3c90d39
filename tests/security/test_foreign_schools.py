"""What is not yours and what is not there are the same, on every door."""

from urllib.parse import quote

from sqlalchemy import func, select

from data_layer.models import AuditEvent, School
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.site import HOME, SCHOOL, WRITE, Site, call, callback_body, token_headers

# Who may see which schools of district alpha by name, as page, callback and download.
SEEN = {
    "official": {"s-1", "s-2"},
    "presenter": {"s-1", "s-2"},
    "director": {"s-1"},
    "coordinator": {"s-1"},
    "director-2": {"s-2"},
    "region": set[str](),
    "official-beta": {"s-1", "s-9"},
}
CODES = (
    "s-1",
    "s-2",
    "s-9",
    "no",
    "s-1 ",
    "S-1",
    "s-1/../s-2",
    "%73-2",
    "11",
    "12",
    "s-%",
    "*",
    "' OR 1=1 --",
    "ш" * 70,
)


def test_each_door_opens_for_the_schools_of_the_person_alone(site_on_each_engine: Site) -> None:
    for login in SEEN:
        _try_each_door(site_on_each_engine, login)


def _try_each_door(site: Site, login: str) -> None:
    client = site.signed_in(login)
    headers = token_headers(client)
    token = {11: "s-1", 12: "s-2", 21: "s-1", 22: "s-9"}
    own = {21, 22} if login == "official-beta" else {11, 12}

    for code in CODES:
        body = callback_body(SCHOOL, code)
        answers = [
            client.get(f"/schools/{quote(code, safe='')}"),
            client.get(f"/files/{quote(code, safe='')}.txt"),
            client.post("/_dash-update-component", json=body, headers=headers),
        ]
        expected = 200 if code in SEEN[login] else 404
        allowed = (expected, 403) if login == "region" else (expected,)
        for answer in answers:
            assert answer.status_code in allowed, f"{login} {code} {answer.request.path}"
            for school_id, own_code in token.items():
                if f"TOKEN-{school_id}" in answer.text:
                    assert school_id in own, f"{login} saw {school_id}"
                    assert own_code in SEEN[login]


def test_absent_and_foreign_are_the_same_bytes(site: Site) -> None:
    client = site.signed_in("director")

    pages = {client.get(f"/schools/{code}").data for code in ("s-2", "s-9", "no", "%D1%88")}
    pages |= {client.get(path).data for path in ("/nowhere", "/compare", "/_mcp", "/schools", "/schools/", "/compare/")}
    callbacks = {call(client, SCHOOL, code).data for code in ("s-2", "s-9", "no")}

    assert len(pages) == 1
    assert len(callbacks) == 1
    page = pages.pop().decode()
    for inner in ("s-2", "s-9", "nowhere", "compare", "TOKEN", "csrf"):
        assert inner not in page


def test_the_router_is_no_way_round(site: Site) -> None:
    client = site.signed_in("director")
    headers = token_headers(client)

    def route(pathname: object, search: object = "") -> int:
        body: dict[str, object] = {
            "output": ".._pages_content.children..._pages_store.data..",
            "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
            "inputs": [
                {"id": "_pages_location", "property": "pathname", "value": pathname},
                {"id": "_pages_location", "property": "search", "value": search},
            ],
            "changedPropIds": ["_pages_location.pathname"],
        }
        return client.post("/_dash-update-component", json=body, headers=headers).status_code

    assert route("/schools/s-1") == 200
    assert route("/schools/s%2D1") == 200
    for pathname in ("/schools/s-2", "/schools/no", "/", "/nowhere", "/schools/s-1/../s-2", "schools/s-1"):
        assert route(pathname) == 404, pathname
    for oddity in (None, 7, ["/"], {"a": 1}, True):
        assert route(oddity) == 400
    assert route("/schools/s-1", 7) == 400
    assert route("/schools/s-1", "?school=s-2&permission=x&layout=y") == 200


def test_a_write_beyond_ones_rights_changes_nothing(site_on_each_engine: Site) -> None:
    beyond: dict[str, tuple[str, ...]] = {
        "director": ("s-2", "s-9", "no"),
        "presenter": ("s-1", "s-2"),
        "region": ("s-1",),
        "director-2": ("s-1",),
    }

    answers = [
        call(site_on_each_engine.signed_in(login), WRITE, code) for login, codes in beyond.items() for code in codes
    ]

    assert {answer.status_code for answer in answers} == {403, 404}
    for district in (1, 2):
        with tenant_session(site_on_each_engine.engine, Scope((district,))) as session:
            changed = select(func.count()).select_from(School).where(School.full_name.is_not(None))
            assert session.scalar(changed) == 0


def test_a_refusal_of_a_right_is_audited(site_on_each_engine: Site) -> None:
    site = site_on_each_engine

    assert call(site.signed_in("presenter"), WRITE, "s-1").status_code == 403

    with tenant_session(site.engine, Scope((1,))) as session:
        denied = session.scalars(select(AuditEvent).where(AuditEvent.action == "access_denied")).all()
    assert [(each.actor, each.subject) for each in denied] == [("presenter", "rename")]
    assert len(denied[0].request_id) == 16


def test_a_directors_home_is_not_the_districts(site: Site) -> None:
    client = site.signed_in("director")

    assert call(client, HOME, "").status_code == 403


def test_two_schools_with_one_code_do_not_meet(site: Site) -> None:
    assert "TOKEN-11" in call(site.signed_in("official"), SCHOOL, "s-1").text
    assert "TOKEN-21" in call(site.signed_in("official-beta"), SCHOOL, "s-1").text
