"""The small site of two districts."""

from tests.support.site_fixtures import populated_sqlite, site, site_on_each_engine

__all__ = ["populated_sqlite", "site", "site_on_each_engine"]
