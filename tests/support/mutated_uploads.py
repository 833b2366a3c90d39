"""Damaged files of every kind, read one after another in one limited process: `python -m tests.support.mutated_uploads`.

A process per file, as uploads have it, would take minutes to start alone. Here one process with the limits of
`data_layer.intake.confined` reads them all, and tells how long the slowest took and how much memory was ever used.
"""

import json
import random
import resource
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from data_layer.intake.confined import MEMORY_BYTES, read_upload
from data_layer.intake.readers.interpret import Ground, interpret
from data_layer.intake.readers.matching import Directory, KnownSchool
from data_layer.intake.readers.scales import known_scales
from data_layer.intake.transport import packed, unpacked
from tests.bench.processes import own_peak_megabytes
from tests.unit.intake.readers.files import (
    EXPORT_2020,
    EXPORT_2021,
    PROTOCOL,
    PROTOCOL_BOOK,
    book,
    delimited,
    open_document,
)
from tests.unit.intake.readers.test_real_tables import ideb
from tests.unit.intake.readers.test_totals import LITERACY, OLYMPIAD, RCOI, STATISTICS

FIXTURES = Path(__file__).parents[1] / "fixtures"
GROUND = Ground(
    Directory(
        (
            KnownSchool("S1", "Школа 1", login="sch111111"),
            KnownSchool("S2", "Школа 2", login="edu222222"),
            KnownSchool("S3", "МОУ СОШ № 2", inn="1027700566761"),
        )
    ),
    known_scales(),
)


def originals() -> dict[str, bytes]:
    """One sound file of every layout and format."""
    pasted = FIXTURES / "real" / "krasnosulin" / "ege_math_2011.txt"
    return {
        "протокол.xlsx": book(PROTOCOL_BOOK),
        "протокол ma4.ods": open_document({"Протокол": PROTOCOL}),
        "протокол.xls": (FIXTURES / "readers" / "protocol.xls").read_bytes(),
        "протокол ma4.csv": delimited(PROTOCOL),
        "протокол-1251 ma4.csv": delimited(PROTOCOL, encoding="cp1251"),
        "2021.xlsx": book({"Sheet": EXPORT_2021}),
        "fr7 2020.xlsx": book({"Sheet1": EXPORT_2020}),
        "статистика.csv": delimited(STATISTICS),
        "рцои.xlsx": book({"ЕГЭ": RCOI}),
        "рэш.ods": open_document({"РЭШ": LITERACY}),
        "всош.csv": delimited(OLYMPIAD),
        "таблица.txt": pasted.read_bytes(),
        "moscow.csv": (FIXTURES / "readers" / "moscow_ege_cp1251.csv").read_bytes(),
        "saopaulo.csv": (FIXTURES / "readers" / "saopaulo_approval_2018.csv").read_bytes(),
        "ideb.xlsx": ideb(),
    }


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes, or the parts of a zip, with some of them changed, cut out, doubled or moved."""
    change = _other_digits if chance.random() < 0.6 else _damaged
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _with_mutated_part(content, chance, change)
    return change(content, chance)


def _other_digits(content: bytes, chance: random.Random) -> bytes:
    """A sound file with other numbers in it: what is read without complaint and may still make no sense."""
    found = bytearray(content)
    digits = [place for place, byte in enumerate(found) if 0x30 <= byte <= 0x39]
    for place in chance.choices(digits, k=chance.randint(1, 12)) if digits else ():
        found[place] = chance.choice(b"0123456789-,X")
    return bytes(found)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    if chance.random() < 0.1:
        return bytes(found[: chance.randrange(len(found) + 1)])
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(found) + 1)
        end = min(len(found), start + chance.choice([1, 1, 2, 8, 64, 512]))
        piece = bytes(found[start:end])
        found[start:end] = chance.choice(
            [
                b"",
                piece * 2,
                chance.randbytes(len(piece)),
                b"\x00",
                b"\xff",
                b'"',
                "Ж".encode(),
                b"9" * 50,
                b"1e9",
                b"-",
            ]
        )
    return bytes(found)


def _with_mutated_part(content: bytes, chance: random.Random, change: Callable[[bytes, random.Random], bytes]) -> bytes:
    """Damage inside a part, repacked so that the archive itself is sound."""
    source = zipfile.ZipFile(BytesIO(content))
    chosen = chance.choice([part for part in source.namelist() if part.endswith(".xml")])
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            inside = source.read(part)
            archive.writestr(part, change(inside, chance) if part == chosen else inside)
    return target.getvalue()


def mutations(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(seed)
    files = list(originals().items())
    for number in range(count):
        name, content = files[number % len(files)]
        yield name, mutated(content, chance)


def outcome_of(name: str, content: bytes) -> str:
    """«rows», «faults» or «refused»: what became of a file on its way to rows of «Показатели»."""
    tables = unpacked(packed(read_upload(content, name=name)))
    turned, _ = interpret(tables, GROUND)
    faults = [fault for table in turned for fault in table.problems]
    if any(len(str(fault).splitlines()) != 1 for fault in faults):
        raise ValueError("a fault of several lines")
    if any(table.problems and table.rows for table in turned):
        raise ValueError("rows beside faults")
    return "refused" if all(table.problems for table in tables) else "faults" if faults else "rows"


def main(arguments: list[str]) -> None:
    """arguments: how many files, the seed."""
    count, seed = int(arguments[0]), int(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    found: dict[str, Any] = {"slowest": (0.0, ""), "crashes": [], "outcomes": Counter()}
    for number, (name, content) in enumerate(mutations(count, seed=seed)):
        started = time.process_time()
        try:
            found["outcomes"][outcome_of(name, content)] += 1
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            found["crashes"].append(f"{number} {name}: {traceback.format_exc()[-600:]}")
        found["slowest"] = max(found["slowest"], (time.process_time() - started, f"{number} {name}"))
    found["peak"] = own_peak_megabytes()
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
