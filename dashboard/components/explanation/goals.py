"""«Почему?» about a goal: of a school, and of the district."""

from dashboard import html
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCell, WhyPooled, WhyResult
from dashboard.components.explanation.documents import document_link, document_name
from dashboard.components.explanation.frame import facts, flags_section, note, opens_why, section, sentence, table
from dashboard.components.marks import glyph, status_mark
from dashboard.components.panel import fragment
from dashboard.formatting import NO_BREAK, tied, whole
from dashboard.html import Element
from dashboard.texts import why as texts
from dashboard.texts.cycle import cycle_words
from dashboard.texts.results import verdict
from dashboard.texts.words import GOAL_STATUSES, LEVELS, STAGES, STATUSES, indicator_name, of_schools
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Level
from data_layer.queries.explanation.views import DistrictGoalExplanation, GoalExplanation
from data_layer.queries.views import CycleCell, ResultLine


def goal_panel(told: GoalExplanation) -> str:
    """The whole answer about a goal of a school."""
    year = format_year(told.year)
    kicker = f"{told.school.short_name} · блок{NO_BREAK}{told.block} · {year}"
    parts = [
        _headline(told),
        *section("Почему такой вывод", [sentence(texts.goal_rule(told)), _lines(told)]),
        *section("Что было раньше", [sentence(_last_year(told))]),
        *section("Чем школа отвечает", _response(told)),
        *flags_section(told.flags),
        html.P(
            html.Link(
                "Открыть блок в карточке школы", href=school_href(told.school.code, year=told.year, block=told.block)
            )
        ),
    ]
    return fragment(tied(f"{told.card.code} {told.card.title}"), parts, kicker=tied(kicker))


def _headline(told: GoalExplanation) -> Element:
    words = f" цель {GOAL_STATUSES[told.card.status]}"
    return html.P(html.Span([status_mark(told.mark), words]), className="why-headline")


def _lines(told: GoalExplanation) -> Element | None:
    if not told.lines:
        return note("Уровней, к которым относится цель, в школе нет.")
    rows = [[_line_name(line), _line_value(told, line), _line_verdict(line)] for line in told.lines]
    return table(("Показатель", "Число", "Вывод"), rows, caption="Показатели, от которых зависит цель", numbers=0)


def _line_name(line: ResultLine) -> str:
    level = "" if line.level is Level.SCHOOL else f", {LEVELS[line.level]}"
    return tied(f"{line.indicator_code} {indicator_name(line.indicator, line.title)}{level}")


def _line_value(told: GoalExplanation, line: ResultLine) -> Element:
    subject = WhyResult(told.school.code, line.indicator, line.level, told.year)
    return opens_why(line_number(line), subject, about=_line_name(line))


def line_number(line: ResultLine) -> str:
    """«176 из 214», «4, было 2», «скрыто», «нет»."""
    if line.value is None:
        return "скрыто" if line.numerator is None and line.status == "suppressed" else "нет"
    if line.numerator is not None and line.denominator is not None:
        return f"{whole(line.numerator)} из{NO_BREAK}{whole(line.denominator)}"
    before = "" if line.baseline is None else f", было {whole(line.baseline)}"
    return f"{whole(round(line.value))}{before}"


def _line_verdict(line: ResultLine) -> Element:
    return html.Span([status_mark(line.status), f" {tied(verdict(line))}"], className="why-verdict")


def _last_year(told: GoalExplanation) -> str:
    year = format_year(told.year - 1)
    return f"За {year} данных нет." if told.last_year is None else f"{year}: {GOAL_STATUSES[told.last_year]}."


def _response(told: GoalExplanation) -> list[Element | None]:
    """The stages by which a school answers a miss, each with its documents and their links."""
    return [
        note(f"Рекомендации, меры и решения блока {told.block}."),
        html.Ul([_stage(told, cell) for cell in told.response], className="why-stages"),
    ]


def _stage(told: GoalExplanation, cell: CycleCell) -> Element:
    subject = WhyCell(told.school.code, cell.block, cell.stage, told.year)
    words = f"{STAGES[cell.stage]}: {cycle_words(cell)}"
    place = (cell.block, cell.stage)
    documents = [each for each in told.documents if place in {(each.block, each.stage), *each.covers}]
    links = [
        html.Span([document_name(each), *([" · ", link] if link is not None else [])], className="note-line")
        for each in documents
        for link in [document_link(each)]
    ]
    return html.Li([glyph(cell.state), html.Span([opens_why(words, subject, about=STAGES[cell.stage]), *links])])


def district_goal_panel(told: DistrictGoalExplanation) -> str:
    """The whole answer about a goal of the district over pooled figures."""
    rows = []
    for rule, fact in told.lines:
        level = "" if fact.level is Level.SCHOOL else f", {LEVELS[fact.level]}"
        name = tied(f"{rule.code} {indicator_name(rule.id, rule.title_short or rule.title)}{level}")
        subject = WhyPooled(rule.id, fact.level, told.year)
        value = opens_why(texts.shown_value(rule, fact), subject, about=name)
        words = html.Span([status_mark(fact.status), f" {STATUSES[fact.status]}"], className="why-verdict")
        rows.append([name, value, words])
    schools = f"{whole(told.schools.k)} из{NO_BREAK}{of_schools(told.schools.n)}"
    parts = [
        html.P(html.Span([status_mark(told.status), f" {GOAL_STATUSES[told.status]}"]), className="why-headline"),
        *section(
            "Почему такой вывод",
            [
                sentence(texts.district_goal_rule(told)),
                table(("Показатель", "Район", "Вывод"), rows, caption="Сводные показатели цели", numbers=0),
            ],
        ),
        *section("Школы", [facts([("Достигли цели", schools if told.schools.n else "данных ещё нет")])]),
    ]
    kicker = f"весь район · блок{NO_BREAK}{told.block} · {format_year(told.year)}"
    return fragment(tied(f"{told.code} {told.title}"), parts, kicker=kicker)
