"""Colours, type and marks of the look for what is not drawn by the style sheet: Plotly figures and files.

The same tokens stand in assets/base.css and assets/marks.css; a test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data_layer.domain.vocabulary import Status

INK: Final = "#15202B"
INK_2: Final = "#45525E"
SURFACE: Final = "#FFFFFF"
SUNKEN: Final = "#ECEFF2"
LINE: Final = "#DCE1E6"
LINE_2: Final = "#7E8A95"
TRACK: Final = "#DDE3E8"
MET: Final = "#12436D"
MISS: Final = "#F46A25"
MISS_EDGE: Final = "#B23F0A"
TOO_FEW: Final = "#8A8D8F"
OTHERS: Final = "#BFBFBF"
TINTS: Final[Mapping[str, str]] = {"all": "#DFEAF2", "half": "#F1F5F8", "some": "#FCDDC9", "none": "#F6B893"}
# About the target, from far worse to far better; the figure is printed in every cell.
STEPS: Final[Mapping[str, str]] = {
    "far-worse": "#B35806",
    "worse": "#F1A340",
    "near": "#F7F7F7",
    "better": "#998EC3",
    "far-better": "#542788",
}
# Grounds on which ink is too dark to read.
DARK_STEPS: Final = frozenset({"far-worse", "far-better"})
FONT: Final = '"Golos Text", "PT Sans", "Segoe UI", Arial, sans-serif'


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark of a verdict: symbol by Plotly's name, fill, edge and its width at a size of 12."""

    symbol: str
    fill: str
    edge: str
    edge_width: float


_NOTHING: Final = Marker("line-ew", INK_2, INK_2, 1.5)
STATUS_MARKERS: Final[Mapping[Status, Marker]] = {
    Status.MET: Marker("circle", MET, MET, 0),
    Status.NEAR: Marker("diamond", SURFACE, MISS_EDGE, 1.7),
    Status.NOT_MET: Marker("diamond", MISS, MISS_EDGE, 1),
    Status.NO_DATA: Marker("square", SURFACE, INK_2, 1),
    Status.NO_BASELINE: Marker("square", SURFACE, INK_2, 1),
    Status.NOT_DUE: Marker("circle-open-dot", INK_2, INK_2, 1.3),
    Status.NO_TARGET: _NOTHING,
    Status.NOT_APPLICABLE: _NOTHING,
    Status.SUPPRESSED: Marker("hash-open", INK_2, INK_2, 1.5),
}
TOO_FEW_MARKER: Final = Marker("circle", SURFACE, TOO_FEW, 1.8)
# Better than the inner limit of a funnel, not than the outer one.
BETTER_MARKER: Final = Marker("circle-open-dot", MET, MET, 1.7)
# Last year's value, a target, what others have.
BEFORE_MARKER: Final = Marker("circle", SURFACE, INK_2, 2)
TARGET_MARKER: Final = Marker("line-ns-open", INK, INK, 3)
DISTRICT_MARKER: Final = Marker("line-ns-open", INK_2, INK_2, 1.5)
QUARTILES_MARKER: Final = Marker("square", TRACK, TRACK, 0)
# A value without a verdict.
PLAIN_MARKER: Final = Marker("circle", INK_2, INK_2, 0)
