"""What a browser reads of work that goes on: the beginning of every step, however soon it follows the one before."""

import os
import time
from pathlib import Path

import pytest

from dashboard.work_progress import Progress, progress_of, told_to_browser
from data_layer.clock import file_seconds
from data_layer.progress import Step, tell

NUMBER = "0123456789abcdef" * 2


def test_a_step_that_has_just_begun_is_told_at_once_and_the_rest_now_and_then(tmp_path: Path) -> None:
    def seen() -> Progress | None:
        return progress_of(tmp_path, login="director", number=NUMBER)

    with told_to_browser(tmp_path, login="director", number=NUMBER):
        assert seen() == Progress("Читаем файл…", None)
        tell(Step.CHECKED, 1, 2)
        assert seen() == Progress("Проверено строк: 1 из 2", 50)
        tell(Step.CHECKED, 2, 2)
        tell(Step.DERIVED, 0, 4)
        assert seen() == Progress("Пересчитано школ: 0 из 4", 0)

    assert seen() is None


def test_work_whose_process_was_killed_is_told_no_more(tmp_path: Path) -> None:
    with told_to_browser(tmp_path, login="director", number=NUMBER):
        (left_behind,) = (tmp_path / "progress").iterdir()
        long_ago = file_seconds() - 600
        os.utime(left_behind, (long_ago, long_ago))

        assert progress_of(tmp_path, login="director", number=NUMBER) is None


def test_work_that_tells_nothing_for_long_is_still_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.work_progress._TOUCHED_SECONDS", 0.01)
    with told_to_browser(tmp_path, login="director", number=NUMBER):
        (place,) = (tmp_path / "progress").iterdir()
        os.utime(place, (0, 0))
        deadline = time.monotonic() + 30
        while place.stat().st_mtime == 0 and time.monotonic() < deadline:
            time.sleep(0.01)

        assert progress_of(tmp_path, login="director", number=NUMBER) == Progress("Читаем файл…", None)
