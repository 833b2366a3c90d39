"""Import of a district's year, and of a whole region's, with the memory it takes."""

import json
from collections.abc import Iterator
from pathlib import Path

from seed.generate import demo_tables
from tests.bench.clock import p50
from tests.bench.databases import Place, write_year
from tests.bench.processes import run_module
from tests.bench.table import Line, compared

# So many times the demo's year: the 130,000 rows of a region.
REGION = 39


def measure(places: list[Place], folder: Path, *, is_long: bool) -> Iterator[Line]:
    district = demo_tables()
    rows = write_year(folder / "year", district)
    for place in places:
        yield from _measured(place, folder / "year", f"import of {rows} rows, 26 schools", 2, repeats=3)
    if is_long:
        rows = write_year(folder / "region", district, copies=REGION)
        for place in places:
            name = f"import of {rows} rows, {26 * REGION} schools"
            yield from _measured(place, folder / "region", name, 60, repeats=1)


def _measured(place: Place, folder: Path, name: str, goal: float, *, repeats: int) -> Iterator[Line]:
    codes = [f"{folder.name}-{number}" for number in range(repeats)]
    found = json.loads(run_module("tests.bench.import_process", place.url, folder, place.folder / "files", *codes))
    # On a busy machine the wall clock says little; the processor's time leaves out a database server.
    note = f"processor {p50(found['processor']):.2f} s"
    yield compared(f"{name}, {place.name}", reached=p50(found["seconds"]), goal=goal, form="{:.2f} s", note=note)
    yield compared(f"  its memory at most, {place.name}", reached=found["peak"], goal=500, form="{:.0f} MB")
