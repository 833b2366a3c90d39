"""What the presenter reads beside a slide."""

import re
from typing import Final

from dashboard.charts.table import ChartTable, Kind, TableColumn, chart_table
from dashboard.charts.words import foot_words
from dashboard.slides.values import SlideBody

# Columns whose cells say themselves what they are.
_SILENT: Final = frozenset({"значение", "доля", "итог", "примечание"})
_YEAR_AGO: Final = "доля год назад"
_YEAR_AGO_SAID: Final = "год назад"


def slide_notes(body: SlideBody, *, own: str) -> str:
    """What the presenter reads: own words first, then every row with its k/n, then where the figures come from."""
    table = chart_table(body)
    parts = [own, *(_row_words(table, place) for place in range(len(table.rows))), foot_words(body.text)]
    return "\n".join(part for part in parts if part)


def _row_words(table: ChartTable, place: int) -> str:
    """«СОШ № 3: 82,2 %, 651 из 815, цель 85 %», «1.1 Аттестация: школ достигли 9 из 26, 34,6 %, год назад 15,4 %»."""
    row = table.rows[place]
    told: list[str] = []
    for column, cell in zip(table.columns[1:], row.cells, strict=True):
        if not cell.words:
            continue
        if told and _is_whole(column):
            told[-1] = f"{told[-1]} {cell.words if cell.words.startswith('из') else f'из {cell.words}'}"
        elif told and cell.words.startswith(told[-1]):
            # «ещё не срок», then «ещё не срок, до 01.10».
            told[-1] = cell.words
        else:
            told.append(_said(column, cell.words))
    joint = "; " if any(", " in each for each in told) else ", "
    return f"{row.place.name}: {joint.join(told)}" if told else row.place.name


def _is_whole(column: TableColumn) -> bool:
    """Whether its numbers are what those of the column before are a part of."""
    title = column.title.lower()
    return "знаменатель" in title or title == "из" or (title == "всего" and column.kind is Kind.WHOLE)


def _said(column: TableColumn, words: str) -> str:
    title = column.title
    if title.lower() in _SILENT or "числитель" in title.lower():
        return words
    if not re.search(r"[А-ЯЁ]{2}|\d", title):
        # Not «Каменская СОШ» or «Школа 7», whose values stand among those of the district.
        title = f"{title[:1].lower()}{title[1:]}"
    if column.kind is Kind.TEXT:
        return f"{title}: {words}"
    return f"{_YEAR_AGO_SAID if title == _YEAR_AGO else title} {words}"
