"""The address of a school card."""

from datetime import date
from functools import lru_cache
from urllib.parse import quote

from dashboard.addresses.reading import Choices, read_year
from data_layer.domain.school_year import format_year


@lru_cache(4096)
def school_href(school: str, *, year: int, block: int | None = None) -> str:
    """The school card, at a block where one is given: `/schools/s05?year=2025/26#block-3`."""
    anchor = f"#block-{block}" if block else ""
    return f"/schools/{quote(school, safe='')}?year={format_year(year)}{anchor}"


def parse_year_choice(search: object, *, today: date) -> int | None:
    """The year asked for by a query string, None where it asks for none or for an unknown one."""
    return Choices(search).take("year", "год", lambda text: read_year(text, today=today))
