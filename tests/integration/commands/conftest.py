"""Commands that look after people, on the small site."""

from tests.support.site_fixtures import populated_postgres, populated_sqlite, populated_url

__all__ = ["populated_postgres", "populated_sqlite", "populated_url"]
