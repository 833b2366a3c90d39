"""A changed method over HTTP: the department says it, and no screen draws or tells the two years as one series."""

from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard.addresses.school import SchoolPart, SchoolPartAddress
from dashboard.addresses.why import WhyPooled, WhyResult, why_href
from dashboard.factory import create_app
from dashboard.services import services
from data_layer.domain.vocabulary import Level
from tests.support.cli import NOW
from tests.support.site import page_html, settings_for, sign_in, token_headers
from tests.support.small_district import PASSWORD

CERTIFICATION: Final = "b1_certification_attainment"
REASON: Final = "новая форма отчёта"
TOLD: Final = f"с 2025/26 другая методика: {REASON}"
SAVE: Final = "/actions/admin/series-break-save"


@pytest.fixture(scope="module")
def server(small_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("breaks")
    copyfile(small_sqlite, folder / "vsoko.db")
    built = create_app(settings_for(f"sqlite:///{folder / 'vsoko.db'}", folder / "var"), clock=lambda: NOW)
    yield built
    services(built).engine.dispose()


@pytest.fixture(scope="module")
def official(server: Flask) -> FlaskClient:
    return _signed_in(server, "official")


def _signed_in(server: Flask, login: str) -> FlaskClient:
    client = server.test_client()
    assert sign_in(client, login, PASSWORD).status_code == 303
    return client


def post(client: FlaskClient, action: str = SAVE, **given: str) -> Any:
    body = {"indicator": CERTIFICATION, "year": "2025/26", "reason": REASON, "seen": ""} | given
    headers = token_headers(client)
    return client.post(action, data=body, headers=headers, content_type="multipart/form-data")


def plain(text: str) -> str:
    return unescape(text).replace("\u00a0", " ").replace("\u2060", "")


def trend_row(client: FlaskClient) -> str:
    """«1.1 Аттестация» of ООО in «Как менялось»: 160 of 200, then 170 of 200."""
    text = plain(client.get(SchoolPartAddress(SchoolPart.TREND, "1", 2025).href).text)
    return next(row for row in text.split("<tr") if "160 из 200" in row and "170 из 200" in row)


def why(client: FlaskClient) -> list[str]:
    asked = (WhyResult("1", CERTIFICATION, Level.OOO, 2025), WhyPooled(CERTIFICATION, Level.OOO, 2025))
    return [plain(client.get(why_href(each)).text) for each in asked]


def compared(client: FlaskClient) -> str:
    return plain(page_html(client, "compare", "?year=2025/26&indicator=1.1&level=ooo&school=1"))


def test_the_years_are_one_series_until_the_department_says_otherwise(official: FlaskClient) -> None:
    row = trend_row(official)

    assert 'class="spark-line"' in row
    assert "+5,0 п. п." in row or "+5 п. п." in row
    assert "Ряд прерван" not in row + "".join(why(official))
    assert "другая методика" not in compared(official)


def test_a_director_may_not_break_a_series(server: Flask) -> None:
    assert post(_signed_in(server, "director")).status_code == 403


@pytest.mark.parametrize(("given", "field"), [({"reason": " "}, "reason"), ({"reason": "о" * 201}, "reason")])
def test_a_break_needs_a_reason_that_fits(official: FlaskClient, given: dict[str, str], field: str) -> None:
    answer = post(official, **given)

    assert answer.status_code == 400
    assert field in answer.json["fields"]


@pytest.mark.parametrize("given", [{"year": "1800/01"}, {"year": "x"}])
def test_a_year_that_cannot_be_is_no_year(official: FlaskClient, given: dict[str, str]) -> None:
    assert post(official, **given).status_code == 400


def test_an_unknown_indicator_is_not_there(official: FlaskClient) -> None:
    assert post(official, indicator="b9_nothing").status_code == 404


def test_once_it_is_said_no_screen_joins_the_years(official: FlaskClient) -> None:
    assert post(official).status_code == 200

    row = trend_row(official)
    assert 'class="spark-line"' not in row
    assert row.count('class="spark-break"') == 1
    assert f"Ряд прерван: {TOLD}" in row
    assert "п. п." not in row
    assert all(f"Ряд прерван: {TOLD}. Два года не сравниваются." in text for text in why(official))
    assert f"С 2024/25 не сравнить: {TOLD}" in compared(official)

    # Where last year's figure stands beside this year's, it is marked: in the grid, in the book, over the goals.
    grid = plain(page_html(official, "data", "?view=edit&school=1&year=2025/26&block=1"))
    row = next(row for row in grid.split("<li") if "1.1" in row and ">ООО<" in row)
    assert "80,0 %" in row
    assert "другая методика" in row
    book = load_workbook(BytesIO(official.get("/downloads/template.xlsx?school=1&year=2025/26").data))
    lines = [tuple(map(str, each)) for each in book["Показатели"].iter_rows(values_only=True)]
    marked = [each for each in lines if "другая методика" in each[-1]]
    assert {each[1] for each in marked} == {"1.1"}
    assert "160 из 200" in " ".join(each[-1] for each in marked).replace("\u00a0", " ")

    panel = plain(official.get(f"/panels/admin/series-break?indicator={CERTIFICATION}&year=2025/26").text)
    assert REASON in panel
    listed = plain(page_html(official, "administration", "?section=references&year=2025/26"))
    assert REASON in listed
    trail = plain(page_html(official, "administration", "?section=journal"))
    assert "Ряд прерван, другая методика: 1.1" in trail


def test_another_reason_is_not_written_over_unseen(official: FlaskClient) -> None:
    answer = post(official, reason="новые шкалы")

    assert answer.status_code == 409
    assert REASON in plain(answer.json["panel"])


def test_the_mark_is_taken_away_again(official: FlaskClient) -> None:
    assert post(official, "/actions/admin/series-break-remove", seen=REASON).status_code == 200

    assert "Ряд прерван" not in trend_row(official)
