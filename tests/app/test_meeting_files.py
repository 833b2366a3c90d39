"""The files of a meeting from the standard agenda of the demo: for those who hold it, named as it is, coded as it is."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pptx
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from tests.support.site import page_html, token_headers

FORM = {"title": "Итоги & планы <2026>", "held_on": "2026-10-22", "time": "10:00", "place": "актовый зал"}
KINDS = ("pptx", "pdf", "xlsx", "html")
NAMES = ("Ключевская СОШ", "Полянская ООШ", "Тихоплёсская ООШ", "Гимназия № 1")


def send(client: FlaskClient, action: str, **body: str) -> TestResponse:
    return client.post(
        f"/actions/{action}", data=body, headers=token_headers(client), content_type="multipart/form-data"
    )


def file_of(client: FlaskClient, kind: str, meeting: str) -> TestResponse:
    return client.get(f"/downloads/meeting.{kind}?id={meeting}")


@pytest.fixture(scope="module")
def meeting(people: dict[str, FlaskClient]) -> str:
    answer = send(people["department"], "meeting-make", **FORM)
    assert answer.json is not None
    return str(answer.json["go"].rpartition("=")[2])


def texts_of(content: bytes, kind: str) -> Iterator[str]:
    """All that can be read in a file, in every part of it."""
    if kind == "pdf":
        yield from (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif kind == "html":
        yield content.decode()
    else:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                if name.endswith(".xlsx"):
                    yield from texts_of(part, "xlsx")
                else:
                    yield part.decode("utf-8", "replace")


def plain(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


@pytest.mark.parametrize("kind", KINDS)
def test_those_who_hold_meetings_get_all_slides_under_the_name_of_the_meeting(
    kind: str, meeting: str, people: dict[str, FlaskClient]
) -> None:
    answer = file_of(people["presenter"], kind, meeting)

    assert answer.status_code == 200
    assert unquote(answer.headers["Content-Disposition"]).endswith(f"Итоги & планы 2026 2026-10-22.{kind}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    slides = re.findall(r'data-agenda-item="(\d+)"', page_html(people["department"], "meeting", f"?id={meeting}"))
    counted = {
        "pptx": lambda content: len(pptx.Presentation(BytesIO(content)).slides),
        "pdf": lambda content: len(PdfReader(BytesIO(content)).pages),
        # «Решения» stands there only with decisions, «О файле» always.
        "xlsx": lambda content: len(openpyxl.load_workbook(BytesIO(content)).sheetnames) - 1,
        "html": lambda content: content.decode().count('class="pack-slide"'),
    }[kind](answer.data)
    assert counted >= len(slides) >= 10
    assert any("Ключевская СОШ" in plain(text) for text in texts_of(answer.data, kind))


@pytest.mark.parametrize("who", ["director", "coordinator", "region", "administrator"])
def test_nobody_else_gets_them(who: str, meeting: str, people: dict[str, FlaskClient]) -> None:
    assert {file_of(people[who], kind, meeting).status_code for kind in KINDS} <= {403, 404}


@pytest.mark.parametrize("address", ["", "?id=", "?id=0", "?id=x", "?id=999999", "?id=-1", "?id=1&id=2x"])
def test_what_names_no_meeting_is_not_there(address: str, people: dict[str, FlaskClient]) -> None:
    assert people["department"].get(f"/downloads/meeting.pdf{address}").status_code in {400, 404}


def test_a_coded_meeting_gives_coded_files(meeting: str, people: dict[str, FlaskClient]) -> None:
    official = people["department"]
    assert send(official, "meeting-coded", meeting=meeting, is_coded="1").status_code == 200
    try:
        files = {kind: file_of(official, kind, meeting).data for kind in KINDS}
    finally:
        assert send(official, "meeting-coded", meeting=meeting, is_coded="0").status_code == 200

    for kind, content in files.items():
        texts = [plain(text) for text in texts_of(content, kind)]
        assert any(re.search(r"Школа \d+", text) for text in texts), kind
        assert not [name for name in NAMES for text in texts if name in text], kind


def test_the_page_without_network_asks_for_nothing(meeting: str, people: dict[str, FlaskClient]) -> None:
    page = file_of(people["department"], "html", meeting).data.decode()

    # A data address and the names of SVG are all that looks like an address.
    attributes = re.findall(r"""(?:src|href|action|data|poster)=["']?([^"'\s>]+)""", page)
    styles = re.findall(r"""url\(["']?([^"')]{5})|@import""", page)
    assert attributes == []
    assert set(styles) == {"data:"}
    assert "default-src 'none'" in page
    assert 'lang="ru"' in page
    assert len(page) < 1_500_000


def test_the_trail_tells_who_took_which_file(meeting: str, people: dict[str, FlaskClient]) -> None:
    file_of(people["presenter"], "pptx", meeting)

    trail = plain(page_html(people["department"], "trail", ""))
    assert "Выгружен файл «Слайды совещания», Итоги &amp; планы &lt;2026&gt;, PPTX" in trail
