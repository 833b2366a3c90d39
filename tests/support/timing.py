"""Where the time of a run went: tests and seconds per folder, at the end of the report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

import pytest

FOLDER_DEPTH = 2


class FolderTime(NamedTuple):
    """Tests run in a folder and the seconds they took, set-up and tear-down included."""

    folder: str
    tests: int
    seconds: float


def folder_times(reports: Iterable[pytest.TestReport]) -> list[FolderTime]:
    """One entry per folder of tests, the slowest first."""
    seconds: Mapping[str, list[float]] = defaultdict(list)
    names: Mapping[str, set[str]] = defaultdict(set)
    for report in reports:
        folder = _folder(report.nodeid)
        seconds[folder].append(report.duration)
        names[folder].add(report.nodeid)
    times = [FolderTime(folder, len(names[folder]), sum(seconds[folder])) for folder in seconds]
    return sorted(times, key=lambda time: -time.seconds)


def _folder(node_id: str) -> str:
    path = PurePosixPath(node_id.split("::", maxsplit=1)[0])
    return "/".join(path.parent.parts[:FOLDER_DEPTH])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table; seconds are added over the processes of a parallel run."""
    reports = [
        report for group in terminalreporter.stats.values() for report in group if isinstance(report, pytest.TestReport)
    ]
    if not reports:
        return
    terminalreporter.section("time per folder")
    for time in folder_times(reports):
        terminalreporter.write_line(f"{time.folder:<24} {time.tests:>5} tests {time.seconds:>8.1f} s")
