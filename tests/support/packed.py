"""The bundles that an installation compresses once."""

import shutil
from pathlib import Path

import pytest

from dashboard import static_build
from tests.support.shared import made_once


def packed_bundles(folder: Path) -> Path:
    """The folder with all of them in it; they are compressed once in a run, for that takes seconds."""
    shutil.copytree(made_once("static", _build), folder, dirs_exist_ok=True)
    return folder


def _build(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static_build, "built_directory", lambda: folder)
        static_build.main()
