"""Faults of an import: where, what is wrong, what to do; each prints as one line."""

import re
from typing import Final

_QUOTED_LENGTH: Final = 60
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


class IntakeError(ValueError):
    """One fault of one cell (or file). `str()` is the line that people read, e.g.

    «observations.csv · E679 · числитель 45 больше знаменателя 18 · проверьте значения».
    """

    def __init__(self, address: str, what: str, action: str) -> None:
        super().__init__(address, what, action)
        self.address = address
        self.what = what
        self.action = action

    def __str__(self) -> str:
        return f"{self.address} · {self.what} · {self.action}"


class CellFault(ValueError):  # noqa: N818 - a fault of the file, not of the program
    """A cell that cannot be read as what its column holds; the reader of the row adds the address."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__(what, action)
        self.what = what
        self.action = action


def shown(text: str) -> str:
    """Text of a file as part of a message: on one line, printable, of bounded length."""
    line = " ".join(_UNPRINTABLE.sub(" ", text[: _QUOTED_LENGTH * 4]).split())
    return line if len(line) <= _QUOTED_LENGTH else line[: _QUOTED_LENGTH - 1] + "…"


def quoted(text: str) -> str:
    return f"«{shown(text)}»"
