"""What a meeting calls schools in the forms of its decisions, and which school a form of ours has named."""

from dataclasses import dataclass, replace

from dashboard.binding import RequestContext
from dashboard.errors import InvalidInputError
from dashboard.formatting import NO_BREAK
from dashboard.pages.meeting.asked import is_as_shown
from dashboard.slides.naming import Call, meeting_call
from data_layer.domain.school_year import year_of
from data_layer.queries.directory import SchoolEntry, school_list
from data_layer.queries.meetings import MeetingCard


@dataclass(frozen=True, slots=True)
class DecisionNames:
    """In forms a number stands for a school whose name is coded, for its code would tell which one it is."""

    call: Call

    @property
    def is_coded(self) -> bool:
        return self.call.is_coded

    def calls(self, school: SchoolEntry) -> str:
        return self.call.name(school.code)

    def masked(self, text: str) -> str:
        """Typed text as it may be shown: schools that it names are called as all others."""
        return self.call.masked(text)

    def kept(self, text: str) -> str:
        """Text typed where names are coded as it is kept: with the names of the schools that it calls by number."""
        return Call(self.call.names, {}).written(self.call.tokened(text)) if self.is_coded else text

    def came_back(self, text: str, *, shown: str, stored: str) -> str:
        """A field of a form as it is kept: one that came back as it was shown leaves what is stored.

        To mask a name and to write it again would change its case.
        """
        return stored if is_as_shown(text, shown) else self.kept(text)

    def value(self, code: str) -> str:
        """What a form sends; empty for all schools."""
        return str(self.call.numbers[code]) if code and self.is_coded else code

    def code_of(self, value: str) -> str:
        """The school's code; empty for all of them. Raises InvalidInputError for what no form of ours sends."""
        if not value:
            return ""
        for code in self.call.names:
            if self.value(code) == value:
                return code
        raise InvalidInputError


def names_in(ctx: RequestContext, card: MeetingCard) -> DecisionNames:
    """As the meeting calls them: «Школа 7» where names are coded and the school is not revealed."""
    return DecisionNames(meeting_call(ctx.session, card))


def real_names(ctx: RequestContext, card: MeetingCard) -> DecisionNames:
    """By their own names, whatever the meeting shows."""
    return DecisionNames(meeting_call(ctx.session, replace(card, is_coded=False)))


def offered(ctx: RequestContext, names: DecisionNames) -> list[SchoolEntry]:
    """Schools that something can be decided for, in the order of what they are called."""
    there = [each for each in school_list(ctx.session) if each.is_there(year_of(ctx.today))]
    return sorted(there, key=lambda school: called_order(names.calls(school)))


def called_order(name: str) -> tuple[str, int]:
    """«Школа 7» before «Школа 12»."""
    head, _, number = name.rpartition(NO_BREAK)
    return (head.casefold(), int(number)) if number.isdecimal() else (name.casefold(), 0)
