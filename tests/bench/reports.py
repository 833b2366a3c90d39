"""The command line, from the shell: what a report costs besides its figures."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping

from tests.bench.clock import milliseconds, seconds
from tests.bench.databases import ROOT, Place
from tests.bench.overview import KEY, site_of
from tests.bench.table import Line, information

RUNS = 5
COMMANDS = {
    "report attainment of the demo": ["flask", "--app", "app", "report", "attainment", "--district", "demo"],
    "report gaps of the demo": ["flask", "--app", "app", "report", "gaps", "--district", "demo"],
}


def measure(places: list[Place]) -> Iterator[Line]:
    place = places[0]
    site_of(place)
    settings = {"DATABASE_URL": place.url, "VSOKO_DATA_DIR": str(place.folder), "SECRET_KEY": KEY}
    yield information("start of Python and import of the application", _taken(["-c", "import app"], settings))
    for name, command in COMMANDS.items():
        yield information(f"{name}, start included", _taken(["-m", *command], settings))


def _taken(arguments: list[str], settings: Mapping[str, str]) -> str:
    def run() -> None:
        subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **settings},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return milliseconds([seconds(run) for _ in range(RUNS)])
