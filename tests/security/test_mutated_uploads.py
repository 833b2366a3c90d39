"""Damaged files of every layout and format: no crash, no rows beside faults, each quick and small; and bombs."""

import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from data_layer.intake.confined import read_confined, read_upload
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
    return found


def judge(found: dict[str, Any], count: int) -> None:
    assert found["crashes"] == []
    assert sum(found["outcomes"].values()) == count
    # A mutator that leaves nothing to read would prove nothing.
    assert all(found["outcomes"].get(each, 0) > count / 20 for each in ("rows", "faults", "refused")), found
    assert found["slowest"] < SECONDS
    assert found["peak"] < MEGABYTES


def test_five_hundred_damaged_files_give_rows_or_sentences() -> None:
    judge(read_mutated(500, seed=4), 500)


@pytest.mark.long
def test_five_thousand_damaged_files_give_rows_or_sentences() -> None:
    judge(read_mutated(5000, seed=40), 5000)


def bomb(part: str, more: dict[str, str]) -> bytes:
    """100 MB in less than 300 KB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in more.items():
            archive.writestr(name, text)
        with archive.open(part, "w") as stream:
            for _ in range(100):
                stream.write(b"0" * 1_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        bomb("xl/worksheets/sheet1.xml", {"[Content_Types].xml": "<Types/>"}),
        bomb("content.xml", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    ],
    ids=["xlsx", "ods"],
)
def test_a_bomb_is_refused_by_its_directory(content: bytes) -> None:
    assert len(content) < 300_000
    started = time.process_time()

    (table,) = read_upload(content, name="бомба.xlsx")

    assert time.process_time() - started < 0.5
    assert [fault.what for fault in table.problems] == ["файл слишком велик: больше 50 МБ в распакованном виде"]


def test_an_open_document_full_of_entities_is_one_sentence(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{each} "{f"&a{each - 1};" * 10}">' for each in range(1, 12))
    content = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>'
    path = tmp_path / "laughs"
    path.write_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}))

    (table,) = read_confined(path, name="смех.ods")

    assert [str(fault) for fault in table.problems] == [
        "смех.ods · таблица .ods повреждена, прочитать её нельзя · откройте её и сохраните как .xlsx"
    ]
