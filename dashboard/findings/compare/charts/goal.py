"""Schools on one goal."""

from collections.abc import Sequence

from dashboard.charts.rows import DotGroup, DotRow, GoalDotPlot
from dashboard.charts.specification import FigureText, Place, Scale
from dashboard.findings.compare.charts.shown import (
    Chosen,
    by_cluster,
    figure_text,
    fraction,
    in_chosen_order,
    line_name,
    pooled_count,
    reference_of,
    scale_note,
    scale_of,
    school_dot,
    sentences,
    why_pooled,
)
from dashboard.formatting import counted
from dashboard.texts.compare.goal import (
    chance_note,
    goal_headline,
    goal_subtitle,
    no_order_note,
    own_headline,
    pooled_note,
    pooled_sentence,
)
from dashboard.texts.compare.standing import median_words
from dashboard.texts.compare.words import count_head, figure_value, group_title
from dashboard.texts.compare.years import pooled_value
from dashboard.texts.words import STATUSES
from data_layer.domain.facts import PooledFact
from data_layer.domain.vocabulary import Status
from data_layer.queries.comparison.views import IndicatorComparison, SchoolFigure, SchoolOrder


def goal_plot(view: IndicatorComparison, chosen: Chosen) -> GoalDotPlot:
    """Schools against one goal; for a reader of one school, that school among the pooled figures."""
    rule = view.rule
    shown = [row for row in view.schools if row.status is not Status.NOT_APPLICABLE]
    values = [value for row in shown for value in (figure_value(rule, row), fraction(row.target))]
    pooled = [pooled_value(rule, line.now) for line in view.lines] if chosen.own else []
    reference = reference_of(view)
    scale = scale_of(rule, [*values, *pooled, reference.value if reference else None])
    groups = _own_groups(view, chosen) if chosen.own else _groups(view, shown, chosen)
    return GoalDotPlot(
        text=_goal_text(view, chosen, scale, left_out=len(view.schools) - len(shown)),
        scale=scale,
        reference=reference,
        groups=groups,
        count_head=count_head(rule),
        gap_head="до своей цели" if view.has_goal else "",
    )


def _goal_text(view: IndicatorComparison, chosen: Chosen, scale: Scale, *, left_out: int) -> FigureText:
    own = next((row for row in view.schools if row.school == chosen.own), None)
    subtitle = [goal_subtitle(view, chosen.filters), pooled_sentence(view, chosen.filters)]
    if chosen.own:
        subtitle.append(median_words(view.district.now))
    notes = [
        scale_note(scale),
        chance_note(view, chosen.names.of) if not chosen.own else "",
        no_order_note(view.rule) if not chosen.own else "",
        f"Не применимо: {counted(left_out, 'школа', 'школы', 'школ')}." if left_out and not chosen.own else "",
        pooled_note(view) if chosen.own else "",
    ]
    return figure_text(
        view,
        headline=own_headline(own, view) if chosen.own else goal_headline(view, chosen.filters),
        subtitle=sentences(subtitle),
        note=" ".join(note for note in notes if note),
    )


def _groups(view: IndicatorComparison, shown: Sequence[SchoolFigure], chosen: Chosen) -> tuple[DotGroup, ...]:
    rows = in_chosen_order(shown, chosen)
    if chosen.order is SchoolOrder.NAME:
        return (DotGroup("", tuple(school_dot(view, row, chosen) for row in rows)),)
    if chosen.order is SchoolOrder.CLUSTER:
        groups = by_cluster(rows)
        return tuple(
            DotGroup(group_title(title, len(found)), tuple(school_dot(view, row, chosen) for row in found))
            for title, found in groups
        )
    parts = [
        ("Не достигли своей цели", [row for row in rows if row.is_missed]),
        ("Достигли", [row for row in rows if row.status is Status.MET]),
        ("Без вывода", [row for row in rows if not row.has_verdict]),
    ]
    return tuple(
        DotGroup(group_title(title, len(found)), tuple(school_dot(view, row, chosen) for row in found))
        for title, found in parts
        if found
    )


def _own_groups(view: IndicatorComparison, chosen: Chosen) -> tuple[DotGroup, ...]:
    own = tuple(school_dot(view, row, chosen) for row in view.schools if row.status is not Status.NOT_APPLICABLE)
    lines = tuple(
        _pooled_dot(view, line_name(line.cluster), line.now, why=why_pooled(view, line.now, chosen))
        for line in view.lines
        if line.now.schools_applicable
    )
    groups = (DotGroup("Ваша школа", own), DotGroup("Все школы вместе", lines))
    return tuple(group for group in groups if group.rows)


def _pooled_dot(view: IndicatorComparison, name: str, fact: PooledFact, *, why: str) -> DotRow:
    value = pooled_value(view.rule, fact)
    return DotRow(
        place=Place(name),
        status=fact.status,
        value=value,
        count=pooled_count(fact),
        words="" if value is not None else STATUSES[fact.status],
        why=why,
    )
