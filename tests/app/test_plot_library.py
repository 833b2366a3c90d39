"""Plotly comes in one file, from us, behind the guard, in the version that checks our figures."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped] # it comes without types
import pytest

from dashboard import plot_library, static_build
from tests.support.packed import packed_bundles
from tests.support.site import Site

MOST_KILOBYTES = 450


def test_the_bundle_has_the_version_of_the_installed_package() -> None:
    from plotly.offline import get_plotlyjs_version

    head = plot_library.BUNDLE.read_bytes()[:200].decode()
    readme = (plot_library.VENDOR / "README.md").read_text(encoding="utf-8")

    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}\n" in head
    assert f"| {get_plotlyjs_version()} |" in readme


def test_strangers_get_nothing_of_it(site: Site) -> None:
    answer = site.anonymous().get(plot_library.plot_library().url)

    assert answer.status_code == 302


def test_it_is_kept_for_a_year_by_its_contents(site: Site) -> None:
    client = site.signed_in("official")

    exact = client.get(plot_library.plot_library().url, headers={"Accept-Encoding": "br"})
    other = client.get(f"{plot_library.PATH}?m=old", headers={"Accept-Encoding": "br"})

    assert exact.status_code == 200
    assert exact.mimetype == "text/javascript"
    assert exact.headers["Content-Encoding"] == "br"
    assert exact.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "Cookie" not in exact.headers.get("Vary", "")
    assert other.headers["Cache-Control"] == "private, no-cache"
    assert brotli.decompress(exact.data) == plot_library.plot_library().plain


def test_it_speaks_russian_and_sends_nothing_to_anybody() -> None:
    end = plot_library.plot_library().plain.decode()[-6000:]

    assert "Plotly.register(module.exports)" in end
    assert 'showSendToCloud:false,plotlyServerURL:"",locale:"ru"' in end
    assert "Автоматическое шкалирование" in end


def test_no_page_loads_it_by_itself(site: Site) -> None:
    page = site.signed_in("official").get("/").text

    assert plot_library.PATH not in "".join(re.findall(r"<script[^>]*>", page))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed_bundles(tmp_path_factory.mktemp("static"))


def test_the_build_leaves_a_small_file(built: Path) -> None:
    compressed = built / f"{plot_library.compressed_name()}.br"

    assert compressed.stat().st_size <= MOST_KILOBYTES * 1000
    assert plot_library._compressed(built) == compressed.read_bytes()


def test_a_second_build_does_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_build, "_write", _refuse)

    static_build._build_plot_library(built)


def _refuse(*_: object) -> None:
    raise AssertionError("compressed again")
