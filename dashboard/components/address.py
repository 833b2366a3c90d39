"""The query string as the one place where a view's choices live, so that a link reproduces the view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar
from urllib.parse import parse_qs, quote

from data_layer.domain.school_year import UnknownYearError, format_year, is_valid_year, parse_year, year_of
from data_layer.domain.vocabulary import Cluster, Level
from data_layer.queries.views import OverviewFilters

OVERVIEW_PATH: Final = "/"
_BLOCKS: Final = range(1, 7)
# A link longer than this was not made by us.
_LONGEST_SEARCH: Final = 500

T = TypeVar("T")


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
        parts = [f"year={format_year(chosen.year)}"]
        for name in ("level", "cluster", "block"):
            value = getattr(chosen, name)
            if value is not None:
                parts.append(f"{name}={value}")
        if chosen.order is not Order.CLUSTER:
            parts.append(f"order={chosen.order}")
        return f"{OVERVIEW_PATH}?{'&'.join(parts)}{f'#{anchor}' if anchor else ''}"


@lru_cache(4096)
def school_href(school: str, *, year: int, block: int | None = None) -> str:
    """The school card, at a block where one is given: `/schools/s05?year=2025/26#block-3`."""
    anchor = f"#block-{block}" if block else ""
    return f"/schools/{quote(school, safe='')}?year={format_year(year)}{anchor}"


def default_year(years: tuple[int, ...], *, today: date) -> int:
    """The year whose cycle is being worked on.

    From September to December the past year is still being closed (decisions are due on 30 September, the
    cycle ends on 31 December), so it is shown first where it is in use; then the running year, then the latest.
    """
    running = year_of(today)
    wanted = [running - 1, running] if today.month >= 9 else [running]
    return next((year for year in wanted if year in years), max(years, default=wanted[0]))


def parse_overview(search: object, *, years: tuple[int, ...], today: date) -> tuple[OverviewAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    raw = _raw(search)
    unknown: list[str] = []

    def take(name: str, title: str, read: Callable[[str], T]) -> T | None:
        if name not in raw:
            return None
        try:
            return read(raw[name])
        except (ValueError, UnknownYearError):
            unknown.append(title)
            return None

    year = take("year", "год", lambda text: _year(text, today=today))
    address = OverviewAddress(
        year=default_year(years, today=today) if year is None else year,
        level=take("level", "уровень", _level),
        cluster=take("cluster", "кластер", Cluster),
        block=take("block", "блок", _block),
        order=take("order", "порядок", Order) or Order.CLUSTER,
    )
    return address, tuple(unknown)


def parse_year_choice(search: object, *, today: date) -> int | None:
    """The year asked for by a query string, None where it asks for none or for an unknown one."""
    text = _raw(search).get("year")
    try:
        return None if text is None else _year(text, today=today)
    except UnknownYearError:
        return None


def _raw(search: object) -> Mapping[str, str]:
    """First value of every name; whatever the browser sends that is not a short text counts as nothing."""
    if not isinstance(search, str) or len(search) > _LONGEST_SEARCH:
        return {}
    return {name: values[0] for name, values in parse_qs(search.lstrip("?")).items()}


def _year(text: str, *, today: date) -> int:
    year = parse_year(text)
    if not is_valid_year(year, today=today):
        raise UnknownYearError(text)
    return year


def _level(text: str) -> Level:
    return Level(text)


def _block(text: str) -> int:
    # int() reads «٣» and «1_0» too, so the text itself is compared.
    for block in _BLOCKS:
        if text == str(block):
            return block
    raise ValueError(text)
