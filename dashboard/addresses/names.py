"""Whether a view writes the names of schools: `names=coded` in the query string."""

from enum import StrEnum


class Names(StrEnum):
    SHOWN = "shown"
    CODED = "coded"
