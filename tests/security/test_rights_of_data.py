"""A director tries everything of school 2 on every door of «Данные»: it is not there, and nothing of it changes."""

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dashboard.access.policy import scope_for
from dashboard.binding import bindings
from dashboard.factory import create_app
from dashboard.services import services
from data_layer.models import (
    AuditEvent,
    Document,
    EffectivenessMark,
    ImportBatch,
    Observation,
    OrganisationItem,
    StoredFile,
    Target,
)
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.cli import NOW
from tests.support.one_process import in_one_process
from tests.support.sample_files import png
from tests.support.site import settings_for, token_headers
from tests.support.small_district import signed_in
from tests.support.small_fixtures import small_sqlite

__all__ = ["in_one_process", "small_sqlite"]

pytestmark = pytest.mark.usefixtures("in_one_process")

CANARY: Final = "КАНАРЕЙКА"
TABLE: Final = b"school;indicator;level;year;numerator;denominator\n2;1.1;noo;2025/26;7;9\n"
FIGURES: Final = {
    "indicator": "b4_early_guidance_participation",
    "level": "noo",
    "year": "2025/26",
    "category.0": "",
    "seen.0": "",
    "numerator": "3",
    "denominator": "4",
}
ITEM: Final = {"item": "team_assembled", "year": "2024/25", "present": "да", "version": ""}
DOCUMENT: Final = {"block": "2", "stage": "analysis", "year": "2025/26", "type": "analytical_report"}
_BELONGINGS: Final = (
    Observation,
    Target,
    Document,
    OrganisationItem,
    ImportBatch,
    AuditEvent,
    StoredFile,
    EffectivenessMark,
)
# What a body may say beside its fields, and nobody must believe.
EXTRAS: Final = {
    "school": "2",
    "school_id": "2",
    "district_id": "1",
    "role": "department",
    "author": "director-2",
    "is_admin": "1",
    "recorded_at": "2000-01-01",
}


@dataclass(frozen=True)
class Door:
    """How a door is tried. names: fields that carry an id of school 2, and which. status: what must come back.

    200 means that the door opens for the own school alone, whatever was asked for.
    """

    status: int
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


DOORS: Final = {
    "/actions/upload": Door(200, values={"year": "2025/26"}),
    "/actions/import-apply": Door(404, {"batch": "preview"}),
    "/actions/import-revert": Door(404, {"batch": "applied"}),
    "/actions/import-details": Door(404, {"batch": "preview"}, {"place": "0", "grade-0": "4"}),
    "/actions/import-schools": Door(403, {"batch": "preview"}, {"key-0": "login:222222", "match-0": "1"}),
    "/actions/save-figures": Door(404, values=FIGURES),
    "/actions/keep-figures": Door(404, values=FIGURES),
    "/actions/take-back-figures": Door(404, {"batch": "figures"}, FIGURES),
    "/actions/save-organisation": Door(404, values=ITEM),
    "/actions/keep-organisation": Door(404, values=ITEM),
    "/actions/take-back-organisation": Door(404, {"batch": "item"}, ITEM),
    "/actions/save-document": Door(404, {"document": "document"}, {**DOCUMENT, "version": "1", "number": "1"}),
    "/actions/keep-document": Door(200, {"document": "document"}, DOCUMENT),
    "/actions/take-back-document": Door(404, {"batch": "document_batch"}, DOCUMENT),
    "/actions/review-document": Door(403, {"document": "document"}, {**DOCUMENT, "version": "1", "decision": "accept"}),
    "/actions/save-effect": Door(404, {"document": "document"}, {**DOCUMENT, "version": "1", "effect": "стало лучше"}),
    "/actions/store-file": Door(404),
    "/actions/save-effectiveness": Door(404, values={"year": "2025/26", "mark.team": "yes", "note.team": "приказ"}),
    "/actions/publish-document": Door(403, values={"title": "Письмо", "url": "https://district.example/letter"}),
    "/actions/withdraw-document": Door(403, {"document": "document"}),
    "/downloads/published-document": Door(404, {"file": "file"}),
    "/actions/remove-file": Door(404, {"file": "file"}),
    # Nothing is known of a number that is not the person's own.
    "/panels/import-progress": Door(200, values={"of": "0" * 32}),
    "/panels/document": Door(404, {"document": "document"}, DOCUMENT),
    "/downloads/document-file": Door(404, {"file": "file"}),
    "/downloads/checked.xlsx": Door(404, {"batch": "preview"}),
    "/downloads/template.xlsx": Door(200, values={"year": "2025/26"}),
    "/downloads/templates.zip": Door(404, values={"year": "2025/26"}),
    "/downloads/handed-in.xlsx": Door(404, values={"year": "2025/26"}),
}


@pytest.fixture
def server(small_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=lambda: NOW)
    yield built
    services(built).engine.dispose()


@pytest.fixture
def of_school_2(server: Flask) -> Mapping[str, str]:
    """Ids of what the director of school 2 has handed in: files and figures, an item and a document by hand."""
    other = signed_in(server, "director-2")
    batches = {}
    for name, action, values in (
        ("figures", "save-figures", FIGURES),
        ("item", "save-organisation", ITEM),
        ("document_batch", "save-document", {**DOCUMENT, "number": CANARY}),
    ):
        answer = send(other, f"/actions/{action}", values)
        assert answer.status_code == 200, answer.text
        batches[name] = answer.get_json()["undo"]["values"]["batch"]
    for name in ("applied", "preview"):
        rows = TABLE if name == "applied" else TABLE.replace(b";7;", b";6;")
        answer = send(other, "/actions/upload", {"year": "2025/26"}, content=rows)
        batches[name] = answer.get_json()["go"].partition("batch=")[2].partition("&")[0]
        if name == "applied":
            assert send(other, "/actions/import-apply", {"batch": batches[name]}).status_code == 200
    with tenant_session(services(server).engine, Scope((1,))) as session:
        document = session.scalars(select(Document.id).where(Document.number == CANARY)).one()
    stored = send(other, "/actions/store-file", {})
    found = re.search(r'name="file"[^>]*value="(\d+)"', stored.get_json()["replace"]["file-choice"])
    assert found is not None
    return {**batches, "document": str(document), "file": found[1]}


def send(client: FlaskClient, path: str, values: Mapping[str, str], *, content: bytes = TABLE) -> TestResponse:
    if not path.startswith("/actions/"):
        return client.get(path, query_string=values)
    body: dict[str, Any] = dict(values)
    if path == "/actions/upload":
        body["file"] = (BytesIO(content), f"{CANARY}.csv" if values.get("school") is None else "своя.csv")
    if path == "/actions/store-file":
        name = f"{CANARY}.png" if values.get("school") is None else "своя.png"
        body["file"] = (BytesIO(png(comment=CANARY.encode() if values.get("school") is None else b"")), name)
    return client.post(path, data=body, headers=token_headers(client), content_type="multipart/form-data")


def doors(server: Flask) -> set[str]:
    """Paths of all routes of «Данные» that the application really has."""
    paths = {rule.endpoint: rule.rule for rule in server.url_map.iter_rules()}
    return {
        paths[each.key]
        for each in bindings(server).values()
        if each.kind == "route" and each.handler.__module__.startswith("dashboard.pages.data")
    }


def belongings(server: Flask) -> list[Any]:
    """All that school 2 has."""
    with tenant_session(services(server).engine, Scope((1,))) as session:
        other = session.scalars(select(ImportBatch.school_id).where(ImportBatch.author == "director-2")).first()
        return [
            sorted(
                str([getattr(row, column.key) for column in model.__table__.columns])
                for row in session.scalars(select(model).where(model.school_id == other))
            )
            for model in _BELONGINGS
        ]


def told(answer: TestResponse) -> str:
    """Everything that an answer says, a workbook's parts included."""
    if not answer.data.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def try_every_door(server: Flask, ids: Mapping[str, str]) -> None:
    director = signed_in(server, "director")
    before = belongings(server)
    assert all(before[place] for place in (0, 2, 3, 4)), "school 2 has something of everything"
    for path, door in DOORS.items():
        named = {name: ids[which] for name, which in door.names.items()}
        answer = send(director, path, {**door.values, **EXTRAS, **named})
        assert answer.status_code == door.status, f"{path}: {answer.status_code} {answer.text[:200]}"
        said = told(answer)
        for secret in (CANARY, "Вторая ООШ", "director-2"):
            assert secret not in said, f"{path} tells {secret}"
        assert belongings(server) == before, f"{path} has changed something of school 2"


def test_every_door_of_the_page_has_its_case(server: Flask) -> None:
    assert doors(server) == set(DOORS)


def test_nothing_of_another_school_is_there_or_changes(server: Flask, of_school_2: Mapping[str, str]) -> None:
    try_every_door(server, of_school_2)


def test_a_session_of_the_whole_district_would_be_noticed(
    server: Flask, of_school_2: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: the director's session forgets its school."""

    def forgetful(*given: Any, **named: Any) -> Scope:
        return replace(scope_for(*given, **named), school_id=None)

    monkeypatch.setattr("dashboard.binding.scope_for", forgetful)

    with pytest.raises(AssertionError, match=r"^/(actions|downloads|panels)/"):
        try_every_door(server, of_school_2)
