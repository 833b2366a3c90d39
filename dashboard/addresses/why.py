"""What «Почему?» can be asked about, and the address of the panel that answers.

A subject names things by what people see in addresses anyway (codes, ids of the catalogue, years). Whether the
person may know the answer is decided where it is given.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias

from dashboard.addresses.reading import href_of
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Level, Rule, Stage

WHY_PATH: Final = "/panels/why"


class WhyKind(StrEnum):
    RESULT = "result"
    POOLED = "pooled"
    GOAL = "goal"
    CELL = "cell"
    FLAG = "flag"
    COUNT = "count"


class CountKind(StrEnum):
    """The counts of a district or a school that pages show as one number."""

    GOALS = "goals"
    DOCUMENTS = "documents"
    OVERDUE = "overdue"
    COVERAGE = "coverage"


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
    """A figure of the district, or of one cluster of it."""

    kind: ClassVar[WhyKind] = WhyKind.POOLED
    indicator: str
    level: Level
    year: int
    cluster: Cluster | None = None


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
    """A count of the district or, with a school, of that school; narrowed as the page is."""

    kind: ClassVar[WhyKind] = WhyKind.COUNT
    count: CountKind
    year: int
    school: str = ""
    block: int | None = None
    level: Level | None = None
    cluster: Cluster | None = None
    stage: Stage | None = None


WhySubject: TypeAlias = WhyResult | WhyPooled | WhyGoal | WhyCell | WhyFlag | WhyCount


def why_href(subject: WhySubject) -> str:
    """The panel about it: `/panels/why?about=result&school=s05&indicator=…&level=noo&year=2025/26`."""
    choices: dict[str, object] = {"about": subject.kind}
    for each in fields(subject):
        value = getattr(subject, each.name)
        choices[each.name] = format_year(value) if each.name == "year" else value
    return href_of(WHY_PATH, choices)
