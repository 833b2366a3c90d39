"""Which mark a primary score is worth: scales by subject, grade and year, as data (`scales.yaml`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from data_layer.intake.safe_yaml import load_plain
from data_layer.intake.words import normal

_FILE: Final = Path(__file__).with_name("scales.yaml")


@dataclass(frozen=True, slots=True)
class Scale:
    """three, four, five: the lowest primary score of each mark. best: the highest there is, None unknown.

    first_year, last_year: starting years for which it holds, both included. source: where it comes from, in words.
    is_confirmed: somebody has held it against that very document, or the department answers for it.
    """

    subject: str
    grade: int
    three: int
    four: int | None = None
    five: int | None = None
    best: int | None = None
    first_year: int = 0
    last_year: int = 9999
    source: str = ""
    is_confirmed: bool = True

    def reached(self, scores: Iterable[tuple[int, int]]) -> int:
        """Participants with mark 3 or better. scores: (primary score, participants)."""
        return sum(count for score, count in scores if score >= self.three)

    @property
    def words(self) -> str:
        """«3» от 6, «4» от 10, «5» от 15 баллов."""
        marks = [f"«{mark}» от {least}" for mark, least in ((3, self.three), (4, self.four), (5, self.five)) if least]
        most = f", наибольший балл {self.best}" if self.best else ""
        return f"{', '.join(marks)}{most}"


def scales_of(text: str) -> tuple[Scale, ...]:
    """Raises ValueError for a scale that does not rise or reaches above its highest score.

    Raises KeyError for one that does not say where it comes from.
    """
    given = cast("dict[str, Any]", load_plain(text))
    found = tuple(
        Scale(
            subject=each["subject"],
            grade=int(each["grade"]),
            three=int(each["marks"][0]),
            four=int(each["marks"][1]),
            five=int(each["marks"][2]),
            best=int(each["max"]),
            first_year=int(each["from"]),
            last_year=int(each["to"]),
            source=given["sources"][each["source"]]["title"],
            # Plain YAML knows words alone.
            is_confirmed=given["sources"][each["source"]]["confirmed"] == "true",
        )
        for each in given["scales"]
    )
    for scale in found:
        steps = (0, scale.three, scale.four or 0, scale.five or 0, (scale.best or 0) + 1)
        if list(steps) != sorted(set(steps)) or scale.first_year > scale.last_year:
            raise ValueError(f"{scale.subject}, {scale.grade}: {scale.words}")
    return found


@cache
def known_scales() -> tuple[Scale, ...]:
    return scales_of(_FILE.read_text(encoding="utf-8"))


def find_scale(scales: Sequence[Scale], *, subject: str, grade: int, year: int, best: int | None) -> Scale | None:
    """The scale of a work; None where none is known, or where the work has another highest score."""
    for scale in scales:
        if normal(scale.subject) != normal(subject) or scale.grade != grade:
            continue
        if scale.first_year <= year <= scale.last_year and (best is None or scale.best in {None, best}):
            return scale
    return None
