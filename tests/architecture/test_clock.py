"""Only `data_layer/clock.py` asks the machine what time it is: everything else would show another day than the server."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
DOOR: Final = ROOT / "data_layer" / "clock.py"
_OF_TYPES: Final = frozenset({"now", "utcnow", "today"})
_OF_TIME: Final = frozenset({"time", "time_ns", "localtime", "gmtime", "ctime"})
_OF_DATABASE: Final = frozenset({"now", "current_date", "current_time", "current_timestamp", "localtimestamp"})


def asked(source: str) -> Iterator[int]:
    """Lines that name the clock: of `datetime`, of `time` or of the database."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (node.lineno for each in node.names if each.name in _OF_TIME)
        if not isinstance(node, ast.Attribute):
            continue
        owner = node.value
        name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        is_asked = (
            (name in {"datetime", "date"} and node.attr in _OF_TYPES)
            or (name == "time" and node.attr in _OF_TIME)
            or (name == "func" and node.attr in _OF_DATABASE)
        )
        if is_asked:
            yield node.lineno


def modules() -> Iterator[Path]:
    for folder in ("dashboard", "data_layer", "seed"):
        yield from (ROOT / folder).rglob("*.py")
    yield ROOT / "app.py"


def test_nobody_but_the_door_asks_the_machine_for_the_time() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        if path != DOOR
        for line in asked(path.read_text(encoding="utf-8"))
    }

    assert found == set()
    assert list(asked(DOOR.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "planted",
    [
        "from datetime import datetime, UTC\nat = datetime.now(UTC)",
        "import datetime as dt\nday = dt.date.today()",
        "from datetime import datetime\nstamp = datetime.utcnow",
        "import time\nage = time.time()",
        "from time import time\nage = time()",
        "from sqlalchemy import func\nquery = select(func.now())",
    ],
)
def test_a_planted_clock_is_found(planted: str) -> None:
    assert list(asked(planted)) == [2] or list(asked(planted)) == [1]


def test_the_day_of_a_request_is_no_clock() -> None:
    assert not list(asked("day = ctx.today\nnow = parts.now(zone, is_demo=True)\nwaited = time.monotonic()"))
