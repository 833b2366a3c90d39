"""What must never be committed."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST_BYTES = 5 * 1024 * 1024

# Written in pieces, so that this file does not contain what it looks for.
MACHINE_PATHS = re.compile("(?<![A-Za-z0-9._~<>-])/(?:" + "home|root|work|Users" + ")/[A-Za-z0-9_.-]")
SECRETS = re.compile(
    "-----BEGIN [A-Z ]*PRIVATE " + "KEY-----|" + "AKIA" + "[0-9A-Z]{16}|" + "gh[pousr]" + "_[A-Za-z0-9]{36}"
)


LEFTOVERS = re.compile(r"(^|/)(\.venv|var|__pycache__|node_modules|\.pytest_cache)(/|$)|\.(pyc|db|env)$")


def tracked_names() -> list[str]:
    """Everything that git keeps, links to folders too."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [name for name in listed.split("\0") if name]


def tracked_files() -> list[Path]:
    return [path for name in tracked_names() if (path := ROOT / name).is_file()]


def lines_that_match(pattern: re.Pattern[str], files: Iterable[Path]) -> list[str]:
    """Address and text of every line of the text files that holds the pattern."""
    return [
        f"{path.name}:{number}: {line.strip()[:120]}"
        for path in files
        for number, line in enumerate(_lines(path), start=1)
        if pattern.search(line)
    ]


def _lines(path: Path) -> list[str]:
    content = path.read_bytes()
    return [] if b"\0" in content else content.decode("utf-8", errors="replace").splitlines()


def test_no_tracked_file_is_larger_than_five_megabytes() -> None:
    large = [path.relative_to(ROOT).as_posix() for path in tracked_files() if path.stat().st_size > LARGEST_BYTES]

    assert large == [], "large files slow every clone for ever: generate or download them"


def test_no_tracked_file_names_a_path_of_somebodys_machine() -> None:
    assert lines_that_match(MACHINE_PATHS, tracked_files()) == [], "write paths relative to the repository"


def test_no_tracked_file_holds_a_secret() -> None:
    assert lines_that_match(SECRETS, tracked_files()) == [], "revoke it, then take it out of the history"


def test_nothing_that_a_build_or_a_run_leaves_behind_is_tracked() -> None:
    assert [name for name in tracked_names() if LEFTOVERS.search(name)] == []


@pytest.mark.parametrize("planted", [".venv", ".venv/bin/python", "tests/__pycache__/x.pyc", "var/vsoko.db"])
def test_a_planted_leftover_is_found(planted: str) -> None:
    assert LEFTOVERS.search(planted)


@pytest.mark.parametrize("directory", ["home", "root", "work", "Users"])
def test_a_planted_machine_path_is_found(tmp_path: Path, directory: str) -> None:
    planted = tmp_path / "notes.md"
    planted.write_text(f"see /{directory}/somebody/project\n", encoding="utf-8")

    assert len(lines_that_match(MACHINE_PATHS, [planted])) == 1


def test_a_planted_key_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "key.pem"
    planted.write_text("-----BEGIN PRIVATE " + "KEY-----\n", encoding="utf-8")

    assert len(lines_that_match(SECRETS, [planted])) == 1
