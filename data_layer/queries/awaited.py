"""What is awaited from one school, by day: documents of the cycle, figures, organisational items."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from data_layer.domain.facts import IndicatorRule
from data_layer.domain.flags.organisation_rules import YEARLY_ITEMS
from data_layer.domain.schedule import ORGANISATION
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Stage, Status
from data_layer.models import OrganisationItem
from data_layer.queries.cycle import cell_rows
from data_layer.queries.directory import find_school
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import results_of_the_day
from data_layer.queries.views import Count
from data_layer.session import TenantSession

_NOT_THERE = frozenset({Status.NO_DATA, Status.NOT_DUE})


class AwaitedKind(StrEnum):
    DOCUMENTS = "documents"
    FIGURES = "figures"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Awaited:
    """What one day asks a school for and is not there yet.

    stage, blocks: of documents. figures: indicators of which a level is without a figure. items: of the
    organisational ones, how many are there.
    """

    due: date
    kind: AwaitedKind
    stage: Stage | None = None
    blocks: tuple[int, ...] = ()
    figures: tuple[IndicatorRule, ...] = ()
    items: Count | None = None


def awaited_of(session: TenantSession, *, school: str, year: int, today: date) -> list[Awaited]:
    """The longest overdue first. Documents only where the district keeps the cycle in that year.

    They are counts of what is there, so nothing of them is hidden. Raises NotFoundError for an unknown school.
    """
    ground = load_ground(session, years=[year], today=today, viewer=Viewer.full())
    school_id = find_school(session, school).id
    found = [
        *_documents(session, ground, school_id),
        *_figures(session, ground, school_id),
        *_organisation(session, ground, school_id, year),
    ]
    return sorted(found, key=lambda each: (each.due, list(AwaitedKind).index(each.kind), each.blocks))


def _documents(session: TenantSession, ground: Ground, school_id: int) -> Iterable[Awaited]:
    blocks: dict[tuple[date, Stage], list[int]] = defaultdict(list)
    for cell in cell_rows(session, ground, school_ids=[school_id]):
        if cell.is_required and not cell.is_there and cell.due is not None and cell.year >= ground.tracked_from:
            blocks[cell.due, cell.stage].append(cell.block)
    return [
        Awaited(due, AwaitedKind.DOCUMENTS, stage=stage, blocks=tuple(sorted(found)))
        for (due, stage), found in blocks.items()
    ]


def _figures(session: TenantSession, ground: Ground, school_id: int) -> Iterable[Awaited]:
    rules: dict[date, dict[str, IndicatorRule]] = defaultdict(dict)
    for row in results_of_the_day(session, ground, indicators=ground.catalogue.deciding, school_ids=[school_id]):
        rule = ground.catalogue.indicator_by_id[row.indicator]
        due = ground.calendar.due(row.year, rule.period, school_id)
        if row.school_id == school_id and row.status in _NOT_THERE and due is not None:
            rules[due][rule.id] = rule
    return [
        Awaited(
            due, AwaitedKind.FIGURES, figures=tuple(sorted(found.values(), key=lambda rule: (rule.block, rule.code)))
        )
        for due, found in rules.items()
    ]


def _organisation(session: TenantSession, ground: Ground, school_id: int, year: int) -> Iterable[Awaited]:
    row = OrganisationItem
    query = select(row.item_id, row.year).where(
        row.district_id == session.scope.district_id, row.school_id == school_id, row.year <= year, row.is_present
    )
    # As the flags have it: what is there once stays there, but for what has to be renewed every year.
    there = {each.item_id for each in session.execute(query) if each.year == year or each.item_id not in YEARLY_ITEMS}
    wanted = ground.catalogue.organisation
    items = Count(sum(item.id in there for item in wanted), len(wanted))
    due = ground.calendar.due(year, ORGANISATION, school_id)
    return [Awaited(due, AwaitedKind.ORGANISATION, items=items)] if due is not None and items.k < items.n else []
