"""Damaged and hostile bytes give errors, never an exception."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_layer.intake.catalogue import KnownCatalogue, check_catalogue_change
from data_layer.intake.check import check_tables
from data_layer.intake.reading import read_bytes
from data_layer.intake.rows import CheckedImport
from tests.unit.intake.builders import CONTEXT, OBSERVATION_HEADER, observation, workbook_bytes

CSV = "\n".join(
    [
        "Отчёт школы",
        OBSERVATION_HEADER,
        observation(numerator="5", denominator="9", subject="Русский язык", note="две\nстроки"),
        observation(level="ооо", value="79,96", denominator="2 500"),
        observation(indicator="3.1b", level="", value="7", baseline="–"),
        observation(indicator="5.1b", level="", category="ict", numerator="<5", denominator="20"),
    ]
)
SHEET: list[list[object]] = [
    ["Школа", "Показатель", "Уровень", "Учебный год", "Числитель", "Знаменатель", "Значение", "Нет данных"],
    ["S1", "1.1", "НОО", "2025/26", 5, 9, None, None],
    ["S1", 1.1, "ООО", "2025/26", None, 2500, 79.96, None],
    ["S2", "3.3", None, "2025/26", None, None, None, "x"],
]
ORGANISATION: list[list[object]] = [
    ["Школа", "Учебный год", "Требование", "Есть"],
    ["S1", "2025/26", "team_assembled", True],
]
BOOK = workbook_bytes({"Показатели": SHEET, "Организация": ORGANISATION})
MUTATIONS = 150


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, cut out, doubled or moved."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(found) + 1)
        end = min(len(found), start + chance.choice([1, 1, 2, 8, 64, 512]))
        piece = bytes(found[start:end])
        found[start:end] = chance.choice(
            [b"", piece * 2, chance.randbytes(len(piece)), b"\x00", b"\xff", b'"', "Ж".encode(), b"9" * 50]
        )
    return bytes(found)


def mutations(content: bytes, *, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(MUTATIONS):
        yield mutated(content, chance)


def checked(content: bytes) -> CheckedImport:
    return check_tables(read_bytes(content, name="file"), CONTEXT)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_mutated_csv_files_give_rows_or_errors(encoding: str) -> None:
    for content in mutations(CSV.encode(encoding), seed=len(encoding)):
        assert all(len(str(error).splitlines()) == 1 for error in checked(content).errors)


def test_mutated_workbooks_give_rows_or_errors() -> None:
    outcomes = [checked(content) for content in mutations(BOOK, seed=7)]

    assert any(outcome.errors for outcome in outcomes)
    assert all(len(str(error).splitlines()) == 1 for outcome in outcomes for error in outcome.errors)


def test_workbooks_with_mutated_parts_give_rows_or_errors() -> None:
    """Damage inside the parts, repacked so that the archive itself is sound."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    chance = random.Random(11)
    for _ in range(MUTATIONS):
        name = chance.choice(sorted(parts))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
            for part, content in parts.items():
                book.writestr(part, mutated(content, chance) if part == name else content)
        assert all(len(str(error).splitlines()) == 1 for error in checked(packed.getvalue()).errors)


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["S1", "1.1", "3.1b", "НОО", "2025/26", "5", "45", "18", "–", "*", "<5", "120 %", "1e5", "NaN", "٣", "½"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=14, max_size=14), max_size=4))
def test_any_text_in_any_cell_gives_rows_or_errors(rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    content = "\n".join([OBSERVATION_HEADER, *lines]).encode("utf-8", "replace")

    outcome = checked(content)

    for row in outcome.observations:
        if row.numerator is not None and row.denominator is not None:
            assert 0 <= row.numerator <= row.denominator


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="{}[]:,-&*!#|>%@`\"' \n\tagoalsindicators0123", max_size=80))
def test_any_text_as_a_catalogue_gives_a_change_or_errors(text: str) -> None:
    _, errors = check_catalogue_change(text, KnownCatalogue())

    assert all(len(str(error).splitlines()) == 1 for error in errors)
