"""Two people save the same thing: the later one is told what the earlier one has saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from data_layer.errors import ConflictError

Value: TypeAlias = str | int | Decimal | bool | date | None


@dataclass(frozen=True, slots=True)
class StalePart:
    """One thing that was saved meanwhile.

    name: what it is within the form (a category of a breakdown, «target», «» where there is only one).
    yours, current: values by field; current is empty where the thing was removed meanwhile.
    author, saved_at: of the current one, empty and None where unknown.
    version: what to send in order to write over the current one.
    """

    name: str
    yours: Mapping[str, Value]
    current: Mapping[str, Value]
    author: str
    saved_at: datetime | None
    version: str


class StaleEditError(ConflictError):
    """The thing was saved by somebody else after the person had seen it; nothing was written.

    Raised too where the other one saved the very same: two people who each add one must not both be
    told that theirs was saved.
    """

    def __init__(self, parts: tuple[StalePart, ...]) -> None:
        super().__init__(
            "Пока вы вносили, это уже сохранил другой человек. Ничего не потеряно: выберите, что оставить."
        )
        self.parts = parts
