"""The small site of two districts, and the two small districts with figures."""

from tests.support.site_fixtures import populated_sqlite, site, site_on_each_engine
from tests.support.small_fixtures import small_sqlite

__all__ = ["populated_sqlite", "site", "site_on_each_engine", "small_sqlite"]
