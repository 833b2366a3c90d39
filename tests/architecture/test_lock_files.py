"""The lock files: pinned, hashed, and silent about where packages were fetched."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock.txt", "requirements-dev.lock.txt"]
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==", re.MULTILINE)
HOST = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host")


def requirements(lock: str) -> list[str]:
    """Each requirement of a lock as one line, with its hashes."""
    joined = lock.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def faults(lock: str) -> list[str]:
    """What must not stand in a lock file."""
    without_hash = [line for line in requirements(lock) if "--hash=sha256:" not in line]
    without_pin = [line for line in requirements(lock) if not PIN.match(line)]
    return [*HOST.findall(lock), *without_hash, *without_pin]


def pins(name: str) -> dict[str, set[str]]:
    """Versions by package; a package may have one per version of Python."""
    found: dict[str, set[str]] = {}
    for line in requirements((ROOT / name).read_text(encoding="utf-8")):
        package, _, rest = line.partition("==")
        found.setdefault(package.partition("[")[0].strip(), set()).add(rest.split()[0])
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed_and_no_host_is_named(name: str) -> None:
    assert faults((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    ["dash==4.4.1\n", "dash>=4.4 --hash=sha256:00\n", "--index-url https://packages.example/simple\n"],
)
def test_a_fault_in_a_lock_file_is_found(planted: str) -> None:
    assert faults(planted) != []


def test_the_tests_run_on_the_versions_that_are_served() -> None:
    development = pins("requirements-dev.lock.txt")

    differing = {
        name: versions for name, versions in pins("requirements.lock.txt").items() if development.get(name) != versions
    }

    assert differing == {}, "compile requirements-dev.lock.txt with `-c requirements.lock.txt`"


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {re.split(r"[^a-z0-9-]", line)[0] for line in project["project"]["dependencies"]}

    assert declared - set(pins("requirements.lock.txt")) == set()
