"""The address of «Сравнение»: which view, on what, of which schools. Everything a view shows follows from it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from dashboard.addresses.names import Names
from dashboard.addresses.reading import Choices, href_of, one_of, read_block, read_year
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Level, SchoolKind
from data_layer.queries.comparison.views import SchoolFilters, SchoolOrder

COMPARE_PATH: Final = "/compare"
DOWNLOADS: Final = "/downloads/compare"
# The longest subject or class that a slice may name.
_LONGEST_SLICE: Final = 140


class View(StrEnum):
    GOAL = "goal"
    BLOCKS = "blocks"
    SCHOOL = "school"


class CompareChart(StrEnum):
    """Charts of the page, each with a file of its rows."""

    GOAL = "goal"
    FUNNEL = "funnel"
    CLUSTERS = "clusters"
    CHANGE = "change"
    AMBITION = "ambition"
    SLICES = "slices"
    BLOCKS = "blocks"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice of an indicator: `subject:Математика`, `hia:yes`."""

    dimension: str
    key: str

    def __str__(self) -> str:
        return f"{self.dimension}:{self.key}"


@dataclass(frozen=True, slots=True)
class CompareAddress:
    """goal, indicator: codes of the catalogue («3.3», «3.1b»); None leaves the choice to the page.

    before: the other year, None for the one before. school: highlighted, or the one that is shown. order: None for
    the usual one.
    """

    year: int
    view: View = View.GOAL
    goal: str | None = None
    indicator: str | None = None
    level: Level | None = None
    cluster: Cluster | None = None
    kind: SchoolKind | None = None
    slice: Slice | None = None
    school: str | None = None
    order: SchoolOrder | None = None
    before: int | None = None
    block: int | None = None
    names: Names = Names.SHOWN

    @property
    def filters(self) -> SchoolFilters:
        return SchoolFilters(cluster=self.cluster, kind=self.kind)

    @property
    def before_year(self) -> int:
        return self.year - 1 if self.before is None else self.before

    def href(self, anchor: str = "", **changes: object) -> str:
        """The address of this view with some choices changed: `href(level=Level.NOO)`."""
        return href_of(COMPARE_PATH, self._choices(changes), anchor=anchor)

    def goal_href(self, goal: str, **changes: object) -> str:
        """Another goal: what belongs to the present one alone is left behind."""
        forgotten: dict[str, object] = {"indicator": None, "level": None, "slice": None, "block": None}
        return href_of(COMPARE_PATH, self._choices({**forgotten, "view": View.GOAL, "goal": goal, **changes}))

    def indicator_href(self, indicator: str, **changes: object) -> str:
        """An indicator that decides no goal, by its code."""
        forgotten: dict[str, object] = {"goal": None, "level": None, "slice": None, "block": None}
        return href_of(COMPARE_PATH, self._choices({**forgotten, "view": View.GOAL, "indicator": indicator, **changes}))

    def file_href(self, chart: CompareChart) -> str:
        """The rows of one chart of this view as a file."""
        return href_of(f"{DOWNLOADS}-{chart}.xlsx", self._choices({}))

    def _choices(self, changes: dict[str, object]) -> dict[str, object]:
        chosen = replace(self, **changes)  # type: ignore[arg-type] # names and types are those of the fields
        is_coded = chosen.names is Names.CODED
        return {
            "year": format_year(chosen.year),
            "view": None if chosen.view is View.GOAL else chosen.view,
            "goal": chosen.goal,
            "indicator": chosen.indicator,
            "level": chosen.level,
            "cluster": chosen.cluster,
            "kind": chosen.kind,
            "slice": chosen.slice,
            # The code of a school would tell what a coded view keeps to itself.
            "school": None if is_coded else chosen.school,
            "order": chosen.order,
            "before": None if chosen.before is None else format_year(chosen.before),
            "block": chosen.block,
            "names": chosen.names if is_coded else None,
        }


def parse_compare(
    search: object,
    *,
    years: tuple[int, ...],
    today: date,
    goals: Collection[str],
    indicators: Collection[str],
    schools: Collection[str],
) -> tuple[CompareAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out.

    goals, indicators: codes of the district's catalogue. schools: codes of those whom the reader may see by name.
    """
    choices = Choices(search)
    address = CompareAddress(
        year=choices.year(years=years, today=today),
        view=choices.take("view", "вид", View) or View.GOAL,
        goal=choices.take("goal", "цель", one_of(goals)),
        indicator=choices.take("indicator", "показатель", one_of(indicators)),
        level=choices.take("level", "уровень", Level),
        cluster=choices.take("cluster", "кластер", Cluster),
        kind=choices.take("kind", "вид школы", SchoolKind),
        slice=choices.take("slice", "срез", _read_slice),
        school=choices.take("school", "школа", one_of(schools)),
        order=choices.take("order", "порядок", SchoolOrder),
        before=choices.take("before", "год для сравнения", lambda text: read_year(text, today=today)),
        block=choices.take("block", "блок", read_block),
        names=choices.take("names", "имена", Names) or Names.SHOWN,
    )
    return address, choices.unknown


def compare_href(
    year: int,
    *,
    goal: str | None = None,
    block: int | None = None,
    school: str | None = None,
    cluster: Cluster | None = None,
) -> str:
    """From other pages: a goal by its code, else a block or all of them, or a school within its district."""
    if school is not None and goal is None:
        return CompareAddress(year, view=View.SCHOOL, school=school).href()
    view = View.GOAL if goal is not None else View.BLOCKS
    return CompareAddress(year, view=view, goal=goal, block=block, school=school, cluster=cluster).href()


def _read_slice(text: str) -> Slice:
    dimension, mark, key = text.partition(":")
    if not (dimension and mark and key) or len(text) > _LONGEST_SLICE:
        raise ValueError(text)
    return Slice(dimension, key)
