"""Values of options: days, school years, roles; and the options that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import click

from dashboard.texts.words import ROLES
from data_layer.domain.days import UNLIKELY, UnlikelyDayError, likely
from data_layer.domain.school_year import (
    EARLIEST_YEAR,
    UnknownYearError,
    format_year,
    is_valid_year,
    parse_year,
    year_of,
)
from data_layer.domain.vocabulary import Role
from data_layer.errors import DataLayerError


class InvalidYearError(DataLayerError):
    """The school year is malformed or out of range."""


class Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            # fromisoformat also knows 20260918 and 2026-W38-5, which nobody here writes on purpose.
            return likely(datetime.strptime(value, "%Y-%m-%d").date())  # noqa: DTZ007 -- a day has no zone
        except UnlikelyDayError:
            self.fail(UNLIKELY, param, ctx)
        except ValueError:
            self.fail(f"«{value}» — не дата вида 2026-09-18.", param, ctx)


class RoleName(click.ParamType[Role]):
    """The id of a role or its Russian title."""

    name = "ROLE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Role:
        wanted = " ".join(str(value).split()).casefold()
        found = [role for role in Role if wanted in {role.value, ROLES[role].casefold()}]
        if not found:
            self.fail(f"«{value}» — не роль. Роли: {', '.join(Role)}.", param, ctx)
        return found[0]


def year_or_none(text: str | None, *, today: date) -> int | None:
    """Starting year, None where no year was named. Raises InvalidYearError."""
    if text is None:
        return None
    try:
        year = parse_year(text)
    except UnknownYearError as error:
        raise InvalidYearError(f"{error}.") from None
    if not is_valid_year(year, today=today):
        first, last = format_year(EARLIEST_YEAR), format_year(year_of(today) + 1)
        raise InvalidYearError(f"Учебный год «{text}» вне допустимых: с {first} по {last}.")
    return year


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

district_option: Final[Decorator] = click.option("--district", required=True, metavar="CODE", help="Код района.")
school_option: Final[Decorator] = click.option("--school", metavar="CODE", help="Код школы.")
as_option: Final[Decorator] = click.option("--as", "login", metavar="LOGIN", help="Действовать с правами пользователя.")
