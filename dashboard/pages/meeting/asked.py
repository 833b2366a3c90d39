"""Ids that a panel or a form of this page names. They are untrusted: rows are looked up in the asker's district only."""

import re
from datetime import date
from typing import Final

from flask import request

from dashboard.access.policy import Permission, may
from dashboard.addresses.meeting import read_id
from dashboard.binding import InvalidInputError, RequestContext
from data_layer.domain.days import read_day
from data_layer.errors import NotFoundError

_LONGEST: Final = 20_000


def asked_meeting() -> int:
    """Of the address of a panel. Raises InvalidInputError."""
    return _id(request.args.get("id", ""))


def asked_slide() -> int:
    """Of the address of a panel. Raises InvalidInputError."""
    return _id(request.args.get("slide", ""))


def sent_id(name: str) -> int:
    """Of a form: an id, a version, a place. Raises InvalidInputError."""
    return _id(request.form.get(name, ""))


def sent_id_if_any(name: str) -> int | None:
    """The same; None where the field is empty or not there."""
    return sent_id(name) if request.form.get(name, "") else None


def sent_ids(name: str, *, most: int) -> tuple[int, ...]:
    """Ids of a form, joined by commas. Raises InvalidInputError."""
    text = sent_text(name)
    parts = text.split(",") if text else []
    if len(parts) > most:
        raise InvalidInputError
    return tuple(_id(part) for part in parts)


def sent_text(name: str) -> str:
    """What was typed, lines ended as we end them. Raises InvalidInputError for what no field of ours takes."""
    text = request.form.get(name, "")
    if len(text) > _LONGEST:
        raise InvalidInputError
    return _with_line_feeds(text)


def is_as_shown(sent: str, shown: str) -> bool:
    """Whether a field came back with what its form held, whatever ends the lines and whichever space ties the words."""
    return _plain(sent) == _plain(shown)


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", _with_line_feeds(text)).strip()


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sent_choices(name: str, *, most: int) -> list[str]:
    """All ticked boxes of a group. Raises InvalidInputError."""
    found = request.form.getlist(name)
    if len(found) > most or any(len(each) > _LONGEST for each in found):
        raise InvalidInputError
    return found


def _id(text: str) -> int:
    try:
        return read_id(text)
    except ValueError as error:
        raise InvalidInputError from error


def must_hold(ctx: RequestContext) -> None:
    """A panel that prepares a change is not there for those who may not make it. Raises NotFoundError."""
    if not may(ctx.principal.role, Permission.HOLD_MEETINGS):
        raise NotFoundError


def sent_day(name: str) -> date | None:
    """A day as a browser sends it, or «25.08.2026»; None for anything else, and for years in which nobody meets."""
    try:
        return read_day(sent_text(name).strip())
    except ValueError:
        return None
