"""The settings of a district: what rules and views depend on, its name and its time zone."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Final
from zoneinfo import available_timezones

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh
from data_layer.commands.imports.apply import lock_district
from data_layer.domain.facts import DistrictSettings
from data_layer.domain.school_year import EARLIEST_YEAR
from data_layer.errors import ChangedMeanwhileError, DataLayerError
from data_layer.models import District
from data_layer.queries.catalogue import read_settings
from data_layer.session import TenantSession

# Settings on which stored rows depend; the others only change what a query shows.
_DERIVED: Final = frozenset({"due_soon_days", "tolerance_pp", "stale_before", "cycle_closes"})
LONGEST_TITLE: Final = 200
# A median of fewer than three schools would tell one of them the results of the others.
_LIMITS: Final = {"small_cohort": (1, 100), "due_soon_days": (0, 90), "benchmark_schools": (3, 100)}
_LARGEST_TOLERANCE: Final = Decimal(20)


class InvalidSettingError(DataLayerError):
    """A value outside what the setting can be. field: which setting."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def check_settings(settings: DistrictSettings, *, today: date) -> None:
    """Raises InvalidSettingError for the first value that cannot be."""
    for name, (least, most) in _LIMITS.items():
        if not least <= getattr(settings, name) <= most:
            raise InvalidSettingError(f"Нужно целое число от {least} до {most}.", field=name)
    tolerance = settings.tolerance_pp
    if not 0 <= tolerance <= _LARGEST_TOLERANCE or tolerance != round(tolerance, 2):
        raise InvalidSettingError("Нужно число от 0 до 20, не больше двух знаков после запятой.", field="tolerance_pp")
    tracked = settings.tracked_from
    if tracked is not None and not EARLIEST_YEAR <= tracked <= today.year + 1:
        raise InvalidSettingError("Такого учебного года нет в списке.", field="tracked_from")


def change_settings(
    session: TenantSession,
    settings: DistrictSettings,
    *,
    expected: DistrictSettings,
    today: date,
    actor: str,
    request_id: str = "",
) -> tuple[str, ...]:
    """Keep the district's settings; the names of those that changed.

    expected: what the person saw. Raises ChangedMeanwhileError where one that is to be changed is another
    by now, InvalidSettingError.
    """
    check_settings(settings, today=today)
    lock_district(session)
    district = _district(session)
    now = read_settings(district.settings or {})
    wanted = {each.name: getattr(settings, each.name) for each in fields(DistrictSettings)}
    changed = [name for name, value in wanted.items() if value != getattr(expected, name)]
    for name in changed:
        if getattr(now, name) not in {getattr(expected, name), wanted[name]}:
            raise ChangedMeanwhileError("Пока форма была открыта, эту настройку изменили.", field=name)
    changed = [name for name in changed if getattr(now, name) != wanted[name]]
    if not changed:
        return ()
    district.settings = _stored({**_values(now), **{name: wanted[name] for name in changed}})
    record(
        session,
        actor=actor,
        action="settings_changed",
        district_id=district.id,
        old={name: _plain(getattr(now, name)) for name in changed},
        new={name: _plain(wanted[name]) for name in changed},
        request_id=request_id,
    )
    session.flush()
    if _DERIVED & set(changed):
        refresh(session)
    return tuple(changed)


def rename_district(
    session: TenantSession, *, title: str, time_zone: str, actor: str, request_id: str = ""
) -> tuple[str, ...]:
    """Change the district's name and time zone; what changed. Raises InvalidSettingError."""
    title = " ".join(title.split())
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        raise InvalidSettingError(f"Название: от 1 до {LONGEST_TITLE} знаков.", field="title")
    if time_zone not in available_timezones():
        raise InvalidSettingError("Такого часового пояса нет в списке.", field="time_zone")
    district = _district(session)
    wanted = {"title": title, "time_zone": time_zone}
    old = {name: getattr(district, name) for name in wanted}
    changed = [name for name, value in wanted.items() if old[name] != value]
    if not changed:
        return ()
    for name in changed:
        setattr(district, name, wanted[name])
    record(
        session,
        actor=actor,
        action="district_changed",
        subject=district.code,
        district_id=district.id,
        old={name: old[name] for name in changed},
        new={name: wanted[name] for name in changed},
        request_id=request_id,
    )
    session.flush()
    return tuple(changed)


def _district(session: TenantSession) -> District:
    return session.get_one(District, session.scope.district_id)


def _values(settings: DistrictSettings) -> dict[str, Any]:
    return {each.name: getattr(settings, each.name) for each in fields(DistrictSettings)}


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what differs from the defaults, as JSON keeps it."""
    defaults = _values(DistrictSettings())
    return {name: _plain(value) for name, value in values.items() if value != defaults[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
