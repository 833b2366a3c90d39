"""The one door to the machine's clock; no other module opens it (tests/architecture/test_clock.py)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_pinned: ContextVar[datetime | None] = ContextVar("pinned_moment", default=None)


def machine_now() -> datetime:
    """The present moment, aware, whatever day is shown: for sessions, and for the application's own clock."""
    return datetime.now(UTC)


def utc_now() -> datetime:
    """The moment that new rows carry: the present one, or the one that is pinned."""
    return _pinned.get() or machine_now()


@contextmanager
def moment_pinned(moment: datetime) -> Iterator[None]:
    """Within it new rows carry this moment."""
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


def file_seconds() -> float:
    """Seconds since the epoch, to be compared with the times of files, which no shown day moves."""
    return time.time()


def id_milliseconds() -> int:
    """Milliseconds since the epoch, for ids, which grow with time."""
    return time.time_ns() // 1_000_000
