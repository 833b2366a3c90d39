"""«Сравнение» over the demo district, asked the way the browser asks, by every role; its files hold the same rows."""

import re
from html import unescape
from io import BytesIO
from typing import Final
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dashboard.addresses.compare import CompareChart
from data_layer.models import AuditEvent
from data_layer.scope import Scope
from data_layer.session import tenant_session
from seed.roster import SCHOOLS
from tests.support.site import token_headers

NAMES: Final = [school.short_name for school in SCHOOLS]
CODES: Final = [school.code for school in SCHOOLS]
OWN: Final = "Ключевская СОШ"
OWN_CODE: Final = next(school.code for school in SCHOOLS if school.short_name == OWN)
GOALS: Final = ("1.1", "1.2", "1.4", "2.1", "3.1", "3.3", "4.3", "5.1", "5.3", "6.1")


def page(client: FlaskClient, search: str) -> str:
    """Everything below the bar, with ordinary spaces."""
    body = {
        "output": "compare-content.html",
        "outputs": {"id": "compare-content", "property": "html"},
        "inputs": [{"id": "compare-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": "search", "value": search}],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    assert answer.status_code == 200, answer.text
    (properties,) = answer.json["response"].values()  # type: ignore[index]
    text = unescape(properties["html"]).replace("\u00a0", " ").replace("\u2060", "").replace("\u202f", "")
    return text[text.index("</header>") :]


def headline(text: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text)
    assert found is not None, text[:300]
    return re.sub(r"<[^>]+>", "", found[1])


def cells(client: FlaskClient, chart: str, search: str) -> list[tuple[object, ...]]:
    """All cells of all sheets of a file but the last, which tells of the file itself."""
    answer = client.get(f"/downloads/compare-{chart}.xlsx{search}")
    assert answer.status_code == 200, answer.text
    return cells_of(answer)


def cells_of(answer: TestResponse) -> list[tuple[object, ...]]:
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(BytesIO(answer.data), read_only=True)
    return [row for sheet in book.worksheets[:-1] for row in sheet.iter_rows(values_only=True)]


def named(text: str) -> set[str]:
    return {name for name in NAMES if re.search(rf"{re.escape(name)}(?!\d)", text)}


def test_the_official_reads_the_finding_and_every_school_on_one_goal(people: dict[str, FlaskClient]) -> None:
    text = page(people["department"], "?year=2025/26&goal=3.3")

    assert headline(text) == "7 из 26 школ не достигли цели по дополнительному образованию"
    assert named(text) == set(NAMES)
    assert "Не достигли своей цели — 7" in text
    assert "Достигли — 19" in text
    assert 'href="/schools/polyanskaya?year=2025/26"' in text or "/schools/" in text
    assert text.count("data-figure-card") >= 4
    assert 'href="/downloads/compare-goal.xlsx?year=2025/26&goal=3.3"' in text


@pytest.mark.parametrize("goal", GOALS)
def test_the_file_holds_the_rows_of_the_table(people: dict[str, FlaskClient], goal: str) -> None:
    search = f"?year=2025/26&goal={goal}"
    text = page(people["department"], search)
    table = re.search(r'id="goal-table"[^>]*>(.*?)</table>', text, re.DOTALL)
    assert table is not None
    heads = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table[1])

    _, *rows = cells(people["department"], "goal", search)

    shown = [re.sub(r"<[^>]+>", "", head) for head in heads]
    assert [str(row[0]).replace("\u00a0", " ") for row in rows] == shown
    assert len(rows) > 15


def test_vpr_and_gia_are_not_offered_by_distance_whatever_the_address_says(people: dict[str, FlaskClient]) -> None:
    for goal in ("1.2", "1.4"):
        text = page(people["department"], f"?year=2025/26&goal={goal}&order=gap")

        assert "Не достигли своей цели —" not in text
        assert "по отклонению" not in text
        assert "Город — 9" in text or "Город — 8" in text


def test_without_a_goal_there_is_no_distance_to_stand_in_order_of(people: dict[str, FlaskClient]) -> None:
    text = page(people["department"], "?year=2025/26&indicator=4.4&order=gap")

    assert "по отклонению" not in text
    assert "до своей цели" not in text
    assert "До цели" not in text
    assert "Город — 8" in text
    assert "до своей цели" in page(people["department"], "?year=2025/26&goal=3.3")


def test_a_change_below_a_tenth_of_a_point_is_none(people: dict[str, FlaskClient]) -> None:
    """39 of 3565 and 41 of 3598 pupils lag: 1,09 and 1,14 %."""
    text = page(people["department"], "?year=2025/26&goal=2.1&level=noo")

    assert "С 2024/25 значение района почти не изменилось" in text
    assert "это хуже" not in text


def test_what_the_address_says_and_nobody_knows_is_told(people: dict[str, FlaskClient]) -> None:
    text = page(people["department"], "?year=2025/26&goal=9.9&level=vuz&school=nobody&slice=x&block=7&order=worst")

    assert "Не распознано в ссылке и не учтено: цель, уровень, срез, школа, порядок и блок." in text


def test_filters_that_leave_nothing_say_so(people: dict[str, FlaskClient]) -> None:
    text = page(people["department"], "?year=2025/26&goal=3.3&cluster=settlement&kind=primary")

    assert "По этому отбору школ нет" in text
    assert "Показать все школы" in text


def test_a_year_to_come_is_awaited_not_missed(people: dict[str, FlaskClient]) -> None:
    text = page(people["department"], "?year=2026/27&goal=3.3")

    assert headline(text) == "Данных по дополнительному образованию ещё не ждут: срок 10.06.2027"


def test_a_director_sees_nothing_of_other_schools(people: dict[str, FlaskClient], server: Flask) -> None:
    director, official = people["director"], people["department"]
    searches = [f"?year=2025/26&goal={goal}" for goal in GOALS]
    searches += ["?view=blocks", "?view=blocks&block=3", "?view=school", f"?view=school&school={CODES[0]}"]
    others = {name for name in NAMES if name != OWN}

    for search in searches:
        text = page(director, search)
        assert not named(text) & others, search
        assert not [code for code in CODES if code != OWN_CODE and f"/schools/{code}" in text], search
        for chart in CompareChart:
            answer = director.get(f"/downloads/compare-{chart}.xlsx{search}")
            if answer.status_code == 200:
                written = " ".join(str(cell) for row in cells_of(answer) for cell in row)
                assert not named(written) & others, (search, chart)

    # Numbers: «k из n» of the others are nowhere in what the director is sent.
    for goal in ("3.3", "1.1", "5.1"):
        search = f"?year=2025/26&goal={goal}"
        _, *rows = cells(official, "goal", search)
        mine = page(director, search)
        for row in rows:
            numbers = [int(cell) for cell in row[1:] if isinstance(cell, int) and cell > 99]
            if row[0] != OWN and len(numbers) >= 2:
                assert f"{numbers[0]} из {numbers[1]}" not in mine


def test_a_director_is_told_the_own_verdict_the_district_and_the_quartiles(people: dict[str, FlaskClient]) -> None:
    text = page(people["director"], "?year=2025/26&goal=3.3&cluster=town&names=coded")

    assert headline(text) == ("Ваша школа не достигла цели по дополнительному образованию: не хватает 6 обучающихся")
    assert "Район в целом: 86,4 % (9667 из 11190)" in text
    assert "Медиана 86,9 %, у половины школ — от 84,5 % до 89,1 %" in text
    # Villages are many; they are hidden so that the four settlements do not follow from the rest.
    assert "Скрыт бывает и ещё один кластер: иначе скрытое можно было бы вычислить." in text


def test_a_presenter_sees_no_figure_of_a_small_cohort_or_a_sensitive_indicator(people: dict[str, FlaskClient]) -> None:
    sensitive = page(people["presenter"], "?year=2025/26&goal=2.1")
    graduates = page(people["presenter"], "?year=2025/26&goal=4.3")
    _, *rows = cells(people["presenter"], "goal", "?year=2025/26&goal=4.3")

    assert headline(sensitive).startswith("Данные школ по доле отстающих, НОО скрыты")
    assert not re.search(r"\d из \d+</td>", sensitive[: sensitive.index('id="clusters"')])
    assert "&lt;10" in graduates or "<10" in graduates
    whole = [cell for row in rows for cell in row[1:] if isinstance(cell, int)]
    assert whole
    assert all(not (0 < row[3] < 10) for row in rows if isinstance(row[3], int))


def test_a_sum_without_hidden_blocks_says_so(people: dict[str, FlaskClient]) -> None:
    hidden = "не применимые и блоки школ, где цели скрыты"

    assert hidden in page(people["presenter"], "?year=2025/26&view=blocks")
    assert hidden not in page(people["department"], "?year=2025/26&view=blocks")


def test_a_coded_view_sends_neither_names_nor_codes_of_schools(people: dict[str, FlaskClient]) -> None:
    search = f"?year=2025/26&goal=3.3&names=coded&school={CODES[3]}"
    text = page(people["presenter"], search)
    written = " ".join(str(cell) for row in cells(people["presenter"], "goal", search) for cell in row)

    assert not named(text)
    assert not [code for code in CODES if f"school={code}" in text or f"/schools/{code}" in text]
    assert "Школа 26" in text
    assert not named(written)
    assert "Школа\u00a026" in written


def test_schools_on_a_slice_are_shown_to_the_official_alone(people: dict[str, FlaskClient]) -> None:
    search = f"?year=2025/26&goal=1.1&slice=subject:{quote('Русский язык')}"

    assert headline(page(people["department"], search)).startswith("Русский язык: в школах от")
    text = page(people["presenter"], search)
    assert "Не распознано в ссылке и не учтено: срез по школам." in text


def test_each_view_has_its_finding(people: dict[str, FlaskClient]) -> None:
    found = [
        headline(page(people["department"], search))
        for search in ("?view=blocks", "?view=blocks&block=3", f"?view=school&school={OWN_CODE}", "?indicator=5.1b")
    ]

    assert re.fullmatch(r"Школы достигли \d+ из \d+ цел(и|ей), меньше всего — блок \d «.*»: \d+ из \d+", found[0])
    assert re.fullmatch(r"Блок 3 «Работа с одарёнными обучающимися»: школы достигли \d+ из \d+ цел(и|ей)", found[1])
    assert re.fullmatch(r"Ключевская СОШ уступает медиане района по \d+ из \d+ показател(я|ей)", found[2])
    assert found[3].startswith("Чаще всего отмечены: методические")


def test_a_region_has_no_comparison_of_schools(people: dict[str, FlaskClient]) -> None:
    assert people["region"].get("/compare").status_code == 404
    assert people["region"].get("/downloads/compare-goal.xlsx?goal=3.3").status_code in {403, 404}


def test_a_file_without_rows_is_refused_with_a_sentence(people: dict[str, FlaskClient]) -> None:
    answer = people["department"].get("/downloads/compare-school.xlsx?year=2025/26")

    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_a_file_handed_out_is_recorded(people: dict[str, FlaskClient], server: Flask) -> None:
    people["department"].get("/downloads/compare-funnel.xlsx?year=2025/26&goal=3.3")

    with tenant_session(server.extensions["vsoko"].engine, Scope((1,))) as session:
        actions = {(row.action, row.subject) for row in session.scalars(select(AuditEvent))}
    assert ("export", "compare-funnel") in actions
