"""What next year's figures say of the measures and decisions of a school and year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from data_layer.domain.closing import Closing, closing_of
from data_layer.domain.facts import Cell, IndicatorRule
from data_layer.domain.vocabulary import DocumentStatus, Stage, Status
from data_layer.models import Result
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class NextYear:
    """Statuses of the deciding results one school year on, by goal, and the goals of each block."""

    by_goal: Mapping[str, Sequence[Status]]
    goals_of_block: Mapping[int, Sequence[str]]

    def closing(
        self, *, block: int, stage: Stage, status: DocumentStatus, effect: str, covers: Iterable[Cell]
    ) -> Closing | None:
        """By the goals that the document names, else by all goals of its block."""
        named = [cell.goal for cell in covers if cell.goal]
        goals = named or self.goals_of_block.get(block, ())
        found = [each for goal in goals for each in self.by_goal.get(goal, ())]
        return closing_of(stage=stage, status=status, effect=effect, next_year=found)


def next_year(session: TenantSession, *, deciding: Sequence[IndicatorRule], school_id: int, year: int) -> NextYear:
    """deciding: the indicators that decide goals. year: of the documents, not the next one."""
    goal_of = {rule.id: rule.goal for rule in deciding if rule.goal}
    goals_of_block: dict[int, list[str]] = defaultdict(list)
    for rule in deciding:
        if rule.goal and rule.goal not in goals_of_block[rule.block]:
            goals_of_block[rule.block].append(rule.goal)
    row = Result
    query = select(row.indicator_id, row.status).where(
        row.district_id == session.scope.district_id,
        row.school_id == school_id,
        row.year == year + 1,
        row.indicator_id.in_(goal_of),
    )
    by_goal: dict[str, list[Status]] = defaultdict(list)
    for indicator, status in session.execute(query):
        by_goal[goal_of[indicator]].append(Status(status))
    return NextYear(by_goal, goals_of_block)
