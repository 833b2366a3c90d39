"""What a meeting calls schools in the forms of its decisions, and which school a form of ours has named."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.binding import RequestContext
from dashboard.components.decisions import by_name
from dashboard.errors import InvalidInputError
from dashboard.formatting import NO_BREAK
from data_layer.domain.coding import school_numbers
from data_layer.domain.school_year import year_of
from data_layer.queries.directory import SchoolEntry, school_list
from data_layer.queries.meetings import MeetingCard


@dataclass(frozen=True, slots=True)
class DecisionNames:
    """names: by code of the school. values: what stands for its code in a form; of coded names it tells no school."""

    is_coded: bool
    names: Mapping[str, str]
    values: Mapping[str, str]

    def calls(self, school: SchoolEntry) -> str:
        return self.names[school.code]

    def code_of(self, value: str) -> str:
        """The school's code; empty for all of them. Raises InvalidInputError for what no form of ours sends."""
        if not value:
            return ""
        for code, each in self.values.items():
            if each == value:
                return code
        raise InvalidInputError


def real_names(ctx: RequestContext) -> DecisionNames:
    """By their own names, whatever the meeting shows."""
    schools = school_list(ctx.session)
    return DecisionNames(
        False, {each.code: by_name(each) for each in schools}, {each.code: each.code for each in schools}
    )


def names_in(ctx: RequestContext, card: MeetingCard) -> DecisionNames:
    """As the meeting calls them: «Школа 7» where names are coded and the school is not revealed."""
    if not card.is_coded:
        return real_names(ctx)
    schools = school_list(ctx.session)
    numbers = school_numbers(
        [(each.code, each.short_name) for each in schools],
        key=card.code_key,
        subject=("meeting", str(card.id)),
        known=card.numbers,
    )
    names = {
        each.code: by_name(each) if each.id in card.revealed else f"Школа{NO_BREAK}{numbers[each.code]}"
        for each in schools
    }
    return DecisionNames(True, names, {code: str(number) for code, number in numbers.items()})


def offered(ctx: RequestContext, names: DecisionNames) -> list[SchoolEntry]:
    """Schools that something can be decided for, in the order of what they are called."""
    there = [each for each in school_list(ctx.session) if each.is_there(year_of(ctx.today))]
    return sorted(there, key=lambda school: _order(names.calls(school)))


def _order(name: str) -> tuple[str, int]:
    """«Школа 7» before «Школа 12»."""
    head, _, number = name.rpartition(NO_BREAK)
    return (head.casefold(), int(number)) if number.isdecimal() else (name.casefold(), 0)
