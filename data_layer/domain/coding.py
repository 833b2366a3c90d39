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
    and stay; schools without one follow in the order of `schools`, which must be that in which they came: each takes its
    number as if no later one were there, so that none changes when the next one comes. Numbers that stand in the name of a school are left out: «Школа 5» on the wall would be taken for СОШ № 5,
    whose director would answer for the figures of another.
    """
    if known:
        return _with_newcomers(schools, known)
    message = _SEPARATOR.join(("school-names", *subject))
    waiting = sorted((code for code, _ in schools), key=lambda code: _digest(key, message, code))
    taken = {number for _, name in schools for number in _in_name(name)}
    free = (number for number in count(1) if number not in taken)
    return dict(zip(waiting, free, strict=False))


def _with_newcomers(schools: Sequence[tuple[str, str]], known: Mapping[str, int]) -> dict[str, int]:
    given = dict(known)
    taken = {number for code, name in schools if code in known for number in _in_name(name)} | set(known.values())
    for code, name in schools:
        if code not in given:
            taken |= _in_name(name)
            given[code] = next(number for number in count(1) if number not in taken)
            taken.add(given[code])
    return given


def _in_name(name: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", name)}


def _digest(key: str, message: str, code: str) -> bytes:
    return hmac.new(key.encode(), f"{message}{_SEPARATOR}{code}".encode(), hashlib.sha256).digest()
