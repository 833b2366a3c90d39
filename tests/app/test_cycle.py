"""«Управленческий цикл» over the demo district: who sees what, and the same numbers on page, in files and in reports."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from data_layer.domain.suppression import Viewer
from data_layer.models import AuditEvent
from data_layer.queries.cycle import cycle_cells
from data_layer.queries.directory import find_district
from data_layer.queries.flags import gaps
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from seed.roster import DISTRICT_CODE, SCHOOLS
from tests.support.coded_names import schools_named_in
from tests.support.demo import DEMO_DAY
from tests.support.site import token_headers

OWN = "klyuchevskaya"
OTHERS = [(school.code, school.short_name) for school in SCHOOLS if school.code != OWN]
EVERYONE = [(school.code, school.short_name) for school in SCHOOLS]
WORKBOOK = "/downloads/cycle.xlsx?year=2025/26"


@pytest.fixture
def session(server: Flask) -> Iterator[Any]:
    engine = server.extensions["vsoko"].engine
    with unscoped(engine, "a test asks for the demo district", is_read_only=True) as database:
        district = find_district(database, DISTRICT_CODE).id
    with tenant_session(engine, Scope((district,))) as found:
        yield found


def page(client: FlaskClient, search: str = "?year=2025/26") -> str:
    """The page's HTML with ordinary spaces."""
    body = {
        "output": "cycle-content.html",
        "outputs": {"id": "cycle-content", "property": "html"},
        "inputs": [{"id": "cycle-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": "search", "value": search}],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    assert answer.status_code == 200, answer.text
    (properties,) = answer.json["response"].values()  # type: ignore[index]
    return unescape(properties["html"]).replace("\u00a0", " ").replace("\u2060", "")


def book(client: FlaskClient, address: str = WORKBOOK) -> openpyxl.Workbook:
    answer = client.get(address)
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.data))


def words(workbook: openpyxl.Workbook) -> str:
    return "\n".join(str(cell) for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_page_shows_every_cell_of_the_report(people: dict[str, FlaskClient], session: Any) -> None:
    report = cycle_cells(session, years=[2025], today=DEMO_DAY, viewer=Viewer.full())
    text = page(people["department"])

    glyphs = Counter(re.findall(r'class="glyph glyph-([a-z-]+)"', text[text.index("<tbody>") :]))
    assert glyphs == Counter(cell.state.replace("_", "-") for cell in report)
    there = sum(cell.is_there for cell in report if cell.is_required)
    assert f'<b>{there}</b><span class="quiet"> из {len(report)}</span>' in text
    overdue = sum(cell.is_overdue for cell in report)
    assert f"из {overdue} документов" in text


def test_page_workbook_and_report_count_the_same_flags(people: dict[str, FlaskClient], session: Any) -> None:
    report = Counter(item.rule for item in gaps(session, years=[2025], today=DEMO_DAY, viewer=Viewer.full()))

    text = page(people["department"])
    on_page = [int(number) for number in re.findall(r"<b>(\d+)</b></a></li>", text)]
    rows = book(people["department"])["Замечания"].max_row - 1
    assert sorted(on_page) == sorted(report.values())
    assert rows == sum(report.values())


@pytest.mark.parametrize("search", ["&show=overdue", "&block=5", "&stage=measures&cluster=village", "&show=in_order"])
def test_the_workbook_is_exactly_what_is_shown(people: dict[str, FlaskClient], search: str) -> None:
    text = page(people["department"], f"?year=2025/26{search}")
    sheet = book(people["department"], WORKBOOK + search)["Матрица"]

    shown = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th><td', text)
    listed = [str(row[0]).replace("\u00a0", " ") for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert listed[:-1] == sorted(listed[:-1], key=str.casefold)
    assert sorted(listed[:-1]) == sorted(shown)
    total = re.search(r'<tfoot>.*<b>(\d+)</b><span class="quiet"> из (\d+)</span>', text)
    assert total is not None
    assert tuple(sheet[sheet.max_row][place].value for place in (-3, -2)) == (int(total[1]), int(total[2]))


@pytest.mark.parametrize("login", ["director", "coordinator"])
def test_a_school_sees_itself_alone(people: dict[str, FlaskClient], login: str) -> None:
    client = people[login]
    own = "polyanskaya" if login == "coordinator" else OWN
    others = [school for school in EVERYONE if school[0] != own]

    for search in ("?year=2025/26", "?year=2025/26&view=list&school=gymnasium-1", "?year=2025/26&show=overdue"):
        assert schools_named_in(page(client, search), others) == []
    assert schools_named_in(words(book(client)), others) == []
    assert client.get("/panels/cycle-cell?year=2025/26&cell=gymnasium-1:5:analysis").status_code == 404
    assert client.get(f"/panels/cycle-cell?year=2025/26&cell={own}:5:analysis").status_code == 200


def test_a_school_sees_its_cycle_as_blocks_and_stages(people: dict[str, FlaskClient]) -> None:
    text = page(people["director"])

    assert "own-cycle" in text
    assert len(re.findall(r'href="/cycle\?year=2025/26&cell=klyuchevskaya:', text)) == 36


@pytest.mark.parametrize("login", ["presenter", "director", "coordinator", "region"])
@pytest.mark.parametrize("path", ["/downloads/letter.docx", "/downloads/letters.zip"])
def test_only_the_department_writes_letters(people: dict[str, FlaskClient], login: str, path: str) -> None:
    assert people[login].get(f"{path}?year=2025/26").status_code == 403


def test_nobody_else_is_offered_letters(people: dict[str, FlaskClient]) -> None:
    assert "Написать 13 школам" in page(people["department"])
    assert "Написать" not in page(people["presenter"])
    assert "/downloads/letter" not in page(people["director"])


def test_a_region_has_no_cycle(people: dict[str, FlaskClient]) -> None:
    assert people["region"].get("/cycle").status_code == 404
    assert people["region"].get(WORKBOOK).status_code == 403


def test_letters_go_to_the_schools_that_owe_something(people: dict[str, FlaskClient], session: Any) -> None:
    cells = cycle_cells(session, years=[2025], today=DEMO_DAY, viewer=Viewer.full())
    owing = {cell.school for cell in cells if cell.is_overdue or cell.state == "returned"}

    answer = people["department"].get("/downloads/letters.zip?year=2025/26")
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert len(archive.namelist()) == len(owing)
    one = docx.Document(BytesIO(people["department"].get("/downloads/letter.docx?year=2025/26").data))
    assert len(one.element.body.xpath(".//w:br[@w:type='page']")) == len(owing) - 1


@pytest.mark.parametrize("search", ["&school=gymnasium-1", "&cluster=moon", "&year=1/2"])
def test_a_letter_that_is_not_understood_is_not_written(people: dict[str, FlaskClient], search: str) -> None:
    address = "/downloads/letter.docx?" + ("year=2025/26" + search if "year" not in search else search[1:])

    assert people["department"].get(address).status_code == 400


def test_a_letter_to_a_school_that_is_not_there_is_not_found(people: dict[str, FlaskClient]) -> None:
    assert people["department"].get("/downloads/letter.docx?year=2025/26&school=no").status_code == 404


def test_files_that_were_handed_out_are_audited(people: dict[str, FlaskClient], session: Any) -> None:
    people["department"].get(f"/downloads/letter.docx?year=2025/26&school={OWN}")
    people["department"].get(WORKBOOK)

    exported = set(session.scalars(select(AuditEvent.subject).where(AuditEvent.action == "file_exported")))
    assert {f"letter:{OWN}:2025/26", "cycle:2025/26"} <= exported


@pytest.mark.parametrize("search", ["", "&view=list", "&show=overdue&block=5", "&view=list&rule=document_reused"])
def test_a_coded_view_names_no_school(people: dict[str, FlaskClient], search: str) -> None:
    client = people["presenter"]
    text = page(client, f"?year=2025/26&names=coded{search}")

    assert "Школа 1" in text
    assert schools_named_in(text, EVERYONE) == []
    assert schools_named_in(words(book(client, f"{WORKBOOK}&names=coded{search}")), EVERYONE) == []


def test_a_cell_of_a_coded_view_opens_by_its_number(people: dict[str, FlaskClient]) -> None:
    client = people["presenter"]
    text = page(client, "?year=2025/26&names=coded&show=overdue")
    number = re.search(r'cell=(\d+):5:analysis"[^>]*><span [^>]*glyph-overdue"', text)
    assert number is not None

    answer = client.get(f"/panels/cycle-cell?year=2025/26&names=coded&cell={number[1]}:5:analysis")
    assert answer.status_code == 200
    assert f"Школа\u00a0{number[1]}" in unescape(answer.text)
    assert schools_named_in(unescape(answer.text), EVERYONE) == []
    assert client.get(f"/panels/cycle-cell?year=2025/26&names=coded&cell={OWN}:5:analysis").status_code == 404


def test_an_opened_cell_stands_in_the_address(people: dict[str, FlaskClient]) -> None:
    text = page(people["department"], f"?year=2025/26&cell={OWN}:5:recommendations")

    assert (
        text.count('aria-expanded="true" aria-controls="cell-detail"')
        + text.count('aria-controls="cell-detail" aria-expanded="true"')
        == 1
    )
    assert 'id="cell-detail"' in text
    assert "Исправить документ по замечанию и сдать снова." in text


def test_an_empty_cell_says_what_to_do_once_and_opens_nothing_empty(people: dict[str, FlaskClient]) -> None:
    """The analysis of block 3 is overdue, and later stages are there: two flags ask for one document."""
    text = page(people["department"], "?year=2025/26&cell=school-5:3:analysis")
    detail = text[text.index('id="cell-detail"') :]

    assert detail.count("Сдать документ") == 1
    assert "Написать школе" in detail
    assert "Документы ячейки" not in detail


def test_a_cell_that_is_not_there_is_said(people: dict[str, FlaskClient]) -> None:
    text = page(people["department"], "?year=2025/26&cell=no:5:analysis")

    assert "Не распознано в ссылке и не учтено: ячейка." in text
