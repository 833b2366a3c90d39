"""The address of a school card."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from dashboard.addresses.reading import Choices, href_of, read_year
from data_layer.domain.school_year import format_year


@lru_cache(4096)
def school_href(school: str, *, year: int, block: int | None = None) -> str:
    """The school card, at a block where one is given: `/schools/s05?year=2025/26#block-3`."""
    anchor = f"#block-{block}" if block else ""
    return f"/schools/{quote(school, safe='')}?year={format_year(year)}{anchor}"


SCHOOL_WORKBOOK: Final = "/downloads/school.xlsx"
_LONGEST_CODE: Final = 64


def school_workbook_href(school: str, *, year: int) -> str:
    """The card as a file."""
    return href_of(SCHOOL_WORKBOOK, {"school": school, "year": format_year(year)})


def parse_school_workbook(search: object, *, today: date) -> tuple[str, int] | None:
    """Code of the school and year; None where the query string does not name both."""
    choices = Choices(search)
    school = choices.take("school", "школа", lambda text: text[:_LONGEST_CODE])
    year = choices.take("year", "год", lambda text: read_year(text, today=today))
    return None if not school or year is None else (school, year)


class SchoolPart(StrEnum):
    """What of the card is loaded only when it is opened; also the anchor of the part."""

    DOCUMENTS = "documents"
    TREND = "trend"
    OUTSIDE = "outside"


SCHOOL_PART: Final = "/panels/school-part"


@dataclass(frozen=True, slots=True)
class SchoolPartAddress:
    part: SchoolPart
    school: str
    year: int

    @property
    def href(self) -> str:
        return href_of(SCHOOL_PART, {"part": self.part, "school": self.school, "year": format_year(self.year)})


def parse_school_part(search: object, *, today: date) -> SchoolPartAddress | None:
    """None where the query string does not name part, school and year."""
    choices = Choices(search)
    part = choices.take("part", "часть", SchoolPart)
    school = choices.take("school", "школа", lambda text: text[:_LONGEST_CODE])
    year = choices.take("year", "год", lambda text: read_year(text, today=today))
    return None if part is None or not school or year is None else SchoolPartAddress(part, school, year)


def parse_year_choice(search: object, *, today: date) -> int | None:
    """The year asked for by a query string, None where it asks for none or for an unknown one."""
    return Choices(search).take("year", "год", lambda text: read_year(text, today=today))
