"""The pages of the product itself, asked by everybody for everything: nothing foreign, nothing broken.

Every school's name is a token of its own, so a leak shows in any answer, whatever its shape.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Input, Output

from dashboard.access.policy import Permission, may
from dashboard.binding import Binding, RequestContext, bindings, register_callback
from dashboard.factory import create_app
from data_layer.domain.vocabulary import Role
from tests.support.site import FrozenClock, Site, settings_for, token_headers

# Tokens of the schools whose names a person may see.
SEEN = {
    "official": {"TOKEN-11", "TOKEN-12"},
    "presenter": {"TOKEN-11", "TOKEN-12"},
    "director": {"TOKEN-11"},
    "coordinator": {"TOKEN-11"},
    "director-2": {"TOKEN-12"},
    "region": set[str](),
    "official-beta": {"TOKEN-21", "TOKEN-22"},
    # In no district before switching into one.
    "administrator": set[str](),
}
ROLES = {
    "official": Role.DEPARTMENT,
    "presenter": Role.PRESENTER,
    "director": Role.DIRECTOR,
    "coordinator": Role.COORDINATOR,
    "director-2": Role.DIRECTOR,
    "region": Role.REGION,
    "official-beta": Role.DEPARTMENT,
    "administrator": Role.ADMINISTRATOR,
}
# The show of a meeting and its notes: an address that names no meeting leads nowhere.
OF_A_MEETING = frozenset({"show_deck", "show_notes"})
# Of all combinations each seventh: a number that shares no divisor with the lists' lengths meets every value.
STRIDE = 7
TOKENS = frozenset({"TOKEN-11", "TOKEN-12", "TOKEN-21", "TOKEN-22"})
PATHS: list[Any] = [
    "/",
    "/schools/s-1",
    "/schools/s-2",
    "/schools/s-9",
    "/schools/no",
    "/schools/",
    "",
    None,
    7,
    ["s-2"],
]
SEARCHES: list[Any] = [
    "",
    "?year=2025/26",
    "?school=s-2&year=2024/25&block=2&level=noo",
    "?year=9999/00&block=x",
    None,
    {"a": 1},
]
OTHERS: list[Any] = [None, 1, "s-2", ["s-2"], {"school_id": 12}, {"id": "s-2"}, "x" * 5000, 1e308]


@pytest.fixture
def site(populated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    """The product over the small database."""
    shutil.copyfile(populated_sqlite, tmp_path / "vsoko.db")
    clock = FrozenClock()
    built = Site(create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=clock), clock)
    yield built
    built.engine.dispose()


def _bound(site: Site) -> list[Binding]:
    return [each for each in bindings(site.server).values() if each.kind == "callback"]


def _bodies(site: Site, key: str) -> Iterator[dict[str, Any]]:
    """One request per combination of what could be sent; ids as the callback declares them."""
    known = site.server.extensions["dash"].callback_map[key]
    given = [*known["inputs"], *known["state"]]
    for values in itertools.islice(itertools.product(*(_choices(each["property"]) for each in given)), 0, None, STRIDE):
        sent = [
            {"id": each["id"], "property": each["property"], "value": value}
            for each, value in zip(given, values, strict=True)
        ]
        inputs = len(known["inputs"])
        yield {
            "output": key,
            "outputs": _outputs(known["output"]),
            "inputs": sent[:inputs],
            "state": sent[inputs:],
            "changedPropIds": [f"{sent[0]['id']}.{sent[0]['property']}"],
        }


def _choices(name: str) -> list[Any]:
    return {"pathname": PATHS, "search": SEARCHES}.get(name, OTHERS)


def _outputs(declared: Any) -> Any:
    if isinstance(declared, list | tuple):
        return [_outputs(each) for each in declared]
    return {"id": declared.component_id, "property": declared.component_property}


def _violations(site: Site, login: str) -> list[str]:
    """What went wrong when this person called everything; and a permission that was not needed or not enough."""
    client = site.signed_in(login)
    headers, found = token_headers(client), []
    for binding in _bound(site):
        statuses = set()
        for body in _bodies(site, binding.key):
            answer = client.post("/_dash-update-component", json=body, headers=headers)
            statuses.add(answer.status_code)
            if any(token in answer.text for token in TOKENS - SEEN[login]):
                found.append(f"{binding.name} shows a foreign school: {body}")
        is_allowed = _is_allowed(login, binding)
        is_answered = 200 in statuses or binding.name in OF_A_MEETING
        fitting = statuses <= {200, 400, 404} and is_answered if is_allowed else statuses == {403}
        found += [] if fitting else [f"{binding.name} answers {sorted(statuses)}"]
    return found


def _is_allowed(login: str, binding: Binding) -> bool:
    """An administrator who is in no district looks after the platform, and nothing else."""
    if login == "administrator":
        return binding.permission is Permission.MANAGE_PLATFORM
    return may(ROLES[login], binding.permission)


@pytest.mark.parametrize("login", SEEN)
def test_no_callback_shows_anything_foreign_or_breaks(site: Site, login: str) -> None:
    assert _violations(site, login) == []


def _leak(context: RequestContext, _value: object) -> str:
    return f"TOKEN-12 for {context.principal.login}"


def _stumble(_context: RequestContext, value: object) -> str:
    return str(value)[100_000]


@pytest.mark.parametrize("planted", [_leak, _stumble])
def test_a_planted_fault_is_found(site: Site, planted: Callable[..., str]) -> None:
    register_callback(
        site.server.extensions["dash"],
        output=Output("planted", "children"),
        inputs=[Input("planted-asked", "data")],
        permission=Permission.VIEW_SCHOOL,
        handler=planted,
    )

    assert any(planted.__name__ in violation for violation in _violations(site, "director"))


@pytest.mark.parametrize("login", SEEN)
def test_no_page_shows_anything_foreign_or_breaks(site: Site, login: str) -> None:
    client = site.signed_in(login)

    for path, search in itertools.product((each for each in PATHS if isinstance(each, str)), SEARCHES):
        if isinstance(search, str):
            answer = client.get(f"{path or '/'}{search}")

            assert answer.status_code in {200, 303, 404}
            assert {token for token in TOKENS if token in answer.text} <= SEEN[login]


def test_every_callback_is_answered_to_somebody(site: Site) -> None:
    allowed = {binding.name for binding in _bound(site) for login in ROLES if _is_allowed(login, binding)}

    assert allowed == {binding.name for binding in _bound(site)}
