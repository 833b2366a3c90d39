"""«Почему?» about a number of a region's roll-up: what is counted, by which rules, and how its clusters make it up."""

from collections.abc import Sequence
from datetime import date

from dashboard import html
from dashboard.addresses.rollup import WhyRollup
from dashboard.components.explanation.frame import note, section, sentence, table
from dashboard.components.panel import fragment
from dashboard.components.rollup import in_order
from dashboard.formatting import tied, whole
from dashboard.html import Element
from dashboard.texts import rollup as texts
from dashboard.texts.why import COUNT_RULES, COUNT_TITLES
from data_layer.domain.vocabulary import Rule
from data_layer.errors import NotFoundError
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.rollup import RollupRow


def rollup_panel(rows: Sequence[RollupRow], asked: WhyRollup, *, today: date) -> str:
    """The whole answer. rows: of the district asked about. Raises NotFoundError for a cluster it has no schools of."""
    row = next((each for each in rows if each.cluster == asked.cluster), None)
    if row is None:
        raise NotFoundError("Этого счёта нет.")
    is_goals = asked.count is CountKind.GOALS
    share = texts.met_sentence(row.goals) if is_goals else texts.overdue_sentence(row.overdue, row.required)
    parts = [
        html.P(html.B(_value(asked.count, row), className="why-value"), className="why-headline"),
        *section("Что считается", [sentence(texts.COUNTED[asked.count]), sentence(share)]),
        *section("Чьи числа", [sentence(texts.behind_sentence(asked.count, row.schools)), note(texts.NO_NAMES)]),
        *section("По какому правилу", _rules(asked.count)),
        *section("По типам местности", [_places(rows, asked)]),
    ]
    return fragment(
        COUNT_TITLES[asked.count], parts, kicker=tied(texts.rollup_scope(row, year=asked.year, today=today))
    )


def _value(count: CountKind, row: RollupRow) -> str:
    return texts.goals_value(row.goals) if count is CountKind.GOALS else texts.overdue_value(row.overdue)


def _rules(count: CountKind) -> list[Element | None]:
    told = [sentence(COUNT_RULES[count]), sentence(texts.ORIGIN[count])]
    if count is CountKind.GOALS:
        return told
    return [*told, html.P(["Правило ", html.Span(Rule.STAGE_MISSING, className="code")], className="note")]


def _places(rows: Sequence[RollupRow], asked: WhyRollup) -> Element:
    """The district and its clusters; the row asked about stands out."""
    title = COUNT_TITLES[asked.count]
    lines = [
        [_place(row, is_asked=row.cluster == asked.cluster), whole(row.schools), _value(asked.count, row)]
        for row in in_order(rows)
    ]
    return table(("Где", "Школ", title), lines, caption=f"{title} по типам местности", numbers=2)


def _place(row: RollupRow, *, is_asked: bool) -> Element | str:
    name = "Весь район" if row.cluster is None else texts.place_name(row.cluster)
    return html.B(name) if is_asked else name
