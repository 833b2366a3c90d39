"""How far an import has come: a line that changes on a terminal, a line now and then in a log, nothing while it is quick."""

import io

import pytest

from dashboard.cli.progress import Meter
from dashboard.texts.progress import progress_words
from data_layer.progress import Counting, Step, tell, told_to

ROWS = 130_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def heard(stream: io.StringIO, *seconds: float, is_rehearsal: bool = False) -> str:
    """What stands in the stream when a thousand rows are checked at each of the moments."""
    clock = Clock()
    meter = Meter(stream, clock=clock, is_rehearsal=is_rehearsal)
    for place, moment in enumerate(seconds, start=1):
        clock.now = moment
        meter.hear(Step.CHECKED, place * 1000, ROWS)
    meter.clear()
    return stream.getvalue()


def test_quick_work_says_nothing() -> None:
    assert heard(Terminal(), 0.1, 0.5, 0.9) == ""
    assert heard(io.StringIO(), 1.0, 3.0, 4.9) == ""


def test_a_terminal_gets_one_line_that_changes_and_goes_away() -> None:
    written = heard(Terminal(), 1.5, 1.6, 1.8)

    # The second moment comes too soon after the first to be read.
    assert written.replace("\r\x1b[2K", "|") == (
        "|Проверено строк: 1 000 из 130 000|Проверено строк: 3 000 из 130 000|"
    )


def test_a_log_gets_a_line_every_five_seconds() -> None:
    assert heard(io.StringIO(), 4.0, 5.0, 7.0, 10.0, 11.0) == (
        "Проверено строк: 2 000 из 130 000\nПроверено строк: 4 000 из 130 000\n"
    )


@pytest.mark.parametrize(
    ("step", "words", "rehearsed"),
    [
        (Step.CHECKED, "Проверено строк: 5 из 9", "Проверено строк: 5 из 9"),
        (Step.WRITTEN, "Внесено строк: 5 из 9", "Сравнено строк с внесёнными: 5 из 9"),
        (Step.DERIVED, "Пересчитано школ: 5 из 9", "Примерены итоги школ: 5 из 9"),
    ],
)
def test_a_rehearsal_does_not_say_that_it_writes(step: Step, words: str, rehearsed: str) -> None:
    def plain(text: str) -> str:
        return text.replace("\u00a0", " ")

    assert plain(progress_words(step, 5, 9)) == words
    assert plain(progress_words(step, 5, 9, is_rehearsal=True)) == rehearsed


def test_rows_are_counted_over_several_tables_and_told_to_the_end() -> None:
    told: list[tuple[Step, int, int]] = []
    with told_to(lambda *given: told.append(given)):
        counting = Counting(Step.WRITTEN, 600)
        assert sum(counting.each(range(550))) == sum(range(550))
        assert list(counting.each(range(50))) == list(range(50))
    tell(Step.WRITTEN, 1, 1)

    assert told == [
        (Step.WRITTEN, 250, 600),
        (Step.WRITTEN, 500, 600),
        (Step.WRITTEN, 550, 600),
        (Step.WRITTEN, 600, 600),
    ]
