"""The district's own goals over pooled figures, beside the headline."""

from dashboard import html
from dashboard.components.marks import status_mark, unseen
from dashboard.formatting import NO_BREAK, tied, whole
from dashboard.html import Element
from dashboard.texts import GOAL_STATUSES, district_goals_sentence, of_schools
from data_layer.queries.views import DistrictGoal, Overview


def district_goals(view: Overview) -> Element | None:
    if not view.district_goals:
        return None
    summary = html.Summary(
        [district_goals_sentence(view.district_goals_met, cluster=view.filters.cluster), html.Span(className="chevron")]
    )
    rows = html.Ul([_row(goal) for goal in view.district_goals], className="card district-goals")
    note = html.P(
        "По сводным значениям: сумма числителей к сумме знаменателей, не среднее по школам.", className="note"
    )
    return html.Details([summary, rows, note], className="opens", id="district-goals")


def _row(goal: DistrictGoal) -> Element:
    schools = goal.schools_met
    met = f"{whole(schools.k)} из{NO_BREAK}{of_schools(schools.n)}" if schools.n else GOAL_STATUSES[goal.status]
    return html.Li(
        [
            status_mark(goal.status),
            html.Span(goal.code, className="quiet"),
            html.Span([tied(goal.title), unseen(f": {GOAL_STATUSES[goal.status]}; достигли")]),
            html.Span(met, className="whole quiet"),
        ]
    )
