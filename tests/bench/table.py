"""The printed table: one line per figure, as soon as it is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WIDTHS: Final = (70, 12, 30)
HEADINGS: Final = ("what", "goal", "reached", "verdict")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. goal, verdict: «» for figures that are there for information."""

    what: str
    goal: str
    reached: str
    verdict: str = ""


def compared(what: str, *, reached: float, goal: float, form: str, note: str = "", is_least: bool = False) -> Line:
    """A figure against its goal, an upper bound unless `is_least`.

    form: format of goal and figure, such as «{:.1f} s». The verdict says how far the figure is from
    the goal as a multiple of it, because absolute times of a shared machine mean little.
    """
    is_met = reached >= goal if is_least else reached <= goal
    sign = "≥" if is_least else "≤"
    verdict = f"{'met' if is_met else 'NOT met'}, {reached / goal:.2f} of the goal"
    return Line(what, f"{sign} {form.format(goal)}", form.format(reached) + (f" ({note})" if note else ""), verdict)


def information(what: str, reached: str) -> Line:
    return Line(what, "", reached)


def print_heading() -> None:
    _print(HEADINGS)
    _print(tuple("-" * width for width in (*WIDTHS, 30)))


def print_lines(lines: Iterable[Line]) -> None:
    for line in lines:
        _print((line.what, line.goal, line.reached, line.verdict))


def _print(cells: tuple[str, ...]) -> None:
    padded = [cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=False)]
    print(" · ".join([*padded, *cells[len(WIDTHS) :]]).rstrip(), flush=True)
