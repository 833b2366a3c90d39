"""The palette, for whatever is drawn outside the style sheet. The style sheet carries the same tokens.

Source: charts.md, «Colour». Orange never stands alone: it takes the dark edge.
"""

from typing import Final

INK: Final = "#15202B"
INK_2: Final = "#45525E"
LINE: Final = "#DCE1E6"
LINE_2: Final = "#7E8A95"
PAPER: Final = "#F4F6F7"
SURFACE: Final = "#FFFFFF"

MET: Final = "#12436D"
MISSED: Final = "#F46A25"
MISSED_EDGE: Final = "#B23F0A"
TOO_FEW: Final = "#8A8D8F"
OTHERS: Final = "#BFBFBF"
TRACK: Final = "#DDE3E8"
HATCH: Final = "#D5DADF"

TINTS: Final = {"all": "#DFEAF2", "half": "#F1F5F8", "some": "#FCDDC9", "none": "#F6B893"}
CATEGORIES: Final = (MET, "#28A197", "#801650", MISSED)
DIVERGING: Final = ("#B35806", "#F1A340", "#F7F7F7", "#998EC3", "#542788")

FONT: Final = '"Golos Text", "PT Sans", "Segoe UI", Arial, sans-serif'
