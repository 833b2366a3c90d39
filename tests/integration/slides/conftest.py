"""Slides of the small districts, whose every figure can be worked out by hand."""

from tests.support.small_fixtures import (
    small_engine,
    small_postgres,
    small_sqlite,
    small_url,
    wide_engine,
    wide_postgres,
    wide_sqlite,
)

__all__ = [
    "small_engine",
    "small_postgres",
    "small_sqlite",
    "small_url",
    "wide_engine",
    "wide_postgres",
    "wide_sqlite",
]
