"""Who has handed in what: schools × figures, targets, documents, organisation, and when they last did."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from data_layer.domain.facts import ResultFact
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Cluster, IndicatorKind, Status, TargetOrigin
from data_layer.models import Observation, OrganisationItem, User
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import results_of_the_day
from data_layer.queries.views import Count
from data_layer.session import TenantSession

_NOT_AWAITED = frozenset({Status.NOT_APPLICABLE, Status.NOT_DUE})


@dataclass(frozen=True, slots=True)
class HandedInRow:
    """One school in one year.

    figures: attainment figures there of those whose day has passed or that are there already. targets: own
    targets of all attainment figures that take one. documents: cells with something there of the required
    ones whose day has passed. organisation: items marked present. last_at, last_by: the newest figure.
    """

    code: str
    short_name: str
    cluster: Cluster | None
    figures: Count
    targets: Count
    documents: Count
    organisation: Count
    last_at: datetime | None
    last_by: str

    @property
    def is_missing(self) -> bool:
        """Whether figures or documents are awaited whose day has passed."""
        return self.figures.k < self.figures.n or self.documents.k < self.documents.n


def handed_in_rows(session: TenantSession, *, year: int, today: date) -> list[HandedInRow]:
    """Schools of the session by code. They are counts of what is there, so nothing of them is hidden."""
    ground = load_ground(session, years=[year], today=today, viewer=Viewer.full())
    results = _by_school(results_of_the_day(session, ground, indicators=ground.catalogue.deciding))
    cells = _by_school(cell_rows(session, ground))
    items = _items_present(session, year)
    last = _last_entries(session, year)
    wanted = len(ground.catalogue.organisation)
    return [
        _row(
            ground,
            school,
            results=results[school.id],
            cells=cells[school.id],
            organisation=Count(items.get(school.id, 0), wanted),
            last=last.get(school.id, (None, "")),
        )
        for school in ground.schools
    ]


def _by_school(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.school_id].append(row)
    return found


def _row(
    ground: Ground,
    school: SchoolEntry,
    *,
    results: Sequence[ResultFact],
    cells: Sequence[CellRow],
    organisation: Count,
    last: tuple[datetime | None, str],
) -> HandedInRow:
    at, by = last
    awaited = awaited_figures(results)
    passed = [cell for cell in cells if cell.is_passed]
    return HandedInRow(
        code=school.code,
        short_name=school.short_name,
        cluster=school.cluster,
        figures=Count(sum(map(has_figure, awaited)), len(awaited)),
        targets=_targets(ground, results),
        documents=Count(sum(cell.is_there for cell in passed), len(passed)),
        organisation=organisation,
        last_at=at,
        last_by=by,
    )


def awaited_figures(results: Iterable[ResultFact]) -> list[ResultFact]:
    """Those whose day has passed or that are there already."""
    return [row for row in results if row.status not in _NOT_AWAITED]


def has_figure(row: ResultFact) -> bool:
    return row.status is not Status.NO_DATA


def taking_targets(ground: Ground, results: Iterable[ResultFact]) -> list[ResultFact]:
    """Those for which a school may set a target of its own."""
    rules = ground.catalogue.indicator_by_id
    return [
        row
        for row in results
        if row.status is not Status.NOT_APPLICABLE
        and rules[row.indicator].direction is not None
        and rules[row.indicator].kind is not IndicatorKind.GROWTH
    ]


def has_own_target(row: ResultFact) -> bool:
    return row.target_origin is TargetOrigin.OWN


def _targets(ground: Ground, results: Collection[ResultFact]) -> Count:
    taking = taking_targets(ground, results)
    return Count(sum(map(has_own_target, taking)), len(taking))


def _items_present(session: TenantSession, year: int) -> dict[int, int]:
    row = OrganisationItem
    query = (
        select(row.school_id, func.count())
        .where(row.district_id == session.scope.district_id, row.year == year, row.is_present)
        .group_by(row.school_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def items_of(session: TenantSession, *, school_id: int, year: int) -> frozenset[str]:
    """Ids of the organisational items that one school has marked as present."""
    row = OrganisationItem
    query = select(row.item_id).where(
        row.district_id == session.scope.district_id, row.school_id == school_id, row.year == year, row.is_present
    )
    return frozenset(session.scalars(query))


def _last_entries(session: TenantSession, year: int) -> dict[int, tuple[datetime, str]]:
    """The newest figure in force of every school: when, and the name of who entered it."""
    row = Observation
    query = (
        select(row.school_id, row.author, func.max(row.recorded_at))
        .where(row.district_id == session.scope.district_id, row.year == year, row.superseded_at.is_(None))
        .group_by(row.school_id, row.author)
    )
    found: dict[int, tuple[datetime, str]] = {}
    for school_id, author, at in session.execute(query):
        if school_id not in found or at > found[school_id][0]:
            found[school_id] = (at, author)
    names = _names(session, {author for _, author in found.values()})
    return {school_id: (at, names.get(author, author)) for school_id, (at, author) in found.items()}


def _names(session: TenantSession, logins: Collection[str]) -> dict[str, str]:
    rows = session.execute(select(User.login, User.full_name).where(User.login.in_(logins)))
    return {login: name or login for login, name in rows}
