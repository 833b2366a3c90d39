"""Tests keep what they throw away in memory: nothing of it has to survive, and a disk makes every commit wait."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - only looked at; names in it are made by tempfile
# A whole run fills less than a quarter of this.
_ENOUGH: Final = 4 << 30


def keep_temporary_files_in_memory() -> None:
    """Make /dev/shm the folder of temporary files of this process and its children, where it is large enough.

    Somebody's own TMPDIR stands.
    """
    if "TMPDIR" not in os.environ and _is_roomy(_IN_MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(_IN_MEMORY)


def _is_roomy(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _ENOUGH
