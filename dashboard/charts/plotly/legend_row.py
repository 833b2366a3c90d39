"""The legend of a picture: marks with their words, on axes that count pixels."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from dashboard import theme
from dashboard.charts.legend import BEFORE, CLUSTER, DISTRICT, GROUNDS, OTHERS, OWN_TARGET, QUARTILES, Entry
from dashboard.charts.plotly.base import CHARACTER, Sizes, Trace, inert
from dashboard.theme import Marker
from data_layer.domain.vocabulary import Status

# Place of a mark from the left edge of the picture, and what it means.
LegendRow: TypeAlias = list[tuple[int, Entry]]

ROW_HEIGHT: Final = 36
_SIZE: Final = 24
LEGEND_MARKERS: Final[Mapping[str, Marker]] = {
    "mark-met": theme.STATUS_MARKERS[Status.MET],
    "mark-near": theme.STATUS_MARKERS[Status.NEAR],
    "mark-not-met": theme.STATUS_MARKERS[Status.NOT_MET],
    "mark-no-data": theme.STATUS_MARKERS[Status.NO_DATA],
    "mark-not-due": theme.STATUS_MARKERS[Status.NOT_DUE],
    "mark-not-applicable": theme.STATUS_MARKERS[Status.NOT_APPLICABLE],
    "mark-suppressed": theme.STATUS_MARKERS[Status.SUPPRESSED],
    "mark-too-few": theme.TOO_FEW_MARKER,
    "mark-ring-dot": theme.BETTER_MARKER,
    OWN_TARGET: theme.TARGET_MARKER,
    BEFORE: theme.BEFORE_MARKER,
    DISTRICT: theme.DISTRICT_MARKER,
    CLUSTER: theme.DISTRICT_MARKER,
    QUARTILES: theme.QUARTILES_MARKER,
    OTHERS: Marker("circle", theme.OTHERS, theme.OTHERS, 0),
    **{name: Marker("square", theme.TINTS[tint], theme.LINE_2, 1) for tint, (name, _) in GROUNDS},
}


def legend_rows(legend: Sequence[Entry], *, left: int, right: int) -> list[LegendRow]:
    """The entries in as many rows as they need between both pixels."""
    rows: list[LegendRow] = []
    end = right
    for name, words in legend:
        width = round(len(words) * _SIZE * CHARACTER) + 3 * _SIZE
        if not rows or end + width > right:
            rows.append([])
            end = left
        rows[-1].append((end + _SIZE // 2, (name, words)))
        end += width
    return rows


def legend_trace(rows: Sequence[LegendRow], sizes: Sizes, *, first: int) -> list[Trace]:
    """One trace, none without entries. first: pixels between the lower edge of the picture and the top of the rows."""
    spots = [(x, line, entry) for line, row in enumerate(rows) for x, entry in row]
    if not spots:
        return []
    markers = [LEGEND_MARKERS[name] for _, _, (name, _) in spots]
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "xaxis": "x2",
        "yaxis": "y2",
        "x": [x for x, _, _ in spots],
        "y": [first - (line + 0.5) * ROW_HEIGHT for _, line, _ in spots],
        "text": [f"\u00a0{inert(words)}" for _, _, (_, words) in spots],
        "textposition": "middle right",
        "textfont": {"size": _SIZE, "color": theme.INK_2},
        "marker": {
            "symbol": [marker.symbol for marker in markers],
            "size": sizes.marker,
            "color": [marker.fill for marker in markers],
            "line": {
                "color": [marker.edge for marker in markers],
                "width": [round(marker.edge_width * sizes.marker / 12, 1) for marker in markers],
            },
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [trace]
