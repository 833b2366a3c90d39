"""Serving is refused when something is unsafe, with a sentence; commands load all the same."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from dashboard.serving import Readiness, faults
from dashboard.settings import Settings, SettingsError, load_settings, prepare_data_dir, signing_key
from data_layer.models import District
from data_layer.scope import Scope
from data_layer.session import create_app_engine, tenant_session
from tests.support.site import Site, build_site, settings_for, sign_in

EVERYWHERE = "0.0.0.0"  # noqa: S104 - a setting that is refused
ROOT = Path(__file__).parents[2]
UNSAFE: dict[str, tuple[dict[str, Any], str]] = {
    "no key": ({"secret_key": None}, "SECRET_KEY"),
    "empty key": ({"secret_key": ""}, "SECRET_KEY"),
    "short key": ({"secret_key": "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p"}, "SECRET_KEY"),
    "typed key": ({"secret_key": "changeme" * 8}, "SECRET_KEY"),
    "http on a network": ({"public_url": "http://board.example"}, "https"),
    "all addresses, no name": ({"host": EVERYWHERE}, "https"),
    "name with a path": ({"public_url": "https://board.example/x"}, "PUBLIC_URL"),
    "no name": ({"public_url": "board.example"}, "PUBLIC_URL"),
    "mcp": ({"dash_mcp_enabled": "true"}, "DASH_MCP_ENABLED"),
    "dash debug": ({"dash_debug": "1"}, "DASH_DEBUG"),
    "flask debug": ({"flask_debug": "1"}, "FLASK_DEBUG"),
}


def _faults(site: Site, folder: Path, **given: Any) -> list[str]:
    url = str(site.engine.url)
    return faults(settings_for(url, folder, **given), site.engine)


def test_safe_settings_have_no_fault(site: Site, tmp_path: Path) -> None:
    assert _faults(site, tmp_path / "var") == []
    assert _faults(site, tmp_path / "var", host=EVERYWHERE, public_url="https://board.example") == []
    assert _faults(site, tmp_path / "var", dash_debug="0", flask_debug="false") == []


@pytest.mark.parametrize("name", UNSAFE)
def test_each_unsafe_setting_is_named(site: Site, tmp_path: Path, name: str) -> None:
    given, word = UNSAFE[name]

    found = _faults(site, tmp_path / "var", **given)

    assert len(found) == 1
    assert word in found[0]
    assert "a1b2c3" not in found[0]


def test_a_data_directory_open_to_all_is_named(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o755)

    assert "VSOKO_DATA_DIR" in "".join(_faults(site, folder))


def test_a_database_without_migrations_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"

    found = faults(settings_for(url, tmp_path / "var"), create_app_engine(url))

    assert found == ["Структура базы отстаёт от программы: выполните «flask --app app init»."]


def test_the_demo_on_this_machine_needs_no_key_of_its_own(site: Site, tmp_path: Path) -> None:
    with tenant_session(site.engine, Scope((3,), is_read_only=False)) as session:
        session.add(District(id=3, code="demo", title="Учебный район", is_demo=True))

    assert _faults(site, tmp_path / "var", secret_key=None) == []
    assert _faults(site, tmp_path / "var", secret_key=None, public_url="https://board.example")


def test_the_key_of_the_demo_is_random_and_its_owners_alone(tmp_path: Path) -> None:
    first = settings_for("sqlite://", tmp_path / "one", secret_key=None)
    second = settings_for("sqlite://", tmp_path / "two", secret_key=None)

    key = signing_key(first)

    assert len(key) == 64
    assert signing_key(first) == key
    assert signing_key(second) != key
    assert (tmp_path / "one" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_data_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(vsoko_data_dir=tmp_path / "deep" / "var")

    prepare_data_dir(settings)

    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "secret-in-the-wrong-place")

    with pytest.raises(SettingsError, match="PORT") as refusal:
        load_settings()

    assert "secret" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_an_application_that_is_not_ready_answers_503(tmp_path: Path) -> None:
    site = build_site(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path / "var")
    client = site.anonymous()

    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503
    for path in ("/", "/login", "/_dash-layout", "/nowhere"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
    site.engine.dispose()


def test_readiness_asks_again_after_two_seconds(site: Site, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'late.db'}"
    now = 0.0
    engine = create_app_engine(url)
    ready = Readiness(settings_for(url, tmp_path / "var"), engine, clock=lambda: now)
    assert not ready()

    (tmp_path / "late.db").write_bytes((tmp_path / "vsoko.db").read_bytes())
    engine.dispose()
    now = 1.9
    assert not ready()
    now = 2.0

    assert ready()
    engine.dispose()


def test_requests_that_come_while_readiness_is_asked_wait_for_the_answer(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_asking, may_answer = Event(), Event()

    def slow_faults(*_: object) -> list[str]:
        is_asking.set()
        assert may_answer.wait(10)
        return []

    monkeypatch.setattr("dashboard.serving.faults", slow_faults)
    ready = Readiness(settings_for("sqlite://", tmp_path / "var"), site.engine)
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(ready)
        assert is_asking.wait(10)
        others = [threads.submit(ready) for _ in range(7)]
        may_answer.set()

        assert [each.result(10) for each in (first, *others)] == [True] * 8


def test_the_answers_about_health_name_no_versions(site: Site) -> None:
    client = site.anonymous()

    assert (client.get("/livez").text, client.get("/readyz").text) == ("ok\n", "ok\n")


def test_livez_does_not_ask_the_database(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(site.engine), "connect", _refuse_to_connect)

    assert site.anonymous().get("/livez").status_code == 200


def _refuse_to_connect(_engine: object) -> None:
    raise AssertionError("the database was asked")


def test_a_lost_database_is_503_and_no_fault_of_ours(site: Site, tmp_path: Path) -> None:
    client = site.signed_in("official")
    site.engine.dispose()
    (tmp_path / "vsoko.db").rename(tmp_path / "away.db")
    (tmp_path / "vsoko.db").mkdir()

    assert client.get("/").status_code == 503
    assert client.get("/readyz").status_code == 503
    assert client.get("/livez").status_code == 200

    (tmp_path / "vsoko.db").rmdir()
    (tmp_path / "away.db").rename(tmp_path / "vsoko.db")
    assert client.get("/readyz").status_code == 200
    assert sign_in(site.anonymous(), "official").status_code == 303


def _environment(folder: Path, **given: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "VSOKO_DATA_DIR": str(folder), **given}


def _start(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from dashboard.serving import refuse_unsafe_start; refuse_unsafe_start()"]
    return subprocess.run(
        command, cwd=ROOT, env=_environment(folder, **given), capture_output=True, text=True, timeout=30, check=False
    )


STARTS: dict[str, tuple[Callable[[str], dict[str, str]], str]] = {
    "migrations behind": (lambda key: {"SECRET_KEY": key}, "init"),
    "bad key": (lambda _: {"SECRET_KEY": "short"}, "SECRET_KEY"),
    "bad port": (lambda key: {"SECRET_KEY": key, "PORT": "x"}, "PORT"),
}


@pytest.mark.parametrize("name", STARTS)
def test_an_unsafe_start_ends_with_one_and_a_sentence(tmp_path: Path, name: str) -> None:
    given, word = STARTS[name]
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)

    ended = _start(folder, **given("k3y-of-the-tests-0123456789-abcdefghij"))

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert word in ended.stderr
    assert "Traceback" not in ended.stderr
