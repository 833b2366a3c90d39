"""«Почему?» about a count: what is counted and what it is made of."""

from collections.abc import Mapping
from typing import Final

from dashboard import html
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCell, WhyCount, WhyGoal, WhyResult, WhySubject
from dashboard.components.explanation.frame import note, opens_why, section, sentence, table
from dashboard.components.panel import fragment
from dashboard.formatting import NO_BREAK, percent, tied, whole
from dashboard.html import Element
from dashboard.texts import why as texts
from dashboard.texts.words import CELL_STATES, GOAL_STATUSES, LEVELS, STAGES, of_schools
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Level
from data_layer.queries.explanation.views import CountExplanation, CountKind, CountPart
from data_layer.queries.views import Count

# Counts of schools: a school has it or not.
_BY_SCHOOL = frozenset({CountKind.COVERAGE, CountKind.DATA_DUE})
_WITH_SHARE = frozenset(
    {
        CountKind.GOALS,
        CountKind.DOCUMENTS,
        CountKind.RESULTS,
        CountKind.MAP_GOALS,
        CountKind.REQUIRED,
        CountKind.FIGURES,
    }
)
# Counts of single things: what each line says where it is there, and where it is not.
_ONE_BY_ONE: Final[Mapping[CountKind, tuple[str, str]]] = {
    CountKind.FIGURES: ("внесён", "нет данных"),
    CountKind.TARGETS: ("поставлена", "ориентир района"),
    CountKind.ITEMS: ("есть", "нет"),
}


def count_panel(told: CountExplanation, *, is_coded: bool = False) -> str:
    """The whole answer about a count. is_coded: the view that asks names no school."""
    share = f" {percent(told.total.k, told.total.n)}" if told.total.n and told.kind in _WITH_SHARE else ""
    value = html.P(
        [html.B(texts.count_value(told), className="why-value"), html.Span(share, className="quiet")],
        className="why-headline",
    )
    before = told.before
    was = (
        f"{format_year(told.year - 1)}: {whole(before.k)} из {whole(before.n)}, {percent(before.k, before.n)}."
        if before is not None and before.n
        else ""
    )
    parts = [
        value,
        *section("Что считается", [sentence(texts.count_rule(told))]),
        *section("Что было раньше", [sentence(was)]),
        *section("Из чего сложено", _made_of(told, is_coded=is_coded)),
        *section("Откуда числа", [] if is_coded else [sentence(texts.COUNT_SOURCES.get(told.kind, ""))]),
        *section("Что сделать", [] if is_coded else [sentence(texts.count_step(told))]),
    ]
    return fragment(texts.count_title(told), parts, kicker=tied(texts.count_scope(told)))


def _made_of(told: CountExplanation, *, is_coded: bool) -> list[Element | None]:
    if is_coded and any(part.school is not None for part in told.parts):
        return [note(texts.NAMELESS)]
    return [_parts(told), note(texts.hidden_parts(told.hidden))]


def _parts(told: CountExplanation) -> Element | None:
    shown = [part for part in told.parts if not _is_idle(told, part)]
    rows = [[_name(told, part), _value(told, part)] for part in shown]
    return table(("Что", "Сколько"), rows, caption=texts.count_title(told)) if rows else None


def _is_idle(told: CountExplanation, part: CountPart) -> bool:
    """Of what is overdue or returned only the lines that have any matter."""
    is_list_of_faults = told.kind in {CountKind.OVERDUE, CountKind.RETURNED}
    return is_list_of_faults and part.count is not None and not part.count.k


def _name(told: CountExplanation, part: CountPart) -> Element | str:
    if part.school is not None:
        return html.Link(tied(part.title), href=school_href(part.school.code, year=told.year))
    if part.goal is not None:
        goal = WhyGoal(part.goal, told.year, school=told.school.code if told.school else "")
        return opens_why(tied(part.title), goal, about="Цель")
    if part.stage is not None:
        place = (
            f"{part.block}. {part.title}: {STAGES[part.stage].lower()}" if told.block is None else STAGES[part.stage]
        )
        return tied(place)
    level = f", {LEVELS[part.level]}" if part.level not in {None, Level.SCHOOL} else ""
    return tied(f"{part.title}{level}" if part.block is None else f"{part.block}. {part.title}")


def _value(told: CountExplanation, part: CountPart) -> object:
    if part.count is None:
        return "скрыто"
    if part.goal is not None and told.school is not None and part.status is not None:
        return GOAL_STATUSES[part.status]
    words = _part_words(told, part, part.count)
    subject = _subject_of(told, part)
    return words if subject is None else opens_why(words, subject, about=part.title)


def _subject_of(told: CountExplanation, part: CountPart) -> WhySubject | None:
    """What the line leads on to: the school's own count, its goal, its cell, its figure."""
    if part.school is not None:
        return _subject_of_school(told, part.school.code)
    if told.school is None:
        return None
    code = told.school.code
    if part.indicator and part.level is not None:
        return WhyResult(code, part.indicator, part.level, told.year)
    if told.kind is not CountKind.REQUIRED and part.stage is None:
        return None
    if part.stage is not None and part.block is not None:
        return WhyCell(code, part.block, part.stage, told.year)
    return WhyCount(told.kind, told.year, school=code, block=part.block)


def _subject_of_school(told: CountExplanation, code: str) -> WhySubject | None:
    if told.kind in _BY_SCHOOL:
        return None
    if told.kind is CountKind.GOAL_SCHOOLS:
        return WhyGoal(told.within.goal, told.year, school=code)
    kind = CountKind.GOALS if told.kind is CountKind.MAP_GOALS else told.kind
    stage = told.stage if kind is CountKind.REQUIRED or told.kind is CountKind.OVERDUE else None
    return WhyCount(kind, told.year, school=code, block=told.block, stage=stage)


def _part_words(told: CountExplanation, part: CountPart, count: Count) -> str:
    if part.state is not None:
        return CELL_STATES[part.state]
    if told.kind is CountKind.GOAL_SCHOOLS and part.status is not None:
        return GOAL_STATUSES[part.status]
    words = _ONE_BY_ONE.get(told.kind)
    return _count_words(told, count) if words is None else words[0] if count.k else words[1]


def _count_words(told: CountExplanation, count: Count) -> str:
    if told.kind in _BY_SCHOOL:
        return "внесла" if count.k else "не внесла"
    if told.kind in {CountKind.OVERDUE, CountKind.RETURNED}:
        return whole(count.k)
    if told.kind is CountKind.DISTRICT_GOALS:
        return f"{whole(count.k)} из{NO_BREAK}{of_schools(count.n)}" if count.n else "данных нет"
    return f"{whole(count.k)} из{NO_BREAK}{whole(count.n)}" if count.n else "нечего считать"
