"""Flags that are up on a day, and the rows of `report gaps` in words."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import or_, select

from data_layer.domain.attainment import derive_results
from data_layer.domain.facts import FlagFact, OrganisationFact
from data_layer.domain.flag_texts import message, what_to_do, why
from data_layer.domain.flags import derive_flags, flag_days_overdue, is_active
from data_layer.domain.suppression import Sight, Viewer, visible_flag
from data_layer.domain.vocabulary import SEVERITY, TRACKED_RULES, Level, Rule, Stage
from data_layer.models import Flag, OrganisationItem
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import hidden_rows
from data_layer.queries.views import FlagItem
from data_layer.session import TenantSession

_RULES: Final = {rule.value: rule for rule in Rule}
# What is said of documents that are there.
_OF_DOCUMENTS: Final = frozenset(
    {
        Rule.STAGE_LATE,
        Rule.STAGE_OUT_OF_ORDER,
        Rule.DOCUMENT_STALE,
        Rule.DOCUMENT_REUSED,
        Rule.DOCUMENT_INCOMPLETE,
    }
)


def gaps(
    session: TenantSession,
    *,
    years: Collection[int] | None = None,
    school: str | None = None,
    today: date,
    viewer: Viewer,
) -> list[FlagItem]:
    """Active flags of the day in words; years: None for all that the district has used.

    By school, block, goal, indicator code, level, year, rule, stage, document; empty ones first.
    """
    ground = load_ground(session, years=years, today=today, viewer=viewer)
    ids = None if school is None else {each.id for each in ground.schools if each.code == school}
    items = [flag_item(ground, flag) for flag in active_flags(session, ground, school_ids=ids)]
    return sorted(items, key=_published_order(ground))


def _published_order(ground: Ground) -> Callable[[FlagItem], tuple[object, ...]]:
    rules = ground.catalogue.indicator_by_id

    def key(item: FlagItem) -> tuple[object, ...]:
        rule = rules.get(item.indicator or "")
        code = "" if rule is None else rule.code
        subject = (item.block or 0, item.goal or "", code, item.level or "")
        return (item.school, *subject, item.year, item.rule, item.stage or "", item.document)

    return key


def active_flags(
    session: TenantSession, ground: Ground, *, school_ids: Collection[int] | None = None
) -> list[FlagFact]:
    """Flags of the schools named (None: of all) that are up today and that the viewer may read."""
    if ground.viewer.sight is Sight.POOLED_ONLY:
        return []
    return readable(session, ground, raised_flags(session, ground, school_ids=school_ids))


def cell_flags(
    session: TenantSession, *, school_id: int, block: int, stage: Stage, year: int, today: date, viewer: Viewer
) -> list[tuple[int | None, FlagItem]]:
    """What is remarked of the documents of one cell today, with the id of the document where it is one's own.

    That nothing is there, or was given back, is said by the state of the cell.
    """
    ground = load_ground(session, years=[year], today=today, viewer=viewer)
    flags = readable(session, ground, raised_flags(session, ground, school_ids=[school_id]))
    return [
        (flag.document_id, flag_item(ground, flag))
        for flag in flags
        if (flag.year, flag.block, flag.stage) == (year, block, stage) and flag.rule in _OF_DOCUMENTS
    ]


def raised_flags(
    session: TenantSession, ground: Ground, *, school_ids: Collection[int] | None = None
) -> list[FlagFact]:
    """Flags that are up today, whoever looks: for counts over schools, never for a list of them."""
    return [
        *_stored_flags(session, ground, school_ids),
        *_flags_of_unused_years(session, ground, school_ids),
    ]


def readable(session: TenantSession, ground: Ground, flags: Iterable[FlagFact]) -> list[FlagFact]:
    """Those of the flags that the viewer may read, without what he may not know."""
    if ground.viewer.sight is Sight.FULL:
        return list(flags)
    hidden = hidden_rows(session, ground)
    seen = (
        visible_flag(flag, ground.viewer, indicators=ground.catalogue.indicators, hidden_rows=hidden) for flag in flags
    )
    return [flag for flag in seen if flag is not None]


def _stored_flags(session: TenantSession, ground: Ground, school_ids: Collection[int] | None) -> list[FlagFact]:
    """Stored flags that are up today; those of years before the cycle was kept are silent."""
    row, today = Flag, ground.today
    query = select(
        row.rule,
        row.school_id,
        row.year,
        row.block,
        row.stage,
        row.goal_id,
        row.indicator_id,
        row.level,
        row.document_id,
        row.document,
        row.due,
        row.active_from,
        row.active_to,
        row.details,
    ).where(
        row.district_id == session.scope.district_id,
        row.year.in_(ground.used_years),
        or_(row.active_from.is_(None), row.active_from <= today),
        or_(row.active_to.is_(None), row.active_to >= today),
        or_(row.year >= ground.tracked_from, row.rule.not_in(sorted(TRACKED_RULES))),
    )
    if school_ids is not None:
        query = query.where(row.school_id.in_(school_ids))
    return [_flag_fact(each) for each in session.execute(query)]


def _flag_fact(row: Any) -> FlagFact:
    rule, school_id, year, block, stage, goal, indicator, level, *rest = row
    return FlagFact(
        _RULES[rule],
        school_id,
        year,
        block,
        None if stage is None else Stage(stage),
        goal,
        indicator,
        None if level is None else Level(level),
        *rest,
    )


def _flags_of_unused_years(
    session: TenantSession, ground: Ground, school_ids: Collection[int] | None
) -> Iterator[FlagFact]:
    """What nobody has handed in for a year is missing all the same, by the default calendar."""
    years = [year for year in ground.unused_years if year >= ground.tracked_from]
    organisation = _organisation(session, school_ids) if years else {}
    for school in ground.schools if years else ():
        if school_ids is None or school.id in school_ids:
            flags = _flags_without_evidence(ground, school, years, organisation.get(school.id, []))
            yield from (flag for flag in flags if is_active(flag, ground.today))


def _organisation(session: TenantSession, school_ids: Collection[int] | None) -> dict[int, list[OrganisationFact]]:
    """Organisational items by school, over all years: most of them hold on once they are there."""
    row = OrganisationItem
    query = select(row.school_id, row.item_id, row.year, row.is_present).where(
        row.district_id == session.scope.district_id
    )
    if school_ids is not None:
        query = query.where(row.school_id.in_(school_ids))
    found: dict[int, list[OrganisationFact]] = defaultdict(list)
    for school_id, item, year, is_present in session.execute(query):
        found[school_id].append(OrganisationFact(item, year, is_present))
    return found


def _flags_without_evidence(
    ground: Ground, school: SchoolEntry, years: Collection[int], organisation: Collection[OrganisationFact]
) -> list[FlagFact]:
    results = derive_results(
        school=school.facts,
        indicators=ground.catalogue.indicators,
        years=years,
        observations=(),
        own_targets={},
        references={},
        settings=ground.settings,
    )
    return derive_flags(
        school=school.facts,
        years=years,
        indicators=ground.catalogue.indicators,
        requirements=ground.catalogue.requirements,
        document_types=ground.catalogue.document_types,
        results=results,
        observations=(),
        documents=(),
        organisation=organisation,
        organisation_items=ground.catalogue.organisation_items,
        schedules=ground.calendar.of_school(school.id),
        own_targets={},
        foreign_files={},
        settings=ground.settings,
    )


def flag_item(ground: Ground, flag: FlagFact) -> FlagItem:
    school = ground.school_by_id[flag.school_id]
    return FlagItem(
        rule=flag.rule,
        severity=SEVERITY[flag.rule],
        school=school.code,
        school_name=school.short_name,
        year=flag.year,
        block=flag.block,
        stage=flag.stage,
        goal=flag.goal,
        indicator=flag.indicator,
        level=flag.level,
        due=flag.due,
        days_overdue=flag_days_overdue(flag, ground.today),
        document=flag.document,
        message=message(flag, today=ground.today, names=ground.catalogue),
        why=why(flag.rule),
        what_to_do=what_to_do(flag.rule),
    )
