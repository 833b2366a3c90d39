"""Damaged files of every layout and format: no crash, no rows beside faults, each quick and small; and bombs."""

import io
import json
import struct
import subprocess
import sys
import time
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data_layer.intake.archive import budget_fault
from data_layer.intake.confined import read_confined, read_upload
from data_layer.intake.evidence.recognition import RefusedFileError
from data_layer.intake.evidence.recognition import recognise as recognise_document
from data_layer.intake.reading import read_bytes
from tests.unit.intake.readers.files import zipped

ROOT = Path(__file__).parents[2]
SECONDS = 5
MEGABYTES = 300


def read_mutated(count: int, *, seed: int) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.support.mutated_uploads", str(count), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: dict[str, Any] = json.loads(ran.stdout)
    # Seen with `pytest -s`, and where the test fails.
    print(f"{count} files: {told(found)}")
    return found


def told(found: dict[str, Any]) -> str:
    outcomes = ", ".join(f"{name} {number}" for name, number in sorted(found["outcomes"].items()))
    slowest, file = found["slowest"]
    return f"{outcomes}; slowest {slowest:.2f} s ({file}); at most {found['peak']:.0f} MB"


def judge(found: dict[str, Any], count: int) -> None:
    assert found["crashes"] == []
    assert sum(found["outcomes"].values()) == count
    # A mutator that leaves nothing to read would prove nothing.
    assert all(found["outcomes"].get(each, 0) > count / 20 for each in ("rows", "faults", "refused")), found
    assert found["slowest"][0] < SECONDS
    assert found["peak"] < MEGABYTES


def test_five_hundred_damaged_files_give_rows_or_sentences() -> None:
    judge(read_mutated(500, seed=4), 500)


@pytest.mark.long
def test_five_thousand_damaged_files_give_rows_or_sentences() -> None:
    judge(read_mutated(5000, seed=40), 5000)


MEGABYTES_OF_A_BOMB = 100
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEXT = "application/vnd.oasis.opendocument.text"
# What each kind of file holds beside the part that blows up.
BOMBS = {
    "xlsx": ("xl/worksheets/sheet1.xml", {"[Content_Types].xml": "<Types/>"}),
    "ods": ("content.xml", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "docx": ("word/document.xml", {"[Content_Types].xml": f'<Types><Override ContentType="{WORD}"/></Types>'}),
    "odt": ("content.xml", {"mimetype": TEXT}),
    "zip": ("observations.csv", {}),
}
# A spreadsheet of OpenDocument tells by its first part what it is; nothing else of it is opened.
TELLS_ITSELF = "mimetype"


@cache
def bomb(kind: str) -> bytes:
    """100 MB in less than 300 KB."""
    part, more = BOMBS[kind]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in more.items():
            archive.writestr(name, text)
        with archive.open(part, "w") as stream:
            for _ in range(MEGABYTES_OF_A_BOMB):
                stream.write(b"0" * 1_000_000)
    return target.getvalue()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the parts that anybody opens."""
    names: set[str] = set()
    really = zipfile.ZipFile.open

    def noted(archive: zipfile.ZipFile, name: Any, *given: Any, **named: Any) -> Any:
        names.add(name if isinstance(name, str) else name.filename)
        return really(archive, name, *given, **named)

    monkeypatch.setattr(zipfile.ZipFile, "open", noted)
    return names


@pytest.mark.parametrize("kind", ["xlsx", "ods", "zip"])
def test_an_uploaded_bomb_is_refused_by_its_directory(kind: str, opened: set[str]) -> None:
    content = bomb(kind)
    assert len(content) < 300_000
    opened.clear()
    started = time.process_time()

    (table,) = read_upload(content, name=f"бомба.{kind}")

    assert opened == set()
    assert time.process_time() - started < 0.5
    assert [fault.what for fault in table.problems] == ["файл слишком велик: больше 50 МБ в распакованном виде"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_bomb_given_at_the_command_line_is_refused_by_its_directory(kind: str, opened: set[str]) -> None:
    content = bomb(kind)
    opened.clear()

    (table,) = read_bytes(content, name=f"бомба.{kind}")

    assert opened <= {TELLS_ITSELF}
    assert ["больше 50 МБ в распакованном виде" in fault.what for fault in table.problems] == [True]


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx"])
def test_a_bomb_as_a_document_is_refused_by_its_directory(kind: str, opened: set[str]) -> None:
    content = bomb(kind)
    opened.clear()

    with pytest.raises(RefusedFileError, match="больше 50 МБ в распакованном виде"):
        recognise_document(content)

    assert opened == set()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_bomb_whose_directory_lies_is_damaged_and_small(kind: str, tmp_path: Path) -> None:
    """It says that its part is as long as it is packed; no more than that is ever unpacked."""
    content = bomb(kind).replace(struct.pack("<I", MEGABYTES_OF_A_BOMB * 1_000_000), struct.pack("<I", 100_000))
    path = tmp_path / "liar"
    path.write_bytes(content)

    assert budget_fault(content) is None
    (table,) = read_confined(path, name=f"бомба.{kind}")

    assert ["повреждена, прочитать её нельзя" in fault.what for fault in table.problems] == [True]


def test_an_open_document_full_of_entities_is_one_sentence(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{each} "{f"&a{each - 1};" * 10}">' for each in range(1, 12))
    content = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>'
    path = tmp_path / "laughs"
    path.write_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}))

    (table,) = read_confined(path, name="смех.ods")

    assert [str(fault) for fault in table.problems] == [
        "смех.ods · таблица .ods повреждена, прочитать её нельзя · откройте её и сохраните как .xlsx"
    ]
