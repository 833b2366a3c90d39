"""A school within its district, goal by goal, on one equal scale."""

from dashboard import html
from dashboard.charts.html.track import (
    axis,
    grid_style,
    group_head,
    mark_at,
    number,
    row_name,
    stem,
    tick_at,
    track,
    words_in_track,
)
from dashboard.charts.rows import DistributionStrips, StripRow
from dashboard.charts.specification import Scale
from dashboard.charts.words import LESS_IS_BETTER, count_words, value_words
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.texts.words import STATUSES
from data_layer.domain.vocabulary import Status

_COLUMNS = 4
_JUDGED = frozenset({Status.MET, Status.NEAR, Status.NOT_MET})


def distribution_strips(chart: DistributionStrips) -> Element:
    head = [
        html.Th(unseen("Цель"), scope="col", className="row-name"),
        html.Th([unseen("На шкале"), axis(chart.scale)], scope="col", className="track"),
        html.Th(tied(chart.school), scope="col", className="reading"),
        html.Th("район", scope="col", className="reading"),
    ]
    body = [
        html.Tbody([*([group_head(group.title, columns=_COLUMNS)] if group.title else []), *_rows(group.rows, chart)])
        for group in chart.groups
        if group.rows
    ]
    return html.Table([html.Thead(html.Tr(head)), *body], className="row-chart strips", style=grid_style(chart.scale))


def _rows(rows: tuple[StripRow, ...], chart: DistributionStrips) -> list[Element]:
    return [_row(row, chart) for row in rows]


def _row(row: StripRow, chart: DistributionStrips) -> Element:
    unit = chart.scale.unit
    has_any = any(value is not None for value in (row.school.value, row.district, row.cluster)) or row.quartiles
    notes = [STATUSES[row.status], *([LESS_IS_BETTER] if row.is_less_better else [])]
    school = [
        number(
            value_words(row.school.value, unit, target=row.target), row.why if has_any else "", about=row.place.name
        ),
        html.Small(count_words(row.school.count)),
    ]
    cells = [
        row_name(row.place, ", ".join(notes)),
        _track(row, chart.scale)
        if has_any
        else words_in_track(row.words or STATUSES[row.status], row.why, about=row.place.name),
        html.Td(school, className="reading"),
        html.Td([html.Span(value_words(row.district, unit)), _small(row) if has_any else None], className="reading"),
    ]
    return html.Tr(cells)


def _small(row: StripRow) -> Element:
    words = [row.words, LESS_IS_BETTER if row.is_less_better else ""]
    return html.Small(tied(", ".join(word for word in words if word)))


def _track(row: StripRow, scale: Scale) -> Element:
    parts: list[Element] = []
    if row.quartiles is not None:
        parts.append(stem(row.quartiles.lower, row.quartiles.upper, scale, kind="quartiles"))
        parts.append(tick_at(row.quartiles.median, scale, "median"))
    if row.district is not None:
        parts.append(tick_at(row.district, scale, "district-tick"))
    if row.cluster is not None:
        parts.append(tick_at(row.cluster, scale, "cluster-tick"))
    if row.target is not None:
        parts.append(tick_at(row.target, scale, "target-mark"))
    if row.school.value is not None:
        is_judged = row.status in _JUDGED
        value = row.school.value
        parts.append(mark_at(row.status, value, scale) if is_judged else tick_at(value, scale, "plain-dot"))
    return track(parts)
