"""Texts that are none: what no browser sends and no database keeps.

A NUL is refused by PostgreSQL, half of a surrogate pair by every encoding, and a byte beyond ASCII in a query
string by whoever decodes it. Each would be an error of the server wherever it is met first, so all are met here.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from flask import request

from dashboard.errors import InvalidInputError

_NUL: Final = "\x00"
_WRITTEN_NUL: Final = "\\u0000"


def is_text(text: str) -> bool:
    """Whether every database and every file can hold it."""
    return _NUL not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def is_odd_query() -> bool:
    """Whether the query string is none of ours: those are ASCII, and name no NUL."""
    query = request.query_string
    return not query.isascii() or b"%00" in query or b"\x00" in query


def check_form() -> None:
    """Refuse a form that holds what is no text. Raises InvalidInputError."""
    _check(part for name, value in request.form.items(multi=True) for part in (name, value))


def check_json(body: Any) -> None:
    """Refuse a body that holds what is no text, at whatever depth. Raises InvalidInputError."""
    try:
        told = json.dumps(body, ensure_ascii=False)
        told.encode()
    except (UnicodeEncodeError, RecursionError) as error:
        raise InvalidInputError from error
    # JSON writes a NUL in this way and no other. Who writes the same six signs as words is refused too.
    if _WRITTEN_NUL in told:
        raise InvalidInputError


def _check(texts: Iterable[str]) -> None:
    if not all(is_text(each) for each in texts):
        raise InvalidInputError
