"""Bundles are compressed once, fit the installed libraries, and are few."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from dashboard import library_files, static_build
from dashboard.library_files import install_library_files
from tests.support.packed import packed_bundles
from tests.support.site import Site

MOST_KILOBYTES = 300


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compressed bundles, in a directory of the test."""
    return packed_bundles(tmp_path_factory.mktemp("static"))


@pytest.fixture
def server(built: Path) -> Flask:
    made = Flask("library")
    install_library_files(made, built)
    return made


def _scripts(site: Site) -> list[str]:
    return re.findall(r'<script src="([^"]+)"', site.signed_in("official").get("/").text)


def test_every_bundle_that_a_page_loads_is_compressed(site: Site, server: Flask) -> None:
    libraries = [url for url in _scripts(site) if url.startswith("/_dash-component-suites/")]
    assert len(libraries) >= 7

    for url in libraries:
        answer = server.test_client().get(url, headers={"Accept-Encoding": "gzip, br"})

        assert answer.status_code == 200
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.mimetype == "text/javascript"


def test_a_browser_without_brotli_gets_gzip_and_one_without_either_gets_the_plain_file(
    site: Site, server: Flask
) -> None:
    url = _scripts(site)[-1]

    packed = server.test_client().get(url, headers={"Accept-Encoding": "gzip"})
    plain = server.test_client().get(url)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert plain.data.count(b"function") > 10


def test_all_libraries_together_stay_small(site: Site, server: Flask) -> None:
    headers = {"Accept-Encoding": "br"}
    sizes = [len(server.test_client().get(url, headers=headers).data) for url in _scripts(site) if "suites" in url]

    assert sum(sizes) <= MOST_KILOBYTES * 1000


def test_the_page_loads_neither_plotly_nor_the_table_bundle(site: Site) -> None:
    scripts = " ".join(_scripts(site))

    assert "plotly" not in scripts
    assert "dash_table" not in scripts
    assert len(_scripts(site)) <= 10


def test_a_second_build_does_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_build, "built_directory", lambda: built)
    monkeypatch.setattr(static_build, "_compress", _refuse)

    static_build.main()


def _refuse(*_: object) -> None:
    raise AssertionError("compressed again")


def test_leftovers_of_another_version_are_passed_over(built: Path, tmp_path: Path) -> None:
    manifest = json.loads((built / library_files.MANIFEST).read_text(encoding="utf-8"))
    name = "dash/dcc/dash_core_components.js"
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes(b"old")
    manifest = {name: [manifest[name][0], "1-1"]}
    (tmp_path / library_files.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    made = Flask("library")
    install_library_files(made, tmp_path)

    assert made.test_client().get(f"/_dash-component-suites/{name}").status_code == 404


def test_without_a_build_dash_answers_itself(site: Site) -> None:
    client = site.signed_in("official")

    answer = client.get("/_dash-component-suites/dash/dcc/dash_core_components.js")

    assert answer.status_code == 200
    assert client.get("/_dash-component-suites/dash/nothing.js").status_code == 404
    assert client.get("/_dash-component-suites/os/path.py").status_code == 404


def test_own_styles_and_scripts_are_one_file_each(site: Site) -> None:
    client = site.signed_in("official")
    page = client.get("/").text

    assert page.count('rel="stylesheet"') == 1
    assert page.count('<script src="/assets/') == 1
    script = client.get(re.findall(r'<script src="(/assets/[^"]+)"', page)[0])
    assert "window.fetch" in script.text
    assert client.get("/assets/app.css", headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"
