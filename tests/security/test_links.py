"""After signing in nobody is led away from the site."""

import pytest

from dashboard.access.links import safe_next
from tests.support.site import Site, sign_in

ELSEWHERE = [
    "https://elsewhere.example",
    "http://elsewhere.example/",
    "//elsewhere.example",
    "///elsewhere.example",
    "////elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\\/elsewhere.example",
    "\\/elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/\r\n/elsewhere.example",
    "\t//elsewhere.example",
    " //elsewhere.example",
    "http:elsewhere.example",
    "https:///elsewhere.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "elsewhere.example",
    "@elsewhere.example",
    "http://localhost@elsewhere.example",
    "//localhost@elsewhere.example/",
    "//[::1",
    "?next=//elsewhere.example",
    "/compare\r\nSet-Cookie: x=1",
    "/\x00/elsewhere.example",
    "/" + "a" * 3000,
    "",
    "login",
]


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_a_link_elsewhere_leads_home(asked: str) -> None:
    assert safe_next(asked) == "/"


@pytest.mark.parametrize("asked", ["/login", "/login?next=/login", "/logout"])
def test_nobody_goes_round_in_circles(asked: str) -> None:
    assert safe_next(asked) == "/"


@pytest.mark.parametrize(
    "asked", ["/", "/compare", "/?year=2025/26&block=2", "/schools/s-1?year=2025/26#block-3", "/schools/школа-1"]
)
def test_a_page_of_ours_is_kept(asked: str) -> None:
    assert safe_next(asked) == asked


def test_the_answer_of_the_form_stays_here(site: Site) -> None:
    for asked in ELSEWHERE:
        answer = sign_in(site.anonymous(), "official", next=asked)
        if "\x00" in asked:
            # No browser sends it: the whole form is refused before anybody looks where to go.
            assert answer.status_code == 400
            assert "Location" not in answer.headers
        else:
            assert answer.headers["Location"] == "/", asked
