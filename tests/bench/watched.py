"""Which pages are measured: what fills each, who looks, and by what one sees that it stands."""

from dataclasses import dataclass
from typing import Final

from seed.roster import DEMO_PASSWORD

OFFICIAL: Final = "department"
DIRECTOR: Final = "director"
PASSWORD: Final = DEMO_PASSWORD
_SCHOOL: Final = "/schools/klyuchevskaya"


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """content: id of what the callback fills. stands: selector of what is there when the page is."""

    title: str
    content: str
    path: str
    stands: str
    search: str = "?year=2025/26"
    login: str = OFFICIAL

    @property
    def address(self) -> str:
        return f"{self.path}{self.search}"


OVERVIEW: Final = WatchedPage("«Обзор»", "overview-content", "/", "table.matrix tbody tr", search="")
PAGES: Final = (
    OVERVIEW,
    WatchedPage("«Сравнение»", "compare-content", "/compare", "main h1"),
    WatchedPage("«Цикл»", "cycle-content", "/cycle", "main table tbody tr"),
    WatchedPage("«Школа»", "school-content", _SCHOOL, ".cycle-table tbody tr", login=DIRECTOR),
    WatchedPage("«Данные»", "data-content", "/data", "main h1", login=DIRECTOR),
    WatchedPage("«Администрирование»", "administration-content", "/admin", "main h1", search=""),
)
