"""Where names are coded, nothing that the page leads to without asking for names again may tell a school."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.factory import create_app
from seed.roster import DEMO_PASSWORD, SCHOOLS
from tests.support.coded_names import schools_named_in
from tests.support.demo import DEMO_DAY, demo_engine
from tests.support.site import page_html, settings_for, sign_in

EVERYONE: Final = [(school.code, school.short_name) for school in SCHOOLS]
OPENS: Final = re.compile(r'(?:data-opens-panel|href)="(/(?:panels|downloads)/[^"#]+)"')
CELL: Final = re.compile(r'href="/cycle(\?[^"#]*\bcell=[^"#]+)"')
COMPARE: Final = (
    "?year=2025/26&goal=3.3",
    "?year=2025/26&goal=1.1&level=noo",
    "?year=2025/26&goal=2.1&cluster=village",
    "?year=2025/26&indicator=5.1b",
    "?year=2025/26&view=blocks",
    "?year=2025/26&view=blocks&block=3",
    "?year=2025/26&view=school",
)
CYCLE: Final = ("?year=2025/26&show=overdue", "?year=2025/26&view=list", "?year=2025/26&view=list&severity=critical")
# Of the cells of a matrix, each of which opens the same way, so many are opened.
STRIDE: Final = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("coded")
    url = f"sqlite:///{folder / 'vsoko.db'}"
    demo_engine(url, folder / "files").dispose()
    noon = datetime(DEMO_DAY.year, DEMO_DAY.month, DEMO_DAY.day, 9, tzinfo=UTC)
    built = create_app(settings_for(url, folder / "var"), clock=lambda: noon)
    yield built
    built.extensions["vsoko"].engine.dispose()


# The pages are the same for both; what only the department may open is asked in the long layer.
@pytest.fixture(scope="module", params=["presenter", pytest.param("department", marks=pytest.mark.long)])
def client(server: Flask, request: pytest.FixtureRequest) -> FlaskClient:
    made = server.test_client()
    assert sign_in(made, request.param, DEMO_PASSWORD).status_code == 303
    return made


def led_to(html: str) -> list[str]:
    cells = [f"/panels/cycle-cell{search}" for search in CELL.findall(html)][::STRIDE]
    return [unescape(found) for found in [*OPENS.findall(html), *cells]]


def written(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:200])
    if not answer.headers.get("Content-Disposition", "").startswith("attachment"):
        return answer.text
    book = openpyxl.load_workbook(BytesIO(answer.data))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    return " ".join([unescape(answer.headers["Content-Disposition"]), *map(str, cells)])


def telling(client: FlaskClient, html: str) -> tuple[dict[str, list[str]], int]:
    """What the page leads to and names schools, by address, and how much of it there is."""
    waiting, seen, found = led_to(html), set[str](), {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        text = written(client, address)
        names = schools_named_in(unescape(text), EVERYONE) + schools_named_in(address, EVERYONE)
        if names:
            found[address] = names
        else:
            waiting += led_to(text)
    return found, len(seen)


@pytest.mark.parametrize(
    ("name", "search"), [*(("compare", each) for each in COMPARE), *(("cycle", each) for each in CYCLE)]
)
def test_nothing_that_a_coded_page_opens_names_a_school(client: FlaskClient, name: str, search: str) -> None:
    html = page_html(client, name, f"{search}&names=coded")

    found, count = telling(client, html)

    assert schools_named_in(unescape(html), EVERYONE) == []
    assert found == {}
    assert count > 0 or "view=school" in search


def test_a_question_that_forgets_the_code_would_be_found(client: FlaskClient) -> None:
    html = page_html(client, "compare", f"{COMPARE[0]}&names=coded").replace("&amp;names=coded", "")

    found, _ = telling(client, html)

    assert any(address.startswith("/panels/why?about=pooled") for address in found)
    assert any(address.startswith("/downloads/") for address in found)
