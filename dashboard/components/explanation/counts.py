"""«Почему?» about a count: what is counted and what it is made of."""

from dashboard import html
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount, WhyGoal
from dashboard.components.explanation.frame import note, opens_why, section, sentence, table
from dashboard.components.panel import fragment
from dashboard.formatting import NO_BREAK, percent, tied, whole
from dashboard.html import Element
from dashboard.texts import why as texts
from dashboard.texts.words import GOAL_STATUSES, of_schools
from data_layer.domain.school_year import format_year
from data_layer.queries.explanation.views import CountExplanation, CountKind, CountPart
from data_layer.queries.views import Count

# Counts of schools: a school has it or not.
_BY_SCHOOL = frozenset({CountKind.COVERAGE, CountKind.DATA_DUE})
_WITH_SHARE = frozenset({CountKind.GOALS, CountKind.DOCUMENTS, CountKind.RESULTS})


def count_panel(told: CountExplanation) -> str:
    """The whole answer about a count."""
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
        *section("Из чего сложено", [_parts(told), note(texts.hidden_parts(told.hidden))]),
    ]
    return fragment(texts.count_title(told), parts, kicker=tied(texts.count_scope(told)))


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
    return tied(part.title if part.block is None else f"{part.block}. {part.title}")


def _value(told: CountExplanation, part: CountPart) -> object:
    if part.count is None:
        return "скрыто"
    if part.goal is not None and told.school is not None and part.status is not None:
        return GOAL_STATUSES[part.status]
    words = _count_words(told, part.count)
    if part.school is None:
        return words
    subject = WhyCount(told.kind, told.year, school=part.school.code, block=told.block)
    return words if told.kind in _BY_SCHOOL else opens_why(words, subject, about=part.title)


def _count_words(told: CountExplanation, count: Count) -> str:
    if told.kind in _BY_SCHOOL:
        return "внесла" if count.k else "не внесла"
    if told.kind in {CountKind.OVERDUE, CountKind.RETURNED}:
        return whole(count.k)
    if told.kind is CountKind.DISTRICT_GOALS:
        return f"{whole(count.k)} из{NO_BREAK}{of_schools(count.n)}" if count.n else "данных нет"
    return f"{whole(count.k)} из{NO_BREAK}{whole(count.n)}" if count.n else "нечего считать"
