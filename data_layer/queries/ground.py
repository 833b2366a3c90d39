"""What every answer about a district stands on, read once: its catalogue, calendar, schools and years."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from data_layer.domain.facts import DistrictSettings
from data_layer.domain.flags import default_tracked_from
from data_layer.domain.suppression import Viewer
from data_layer.queries.catalogue import (
    Calendar,
    Catalogue,
    DistrictCard,
    district_card,
    load_catalogue,
    years_and_calendar,
)
from data_layer.queries.directory import SchoolEntry, UsedYears, school_list
from data_layer.session import TenantSession


@dataclass(frozen=True)
class Ground:
    """years: those asked for. every_school: all of the session, by code. today: the day of the answer."""

    district: DistrictCard
    catalogue: Catalogue
    calendar: Calendar
    every_school: Sequence[SchoolEntry]
    used: UsedYears
    years: tuple[int, ...]
    today: date
    viewer: Viewer

    @property
    def settings(self) -> DistrictSettings:
        return self.district.settings

    @cached_property
    def schools(self) -> Sequence[SchoolEntry]:
        """Those that are there in any of the years: a closed school belongs to its own years alone."""
        return [school for school in self.every_school if any(map(school.is_there, self.years))]

    @cached_property
    def school_by_id(self) -> Mapping[int, SchoolEntry]:
        return {school.id: school for school in self.every_school}

    @cached_property
    def used_years(self) -> tuple[int, ...]:
        """Of the years asked for, those that have stored rows."""
        return tuple(year for year in self.years if year in self.used.years)

    @cached_property
    def unused_years(self) -> tuple[int, ...]:
        """Of the years asked for, those about which nothing has ever been handed in."""
        return tuple(year for year in self.years if year not in self.used.years)

    @cached_property
    def tracked_from(self) -> int:
        """The year from which the district keeps the cycle; earlier ones raise no alarms."""
        chosen = self.settings.tracked_from
        return default_tracked_from(self.used.with_documents, self.today) if chosen is None else chosen


def load_ground(session: TenantSession, *, years: Collection[int] | None, today: date, viewer: Viewer) -> Ground:
    """years: starting years, None for all that the district has used."""
    used, calendar = years_and_calendar(session, years)
    return Ground(
        district=district_card(session),
        catalogue=load_catalogue(session, with_sources=False),
        calendar=calendar,
        every_school=school_list(session),
        used=used,
        years=tuple(sorted(calendar.district)),
        today=today,
        viewer=viewer,
    )


def over_years(session: TenantSession, ground: Ground, years: Collection[int]) -> Ground:
    """The same ground over other years: only their calendar is read."""
    used, calendar = years_and_calendar(session, years)
    return replace(ground, calendar=calendar, used=used, years=tuple(sorted(calendar.district)))
