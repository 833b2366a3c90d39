"""What a form of ours has sent. Everything in it is untrusted; what no form of ours can send is answered with 400."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask import request

from dashboard.access.policy import Permission, may
from dashboard.addresses.data import read_id
from dashboard.addresses.reading import BLOCKS, one_of, read_year
from dashboard.binding import RequestContext
from dashboard.errors import InvalidInputError
from dashboard.pages.data.own import named_school
from data_layer.commands.editing import Author
from data_layer.domain.school_year import UnknownYearError
from data_layer.domain.vocabulary import Level, Stage

# Longer than anything a field takes; the rules of the field say so in words long before.
_LONGEST: Final = 20_000
_LONGEST_ID: Final = 64
_MOST_PARTS: Final = 40


class Sent:
    """The fields of one request, by name. Names that nobody asks for play no part."""

    def __init__(self, ctx: RequestContext) -> None:
        self._ctx = ctx
        self._values: Mapping[str, str] = request.form

    def text(self, name: str) -> str:
        """What was typed, empty where nothing was; the rules of the field judge it."""
        value = self._values.get(name, "")
        if len(value) > _LONGEST:
            raise InvalidInputError
        return value

    def has(self, name: str) -> bool:
        return name in self._values

    def several(self, name: str) -> list[str]:
        """All values of a group of boxes."""
        values = request.form.getlist(name)
        if len(values) > _MOST_PARTS:
            raise InvalidInputError
        return values

    def word(self, name: str) -> str:
        """An id of the catalogue; whether there is such a one the command knows."""
        value = self._values.get(name, "")
        if not value or len(value) > _LONGEST_ID:
            raise InvalidInputError
        return value

    def number(self, name: str) -> int | None:
        """An id or version of ours, None where the field is empty."""
        value = self._values.get(name, "")
        try:
            return read_id(value) if value else None
        except ValueError as error:
            raise InvalidInputError from error

    @property
    def year(self) -> int:
        try:
            return read_year(self._values.get("year", ""), today=self._ctx.today)
        except (UnknownYearError, ValueError) as error:
            raise InvalidInputError from error

    @property
    def level(self) -> Level:
        try:
            return Level(self._values.get("level", ""))
        except ValueError as error:
            raise InvalidInputError from error

    @property
    def stage(self) -> Stage:
        try:
            return Stage(self._values.get("stage", ""))
        except ValueError as error:
            raise InvalidInputError from error

    @property
    def block(self) -> int:
        try:
            return one_of(BLOCKS)(self._values.get("block", ""))
        except ValueError as error:
            raise InvalidInputError from error

    def names_after(self, beginning: str) -> list[str]:
        """What follows `beginning` in the names of the fields that begin with it."""
        found = [name.removeprefix(beginning) for name in self._values if name.startswith(beginning)]
        if len(found) > _MOST_PARTS or any(len(name) > _LONGEST_ID for name in found):
            raise InvalidInputError
        return found

    def places(self, name: str) -> Iterator[int]:
        """0, 1, 2, … for as long as there is a field `name.0`, `name.1`, …"""
        place = 0
        while f"{name}.{place}" in self._values:
            if place == _MOST_PARTS:
                raise InvalidInputError
            yield place
            place += 1

    @property
    def school(self) -> str:
        """The school whose rows are meant: a school's own people have one, and may leave it unsaid.

        Raises NotFoundError where the person has no such school.
        """
        return named_school(self._ctx, self._ctx.session, self._values.get("school", "")).code


def author_of(ctx: RequestContext) -> Author:
    return Author(
        login=ctx.principal.login,
        is_of_school=ctx.principal.school_id is not None,
        may_set_targets=may(ctx.principal.role, Permission.WRITE_TARGETS),
        today=ctx.today,
    )
