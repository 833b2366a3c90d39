"""Two years beside one another."""

from collections.abc import Sequence
from fractions import Fraction

from dashboard.charts.rows import Dumbbell, DumbbellRow, Reading
from dashboard.charts.specification import FigureText, Place, Reference, Scale
from dashboard.findings.compare.charts.shown import (
    Chosen,
    count_of,
    figure_text,
    in_chosen_order,
    line_name,
    pooled_count,
    reference_of,
    scale_note,
    scale_of,
    why_pooled,
    why_school,
)
from dashboard.formatting import NO_BREAK
from dashboard.texts.compare.goal import goal_subtitle, pooled_note
from dashboard.texts.compare.words import figure_value, figure_words, level_after, series_words
from dashboard.texts.compare.years import (
    broken_headline,
    change_headline,
    pooled_value,
    rounding_note,
    schools_change_headline,
    told_change,
)
from dashboard.texts.series import short_break_words
from dashboard.texts.succession import former_name_words
from dashboard.texts.words import STATUSES
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import format_year
from data_layer.domain.series import Break
from data_layer.domain.vocabulary import Direction, Status
from data_layer.queries.comparison.views import IndicatorComparison, Past, SchoolFigure


def clusters_change(view: IndicatorComparison, chosen: Chosen) -> Dumbbell | None:
    """The district and its clusters in two years; None where no year can stand beside this one."""
    lines = [line for line in view.lines if line.before is not None and line.now.schools_applicable]
    if not any(pooled_value(view.rule, line.now) is not None for line in lines):
        return None
    readings = [
        (line, pooled_value(view.rule, line.before) if line.before else None, pooled_value(view.rule, line.now))
        for line in lines
    ]
    reference = reference_of(view)
    values = [value for _, before, now in readings for value in (before, now)]
    scale = scale_of(view.rule, [*values, reference.value if reference else None])
    rows = tuple(
        DumbbellRow(
            place=Place(line_name(line.cluster)),
            before=Reading(before, pooled_count(line.before) if line.before else None),
            now=Reading(now, pooled_count(line.now)),
            status=line.now.status,
            breaks=short_break_words(line.breaks),
            words="" if now is not None else STATUSES[line.now.status],
            why=why_pooled(view, line.now, chosen),
        )
        for line, before, now in readings
    )
    subtitle = f"Все школы вместе, а{NO_BREAK}не среднее по школам{level_after(view.level)}"
    is_compared = any(not line.breaks for line in lines)
    notes = [
        scale_note(scale),
        rounding_note(view.rule) if is_compared else "",
        pooled_note(view) if chosen.own else "",
    ]
    text = figure_text(
        view, headline=change_headline(view), subtitle=subtitle, note=" ".join(note for note in notes if note)
    )
    return _dumbbell(view, text, scale, reference, rows)


def schools_change(view: IndicatorComparison, chosen: Chosen) -> Dumbbell | None:
    """Every school in two years; None where none has figures of both."""
    found = [row for row in view.schools if row.before is not None and row.status is not Status.NOT_APPLICABLE]
    rows = tuple(_change_row(view, row, chosen) for row in in_chosen_order(found, chosen))
    compared = [row for row in rows if row.before.value is not None and row.now.value is not None]
    if not compared:
        return None
    reference = reference_of(view)
    values = [value for row in rows for value in (row.before.value, row.now.value)]
    scale = scale_of(view.rule, [*values, reference.value if reference else None])
    sign = -1 if view.rule.direction is Direction.AT_MOST else 1
    changes = [
        sign * told_change(view.rule, (row.now.value or Fraction(0)) - (row.before.value or Fraction(0)))
        for row in compared
        if not row.breaks
    ]
    broken = _broken(view, found)
    if broken:
        headline = broken_headline(broken, before=view.before_year)
    else:
        better, worse = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
        headline = schools_change_headline(better, worse, len(changes), before=view.before_year)
    notes = [scale_note(scale), rounding_note(view.rule) if changes else ""]
    text = figure_text(
        view,
        headline=headline,
        subtitle=goal_subtitle(view, chosen.filters),
        note=" ".join(note for note in notes if note),
    )
    return _dumbbell(view, text, scale, reference, rows)


def _broken(view: IndicatorComparison, found: Sequence[SchoolFigure]) -> str:
    """The reason that all with both figures share; empty where the years of some are a series, or reasons differ.

    A school that another one joined tells so beside its row, and is passed over where there are others.
    """
    pairs = [row.before for row in found if row.before is not None and row.value is not None]
    reasons = {(past.breaks, past.since) for past in pairs if past.value is not None}
    reasons = {reason for reason in reasons if reason[0] is not Break.JOINED} or reasons
    if len(reasons) != 1:
        return ""
    breaks, since = reasons.pop()
    return series_words(view, breaks, since=since)


def _change_row(view: IndicatorComparison, row: SchoolFigure, chosen: Chosen) -> DumbbellRow:
    before = row.before
    return DumbbellRow(
        place=chosen.names.place(row.school),
        before=Reading(None) if before is None else Reading(_past_value(view.rule, before), count_of(before)),
        now=Reading(figure_value(view.rule, row), count_of(row)),
        status=row.status,
        breaks=short_break_words(before.breaks, since=before.since) if before else "",
        words=", ".join(filter(None, (figure_words(row), _named_then(view, before, chosen)))),
        is_chosen=row.school == chosen.highlighted,
        why=why_school(view, row, chosen),
    )


def _named_then(view: IndicatorComparison, before: Past | None, chosen: Chosen) -> str:
    """«в 2024/25 — «СОШ № 5»» beside a school that has taken another name since; a coded view tells no name."""
    if before is None or before.value is None or chosen.names.is_coded:
        return ""
    return former_name_words(before.name, min(view.before_year, view.year))


def _past_value(rule: IndicatorRule, past: Past) -> Fraction | None:
    if past.value is None:
        return None
    if rule.kind in PERCENT_KINDS and past.numerator is not None and past.denominator:
        return Fraction(100 * past.numerator, past.denominator)
    return Fraction(past.value)


def _dumbbell(
    view: IndicatorComparison,
    text: FigureText,
    scale: Scale,
    reference: Reference | None,
    rows: tuple[DumbbellRow, ...],
) -> Dumbbell:
    return Dumbbell(
        text=text,
        scale=scale,
        reference=reference,
        before=format_year(view.before_year),
        now=format_year(view.year),
        rows=rows,
    )
