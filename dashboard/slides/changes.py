"""What has changed between a frozen slide and the same of today, row by row, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.charts.table import ChartTable, TableRow, chart_table
from dashboard.slides.values import SlideBody

HEADLINE: Final = "Заголовок"
ROW: Final = "Строка"
NOT_THERE: Final = "нет"
IS_THERE: Final = "есть"


@dataclass(frozen=True, slots=True)
class Change:
    """One value. where: the row, empty for what is of the whole slide. what: its column."""

    where: str
    what: str
    before: str
    now: str


def changes(before: SlideBody, now: SlideBody) -> tuple[Change, ...]:
    """Headline first, then rows that went or came, then values; the order of rows alone is no change."""
    return tuple(_changes(before, now))


def _changes(before: SlideBody, now: SlideBody) -> Iterator[Change]:
    if before.text.headline != now.text.headline:
        yield Change("", HEADLINE, before.text.headline, now.text.headline)
    old, new = chart_table(before), chart_table(now)
    old_rows, new_rows = _keyed(old.rows), _keyed(new.rows)
    for key in old_rows:
        if key not in new_rows:
            yield Change(key[0], ROW, IS_THERE, NOT_THERE)
    for key, row in new_rows.items():
        if key in old_rows:
            yield from _of_row(key[0], (old, old_rows[key]), (new, row))
        else:
            yield Change(key[0], ROW, NOT_THERE, IS_THERE)


def _keyed(rows: Sequence[TableRow]) -> dict[tuple[str, int], TableRow]:
    """By name, and which of the rows of that name: several decisions are for all schools."""
    seen: Counter[str] = Counter()
    found = {}
    for row in rows:
        found[row.place.name, seen[row.place.name]] = row
        seen[row.place.name] += 1
    return found


def _of_row(name: str, before: tuple[ChartTable, TableRow], now: tuple[ChartTable, TableRow]) -> Iterator[Change]:
    """By column, for a column may have come or gone."""
    old, new = _by_column(*before), _by_column(*now)
    for title in {**old, **new}:
        was, becomes = old.get(title, ""), new.get(title, "")
        if was != becomes:
            yield Change(name, title, was or NOT_THERE, becomes or NOT_THERE)


def _by_column(table: ChartTable, row: TableRow) -> dict[str, str]:
    return {column.title: cell.words for column, cell in zip(table.columns[1:], row.cells, strict=True)}
