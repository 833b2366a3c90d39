"""The standard agenda: what a meeting of directors begins with, made from the data in one click.

Every slide is of one of the kinds below; each can be made anew by itself, from its kind and its address.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from dashboard.addresses.compare import compare_href
from dashboard.addresses.cycle import FLAGS_ANCHOR, CycleAddress, View
from dashboard.addresses.meeting import meeting_href, parse_meeting
from dashboard.addresses.overview import OverviewAddress
from dashboard.addresses.reading import Choices, default_year, read_block
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount, why_href
from dashboard.binding import RequestContext
from dashboard.charts.specification import FigureText, Place
from dashboard.charts.summaries import (
    CountBars,
    CountRow,
    KeyFigure,
    KeyFigures,
    Summary,
    WordColumn,
    WordRow,
    WordTable,
)
from dashboard.components.names import SchoolNames, plain_names
from dashboard.findings.cycle import STAGES_FIGURE, stage_bars
from dashboard.findings.views import RowOrder
from dashboard.formatting import NO_BREAK, date_full, days_from, whole
from dashboard.slides.naming import Call, called_by_token
from dashboard.slides.opening import opening_table
from dashboard.texts import meeting as texts
from dashboard.texts.compare.words import goal_name
from dashboard.texts.overview import counted_note, overview_headline, overview_scope
from dashboard.texts.succession import listed_name
from dashboard.texts.words import blocks_words, in_schools, of_schools
from data_layer.domain.meetings import SlideKind
from data_layer.domain.school_year import format_year
from data_layer.domain.series import joined_between, methods_between
from data_layer.domain.vocabulary import RESPONSE_STAGES, Rule, Stage, Status
from data_layer.errors import NotFoundError
from data_layer.queries.catalogue import Catalogue, load_catalogue
from data_layer.queries.cycle_views import CycleFilters, DistrictCycle, FlagFilters, SchoolCycle
from data_layer.queries.decisions import last_decisions
from data_layer.queries.directory import SchoolEntry, school_list, used_years
from data_layer.queries.district_cycle import district_cycle
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.meetings import meeting_card
from data_layer.queries.overview import district_overview
from data_layer.queries.views import (
    Count,
    DistrictGoal,
    FlagItem,
    MatrixRow,
    Overview,
    OverviewFilters,
    QuadrantPlace,
    comparable,
)

_SOURCE: Final = "показатели и документы школ"
_DOCUMENTS_SOURCE: Final = "документы школ"
# Goals told by name below a table of codes.
_NAMED: Final = 3
_MISSED: Final = frozenset({Status.NOT_MET, Status.NEAR})


@dataclass(frozen=True, slots=True)
class Made:
    """A slide of the agenda before it is frozen; schools are called by tokens. schools: see `Finding`."""

    kind: SlideKind
    address: str
    scope: str
    body: Summary
    schools: int
    order: RowOrder = RowOrder.FIXED


@dataclass(frozen=True)
class Ground:
    """What the slides of one year are made from, each thing read when it is first asked for.

    ctx: in the capacity in which slides are made.
    """

    ctx: RequestContext
    year: int

    @cached_property
    def schools(self) -> Sequence[SchoolEntry]:
        return school_list(self.ctx.session)

    @cached_property
    def catalogue(self) -> Catalogue:
        return load_catalogue(self.ctx.session, with_sources=False)

    @cached_property
    def overview(self) -> Overview:
        return self._overview(self.year)

    @cached_property
    def before(self) -> Overview | None:
        """Last year's, None where nothing was handed in for it."""
        return self._overview(self.year - 1) if self.year - 1 in self.overview.years else None

    def _overview(self, year: int) -> Overview:
        ctx = self.ctx
        return district_overview(ctx.session, filters=OverviewFilters(year), today=ctx.today, viewer=ctx.viewer)

    @cached_property
    def cycle(self) -> DistrictCycle:
        """With the flags of goals that are missed without a response, in words."""
        return district_cycle(
            self.ctx.session,
            filters=CycleFilters(self.year),
            flag_filters=FlagFilters(rule=Rule.GOAL_MISSED_NO_RESPONSE),
            with_flags=True,
            today=self.ctx.today,
            viewer=self.ctx.viewer,
        )

    @cached_property
    def names(self) -> SchoolNames:
        by_name = sorted(self.schools, key=lambda school: (school.short_name.casefold(), school.code))
        return plain_names(
            [(each.code, listed_name(called_by_token(each.code, each.short_name), each.gone_from)) for each in by_name],
            link=lambda code: school_href(code, year=self.year),
        )

    @property
    def scope(self) -> str:
        return f"{format_year(self.year)} · все школы"

    def text(self, headline: str, subtitle: str, *, note: str = "", source: str = _SOURCE) -> FigureText:
        return FigureText(headline, subtitle=subtitle, note=note, source=source, on=self.ctx.today)


def standard_agenda(ctx: RequestContext, year: int | None = None, *, held_on: date | None = None) -> tuple[Made, ...]:
    """The slides in their order. year: None for the one that is being worked on. held_on: day of the meeting."""
    ground = Ground(ctx, agenda_year(ctx) if year is None else year)
    until = ctx.today if held_on is None else held_on - timedelta(days=1)
    made = [_opening(ground, until), _glance(ground)]
    for block in ground.overview.blocks:
        made += [_block_result(ground, block.number), _block_cycle(ground, block.number)]
    made += [_no_response(ground), _help(ground), _solved(ground), _deadlines(ground)]
    return tuple(each for each in made if each is not None)


def agenda_year(ctx: RequestContext) -> int:
    return default_year(tuple(used_years(ctx.session)), today=ctx.today)


def made_again(ctx: RequestContext, kind: SlideKind, address: str) -> Made:
    """One slide of the agenda from today's data. Raises NotFoundError where there is nothing to make it from."""
    search = address.partition("?")[2].partition("#")[0]
    if kind is SlideKind.OPENING:
        made = _opening_again(ctx, parse_meeting(search)[0].id)
    else:
        choices = Choices(search)
        ground = Ground(ctx, choices.year(years=tuple(used_years(ctx.session)), today=ctx.today))
        block = choices.take("block", "блок", read_block)
        made = _OF_BLOCKS[kind](ground, block or 1) if kind in _OF_BLOCKS else _OF_DISTRICT[kind](ground)
    if made is None:
        raise NotFoundError
    return made


def _opening(ground: Ground, until: date) -> Made | None:
    """What came of the decisions of the last meeting until a day, and of those still open; None without any."""
    today = ground.ctx.today
    found = last_decisions(ground.ctx.session, until=until, today=today)
    if not found:
        return None
    names = {school.code: school.short_name for school in ground.schools}
    typed = Call(names, {}, full_names={school.code: school.full_name for school in ground.schools}).tokened
    body = opening_table(found, today=today, place=ground.names.place, typed=typed)
    # The first of them is of the latest meeting.
    return Made(SlideKind.OPENING, meeting_href(found[0].meeting_id), "Решения совещаний", body, len(ground.schools))


def _opening_again(ctx: RequestContext, meeting: int | None) -> Made | None:
    """With the decisions of the same meeting."""
    if meeting is None:
        return None
    held_on = meeting_card(ctx.session, meeting).held_on
    return _opening(Ground(ctx, agenda_year(ctx)), held_on)


def _glance(ground: Ground) -> Made:
    view = ground.overview
    late = f"в{NO_BREAK}{in_schools(view.overdue_schools.k)} из{NO_BREAK}{whole(view.overdue_schools.n)}"
    figures = (
        _figure("Целей достигли школы", view.goals, _before_words(view.goals, view.goals_before)),
        _figure("Своих целей достиг район", view.district_goals_met),
        _figure("Школ внесли все данные", view.coverage),
        _figure("Документов есть из тех, чей срок наступил", view.documents),
        KeyFigure("Просрочено документов", whole(view.overdue), words=late if view.overdue else ""),
        KeyFigure("Возвращено на доработку", whole(view.returned)),
    )
    note = counted_note(view) if view.hides_goals else ""
    text = ground.text(overview_headline(view).rstrip("."), f"Район одним взглядом, {ground.scope}", note=note)
    address = OverviewAddress(ground.year).href()
    return Made(SlideKind.GLANCE, address, overview_scope(view), KeyFigures(text, figures), view.schools)


def _figure(label: str, count: Count, words: str = "") -> KeyFigure:
    if not count.n:
        return KeyFigure(label, "—", words="судить рано")
    return KeyFigure(label, whole(count.k), f"из{NO_BREAK}{whole(count.n)}", words)


def _before_words(now: Count, before: Count | None) -> str:
    last = comparable(now, before)
    return "" if last is None or not last.n else f"год назад {whole(last.k)} из{NO_BREAK}{whole(last.n)}"


def _block_result(ground: Ground, block: int) -> Made:
    view = ground.overview
    row = next((each for each in view.blocks if each.number == block), None)
    if row is None:
        raise NotFoundError
    goals = [goal for goal in view.district_goals if goal.block == block]
    counts = [(goal.code, goal.schools_met) for goal in goals]
    headline = texts.block_result_headline(block, row.goals, counts, hides=row.hides_goals)
    note = counted_note(view) if row.hides_goals else ""
    body = CountBars(
        ground.text(headline, f"{row.title}: сколько школ достигли каждой цели, {ground.scope}", note=note),
        tuple(_goal_row(ground, goal) for goal in goals),
        row_head="Цель",
        count_head="школ достигли",
    )
    return Made(
        SlideKind.BLOCK_RESULT, compare_href(ground.year, block=block), ground.scope, body, ground.overview.schools
    )


def _goal_row(ground: Ground, goal: DistrictGoal) -> CountRow:
    rules = [rule for rule in ground.catalogue.deciding if rule.goal == goal.goal]
    count = goal.schools_met
    words = "часть школ скрыта" if goal.hides_schools else ""
    if not count.n:
        words = "скрыто" if goal.hides_schools else "данных ещё нет"
    is_series = not any(any(methods_between(rule, ground.year - 1, ground.year)) for rule in rules)
    return CountRow(
        Place(f"{goal.code} {_goal_name(ground, goal.goal)}", compare_href(ground.year, goal=goal.code)),
        count,
        comparable(count, goal.schools_before) if count.n and is_series else None,
        words,
        why_href(WhyCount(CountKind.GOAL_SCHOOLS, ground.year, goal=goal.goal)) if count.n else "",
    )


def _block_cycle(ground: Ground, block: int) -> Made:
    view = ground.cycle
    bars = stage_bars(view, block=block)
    stages = dict(zip([each.stage for each in view.stages], [row.count for row in bars.rows], strict=True))
    counts = {stage: Count(count.k, count.n) for stage, count in stages.items()}
    body = stage_bars(view, block=block, headline=texts.block_cycle_headline(block, counts))
    address = CycleAddress(ground.year, block=block).href(STAGES_FIGURE)
    return Made(SlideKind.BLOCK_CYCLE, address, ground.scope, body, ground.overview.schools)


def _no_response(ground: Ground) -> Made:
    flags: dict[str, list[FlagItem]] = {}
    for flag in ground.cycle.flags:
        flags.setdefault(flag.school, []).append(flag)
    rows_of = {row.school: row for row in ground.cycle.rows}
    rows = [
        WordRow(ground.names.place(school), _without_response(ground, found, rows_of[school]))
        for school, found in sorted(flags.items(), key=lambda pair: (-len(pair[1]), ground.names.order(pair[0])))
    ]
    headline = texts.no_response_headline(
        sum(map(len, flags.values())), len(rows), year=ground.year, is_tracked=ground.cycle.is_tracked
    )
    body = WordTable(
        ground.text(headline, f"Срок рекомендаций, мер или решений прошёл, документов нет, {ground.scope}"),
        (WordColumn("Целей", is_number=True), WordColumn("Какие цели"), WordColumn("Чего нет в ответ")),
        tuple(rows),
    )
    address = CycleAddress(ground.year, view=View.LIST, rule=Rule.GOAL_MISSED_NO_RESPONSE).href(FLAGS_ANCHOR)
    return Made(SlideKind.NO_RESPONSE, address, ground.scope, body, ground.overview.schools, RowOrder.TIES)


def _without_response(ground: Ground, flags: Sequence[FlagItem], row: SchoolCycle) -> tuple[str, ...]:
    goals = [_code(ground, flag.goal) for flag in flags if flag.goal]
    lacking: dict[int, list[Stage]] = {}
    for block in sorted({flag.block for flag in flags if flag.block is not None}):
        lacking[block] = [
            cell.stage
            for cell in row.cells
            if cell.block == block and cell.stage in RESPONSE_STAGES and cell.is_required and not cell.is_there
            and cell.is_passed
        ]  # fmt: skip
    return (whole(len(flags)), ", ".join(sorted(goals)), texts.lacking_words(lacking))


def _help(ground: Ground) -> Made:
    """Schools with a block in which goals are missed and stages overdue: where the quadrant of «Обзор» says to begin."""
    view = ground.overview
    blocks = _blocks_by_school(view.quadrant.missed_broken)
    rows_of = {row.school: row for row in view.matrix}
    missed = {school: _missed(rows_of[school]) for school in blocks}
    ordered = sorted(
        blocks,
        key=lambda school: (
            -len(blocks[school]),
            -rows_of[school].overdue,
            -missed[school],
            ground.names.order(school),
        ),
    )
    rows = tuple(
        WordRow(
            ground.names.place(school),
            (whole(len(blocks[school])), whole(missed[school]), whole(rows_of[school].overdue), blocks_words(blocks[school])),
        )
        for school in ordered
    )  # fmt: skip
    hides = any(cell.is_hidden for row in view.matrix for cell in row.cells)
    body = WordTable(
        ground.text(
            texts.help_headline(len(rows), year=ground.year, is_tracked=ground.cycle.is_tracked),
            f"Блоки, где не достигнута цель и просрочен документ, {ground.scope}",
            note="Блоки, числа которых скрыты, не считаются." if hides else "",
        ),
        (
            WordColumn("Таких блоков", is_number=True),
            WordColumn("Целей не достигнуто", is_number=True),
            WordColumn("Документов просрочено", is_number=True),
            WordColumn("Какие блоки"),
        ),
        rows,
    )
    return Made(
        SlideKind.HELP,
        OverviewAddress(ground.year).href("quadrant"),
        ground.scope,
        body,
        ground.overview.schools,
        RowOrder.TIES,
    )


def _blocks_by_school(places: Sequence[QuadrantPlace]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(place.school, []).append(place.block)
    return {school: sorted(blocks) for school, blocks in found.items()}


def _missed(row: MatrixRow) -> int:
    return sum(cell.goals.n - cell.goals.k for cell in row.cells if cell.goals is not None)


def _solved(ground: Ground) -> Made:
    """Goals that a school missed last year and reaches now: practice that others can use."""
    before = ground.before
    solved = {} if before is None else _solved_goals(ground, before)
    rows = tuple(
        WordRow(ground.names.place(school), (whole(len(goals)), ", ".join(_code(ground, goal) for goal in goals)))
        for school, goals in sorted(solved.items(), key=lambda pair: (-len(pair[1]), ground.names.order(pair[0])))
    )
    headline = texts.solved_headline(sum(map(len, solved.values())), len(rows), has_before=before is not None)
    body = WordTable(
        ground.text(
            headline,
            f"Год назад цель не достигнута, теперь достигнута, {ground.scope}",
            note=_most_solved(ground, solved),
        ),
        (WordColumn("Целей", is_number=True), WordColumn("Какие цели")),
        rows,
    )
    return Made(
        SlideKind.SOLVED,
        OverviewAddress(ground.year).href(),
        ground.scope,
        body,
        ground.overview.schools,
        RowOrder.TIES,
    )


def _solved_goals(ground: Ground, before: Overview) -> dict[str, list[str]]:
    """By school; goals whose method changed meanwhile, and schools that another one joined, are no series."""
    year, catalogue = ground.year, ground.catalogue
    broken = {rule.goal for rule in catalogue.deciding if rule.goal and any(methods_between(rule, year - 1, year))}
    joined = {school.code for school in ground.schools if joined_between(school.facts, year - 1, year)}
    past = {(row.school, mark.goal): mark.status for row in before.matrix for cell in row.cells for mark in cell.marks}
    found: dict[str, list[str]] = {}
    for row in ground.overview.matrix:
        for mark in (mark for cell in row.cells for mark in cell.marks):
            was_missed = past.get((row.school, mark.goal)) in _MISSED
            if was_missed and mark.status is Status.MET and mark.goal not in broken and row.school not in joined:
                found.setdefault(row.school, []).append(mark.goal)
    return found


def _most_solved(ground: Ground, solved: Mapping[str, Sequence[str]]) -> str:
    """«Чаще всего: 3.3 Дополнительное образование (12 школ), …»; the names behind the commonest codes."""
    counts = Counter(goal for goals in solved.values() for goal in goals)
    common = sorted(counts, key=lambda goal: (-counts[goal], _code(ground, goal)))[:_NAMED]
    told = [f"{_code(ground, goal)} {_goal_name(ground, goal)} ({of_schools(counts[goal])})" for goal in common]
    return f"Чаще всего: {', '.join(told)}." if told else ""


def _code(ground: Ground, goal: str) -> str:
    return ground.catalogue.goal_by_id[goal].code


def _goal_name(ground: Ground, goal: str) -> str:
    """«Дополнительное образование»."""
    rules = [rule.id for rule in ground.catalogue.deciding if rule.goal == goal]
    return goal_name(goal, ground.catalogue.goal_name(goal), rules)


def _deadlines(ground: Ground) -> Made:
    view = ground.overview
    rows = tuple(
        WordRow(
            Place(date_full(each.due)),
            (
                each.title,
                f"{whole(each.done.k)} из{NO_BREAK}{whole(each.done.n)}",
                days_from(each.due, today=view.today),
            ),
        )
        for each in view.deadlines
    )
    body = WordTable(
        ground.text(
            texts.deadlines_headline(view.deadlines),
            f"Что ещё предстоит сдать, {ground.scope}",
            source=_DOCUMENTS_SOURCE,
        ),
        (WordColumn("Что сдать"), WordColumn("Сдано"), WordColumn("Осталось")),
        rows,
        row_head="Срок",
    )
    return Made(SlideKind.DEADLINES, OverviewAddress(ground.year).href(), ground.scope, body, ground.overview.schools)


_OF_BLOCKS: Final[Mapping[SlideKind, Callable[[Ground, int], Made]]] = {
    SlideKind.BLOCK_RESULT: _block_result,
    SlideKind.BLOCK_CYCLE: _block_cycle,
}
_OF_DISTRICT: Final[Mapping[SlideKind, Callable[[Ground], Made]]] = {
    SlideKind.GLANCE: _glance,
    SlideKind.NO_RESPONSE: _no_response,
    SlideKind.HELP: _help,
    SlideKind.SOLVED: _solved,
    SlideKind.DEADLINES: _deadlines,
}
