"""«Одна цель» on the page: the finding first, then what it rests on."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.compare import CompareChart, Slice
from dashboard.addresses.names import Names
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyPooled, WhyResult, WhySlice
from dashboard.charts.figures import Chart
from dashboard.components.figure import empty_figure, figure_card
from dashboard.components.why import why_button
from dashboard.findings.compare.charts.slices import slice_bars
from dashboard.findings.compare.goal import GoalView, chosen_of, goal_charts, slice_id, together_of
from dashboard.findings.compare.reading import Asked
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.compare.filters import order_switch
from dashboard.pages.compare.sending import sent
from dashboard.texts.compare.goal import goal_headline
from dashboard.texts.compare.words import chance_words, gap_sentence, past_words, standing_words, target_told
from dashboard.texts.compare.years import no_other_year
from dashboard.texts.words import indicator_name
from data_layer.domain.suppression import Sight
from data_layer.domain.vocabulary import IndicatorKind, Status
from data_layer.queries.comparison import (
    SchoolFigure,
    Slices,
)

GOAL_FIGURE: Final = "goal"
# Charts whose caption tells the reference by which they are read.
_WITH_REFERENCE: Final = frozenset({CompareChart.FUNNEL, CompareChart.AMBITION})


def goal_children(view: GoalView, asked: Asked) -> list[Element]:
    """The finding first, then what it rests on."""
    charts = goal_charts(view, asked)
    main = charts[CompareChart.GOAL]
    if main is None:
        return [_nothing(view, asked)]
    parts: list[Element | None] = [_main_card(main, view, asked)]
    if asked.address.slice is None:
        parts += [_why_card(view, asked), *_further(charts, view, asked)]
    return [part for part in parts if part is not None]


def _main_card(chart: Chart, view: GoalView, asked: Asked) -> Element:
    is_breakdown = view.comparison.rule.kind is IndicatorKind.BREAKDOWN
    return figure_card(
        chart,
        id=GOAL_FIGURE,
        rows_href=asked.address.file_href(CompareChart.GOAL),
        is_main=True,
        controls=[]
        if is_breakdown
        else order_switch(asked, current=chosen_of(view, asked).order, has_goal=view.comparison.has_goal),
        lead=_lead(view, asked),
        # Slices of schools are for the department's eyes, never for the wall.
        sends=None if asked.address.slice else sent(asked, CompareChart.GOAL, chart),
    )


def _lead(view: GoalView, asked: Asked) -> list[Element]:
    comparison, address = view.comparison, asked.address
    parts: list[Element] = []
    if address.slice is not None:
        words = "Показатель в целом"
        parts.append(
            html.P([html.Link(words, href=address.href(slice=None)), *_asked_slice(view, asked)], className="note")
        )
    elif comparison.district.now.value is not None:
        about = "такое значение района" if address.cluster is None else "такое значение кластера"
        parts.append(_asked_pooled(view, asked, about=about))
    return parts


def _asked_slice(view: GoalView, asked: Asked) -> list[Element | str]:
    """«Почему?» about the schools of the chart together."""
    together, address = together_of(view, asked), asked.address
    if together is None or together.is_hidden:
        return []
    names = Names.CODED if asked.names.is_coded else None
    rule, level = view.comparison.rule.id, view.comparison.level
    dimension, key = together.dimension, together.key
    subject = WhySlice(rule, level, address.year, dimension, key, address.cluster, address.kind, names)
    return [" · ", why_button(subject, about="такое значение среза")]


def _asked_pooled(view: GoalView, asked: Asked, *, about: str) -> Element:
    """«Почему?» about the pooled figure and the reference: by them the whole card is read."""
    comparison = view.comparison
    names = Names.CODED if asked.names.is_coded else None
    subject = WhyPooled(comparison.rule.id, comparison.level, comparison.year, asked.address.cluster, names)
    return html.P(why_button(subject, about=about), className="note")


def _further(charts: Mapping[CompareChart, Chart | None], view: GoalView, asked: Asked) -> list[Element]:
    """Two plots side by side, everything made of rows in the full width."""
    cards = {
        chart: figure_card(
            found,
            id=str(chart),
            rows_href=asked.address.file_href(chart),
            lead=[_asked_pooled(view, asked, about="такой ориентир")] if chart in _WITH_REFERENCE else [],
            sends=sent(asked, chart, found),
        )
        for chart, found in charts.items()
        if found is not None and chart is not CompareChart.GOAL
    }
    plots = [cards[chart] for chart in (CompareChart.FUNNEL, CompareChart.AMBITION) if chart in cards]
    parts = [_side_by_side(plots)] if plots else []
    if CompareChart.CLUSTERS in cards:
        parts.append(cards[CompareChart.CLUSTERS])
    elif view.comparison.rule.kind is not IndicatorKind.BREAKDOWN:
        parts.append(empty_figure(*no_other_year(view.comparison)))
    if CompareChart.CHANGE in cards:
        parts.append(cards[CompareChart.CHANGE])
    sliced = _slice_cards(view, asked)
    return [*parts, *([_side_by_side(sliced)] if sliced else [])]


def _side_by_side(cards: Sequence[Element]) -> Element:
    return html.Div(list(cards), className="compare-pairs" if len(cards) > 1 else "stack")


def _slice_cards(view: GoalView, asked: Asked) -> list[Element]:
    main = view.comparison.rule
    return [
        _slice_card(found, dimension, asked)
        for found in view.slices
        if not (main.kind is IndicatorKind.BREAKDOWN and found.rule == main)
        for dimension in found.dimensions
    ]


def _slice_card(found: Slices, dimension: str, asked: Asked) -> Element:
    chart = slice_bars(found, dimension, asked.chosen, hrefs=_slice_links(found, dimension, asked))
    card = slice_id(found, dimension)
    rows = asked.address.file_href(CompareChart.SLICES)
    return figure_card(chart, id=card, rows_href=rows, sends=sent(asked, card, chart))


def _slice_links(found: Slices, dimension: str, asked: Asked) -> dict[str, str]:
    """To the schools on a slice, for those who may see them."""
    if asked.ground.viewer.sight is not Sight.FULL or found.rule != asked.rule:
        return {}
    return {fact.key: asked.address.href(slice=Slice(dimension, fact.key)) for fact in found.of(dimension)}


def _why_card(view: GoalView, asked: Asked) -> Element | None:
    """The highlighted school in words: figures, goal, last year, chance, and where to go on."""
    code = asked.chosen.highlighted
    row = next((each for each in view.comparison.schools if each.school == code), None)
    if row is None or asked.names.is_coded:
        return None
    rule = view.comparison.rule
    facts = [
        ("Значение", standing_words(rule, row)),
        ("Цель", target_told(rule, row)),
        ("До цели", gap_sentence(rule, row)),
        ("Год назад", past_words(view.comparison, row)),
        ("Случай", chance_words(row)),
    ]
    lines = [each for label, words in facts if words for each in (html.Dt(label), html.Dd(tied(words)))]
    about = f"такое значение: {asked.names.of(row.school)}"
    acts = [html.Link("Открыть школу", href=_school_link(row, view, asked), className="button")]
    if row.status is not Status.NOT_APPLICABLE:
        acts.insert(
            0, why_button(WhyResult(row.school, rule.id, view.comparison.level, view.comparison.year), about=about)
        )
    return html.Section(
        [
            html.H2(f"{asked.names.of(row.school)}: {indicator_name(rule.id, rule.title_short or rule.title)}"),
            html.Dl(lines, className="compare-facts"),
            html.Div(acts, className="acts"),
        ],
        className="card compare-school",
        id="chosen-school",
    )


def _school_link(row: SchoolFigure, view: GoalView, asked: Asked) -> str:
    return school_href(row.school, year=asked.address.year, block=view.comparison.rule.block)


def _nothing(view: GoalView, asked: Asked) -> Element:
    address = asked.address
    if not view.comparison.schools and asked.ground.schools:
        everybody = address.href(cluster=None, kind=None)
        return empty_figure(
            "По этому отбору школ нет", "Измените отбор школ.", step="Показать все школы", href=everybody, is_main=True
        )
    if address.slice is not None:
        whole = address.href(slice=None)
        return empty_figure(
            "По этому срезу данных нет", "Школы не сдали его.", step="Показатель в целом", href=whole, is_main=True
        )
    title = goal_headline(view.comparison, asked.chosen.filters)
    return empty_figure(title, "Показывать пока нечего.", is_main=True)
