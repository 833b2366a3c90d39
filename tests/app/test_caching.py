"""What a browser may keep: program files without asking again, pages and figures never."""

import re

import pytest

from tests.support.site import Site


def test_program_files_are_the_same_whatever_the_cookie_says(site: Site) -> None:
    official = site.signed_in("official")
    page = official.get("/").text
    files = re.findall(r'(?:src|href)="(/(?:assets|login-static|_dash-component-suites)/[^"]+)"', page)
    assert len(files) >= 10

    varying = [file for file in files if "Cookie" in official.get(file).headers.get("Vary", "")]

    assert varying == [], "every page brings a new cookie, so the browser would ask for these each time"


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/_dash-dependencies"])
def test_pages_and_what_dash_asks_for_are_not_kept(site: Site, path: str) -> None:
    answer = site.signed_in("official").get(path)

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
