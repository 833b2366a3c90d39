"""Compress the bundles that every page loads, once per installation: `python -m dashboard.static_build`.

Brotli at its best setting takes seconds and would be wasted at each start. Plotly's own bundle is left out,
since no page loads it; pages with plots load the smaller one of `dashboard/plot_library.py`.
"""

import gzip
import json
import re
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped] # it comes without types
import dash
from dash.fingerprint import check_fingerprint

from dashboard.dash_app import DistrictDash
from dashboard.library_files import MANIFEST, PREFIX, built_directory, source_stamp
from dashboard.plot_library import compressed_name, plot_library

# Chunks that Dash fetches when such a control first appears.
_LATER: Final = ("async-dropdown.js", "async-upload.js", "async-graph.js")


def main() -> None:
    """Build unless what is there still fits the installed libraries."""
    directory = built_directory()
    _build_libraries(directory)
    _build_plot_library(directory)


def _build_libraries(directory: Path) -> None:
    sources = dict(_sources())
    wanted = {name: [str(path), source_stamp(path)] for name, path in sources.items()}
    if _is_built(directory, wanted):
        return
    shutil.rmtree(directory, ignore_errors=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda each: _compress(directory / each[0], each[1]), sources.items()))
    (directory / MANIFEST).write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    sys.stderr.write(f"Compressed {len(sources)} bundles into {directory}\n")


def _build_plot_library(directory: Path) -> None:
    target = directory / compressed_name()
    if not target.with_name(f"{target.name}.br").is_file():
        _write(target, plot_library().plain)
        sys.stderr.write(f"Compressed Plotly into {directory}\n")


def _sources() -> Iterator[tuple[str, Path]]:
    """Name in the URL and file of each bundle."""
    app = DistrictDash(__name__, server=False)
    for url in re.findall(r'src="([^"]+)"', app._generate_scripts_html()):  # noqa: SLF001 - the one list of what pages load
        name, _ = check_fingerprint(url.removeprefix(PREFIX))
        yield name, Path(dash.__file__).parent.parent / name
    for chunk in _LATER:
        yield f"dash/dcc/{chunk}", Path(dash.__file__).parent / "dcc" / chunk


def _is_built(directory: Path, wanted: dict[str, list[str]]) -> bool:
    manifest = directory / MANIFEST
    return manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")) == wanted


def _compress(target: Path, source: Path) -> None:
    _write(target, source.read_bytes())


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    target.with_name(f"{target.name}.br").write_bytes(brotli.compress(content, quality=11))
    target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    main()
