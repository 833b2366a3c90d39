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
    """Make it the folder of temporary files of this process and its children; somebody's own TMPDIR stands."""
    folder = roomy_memory()
    if folder is not None and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def roomy_memory() -> Path | None:
    """A folder in memory that is large enough for a whole run, if there is one."""
    if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free >= _ENOUGH:
        return _IN_MEMORY
    return None
