"""The small site of two districts."""

from tests.support.site_fixtures import (
    populated_postgres,
    populated_sqlite,
    populated_url,
    site,
    site_on_each_engine,
)

__all__ = ["populated_postgres", "populated_sqlite", "populated_url", "site", "site_on_each_engine"]
