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
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, HeatMap
from dashboard.charts.specification import Reference
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.exports.deck.drawing import Path as Stroke
from dashboard.exports.deck.drawing import Shape, Words
from dashboard.exports.deck.figures import figure_boxes
from dashboard.exports.deck.fitting import LINE_HEIGHT, WIDEST, lines_of, text_width
from dashboard.exports.deck.native_book import book_of
from dashboard.exports.deck.native_plots import plot_of
from dashboard.exports.deck.native_rows import RowBody, RowsView, TextLine, rows_view
from dashboard.exports.deck.native_values import Axis, BarChart, Frame, NativeChart, XyChart, value_of
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

_SIZES: Final = range(24, 11, -1)
# Below the rows, for the numbers of the scale; beside them, for marks at its ends.
_AXIS: Final = 1.55
_SIDE: Final = 16
_LONGEST_PROPERTY: Final = 255
# Lines of rows may come closer than those of a text.
_CLOSEST: Final = 1.14
_SPACING: Final = 1.08
# And how far apart, in parts of the type size.
_FURTHEST: Final = 2.2
_FURTHEST_BARS: Final = 3.4
# A column is no wider than this, in parts of the type size, if its words can be broken.
_LONGEST_FIGURE: Final = 11
_LONGEST_NAME: Final = 26
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


@dataclass(frozen=True, slots=True)
class _RowsPlace:
    """Where rows stand. size: of the type; pitch: of the rows, each of so many lines; names, track: widths."""

    size: int
    pitch: float
    lines: int
    head: float
    top: float
    names: float
    track: float
    columns: tuple[float, ...]


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
                width = _roomy_width(meaning, 24) + 12
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
                width, height = _roomy_width(shape.text, shape.size, bold=shape.is_bold) + 8, shape.size * 1.3
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
        placed = _rows_place(view, top=self._page.body_box.top, height=self._page.body_box.height)
        yield self._rows_table(view, placed)
        yield self._chart(*_rows_chart(view, placed))
        if view.reference is not None:
            yield self._reference(view.reference, view.axis, placed)

    def _reference(self, reference: Reference, axis: Axis, at: _RowsPlace) -> str:
        """What the line through the rows is, over the line and within the width of the scale."""
        left, width = EDGE + at.names, at.track
        share = (value_of(reference.value) - axis.low) / (axis.high - axis.low)
        wide = min(_roomy_width(reference.label, at.size, bold=True) + 12, width)
        middle = left + _SIDE + share * (width - 2 * _SIDE)
        begins = min(max(middle - wide / 2, left), left + width - wide)
        place = Place(begins, at.top, wide, at.head - 2)
        line = Paragraph((Run(tied(reference.label), at.size, is_bold=True),), "ctr", spacing=_SPACING)
        return self._write.text_box(reference.label, place, [line], anchor="b")

    def _rows_table(self, view: RowsView, at: _RowsPlace) -> str:
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
            on_scale = replace(cell(line.on_scale, align="l", colour=theme.INK_2), indent=_SIDE + 4)
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
            margins=(6, 0),
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


def _rows_place(view: RowsView, *, top: float, height: float) -> _RowsPlace:
    """Type as large as the rows allow, names and figures as wide as they are, the scale takes the rest."""
    for size in _SIZES:
        found = _at_size(view, size, top=top, height=height)
        if found.pitch >= size * _CLOSEST * found.lines and found.track >= INNER / 5:
            return found
    return _at_size(view, _SIZES[-1], top=top, height=height)


def _roomy_width(text: str, size: float, *, bold: bool = False) -> float:
    """Of a text whose line must not break, whatever typeface it is shown in: rows that grow leave their marks behind."""
    return text_width(text, size, bold=bold) * WIDEST


def _at_size(view: RowsView, size: int, *, top: float, height: float) -> _RowsPlace:
    rows = [line for line in view.lines if not line.is_head]
    needed = max((_roomy_width(line.name, size, bold=line.is_chosen) for line in rows), default=0)
    names = min(needed, _roomy_width("н" * _LONGEST_NAME, size)) + 14
    columns = tuple(_column_width(view, place, size) for place in range(len(view.heads)))
    heads = zip(view.heads, columns, strict=True)
    head_lines = max((len(lines_of(head, size=size, width=(width - 12) / WIDEST)) for head, width in heads), default=1)
    # The name of the reference line stands over the plot too.
    head = max(head_lines, 1) * size * LINE_HEIGHT + 6
    lines = max((_row_lines(line, view, names, columns, size) for line in rows), default=1)
    furthest = _FURTHEST_BARS if view.bars else _FURTHEST
    room = (height - head - _AXIS * size) / max(len(view.lines), 1)
    pitch = min(room, size * max(furthest, LINE_HEIGHT * lines))
    track = INNER - names - sum(columns)
    return _RowsPlace(size, pitch, lines, head, top, names, track, columns)


def _column_width(view: RowsView, place: int, size: int) -> float:
    """As wide as its longest figure; words behind a count may take a second line."""
    is_bold = place in view.bold
    heads = [_roomy_width(word, size) for word in view.heads[place].split(" ")]
    texts = [line.texts[place] for line in view.lines if not line.is_head]
    whole = max([_roomy_width(text, size, bold=is_bold) for text in texts], default=0)
    parts = [_roomy_width(part, size, bold=is_bold) for text in texts for part in text.split(", ")]
    return max(*heads, *parts, min(whole, size * _LONGEST_FIGURE)) + 14


def _row_lines(line: TextLine, view: RowsView, names: float, columns: Sequence[float], size: int) -> int:
    """How many lines of type a row takes."""
    cells = [(line.name, names, line.is_chosen)]
    cells += [(text, columns[place], place in view.bold) for place, text in enumerate(line.texts)]
    return max(
        len(lines_of(tied(text), size=size, width=(width - 12) / WIDEST, bold=is_bold))
        for text, width, is_bold in cells
    )


def _rows_chart(view: RowsView, at: _RowsPlace) -> tuple[NativeChart, Place]:
    """The chart lies over the gap of the table, its plot exactly over the rows."""
    rows = len(view.lines)
    left, width = EDGE + at.names, at.track
    place = Place(left, at.top, width, at.head + rows * at.pitch + _AXIS * at.size)
    side = _SIDE / width
    frame = Frame(side, at.head / place.height, 1 - 2 * side, rows * at.pitch / place.height)
    axis = _roomy(view.axis, width * frame.width, at.size)
    if view.bars:
        categories = tuple(line.name for line in view.lines)
        return BarChart(view.name_head, categories, view.bars, view.counts, axis, frame, at.size), place
    y = Axis(0.5, rows + 0.5, 1.0, is_shown=False)
    return XyChart(view.xy, axis, y, "Значение", "Место на рисунке", frame, at.size), place


def _roomy(axis: Axis, width: float, size: float) -> Axis:
    """With ticks far enough apart for their numbers, which stay whole if they are; the upper end keeps its own where it can."""
    span = axis.high - axis.low
    least = text_width("100\u00a0%", size) * 1.3
    steps = [axis.step * factor for factor in (1, 2, 2.5, 5)]
    fitting = [
        step for step in steps if width * step / span >= least and (step.is_integer() or not axis.step.is_integer())
    ]
    to_the_end = [step for step in fitting if step <= 2.5 * axis.step and (span / step).is_integer()]
    return replace(axis, step=next(iter([*to_the_end, *fitting]), span))
