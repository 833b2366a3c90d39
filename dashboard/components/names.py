"""Names of schools as a view writes them: the real ones, or numbers, «Школа 12», for a screen that everybody watches.

Coded names are made on the server. Whatever a page sends about a school (rows, links, points of a plot, table,
file) takes its name and its address from here, so that neither the name nor the code of a school leaves the
server. The choice of one school (`school=…`) belongs out of every address of a coded view for the same reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.addresses.names import Names
from dashboard.charts.specification import Place
from dashboard.components.filter_bar import Choice, filter_menu
from dashboard.formatting import NO_BREAK, tied
from dashboard.html import Element
from data_layer.domain.coding import school_numbers

NAMES_FILTER: Final = "Имена"
_CHOICES: Final[Mapping[Names, str]] = {
    Names.SHOWN: "показать",
    Names.CODED: "номера вместо названий",
}


@dataclass(frozen=True, slots=True)
class SchoolNames:
    """What a view calls its schools. Asking for a school that it was not made for raises KeyError."""

    is_coded: bool
    _names: Mapping[str, str]
    _order: Mapping[str, int]
    _link: Callable[[str], str]

    def of(self, code: str) -> str:
        """«СОШ № 3», or «Школа 7»."""
        return self._names[code]

    def href(self, code: str) -> str:
        """The school's address; empty where names are coded, for an address tells the school."""
        return "" if self.is_coded else self._link(code)

    def place(self, code: str) -> Place:
        return Place(self.of(code), self.href(code))

    def order(self, code: str) -> int:
        """Sorts by name; coded names by their numbers, which tell nothing about the alphabet."""
        return self._order[code]


def plain_names(schools: Sequence[tuple[str, str]], *, link: Callable[[str], str]) -> SchoolNames:
    """schools: code and short name, in the order of names. link: code to address."""
    names = {code: tied(name) for code, name in schools}
    order = {code: place for place, (code, _) in enumerate(schools)}
    return SchoolNames(is_coded=False, _names=names, _order=order, _link=link)


def coded_names(schools: Sequence[tuple[str, str]], *, key: str, district: str, day: date) -> SchoolNames:
    """«Школа 12», numbered in an order that only the holder of the key can work out; the same all day in one district.

    schools: code and short name of *all* schools of the district, whatever the view shows of them, so that a filter
    renames nobody. key: the secret of the installation.
    """
    numbers = school_numbers(schools, key=key, subject=(district, day.isoformat()))
    names = {code: number_words(number) for code, number in numbers.items()}
    # Addresses of a coded view name a school by its place, so the place is its number less one.
    order = {code: number - 1 for code, number in numbers.items()}
    return SchoolNames(is_coded=True, _names=names, _order=order, _link=_nowhere)


def number_words(number: int) -> str:
    """«Школа 12»."""
    return f"Школа{NO_BREAK}{number}"


def names_menu(chosen: Names, *, href: Callable[[Names], str], is_folded: bool = False) -> Element:
    """«Имена: показать ▾» of the filter bar; is_folded: behind «Ещё» where the bar has many others."""
    choices = [Choice(words, href(names), is_current=names is chosen) for names, words in _CHOICES.items()]
    return filter_menu(NAMES_FILTER, choices, is_changed=chosen is not Names.SHOWN, is_extra=True, is_folded=is_folded)


def _nowhere(_: str) -> str:
    return ""
