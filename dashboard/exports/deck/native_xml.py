"""Charts of a presentation as DrawingML, with the values of their workbook kept in them as programs expect."""

import re
from collections.abc import Iterator, Sequence
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


def text(words: str) -> str:
    """Words as the text of an element, or of an attribute in quotation marks."""
    return escape(_NOT_IN_XML.sub("", words), quote=True)


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
    drawn = [part for series, cells in pairs for part in _xy_series(series, cells, book)]
    numbered = [f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{part}</c:ser>' for n, part in enumerate(drawn)]
    # PowerPoint draws by the number of the order, LibreOffice puts what comes first on top.
    parts = "".join(reversed(numbered))
    ids = f'<c:axId val="{_ACROSS}"/><c:axId val="{_UP}"/>'
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{parts}{ids}</c:scatterChart>'
        f"{_value_axis(chart.x, _ACROSS, _UP, 'b', chart.size)}{_value_axis(chart.y, _UP, _ACROSS, 'l', chart.size)}"
    )


def _xy_series(series: XySeries, cells: SeriesCells, book: ChartBook) -> Iterator[str]:
    """A marker with an edge is two series of the same cells, one upon the other: not every program draws edges."""
    layers: Sequence[Marker | None] = [None]
    sizes: Sequence[float] = [series.marker_size]
    if series.marker is not None:
        layers, sizes = zip(*marker_layers(series.marker, series.marker_size), strict=True)
    for number, (layer, size) in enumerate(zip(layers, sizes, strict=True)):
        is_under = number == 0 and len(layers) > 1 and layer is not None
        series_line = _ghost(layer.edge) if is_under else _line(series.line)
        labels = _labels(series.spots) if number == len(layers) - 1 else ""
        yield (
            f"{_title(cells.title, series.title)}<c:spPr>{series_line}</c:spPr>{_marker(layer, size)}{labels}"
            f"<c:xVal>{_numbers(cells.keys, book)}</c:xVal><c:yVal>{_numbers(cells.values, book)}</c:yVal>"
            '<c:smooth val="0"/>'
        )


def marker_layers(marker: Marker, size: float) -> Iterator[tuple[Marker, float]]:
    """Plain discs, diamonds and squares that make up a mark, from below. size: of its middle line, pixels."""
    symbol = marker.symbol if marker.symbol in {"diamond", "square"} else "circle"
    edge = marker.edge_width * size / 12
    # The edge of a diamond runs aslant.
    reach, thick = (size * 1.25, edge * 1.4) if symbol == "diamond" else (size, edge)
    if edge and marker.edge != marker.fill:
        yield Marker(symbol, marker.fill, marker.edge, edge), reach
        yield Marker(symbol, marker.fill, marker.fill, 0), reach - thick
    elif marker.symbol == "circle-open-dot":
        yield Marker(symbol, theme.SURFACE, marker.edge, edge), reach
        yield Marker(symbol, theme.SURFACE, theme.SURFACE, 0), reach - thick
        yield Marker(symbol, marker.edge, marker.edge, 0), size / 3
    else:
        yield Marker(symbol, marker.fill, marker.fill, 0), reach


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
    layers = list(marker_layers(series.marker, series.size)) if series.marker is not None else [(None, 0.0)]
    for layer, size in layers:
        yield (
            f"{_title(cells.title, series.title)}<c:spPr>{_line(series.line)}</c:spPr>{_marker(layer, size)}"
            f"<c:cat>{_names(cells.keys, book)}</c:cat><c:val>{_numbers(cells.values, book)}</c:val>"
            '<c:smooth val="0"/>'
        )


# --- axes ---------------------------------------------------------------------------------------------


def _value_axis(
    axis: Axis, own: str, other: str, side: str, size: float, *, crosses: str = "min", between: str = "midCat"
) -> str:
    grid = f"<c:majorGridlines><c:spPr>{_line(Line(theme.LINE, 1.5))}</c:spPr></c:majorGridlines>" if axis.is_shown else ""
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
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{text(str(value))}</c:v></c:pt>' for place, value in enumerate(values)
    )
    return (
        f'<c:strRef><c:f>{text(found.formula)}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{points}'
        "</c:strCache></c:strRef>"
    )


def _labels(spots: Sequence[Spot]) -> str:
    """Names beside some of the points, in words of ours."""
    labels = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p>'
        f"{_run(spot.label, 24, theme.INK, is_bold=spot.place == 't')}</a:p></c:rich></c:tx>"
        f'<c:spPr><a:noFill/></c:spPr><c:dLblPos val="{spot.place}"/>{_shows(value=1)}</c:dLbl>'
        for place, spot in enumerate(spots)
        if spot.label
    )
    return f"<c:dLbls>{labels}{_shows()}</c:dLbls>" if labels else ""


def _shows(*, value: int = 0) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _marker(marker: Marker | None, size: float) -> str:
    """A plain one, without an edge of its own."""
    if marker is None:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    fill, edge = _fill(marker.fill), _line(None)
    if marker.edge_width:
        fill = f'<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="{marker.fill[1:]}"/></a:gs><a:gs pos="100000"><a:srgbClr val="{marker.fill[1:]}"/></a:gs></a:gsLst><a:lin ang="0"/></a:gradFill>'
        edge = _line(Line(marker.edge, marker.edge_width))
    return (
        f'<c:marker><c:symbol val="{marker.symbol}"/><c:size val="{max(round(size * _POINTS), 2)}"/>'
        f"<c:spPr>{fill}{edge}</c:spPr></c:marker>"
    )


def _ghost(colour: str) -> str:
    """An unseen line, of which LibreOffice takes the colour for a marker whose fill it does not understand."""
    return f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"><a:alpha val="0"/></a:srgbClr></a:solidFill></a:ln>'


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
