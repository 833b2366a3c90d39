"""Charts of a presentation as DrawingML, with the values of their workbook kept in them as programs expect."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from dashboard import theme
from dashboard.exports.deck.native_book import ChartBook, Range, SeriesCells
from dashboard.exports.deck.native_values import (
    Axis,
    BarChart,
    BarSeries,
    Frame,
    Line,
    LineChart,
    NativeChart,
    Spot,
    TrendLine,
    XyChart,
    XySeries,
)
from dashboard.theme import Marker

_POINTS: Final = 0.75
_EMU: Final = 9525
_DASHES: Final = {"solid": "solid", "dash": "dash", "dot": "sysDot"}
# Signs that no XML can hold.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ACROSS: Final = "111111111"
_UP: Final = "222222222"


def cleaned(words: str) -> str:
    """Without the signs that no XML can hold."""
    return _NOT_IN_XML.sub("", words)


def text(words: str) -> str:
    """Words as the text of an element, or of an attribute in quotation marks."""
    return escape(cleaned(words), quote=True)


def chart_xml(chart: NativeChart, book: ChartBook) -> bytes:
    if isinstance(chart, XyChart):
        plot = _xy_plot(chart, book)
    else:
        plot = _bar_plot(chart, book) if isinstance(chart, BarChart) else _line_plot(chart, book)
    whole = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_SPACES}><c:date1904 val="0"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{_layout(chart.frame)}{plot}'
        f'<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea><c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f"{_text_properties(chart.size, theme.INK_2)}</c:chartSpace>"
    )
    return whole.encode()


def _layout(frame: Frame) -> str:
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{frame.left:.5f}"/><c:y val="{frame.top:.5f}"/><c:w val="{frame.width:.5f}"/>'
        f'<c:h val="{frame.height:.5f}"/></c:manualLayout></c:layout>'
    )


# --- plots --------------------------------------------------------------------------------------------


def _xy_plot(chart: XyChart, book: ChartBook) -> str:
    pairs = zip(chart.series, book.series, strict=True)
    drawn = [part for series, cells in pairs for part in _xy_series(series, cells, book, chart.size)]
    numbered = [f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{part}</c:ser>' for n, part in enumerate(drawn)]
    # PowerPoint draws by the number of the order, LibreOffice puts what comes first on top.
    parts = "".join(reversed(numbered))
    ids = f'<c:axId val="{_ACROSS}"/><c:axId val="{_UP}"/>'
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{parts}{ids}</c:scatterChart>'
        f"{_value_axis(chart.x, _ACROSS, _UP, 'b', chart.size)}{_value_axis(chart.y, _UP, _ACROSS, 'l', chart.size)}"
    )


def _xy_series(series: XySeries, cells: SeriesCells, book: ChartBook, size: float) -> Iterator[str]:
    layers = marker_layers(series.marker, series.marker_size) if series.marker is not None else (_NO_LAYER,)
    for number, layer in enumerate(layers):
        labels = _labels(series.spots, size) if number == len(layers) - 1 else ""
        yield (
            f"{_title(cells.title, series.title)}<c:spPr>{_layer_line(layer, series.line)}</c:spPr>{_marker(layer)}{labels}"
            f"<c:xVal>{_numbers(cells.keys, book)}</c:xVal><c:yVal>{_numbers(cells.values, book)}</c:yVal>"
            '<c:smooth val="0"/>'
        )


@dataclass(frozen=True, slots=True)
class MarkerLayer:
    """symbol: of DrawingML, empty for none. size: pixels. edge: none if empty; edge_width: pixels."""

    symbol: str = ""
    size: float = 0
    fill: str = ""
    edge: str = ""
    edge_width: float = 0


_NO_LAYER: Final = MarkerLayer()


def marker_layers(marker: Marker, size: float) -> tuple[MarkerLayer, ...]:
    """A mark as series of the same cells, from below: with an edge where it has one, and upon it a smaller one without.

    PowerPoint draws all of it with the first. LibreOffice knows no edges: it draws the first in the colour of the edge
    (see `_marker`), and the second leaves the edge over. size: of the middle line of the edge, pixels.
    """
    symbol = marker.symbol if marker.symbol in {"diamond", "square"} else "circle"
    edge = marker.edge_width * size / 12
    # A diamond is told by its width, and its edge runs aslant.
    reach, thick = (size * 1.25, edge * 1.4) if symbol == "diamond" else (size, edge)
    if marker.symbol == "circle-open-dot":
        return (
            MarkerLayer(symbol, reach, theme.SURFACE, marker.edge, edge),
            MarkerLayer(symbol, reach - thick, theme.SURFACE),
            MarkerLayer(symbol, size / 3, marker.edge),
        )
    if not edge or marker.edge == marker.fill:
        return (MarkerLayer(symbol, reach, marker.fill),)
    return (
        MarkerLayer(symbol, reach, marker.fill, marker.edge, edge),
        MarkerLayer(symbol, reach - thick, marker.fill),
    )


def _layer_line(layer: MarkerLayer, line: Line | None) -> str:
    """A mark with an edge has an unseen line: LibreOffice takes its colour for a marker whose fill it does not know."""
    if not layer.edge:
        return _line(line)
    colour = layer.edge.removeprefix("#")
    unseen = f'<a:solidFill><a:srgbClr val="{colour}"><a:alpha val="0"/></a:srgbClr></a:solidFill>'
    return f'<a:ln w="{_EMU}">{unseen}</a:ln>'


def _bar_plot(chart: BarChart, book: ChartBook) -> str:
    parts = "".join(
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{_bar_series(series, cells, book)}</c:ser>'
        for n, (series, cells) in enumerate(zip(chart.series, book.series, strict=True))
    )
    gap = 60 if len(chart.series) == 1 else 45
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>{parts}'
        f'<c:gapWidth val="{gap}"/><c:axId val="{_ACROSS}"/><c:axId val="{_UP}"/></c:barChart>'
        f'<c:catAx><c:axId val="{_ACROSS}"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        f'<c:crossAx val="{_UP}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f"{_value_axis(chart.axis, _UP, _ACROSS, 'b', chart.size, crosses='max')}"
    )


def _bar_series(series: BarSeries, cells: SeriesCells, book: ChartBook) -> str:
    faint = "".join(
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{_fill(theme.OTHERS)}</c:spPr></c:dPt>"
        for place in sorted(series.faint)
    )
    return (
        f"{_title(cells.title, series.title)}<c:spPr>{_fill(series.colour)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{faint}'
        f"<c:cat>{_names(cells.keys, book)}</c:cat><c:val>{_numbers(cells.values, book)}</c:val>"
    )


def _line_plot(chart: LineChart, book: ChartBook) -> str:
    pairs = zip(chart.series, book.series, strict=True)
    drawn = [part for series, cells in pairs for part in _trend_series(series, cells, book)]
    parts = "".join(f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{part}</c:ser>' for n, part in enumerate(drawn))
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{parts}<c:marker val="1"/>'
        f'<c:axId val="{_ACROSS}"/><c:axId val="{_UP}"/></c:lineChart>'
        f'<c:catAx><c:axId val="{_ACROSS}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_line(Line(theme.LINE, 1.5))}</c:spPr>'
        f'{_text_properties(chart.size, theme.INK_2)}<c:crossAx val="{_UP}"/><c:crosses val="autoZero"/>'
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f"{_value_axis(chart.axis, _UP, _ACROSS, 'l', chart.size, between='between')}"
    )


def _trend_series(series: TrendLine, cells: SeriesCells, book: ChartBook) -> Iterator[str]:
    layers = marker_layers(series.marker, series.size) if series.marker is not None else (_NO_LAYER,)
    for layer in layers:
        yield (
            f"{_title(cells.title, series.title)}<c:spPr>{_layer_line(layer, series.line)}</c:spPr>{_marker(layer)}"
            f"<c:cat>{_names(cells.keys, book)}</c:cat><c:val>{_numbers(cells.values, book)}</c:val>"
            '<c:smooth val="0"/>'
        )


# --- axes ---------------------------------------------------------------------------------------------


def _value_axis(
    axis: Axis, own: str, other: str, side: str, size: float, *, crosses: str = "min", between: str = "midCat"
) -> str:
    grid = (
        f"<c:majorGridlines><c:spPr>{_line(Line(theme.LINE, 1.5))}</c:spPr></c:majorGridlines>" if axis.is_shown else ""
    )
    title = (
        f'<c:title><c:tx><c:rich><a:bodyPr rot="0"/><a:p>{_run(axis.title, size, theme.INK_2)}</a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
        if axis.title
        else ""
    )
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/><c:max val="{axis.high!r}"/>'
        f'<c:min val="{axis.low!r}"/></c:scaling><c:delete val="{0 if axis.is_shown else 1}"/><c:axPos val="{side}"/>'
        f'{grid}{title}<c:numFmt formatCode="{text(axis.format)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr>{_line(None)}</c:spPr>'
        f'{_text_properties(size, theme.INK_2)}<c:crossAx val="{other}"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="{between}"/><c:majorUnit val="{axis.step!r}"/></c:valAx>'
    )


# --- pieces of a series -------------------------------------------------------------------------------


def _title(cells: Range, title: str) -> str:
    return (
        f'<c:tx><c:strRef><c:f>{text(cells.formula)}</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{text(title)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _cells(found: Range, book: ChartBook) -> Sequence[object]:
    column = ord(found.column) - ord("A")
    return [book.rows[row - 1][column] for row in range(found.first, found.last + 1)]


def _numbers(found: Range, book: ChartBook) -> str:
    values = _cells(found, book)
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(values) if value is not None
    )
    return (
        f"<c:numRef><c:f>{text(found.formula)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _names(found: Range, book: ChartBook) -> str:
    values = _cells(found, book)
    points = "".join(f'<c:pt idx="{place}"><c:v>{text(str(value))}</c:v></c:pt>' for place, value in enumerate(values))
    return (
        f'<c:strRef><c:f>{text(found.formula)}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{points}'
        "</c:strCache></c:strRef>"
    )


def _labels(spots: Sequence[Spot], size: float) -> str:
    """Names beside some of the points, in words of ours."""
    labels = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p>'
        f"{_run(spot.label, size, theme.INK)}</a:p></c:rich></c:tx>"
        f'<c:spPr>{_fill(theme.SURFACE) if spot.has_ground else "<a:noFill/>"}</c:spPr><c:dLblPos val="{spot.place}"/>{_shows(value=1)}</c:dLbl>'
        for place, spot in enumerate(spots)
        if spot.label
    )
    return f"<c:dLbls>{labels}{_shows()}</c:dLbls>" if labels else ""


def _shows(*, value: int = 0) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _marker(layer: MarkerLayer) -> str:
    """The fill of a mark with an edge is a blend of one colour, which looks like it everywhere but is no plain fill."""
    if not layer.symbol:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    fill, edge = _fill(layer.fill), _line(None)
    if layer.edge:
        colour = f'<a:srgbClr val="{layer.fill.removeprefix("#")}"/>'
        stops = f'<a:gs pos="0">{colour}</a:gs><a:gs pos="100000">{colour}</a:gs>'
        fill = f'<a:gradFill><a:gsLst>{stops}</a:gsLst><a:lin ang="0" scaled="0"/></a:gradFill>'
        edge = _line(Line(layer.edge, layer.edge_width))
    return (
        f'<c:marker><c:symbol val="{layer.symbol}"/><c:size val="{max(round(layer.size * _POINTS), 2)}"/>'
        f"<c:spPr>{fill}{edge}</c:spPr></c:marker>"
    )


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>'


def _line(line: Line | None) -> str:
    if line is None:
        return "<a:ln><a:noFill/></a:ln>"
    return (
        f'<a:ln w="{round(line.width * _EMU)}" cap="flat">{_fill(line.colour)}<a:prstDash val="{_DASHES[line.dash]}"/>'
        "<a:round/></a:ln>"
    )


def _run(words: str, size: float, colour: str, *, is_bold: bool = False) -> str:
    return (
        f'<a:r><a:rPr lang="ru-RU" sz="{round(size * _POINTS * 100)}" b="{int(is_bold)}">{_fill(colour)}'
        f'<a:latin typeface="+mn-lt"/></a:rPr><a:t>{text(words)}</a:t></a:r>'
    )


def _text_properties(size: float, colour: str, *, is_bold: bool = False) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{round(size * _POINTS * 100)}" b="{int(is_bold)}">{_fill(colour)}'
        '<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr><a:endParaRPr lang="ru-RU"/></a:p></c:txPr>'
    )
