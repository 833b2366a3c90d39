"""Print the table: `python -m tests.bench [--long] [--only imports,readers,files,overview,pages,load,browser,reports]`."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench import browser, files, imports, load, overview, pages, readers, reports
from tests.bench.databases import Place, places
from tests.bench.table import Line, information, print_heading, print_lines

Section = Callable[[list[Place], Path, bool], Iterator[Line]]

SECTIONS: Final[Mapping[str, Section]] = {
    "imports": lambda found, folder, is_long: imports.measure(found, folder, is_long=is_long),
    "readers": lambda found, folder, _: readers.measure(found, folder),
    "files": lambda _found, _folder, _long: files.measure(),
    "overview": lambda found, folder, is_long: overview.measure(found, folder, is_long=is_long),
    "pages": lambda found, _folder, _long: pages.measure(found),
    "load": lambda found, folder, _: load.measure(found, folder),
    "browser": lambda found, _folder, _long: browser.measure(found),
    "reports": lambda found, _folder, _long: reports.measure(found),
}


def main() -> None:
    options = _options()
    print_heading()
    # The log of the measured application is written as always, to where nobody has to read it.
    log = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    sys.stderr = log
    for name in options.only.split(","):
        print_lines([_busyness()])
        with places() as found, TemporaryDirectory(prefix="vsoko-bench-") as folder:
            _run(name, SECTIONS[name](found, Path(folder), options.long))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--long", action="store_true", help="also a region's year and 2,000 districts")
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, comma-separated")
    return parser.parse_args()


def _busyness() -> Line:
    """How many processes wanted a core lately: with more than there are, seconds mean little, ratios something."""
    return information("load average of the last minute", f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _run(name: str, lines: Iterator[Line]) -> None:
    """Print what a section yields; one that breaks off is named, and the others go on."""
    try:
        for line in lines:
            print_lines([line])
    except Exception:  # noqa: BLE001 - one figure that cannot be taken must not hide the others
        traceback.print_exc(file=sys.stdout)
        print_lines([information(name, "could not be measured, see above")])


if __name__ == "__main__":
    main()
