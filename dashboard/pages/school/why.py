"""`/panels/why`: the answer to «Почему?» about whatever a page shows; what the asker may not know is not found."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, request

from dashboard.access.policy import Permission, may
from dashboard.addresses.names import Names
from dashboard.addresses.why import (
    WHY_PATH,
    WhyCell,
    WhyCount,
    WhyFlag,
    WhyGoal,
    WhyPooled,
    WhyResult,
    WhySlice,
    WhySubject,
    parse_why,
)
from dashboard.binding import RequestContext, register_route
from dashboard.components.explanation import (
    cell_panel,
    count_panel,
    district_goal_panel,
    flag_panel,
    goal_panel,
    pooled_panel,
    result_panel,
    slice_panel,
)
from dashboard.errors import InvalidInputError
from data_layer.queries.cycle_views import Show
from data_layer.queries.explanation import (
    explain_cell,
    explain_count,
    explain_district_goal,
    explain_flag,
    explain_goal,
    explain_pooled,
    explain_result,
    explain_slice,
)
from data_layer.queries.explanation.views import CountWithin, FlagKey
from data_layer.queries.views import OverviewFilters


def register_why(server: Flask) -> None:
    register_route(server, WHY_PATH, methods=["GET"], permission=Permission.VIEW_SCHOOL, handler=show_why)


def show_why(ctx: RequestContext) -> str:
    """The panel's HTML. Raises InvalidInputError for a question that nothing of ours asks."""
    subject = parse_why(request.query_string.decode("ascii", "replace"), today=ctx.today)
    if subject is None:
        raise InvalidInputError
    return _ANSWERS[type(subject)](ctx, subject)


def _viewing(ctx: RequestContext) -> dict[str, Any]:
    return {"today": ctx.today, "viewer": ctx.viewer}


def _may_enter(ctx: RequestContext) -> bool:
    return may(ctx.principal.role, Permission.WRITE_DATA)


def _result(ctx: RequestContext, asked: WhyResult) -> str:
    told = explain_result(
        ctx.session,
        school=asked.school,
        indicator=asked.indicator,
        level=asked.level,
        year=asked.year,
        **_viewing(ctx),
    )
    return result_panel(told, time_zone=ctx.principal.time_zone, may_enter=_may_enter(ctx))


def _pooled(ctx: RequestContext, asked: WhyPooled) -> str:
    told = explain_pooled(
        ctx.session,
        indicator=asked.indicator,
        level=asked.level,
        year=asked.year,
        cluster=asked.cluster,
        **_viewing(ctx),
    )
    return pooled_panel(told, time_zone=ctx.principal.time_zone, is_coded=asked.names is Names.CODED)


def _goal(ctx: RequestContext, asked: WhyGoal) -> str:
    if not asked.school:
        return district_goal_panel(
            explain_district_goal(ctx.session, goal=asked.goal, year=asked.year, **_viewing(ctx))
        )
    return goal_panel(explain_goal(ctx.session, school=asked.school, goal=asked.goal, year=asked.year, **_viewing(ctx)))


def _cell(ctx: RequestContext, asked: WhyCell) -> str:
    told = explain_cell(
        ctx.session, school=asked.school, block=asked.block, stage=asked.stage, year=asked.year, **_viewing(ctx)
    )
    return cell_panel(told, time_zone=ctx.principal.time_zone, may_enter=_may_enter(ctx))


def _flag(ctx: RequestContext, asked: WhyFlag) -> str:
    key = FlagKey(
        asked.rule,
        asked.block,
        asked.stage,
        asked.goal or None,
        asked.indicator or None,
        asked.level,
        asked.document,
    )
    told = explain_flag(ctx.session, school=asked.school, year=asked.year, key=key, **_viewing(ctx))
    return flag_panel(told, time_zone=ctx.principal.time_zone, may_enter=_may_enter(ctx))


def _count(ctx: RequestContext, asked: WhyCount) -> str:
    filters = OverviewFilters(year=asked.year, level=asked.level, cluster=asked.cluster, block=asked.block)
    return count_panel(
        explain_count(
            ctx.session,
            kind=asked.count,
            filters=filters,
            stage=asked.stage,
            due=asked.due,
            school=asked.school or None,
            within=CountWithin(asked.goal, asked.school_kind, asked.show or Show.ALL),
            **_viewing(ctx),
        ),
        is_coded=asked.names is Names.CODED,
    )


def _slice(ctx: RequestContext, asked: WhySlice) -> str:
    told = explain_slice(
        ctx.session,
        indicator=asked.indicator,
        level=asked.level,
        year=asked.year,
        dimension=asked.dimension,
        key=asked.key,
        cluster=asked.cluster,
        school_kind=asked.school_kind,
        **_viewing(ctx),
    )
    return slice_panel(told, is_coded=asked.names is Names.CODED)


_ANSWERS: Final[Mapping[type[WhySubject], Callable[[RequestContext, Any], str]]] = {
    WhyResult: _result,
    WhyPooled: _pooled,
    WhyGoal: _goal,
    WhyCell: _cell,
    WhyFlag: _flag,
    WhyCount: _count,
    WhySlice: _slice,
}
