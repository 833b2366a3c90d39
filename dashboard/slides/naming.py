"""How a meeting calls its schools: by name with the way to the school, or «Школа 7» without any way, revealed one by one."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any, Final, TypeVar, cast

from dashboard.binding import RequestContext
from dashboard.charts.plots import Ambition, Funnel
from dashboard.charts.rows import DotRow, Dumbbell, GoalDotPlot, HeatMap
from dashboard.charts.specification import Place, Reference
from dashboard.charts.summaries import WordColumn, WordRow, WordTable
from dashboard.components.names import number_words
from dashboard.findings.views import RowOrder
from dashboard.formatting import tied
from dashboard.slides.inflected import Inflected
from dashboard.slides.tokens import cleared, codes_in, replaced, token
from dashboard.slides.values import SlideBody
from data_layer.domain.coding import school_numbers
from data_layer.errors import NotFoundError
from data_layer.queries.directory import SchoolEntry, school_list
from data_layer.queries.meetings import MeetingCard, meeting_card
from data_layer.session import TenantSession

T = TypeVar("T")
NOBODY: Final = "Такой школы на этом совещании нет."
# The name of a school that has been taken away since the slide was made.
_GONE: Final = "школа"
# Between a word and its number: «№» with or without spaces, or a space alone.
_NUMBERED: Final = r"(?:\s*№\s*|\s+)"
# What tells which school is meant besides its name.
_WAYS: Final = frozenset({"href", "why"})


# Without slots: how names may be spelled is worked out once for all texts of a meeting.
@dataclass(frozen=True)
class Call:
    """Names of one meeting. numbers: of all schools where names are coded, empty where they are not.

    revealed: codes of schools that are named all the same. full_names: official ones, which people type too.
    """

    names: Mapping[str, str]
    numbers: Mapping[str, int]
    revealed: frozenset[str] = frozenset()
    full_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_coded(self) -> bool:
        return bool(self.numbers)

    def is_open(self, code: str) -> bool:
        """Whether the school is written by its name."""
        return not self.is_coded or code in self.revealed

    def name(self, code: str) -> str:
        if code not in self.names:
            return _GONE
        return self.names[code] if self.is_open(code) else number_words(self.numbers[code])

    def written(self, text: str) -> str:
        """The text with names, or numbers, in place of tokens; where names are coded, of names in other cases too."""
        if self.is_coded:
            text = self._inflected.replaced(text, self._number)
        return replaced(text, self.name)

    def _number(self, code: str) -> str | None:
        return None if self.is_open(code) else number_words(self.numbers[code])

    @cached_property
    def _inflected(self) -> Inflected:
        return Inflected({code: name for code, name in self.names.items() if code in self.numbers})

    def rewritten(self, kept: str) -> str:
        """Typed text that is kept with tokens, as it may be shown: schools that came or were renamed since are masked too."""
        return self.masked(self.written(kept))

    def masked(self, text: str) -> str:
        """Text that a person typed, as it may be shown: schools that it names are written as all others."""
        return self.written(self.tokened(text)) if self.is_coded else text

    def tokened(self, text: str) -> str:
        """Typed text with a token in place of each school that it names: by name, or by its number where names are coded."""
        found = cleared(text)
        for words, code in self._spellings:
            found = words.sub(token(code), found)
        return found

    @cached_property
    def _spellings(self) -> list[tuple[re.Pattern[str], str]]:
        """How a typed text may name a school, the longest first, so that «СОШ № 31» is not taken for «СОШ № 3»."""
        words: list[tuple[str, str]] = [(name, code) for code, name in self.names.items()]
        words += [(name, code) for code, name in self.full_names.items() if name.strip() and code in self.names]
        words += [(number_words(number), code) for code, number in self.numbers.items() if code in self.names]
        return [(_pattern(name), code) for name, code in sorted(words, key=lambda pair: -len(pair[0]))]


def meeting_call(session: TenantSession, card: MeetingCard) -> Call:
    """How a meeting calls the schools of its district today."""
    return call_of(school_list(session), card)


def call_of(schools: Sequence[SchoolEntry], card: MeetingCard) -> Call:
    names = {school.code: tied(school.short_name) for school in schools}
    full_names = {school.code: school.full_name for school in schools}
    if not card.is_coded:
        return Call(names, {}, full_names=full_names)
    # Schools that came after the numbers were given follow in the order in which they came.
    pairs = [(school.code, school.short_name) for school in sorted(schools, key=lambda school: school.id)]
    numbers = school_numbers(pairs, key=card.code_key, subject=("meeting", str(card.id)), known=card.numbers)
    revealed = frozenset(school.code for school in schools if school.id in card.revealed)
    return Call(names, numbers, revealed, full_names)


def call_in(ctx: RequestContext, meeting: int) -> Call:
    """How the meeting with this id calls its schools. Raises NotFoundError."""
    return meeting_call(ctx.session, meeting_card(ctx.session, meeting))


def tokened(ctx: RequestContext, meeting: int, text: str) -> str:
    """Typed text as it is kept. Raises NotFoundError."""
    return call_in(ctx, meeting).tokened(text)


def school_behind(ctx: RequestContext, meeting: int, token_id: str) -> str:
    """Code of the school that a page of a coded meeting names by its number. Raises NotFoundError."""
    call = call_in(ctx, meeting)
    found = next((code for code, number in call.numbers.items() if str(number) == token_id), None)
    if found is None or found not in call.names:
        raise NotFoundError(NOBODY)
    return found


def numbered_schools(call: Call, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Of a coded meeting: token id and «Школа 7» of those that are not revealed, by number."""
    hidden = sorted({call.numbers[code] for code in codes if code in call.names and not call.is_open(code)})
    return tuple((str(number), number_words(number)) for number in hidden)


def codes_of(value: object) -> tuple[str, ...]:
    """Codes of all schools that a frozen value names, without repetition."""
    return tuple(dict.fromkeys(_codes(value)))


def named(body: SlideBody, call: Call, order: RowOrder) -> SlideBody:
    """The body with its names written. Where they are coded, no address is left, and no order that follows from names."""
    if call.is_coded:
        body = _in_coded_order(body, call, order)
    return _written(body, call, keeps_ways=not call.is_coded)


def _codes(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield from codes_in(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _codes(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _codes(getattr(value, each.name))


def _written(value: T, call: Call, *, keeps_ways: bool) -> T:
    """keeps_ways: addresses stay; those of a coded meeting stay only with a school that is revealed."""
    if isinstance(value, str):
        return cast("T", call.written(value))
    if isinstance(value, tuple):
        return cast("T", tuple(_written(each, call, keeps_ways=keeps_ways) for each in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    keeps_ways = keeps_ways or _is_of_revealed(value, call)
    changes = {}
    for each in fields(value):
        old = getattr(value, each.name)
        new = "" if each.name in _WAYS and not keeps_ways else _written(old, call, keeps_ways=keeps_ways)
        if new is not old:
            changes[each.name] = new
    return replace(cast("Any", value), **changes) if changes else value


def _is_of_revealed(value: object, call: Call) -> bool:
    """Whether a row, or its place, is of one school that is written by name."""
    place = value if isinstance(value, Place) else getattr(value, "place", None)
    codes = codes_in(place.name) if isinstance(place, Place) else ()
    return len(codes) == 1 and call.is_open(codes[0])


def _in_coded_order(body: SlideBody, call: Call, order: RowOrder) -> SlideBody:
    """Rows that stood by name stand by number; rows of equals that stood by name among themselves too."""
    if order is RowOrder.FIXED:
        return body
    if isinstance(body, GoalDotPlot):
        goal = body.reference
        return replace(
            body,
            groups=tuple(
                replace(each, rows=_resorted(each.rows, call, order, lambda row: _distance(row, goal)))
                for each in body.groups
            ),
        )
    if isinstance(body, HeatMap):
        return replace(
            body, groups=tuple(replace(each, rows=_resorted(each.rows, call, RowOrder.NAMES)) for each in body.groups)
        )
    if isinstance(body, Dumbbell):
        return replace(body, rows=_resorted(body.rows, call, order, lambda row: row.now.value))
    if isinstance(body, WordTable):
        columns = body.columns
        return replace(body, rows=_resorted(body.rows, call, order, lambda row: _counts(row, columns)))
    return _in_coded_order_of_points(body, call)


def _in_coded_order_of_points(body: SlideBody, call: Call) -> SlideBody:
    if isinstance(body, Funnel):
        return replace(body, points=_resorted(body.points, call, RowOrder.NAMES))
    if isinstance(body, Ambition):
        return replace(body, points=_resorted(body.points, call, RowOrder.NAMES))
    return body


def _resorted(
    rows: Sequence[Any], call: Call, order: RowOrder, rank: Callable[[Any], object] = bool
) -> tuple[Any, ...]:
    """rank: what rows that stand by result have stood by; equals stood by name among themselves."""

    def number(row: Any) -> int:
        codes = codes_in(row.place.name)
        return call.numbers.get(codes[0], 0) if codes else 0

    if order is RowOrder.NAMES:
        return tuple(sorted(rows, key=number))
    return tuple(row for _, equals in groupby(rows, key=rank) for row in sorted(equals, key=number))


def _distance(row: DotRow, reference: Reference | None) -> Fraction | None:
    """To the goal that holds for the school; None where there is none, or nothing is told."""
    target = row.target if row.target is not None or reference is None else reference.value
    return None if row.value is None or target is None else row.value - target


def _counts(row: WordRow, columns: Sequence[WordColumn]) -> tuple[str, ...]:
    """Its numbers alone: «3.3» among the words of a row is the code of a goal."""
    return tuple(cell for column, cell in zip(columns, row.cells, strict=True) if column.is_number)


def _pattern(name: str) -> re.Pattern[str]:
    """Also as people type it: «СОШ №5», «СОШ 5», «Березовская» for «Берёзовская»."""
    halves = (r"\s+".join(re.escape(part) for part in half.split()) for half in name.split("№"))
    spelled = re.sub("[её]", "[её]", _NUMBERED.join(halves), flags=re.IGNORECASE)
    return re.compile(rf"(?<!\w)(?<!\w-){spelled}(?!\w)", re.IGNORECASE)


def called_by_token(code: str, _short_name: str) -> str:
    """What a school is called while a slide is made."""
    return token(code)
