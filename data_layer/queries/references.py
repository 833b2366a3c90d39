"""The district's own references of one year, and how many schools reach what they are held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from data_layer.domain.vocabulary import Level
from data_layer.models import PooledResult, Target
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class OwnReference:
    """version: what a form sends back, so that a save tells whether somebody saved in between."""

    target: Decimal
    author: str
    set_at: datetime
    version: str


def own_references(session: TenantSession, *, year: int) -> Mapping[tuple[str, Level], OwnReference]:
    """By indicator and level; where there is none, the catalogue's proposal counts."""
    row = Target
    query = select(row.indicator_id, row.level, row.target, row.author, row.set_at, row.id, row.version).where(
        row.district_id == session.scope.district_id, row.school_id.is_(None), row.year == year
    )
    return {
        (each.indicator_id, Level(each.level)): OwnReference(
            each.target, each.author, each.set_at, f"{each.id}.{each.version}"
        )
        for each in session.execute(query)
    }


def pooled_counts(session: TenantSession, *, year: int) -> Mapping[tuple[str, Level], tuple[int, int]]:
    """Schools that reached what they are held against, and schools with data, by indicator and level."""
    row = PooledResult
    query = select(row.indicator_id, row.level, row.schools_met, row.schools_with_data).where(
        row.district_id == session.scope.district_id, row.year == year, row.cluster == ""
    )
    return {
        (each.indicator_id, Level(each.level)): (each.schools_met, each.schools_with_data)
        for each in session.execute(query)
    }
