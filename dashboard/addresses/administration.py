"""The addresses of «Администрирование»: sections, their choices, and the panels that open from them."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from dashboard.addresses.reading import Choices, href_of, read_block
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Role

ADMINISTRATION_PATH: Final = "/admin"
_LONGEST_WORDS: Final = 100


class Section(StrEnum):
    """In the order of the menu. Steps and districts stand apart: see `PlatformSection`."""

    PEOPLE = "people"
    SCHOOLS = "schools"
    REFERENCES = "references"
    CALENDAR = "calendar"
    REQUIREMENTS = "requirements"
    SETTINGS = "settings"
    JOURNAL = "journal"


class PlatformSection(StrEnum):
    """What an administrator without a district looks after."""

    DISTRICTS = "districts"
    PEOPLE = "people"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class AdministrationAddress:
    """words: what is sought among names. role: of people. block: of references."""

    section: Section
    year: int
    words: str = ""
    role: Role | None = None
    block: int | None = None

    def href(self, **changes: object) -> str:
        chosen = replace(self, **changes)  # type: ignore[arg-type] # names and types are those of the fields
        has_year = chosen.section in WITH_YEAR
        choices = {
            "section": chosen.section,
            "year": format_year(chosen.year) if has_year else None,
            "q": chosen.words,
            "role": chosen.role if chosen.section is Section.PEOPLE else None,
            "block": chosen.block if chosen.section is Section.REFERENCES else None,
        }
        return href_of(ADMINISTRATION_PATH, choices)


# Sections that show one school year.
WITH_YEAR: Final = frozenset({Section.REFERENCES, Section.CALENDAR, Section.REQUIREMENTS})


@dataclass(frozen=True, slots=True)
class PlatformAddress:
    section: PlatformSection = PlatformSection.DISTRICTS
    words: str = ""

    def href(self, **changes: object) -> str:
        chosen = replace(self, **changes)  # type: ignore[arg-type] # as above
        return href_of(ADMINISTRATION_PATH, {"section": chosen.section, "q": chosen.words})


def administration_href(section: Section, *, year: int | None = None) -> str:
    shown = format_year(year) if year is not None and section in WITH_YEAR else None
    return href_of(ADMINISTRATION_PATH, {"section": section, "year": shown})


def parse_administration(
    search: object, *, years: tuple[int, ...], today: date
) -> tuple[AdministrationAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    choices = Choices(search)
    address = AdministrationAddress(
        section=choices.take("section", "раздел", Section) or Section.PEOPLE,
        year=choices.year(years=years, today=today),
        words=choices.take("q", "поиск", _words) or "",
        role=choices.take("role", "роль", Role),
        block=choices.take("block", "блок", read_block),
    )
    return address, choices.unknown


def parse_platform(search: object) -> tuple[PlatformAddress, tuple[str, ...]]:
    choices = Choices(search)
    address = PlatformAddress(
        section=choices.take("section", "раздел", PlatformSection) or PlatformSection.DISTRICTS,
        words=choices.take("q", "поиск", _words) or "",
    )
    return address, choices.unknown


def panel_href(name: str, **choices: object) -> str:
    """The address of a panel of this page: `panel_href("person", user=7)`."""
    return href_of(f"/panels/admin/{name}", choices)


def _words(text: str) -> str:
    if len(text) > _LONGEST_WORDS:
        raise ValueError(text)
    return " ".join(text.split())
