"""What a file is by its content, what it says, which number and date it names; hostile ones are refused in a sentence."""

import json
from datetime import date
from pathlib import Path
from random import Random
from time import process_time

import pytest

from data_layer.intake.confined import look_at_file, run_confined
from data_layer.intake.evidence.looking import Look, look, look_confined
from data_layer.intake.evidence.particulars import particulars_of
from data_layer.intake.evidence.recognition import (
    ARCHIVE,
    DAMAGED,
    DOUBLE,
    EMBEDDED,
    LOCKED,
    MACROS,
    OLD_OFFICE,
    REMOTE,
    SCRIPTED,
    UNKNOWN,
    FileKind,
    RefusedFileError,
)
from data_layer.intake.evidence.text import LONGEST_TEXT, bounded
from tests.support import sample_files

# Why each of them is refused; the two budgets tell their figures.
REASONS = {
    "html renamed to pdf": UNKNOWN,
    "html after a pdf": DOUBLE,
    "zip after a pdf": DOUBLE,
    "pdf before a docx": DOUBLE,
    "pdf that runs a script": SCRIPTED,
    "pdf that carries files": SCRIPTED,
    "pdf whose page runs a script": SCRIPTED,
    "pdf whose link starts a program": SCRIPTED,
    "pdf without objects": DAMAGED,
    "pdf cut short": DAMAGED,
    "svg renamed to png": UNKNOWN,
    "zip after a png": DOUBLE,
    "page inside a png": DOUBLE,
    "png cut short": DAMAGED,
    "zip after a jpg": DOUBLE,
    "page inside a jpg": DOUBLE,
    "docm renamed to docx": MACROS,
    "docm by its type": MACROS,
    "docx with a control": MACROS,
    "docx with a template from the network": REMOTE,
    "docx with a template from another computer": REMOTE,
    "docx with a packed program": EMBEDDED,
    "xlsx with a packed file": EMBEDDED,
    "odt with a packed file": EMBEDDED,
    "docx with a program": EMBEDDED,
    "docx with an archive": EMBEDDED,
    "docx with a workbook that carries a program": EMBEDDED,
    "odt with macros": MACROS,
    "odt with a password": LOCKED,
    "bomb": "Файл слишком велик: больше 50 МБ в распакованном виде: откройте документ и сохраните его заново или как PDF.",
    "steep bomb": "Файл сжат подозрительно сильно: откройте документ и сохраните его заново или как PDF.",
    "many parts": "В файле больше 500 частей: откройте документ и сохраните его заново или как PDF.",
    "plain zip": ARCHIVE,
    "comment behind a zip": DOUBLE,
    "old Word": OLD_OFFICE,
    "rar": ARCHIVE,
    "program": UNKNOWN,
    "text": UNKNOWN,
    "pptx": UNKNOWN,
    "zip cut short": DAMAGED,
}


def looked(content: bytes, folder: Path) -> Look:
    """The look without a child."""
    path = folder / "file"
    path.write_bytes(content)
    return look_confined(path, run=lambda _, question: look(question))


@pytest.mark.parametrize("kind", sorted(sample_files.every_kind()))
def test_every_kind_is_known_by_its_content(kind: str, tmp_path: Path) -> None:
    found = looked(sample_files.every_kind()[kind], tmp_path)

    assert found.kind is FileKind(kind)


def test_a_template_of_the_own_computer_harms_nobody(tmp_path: Path) -> None:
    """Word notes with every document the template that it was begun with."""
    content = sample_files.docx_from("file:///C:\\Users\\Zavuch\\Normal.dotm")

    assert looked(content, tmp_path).kind is FileKind.DOCX


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("word/embeddings/oleObject1.bin", sample_files.compound("Root Entry", "\x01CompObj", "Equation Native")),
        ("word/embeddings/Microsoft_Excel_Sheet.xlsx", sample_files.xlsx()),
    ],
    ids=["an old equation", "the workbook of a chart"],
)
def test_what_documents_hold_by_right_is_taken(name: str, part: bytes, tmp_path: Path) -> None:
    assert looked(sample_files.with_part(sample_files.docx(), name, part), tmp_path).kind is FileKind.DOCX


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "odt"])
def test_number_and_date_of_an_order_are_found_in_its_text(kind: str, tmp_path: Path) -> None:
    """The school's own number and the appendix are none; the deadline is offered after the date of the order."""
    found = looked(sample_files.every_kind()[kind], tmp_path)

    assert "О проведении мониторинга" in found.text
    assert found.particulars.numbers == ("127-од",)
    assert found.particulars.dates == (date(2025, 9, 15), date(2025, 9, 30))


def test_the_child_answers_the_same(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(sample_files.pdf())

    assert look_at_file(path) == looked(sample_files.pdf(), tmp_path)
    path.write_bytes(b"MZ")
    with pytest.raises(RefusedFileError, match="Это не PDF"):
        look_at_file(path)


def test_every_hostile_file_is_in_the_table() -> None:
    assert set(sample_files.hostile()) == set(REASONS)


@pytest.mark.parametrize("name", sorted(REASONS))
def test_a_hostile_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refused:
        looked(sample_files.hostile()[name][1], tmp_path)

    assert str(refused.value) == REASONS[name]


def test_definitions_inside_a_document_are_not_read(tmp_path: Path) -> None:
    """Billion laughs and files of the server: the document is taken, its text is not."""
    laughing = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    content = sample_files.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": laughing})

    assert looked(content, tmp_path).text == ""


@pytest.mark.parametrize(
    ("text", "numbers", "dates"),
    [
        ("Приказ от «02» октября 2025 года № 14/1-ОД", ("14/1-ОД",), (date(2025, 10, 2),)),
        ("ПРИКАЗ\n№ 7 от 05.10.2025", ("7",), (date(2025, 10, 5),)),
        ("Протокол N 4 от 21.04.2022", ("4",), (date(2022, 4, 21),)),
        ("МБОУ СОШ № 5\nЛицей № 1\nПриложение № 2", (), ()),
        ("Справка № 3.", ("3",), ()),
        ("31.02.2025, 99.99.2025, 01.01.1999", (), ()),
        ("10.5.2025 и 12.5.2025, а также 10.05.2025", (), (date(2025, 5, 10), date(2025, 5, 12))),
        ("Версия 1.10.12.2025", (), ()),
        ("класс № 4, план № 9", ("9",), ()),
        ("", (), ()),
    ],
)
def test_particulars(text: str, numbers: tuple[str, ...], dates: tuple[date, ...]) -> None:
    found = particulars_of(text)

    assert (found.numbers, found.dates) == (numbers, dates)


def test_the_text_is_bounded_and_printable() -> None:
    assert bounded(["a\x00b\u202ec", "  ", "d\te"]) == "abc\nd e"
    assert len(bounded(["x" * 100] * 10_000)) == LONGEST_TEXT


def test_a_question_that_is_none_ends_the_child(tmp_path: Path) -> None:
    answer = json.loads(run_confined("look", {"path": str(_written(tmp_path))}))

    assert answer == {"refused": UNKNOWN}


def _written(folder: Path) -> Path:
    (folder / "empty").write_bytes(b"")
    return folder / "empty"


def _mutated(content: bytes, random: Random) -> bytes:
    """Bytes changed, cut out, doubled, cut short or followed by some of another file."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        place = random.randrange(max(len(changed), 1))
        length = random.randint(1, 200)
        kind = random.randrange(5)
        if kind == 0:
            changed[place : place + 1] = bytes([random.randrange(256)])
        elif kind == 1:
            del changed[place : place + length]
        elif kind == 2:
            changed[place:place] = changed[place : place + length]
        elif kind == 3 and random.random() < 0.2:
            del changed[place:]
        else:
            changed += random.choice(list(sample_files.every_kind().values()))[:length]
    return bytes(changed)


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.long] if seed >= 5 else []) for seed in range(50)]
)
def test_mutated_files_are_taken_or_refused_and_nothing_else(seed: int, tmp_path: Path) -> None:
    """100 of them in one go: five rounds in every run of the tests, fifty in the long one."""
    random, samples = Random(seed), list(sample_files.every_kind().values())
    taken, sentences = 0, []
    for _ in range(100):
        content = _mutated(random.choice(samples), random)
        begun = process_time()
        try:
            looked(content, tmp_path)
            taken += 1
        except RefusedFileError as refusal:
            sentences.append(str(refusal))
        assert process_time() - begun < 5
    assert taken + len(sentences) == 100
    assert all(sentence.endswith(".") for sentence in sentences)
