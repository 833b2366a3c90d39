"""The district's own goals over pooled figures, beside the headline."""

from dashboard import html
from dashboard.addresses.compare import compare_href
from dashboard.addresses.why import WhyGoal
from dashboard.components.marks import status_mark, unseen
from dashboard.components.why import why_number
from dashboard.formatting import NO_BREAK, tied, whole
from dashboard.html import Element
from dashboard.texts.overview import district_goals_sentence
from dashboard.texts.words import GOAL_STATUSES, of_schools
from data_layer.domain.vocabulary import GoalStatus, Status
from data_layer.queries.views import DistrictGoal, Overview


def district_goals(view: Overview) -> Element | None:
    if not view.district_goals:
        return None
    summary = html.Summary(
        [district_goals_sentence(view.district_goals_met, cluster=view.filters.cluster), html.Span(className="chevron")]
    )
    hidden = _hidden_goals(view)
    rows = html.Ul(
        [_row(goal, view, is_hidden=goal.goal in hidden) for goal in view.district_goals],
        className="card district-goals",
    )
    note = html.P(
        "По сводным значениям: сумма числителей к сумме знаменателей, не среднее по школам.", className="note"
    )
    return html.Details([summary, rows, note], className="opens", id="district-goals")


def _hidden_goals(view: Overview) -> frozenset[str]:
    """Goals of which some school's verdict is hidden from the reader."""
    marks = (mark for row in view.matrix for cell in row.cells for mark in cell.marks)
    return frozenset(mark.goal for mark in marks if mark.status is Status.SUPPRESSED)


def _schools_on(goal: DistrictGoal, view: Overview) -> str:
    return compare_href(view.filters.year, goal=goal.code, cluster=view.filters.cluster)


def _row(goal: DistrictGoal, view: Overview, *, is_hidden: bool) -> Element:
    schools = goal.schools_met
    # Nothing summed and something hidden: the goal applies, only its figures are not shown.
    status = GoalStatus.SUPPRESSED if is_hidden and goal.status is GoalStatus.NOT_APPLICABLE else goal.status
    words = GOAL_STATUSES[status]
    met = f"{whole(schools.k)} из{NO_BREAK}{of_schools(schools.n)}" if schools.n else words
    heard = f": {words}; достигли" if schools.n else ": "
    return html.Li(
        [
            status_mark(status),
            html.Span(goal.code, className="quiet"),
            html.Span([html.Link(tied(goal.title), href=_schools_on(goal, view)), unseen(heard)]),
            html.Span(why_number(WhyGoal(goal.goal, view.filters.year), met, about=goal.code), className="whole quiet"),
        ]
    )
