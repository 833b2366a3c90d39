"""Reading a query string. Whatever the browser sends is text of unknown origin; nothing here raises for it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeVar
from urllib.parse import parse_qs, quote

from data_layer.domain.school_year import UnknownYearError, is_valid_year, parse_year, year_of

BLOCKS: Final = range(1, 7)
# A link longer than this was not made by us.
_LONGEST_SEARCH: Final = 500

T = TypeVar("T")


class Choices:
    """The choices of one query string, read by name; remembers which of them could not be made out."""

    def __init__(self, search: object, *, longest: int = _LONGEST_SEARCH) -> None:
        self._raw = _first_values(search, longest)
        self._unknown: list[str] = []

    @property
    def unknown(self) -> tuple[str, ...]:
        """Russian names of the choices that were there and could not be made out."""
        return tuple(self._unknown)

    def take(self, name: str, title: str, read: Callable[[str], T]) -> T | None:
        """The choice read by `read`, which raises ValueError or UnknownYearError for what it does not know.

        None where the address says nothing of it; title: the choice's Russian name.
        """
        if name not in self._raw:
            return None
        try:
            return read(self._raw[name])
        except (ValueError, UnknownYearError):
            self._unknown.append(title)
            return None

    def year(self, *, years: tuple[int, ...], today: date) -> int:
        """The school year asked for, or the one that is being worked on. years: used by the district."""
        chosen = self.take("year", "год", lambda text: read_year(text, today=today))
        return default_year(years, today=today) if chosen is None else chosen


def default_year(years: tuple[int, ...], *, today: date) -> int:
    """The year whose cycle is being worked on.

    From September to December the past year is still being closed (decisions are due on 30 September, the
    cycle ends on 31 December), so it is shown first where it is in use; then the running year, then the latest.
    """
    running = year_of(today)
    wanted = [running - 1, running] if today.month >= 9 else [running]
    return next((year for year in wanted if year in years), max(years, default=wanted[0]))


def read_year(text: str, *, today: date) -> int:
    """The starting year of «2025/26». Raises UnknownYearError."""
    year = parse_year(text)
    if not is_valid_year(year, today=today):
        raise UnknownYearError(text)
    return year


def read_block(text: str) -> int:
    """A block's number. Raises ValueError."""
    # int() reads «٣» and «1_0» too, so the text itself is compared.
    for block in BLOCKS:
        if text == str(block):
            return block
    raise ValueError(text)


def one_of(known: Iterable[T], *, spelled: Callable[[T], str] = str) -> Callable[[str], T]:
    """Reads just these values, each as `spelled` writes it; raises ValueError for any other text."""
    by_text = {spelled(value): value for value in known}

    def read(text: str) -> T:
        if text not in by_text:
            raise ValueError(text)
        return by_text[text]

    return read


def href_of(path: str, choices: Mapping[str, object], *, anchor: str = "") -> str:
    """The address with its choices in the order given; those that are None or empty are left out.

    Years are given as the text that stands in an address (`format_year`).
    """
    parts = [f"{name}={quote(str(value), safe='/:')}" for name, value in choices.items() if value not in (None, "")]
    return f"{path}{'?' if parts else ''}{'&'.join(parts)}{f'#{anchor}' if anchor else ''}"


def _first_values(search: object, longest: int) -> Mapping[str, str]:
    """First value of every name; whatever the browser sends that is not a short text counts as nothing."""
    if not isinstance(search, str) or len(search) > longest:
        return {}
    return {name: values[0] for name, values in parse_qs(search.lstrip("?")).items()}
