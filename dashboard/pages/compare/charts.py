"""What each chart of «Сравнение» says, built from query rows: the same for the screen, its table and its file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dashboard.addresses.compare import Slice
from dashboard.addresses.names import Names
from dashboard.addresses.why import WhyPooled, WhyResult, WhySlice, why_href
from dashboard.charts.plots import (
    Ambition,
    AmbitionPoint,
    Chance,
    Funnel,
    FunnelPoint,
    funnel_chance,
    inner_limits,
    outer_limits,
)
from dashboard.charts.rows import (
    BarRow,
    CategoryBars,
    DistributionStrips,
    DotGroup,
    DotRow,
    Dumbbell,
    DumbbellRow,
    GoalDotPlot,
    Quartiles,
    Reading,
    StripGroup,
    StripRow,
)
from dashboard.charts.specification import FigureText, Place, Reference, Scale, Unit, scale_for
from dashboard.components.names import SchoolNames
from dashboard.formatting import NO_BREAK, counted, percent_value
from dashboard.texts.compare.ambition import ambition_counts, ambition_headline
from dashboard.texts.compare.funnel import funnel_headline, funnel_subtitle
from dashboard.texts.compare.goal import (
    chance_note,
    goal_headline,
    goal_subtitle,
    no_order_note,
    own_headline,
    pooled_note,
    pooled_sentence,
)
from dashboard.texts.compare.slices import (
    BREAKDOWN_NOTE,
    SLICES_NOTE,
    dimension_title,
    slice_headline,
    slice_title,
    slices_headline,
)
from dashboard.texts.compare.standing import (
    QUARTILES_NOTE,
    median_words,
    not_on_scale,
    quartiles_words,
    standing_headline,
)
from dashboard.texts.compare.words import (
    DISTRICT,
    break_words,
    cohort_label,
    count_head,
    figure_value,
    figure_words,
    group_title,
    level_after,
    reference_label,
    target_words,
)
from dashboard.texts.compare.years import change_headline, pooled_value, schools_change_headline, told_change
from dashboard.texts.words import BLOCKS_SHORT, CLUSTERS, NO_CLUSTER, STATUSES, indicator_name
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.binomial import funnel_center
from data_layer.domain.facts import IndicatorRule, PooledFact
from data_layer.domain.school_year import format_year
from data_layer.domain.slices import SliceFact
from data_layer.domain.vocabulary import Cluster, Direction, IndicatorKind, Status, TargetOrigin
from data_layer.queries.comparison.views import (
    IndicatorComparison,
    Past,
    SchoolFigure,
    SchoolFilters,
    SchoolOrder,
    SchoolStanding,
    Slices,
    Standing,
)
from data_layer.queries.views import Count

# Funnels of fewer schools tell nothing that the rows do not.
_LEAST_FUNNEL: Final = 5
_BEYOND: Final = frozenset({Chance.WORSE_998, Chance.BETTER_998})


@dataclass(frozen=True, slots=True)
class Chosen:
    """How the rows of a comparison are to be shown. school: code of the highlighted one. own: of a reader who
    sees one school by name alone.
    """

    names: SchoolNames
    order: SchoolOrder
    filters: SchoolFilters
    school: str | None = None
    own: str | None = None

    @property
    def highlighted(self) -> str | None:
        return self.own or self.school


def goal_plot(view: IndicatorComparison, chosen: Chosen) -> GoalDotPlot:
    """Schools against one goal; for a reader of one school, that school among the pooled figures."""
    rule = view.rule
    shown = [row for row in view.schools if row.status is not Status.NOT_APPLICABLE]
    values = [value for row in shown for value in (figure_value(rule, row), _fraction(row.target))]
    pooled = [pooled_value(rule, line.now) for line in view.lines] if chosen.own else []
    reference = _reference(view)
    scale = _scale(rule, [*values, *pooled, reference.value if reference else None])
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
        _scale_note(scale),
        chance_note(view) if not chosen.own else "",
        no_order_note(view.rule) if not chosen.own else "",
        f"Не применимо: {counted(left_out, 'школа', 'школы', 'школ')}." if left_out and not chosen.own else "",
        pooled_note(view) if chosen.own else "",
    ]
    return _text(
        view,
        headline=own_headline(own, view) if chosen.own else goal_headline(view, chosen.filters),
        subtitle=_sentences(subtitle),
        note=" ".join(note for note in notes if note),
    )


def _sentences(parts: Iterable[str]) -> str:
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part)


def _text(view: IndicatorComparison, *, headline: str, subtitle: str, note: str = "") -> FigureText:
    return FigureText(
        headline=headline,
        subtitle=subtitle,
        note=note,
        source=", ".join(view.source.titles),
        on=view.source.as_of,
        entered=view.entered,
    )


def _groups(view: IndicatorComparison, shown: Sequence[SchoolFigure], chosen: Chosen) -> tuple[DotGroup, ...]:
    rows = in_chosen_order(shown, chosen)
    if chosen.order is SchoolOrder.NAME:
        return (DotGroup("", tuple(_dot(view, row, chosen) for row in rows)),)
    if chosen.order is SchoolOrder.CLUSTER:
        groups = _by_cluster(rows)
        return tuple(
            DotGroup(group_title(title, len(found)), tuple(_dot(view, row, chosen) for row in found))
            for title, found in groups
        )
    parts = [
        ("Не достигли своей цели", [row for row in rows if row.is_missed]),
        ("Достигли", [row for row in rows if row.status is Status.MET]),
        ("Без вывода", [row for row in rows if not row.has_verdict]),
    ]
    return tuple(
        DotGroup(group_title(title, len(found)), tuple(_dot(view, row, chosen) for row in found))
        for title, found in parts
        if found
    )


def _by_cluster(rows: Iterable[SchoolFigure]) -> list[tuple[str, list[SchoolFigure]]]:
    found = list(rows)
    order: list[Cluster | None] = [*Cluster, None]
    groups = [(one, [row for row in found if row.cluster is one]) for one in order]
    return [(CLUSTERS[one] if one else NO_CLUSTER, of_cluster) for one, of_cluster in groups if of_cluster]


def in_chosen_order(rows: Iterable[SchoolFigure], chosen: Chosen) -> list[SchoolFigure]:
    """The order of rows in chart, table and file. By distance the farthest first, small cohorts after the others."""
    by_name = sorted(rows, key=lambda row: chosen.names.order(row.school))
    if chosen.order is SchoolOrder.GAP:
        return sorted(by_name, key=lambda row: (row.gap is None, row.is_small, row.gap or 0.0))
    if chosen.order is SchoolOrder.CLUSTER:
        place = {cluster: number for number, cluster in enumerate(Cluster)}
        return sorted(by_name, key=lambda row: len(place) if row.cluster is None else place[row.cluster])
    return by_name


def _dot(view: IndicatorComparison, row: SchoolFigure, chosen: Chosen) -> DotRow:
    rule = view.rule
    target = _fraction(row.target) if row.target_origin is TargetOrigin.OWN and row.target != row.reference else None
    words = figure_words(row)
    if rule.kind is IndicatorKind.GROWTH and row.baseline is not None and row.value is not None:
        words = f"было {row.baseline}"
    return DotRow(
        place=chosen.names.place(row.school),
        status=row.status,
        value=figure_value(rule, row),
        count=_count(row),
        target=target,
        gap=_whole_gap(rule, row),
        words=words,
        is_chosen=row.school == chosen.highlighted,
        why=_why(view, row, chosen),
    )


def _why(view: IndicatorComparison, row: SchoolFigure, chosen: Chosen) -> str:
    """«Почему?», also where the figure is lacking or hidden; a coded view asks nothing, for the question names the school."""
    if row.status is Status.NOT_APPLICABLE or chosen.names.is_coded:
        return ""
    return why_href(WhyResult(row.school, view.rule.id, view.level, view.year))


def _why_pooled(view: IndicatorComparison, fact: PooledFact, chosen: Chosen) -> str:
    """The question of a coded view says so, for the answer lists the schools."""
    cluster = Cluster(fact.cluster) if fact.cluster else None
    names = Names.CODED if chosen.names.is_coded else None
    return why_href(WhyPooled(view.rule.id, view.level, view.year, cluster, names))


def _own_groups(view: IndicatorComparison, chosen: Chosen) -> tuple[DotGroup, ...]:
    own = tuple(_dot(view, row, chosen) for row in view.schools if row.status is not Status.NOT_APPLICABLE)
    lines = tuple(
        _pooled_dot(view, _line_name(line.cluster), line.now, why=_why_pooled(view, line.now, chosen))
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
        count=_pooled_count(fact),
        words="" if value is not None else STATUSES[fact.status],
        why=why,
    )


def _line_name(cluster: str) -> str:
    return CLUSTERS[Cluster(cluster)] if cluster else DISTRICT


def _whole_gap(rule: IndicatorRule, row: SchoolFigure) -> int | None:
    if rule.kind in PERCENT_KINDS:
        return row.pupil_gap
    return None if row.gap is None else int(row.gap)


def _count(row: SchoolFigure | Past) -> Count | None:
    if row.numerator is None or not row.denominator:
        return None
    return Count(row.numerator, row.denominator)


def _pooled_count(fact: PooledFact) -> Count | None:
    if fact.numerator is None or not fact.denominator:
        return None
    return Count(fact.numerator, fact.denominator)


def _fraction(number: Decimal | float | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _reference(view: IndicatorComparison) -> Reference | None:
    if view.reference is None or view.rule.kind is IndicatorKind.GROWTH:
        return None
    return Reference(Fraction(view.reference), reference_label(view.rule, view.reference))


def _unit(rule: IndicatorRule) -> Unit:
    return Unit.PERCENT if rule.kind in PERCENT_KINDS | {IndicatorKind.BREAKDOWN} else Unit.COUNT


def _scale(rule: IndicatorRule, values: Iterable[Fraction | None], *, from_zero: bool = False) -> Scale:
    return scale_for(values, unit=_unit(rule), is_less_better=rule.direction is Direction.AT_MOST, from_zero=from_zero)


def _scale_note(scale: Scale) -> str:
    if scale.is_from_zero:
        return ""
    start = f"{scale.low}{NO_BREAK}%" if scale.unit is Unit.PERCENT else str(scale.low)
    return f"Шкала начинается с{NO_BREAK}{start}."


# Is it chance?


def funnel(view: IndicatorComparison, chosen: Chosen) -> Funnel | None:
    """Around the reference; around the value of the district where that is 0, 100 % or absent."""
    rows = [row for row in view.schools if row.numerator is not None and row.denominator]
    center = _center(view)
    if center is None or len(rows) < _LEAST_FUNNEL or chosen.own:
        return None
    percent, label, around = center
    is_less_better = view.rule.direction is Direction.AT_MOST
    points = [
        _funnel_point(row, chosen, percent, is_less_better=is_less_better, why=_why(view, row, chosen)) for row in rows
    ]
    largest = max(point.cohort for point in points)
    inner, outer = inner_limits(percent, largest=largest), outer_limits(percent, largest=largest)
    scale = _scale(view.rule, [*(point.value for point in points), Fraction(percent)])
    worse = [point.place.name for point in points if point.chance is Chance.WORSE_998]
    better = [point.place.name for point in points if point.chance is Chance.BETTER_998]
    headline = funnel_headline(worse, better, rule=view.rule, around=around, names_schools=not view.rule.no_ranking)
    return Funnel(
        text=_text(view, headline=headline, subtitle=funnel_subtitle(label), note=_scale_note(scale)),
        scale=scale,
        # In the margin of a plot there is room for the number alone; the subtitle says whose it is.
        reference=Reference(Fraction(percent), target_words(view.rule, percent)),
        points=tuple(points),
        inner=inner,
        outer=outer,
        cohort_label=cohort_label(view.rule),
    )


def _center(view: IndicatorComparison) -> tuple[Decimal, str, str] | None:
    """Percent, label of the line, and what it is called in a sentence."""
    rule, fact = view.rule, view.district.now
    if rule.kind not in PERCENT_KINDS:
        return None
    if view.reference is not None and (center := funnel_center(view.reference)) is not None:
        return center, reference_label(rule, view.reference), "ориентира"
    value = pooled_value(rule, fact)
    if value is None or (center := funnel_center(float(value))) is None:
        return None
    return center, f"район {target_words(rule, center)}", "значения района"


def _funnel_point(row: SchoolFigure, chosen: Chosen, center: Decimal, *, is_less_better: bool, why: str) -> FunnelPoint:
    count = Count(row.numerator or 0, row.denominator or 0)
    chance = funnel_chance(count, center, is_less_better=is_less_better)
    is_chosen = row.school == chosen.highlighted
    return FunnelPoint(
        place=chosen.names.place(row.school),
        count=count,
        chance=chance,
        is_named=chance in _BEYOND or is_chosen,
        is_chosen=is_chosen,
        why=why,
    )


# Two years


def clusters_change(view: IndicatorComparison, chosen: Chosen) -> Dumbbell | None:
    """The district and its clusters in two years; None where no year can stand beside this one."""
    lines = [line for line in view.lines if line.before is not None and line.now.schools_applicable]
    if not any(pooled_value(view.rule, line.now) is not None for line in lines):
        return None
    readings = [
        (line, pooled_value(view.rule, line.before) if line.before else None, pooled_value(view.rule, line.now))
        for line in lines
    ]
    reference = _reference(view)
    values = [value for _, before, now in readings for value in (before, now)]
    scale = _scale(view.rule, [*values, reference.value if reference else None])
    rows = tuple(
        DumbbellRow(
            place=Place(_line_name(line.cluster)),
            before=Reading(before, _pooled_count(line.before) if line.before else None),
            now=Reading(now, _pooled_count(line.now)),
            status=line.now.status,
            breaks=break_words(line.breaks),
            words="" if now is not None else STATUSES[line.now.status],
            is_chosen=not line.cluster,
            why=_why_pooled(view, line.now, chosen),
        )
        for line, before, now in readings
    )
    subtitle = f"Все школы вместе, а{NO_BREAK}не среднее по школам{level_after(view.level)}"
    notes = [_scale_note(scale), pooled_note(view) if chosen.own else ""]
    text = _text(view, headline=change_headline(view), subtitle=subtitle, note=" ".join(note for note in notes if note))
    return _dumbbell(view, text, scale, reference, rows)


def schools_change(view: IndicatorComparison, chosen: Chosen) -> Dumbbell | None:
    """Every school in two years; None where none has figures of both."""
    found = [row for row in view.schools if row.before is not None and row.status is not Status.NOT_APPLICABLE]
    rows = tuple(_change_row(view, row, chosen) for row in in_chosen_order(found, chosen))
    compared = [row for row in rows if row.before.value is not None and row.now.value is not None]
    if not compared:
        return None
    reference = _reference(view)
    values = [value for row in rows for value in (row.before.value, row.now.value)]
    scale = _scale(view.rule, [*values, reference.value if reference else None])
    sign = -1 if view.rule.direction is Direction.AT_MOST else 1
    changes = [
        sign * told_change(view.rule, (row.now.value or Fraction(0)) - (row.before.value or Fraction(0)))
        for row in compared
        if not row.breaks
    ]
    headline = schools_change_headline(
        sum(change > 0 for change in changes),
        sum(change < 0 for change in changes),
        len(changes),
        before=view.before_year,
    )
    text = _text(view, headline=headline, subtitle=goal_subtitle(view, chosen.filters), note=_scale_note(scale))
    return _dumbbell(view, text, scale, reference, rows)


def _change_row(view: IndicatorComparison, row: SchoolFigure, chosen: Chosen) -> DumbbellRow:
    before = row.before
    return DumbbellRow(
        place=chosen.names.place(row.school),
        before=Reading(None) if before is None else Reading(_past_value(view.rule, before), _count(before)),
        now=Reading(figure_value(view.rule, row), _count(row)),
        status=row.status,
        breaks=break_words(before.breaks if before else None),
        words=figure_words(row),
        is_chosen=row.school == chosen.highlighted,
        why=_why(view, row, chosen),
    )


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


# Ambition


def ambition(view: IndicatorComparison, chosen: Chosen) -> Ambition | None:
    """Own targets against results, of shares; None where no school has set a target of its own."""
    if view.rule.kind not in PERCENT_KINDS or chosen.own:
        return None
    figures = [row for row in view.schools if row.target is not None and row.value is not None and row.has_verdict]
    if not any(row.target_origin is TargetOrigin.OWN for row in figures):
        return None
    points = tuple(
        AmbitionPoint(
            place=chosen.names.place(row.school),
            target=Fraction(row.target or 0),
            value=figure_value(view.rule, row) or Fraction(0),
            status=row.status,
            count=_count(row),
            is_named=row.target_origin is TargetOrigin.OWN and row.target != row.reference,
            is_chosen=row.school == chosen.highlighted,
            why=_why(view, row, chosen),
        )
        for row in in_chosen_order(figures, chosen)
    )
    return Ambition(
        text=_text(
            view,
            headline=ambition_headline(figures, view.rule),
            subtitle=f"По горизонтали своя цель школы, по вертикали результат{level_after(view.level)}",
            note="На диагонали школа ровно на своей цели.",
        ),
        scale=_scale(view.rule, [number for point in points for number in (point.target, point.value)]),
        reference=_reference(view),
        points=points,
        counts=ambition_counts(figures, view.rule),
    )


# Slices


def slice_bars(
    slices: Slices,
    dimension: str,
    chosen: Chosen,
    *,
    chosen_slice: str = "",
    hrefs: Mapping[str, str] | None = None,
) -> CategoryBars:
    """One dimension as bars from zero. hrefs: by key, where a slice leads to the schools on it."""
    titles, links = dict(slices.titles), hrefs or {}
    facts = slices.of(dimension)
    total = _slice_value(slices.total.numerator, slices.total.denominator) if slices.total else None
    rows = tuple(
        BarRow(
            place=Place(slice_title(dimension, fact.key, titles), links.get(fact.key, "")),
            value=_slice_value(fact.numerator, fact.denominator),
            count=None if fact.numerator is None or not fact.denominator else Count(fact.numerator, fact.denominator),
            beside=total,
            words=STATUSES[Status.SUPPRESSED] if fact.is_hidden else "",
            is_chosen=fact.key == chosen_slice,
            why=_why_slice(slices, fact, chosen),
        )
        for fact in facts
    )
    named = [(row.place.name, row.value) for row in rows if row.value is not None]
    headline = slices_headline(named, dimension=dimension, less_is_better=slices.rule.direction is Direction.AT_MOST)
    who = "своя школа" if slices.is_own else "все школы вместе"
    return CategoryBars(
        text=FigureText(
            headline=headline,
            subtitle=f"{slices.rule.title}. {dimension_title(dimension)}{level_after(slices.level)}, "
            f"{format_year(slices.year)}, {who}",
            note=BREAKDOWN_NOTE if slices.rule.kind is IndicatorKind.BREAKDOWN else SLICES_NOTE,
        ),
        scale=Scale(Fraction(0), Fraction(100), Unit.PERCENT, slices.rule.direction is Direction.AT_MOST),
        rows=rows,
        count_head=count_head(slices.rule) if slices.rule.kind in PERCENT_KINDS else "педагогов из всех",
        beside_label="" if total is None else "по показателю в целом",
    )


def _why_slice(slices: Slices, fact: SliceFact, chosen: Chosen) -> str:
    """Of the own school the answer about the figure lists its slices."""
    rule, level, year = slices.rule.id, slices.level, slices.year
    if fact.is_hidden or fact.numerator is None:
        return ""
    if slices.is_own:
        return why_href(WhyResult(chosen.own, rule, level, year)) if chosen.own else ""
    names = Names.CODED if chosen.names.is_coded else None
    filters = chosen.filters
    return why_href(WhySlice(rule, level, year, fact.dimension, fact.key, filters.cluster, filters.kind, names))


def slice_plot(
    view: IndicatorComparison,
    rows: Sequence[SchoolFigure],
    chosen_slice: Slice,
    chosen: Chosen,
    *,
    together: SliceFact | None,
) -> GoalDotPlot:
    """Schools on one slice, by name or cluster: a slice has no goal of its own, so nothing is missed.

    together: the same slice pooled over these schools.
    """
    pooled = None if together is None else _slice_value(together.numerator, together.denominator)
    label = f"вместе {percent_value(pooled)}" if pooled is not None else ""
    scale = _scale(view.rule, [*(figure_value(view.rule, row) for row in rows), pooled])
    name = slice_title(chosen_slice.dimension, chosen_slice.key, {})
    order = SchoolOrder.CLUSTER if chosen.order is SchoolOrder.GAP else chosen.order
    ordered = in_chosen_order(rows, replace(chosen, order=order))
    groups = _by_cluster(ordered) if order is SchoolOrder.CLUSTER else [("", ordered)]
    return GoalDotPlot(
        text=_text(
            view,
            headline=slice_headline(
                name, [value for row in rows if (value := figure_value(view.rule, row)) is not None]
            ),
            subtitle=f"{goal_subtitle(view, chosen.filters)}. {dimension_title(chosen_slice.dimension)}: {name}",
            note=f"{SLICES_NOTE} {_scale_note(scale)}",
        ),
        scale=scale,
        reference=None if pooled is None else Reference(pooled, label),
        groups=tuple(
            # The answer about a school's figure lists its slices with file and cell.
            DotGroup(title, tuple(_dot(view, row, chosen) for row in found))
            for title, found in groups
        ),
        count_head=count_head(view.rule),
        gap_head="",
    )


def _slice_value(numerator: int | None, denominator: int | None) -> Fraction | None:
    return None if numerator is None or not denominator else Fraction(100 * numerator, denominator)


# A school within its district


def standing_strips(standing: SchoolStanding, name: str, *, link: Callable[[Standing], str]) -> DistributionStrips:
    """Shares only: numbers of winners and the like have no common scale with them. link: to the goal of a line."""
    lines = [line for line in standing.lines if line.rule.kind in PERCENT_KINDS]
    others = [line for line in standing.lines if line.rule.kind not in PERCENT_KINDS]
    blocks = dict.fromkeys(line.rule.block for line in lines)
    groups = tuple(
        StripGroup(
            f"{block}. {BLOCKS_SHORT.get(block, '')}",
            tuple(_strip(standing, line, link(line)) for line in lines if line.rule.block == block),
        )
        for block in blocks
    )
    cluster = CLUSTERS[standing.cluster].lower() if standing.cluster else ""
    return DistributionStrips(
        text=FigureText(
            headline=standing_headline(standing, name),
            subtitle=f"Значение школы, район{f', {cluster}' if cluster else ''}, медиана и квартили школ. "
            f"{format_year(standing.year)}",
            note=" ".join(note for note in (QUARTILES_NOTE, not_on_scale([line.rule for line in others])) if note),
        ),
        scale=Scale(Fraction(0), Fraction(100), Unit.PERCENT),
        school=name,
        cluster=cluster,
        groups=groups,
    )


def _strip(standing: SchoolStanding, line: Standing, href: str) -> StripRow:
    rule, figure = line.rule, line.figure
    short = indicator_name(rule.id, rule.title_short or rule.title)
    own = figure.target_origin is TargetOrigin.OWN or figure.target is not None
    return StripRow(
        place=Place(f"{rule.code} {short}{level_after(line.level)}", href),
        status=figure.status,
        school=Reading(figure_value(rule, figure), _count(figure)),
        target=_fraction(figure.target) if own else None,
        district=pooled_value(rule, line.district),
        cluster=None if line.cluster is None else pooled_value(rule, line.cluster),
        quartiles=_quartiles(line.district),
        words=", ".join(word for word in (figure_words(figure), quartiles_words(line.district)) if word),
        is_less_better=rule.direction is Direction.AT_MOST,
        why=why_href(WhyResult(standing.school, rule.id, line.level, standing.year)),
    )


def _quartiles(fact: PooledFact) -> Quartiles | None:
    if fact.lower_quartile is None or fact.median is None or fact.upper_quartile is None:
        return None
    return Quartiles(Fraction(fact.lower_quartile), Fraction(fact.median), Fraction(fact.upper_quartile))
