"""A school year comes into being, with the default calendar, when it is first used."""

from collections.abc import Iterable

from sqlalchemy import select

from data_layer.commands.imports.writing import Writing
from data_layer.domain.schedule import default_schedule
from data_layer.models import ScheduleEntry, SchoolYear
from data_layer.session import district_wide


def ensure_years(writing: Writing, years: Iterable[int]) -> None:
    """Open the years that the district has not used yet; every school then has rows for them."""
    session, district_id = writing.session, writing.district_id
    query = select(SchoolYear.year).where(SchoolYear.district_id == district_id)
    missing = set(years) - set(session.scalars(query))
    if not missing:
        return
    writing.touches_all = True
    # The first school to hand something in opens the year for the whole district.
    with district_wide(session):
        for year in sorted(missing):
            opened = SchoolYear(district_id=district_id, year=year, has_documents=False)
            session.add(opened)
            writing.keep_new(opened)
            session.add_all(
                ScheduleEntry(district_id=district_id, year=year, key=key, due=due)
                for key, due in default_schedule(year).items()
            )
