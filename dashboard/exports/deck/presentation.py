"""The deck as a presentation to go on working in: charts with their workbooks, tables, notes, words for every picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pptx.oxml import parse_xml

from dashboard import theme
from dashboard.charts.legend import DISTRICT
from dashboard.charts.plotly.legend_row import LEGEND_MARKERS, ROW_HEIGHT
from dashboard.charts.plotly.shapes import Words
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, HeatMap
from dashboard.charts.specification import Reference
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.exports.deck.drawing import Path as Stroke
from dashboard.exports.deck.drawing import Shape
from dashboard.exports.deck.figures import figure_boxes
from dashboard.exports.deck.fitting import roomy_width
from dashboard.exports.deck.native_book import book_of
from dashboard.exports.deck.native_layout import CELL_SIDE, RowsPlace, rows_chart, rows_place
from dashboard.exports.deck.native_plots import plot_of
from dashboard.exports.deck.native_rows import RowBody, RowsView, rows_view
from dashboard.exports.deck.native_values import Axis, NativeChart, value_of
from dashboard.exports.deck.native_xml import chart_xml, cleaned
from dashboard.exports.deck.pages import DECISION, EDGE, FOOT, INNER, SUBTITLE, WIDTH, Page, pages_of
from dashboard.exports.deck.presentation_xml import Paper, Paragraph, Place, Run, ShapeWriter, TableCell
from dashboard.exports.deck.summaries import as_bars
from dashboard.exports.deck.tables import Cell, table_of
from dashboard.exports.deck.template import open_template
from dashboard.formatting import NO_BREAK, tied
from dashboard.slides.values import Deck
from dashboard.texts import deck as words
from dashboard.theme import Marker
from data_layer.domain.vocabulary import Status

_LONGEST_PROPERTY: Final = 255
# Of lines in cells, in parts of the type size.
_SPACING: Final = 1.08
# Characters of marks in cells of tables; a typeface that has them is named with them.
_SIGNS: Final = {
    Status.MET: ("●", theme.MET),
    Status.NEAR: ("◇", theme.MISS_EDGE),
    Status.NOT_MET: ("◆", theme.MISS_EDGE),
    Status.NO_DATA: ("□", theme.INK_2),
    Status.NO_BASELINE: ("□", theme.INK_2),
    Status.NOT_DUE: ("◌", theme.INK_2),
    Status.NO_TARGET: ("–", theme.INK_2),
    Status.NOT_APPLICABLE: ("–", theme.INK_2),
    Status.SUPPRESSED: ("#", theme.INK_2),
}
# What is compared with stands as a second bar.
_BAR_MARKERS: Final = {**LEGEND_MARKERS, DISTRICT: Marker("square", theme.TOO_FEW, theme.TOO_FEW, 0)}
_SYMBOLS: Final = "Segoe UI Symbol"


def deck_pptx(deck: Deck, *, template: Path | None = None) -> bytes:
    """template: the district's own. Raises InvalidInputError where it cannot be used."""
    presentation, layout = open_template(template)
    pages = pages_of(deck)
    for page in pages:
        _SlideMaker(presentation, layout, page).make()
    _describe(presentation.core_properties, deck)
    stream = BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def _describe(properties: Any, deck: Deck) -> None:
    """What a file says of itself in its folder; a template's own words about itself go."""
    properties.title, properties.subject = (cleaned(each)[:_LONGEST_PROPERTY] for each in (deck.title, deck.district))
    properties.author = properties.last_modified_by = cleaned(deck.made_by)[:_LONGEST_PROPERTY]
    properties.keywords = properties.comments = properties.category = ""
    properties.language = "ru-RU"
    properties.created = properties.modified = deck.made_at.replace(tzinfo=None)


class _SlideMaker:
    def __init__(self, presentation: Any, layout: Any, page: Page) -> None:
        self._page = page
        self._slide = presentation.slides.add_slide(layout)
        # A slide of another size keeps our proportions as far as it is wide.
        self._paper = Paper(min(presentation.slide_width / WIDTH, presentation.slide_height / 720))
        self._write = ShapeWriter(self._paper, first_id=100)
        for holder in list(self._slide.placeholders):
            if holder.placeholder_format.idx != 0:
                holder.element.getparent().remove(holder.element)

    def make(self) -> None:
        page = self._page
        self._title()
        if page.subtitle:
            self._add(
                self._write.text_box(
                    "Подзаголовок",
                    self._place(page.subtitle_box.top, page.subtitle_box.height),
                    [_text(page.subtitle, SUBTITLE)],
                )
            )
        if page.legend:
            self._add(self._legend())
        for shape in self._body():
            self._add(shape)
        if page.decisions:
            self._add(self._band())
        for shape in self._foot():
            self._add(shape)
        self._slide.notes_slide.notes_text_frame.text = cleaned(page.notes)

    def _add(self, xml: str) -> None:
        self._slide.shapes._spTree.append(parse_xml(xml.encode()))  # noqa: SLF001 - shapes of our own writing

    def _place(self, top: float, height: float) -> Place:
        return Place(EDGE, top, INNER, height)

    def _title(self) -> None:
        page = self._page
        title = self._slide.shapes.title
        paper, box = self._paper, page.title_box
        title.left, title.top = paper.emu(EDGE), paper.emu(box.top)
        title.width, title.height = paper.emu(INNER), paper.emu(box.height)
        frame = title.text_frame
        frame.text = tied(cleaned(page.headline))
        body = frame._txBody.bodyPr  # noqa: SLF001 - a title that grows would push nothing aside
        for name in ("lIns", "tIns", "rIns", "bIns"):
            body.set(name, "0")
        body.set("anchor", "t")
        for run in frame.paragraphs[0].runs:
            run.font.size = paper.size(page.headline_size) * 127
            run.font.bold = True

    # --- words ----------------------------------------------------------------------------------------

    def _legend(self) -> str:
        page, shapes, told = self._page, list[str](), list[str]()
        markers = _BAR_MARKERS if isinstance(page.body, CountBars | CategoryBars) else LEGEND_MARKERS
        for line, row in enumerate(page.legend):
            y = page.legend_top + (line + 0.5) * ROW_HEIGHT
            for x, (name, meaning) in row:
                shapes.append(self._write.mark(markers[name], x, y, 17))
                width = roomy_width(meaning, 24) + 12
                place = Place(x + 17, y - 16, width, 32)
                shapes.append(self._write.text_box(words.MARKS, place, [_text(meaning, 24)], anchor="ctr"))
                told.append(meaning)
        height = len(page.legend) * ROW_HEIGHT
        alt = f"{words.MARKS}: {', '.join(told)}"
        return self._write.group(words.MARKS, alt, self._place(page.legend_top, height), shapes)

    def _band(self) -> str:
        page = self._page
        lines = []
        for number, each in enumerate(page.decisions):
            head = [Run(f"{words.DECISION}  ", DECISION, is_bold=True)] if each.is_decision else []
            lines.append(Paragraph((*head, Run(tied(each.text), DECISION)), before=6 if number else 0))
        place = Place(0, page.band_box.top, WIDTH, page.band_box.height)
        return self._write.text_box(words.DECISION, place, lines, ground=theme.SUNKEN, inset=(EDGE, 8), anchor="ctr")

    def _foot(self) -> Iterator[str]:
        page = self._page
        lines = [Paragraph((Run(tied(line), FOOT, theme.INK_2),)) for line in page.foot]
        box = Place(EDGE, page.foot_box.top, INNER - 120, page.foot_box.height)
        yield self._write.text_box("Источник и составитель", box, lines)
        number = Run(str(page.number), FOOT, theme.INK_2, field="slidenum")
        of = Run(f" из{NO_BREAK}{page.total}", FOOT, theme.INK_2)
        before = Run(f"стр.{NO_BREAK}", FOOT, theme.INK_2)
        place = Place(WIDTH - EDGE - 160, page.foot_box.bottom - 22, 160, 22)
        yield self._write.text_box("Номер страницы", place, [Paragraph((before, number, of), align="r")])

    # --- bodies ---------------------------------------------------------------------------------------

    def _body(self) -> Iterator[str]:
        body, box = self._page.body, self._page.body_box
        if self._page.is_empty:
            if not body.text.note:
                return
            place = Place(EDGE, box.top, INNER * 3 / 4, box.height)
            yield self._write.text_box("Данных нет", place, [_text(body.text.note, 30)], anchor="ctr")
        elif isinstance(body, KeyFigures):
            yield from self._figures(body)
        elif isinstance(body, HeatMap | WordTable):
            yield self._table(body)
        elif isinstance(body, Funnel | Ambition | Trend):
            place = Place(0, box.top, WIDTH, round(box.height))
            plot = plot_of(body, width=WIDTH, height=round(box.height))
            yield from self._beside(plot.beside, box.top, is_below=True)
            yield self._chart(plot.chart, place)
            yield from self._beside(plot.beside, box.top, is_below=False)
        else:
            yield from self._rows(as_bars(body) if isinstance(body, CountBars) else body)

    def _figures(self, body: KeyFigures) -> Iterator[str]:
        box = self._page.body_box
        for each in figure_boxes(body, left=EDGE, top=box.top + 12, width=INNER, height=box.height - 12):
            figure = each.figure
            of = [Run(f" {tied(figure.of)}", 28, theme.INK_2)] if figure.of else []
            lines = [
                _text(figure.label, 24),
                Paragraph((Run(tied(figure.value), each.size, is_bold=True), *of)),
                *([_text(figure.words, 24, colour=theme.INK)] if figure.words else []),
            ]
            yield self._write.block(figure.label, Place(each.left, each.top, 4, each.height), theme.INK)
            place = Place(each.left + 20, each.top, each.width - 20, each.height)
            yield self._write.text_box(figure.label, place, lines, anchor="ctr")

    def _chart(self, chart: NativeChart, place: Place) -> str:
        book = book_of(chart)
        rel_id = self._slide.part.add_chart_part(None, _ChartData(chart_xml(chart, book), book.xlsx()))
        return self._write.chart(self._page.headline, self._page.alt, place, rel_id=rel_id)

    def _beside(self, shapes: Sequence[Shape], top: float, *, is_below: bool) -> Iterator[str]:
        """Lines lie below the chart, words over it."""
        for shape in shapes:
            if isinstance(shape, Stroke) and is_below:
                (left, upper), (right, lower) = shape.points
                place = Place(left, top + min(upper, lower), max(right - left, 2), max(abs(lower - upper), 2))
                yield self._write.block("Граница ряда", place, shape.stroke)
            elif isinstance(shape, Words) and not is_below:
                width, height = roomy_width(shape.text, shape.size, bold=shape.is_bold) + 8, shape.size * 1.3
                left = max(shape.x - width * shape.across, 0)
                place = Place(left, top + shape.y - height * shape.down, min(width, WIDTH - left), height)
                align = {0.0: "l", 0.5: "ctr", 1.0: "r"}[float(shape.across)]
                run = Run(tied(shape.text), shape.size, shape.colour, shape.is_bold)
                yield self._write.text_box(shape.text, place, [Paragraph((run,), align)], anchor="ctr")

    def _table(self, body: HeatMap | WordTable) -> str:
        box = self._page.body_box
        view = table_of(body, width=INNER, height=box.height)
        is_heat = isinstance(body, HeatMap)

        def align(column: int) -> str:
            return "ctr" if column in view.centred else "r" if column in view.ended else "l"

        heads = [
            TableCell(
                Paragraph((Run(tied(head), view.size, theme.INK_2),), align(column), spacing=_SPACING),
                edge=theme.LINE_2,
            )
            for column, head in enumerate(view.heads)
        ]
        rows = [heads]
        for row in view.rows:
            if row.is_head:
                paragraph = Paragraph((Run(tied(row.cells[0].text), view.size, is_bold=True),), spacing=_SPACING)
                rows.append([TableCell(paragraph, spans=len(view.widths))])
                continue
            edge = "" if is_heat else theme.LINE
            rows.append([_table_cell(cell, view.size, align(column), edge) for column, cell in enumerate(row.cells)])
        place = Place(EDGE, box.top, INNER, view.height)
        return self._write.table(
            self._page.headline,
            self._page.alt,
            place,
            widths=view.widths,
            heights=view.heights,
            rows=rows,
            margins=(8 if not is_heat else 4, 1),
        )

    # --- charts of rows -------------------------------------------------------------------------------

    def _rows(self, body: RowBody) -> Iterator[str]:
        view = rows_view(body)
        placed = rows_place(view, top=self._page.body_box.top, height=self._page.body_box.height)
        yield self._rows_table(view, placed)
        yield self._chart(*rows_chart(view, placed))
        if view.reference is not None:
            yield self._reference(view.reference, view.axis, placed)

    def _reference(self, reference: Reference, axis: Axis, at: RowsPlace) -> str:
        """What the line through the rows is, over the line and within the width of the scale."""
        left, width = EDGE + at.names, at.track
        share = (value_of(reference.value) - axis.low) / (axis.high - axis.low)
        wide = min(roomy_width(reference.label, at.size, bold=True) + 12, width)
        middle = left + at.side + share * at.plot
        begins = min(max(middle - wide / 2, left), left + width - wide)
        place = Place(begins, at.top, wide, at.head - 2)
        line = Paragraph((Run(tied(reference.label), at.size, is_bold=True),), "ctr", spacing=_SPACING)
        return self._write.text_box(reference.label, place, [line], anchor="b")

    def _rows_table(self, view: RowsView, at: RowsPlace) -> str:
        widths = (at.names, at.track, *at.columns)
        blank = Paragraph((Run("", at.size),), spacing=_SPACING)

        def cell(shown: str, *, align: str = "r", bold: bool = False, colour: str = theme.INK) -> TableCell:
            return TableCell(Paragraph((Run(tied(shown), at.size, colour, bold),), align, spacing=_SPACING))

        rows = [[TableCell(blank), TableCell(blank), *(cell(head, colour=theme.INK_2) for head in view.heads)]]
        for line in view.lines:
            if line.is_head:
                paragraph = Paragraph((Run(tied(line.name), at.size, is_bold=True),), spacing=_SPACING)
                rows.append([TableCell(paragraph, spans=len(widths))])
                continue
            texts = [
                cell(shown, bold=place in view.bold, colour=theme.INK if place in view.bold else theme.INK_2)
                for place, shown in enumerate(line.texts)
            ]
            on_scale = cell(line.on_scale, align="r" if line.is_at_end else "l", colour=theme.INK_2)
            if not line.is_at_end:
                on_scale = replace(on_scale, indent=at.side + 4)
            rows.append([cell(line.name, bold=line.is_chosen), on_scale, *texts])
        heights = (at.head, *([at.pitch] * len(view.lines)))
        place = Place(EDGE, at.top, INNER, sum(heights))
        return self._write.table(
            f"{self._page.headline} (таблица)",
            self._page.alt,
            place,
            widths=widths,
            heights=heights,
            rows=rows,
            margins=(CELL_SIDE, 0),
        )


@dataclass(frozen=True, slots=True)
class _ChartData:
    """What the library asks for when a chart is added: its XML, and its workbook."""

    xml: bytes
    xlsx_blob: bytes

    def xml_bytes(self, _kind: object) -> bytes:
        return self.xml


def _text(shown: str, size: float, *, colour: str = theme.INK_2) -> Paragraph:
    return Paragraph((Run(tied(shown), size, colour),))


def _table_cell(cell: Cell, size: float, align: str, edge: str) -> TableCell:
    runs = [Run(tied(cell.text), size, cell.ink, cell.is_bold)]
    for status in cell.marks:
        sign, colour = _SIGNS[status]
        # On deep grounds a mark keeps its form and takes the colour of the figure.
        shown = cell.ink if cell.has_deep_ground else colour
        runs.append(Run(f"{NO_BREAK}{sign}", size * 0.8, shown, typeface=_SYMBOLS))
    return TableCell(Paragraph(tuple(runs), align, spacing=_SPACING), cell.ground, edge, cell.is_hatched)
