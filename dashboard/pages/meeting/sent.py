"""What a form of «Совещание» has sent. Everything in it is untrusted; what no form of ours can send is answered with 400."""

from typing import Final

from flask import request

from dashboard.addresses.meeting import read_id
from dashboard.errors import InvalidInputError

# Longer than anything a field takes; the rules of the field say so in words long before.
_LONGEST: Final = 20_000


def text_sent(name: str) -> str:
    """What was typed, empty where nothing was; the rules of the field judge it."""
    value = request.form.get(name, "")
    if len(value) > _LONGEST:
        raise InvalidInputError
    return value


def number_sent(name: str) -> int | None:
    """An id or version of ours, None where the field is empty."""
    value = request.form.get(name, "")
    try:
        return read_id(value) if value else None
    except ValueError as error:
        raise InvalidInputError from error


def needed_number(name: str) -> int:
    number = number_sent(name)
    if number is None:
        raise InvalidInputError
    return number
