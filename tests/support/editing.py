"""Saving by hand in the two districts, as one of their people would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from data_layer.commands.editing import (
    Author,
    CellEdit,
    DocumentEdit,
    ItemEdit,
    RowEdit,
    Saved,
    TargetEdit,
    save_document,
    save_item,
    save_row,
)
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Level, Stage
from data_layer.models import Observation, Target
from data_layer.queries.entry import EntryRow, entry_row
from data_layer.session import TenantSession, tenant_session
from tests.support.districts import TwoDistricts

# «1.1», a share with a reference of 90 %; 2025/26 is a year the districts use.
INDICATOR: Final = "b1_certification_attainment"
BREAKDOWN: Final = "b5_deficit_breakdown"
YEAR: Final = 2025
TODAY: Final = date(2026, 9, 18)

DIRECTOR: Final = Author("director", is_of_school=True, may_set_targets=True, today=TODAY)
COORDINATOR: Final = Author("coordinator", is_of_school=True, may_set_targets=False, today=TODAY)
OFFICIAL: Final = Author("official", is_of_school=False, may_set_targets=True, today=TODAY)


def figures(*, seen: int | None = None, target: TargetEdit | None = None, **typed: str) -> RowEdit:
    """A row of НОО with its figures as typed."""
    return RowEdit(INDICATOR, Level.NOO, YEAR, (CellEdit(seen=seen, **typed),), target)


@dataclass(frozen=True, slots=True)
class Editing:
    """School «1» of alpha."""

    districts: TwoDistricts

    @property
    def school_id(self) -> int:
        return self.districts.alpha.schools[0]

    @contextmanager
    def session(self, author: Author = DIRECTOR) -> Iterator[TenantSession]:
        school_id = self.school_id if author.is_of_school else None
        with tenant_session(self.districts.engine, self.districts.alpha.scope(school_id)) as session:
            yield session

    def save(self, edit: RowEdit, *, author: Author = DIRECTOR, school: str = "1") -> Saved:
        with self.session(author) as session:
            return save_row(session, edit, school=school, author=author)

    def set_target(self, typed: str, *, was: str = "", version: str = "", author: Author = DIRECTOR) -> Saved:
        edit = RowEdit(INDICATOR, Level.NOO, YEAR, (), TargetEdit(typed, was, version))
        return self.save(edit, author=author)

    def save_item(self, item: str, *, author: Author = DIRECTOR, version: int = 0, **typed: str) -> Saved:
        given = {"present": "да", "date": "", "url": ""} | typed
        with self.session(author) as session:
            edit = ItemEdit(item=item, year=YEAR, version=version, **given)
            return save_item(session, edit, school="1", author=author)

    def save_document(
        self, *, author: Author = DIRECTOR, document: int | None = None, version: int = 0, **typed: str
    ) -> Saved:
        edit = DocumentEdit(1, Stage.ANALYSIS, YEAR, {"type": "analytical_report", **typed}, document, version)
        with self.session(author) as session:
            return save_document(session, edit, school="1", author=author)

    def row(self, indicator: str = INDICATOR, level: Level = Level.NOO) -> EntryRow:
        with self.session() as session:
            return entry_row(
                session,
                school="1",
                indicator=indicator,
                level=level,
                year=YEAR,
                today=TODAY,
                viewer=Viewer.own_school(self.school_id),
            )

    def observations(self) -> list[Observation]:
        """All of alpha's, superseded ones included, in the order in which they came."""
        with self.session(OFFICIAL) as session:
            query = select(Observation).where(Observation.district_id == self.districts.alpha.id)
            return list(session.scalars(query.order_by(Observation.id)))

    def targets(self) -> list[Target]:
        with self.session(OFFICIAL) as session:
            return list(session.scalars(select(Target).where(Target.district_id == self.districts.alpha.id)))


def changed(edit: RowEdit, **fields: Any) -> RowEdit:
    """The same row with other figures in its only cell."""
    return replace(edit, cells=(replace(edit.cells[0], **fields),))
