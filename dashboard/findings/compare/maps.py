"""Heat maps of «Сравнение»: schools × blocks by goals met, schools × the indicators of one block by distance."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Protocol, TypeVar

from dashboard.addresses.compare import CompareAddress, View
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount, WhyResult, why_href
from dashboard.charts.rows import HeatCell, HeatColumn, HeatGroup, HeatMap, HeatRow, Step
from dashboard.charts.specification import FigureText, tint
from dashboard.components.names import SchoolNames
from dashboard.formatting import NO_BREAK, percent_value, plain, whole
from dashboard.texts.compare.blocks import block_headline, blocks_headline
from dashboard.texts.compare.words import (
    figure_value,
    figure_words,
    filters_words,
    gap_sentence,
    level_after,
    target_words,
)
from dashboard.texts.words import CLUSTERS, LEVELS, NO_CLUSTER, STATUSES, block_short, indicator_name, of_goals
from data_layer.domain.attainment import PERCENT_KINDS, tolerance_pp
from data_layer.domain.facts import DistrictSettings, IndicatorRule
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Status
from data_layer.queries.comparison.views import (
    BlockCell,
    BlockColumn,
    BlockMap,
    BlockRow,
    BlocksMap,
    BlocksRow,
    SchoolFigure,
    SchoolOrder,
)
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import Count

# So many tolerances from the target a result is far from it.
_FAR: Final = 2
_UNCOUNTED: Final = "цели без данных и не применимые"
_UNCOUNTED_AND_HIDDEN: Final = "цели без данных, не применимые и блоки школ, где цели скрыты"


class _OfSchool(Protocol):
    @property
    def school(self) -> str: ...

    @property
    def cluster(self) -> Cluster | None: ...


R = TypeVar("R", bound=_OfSchool)


@dataclass(frozen=True, slots=True)
class MapWay:
    """names, order: of the schools. own: the reader's own school. near: how far from a goal is still «близко»."""

    address: CompareAddress
    names: SchoolNames
    order: SchoolOrder
    own: str | None = None
    near: str = ""


def blocks_heat(view: BlocksMap, way: MapWay) -> HeatMap:
    totals = {
        block: _sum(cell.goals for row in view.rows for cell in row.cells if cell.block == block)
        for block, _ in view.blocks
    }
    titles = dict(view.blocks)
    headline = blocks_headline(totals, titles, is_own=way.own is not None)
    is_part_hidden = any(cell.goals is None for row in view.rows for cell in row.cells)
    uncounted = _UNCOUNTED_AND_HIDDEN if is_part_hidden else _UNCOUNTED
    return HeatMap(
        text=FigureText(
            headline=headline,
            subtitle=f"Достигнуто целей из тех, по которым есть данные. Знаки стоят в порядке целей. "
            f"{format_year(view.year)}, {_schools(way)}",
            note=f"В счёт не входят {uncounted}. Общего балла у школы нет.",
            near=way.near,
        ),
        columns=tuple(
            HeatColumn(title, block_short(block), way.address.href(view=View.BLOCKS, block=block))
            for block, title in view.blocks
        ),
        groups=_groups(view.rows, way, lambda row: _blocks_row(row, view.year, way)),
        total_head="Всего",
    )


def _blocks_row(row: BlocksRow, year: int, way: MapWay) -> HeatRow:
    total = "" if row.total is None else _of(row.total)
    return HeatRow(
        place=way.names.place(row.school),
        cells=tuple(_blocks_cell(cell, row.school, year, way) for cell in row.cells),
        total=total or STATUSES[Status.SUPPRESSED],
        is_chosen=row.school in {way.own, way.address.school},
        why=_why_goals(row.school, row.total, year, way),
    )


def _why_goals(school: str, goals: Count | None, year: int, way: MapWay, *, block: int | None = None) -> str:
    """«Почему?» of the goals of a row, goal by goal; a coded view asks nothing, for the question names the school."""
    if way.names.is_coded or (goals is not None and not goals.n):
        return ""
    return why_href(WhyCount(CountKind.GOALS, year, school=school, block=block))


def _blocks_cell(cell: BlockCell, school: str, year: int, way: MapWay) -> HeatCell:
    marks = ", ".join(f"{mark.code} {STATUSES[mark.status]}" for mark in cell.marks)
    statuses = tuple(mark.status for mark in cell.marks)
    href = "" if way.names.is_coded else school_href(school, year=year, block=cell.block)
    if cell.goals is None:
        return HeatCell("скрыто", Status.SUPPRESSED, words="скрыто: показатели блока чувствительны", href=href)
    if not cell.goals.n:
        return HeatCell(_nothing_words(statuses), _nothing(statuses), statuses, words=marks, href=href)
    words = f"{whole(cell.goals.k)} из{NO_BREAK}{of_goals(cell.goals.n)}. {marks}"
    return HeatCell(_of(cell.goals), None, statuses, tint(cell.goals), words=words, href=href)


def _nothing(statuses: Sequence[Status]) -> Status:
    found = set(statuses) - {Status.NOT_APPLICABLE}
    if not found:
        return Status.NOT_APPLICABLE
    return found.pop() if len(found) == 1 else Status.NO_DATA


def _nothing_words(statuses: Sequence[Status]) -> str:
    return STATUSES[_nothing(statuses)]


def block_heat(view: BlockMap, way: MapWay, settings: DistrictSettings) -> HeatMap:
    """The value in each cell, the ground by the distance to the school's own goal; small cohorts have no ground."""
    is_hidden = any(row.goals is None for row in view.rows)
    count = None if is_hidden else _sum(row.goals for row in view.rows)
    return HeatMap(
        text=FigureText(
            headline=block_headline(view.block, view.title, count, is_own=way.own is not None),
            subtitle=f"Значение и расстояние до своей цели школы, {format_year(view.year)}, {_schools(way)}",
            note="Фон показывает, лучше или хуже цели результат. Малые группы фоном не выделены.",
            near=way.near,
        ),
        columns=tuple(_block_column(column, way) for column in view.columns),
        groups=_groups(view.rows, way, lambda row: _block_row(row, view, way, settings)),
        total_head="Целей",
    )


def _block_column(column: BlockColumn, way: MapWay) -> HeatColumn:
    rule = column.rule
    short = indicator_name(rule.id, rule.title_short or rule.title)
    levels = way.address.href(
        view=View.GOAL, goal=None, indicator=rule.code, level=column.level if len(rule.levels) > 1 else None, block=None
    )
    level = f" {LEVELS[column.level]}" if len(rule.levels) > 1 else ""
    return HeatColumn(f"{short}{level_after(column.level)}", f"{rule.code}{level}", levels)


def _block_row(row: BlockRow, view: BlockMap, way: MapWay, settings: DistrictSettings) -> HeatRow:
    return HeatRow(
        place=way.names.place(row.school),
        cells=tuple(
            _block_cell(column, figure, view, way, settings)
            for column, figure in zip(view.columns, row.figures, strict=True)
        ),
        total=STATUSES[Status.SUPPRESSED] if row.goals is None else _of(row.goals) if row.goals.n else "",
        is_chosen=row.school in {way.own, way.address.school},
        why=_why_goals(row.school, row.goals, view.year, way, block=view.block),
    )


def _block_cell(
    column: BlockColumn, figure: SchoolFigure, view: BlockMap, way: MapWay, settings: DistrictSettings
) -> HeatCell:
    rule = column.rule
    href = "" if way.names.is_coded else school_href(figure.school, year=view.year, block=view.block)
    shown = figure_words(figure)
    value = figure_value(rule, figure)
    if value is None:
        # What does not apply stays a blank cell; the words are heard and stand in the table.
        short = "–" if figure.status is Status.NOT_APPLICABLE else shown
        return HeatCell(short, figure.status, words=shown, href=href)
    figures = percent_value(value, target=figure.target) if rule.kind in PERCENT_KINDS else plain(value)
    target = f", цель {target_words(rule, figure.target)}" if figure.target is not None else ""
    gap = gap_sentence(rule, figure)
    words = ", ".join(word for word in (f"{figures}{target}", STATUSES[figure.status], gap, shown) if word)
    subject = WhyResult(figure.school, rule.id, column.level, view.year)
    why = "" if way.names.is_coded else why_href(subject)
    step = _step(rule, figure, settings)
    return HeatCell(figures, figure.status, (figure.status,), step, words=words, href=href, why=why)


def _step(rule: IndicatorRule, figure: SchoolFigure, settings: DistrictSettings) -> Step | None:
    if figure.is_small or not figure.has_verdict:
        return None
    if figure.status is Status.NEAR:
        return Step.NEAR
    is_met = figure.status is Status.MET
    if figure.gap is None or figure.target is None or rule.kind not in PERCENT_KINDS:
        return Step.BETTER if is_met else Step.WORSE
    far = _FAR * tolerance_pp(indicator=rule, target=figure.target, settings=settings)
    is_far = abs(Fraction(figure.gap)) > Fraction(Decimal(far))
    if is_met:
        return Step.FAR_BETTER if is_far else Step.BETTER
    return Step.FAR_WORSE if is_far else Step.WORSE


def _groups(rows: Iterable[R], way: MapWay, made: Callable[[R], HeatRow]) -> tuple[HeatGroup, ...]:
    ordered = sorted(rows, key=lambda row: way.names.order(row.school))
    if way.order is SchoolOrder.NAME:
        return (HeatGroup("", tuple(made(row) for row in ordered)),)
    order: list[Cluster | None] = [*Cluster, None]
    groups = [(one, [row for row in ordered if row.cluster is one]) for one in order]
    return tuple(
        HeatGroup(CLUSTERS[one] if one else NO_CLUSTER, tuple(made(row) for row in found))
        for one, found in groups
        if found
    )


def _schools(way: MapWay) -> str:
    return "ваша школа" if way.own else filters_words(way.address.filters)


def _of(count: Count) -> str:
    return f"{count.k}/{count.n}" if count.n else ""


def _sum(counts: Iterable[Count | None]) -> Count:
    known = [count for count in counts if count is not None]
    return Count(sum(count.k for count in known), sum(count.n for count in known))
