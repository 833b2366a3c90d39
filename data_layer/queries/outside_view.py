"""What others see of a school: which of its figures are hidden from a presenter, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data_layer.domain.suppression import Viewer, hides_block_counts, is_small, suppress_results
from data_layer.domain.vocabulary import Level, Status
from data_layer.errors import NotFoundError
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.explanation.origins import school_seen
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import results_of_the_day
from data_layer.session import TenantSession


class HiddenBecause(StrEnum):
    SENSITIVE = "sensitive"
    SMALL = "small"
    COMPLEMENT = "complement"


@dataclass(frozen=True, slots=True)
class HiddenFigure:
    indicator: str
    code: str
    title: str
    level: Level
    because: HiddenBecause


@dataclass(frozen=True, slots=True)
class OutsideView:
    """shown, hidden: figures of the school that have a number. blocks: whose «k из n» reads «скрыто».

    is_whole: all schools of the district were looked at; otherwise (for the school itself, which must not
    learn from others' figures) further figures may be hidden so that no sum gives a small group away.
    """

    shown: int
    hidden: tuple[HiddenFigure, ...]
    blocks: tuple[int, ...]
    smallest_cohort: int
    benchmark_schools: int
    is_whole: bool


def outside_view(session: TenantSession, *, school: str, year: int, today: date, viewer: Viewer) -> OutsideView:
    """The school through the eyes of a presenter. Raises NotFoundError where the viewer does not see all of it."""
    ground = load_ground(session, years=(year,), today=today, viewer=viewer)
    entry = school_seen(ground, school)
    if not viewer.sees_all_of(entry.id):
        raise NotFoundError(f"Школы с кодом «{school}» нет.")
    return _outside_view_of(session, ground, entry)


def _outside_view_of(session: TenantSession, ground: Ground, entry: SchoolEntry) -> OutsideView:
    """The same over the years of the ground, of which there is one."""
    sees_all = session.scope.school_id is None
    rules = ground.catalogue.deciding
    rows = results_of_the_day(
        session, ground, indicators=rules, school_ids=None if sees_all else [entry.id], with_targets=False
    )
    seen = suppress_results(
        rows,
        viewer=Viewer.outsider(),
        indicators=ground.catalogue.enabled,
        settings=ground.settings,
        clusters={each.id: each.cluster or "" for each in ground.schools},
    )
    pairs = [(row, shown) for row, shown in zip(rows, seen, strict=True) if row.school_id == entry.id]
    hidden = []
    for row, shown in pairs:
        if shown.status is Status.SUPPRESSED:
            rule = ground.catalogue.indicator_by_id[row.indicator]
            because = HiddenBecause.COMPLEMENT
            if rule.is_sensitive:
                because = HiddenBecause.SENSITIVE
            elif is_small(row, ground.settings):
                because = HiddenBecause.SMALL
            hidden.append(HiddenFigure(rule.id, rule.code, rule.title_short or rule.title, row.level, because))
    blocks = [
        block.number
        for block in ground.catalogue.blocks
        if hides_block_counts(
            Viewer.outsider(), [each for each in ground.catalogue.enabled if each.block == block.number]
        )
    ]
    return OutsideView(
        shown=sum(shown.value is not None for _, shown in pairs),
        hidden=tuple(sorted(hidden, key=lambda each: (each.code, each.level))),
        blocks=tuple(blocks),
        smallest_cohort=ground.settings.small_cohort,
        benchmark_schools=ground.settings.benchmark_schools,
        is_whole=sees_all,
    )
