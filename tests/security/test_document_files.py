"""No file of a document reaches anybody who may not have it: every file × every person, by its id and by guesses.

One board and one sign-in of everybody for all of these tests: nothing that one of them does changes what another sees.
"""

import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.access.policy import scope_for
from dashboard.factory import create_app
from dashboard.services import services
from data_layer.commands.people import add_user, deactivate
from data_layer.domain.vocabulary import Role
from data_layer.intake import confined
from data_layer.models import AuditEvent, StoredFile
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from tests.support.cli import NOW
from tests.support.one_process import run_here
from tests.support.sample_files import pdf
from tests.support.site import settings_for, token_headers
from tests.support.small_district import PASSWORD, signed_in
from tests.support.small_fixtures import small_sqlite

__all__ = ["small_sqlite"]

# Who stores a file, and in which district and school; everybody's file has a text of its own.
OWNERS: Final = {"director": "1", "director-2": "2", "official-beta": "1"}
# Who may have whose file.
MAY: Final = {
    "official": {"director", "director-2"},
    "director": {"director"},
    "coordinator": {"director"},
    "director-2": {"director-2"},
    "official-beta": {"official-beta"},
    "presenter": set(),
    "region": set(),
    "administrator": set(),
}
GUESSES: Final = 100


@pytest.fixture(scope="module")
def server(small_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("files")
    shutil.copyfile(small_sqlite, folder / "vsoko.db")
    built = create_app(settings_for(f"sqlite:///{folder / 'vsoko.db'}", folder / "var"), clock=lambda: NOW)
    yield built
    services(built).engine.dispose()


@pytest.fixture(scope="module")
def people(server: Flask) -> Mapping[str, FlaskClient]:
    return {login: signed_in(server, login) for login in MAY}


@pytest.fixture(scope="module")
def files(server: Flask, people: Mapping[str, FlaskClient]) -> Mapping[str, str]:
    """Ids of the stored files, by who stored them."""
    for login, school in OWNERS.items():
        body: dict[str, Any] = {"file": (BytesIO(pdf([f"canary-{login}"])), f"{login}.pdf"), "school": school}
        client = people[login]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(confined, "run_confined", run_here)
            answer = client.post(
                "/actions/store-file", data=body, headers=token_headers(client), content_type="multipart/form-data"
            )
        assert answer.status_code == 200, answer.text
    found: dict[str, str] = {}
    for district in (1, 2):
        with tenant_session(services(server).engine, Scope((district,))) as session:
            found |= {str(file.author): str(file.id) for file in session.scalars(select(StoredFile))}
    return found


def ask(client: FlaskClient, file: str) -> tuple[int, bytes]:
    answer = client.get(f"/downloads/document-file?file={file}")
    return answer.status_code, answer.data


def try_everybody(people: Mapping[str, FlaskClient], files: Mapping[str, str]) -> int:
    """How many pairs were refused; every other answer than it should be is a failure."""
    refused = 0
    for login, owners in MAY.items():
        client = people[login]
        unknown = ask(client, "12345")
        assert unknown[0] in {403, 404}
        for owner, file in files.items():
            status, content = ask(client, file)
            if owner in owners:
                assert (status, content) == (200, pdf([f"canary-{owner}"])), f"{login} has {owner}'s file"
                continue
            # The same answer as for a file that does not exist: nobody learns that there is one.
            assert (status, content) == unknown, f"{login} has got something of {owner}"
            refused += 1
    return refused


def test_every_file_and_everybody(people: Mapping[str, FlaskClient], files: Mapping[str, str]) -> None:
    """3 files × 8 people are 24 pairs, of which 6 are entitled."""
    assert try_everybody(people, files) == 18


def test_the_anonymous_are_told_nothing(server: Flask, files: Mapping[str, str]) -> None:
    client = server.test_client()

    answers = [ask(client, file) for file in (*files.values(), "12345")]

    # The way to the sign-in page, whether there is such a file or not.
    assert {status for status, _ in answers} == {302}


def test_guessed_ids_and_paths_find_nothing(
    server: Flask, people: Mapping[str, FlaskClient], files: Mapping[str, str]
) -> None:
    client = people["director"]
    near = [str(int(file) + step) for file in files.values() for step in (-1, 1)]
    guesses = [*near, *(str(secrets.randbits(62)) for _ in range(GUESSES))]
    stored = [path.name for path in (Path(services(server).settings.data_dir) / "files").iterdir()]

    assert {ask(client, guess)[0] for guess in guesses} == {404}
    assert {ask(client, name)[0] for name in (*stored, *(f"../files/{name}" for name in stored))} == {404}
    assert {client.get(f"/files/{name}").status_code for name in stored} == {404}


def test_an_old_link_is_dead_once_access_is_closed(server: Flask, files: Mapping[str, str]) -> None:
    with unscoped(services(server).engine, "a person who will be gone") as session:
        add_user(session, login="leaver", role=Role.DEPARTMENT, password=PASSWORD, actor="tests", district_id=1)
    client = signed_in(server, "leaver")
    assert ask(client, files["director"])[0] == 200
    with unscoped(services(server).engine, "access is closed") as session:
        deactivate(session, login="leaver", actor="tests")

    assert ask(client, files["director"])[0] in {302, 401}


def test_who_has_had_a_file_stands_in_the_trail(
    server: Flask, people: Mapping[str, FlaskClient], files: Mapping[str, str]
) -> None:
    before = downloads(server)

    ask(people["official"], files["director"])
    ask(people["director-2"], files["director"])

    assert downloads(server) - before == Counter({("official", "director.pdf"): 1})


def downloads(server: Flask) -> Counter[tuple[str, str]]:
    """Who has had which file, how many times."""
    with tenant_session(services(server).engine, Scope((1,))) as session:
        found = session.scalars(select(AuditEvent).where(AuditEvent.action == "document_file_downloaded"))
        return Counter((each.actor, each.subject) for each in found)


def test_a_session_of_the_whole_district_would_be_noticed(
    people: Mapping[str, FlaskClient], files: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: the session of a director forgets its school."""

    def forgetful(*given: Any, **named: Any) -> Scope:
        return replace(scope_for(*given, **named), school_id=None)

    monkeypatch.setattr("dashboard.binding.scope_for", forgetful)

    with pytest.raises(AssertionError, match="director has got something of director-2"):
        try_everybody(people, files)
