"""What a browser reads of work that goes on: the beginning of every step, however soon it follows the one before."""

from pathlib import Path

from dashboard.work_progress import Progress, progress_of, told_to_browser
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
