"""Texts of people on their way into files: what no XML can hold is left out, a file's name holds no path."""

import re
from typing import Final

# Signs that no XML, and so no Word file, can hold.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_FILE_NAMES: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME: Final = 120


def plain(text: str) -> str:
    """The text without signs that a Word file cannot hold."""
    return _NOT_IN_XML.sub("", text)


def file_title(name: str) -> str:
    """A name without its ending; signs that file systems refuse become spaces."""
    return " ".join(_NOT_IN_FILE_NAMES.sub(" ", name).split())[:_LONGEST_NAME]
