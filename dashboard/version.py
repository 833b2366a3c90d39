"""Which program this is: a stamp over its own code, equal in all processes and on all hosts that run the same.

A page carries the stamp it came with; when the program is renewed meanwhile, the page says so instead of
sending what the new program may read otherwise.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

HEADER: Final = "X-Vsoko-Version"
_ROOT: Final = Path(__file__).parents[1]
_PARTS: Final = ("dashboard/**/*.py", "data_layer/**/*.py", "assets/*.css", "assets/*.js")


@cache
def program_version() -> str:
    digest = hashlib.sha256()
    for pattern in _PARTS:
        for path in sorted(_ROOT.glob(pattern)):
            digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
