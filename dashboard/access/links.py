"""Where to go after signing in: only to a path of this site."""

from typing import Final
from urllib.parse import urlsplit

_LONGEST: Final = 2000


def safe_next(asked: str | None) -> str:
    """The path to go on to, or "/" where `asked` could lead anywhere else.

    Browsers read backslashes as slashes and skip tabs and line breaks, so neither may occur.
    """
    if not asked or len(asked) > _LONGEST or not asked.startswith("/") or asked.startswith("//"):
        return "/"
    if "\\" in asked or any(ord(each) < 32 or ord(each) == 127 for each in asked):
        return "/"
    try:
        parts = urlsplit(asked)
    except ValueError:
        return "/"
    is_ours = not parts.scheme and not parts.netloc and not parts.path.startswith("//")
    return asked if is_ours and parts.path not in {"/login", "/logout"} else "/"
