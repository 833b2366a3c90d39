"""The person responsible for ВСОКО two days before decisions are due: what the first screen names, and in what order."""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from flask import Flask

from dashboard.factory import create_app
from seed.roster import DEMO_PASSWORD
from tests.support.demo import demo_engine
from tests.support.site import settings_for, sign_in, token_headers

# Decisions of 2025/26 are due on Wednesday, 30.09.2026.
MONDAY: Final = date(2026, 9, 28)
SATURDAY_BEFORE: Final = date(2026, 9, 26)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder: Path = tmp_path_factory.mktemp("week")
    url = f"sqlite:///{folder / 'vsoko.db'}"
    demo_engine(url, folder / "files").dispose()
    return url, folder


def served(board: tuple[str, Path], day: date) -> Flask:
    url, folder = board
    morning = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    return create_app(settings_for(url, folder / "var"), clock=lambda: morning)


def first_screen(board: tuple[str, Path], day: date) -> str:
    """What the coordinator sees after signing in: the own school's card."""
    server = served(board, day)
    client = server.test_client()
    assert sign_in(client, "coordinator", DEMO_PASSWORD).status_code == 303
    path = client.get("/").headers["Location"]
    body = {
        "output": "school-content.html",
        "outputs": {"id": "school-content", "property": "html"},
        "inputs": [{"id": "school-asked", "property": "data", "value": None}],
        "state": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": ""},
        ],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    assert answer.status_code == 200, answer.text
    server.extensions["vsoko"].engine.dispose()
    (properties,) = answer.json["response"].values()  # type: ignore[index]
    return unescape(properties["html"]).replace("\u00a0", " ").replace("\u2060", "")


def groups(text: str) -> dict[str, list[tuple[str, str]]]:
    """By head: day and title of each task."""
    parts = text.split('<div class="todo-group"><h3>')[1:]
    return {
        part.partition("<")[0]: re.findall(
            r'class="day">([\d.]+).*?class="what">(.*?)<', part.partition("</section>")[0]
        )
        for part in parts
    }


def test_the_week_follows_what_is_overdue(board: tuple[str, Path]) -> None:
    text = first_screen(board, MONDAY)
    found = groups(text)

    assert list(found)[:2] == ["Просрочено", "На этой неделе"]
    assert text.index('id="todo"') < text.index('id="cycle"') < text.index('id="goals"')
    assert found["На этой неделе"]
    assert all(day == "30.09" for day, _ in found["На этой неделе"])
    assert any(title.startswith("Сдать управленческие решения") for _, title in found["На этой неделе"])
    # Nothing of the week waits behind «Показать все».
    week = text[text.index("На этой неделе</h3>") :].partition('<div class="todo-group">')[0]
    assert "Показать все" not in week.partition("</ol>")[0]


def test_before_the_week_the_same_task_comes_later(board: tuple[str, Path]) -> None:
    found = groups(first_screen(board, SATURDAY_BEFORE))

    assert "На этой неделе" not in found
    assert any(title.startswith("Сдать управленческие решения") for _, title in found["Позже"])
