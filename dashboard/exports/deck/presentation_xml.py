"""Shapes of a slide as XML: text, tables, marks, charts. Lengths are pixels of a page of 1280 × 720; every text is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import theme
from dashboard.exports.deck.native_xml import text
from dashboard.theme import Marker

_SPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_TEXT_BOX: Final = '<p:cNvSpPr txBox="1"/>'
_SHAPES: Final = {"circle": "ellipse", "circle-open-dot": "donut", "diamond": "diamond", "square": "rect"}


@dataclass(frozen=True, slots=True)
class Paper:
    """How pixels become units of the file, for a slide of any size. unit: of a pixel."""

    unit: float

    def emu(self, pixels: float) -> int:
        return round(pixels * self.unit)

    def size(self, pixels: float) -> int:
        """Of type, in hundredths of a point."""
        return round(pixels * self.unit / 127)


@dataclass(frozen=True, slots=True)
class Place:
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Run:
    words: str
    size: float
    colour: str = theme.INK
    is_bold: bool = False
    # A sign that our typeface lacks is taken from one that has it.
    typeface: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    align: str = "l"
    # Of the lines, in parts of the type size; 0 leaves it to the program.
    spacing: float = 0
    before: float = 0


@dataclass(frozen=True, slots=True)
class TableCell:
    """ground: a colour, none if empty, with gaps of white around it. edge: of the line below. indent: at the left."""

    paragraph: Paragraph
    ground: str = ""
    edge: str = ""
    is_hatched: bool = False
    spans: int = 1
    indent: float = 0


class ShapeWriter:
    """Numbers the shapes of one slide and writes their XML."""

    def __init__(self, paper: Paper, *, first_id: int) -> None:
        self._paper = paper
        self._next = first_id

    def _id(self) -> int:
        self._next += 1
        return self._next

    def text_box(
        self,
        name: str,
        place: Place,
        paragraphs: Sequence[Paragraph],
        *,
        ground: str = "",
        inset: tuple[float, float] = (0, 0),
        anchor: str = "t",
    ) -> str:
        across, down = (self._paper.emu(each) for each in inset)
        body = "".join(self._paragraph(each) for each in paragraphs)
        return (
            f"<p:sp {_SPACES}>{self._named('p:nvSpPr', name, '', _TEXT_BOX)}"
            f'<p:spPr>{self._frame("a:xfrm", place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{_fill(ground)}<a:ln><a:noFill/></a:ln></p:spPr>"
            f'<p:txBody><a:bodyPr wrap="square" lIns="{across}" tIns="{down}" rIns="{across}" bIns="{down}"'
            f' anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>'
        )

    def block(self, name: str, place: Place, colour: str) -> str:
        """A rectangle without words, an ornament."""
        return (
            f"<p:sp {_SPACES}>{self._named('p:nvSpPr', name, '', '<p:cNvSpPr/>')}"
            f'<p:spPr>{self._frame("a:xfrm", place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{_fill(colour)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
        )

    def group(self, name: str, alt: str, place: Place, shapes: Sequence[str]) -> str:
        """Shapes that are told as one."""
        off = f'<a:off x="{self._paper.emu(place.left)}" y="{self._paper.emu(place.top)}"/>'
        ext = f'<a:ext cx="{self._paper.emu(place.width)}" cy="{self._paper.emu(place.height)}"/>'
        child = off.replace("a:off", "a:chOff") + ext.replace("a:ext", "a:chExt")
        return (
            f"<p:grpSp {_SPACES}>{self._named('p:nvGrpSpPr', name, alt, '<p:cNvGrpSpPr/>')}"
            f"<p:grpSpPr><a:xfrm>{off}{ext}{child}</a:xfrm></p:grpSpPr>{''.join(shapes)}</p:grpSp>"
        )

    def mark(self, marker: Marker, x: float, y: float, size: float) -> str:
        """A mark of a legend about its middle."""
        if marker.symbol.startswith("line-"):
            is_upright = "ns" in marker.symbol
            wide, high = (max(marker.edge_width, 2), size) if is_upright else (size, max(marker.edge_width, 2))
            return self._mark("rect", Place(x - wide / 2, y - high / 2, wide, high), marker.edge, "", 0)
        reach = size * 1.3 if marker.symbol == "diamond" else size
        place = Place(x - reach / 2, y - reach / 2, reach, reach)
        width = marker.edge_width * size / 12
        fill = theme.SURFACE if marker.symbol in {"circle-open-dot", "hash-open"} else marker.fill
        drawn = self._mark(
            _SHAPES.get(marker.symbol, "rect").replace("donut", "ellipse"), place, fill, marker.edge, width
        )
        if marker.symbol != "circle-open-dot":
            return drawn
        dot = size / 3
        return drawn + self._mark("ellipse", Place(x - dot / 2, y - dot / 2, dot, dot), marker.edge, "", 0)

    def _mark(self, shape: str, place: Place, fill: str, edge: str, width: float) -> str:
        line = (
            f'<a:ln w="{self._paper.emu(width)}">{_fill(edge)}</a:ln>' if edge and width else "<a:ln><a:noFill/></a:ln>"
        )
        return (
            f"<p:sp {_SPACES}>{self._named('p:nvSpPr', 'Знак', '', '<p:cNvSpPr/>')}"
            f'<p:spPr>{self._frame("a:xfrm", place)}<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>'
            f"{_fill(fill)}{line}</p:spPr></p:sp>"
        )

    def chart(self, name: str, alt: str, place: Place, *, rel_id: str) -> str:
        inside = (
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
            f' r:id="{rel_id}"/></a:graphicData>'
        )
        return self._graphic(name, alt, place, inside)

    def table(
        self,
        name: str,
        alt: str,
        place: Place,
        *,
        widths: Sequence[float],
        heights: Sequence[float],
        rows: Sequence[Sequence[TableCell]],
        margins: tuple[float, float],
    ) -> str:
        """Heights are the least heights of rows; type and margins must leave them so."""
        grid = "".join(f'<a:gridCol w="{self._paper.emu(width)}"/>' for width in widths)
        lines = "".join(
            f'<a:tr h="{self._paper.emu(height)}">{"".join(self._cell(cell, margins) for cell in row)}</a:tr>'
            for height, row in zip(heights, rows, strict=True)
        )
        inside = (
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
            f'<a:tblPr firstRow="1" firstCol="1"><a:tableStyleId>{_NO_STYLE}</a:tableStyleId></a:tblPr>'
            f"<a:tblGrid>{grid}</a:tblGrid>{lines}</a:tbl></a:graphicData>"
        )
        return self._graphic(name, alt, place, inside)

    def _graphic(self, name: str, alt: str, place: Place, inside: str) -> str:
        locks = '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        return (
            f"<p:graphicFrame {_SPACES}>{self._named('p:nvGraphicFramePr', name, alt, locks)}"
            f"{self._frame('p:xfrm', place)}<a:graphic>{inside}</a:graphic></p:graphicFrame>"
        )

    def _cell(self, cell: TableCell, margins: tuple[float, float]) -> str:
        across, down = (self._paper.emu(each) for each in margins)
        span = f' gridSpan="{cell.spans}"' if cell.spans > 1 else ""
        rest = "".join(f'<a:tc hMerge="1">{_EMPTY_CELL}</a:tc>' for _ in range(cell.spans - 1))
        lines = "".join(
            f'<a:{side} w="{self._paper.emu(2)}">{_fill(theme.SURFACE)}</a:{side}>'
            for side in ("lnL", "lnR", "lnT", "lnB")
        )
        if not cell.ground and not cell.is_hatched:
            lines = f'<a:lnB w="{self._paper.emu(1)}">{_fill(cell.edge)}</a:lnB>' if cell.edge else ""
        ground = _HATCH if cell.is_hatched else _fill(cell.ground)
        return (
            f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{self._paragraph(cell.paragraph)}</a:txBody>"
            f'<a:tcPr marL="{across + self._paper.emu(cell.indent)}" marR="{across}" marT="{down}" marB="{down}" anchor="ctr">{lines}{ground}</a:tcPr>'
            f"</a:tc>{rest}"
        )

    def _paragraph(self, paragraph: Paragraph) -> str:
        size = max((run.size for run in paragraph.runs), default=12)
        exact = (
            f'<a:lnSpc><a:spcPts val="{self._paper.size(size * paragraph.spacing)}"/></a:lnSpc>'
            if paragraph.spacing
            else ""
        )
        before = f'<a:spcBef><a:spcPts val="{self._paper.size(paragraph.before)}"/></a:spcBef>'
        runs = "".join(self._run(run) for run in paragraph.runs)
        end = f'<a:endParaRPr lang="ru-RU" sz="{self._paper.size(size)}"/>'
        return f'<a:p><a:pPr algn="{paragraph.align}" marL="0" indent="0">{exact}{before}<a:buNone/></a:pPr>{runs}{end}</a:p>'

    def _run(self, run: Run) -> str:
        face = f'<a:latin typeface="{run.typeface}"/><a:ea typeface="{run.typeface}"/>' if run.typeface else ""
        style = (
            f'<a:rPr lang="ru-RU" sz="{self._paper.size(run.size)}" b="{int(run.is_bold)}" dirty="0">{_fill(run.colour)}'
            f"{face}</a:rPr>"
        )
        if run.field:
            identity = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
            return f'<a:fld id="{identity}" type="{run.field}">{style}<a:t>{text(run.words)}</a:t></a:fld>'
        return f"<a:r>{style}<a:t>{text(run.words)}</a:t></a:r>" if run.words else ""

    def _named(self, tag: str, name: str, alt: str, inside: str) -> str:
        told = f' descr="{text(alt)}"' if alt else ""
        return f'<{tag}><p:cNvPr id="{self._id()}" name="{text(name)}"{told}/>{inside}<p:nvPr/></{tag}>'

    def _frame(self, tag: str, place: Place) -> str:
        return (
            f'<{tag}><a:off x="{self._paper.emu(place.left)}" y="{self._paper.emu(place.top)}"/>'
            f'<a:ext cx="{self._paper.emu(place.width)}" cy="{self._paper.emu(place.height)}"/></{tag}>'
        )


_EMPTY_CELL: Final = '<a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="ru-RU"/></a:p></a:txBody><a:tcPr/>'
_HATCH: Final = (
    '<a:pattFill prst="ltUpDiag"><a:fgClr><a:srgbClr val="C3CAD0"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr>'
    "</a:pattFill>"
)


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>' if colour else "<a:noFill/>"
