"""What «Почему?» can be asked about, and the address of the panel that answers.

A subject names things by what people see in addresses anyway (codes, ids of the catalogue, years). Whether the
person may know the answer is decided where it is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, Final, TypeAlias

from dashboard.addresses.names import Names
from dashboard.addresses.reading import Choices, href_of, read_block, read_year
from data_layer.domain.days import read_day
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Level, Rule, SchoolKind, Stage
from data_layer.queries.cycle_views import Show
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import FlagItem

WHY_PATH: Final = "/panels/why"


class WhyKind(StrEnum):
    RESULT = "result"
    POOLED = "pooled"
    GOAL = "goal"
    CELL = "cell"
    FLAG = "flag"
    COUNT = "count"
    SLICE = "slice"


@dataclass(frozen=True, slots=True)
class WhyResult:
    """One figure of a school: indicator × level × year."""

    kind: ClassVar[WhyKind] = WhyKind.RESULT
    school: str
    indicator: str
    level: Level
    year: int


@dataclass(frozen=True, slots=True)
class WhyPooled:
    """A figure of the district, or of one cluster of it. names: coded where the view that asks names no school."""

    kind: ClassVar[WhyKind] = WhyKind.POOLED
    indicator: str
    level: Level
    year: int
    cluster: Cluster | None = None
    names: Names | None = None


@dataclass(frozen=True, slots=True)
class WhyGoal:
    """The status of a goal at a school; of the district where school is empty."""

    kind: ClassVar[WhyKind] = WhyKind.GOAL
    goal: str
    year: int
    school: str = ""


@dataclass(frozen=True, slots=True)
class WhyCell:
    """The state of a cell of the management cycle."""

    kind: ClassVar[WhyKind] = WhyKind.CELL
    school: str
    block: int
    stage: Stage
    year: int


@dataclass(frozen=True, slots=True)
class WhyFlag:
    """One flag; empty and None are those parts that flags of its rule do not have."""

    kind: ClassVar[WhyKind] = WhyKind.FLAG
    school: str
    rule: Rule
    year: int
    block: int | None = None
    stage: Stage | None = None
    goal: str = ""
    indicator: str = ""
    level: Level | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class WhyCount:
    """A count of the district or, with a school, of that school; narrowed as the page is.

    goal: id of the one whose schools are counted. show: schools of the cycle that are shown. names: coded where the view
    that asks names no school.
    """

    kind: ClassVar[WhyKind] = WhyKind.COUNT
    count: CountKind
    year: int
    school: str = ""
    block: int | None = None
    level: Level | None = None
    cluster: Cluster | None = None
    stage: Stage | None = None
    due: date | None = None
    goal: str = ""
    school_kind: SchoolKind | None = None
    show: Show | None = None
    names: Names | None = None


@dataclass(frozen=True, slots=True)
class WhySlice:
    """One slice of an indicator over the schools of a cluster and kind. dimension, key: as in `SliceFact`."""

    kind: ClassVar[WhyKind] = WhyKind.SLICE
    indicator: str
    level: Level
    year: int
    dimension: str
    key: str
    cluster: Cluster | None = None
    school_kind: SchoolKind | None = None
    names: Names | None = None


WhySubject: TypeAlias = WhyResult | WhyPooled | WhyGoal | WhyCell | WhyFlag | WhyCount | WhySlice


def flag_subject(flag: FlagItem) -> WhyFlag:
    """What to ask «Почему?» about a flag."""
    return WhyFlag(
        school=flag.school,
        rule=flag.rule,
        year=flag.year,
        block=flag.block,
        stage=flag.stage,
        goal=flag.goal or "",
        indicator=flag.indicator or "",
        level=flag.level,
        document=flag.document,
    )


@lru_cache(8192)
def why_href(subject: WhySubject) -> str:
    """The panel about it: `/panels/why?about=result&school=s05&indicator=…&level=noo&year=2025/26`."""
    choices: dict[str, object] = {"about": subject.kind}
    for each in fields(subject):
        value = getattr(subject, each.name)
        choices[each.name] = format_year(value) if each.name == "year" else value
    return href_of(WHY_PATH, choices)


# A document is named by its title, which may be long, and an address spells Russian with six signs a letter.
_LONGEST_SEARCH: Final = 4000


def parse_why(search: object, *, today: date) -> WhySubject | None:
    """The subject behind a query string; None where it names none, or one that cannot be made out."""
    choices = Choices(search, longest=_LONGEST_SEARCH)
    about = choices.take("about", "вопрос", WhyKind)
    year = choices.take("year", "год", lambda text: read_year(text, today=today))
    if about is None or year is None:
        return None
    values = {name: choices.take(name, name, read) for name, read in _READERS.items()}
    if choices.unknown:
        return None
    return _subject(_CLASSES[about], {**values, "year": year})


def _subject(kind: type[WhySubject], values: Mapping[str, object]) -> WhySubject | None:
    """None where a part that the subject needs is missing."""
    given = {each.name: values[each.name] for each in fields(kind) if values[each.name] is not None}
    needed = {each.name for each in fields(kind) if each.default is MISSING}
    return kind(**given) if needed <= given.keys() else None  # type: ignore[arg-type] # read by the field's own reader


def _short(text: str) -> str:
    """An id or a code as it stands in an address. Raises ValueError for what none of ours is."""
    if not text.isprintable():
        raise ValueError(text)
    return text


_CLASSES: Final[Mapping[WhyKind, type[WhySubject]]] = {
    WhyKind.RESULT: WhyResult,
    WhyKind.POOLED: WhyPooled,
    WhyKind.GOAL: WhyGoal,
    WhyKind.CELL: WhyCell,
    WhyKind.FLAG: WhyFlag,
    WhyKind.COUNT: WhyCount,
    WhyKind.SLICE: WhySlice,
}
_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "school": _short,
    "indicator": _short,
    "goal": _short,
    "document": _short,
    "dimension": _short,
    "key": _short,
    "level": Level,
    "cluster": Cluster,
    "names": Names,
    "school_kind": SchoolKind,
    "show": Show,
    "rule": Rule,
    "stage": Stage,
    "count": CountKind,
    "block": read_block,
    "due": read_day,
}
