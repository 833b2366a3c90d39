"""The table of times per folder."""

from typing import Literal

import pytest

from tests.support.timing import FolderTime, folder_times


def report(node_id: str, when: Literal["setup", "call", "teardown"], seconds: float) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=node_id,
        location=("", 0, ""),
        keywords={},
        outcome="passed",
        longrepr=None,
        when=when,
        duration=seconds,
    )


def test_a_folder_counts_each_test_once_and_adds_all_its_phases() -> None:
    reports = [
        report("tests/unit/domain/test_a.py::test_one", "setup", 0.5),
        report("tests/unit/domain/test_a.py::test_one", "call", 1.0),
        report("tests/app/test_b.py::test_two", "call", 4.0),
        report("tests/unit/test_c.py::test_three", "call", 0.25),
    ]

    assert folder_times(reports) == [
        FolderTime("tests/app", 1, 4.0),
        FolderTime("tests/unit", 2, 1.75),
    ]
