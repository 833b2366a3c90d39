"""Letters as DOCX: every text of people is text, a page per school, a template of the district's own."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from dashboard.exports.letters import file_name, letters_docx, letters_zip
from data_layer.queries.cycle_views import SchoolLetter
from tests.support import sample_cycle as sample

AUTHOR = "Н. В. Соколова, специалист управления образования"


def made(*letters: SchoolLetter, data_dir: Path = Path("/nowhere")) -> docx.document.Document:
    return docx.Document(BytesIO(letters_docx(letters, author=AUTHOR, data_dir=data_dir)))


def paragraphs(document: docx.document.Document) -> list[str]:
    return [each.text.replace("\u00a0", " ") for each in document.paragraphs]


def cells(document: docx.document.Document, table: int) -> list[list[str]]:
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in document.tables[table].rows]


def test_a_letter_names_whom_it_is_for_and_lists_what_is_missing() -> None:
    document = made(sample.letter())

    stamp = cells(document, 0)[0]
    assert stamp[0].startswith("Управление образования\nСветлореченский район\n18.09.2026")
    assert stamp[1] == "Директору\nМБОУ «СОШ № 2»"
    assert cells(document, 1) == [
        ["№", "Блок", "Стадия", "Срок", "Просрочено"],
        ["1", "1. Качество", "Меры и мероприятия", "15.09.2026", "3 дня"],
    ]
    text = paragraphs(document)
    assert "О документах управленческого цикла ВСОКО за 2025/26 учебный год" in text
    assert "Просим до 02.10.2026 представить недостающие документы." in text
    assert f"Исполнитель: {AUTHOR}" in text
    assert not any("{" in line for line in text)


def test_a_returned_document_comes_with_its_remark() -> None:
    document = made(sample.letter(missing=False, remark="Нет выводов"))

    assert cells(document, 1)[1] == ["1", "Блок 2, анализ мониторингов", "Справка № 3-а от 20.08.2026", "Нет выводов"]


@pytest.mark.parametrize("text", ["A & B <x>", "«№ 1» & <w:p/>", "{{ 7 * 7 }}", "{% for a in b %}", "]]>", "=1+1"])
def test_text_of_people_stays_as_it_is(text: str) -> None:
    document = made(sample.letter(full_name=text, remark=text))

    assert cells(document, 0)[0][1] == f"Директору\n{text}"
    assert cells(document, 2)[1][3] == text


def test_signs_that_no_word_file_can_hold_are_left_out() -> None:
    document = made(sample.letter(remark="Нет\x00 \x0bвыводов\x1f"))

    assert cells(document, 2)[1][3] == "Нет выводов"


def test_several_letters_are_one_file_with_a_break_between_them() -> None:
    document = made(sample.letter(), sample.letter(full_name="Вторая"), sample.letter(full_name="Третья"))

    breaks = document.element.body.xpath(".//w:br[@w:type='page']")
    assert len(breaks) == 2
    assert [cells(document, place)[0][1] for place in (0, 3, 6)] == [
        "Директору\nМБОУ «СОШ № 2»",
        "Директору\nВторая",
        "Директору\nТретья",
    ]


def test_an_archive_holds_a_file_per_school_also_for_equal_names() -> None:
    content = letters_zip([sample.letter(), sample.letter()], author=AUTHOR, data_dir=Path("/nowhere"))

    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == [
            "01 Письмо СОШ № 2 18.09.2026.docx",
            "02 Письмо СОШ № 2 18.09.2026.docx",
        ]
        assert docx.Document(BytesIO(archive.read(archive.namelist()[0]))).tables


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\con", 'a"b<c>|d?*', "\x00\n"])
def test_the_name_of_a_file_holds_no_path(name: str) -> None:
    found = file_name([sample.letter(short_name=name)])

    assert not set(found) & set('<>:"/\\|?*\x00\n')


def test_a_district_may_bring_its_own_template(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("{%p for letter in letters %}")
    own.add_paragraph("Бланк района: {{ letter.school }}")
    own.add_paragraph("{%p endfor %}")
    (tmp_path / "templates").mkdir()
    own.save(str(tmp_path / "templates" / "letter.docx"))

    assert "Бланк района: A & B <x>" in paragraphs(made(sample.letter(full_name="A & B <x>"), data_dir=tmp_path))


def test_a_template_reaches_nothing_of_the_program(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("{{ letters.__class__.__mro__ }}")
    (tmp_path / "templates").mkdir()
    own.save(str(tmp_path / "templates" / "letter.docx"))

    with pytest.raises(Exception, match="unsafe"):
        made(sample.letter(), data_dir=tmp_path)
