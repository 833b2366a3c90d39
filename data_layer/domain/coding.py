"""Numbers that stand for schools, in an order that only the holder of a secret can work out. Pure."""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

# No part of a message may contain it: codes have no control characters, days and ids neither.
_SEPARATOR = "\x1f"


def school_numbers(
    schools: Sequence[tuple[str, str]], *, key: str, subject: Iterable[str], known: Mapping[str, int] | None = None
) -> dict[str, int]:
    """By code, from 1 on. schools: code and short name of *all* schools, whatever is shown of them.

    key: the secret. subject: what the numbers are for; another subject has others. known: numbers that are given already
    and stay. Numbers that stand in the name of a school are left out: «Школа 5» on the wall would be taken for СОШ № 5,
    whose director would answer for the figures of another.
    """
    given = dict(known or {})
    message = _SEPARATOR.join(("school-names", *subject))
    waiting = sorted((code for code, _ in schools if code not in given), key=lambda code: _digest(key, message, code))
    taken = {int(number) for _, name in schools for number in re.findall(r"\d+", name)} | set(given.values())
    free = (number for number in count(1) if number not in taken)
    return {**given, **dict(zip(waiting, free, strict=False))}


def _digest(key: str, message: str, code: str) -> bytes:
    return hmac.new(key.encode(), f"{message}{_SEPARATOR}{code}".encode(), hashlib.sha256).digest()
