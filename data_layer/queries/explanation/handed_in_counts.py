"""Counts of «Кто сдал» for one school: figures, own targets, items of its organisation, each told one by one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from data_layer.domain.facts import ResultFact
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Level
from data_layer.errors import NotFoundError
from data_layer.queries.explanation.origins import school_name, school_seen
from data_layer.queries.explanation.views import CountExplanation, CountKind, CountPart
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.handed_in import (
    HandedInRow,
    awaited_figures,
    has_figure,
    has_own_target,
    items_of,
    taking_targets,
)
from data_layer.queries.standing import results_of_the_day
from data_layer.queries.views import Count
from data_layer.session import TenantSession

_LEVELS: Final = {level: place for place, level in enumerate(Level)}


def counts_of(row: HandedInRow) -> Mapping[CountKind, Count]:
    """In the order of the board, by what «Почему?» calls them."""
    return {
        CountKind.FIGURES: row.figures,
        CountKind.TARGETS: row.targets,
        CountKind.DOCUMENTS: row.documents,
        CountKind.ITEMS: row.organisation,
    }


def handed_in_count(
    session: TenantSession, kind: CountKind, *, school: str | None, year: int, today: date, viewer: Viewer
) -> CountExplanation:
    """Raises NotFoundError for a school of which the viewer does not see all, and without a school."""
    if school is None:
        raise NotFoundError("Этого счёта нет.")
    ground = load_ground(session, years=(year,), today=today, viewer=viewer)
    entry = school_seen(ground, school)
    if not viewer.sees_all_of(entry.id):
        raise NotFoundError("Этого счёта нет.")
    parts = _PARTS[kind](session, ground, entry.id)
    return CountExplanation(
        kind=kind,
        year=year,
        today=today,
        level=None,
        cluster=None,
        block=None,
        stage=None,
        due=None,
        school=school_name(entry),
        total=Count(sum(each.count.k for each in parts if each.count), len(parts)),
        before=None,
        parts=tuple(parts),
        hidden=0,
    )


def _results(session: TenantSession, ground: Ground, school_id: int) -> list[ResultFact]:
    return results_of_the_day(session, ground, indicators=ground.catalogue.deciding, school_ids=[school_id])


def _figures(session: TenantSession, ground: Ground, school_id: int) -> list[CountPart]:
    return _of_results(ground, awaited_figures(_results(session, ground, school_id)), has_figure)


def _targets(session: TenantSession, ground: Ground, school_id: int) -> list[CountPart]:
    return _of_results(ground, taking_targets(ground, _results(session, ground, school_id)), has_own_target)


def _of_results(ground: Ground, rows: Iterable[ResultFact], is_there: Callable[[ResultFact], bool]) -> list[CountPart]:
    """In the order of the catalogue; whatever is lacking first."""
    rules = ground.catalogue.indicator_by_id
    place = {rule.id: number for number, rule in enumerate(ground.catalogue.enabled)}
    parts = [(is_there(row), place[row.indicator], _LEVELS[Level(row.level)], row) for row in rows]
    return [
        CountPart(
            None,
            f"{rules[row.indicator].code} {rules[row.indicator].title_short or rules[row.indicator].title}",
            Count(int(is_given), 1),
            indicator=row.indicator,
            level=Level(row.level),
        )
        for is_given, _, _, row in sorted(parts, key=lambda each: each[:3])
    ]


def _items(session: TenantSession, ground: Ground, school_id: int) -> list[CountPart]:
    present = items_of(session, school_id=school_id, year=ground.years[0])
    parts = [
        CountPart(None, ground.catalogue.organisation_item(item), Count(int(item in present), 1))
        for item in ground.catalogue.organisation_items
    ]
    return sorted(parts, key=lambda part: part.count is not None and bool(part.count.k))


_PARTS: Final[Mapping[CountKind, Callable[[TenantSession, Ground, int], list[CountPart]]]] = {
    CountKind.FIGURES: _figures,
    CountKind.TARGETS: _targets,
    CountKind.ITEMS: _items,
}
