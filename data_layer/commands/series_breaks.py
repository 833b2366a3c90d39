"""From which school year on figures of an indicator are gathered otherwise: the district's word, with its reason."""

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh
from data_layer.commands.imports.apply import lock_district
from data_layer.errors import ChangedMeanwhileError, NotFoundError
from data_layer.models import Indicator
from data_layer.session import TenantSession


def indicator_row(session: TenantSession, indicator: str) -> Indicator:
    """Raises NotFoundError where the district has no such indicator."""
    query = select(Indicator).where(Indicator.district_id == session.scope.district_id, Indicator.id == indicator)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFoundError("Такого показателя нет.")
    return row


def put_break(row: Indicator, *, year: int, reason: str) -> bool:
    """Set, change or (with an empty reason) take away one break; whether that changed anything."""
    present = row.breaks or {}
    rest = {known: words for known, words in present.items() if known != str(year)}
    wanted = rest | {str(year): reason} if reason else rest
    if wanted == present:
        return False
    row.breaks = wanted or None
    return True


def set_series_break(
    session: TenantSession,
    *,
    indicator: str,
    year: int,
    reason: str,
    expected: str,
    actor: str,
    request_id: str = "",
) -> bool:
    """The same with its trail and what follows from it. reason: empty = the two years make a series after all.

    expected: the reason that the person saw there. Raises NotFoundError, and ChangedMeanwhileError where another
    stands there by now.
    """
    lock_district(session)
    row = indicator_row(session, indicator)
    before = (row.breaks or {}).get(str(year), "")
    if before == reason:
        return False
    if before != expected:
        raise ChangedMeanwhileError("Пока форма была открыта, эту отметку изменили.")
    put_break(row, year=year, reason=reason)
    session.flush()
    record(
        session,
        actor=actor,
        action="series_break_set" if reason else "series_break_removed",
        subject=f"{indicator}:{year}",
        district_id=session.scope.district_id,
        old={"reason": before} if before else None,
        new={"reason": reason} if reason else None,
        request_id=request_id,
    )
    # Growth has no baseline across a break, and targets are not held against figures before it.
    refresh(session)
    return True
