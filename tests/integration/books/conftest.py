"""The two small districts, on either engine."""

from tests.support.small_fixtures import reading, small_engine, small_postgres, small_sqlite, small_url

__all__ = ["reading", "small_engine", "small_postgres", "small_sqlite", "small_url"]
