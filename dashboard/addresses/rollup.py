"""What «Почему?» can be asked about in a region's roll-up, and the address of the panel that answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.addresses.reading import Choices, href_of, one_of, read_year
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster
from data_layer.queries.explanation.views import CountKind

ROLLUP_WHY_PATH: Final = "/panels/rollup-why"
# Rows of schools whose cluster is not known have an empty one, and an address leaves out what is empty.
_WITHOUT: Final = "none"
_COUNTS: Final = (CountKind.GOALS, CountKind.OVERDUE)


@dataclass(frozen=True, slots=True)
class WhyRollup:
    """One number of the roll-up. cluster: as in its row: None for the whole district, empty for none known."""

    count: CountKind
    district: str
    year: int
    cluster: str | None = None

    @property
    def href(self) -> str:
        """`/panels/rollup-why?count=goals&district=demo&cluster=town&year=2025/26`."""
        choices = {
            "count": self.count,
            "district": self.district,
            "cluster": _WITHOUT if self.cluster == "" else self.cluster,
            "year": format_year(self.year),
        }
        return href_of(ROLLUP_WHY_PATH, choices)


def parse_why_rollup(search: object, *, today: date) -> WhyRollup | None:
    """The number behind a query string; None where it names none, or a part of it cannot be made out."""
    choices = Choices(search)
    count = choices.take("count", "счёт", one_of(_COUNTS))
    district = choices.take("district", "район", _code)
    year = choices.take("year", "год", lambda text: read_year(text, today=today))
    cluster = choices.take("cluster", "кластер", _cluster)
    if choices.unknown or count is None or district is None or year is None:
        return None
    return WhyRollup(count, district, year, cluster)


def _code(text: str) -> str:
    """A district's code as it stands in an address. Raises ValueError for what none of ours is."""
    if not text.isprintable():
        raise ValueError(text)
    return text


_CLUSTERS: Final[Mapping[str, str]] = {_WITHOUT: "", **{str(cluster): str(cluster) for cluster in Cluster}}
_known_cluster: Final[Callable[[str], str]] = one_of(_CLUSTERS)


def _cluster(text: str) -> str:
    return _CLUSTERS[_known_cluster(text)]
