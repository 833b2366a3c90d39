"""One school within its district and its cluster, on all goals."""

from data_layer.domain.facts import PooledFact
from data_layer.domain.suppression import Sight
from data_layer.domain.vocabulary import Level, Status
from data_layer.errors import NotFoundError
from data_layer.queries.comparison.figures import SeenRows, school_figure, seen_rows
from data_layer.queries.comparison.views import SchoolStanding, Standing
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground
from data_layer.queries.standing import pooled_seen
from data_layer.session import TenantSession

_LEVELS = {level: place for place, level in enumerate(Level)}
_Key = tuple[str, Level, str]


def school_standing(session: TenantSession, ground: Ground, *, school: str) -> SchoolStanding:
    """ground: of one year. Raises NotFoundError where the asker has no such school."""
    entry = next((each for each in ground.schools if each.code == school), None)
    if entry is None or ground.viewer.sight is Sight.POOLED_ONLY:
        raise NotFoundError(f"Школы с кодом «{school}» нет.")
    deciding = ground.catalogue.deciding
    seen = seen_rows(session, ground, indicators=deciding)
    pooled = {
        (row.indicator, row.level, row.cluster): row
        for row in pooled_seen(session, ground, indicators=deciding, named=seen.rows)
    }
    return SchoolStanding(
        school=entry.code,
        short_name=entry.short_name,
        cluster=entry.cluster,
        year=ground.years[0],
        lines=_lines(ground, entry, seen, pooled),
    )


def _lines(ground: Ground, school: SchoolEntry, seen: SeenRows, pooled: dict[_Key, PooledFact]) -> tuple[Standing, ...]:
    own = {(row.indicator, row.level): row for row in seen.rows if row.school_id == school.id}
    lines = []
    for rule in ground.catalogue.deciding:
        for level in sorted(rule.levels, key=_LEVELS.__getitem__):
            row = own.get((rule.id, level))
            district = pooled.get((rule.id, level, ""))
            if row is None or district is None or row.status is Status.NOT_APPLICABLE:
                continue
            figure = school_figure(ground, school, row, seen=seen)
            cluster = pooled.get((rule.id, level, str(school.cluster))) if school.cluster else None
            lines.append(Standing(rule, level, figure, district, cluster))
    return tuple(lines)
