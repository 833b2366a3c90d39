"""Why a goal of a school has its status: the figures that decide it and how the school answers a miss."""

from collections.abc import Iterable
from datetime import date

from data_layer.domain.pooling import goal_statuses
from data_layer.domain.suppression import Sight, Viewer
from data_layer.domain.vocabulary import RESPONSE_STAGES, GoalStatus
from data_layer.errors import NotFoundError
from data_layer.queries.explanation.origins import school_seen
from data_layer.queries.explanation.views import DistrictGoalExplanation, GoalExplanation, SchoolName
from data_layer.queries.ground import load_ground
from data_layer.queries.overview import district_overview
from data_layer.queries.results import mark_of
from data_layer.queries.school import school_card
from data_layer.queries.school_documents import school_documents
from data_layer.queries.standing import pooled_seen, results_seen
from data_layer.queries.views import FlagItem, GoalCard, OverviewFilters, SchoolCard
from data_layer.session import TenantSession


def explain_goal(
    session: TenantSession, *, school: str, goal: str, year: int, today: date, viewer: Viewer
) -> GoalExplanation:
    """school: its code; goal: its id. Raises NotFoundError where the viewer has no such school or goal."""
    found = school_card(session, school=school, year=year, today=today, viewer=viewer)
    block, card = _goal_card(found, goal)
    return GoalExplanation(
        school=SchoolName(found.school, found.short_name),
        year=year,
        today=today,
        card=card,
        block=block,
        block_title=next(each.title for each in found.blocks if each.number == block),
        mark=mark_of(card.status, (line.status for line in card.lines)),
        last_year=_last_year(session, school=school, goal=goal, year=year - 1, today=today, viewer=viewer),
        response=tuple(cell for cell in found.cycle if cell.block == block and cell.stage in RESPONSE_STAGES),
        documents=tuple(
            each
            for each in school_documents(session, school=school, year=year, today=today, viewer=viewer)
            if block in {each.block, *(covered for covered, _ in each.covers)}
        ),
        flags=tuple(_about(found.flags, card)),
    )


def _goal_card(found: SchoolCard, goal: str) -> tuple[int, GoalCard]:
    for block in found.blocks:
        for card in block.cards:
            if card.goal == goal:
                return block.number, card
    raise NotFoundError("Такой цели нет.")


def _about(flags: Iterable[FlagItem], card: GoalCard) -> list[FlagItem]:
    indicators = {line.indicator for line in card.lines}
    return [flag for flag in flags if flag.goal == card.goal or flag.indicator in indicators]


def _last_year(
    session: TenantSession, *, school: str, goal: str, year: int, today: date, viewer: Viewer
) -> GoalStatus | None:
    """None for a year that the district never used."""
    ground = load_ground(session, years=(year,), today=today, viewer=viewer)
    if year not in ground.used.years:
        return None
    entry = school_seen(ground, school)
    rules = [rule for rule in ground.catalogue.deciding if rule.goal == goal]
    rows = results_seen(session, ground, indicators=rules, school_ids=[entry.id])
    return goal_statuses(rows, rules).get((entry.id, goal, year))


def explain_district_goal(
    session: TenantSession, *, goal: str, year: int, today: date, viewer: Viewer
) -> DistrictGoalExplanation:
    """goal: its id. Raises NotFoundError for an unknown goal, and for a school, which has no page of the district."""
    if viewer.sight not in {Sight.FULL, Sight.OUTSIDER}:
        raise NotFoundError("Такой цели нет.")
    view = district_overview(session, filters=OverviewFilters(year), today=today, viewer=viewer)
    found = next((each for each in view.district_goals if each.goal == goal), None)
    if found is None:
        raise NotFoundError("Такой цели нет.")
    ground = load_ground(session, years=(year,), today=today, viewer=viewer)
    rules = [rule for rule in ground.catalogue.deciding if rule.goal == goal]
    pooled = {
        (row.indicator, row.level): row for row in pooled_seen(session, ground, indicators=rules) if not row.cluster
    }
    return DistrictGoalExplanation(
        year=year,
        today=today,
        goal=goal,
        code=found.code,
        title=found.title,
        block=found.block,
        status=found.status,
        lines=tuple((rule, pooled[rule.id, level]) for rule in rules for level in rule.levels),
        schools=found.schools_met,
    )
