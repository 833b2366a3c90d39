"""«Выписка из протокола»: the form of the source, blank lines for what nobody said, every text of people as it is."""

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from dashboard.exports.inert import file_title
from dashboard.exports.protocol import Protocol, decisions_docx, protocol_docx
from dashboard.texts.decisions import protocol_name

DETAILS = {
    "number": "4",
    "time": "10.00",
    "place": "актовый зал Управления образования",
    "attended": "руководители образовательных организаций",
    "approved_position": "Начальник МКУ\nУправление образования",
    "approved_name": "Т.Н. Иванова",
    "minutes_by": "Л.А. Петрова",
    "agenda": "«Единая система ВСОКО» – Денисова Н.В.\n\nРазное",
}


def lines(protocol: Protocol, data_dir: Path = Path("/nowhere"), *, district: str = "d1") -> list[str]:
    document = docx.Document(BytesIO(protocol_docx(protocol, data_dir=data_dir, district=district)))
    return [each.text.replace("\u00a0", " ") for each in document.paragraphs]


def test_the_extract_has_the_form_of_the_source() -> None:
    decided = (
        "Принять информацию для работы (все школы) – срок постоянный.",
        "Сдать анализ (СОШ № 2) – срок до 13.11.2026.",
    )
    heard = ("Цели достигли 11 из 26 школ.",)

    assert lines(Protocol("Белебеевский район", date(2022, 4, 21), DETAILS, heard, decided)) == [
        "Начальник МКУ\nУправление образования",
        "Т.Н. Иванова",
        "ВЫПИСКА",
        "из протокола совещания руководителей образовательных организаций",
        "Белебеевский район",
        "Дата проведения: 21 апреля 2022 года\t№ 4",
        "Время: 10.00",
        "Место проведения: актовый зал Управления образования",
        "Присутствовали: руководители образовательных организаций",
        "Повестка совещания:",
        "1. «Единая система ВСОКО» – Денисова Н.В.",
        "2. Разное",
        "Слушали:",
        "1. Цели достигли 11 из 26 школ.",
        "Решение совещания:",
        "– Принять информацию для работы (все школы) – срок постоянный.",
        "– Сдать анализ (СОШ № 2) – срок до 13.11.2026.",
        "Протокол вёл (вела)\tЛ.А. Петрова",
    ]


def test_what_nobody_said_is_left_to_be_written_by_hand() -> None:
    text = lines(Protocol("Район", date(2026, 10, 14)))

    blank = [line for line in text if "____" in line]
    headed = ["Дата проведения", "Время", "Место проведения", "Присутствовали"]
    assert [line.partition(":")[0] for line in blank if ":" in line] == headed
    # Position and name above, three lines each of agenda, findings and decisions, and who wrote it down.
    assert len(blank) == len(headed) + 2 + 9 + 1
    assert "None" not in "".join(text)


@pytest.mark.parametrize("text", ["A & B <x>", "«№ 1» & <w:p/>", "{{ 7 * 7 }}", "{% for a in b %}", "]]>", "=1+1"])
def test_text_of_people_stays_as_it_is(text: str) -> None:
    details = dict.fromkeys(DETAILS, text)
    found = lines(Protocol(text, date(2026, 10, 14), details, (text,), (text,)))

    assert found.count(text) == 3
    assert f"Место проведения: {text}" in found
    assert [f"1. {text}", f"– {text}"] == [line for line in found if line.startswith(("1.", "–"))][1:]


def test_a_district_may_bring_its_own_form_which_reaches_nothing_of_the_program(tmp_path: Path) -> None:
    own, folder = docx.Document(), tmp_path / "templates"
    folder.mkdir()
    own.add_paragraph("Наш бланк: {{ number }}")
    own.save(str(folder / "protocol.docx"))
    assert lines(Protocol("Район", date(2026, 10, 14), {"number": "<7>"}), tmp_path) == ["Наш бланк: <7>"]

    own.add_paragraph("{{ decided.__class__.__mro__ }}")
    own.save(str(folder / "protocol.docx"))
    with pytest.raises(Exception, match="unsafe"):
        protocol_docx(Protocol("Район", date(2026, 10, 14)), data_dir=tmp_path, district="d1")


def test_the_form_of_one_district_is_not_that_of_another(tmp_path: Path) -> None:
    for folder, words in ((tmp_path / "templates", "Общий"), (tmp_path / "templates" / "d1", "Наш")):
        folder.mkdir()
        own = docx.Document()
        own.add_paragraph(f"{words} бланк: {{{{ number }}}}")
        own.save(str(folder / "protocol.docx"))
    protocol = Protocol("Район", date(2026, 10, 14), {"number": "7"})

    assert lines(protocol, tmp_path, district="d1") == ["Наш бланк: 7"]
    assert lines(protocol, tmp_path, district="d2") == ["Общий бланк: 7"]


def test_the_list_of_decisions_is_a_table_of_inert_texts() -> None:
    content = decisions_docx("Решения: 1", "на\x00 14.10.2026", [("1", "A & B <x>\x0b")], heads=("№", "Решение"))
    document = docx.Document(BytesIO(content))

    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["№", "Решение"],
        ["1", "A & B <x>"],
    ]
    assert [each.text for each in document.paragraphs] == ["Решения: 1", "на 14.10.2026"]


def test_the_name_of_the_file_holds_no_path() -> None:
    assert file_title(protocol_name("4/2", date(2022, 4, 21))) == "Выписка из протокола № 4 2 от 21.04.2022"
