"""The files of a meeting: their numbers are those of the slides, their words are whole and inert, nothing asks for the network."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest
from pypdf import PdfReader

from dashboard.addresses.meeting import MeetingFile
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot, HeatMap
from dashboard.charts.specification import Place
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.errors import InvalidInputError
from dashboard.exports.deck.files import deck_file
from dashboard.exports.deck.pack import deck_html
from dashboard.exports.deck.pages import pages_of
from dashboard.exports.deck.pdf import deck_pdf
from dashboard.exports.deck.presentation import deck_pptx
from dashboard.exports.deck.sheets import deck_xlsx
from dashboard.slides.html import screens_of
from dashboard.slides.values import Deck, SlideBody
from dashboard.texts.deck import NO_LAYOUT, NO_SLIDES
from tests.support import sample_charts, sample_deck

PAYLOADS = ('=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1")


def plain(text: str) -> str:
    """Words as they are read: without what only ties them together."""
    return " ".join(text.replace("\u2060", "").replace("\u200b", "").split())


@cache
def presentation_bytes() -> bytes:
    return deck_pptx(sample_deck.deck())


def slides_of(content: bytes) -> list[Any]:
    return list(pptx.Presentation(BytesIO(content)).slides)


def numbers_of(name: str) -> list[int]:
    """Which pages, from 0, a slide of the sample takes."""
    position = list(BODIES).index(name) + 1
    return [page.number - 1 for page in pages_of(sample_deck.deck()) if page.slide.position == position]


def pages_with(name: str) -> list[Any]:
    slides = slides_of(presentation_bytes())
    return [slides[number] for number in numbers_of(name)]


def shapes_of(slide: Any) -> Iterator[Any]:
    for shape in slide.shapes:
        yield shape
        if shape.shape_type == 6:
            yield from shape.shapes


def workbook_of(slide: Any) -> list[tuple[Any, ...]]:
    """Rows of the workbook behind the only chart of a slide."""
    chart = next(shape for shape in slide.shapes if shape.has_chart).chart
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]


def expected(body: SlideBody) -> set[tuple[str, float]]:
    """Name and value of everything a chart draws by itself, taken from the body."""
    if isinstance(body, GoalDotPlot):
        pairs = [(row.place.name, row.value) for row in body.rows]
    elif isinstance(body, Dumbbell):
        pairs = [(row.place.name, value) for row in body.rows for value in (row.before.value, row.now.value)]
    elif isinstance(body, CategoryBars):
        pairs = [(row.place.name, row.value) for row in body.rows]
    elif isinstance(body, CountBars):
        pairs = [
            (row.place.name, Fraction(100 * row.count.k, row.count.n) if row.count.n else None) for row in body.rows
        ]
    elif isinstance(body, DistributionStrips):
        pairs = [(row.place.name, row.school.value) for row in body.rows]
    elif isinstance(body, Funnel | Ambition):
        pairs = [(point.place.name, point.value) for point in body.points]
    else:
        assert isinstance(body, Trend)
        pairs = [(series.name, point.value) for series in body.series for point in series.points]
    return {(name, round(float(value), 9)) for name, value in pairs if value is not None}


def drawn(body: SlideBody, rows: Sequence[tuple[Any, ...]]) -> set[tuple[str, float]]:
    """The same out of the workbook of the slide."""
    head, *lines = rows
    if isinstance(body, Trend):
        names = [str(title).partition(", до ")[0] for title in head]
        return {
            (names[place], round(value, 9))
            for line in lines
            for place, value in enumerate(line)
            if place and value is not None and ":" not in str(head[place]).replace(": ряд прерван", "")
        }
    if isinstance(body, CategoryBars | CountBars):
        return {(str(line[0]), round(line[1], 9)) for line in lines if line[1] is not None}
    place = 3 if isinstance(body, Funnel | Ambition) else 2
    # Points have a verdict or a year for a series; lines, limits and targets are of other names.
    strokes = ("расстояние", "своя цель", "ориентир", "изменение", "ряд прерван", "границы", "район", "сёла", "цель")
    helpers = ("половина", "медиана", "результат равен", "85")
    return {
        (str(line[1]), round(line[place], 9))
        for line in lines
        if line[0] and not str(line[0]).startswith((*strokes, *helpers)) and line[place] is not None
    }


BODIES = sample_deck.every_body()
CHARTS = [name for name, body in BODIES.items() if name not in {"figures", "heat", "words", "words-few"}]


@pytest.mark.parametrize("name", CHARTS)
def test_the_workbook_behind_every_chart_holds_the_values_of_the_slide(name: str) -> None:
    body = BODIES[name]

    found = [drawn(body, workbook_of(slide)) for slide in pages_with(name)]
    assert set().union(*found) == expected(body)
    assert sum(map(len, found)) == len(expected(body))


def test_a_chart_shows_what_its_workbook_holds() -> None:
    """Programs show the values kept in the chart until somebody opens its data."""
    for slide in slides_of(presentation_bytes()):
        for shape in slide.shapes:
            if shape.has_chart:
                rows = workbook_of(slide)
                for series in shape.chart._chartSpace.iter("{*}numRef"):
                    column, first, last = re.findall(
                        r"\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?", series.find("{*}f").text
                    )[0]
                    cells = [row[ord(column) - ord("A")] for row in rows[int(first) - 1 : int(last or first)]]
                    # Empty rows at the end of a sheet are not kept in it.
                    cells += [None] * (int(last or first) - int(first) + 1 - len(cells))
                    kept = {int(point.get("idx")): float(point.find("{*}v").text) for point in series.iter("{*}pt")}
                    assert kept == {
                        place: pytest.approx(value) for place, value in enumerate(cells) if value is not None
                    }


def test_every_chart_table_and_group_has_words() -> None:
    for slide, page in zip(slides_of(presentation_bytes()), pages_of(sample_deck.deck()), strict=True):
        graphics = [shape for shape in slide.shapes if shape.has_chart or shape.has_table or shape.shape_type == 6]
        told = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in graphics]
        assert all(told)
        assert slide.shapes.title.text_frame.text
        if any(shape.has_chart for shape in slide.shapes):
            assert plain(page.alt) in {plain(each) for each in told}


def test_notes_tell_the_counts_the_source_and_every_decision() -> None:
    notes = [plain(slide.notes_slide.notes_text_frame.text) for slide in slides_of(presentation_bytes())]

    assert all("25 из 34 — Полянская ООШ, ГИС «Образование»" in each for each in notes)
    assert notes[numbers_of("bars")[0]].count("Кому: все школы. Срок: 15.12.2026. Отвечает Н. В. Соколова") == 3


def test_the_page_without_network_tells_the_same_notes_as_the_presentation_closed_at_first() -> None:
    deck = sample_deck.deck()
    asides = re.findall(r'<div class="pack-notes"[^>]* hidden>(.*?)</div>', deck_html(deck).decode())
    screens = [slide for slide in deck.slides for _ in screens_of(slide)]

    assert len(asides) == len(screens)
    for told, slide in zip(asides, screens, strict=True):
        lines = [unescape(line) for line in re.findall(r"<p>(.*?)</p>", told)]
        assert lines[:2] == ["25 из 34 — Полянская ООШ, ГИС «Образование»", "Спросить о расписании"]
        assert len(lines) == 2 + len(slide.decisions)


def test_a_page_says_its_source_filters_day_and_maker_and_its_number() -> None:
    slide, *others = pages_with("dots")
    texts = plain(" ".join(shape.text_frame.text for shape in shapes_of(slide) if shape.has_text_frame))

    assert "Источник: ГИС «Образование» · данные на 10.06.2026 · внесли 26 из 26 школ" in texts
    assert "2025/26 · все школы · школа в целом · зафиксировано 26.11.2026, 23:05" in texts
    assert "составитель: Н. В. Соколова, начальник отдела · учебные данные" in texts
    assert f"стр. {numbers_of('dots')[0] + 1} из {len(pages_of(sample_deck.deck()))}" in texts
    assert f"Часть 1 из {len(others) + 1}" in texts
    assert "Решение Прислать план охвата на второе полугодие. Кому: все школы." in texts


def test_nothing_stands_outside_the_slide() -> None:
    presentation = pptx.Presentation(BytesIO(presentation_bytes()))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_a_table_is_as_high_as_its_rows_and_ends_above_the_foot() -> None:
    deck = sample_deck.deck(bodies={"words": sample_deck.word_table(15)})
    table = next(shape for shape in slides_of(deck_pptx(deck))[0].shapes if shape.has_table)

    rows = sum(row.height for row in table.table.rows)
    assert abs(rows - table.height) < 9525
    assert table.top + rows <= pages_of(deck)[0].foot_box.top * 9525


def test_names_of_people_are_no_formulas_in_any_workbook() -> None:
    chart, bars = sample_deck.dots(), sample_deck.count_bars()
    places = [Place(payload) for payload in PAYLOADS]
    rows = tuple(replace(row, place=place) for row, place in zip(chart.groups[0].rows, places, strict=False))
    counts = tuple(replace(bars.rows[0], place=place) for place in places)
    dots = replace(chart, groups=(replace(chart.groups[0], rows=rows), chart.groups[1]))
    deck = sample_deck.deck(bodies={"one": dots, "two": replace(bars, rows=counts)})

    books = [
        openpyxl.load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
        for slide in slides_of(deck_pptx(deck))
        for shape in slide.shapes
        if shape.has_chart
    ]
    books.append(openpyxl.load_workbook(BytesIO(deck_xlsx(deck))))
    for book in books:
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert not any(cell.hyperlink for cell in cells)
        assert {cell.value for cell in cells} >= set(PAYLOADS)


def test_awkward_words_are_whole_in_every_file() -> None:
    table = sample_deck.word_table(1)
    row = replace(table.rows[0], place=Place(sample_deck.AWKWARD))
    deck = sample_deck.deck(bodies={"words": replace(table, rows=(row,)), "dots": sample_deck.dots(3)})
    deck = replace(deck, slides=tuple(replace(each, headline=sample_deck.AWKWARD) for each in deck.slides))

    wanted = plain(sample_deck.AWKWARD)
    slide = slides_of(deck_pptx(deck))[0]
    assert plain(slide.shapes.title.text_frame.text) == wanted
    table_shape = next(shape for shape in slide.shapes if shape.has_table)
    assert plain(table_shape.table.cell(1, 0).text) == wanted
    assert plain(PdfReader(BytesIO(deck_pdf(deck))).pages[0].extract_text()).count(wanted) == 2
    assert wanted in {
        plain(str(cell.value)) for row in openpyxl.load_workbook(BytesIO(deck_xlsx(deck))).worksheets[0] for cell in row
    }


def test_signs_that_no_file_can_hold_do_no_harm() -> None:
    deck = sample_deck.deck(bodies={"dots": sample_deck.dots(3), "words": sample_deck.word_table(1)})
    strange = "Охват\x00 \x0b\ufffe 😀 и #let x = 1; $y$ *z* \\ [a]"
    deck = replace(deck, slides=tuple(replace(each, headline=strange, notes=strange) for each in deck.slides))

    title = slides_of(deck_pptx(deck))[0].shapes.title.text_frame.text
    assert "#let x = 1; $y$ *z* \\ [a]" in title
    assert "#let x = 1; $y$ *z* \\ [a]" in plain(PdfReader(BytesIO(deck_pdf(deck))).pages[0].extract_text())


def test_files_are_made_at_any_moment() -> None:
    """Clocks tell microseconds, frozen ones of tests do not."""
    deck = sample_deck.deck(bodies={"words": sample_deck.word_table(1)})
    deck = replace(deck, made_at=deck.made_at.replace(microsecond=812_883))

    assert deck_pdf(deck).startswith(b"%PDF")
    assert deck_pptx(deck)
    assert deck_xlsx(deck)


def pdf_words(deck: Deck) -> list[str]:
    return [plain(page.extract_text()) for page in PdfReader(BytesIO(deck_pdf(deck))).pages]


@cache
def sample_pdf() -> tuple[PdfReader, list[str]]:
    """All pages, and what can be selected on each."""
    reader = PdfReader(BytesIO(deck_pdf(sample_deck.deck())))
    return reader, [plain(page.extract_text()) for page in reader.pages]


def test_the_pdf_says_the_numbers_of_the_slides_in_words_that_can_be_selected() -> None:
    _, pages = sample_pdf()

    assert len(pages) == len(pages_of(sample_deck.deck()))

    def told(name: str) -> str:
        return " ".join(pages[number] for number in numbers_of(name))

    for words in ("Полянская ООШ", "73,5 %", "25 из 34", "не хватает 42", "ориентир района 85 %", "цель 90"):
        assert words in told("dots")
    assert "12 из 26" in told("count-bars")
    assert "236 из 373" in told("figures")
    assert "3/4" in told("heat")
    assert all(f"стр. {number} из {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert all("зафиксировано 26.11.2026, 23:05" in page for page in pages)


def test_the_pdf_is_tagged_told_in_russian_and_has_words_for_its_drawings() -> None:
    reader, _ = sample_pdf()
    root: Any = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a boolean of the library
    assert str(root["/Lang"]) == "ru"
    told = {plain(str(each)) for each in alternative_texts(root["/StructTreeRoot"])}
    for page in pages_of(sample_deck.deck()):
        if not isinstance(page.body, WordTable | HeatMap | KeyFigures):
            assert plain(page.alt) in told


def alternative_texts(element: Any) -> Iterator[Any]:
    element = element.get_object()
    if "/Alt" in element:
        yield element["/Alt"]
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(found, dict):
            yield from alternative_texts(found)


def test_the_pdf_brings_its_typeface_along() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in sample_pdf()[0].pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index] # as every page has them
    }

    assert {name.partition("+")[2] for name in fonts} == {"GolosText-Regular", "GolosText-Bold"}


def test_the_workbook_has_a_sheet_per_slide_with_unrounded_numbers() -> None:
    book = openpyxl.load_workbook(BytesIO(deck_xlsx(sample_deck.deck())))

    assert len(book.sheetnames) == len(BODIES) + 2
    assert book.sheetnames[-2:] == ["Решения", "О файле"]
    dots = book.worksheets[list(BODIES).index("dots")]
    first = [cell.value for cell in dots[2]]
    assert first[0] == "Полянская ООШ"
    assert first[1] == pytest.approx(100 * 25 / 34, abs=1e-12)
    assert first[2:4] == [25, 34]
    decisions = [[cell.value for cell in row] for row in book["Решения"].iter_rows(min_row=2)]
    assert len(decisions) == 4
    about = {plain(str(cell.value)) for row in book["О файле"].iter_rows() for cell in row}
    assert "Н. В. Соколова, начальник отдела" in about
    assert "учебные данные" in about


def test_a_decision_under_no_slide_is_in_the_workbook_and_below_the_slides_of_the_page() -> None:
    alone = replace(sample_deck.decision(), text="Прислать список без слайда")
    deck = sample_deck.deck(bodies={"dots": sample_deck.dots()})
    files = [replace(deck, further=further) for further in ((alone,), ())]
    sheets = [openpyxl.load_workbook(BytesIO(deck_xlsx(each)))["Решения"] for each in files]
    rows = [[[cell.value for cell in row][:2] for row in sheet.iter_rows(min_row=2)] for sheet in sheets]

    assert rows[0] == [*rows[1], [None, "Прислать список без слайда"]]
    assert ["Прислать список без слайда" in deck_html(each).decode() for each in files] == [True, False]


CODED = {name: f"Школа {number}" for number, (name, *_) in enumerate(sample_charts.SCHOOLS, start=1)}


def coded(value: Any) -> Any:
    """The value with numbers for names, as the core hands it out, and nothing that leads to a school."""
    if isinstance(value, str) and not isinstance(value, Enum):
        for name, code in sorted(CODED.items(), key=lambda pair: -len(pair[0])):
            value = value.replace(name, code)
        return "" if value.startswith("/schools/") else value
    if isinstance(value, tuple):
        return tuple(coded(each) for each in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: coded(getattr(value, name)) for name in value.__dataclass_fields__})
    return value


def test_a_slide_without_rows_says_so_in_every_file() -> None:
    empty = replace(sample_deck.word_table(0), text=replace(sample_deck.word_table(0).text, note="Данных за год нет."))
    deck = sample_deck.deck(bodies={"words": empty, "dots": replace(sample_deck.dots(), groups=())})

    first, second = slides_of(deck_pptx(deck))
    assert not any(shape.has_chart or shape.has_table for slide in (first, second) for shape in slide.shapes)
    assert "Данных за год нет." in [shape.text_frame.text for shape in first.shapes if shape.has_text_frame]
    pages = pdf_words(deck)
    assert "Данных за год нет." in pages[0]
    # Its note stands there instead of a scale.
    assert "Шкала начинается с 70 %." in pages[1]


@pytest.mark.parametrize("kind", list(MeetingFile))
def test_a_coded_meeting_is_coded_in_every_part_of_its_file(kind: MeetingFile, tmp_path: Path) -> None:
    deck = coded(sample_deck.deck(is_coded=True))
    content = deck_file(deck, kind, data_dir=tmp_path, district="d1").content

    texts = [content.decode("utf-8", "replace"), *unpacked(content)] if kind is not MeetingFile.PDF else pdf_words(deck)
    for name in CODED:
        assert not any(name in text or name.replace(" ", "\u00a0") in text for text in texts)
    assert any("Школа 1" in plain(text) for text in texts)


def unpacked(content: bytes) -> Iterator[str]:
    """Every part of a zip and of the zips in it."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            yield part.decode("utf-8", "replace")
            yield from unpacked(part)


def test_a_meeting_without_slides_has_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=re.escape(NO_SLIDES)):
        deck_file(replace(sample_deck.deck(), slides=()), MeetingFile.PDF, data_dir=tmp_path, district="d1")


def test_the_file_is_called_as_the_meeting_without_what_no_disk_takes(tmp_path: Path) -> None:
    deck = replace(sample_deck.deck(bodies={"words": sample_deck.word_table(1)}), title='Итоги: "ВСОКО" / осень\x00')

    assert (
        deck_file(deck, MeetingFile.XLSX, data_dir=tmp_path, district="d1").filename
        == "Итоги ВСОКО осень 2026-11-26.xlsx"
    )


# --- a template of the district ---------------------------------------------------------------------------------------


def own_template(folder: Path, *, without_title: bool = False) -> Path:
    presentation = pptx.Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[0]).shapes.title.text = "Чужой слайд"
    if without_title:
        for layout in list(presentation.slide_layouts):
            for shape in list(layout.placeholders):
                if shape.placeholder_format.idx == 0:
                    shape.element.getparent().remove(shape.element)
    folder.mkdir(parents=True)
    presentation.save(str(folder / "deck.pptx"))
    return folder


def test_a_district_may_have_a_template_of_its_own(tmp_path: Path) -> None:
    own_template(tmp_path / "templates" / "d1")
    deck = sample_deck.deck(bodies={"dots": sample_deck.dots(5)})

    def made(district: str) -> Any:
        file = deck_file(deck, MeetingFile.PPTX, data_dir=tmp_path, district=district)
        return pptx.Presentation(BytesIO(file.content))

    # The library's own template is narrower than ours, and its slide is not taken over.
    assert made("d1").slide_width == 9144000
    titles = [plain(slide.shapes.title.text_frame.text) for slide in made("d1").slides]
    assert titles == [slide.headline for slide in deck.slides]
    assert made("d1").slides[0].slide_layout.name == "Title Only"
    assert made("d2").slide_width == 12192000


def test_a_template_without_a_title_or_without_sense_is_told_in_a_sentence(tmp_path: Path) -> None:
    deck = sample_deck.deck(bodies={"dots": sample_deck.dots(5)})
    own_template(tmp_path / "templates" / "d1", without_title=True)
    with pytest.raises(InvalidInputError, match=re.escape(NO_LAYOUT)):
        deck_file(deck, MeetingFile.PPTX, data_dir=tmp_path, district="d1")

    (tmp_path / "templates" / "deck.pptx").write_bytes(b"PK no presentation")
    with pytest.raises(InvalidInputError, match="не открывается"):
        deck_file(deck, MeetingFile.PPTX, data_dir=tmp_path, district="d2")
