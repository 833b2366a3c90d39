"""The address of «Обзор»."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from dashboard.addresses.reading import Choices, href_of, read_block
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Level
from data_layer.queries.views import OverviewFilters

OVERVIEW_PATH: Final = "/"


class Order(StrEnum):
    """Order of schools in the matrix: by place, or by name. Never by result."""

    CLUSTER = "cluster"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class OverviewAddress:
    """What the address of «Обзор» asks for. None means all."""

    year: int
    level: Level | None = None
    cluster: Cluster | None = None
    block: int | None = None
    order: Order = Order.CLUSTER

    @property
    def filters(self) -> OverviewFilters:
        return OverviewFilters(year=self.year, level=self.level, cluster=self.cluster, block=self.block)

    def href(self, anchor: str = "", **changes: object) -> str:
        """The address of this view with some choices changed: `href(block=3)`."""
        chosen = replace(self, **changes)  # type: ignore[arg-type] # names and types are those of the fields
        choices = {
            "year": format_year(chosen.year),
            "level": chosen.level,
            "cluster": chosen.cluster,
            "block": chosen.block,
            "order": None if chosen.order is Order.CLUSTER else chosen.order,
        }
        return href_of(OVERVIEW_PATH, choices, anchor=anchor)


def parse_overview(search: object, *, years: tuple[int, ...], today: date) -> tuple[OverviewAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    choices = Choices(search)
    address = OverviewAddress(
        year=choices.year(years=years, today=today),
        level=choices.take("level", "уровень", Level),
        cluster=choices.take("cluster", "кластер", Cluster),
        block=choices.take("block", "блок", read_block),
        order=choices.take("order", "порядок", Order) or Order.CLUSTER,
    )
    return address, choices.unknown
