"""What the presenter reads beside a slide."""

from dashboard.charts.table import ChartTable, chart_table
from dashboard.charts.words import foot_words
from dashboard.slides.values import SlideBody


def slide_notes(body: SlideBody, *, own: str) -> str:
    """What the presenter reads: own words first, then every row with its k/n, then where the figures come from."""
    table = chart_table(body)
    parts = [own, *(_row_words(table, place) for place in range(len(table.rows))), foot_words(body.text)]
    return "\n".join(part for part in parts if part)


def _row_words(table: ChartTable, place: int) -> str:
    """«СОШ № 3: значение 82,2 %, числитель 651, знаменатель 815»."""
    row = table.rows[place]
    told = [
        f"{column.title.lower()} {cell.words}" if column.title != "Примечание" else cell.words
        for column, cell in zip(table.columns[1:], row.cells, strict=True)
        if cell.words
    ]
    return f"{row.place.name}: {', '.join(told)}" if told else row.place.name
