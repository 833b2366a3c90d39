"""What a form of this page brought, field by field. Faults are gathered, so that the person sees all of them at once."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from flask import Response, request

from dashboard.answers import CHECK_FIELDS, conflict, refused
from dashboard.binding import InvalidInputError, RequestContext
from data_layer.domain.days import UNLIKELY, UnlikelyDayError, read_day
from data_layer.domain.school_year import UnknownYearError, is_valid_year, parse_year
from data_layer.errors import ConflictError

T = TypeVar("T")

_LONGEST: Final = 1000
_DAY_AND_MONTH: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.?", re.ASCII)
_LEAP_YEAR: Final = 2024
_WHOLE: Final = re.compile(r"\d{1,18}", re.ASCII)


class Entered:
    """Values of the request's form. faults: a sentence by the name of the field."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = request.form if values is None else values
        self.faults: dict[str, str] = {}

    def raw(self, name: str) -> str:
        """Raises InvalidInputError for a text that no field of ours takes."""
        text = self._values.get(name, "")
        if len(text) > _LONGEST:
            raise InvalidInputError
        return text.strip()

    def text(self, name: str, *, needed: str = "") -> str:
        """needed: what is said where the field is empty; nothing where it may be."""
        text = " ".join(self.raw(name).split())
        if needed and not text:
            self.faults[name] = needed
        return text

    def is_ticked(self, name: str) -> bool:
        return self.raw(name) != ""

    def one_of(self, name: str, known: Iterable[T], *, spelled: str | None = None) -> T:
        """A choice of a list; anything else was not sent by our form. Raises InvalidInputError."""
        text = self.raw(name) if spelled is None else spelled
        for each in known:
            if str(each) == text:
                return each
        raise InvalidInputError

    def whole(self, name: str) -> int:
        """An id or a count written by the form itself. Raises InvalidInputError."""
        text = self.raw(name)
        if not _WHOLE.fullmatch(text):
            raise InvalidInputError
        return int(text)

    def count(self, name: str, *, fault: str) -> int:
        """A count that a person has typed; 0 and a fault where it is none."""
        text = self.raw(name)
        if _WHOLE.fullmatch(text) and len(text) < 10:
            return int(text)
        self.faults[name] = fault
        return 0

    def number(self, name: str, *, fault: str) -> Decimal:
        text = self.raw(name).replace(",", ".")
        try:
            found = Decimal(text) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text, re.ASCII) else None
        except InvalidOperation:
            found = None
        if found is None:
            self.faults[name] = fault
        return found or Decimal(0)

    def day(self, name: str, *, needed: str = "") -> date | None:
        """«2026-08-25», as browsers send it, or «25.08.2026»; None and perhaps a fault where there is none."""
        text = self.raw(name)
        if not text:
            if needed:
                self.faults[name] = needed
            return None
        try:
            return read_day(text)
        except UnlikelyDayError:
            self.faults[name] = UNLIKELY
        except ValueError:
            self.faults[name] = "Такого дня нет. Напишите дату как 25.08.2026."
        return None

    def month_and_day(self, name: str, *, fault: str) -> tuple[int, int]:
        """«15.08» as (8, 15); 29 February is a day of some years. A fault where there is no such day."""
        dotted = _DAY_AND_MONTH.fullmatch(self.raw(name))
        try:
            day = date(_LEAP_YEAR, int(dotted[2]), int(dotted[1])) if dotted else None
        except ValueError:
            day = None
        if day is None:
            self.faults[name] = fault
            return 1, 1
        return day.month, day.day

    def year(self, name: str, *, today: date) -> int:
        """A school year written by the form itself. Raises InvalidInputError."""
        try:
            year = parse_year(self.raw(name))
        except UnknownYearError as error:
            raise InvalidInputError from error
        if not is_valid_year(year, today=today):
            raise InvalidInputError
        return year

    def refusal(self) -> Response | None:
        return refused(CHECK_FIELDS, fields=self.faults) if self.faults else None


def refuse(ctx: RequestContext, sentence: str, *, field: str = "") -> Response:
    """Nothing of what the action has begun stays; the sentence stands at the field, or above the form."""
    ctx.session.rollback()
    return refused(CHECK_FIELDS if field else sentence, fields={field: sentence} if field else None)


def clash(ctx: RequestContext, error: ConflictError, *, panel: str) -> Response:
    """Somebody else was quicker. The panel, already written, shows both versions; nothing of the action stays."""
    ctx.session.rollback()
    return conflict(str(error), panel=panel)


def asked_id(name: str) -> int:
    """An id in the address of a panel. Raises InvalidInputError."""
    text = request.args.get(name, "")
    if not _WHOLE.fullmatch(text):
        raise InvalidInputError
    return int(text)


def asked_text(name: str) -> str:
    """A short text in the address of a panel. Raises InvalidInputError."""
    text = request.args.get(name, "")
    if len(text) > _LONGEST:
        raise InvalidInputError
    return text
