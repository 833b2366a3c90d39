"""Decisions are the business of whom they are for: no other school sees or answers them, nobody does another's part."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.support.meetings import MeetingSite
from tests.support.small_fixtures import small_sqlite

__all__ = ["small_sqlite"]

SECRET = "Решение для первой школы"
REPORT = "Сообщение первой школы"


@pytest.fixture(scope="module")
def deciding(small_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MeetingSite]:
    built = MeetingSite(small_sqlite, tmp_path_factory.mktemp("decisions"))
    yield built
    built.engine.dispose()


def test_another_school_or_district_finds_nothing_of_a_decision(deciding: MeetingSite) -> None:
    number, for_all = deciding.take(SECRET, school="1"), deciding.take("Решение для всех")
    for decision in (number, for_all):
        assert deciding.send("director", "report", decision=decision, text=REPORT).status_code == 200

    absent = deciding.get("director-2", "/panels/decision?decision=1")
    assert deciding.get("director-2", f"/panels/decision?decision={number}").data == absent.data
    assert absent.status_code == 404
    for action, values in (
        ("report", {"text": "Сделали мы"}),
        ("take-report-back", {}),
        ("evidence", {"block": "1", "year": "2025/26", "type": "director_order"}),
    ):
        assert deciding.send("director-2", action, decision=number, **values).status_code == 404, action
    shared = deciding.get("director-2", f"/panels/decision?decision={for_all}")
    assert shared.status_code == 200
    file = docx.Document(BytesIO(deciding.get("director-2", "/downloads/decisions.docx?decisions=all").data))
    listed = "".join(cell.text for row in file.tables[0].rows for cell in row.cells)
    assert "Решение для всех" in listed
    for text in (shared.text, deciding.page("director-2"), listed):
        assert SECRET not in text
        assert REPORT not in text
    for address in (f"/panels/decision?decision={number}", f"/panels/decision?meeting={deciding.meeting}"):
        assert deciding.get("official-beta", address).status_code == 404
    assert deciding.send("official-beta", "close", decision=number).status_code == 404
    assert SECRET not in deciding.page("official-beta")


def test_each_does_the_own_part_alone(deciding: MeetingSite) -> None:
    number = deciding.take("Решение по ролям", school="1")
    taking = {"meeting": deciding.meeting, "text": "Своё", "school": "", "due": ""}

    for login in ("director", "coordinator"):
        for action, values in (
            ("take", taking),
            ("change", {"decision": number, "version": 1, **taking}),
            ("withdraw", {"decision": number}),
            ("close", {"decision": number}),
            ("reopen", {"decision": number}),
            ("return", {"decision": number, "school": "1", "remark": "Нет"}),
        ):
            assert deciding.send(login, action, **values).status_code == 403, (login, action)
        assert deciding.get(login, f"/panels/decision?meeting={deciding.meeting}").status_code == 404
        assert deciding.get(login, f"/downloads/protocol.docx?id={deciding.meeting}").status_code == 404
    for login in ("official", "presenter"):
        assert deciding.send(login, "report", decision=number, text="За школу").status_code == 403, login
    # A presenter writes meetings, never the cycle of a school.
    evidence = {"decision": number, "block": "1", "year": "2025/26", "type": "director_order"}
    assert deciding.send("presenter", "evidence", **evidence).status_code == 403
    assert deciding.get("presenter", f"/panels/decision-evidence?decision={number}").status_code == 404
    assert "evidence" not in deciding.get("presenter", f"/panels/decision?decision={number}").text
    assert deciding.send("region", "close", decision=number).status_code == 403


@pytest.mark.parametrize("oddity", ["", "0", "-1", "9" * 25, "1 OR 1=1", "٣", "null"])
def test_an_odd_id_is_refused_and_changes_nothing(deciding: MeetingSite, oddity: str) -> None:
    for action in ("close", "withdraw", "change", "return"):
        assert deciding.send("presenter", action, decision=oddity, text="x").status_code in {400, 404}
    assert deciding.get("presenter", f"/panels/decision?decision={oddity}").status_code in {400, 404}
    taken = deciding.send(
        "presenter", "take", meeting=deciding.meeting, slide=oddity or "7", text="Чужой слайд", due=""
    )
    assert taken.status_code in {400, 404}
    assert "Чужой слайд" not in deciding.page("official", "?decisions=all")
