"""A file on its way through the site: checked, shown, applied once, taken back, by whom it belongs to alone."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from dashboard.factory import create_app
from dashboard.pages.data import upload as upload_page
from data_layer.commands.derive import differences
from data_layer.intake import confined
from data_layer.intake.confined import run_confined
from data_layer.models import AuditEvent, BatchChange, Document, ImportBatch, Observation, Target
from data_layer.progress import Step, tell
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.cli import NOW
from tests.support.faulty_book import planted_book
from tests.support.site import settings_for, sign_in, token_headers
from tests.support.small_district import PASSWORD
from tests.support.small_fixtures import small_sqlite

__all__ = ["small_sqlite"]

pytestmark = pytest.mark.usefixtures("in_one_process")

FORMULA = '=HYPERLINK("http://evil.example";"x")'


class Board:
    """The site over a copy of the small districts."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder / "var"
        self.server = create_app(settings_for(url, self.folder), clock=lambda: NOW)
        self.engine = self.server.extensions["vsoko"].engine

    def signed_in(self, login: str) -> FlaskClient:
        client = self.server.test_client()
        assert sign_in(client, login, PASSWORD).status_code == 303
        return client

    def count(self, model: Any, *conditions: Any) -> int:
        with tenant_session(self.engine, Scope((1,))) as session:
            return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0

    def counts(self) -> list[int]:
        return [self.count(Observation), self.count(Target), self.count(Document), self.count(BatchChange)]

    def stored(self) -> list[Path]:
        return sorted((self.folder / "uploads").glob("*"))


@pytest.fixture
def board(small_sqlite: Path, tmp_path: Path) -> Iterator[Board]:
    copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = Board(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path)
    yield built
    built.engine.dispose()


def upload(client: FlaskClient, content: bytes, name: str = "книга.xlsx", **fields: str) -> TestResponse:
    return post(client, "upload", year="2025/26", file=(BytesIO(content), name), **fields)


def post(client: FlaskClient, action: str, **fields: Any) -> TestResponse:
    return client.post(
        f"/actions/{action}", data=fields, headers=token_headers(client), content_type="multipart/form-data"
    )


def batch_of(answer: TestResponse) -> str:
    found = re.search(r"batch=(\d+)", json.loads(answer.text)["go"])
    assert found is not None
    return found[1]


def toast(answer: TestResponse) -> str:
    said: str = json.loads(answer.text)["toast"]
    return said.replace("\u00a0", " ")


def page(client: FlaskClient, search: str) -> TestResponse:
    body = {
        "output": "data-content.html",
        "outputs": {"id": "data-content", "property": "html"},
        "inputs": [{"id": "data-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": "search", "value": search}],
        "changedPropIds": [],
    }
    return client.post("/_dash-update-component", json=body, headers=token_headers(client))


def shown(client: FlaskClient, search: str) -> str:
    answer = page(client, search)
    assert answer.status_code == 200, answer.text
    return unescape(json.loads(answer.text)["response"]["data-content"]["html"])


def words(html: str) -> str:
    """As they are seen: without what only a reader of the screen hears."""
    html = re.sub(r'<span class="unseen">[^<]*</span>', "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def test_all_fifty_planted_errors_are_told_with_their_cells_and_nothing_is_written(board: Board) -> None:
    director, planted = board.signed_in("director"), planted_book()
    assert len(planted.addresses) == 50
    before = board.counts()

    batch = batch_of(upload(director, planted.content))
    told = shown(director, f"?view=load&batch={batch}")

    assert "В файле 50 ошибок. Пока ничего не внесено." in words(told)
    cells = re.findall(r'<th class="cell-ref" scope="row">([^<]+)</th>', told)
    assert sorted(cells) == sorted(planted.addresses)
    assert re.search(r"<button[^>]*disabled[^>]*>Внести", told)
    assert board.counts() == before
    # Whoever sends the order anyway changes nothing either.
    post(director, "import-apply", batch=batch)
    assert board.counts() == before


def test_the_same_file_comes_back_with_every_faulty_cell_marked(board: Board) -> None:
    director, planted = board.signed_in("director"), planted_book(text=FORMULA)
    batch = batch_of(upload(director, planted.content))

    answer = director.get(f"/downloads/checked.xlsx?batch={batch}")

    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.data))
    listed = [str(row[0].value) for row in book["Ошибки"].iter_rows(min_row=2)]
    assert sorted(listed) == sorted(planted.addresses)
    for address in planted.addresses:
        title, _, cell = address.partition("!")
        marked = book[title][cell]
        assert marked.comment is not None, address
        assert marked.fill.fgColor.rgb.endswith("F8EBF1")
    links = [str(getattr(row[0].hyperlink, "location", "")) for row in book["Ошибки"].iter_rows(min_row=2)]
    assert all(re.fullmatch(r"'[^']+'![A-Z]+\d+", each) for each in links)
    # What people wrote is text in it, whatever it looks like.
    assert book["Показатели"]["J2"].value == FORMULA
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_a_marked_file_may_be_corrected_and_sent_back(board: Board) -> None:
    director = board.signed_in("director")
    batch = batch_of(
        upload(director, b"school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;51;50\n", "a.csv")
    )
    book = load_workbook(BytesIO(director.get(f"/downloads/checked.xlsx?batch={batch}").data))
    assert book["Показатели"]["E2"].comment is not None
    book["Показатели"]["E2"].value = 48
    stream = BytesIO()
    book.save(stream)

    again = shown(director, f"?view=load&batch={batch_of(upload(director, stream.getvalue()))}")

    assert "Ошибок нет. Осталось внести 1 строку." in words(again)


def test_the_corrected_book_applies_once_however_often_it_is_sent(board: Board) -> None:
    director = board.signed_in("director")
    batch = batch_of(upload(director, planted_book(is_corrected=True).content))
    told = words(shown(director, f"?view=load&batch={batch}"))
    assert "Ошибок нет. Осталось внести 50 строк." in told
    clients = [director, *(board.signed_in("director") for _ in range(3))]
    for client in clients:
        token_headers(client)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda client: post(client, "import-apply", batch=batch), clients))
    answers.append(post(director, "import-apply", batch=batch))

    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.text for answer in answers}) == 1
    assert toast(answers[0]) == "Внесено 50 строк"
    assert board.count(ImportBatch, ImportBatch.state == "applied", ImportBatch.author == "director") == 1
    assert board.count(Observation, Observation.batch_id == int(batch)) == 30
    assert board.count(AuditEvent, AuditEvent.action == "import_applied", AuditEvent.actor == "director") == 1
    assert board.stored() == []
    with tenant_session(board.engine, Scope((1,))) as session:
        assert differences(session) == 0


def test_the_same_file_again_has_nothing_to_apply(board: Board) -> None:
    director, content = board.signed_in("director"), planted_book(is_corrected=True).content
    post(director, "import-apply", batch=batch_of(upload(director, content)))

    batch = batch_of(upload(director, content))

    assert "Изменений нет: всё из этого файла уже внесено." in words(shown(director, f"?view=load&batch={batch}"))
    assert toast(post(director, "import-apply", batch=batch)).startswith("Изменений нет")
    assert board.count(ImportBatch, ImportBatch.state == "applied", ImportBatch.author == "director") == 1


def test_an_applied_file_is_taken_back_and_applies_again(board: Board) -> None:
    director, content = board.signed_in("director"), planted_book(is_corrected=True).content
    in_force = Observation.superseded_at.is_(None)
    before = [board.count(Observation, in_force), board.count(Target), board.count(Document)]
    batch = batch_of(upload(director, content))
    post(director, "import-apply", batch=batch)

    answers = [post(director, "import-revert", batch=batch) for _ in range(2)]

    assert [toast(answer) for answer in answers] == ["Загрузка отменена, возвращено 50 строк"] * 2
    assert [board.count(Observation, in_force), board.count(Target), board.count(Document)] == before
    assert board.count(AuditEvent, AuditEvent.action == "import_reverted") == 1
    again = post(director, "import-apply", batch=batch_of(upload(director, content)))
    assert toast(again) == "Внесено 50 строк"


def test_what_changed_since_the_preview_is_shown_before_it_is_written(board: Board) -> None:
    row = b"school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;48;50\n"
    director = board.signed_in("director")
    seen = batch_of(upload(director, row, "a.csv"))
    other = batch_of(upload(director, row.replace(b"48", b"47"), "b.csv"))
    post(director, "import-apply", batch=other)

    first = json.loads(post(director, "import-apply", batch=seen).text)

    assert "данные изменились" in first["toast"]
    assert board.count(Observation, Observation.batch_id == int(seen)) == 0
    assert "47 из 50" in words(shown(director, f"?view=load&batch={seen}"))
    assert toast(post(director, "import-apply", batch=seen)) == "Внесена 1 строка"


def test_a_preview_tells_old_and_new_and_what_becomes_of_the_goal(board: Board) -> None:
    rows = "school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;40;50\n1;6.1;;2025/26;10;10\n"
    director = board.signed_in("director")

    told = words(shown(director, f"?view=load&batch={batch_of(upload(director, rows.encode(), 'a.csv'))}"))

    assert "Что изменится: 1 новая, 1 изменённая, 0 без изменений" in told
    # The reference is 90 %: 45 of 50.
    told = told[told.index("Что изменится") :]
    assert "45 из 50 · 90,0 % 40 из 50 · 80,0 % не хватит 5 результатов" in told
    assert "не было 10 из 10 · 100 % цель будет достигнута" in told


@pytest.mark.parametrize("stranger", ["coordinator", "director-2", "official", "official-beta"])
def test_a_preview_is_its_authors_alone(board: Board, stranger: str) -> None:
    batch = batch_of(upload(board.signed_in("director"), planted_book(text="КАНАРЕЙКА").content))
    other = board.signed_in(stranger)

    answers = [
        page(other, f"?view=load&batch={batch}"),
        other.get(f"/downloads/checked.xlsx?batch={batch}"),
        post(other, "import-apply", batch=batch),
        post(other, "import-revert", batch=batch),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert all("КАНАРЕЙКА" not in answer.text for answer in answers)


def test_other_schools_take_nothing_back(board: Board) -> None:
    director = board.signed_in("director")
    batch = batch_of(upload(director, planted_book(is_corrected=True).content))
    post(director, "import-apply", batch=batch)

    for stranger in ("director-2", "official-beta"):
        assert post(board.signed_in(stranger), "import-revert", batch=batch).status_code == 404
    # The coordinator of the same school may not touch the targets in it, the department may take it back.
    refused = post(board.signed_in("coordinator"), "import-revert", batch=batch)
    assert (refused.status_code, "директор" in refused.text) == (400, True)
    assert board.count(ImportBatch, ImportBatch.state == "reverted") == 0
    assert post(board.signed_in("official"), "import-revert", batch=batch).status_code == 200
    assert board.count(ImportBatch, ImportBatch.state == "reverted") == 1


def test_targets_of_a_coordinator_are_errors_with_their_cells(board: Board) -> None:
    coordinator = board.signed_in("coordinator")
    text = "school;indicator;level;year;target\n1;1.1;noo;2025/26;77\n"

    told = words(shown(coordinator, f"?view=load&batch={batch_of(upload(coordinator, text.encode(), 'цели.csv'))}"))

    assert "A2 Цели школы устанавливает директор." in told


def test_the_department_hands_in_for_all_schools_or_for_one(board: Board) -> None:
    official = board.signed_in("official")
    rows = b"school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;48;50\n2;1.1;noo;2025/26;9;9\n"

    every = words(shown(official, f"?view=load&batch={batch_of(upload(official, rows, 'a.csv'))}"))
    one = words(shown(official, f"?view=load&batch={batch_of(upload(official, rows, 'a.csv', school='1'))}"))

    assert "Осталось внести 2 строки." in every
    assert "В файле 1 ошибка." in one
    assert upload(official, rows, "a.csv", school="нет").status_code == 404


@pytest.mark.parametrize("login", ["presenter", "region"])
def test_who_hands_in_nothing_has_no_such_page(board: Board, login: str) -> None:
    client = board.signed_in(login)

    assert client.get("/data").status_code == 404
    assert upload(client, b"school;indicator\n").status_code in {403, 404}
    for path in ("checked.xlsx?batch=1", "template.xlsx?year=2025/26", "templates.zip?year=2025/26", "handed-in.xlsx"):
        assert client.get(f"/downloads/{path}").status_code in {403, 404}


def test_the_board_and_the_books_of_all_are_the_departments(board: Board) -> None:
    director, official = board.signed_in("director"), board.signed_in("official")

    assert page(director, "?view=board").status_code == 404
    for path in ("templates.zip?year=2025/26", "handed-in.xlsx?year=2025/26"):
        assert director.get(f"/downloads/{path}").status_code == 404
    told = words(shown(official, "?year=2025/26"))
    assert "Кто сдал" in told
    assert "Школа № 1" in told
    archive = zipfile.ZipFile(BytesIO(official.get("/downloads/templates.zip?year=2025/26").data))
    assert len(archive.namelist()) == 2
    sheet = load_workbook(BytesIO(official.get("/downloads/handed-in.xlsx?year=2025/26").data))["Кто сдал"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Школа № 1", "Вторая ООШ"]


def test_a_director_gets_the_own_book_whatever_is_asked_for(board: Board) -> None:
    answer = board.signed_in("director").get("/downloads/template.xlsx?year=2025/26&school=2")

    sheet = load_workbook(BytesIO(answer.data))["Показатели"]
    assert {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"1"}


HOSTILE = {
    "empty": (b"", "a.xlsx", "Файл пуст"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.xls", "старая книга Excel"),
    "picture before a zip": (b"GIF89a" + planted_book().content, "a.xlsx", "это не книга Excel"),
    "half a workbook": (planted_book().content[:3000], "a.xlsx", "поврежд"),
    "program": (b"MZ\x90\0" + b"\0" * 600, "a.csv", "двоичный"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_told_in_one_sentence(board: Board, name: str) -> None:
    content, file_name, sentence = HOSTILE[name]
    director = board.signed_in("director")

    answer = upload(director, content, file_name)

    told = answer.text if answer.status_code == 400 else words(shown(director, f"?view=load&batch={batch_of(answer)}"))
    assert sentence in told


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def far_cell() -> bytes:
    """A small workbook whose one sheet reaches to the last cell there is."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Показатели"
    sheet.append(["Школа", "Показатель", "Учебный год", "Числитель", "Знаменатель"])
    sheet["XFD1048576"] = 1
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


_WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
# Packing a hundred million bytes takes a second, which only the process of these tests should spend.
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "much out of little": (lambda: zipped({"observations.csv": b"0" * 60_000_000}), "больше 50 МБ"),
    "packed too well": (lambda: zipped({"observations.csv": b"0" * 20_000_000}), "сжат подозрительно сильно"),
    "a workbook of 100 MB": (
        lambda: zipped({**_WORKBOOK, "xl/worksheets/sheet1.xml": b" " * 100_000_000}),
        "больше 50 МБ",
    ),
    "too many parts": (lambda: zipped({f"{each}.csv": b"1" for each in range(501)}), "больше 500 частей"),
    "a zip in a zip": (lambda: zipped({"observations.csv": b"a", "inner.zip": zipped({"a": b"1"})}), "ещё один архив"),
    "nothing we know": (lambda: zipped({"readme.txt": b"hello"}), "в архиве нет таблиц"),
    "too many rows": (
        lambda: b"school;indicator;level;year;numerator;denominator\n" + b"1;1.1;noo;2025/26;1;2\n" * 20_001,
        "за один раз принимается 20 000",
    ),
    "a cell at the end of the world": (far_cell, "нет ни одной строки"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_before_they_unpack(board: Board, name: str) -> None:
    pack, sentence = BOMBS[name]
    director = board.signed_in("director")

    told = words(shown(director, f"?view=load&batch={batch_of(upload(director, pack(), 'a.zip'))}"))

    assert sentence in told.lower() or sentence in told


def test_a_folder_may_come_as_an_archive(board: Board) -> None:
    director = board.signed_in("director")
    rows = "school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;48;50\n".encode("cp1251")

    told = words(
        shown(director, f"?view=load&batch={batch_of(upload(director, zipped({'a/observations.csv': rows}), 'a.zip'))}")
    )

    assert "Осталось внести 1 строку." in told


NUMBER = "0123456789abcdef" * 2


def test_who_waits_sees_how_far_the_rows_have_come_and_nobody_else(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    director, other = board.signed_in("director"), board.signed_in("director-2")
    seen: list[Any] = []

    def asked() -> None:
        for client, number in ((director, NUMBER), (other, NUMBER), (director, "f" * 32)):
            answer = client.get(f"/panels/import-progress?of={number}")
            assert answer.status_code == 200
            seen.append(json.loads(answer.text))

    def told_first(really: Any) -> Any:
        def work(*given: Any, **named: Any) -> Any:
            tell(Step.WRITTEN, 1500, 2000)
            # Another request has a thread of its own, or it would be taken for a part of this one.
            with ThreadPoolExecutor(1) as browser:
                browser.submit(asked).result()
            return really(*given, **named)

        return work

    for name in ("check_upload", "apply_upload"):
        monkeypatch.setattr(f"dashboard.pages.data.upload.{name}", told_first(getattr(upload_page, name)))
    rows = b"school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;48;50\n"

    batch = batch_of(upload(director, rows, "a.csv", progress=NUMBER))
    assert post(director, "import-apply", batch=batch, progress=NUMBER).status_code == 200
    asked()

    sentence = "Сравнено строк с внесёнными: 1\u202f500 из 2\u202f000"
    assert seen[:3] == [{"words": sentence, "percent": 75}, {}, {}]
    assert seen[3:6] == [{"words": "Внесено строк: 1\u202f500 из 2\u202f000", "percent": 75}, {}, {}]
    assert seen[6:] == [{}, {}, {}]
    assert list((board.folder / "progress").iterdir()) == []


def test_who_comes_back_before_rows_are_counted_sees_that_the_file_is_read(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = board.signed_in("director")
    seen: list[Any] = []

    def read(*_given: Any, **_named: Any) -> list[Any]:
        with ThreadPoolExecutor(1) as browser:
            asked = browser.submit(director.get, f"/panels/import-progress?of={NUMBER}")
            seen.append(json.loads(asked.result().text))
        return []

    monkeypatch.setattr("dashboard.pages.data.upload.read_confined", read)
    upload(director, b"school\n", "a.csv", progress=NUMBER)

    assert seen == [{"words": "Читаем файл…", "percent": None}]


def test_a_number_that_is_no_number_of_ours_is_no_name_of_a_file(board: Board) -> None:
    director = board.signed_in("director")
    rows = b"school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;48;50\n"

    for number in ("../../vsoko.db", "A" * 32, "0" * 31, "0" * 33):
        assert upload(director, rows, "a.csv", progress=number).status_code == 200
        assert json.loads(director.get("/panels/import-progress", query_string={"of": number}).text) == {}

    assert not (board.folder / "progress").exists()


def test_names_of_files_are_never_paths(board: Board) -> None:
    director = board.signed_in("director")
    row = b"school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;48;50\n"

    told = shown(director, f"?view=load&batch={batch_of(upload(director, row, '../../etc/<b>passwd.csv'))}")

    assert "<b>passwd" not in told.replace("<b>passwd.csv</b>", "")
    assert all(re.fullmatch(r"[0-9a-f]{32}", path.name) for path in board.stored())
    assert (board.folder / "uploads").stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in board.stored())


def test_after_twenty_files_in_an_hour_the_next_has_to_wait(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.pages.data.upload.UPLOADS_AN_HOUR", 2)
    director = board.signed_in("director")
    row = b"school;indicator;level;year;numerator;denominator\n1;1.1;noo;2025/26;48;50\n"

    answers = [upload(director, row, "a.csv") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 400]
    assert "Повторите через час" in answers[2].text


def test_a_full_disk_takes_no_files(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_layer.commands.uploads.LEAST_FREE", 1 << 62)

    answer = upload(board.signed_in("director"), b"school;indicator\n", "a.csv")

    assert (answer.status_code, "мало места" in answer.text) == (400, True)
    assert board.stored() == []


def test_a_child_that_dies_gives_one_sentence(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    # Not one page of memory more than it has; the file stays below what a client keeps in memory itself.
    monkeypatch.setattr(confined, "run_confined", run_confined)
    monkeypatch.setattr(confined, "MEMORY_BYTES", 1)
    director = board.signed_in("director")

    rows = "".join(f"1;1.1;noo;2025/26;предмет {each} {'x' * 1000};1;2\n" for each in range(400))
    large = f"school;indicator;level;year;subject;numerator;denominator\n{rows}".encode()
    told = words(shown(director, f"?view=load&batch={batch_of(upload(director, large, 'a.csv'))}"))

    assert "слишком сложен или повреждён" in told
