"""A failure is told in one sentence with a number; what happened stands in the log under that number."""

import json
import sqlite3

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError

from data_layer.errors import ConflictError
from tests.support import site as support
from tests.support.site import BROKEN, SCHOOL, Site, call, sign_in


def _log(captured: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.splitlines() if line]


def test_an_unexpected_failure_is_logged_once_and_told_without_details(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    client = site.signed_in("official")
    capsys.readouterr()

    answer = call(client, BROKEN, "canary-of-the-value")

    assert answer.status_code == 500
    assert answer.json is not None
    assert answer.json["error"].startswith("Не получилось.")
    assert "canary" not in answer.text
    assert "relation" not in answer.text
    told = [entry for entry in _log(capsys.readouterr().err) if entry["event"] == "unexpected_error"]
    assert [entry["incident"] for entry in told] == [answer.json["incident"]]
    assert "RuntimeError" in str(told[0]["exception"])


def test_the_log_holds_no_passwords_cookies_or_query_strings(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    client = site.anonymous()
    sign_in(client, "official", "password-canary")
    sign_in(client, "official")
    client.get("/schools/s-1?search=query-canary")
    call(client, SCHOOL, "s-1")
    with client.session_transaction() as inner:
        token = inner["_user_id"]

    logged = capsys.readouterr().err

    assert "schools/s-1" in logged
    for secret in ("password-canary", "password of official", "query-canary", token, "endId", "TOKEN"):
        assert secret not in logged


def test_a_path_with_line_breaks_stays_one_line_of_the_log(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.anonymous().get("/%0a%0d{%22event%22:%22forged%22}")

    entries = _log(capsys.readouterr().err)

    assert [entry["event"] for entry in entries] == ["request"]


def test_a_page_that_fails_is_a_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.signed_in("official")
    monkeypatch.setitem(site.server.view_functions, "bound:download_school", _fail)

    answer = client.get("/files/s-1.txt")

    assert answer.status_code == 500
    assert "<h1>Не получилось</h1>" in answer.text
    assert "Код: " in answer.text
    assert "ZeroDivisionError" not in answer.text


def _fail(**_: object) -> str:
    return str(1 / 0)


def locked() -> sqlite3.OperationalError:
    """What SQLite says to a writer who has waited too long for another."""
    error = sqlite3.OperationalError("database is locked at db-17")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
    return error


@pytest.mark.parametrize(
    ("failure", "status", "sentence"),
    [
        (ConflictError("Документ уже изменён."), 409, "Документ уже изменён."),
        (OperationalError("SELECT secret", {}, Exception("host db-17")), 503, "Система сейчас недоступна."),
        (OperationalError("BEGIN secret", {}, locked()), 503, "Сейчас данные района сохраняет кто-то другой."),
        (OperationalError("LOCK secret", {}, LockNotAvailable("db-17")), 503, "Ничего не записано"),
        (PermissionError("/var/lib/secret"), 500, "Не получилось."),
    ],
)
def test_expected_failures_speak_for_themselves(
    site: Site, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int, sentence: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise failure

    client = site.signed_in("official")
    call(client, SCHOOL, "s-1")
    monkeypatch.setattr(support, "school_id_by_code", refuse)

    answer = call(client, SCHOOL, "s-1")

    assert answer.status_code == status
    assert sentence in answer.text
    assert "secret" not in answer.text
    assert "db-17" not in answer.text


def test_after_a_failure_the_next_request_works(site_on_each_engine: Site) -> None:
    client = site_on_each_engine.signed_in("official")

    assert call(client, BROKEN, "x").status_code == 500
    assert call(client, SCHOOL, "s-1").status_code == 200
