"""Where a target comes from: the school, the district or the catalogue; who set it, and what stood there before."""

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import or_, select

from data_layer.domain.attainment import PERCENT_KINDS, tolerance_pp
from data_layer.domain.facts import DistrictSettings, IndicatorRule
from data_layer.domain.vocabulary import Direction, Level
from data_layer.models import AuditEvent, Target
from data_layer.queries.explanation.origins import names_of
from data_layer.queries.explanation.views import GivenBy, TargetGiven, Tolerance, ToleranceRule
from data_layer.session import TenantSession

_COMPARED: Final = frozenset({Direction.AT_LEAST, Direction.AT_MOST})


def targets_given(
    session: TenantSession, rule: IndicatorRule, *, level: Level, year: int, school_id: int | None
) -> tuple[TargetGiven | None, TargetGiven | None]:
    """The school's own target and the district's reference; school_id None asks for the reference alone."""
    row = Target
    query = select(row.school_id, row.target, row.author, row.set_at, row.batch_id, row.source_address).where(
        row.district_id == session.scope.district_id,
        row.indicator_id == rule.id,
        row.level == level.value,
        row.year == year,
        or_(row.school_id.is_(None), row.school_id == school_id),
    )
    found: dict[int | None, Any] = {each.school_id: each for each in session.execute(query)}
    names = names_of(session, found.values())

    def given(by: GivenBy, each: Any) -> TargetGiven:
        entry = names.entry(author=each.author, at=each.set_at, batch_id=each.batch_id, address=each.source_address)
        return TargetGiven(each.target, by, entry, _before(session, rule, level, year, each.school_id))

    own = given(GivenBy.SCHOOL, found[school_id]) if school_id is not None and school_id in found else None
    if None in found:
        return own, given(GivenBy.DISTRICT, found[None])
    proposed = rule.references.get(level)
    return own, None if proposed is None else TargetGiven(proposed, GivenBy.CATALOGUE)


def _before(
    session: TenantSession, rule: IndicatorRule, level: Level, year: int, school_id: int | None
) -> Decimal | None:
    """The value that the present one replaced, as the audit trail kept it."""
    row = AuditEvent
    is_of_school = row.school_id.is_(None) if school_id is None else row.school_id == school_id
    old = session.scalar(
        select(row.old)
        .where(
            row.district_id == session.scope.district_id,
            row.action == "target_changed",
            row.subject == f"{rule.id}:{level.value}:{year}",
            is_of_school,
        )
        .order_by(row.at.desc(), row.id.desc())
        .limit(1)
    )
    stated = None if old is None else old.get("target")
    return None if stated is None else Decimal(str(stated))


def tolerance_of(rule: IndicatorRule, target: Decimal | None, settings: DistrictSettings) -> Tolerance | None:
    """Within how much a miss is near; None where nothing is compared in percent."""
    if target is None or rule.kind not in PERCENT_KINDS or rule.direction not in _COMPARED:
        return None
    points = tolerance_pp(indicator=rule, target=target, settings=settings)
    if rule.tolerance_pp is not None:
        return Tolerance(points, ToleranceRule.OWN)
    is_part = rule.direction is Direction.AT_MOST and points < settings.tolerance_pp
    return Tolerance(points, ToleranceRule.PART_OF_TARGET if is_part else ToleranceRule.GENERAL)
