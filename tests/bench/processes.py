"""Memory of processes, and processes of our own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.databases import ROOT


def own_peak_megabytes() -> float:
    """The most resident memory this process ever had.

    From /proc: getrusage() would count the memory of whoever started the process as well.
    """
    return _status(os.getpid(), "VmHWM")


def resident_megabytes(process_id: int) -> float:
    return _status(process_id, "VmRSS")


def _status(process_id: int, name: str) -> float:
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    line = next(each for each in lines if each.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


def children_of(process_id: int) -> list[int]:
    found = Path(f"/proc/{process_id}/task/{process_id}/children").read_text(encoding="ascii")
    return [int(each) for each in found.split()]


def run_module(module: str, *arguments: str | Path) -> str:
    """Run one of these modules in a fresh interpreter; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout
