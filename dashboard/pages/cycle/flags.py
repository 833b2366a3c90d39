"""Flags of the cycle: counted by rule below the matrix, or one by one with why and what to do."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.cycle import FLAGS_ANCHOR, View
from dashboard.addresses.why import WhyFlag
from dashboard.components.marks import severity_mark, unseen
from dashboard.components.why import why_button
from dashboard.formatting import DASH, NO_BREAK, date_full, days, tied, whole
from dashboard.html import Element
from dashboard.pages.cycle.model import CyclePage
from dashboard.texts.cycle import RULES, flags_counted, flags_headline, place_words, without_due
from dashboard.texts.words import SEVERITIES
from data_layer.domain.flag_texts import what_to_do, why
from data_layer.domain.vocabulary import SEVERITY, Rule, Severity
from data_layer.queries.views import FlagItem

# Of every rule so many are shown while several rules are; one rule alone is shown at greater length.
_SHOWN_OF_EACH: Final = 10
_SHOWN_OF_ONE: Final = 300
RULES_IN_ORDER: Final = sorted(Rule, key=lambda rule: (list(Severity).index(SEVERITY[rule]), list(Rule).index(rule)))
# Their sentences quote titles or numbers of documents, which may name the school.
_QUOTING: Final = frozenset(
    {
        Rule.STAGE_LATE,
        Rule.STAGE_OUT_OF_ORDER,
        Rule.DOCUMENT_STALE,
        Rule.DOCUMENT_REUSED,
        Rule.DOCUMENT_INCOMPLETE,
        Rule.DOCUMENT_RETURNED,
    }
)


def flags_card(page: CyclePage) -> Element:
    """How many flags of which rule there are; each leads to its list."""
    counts = page.view.flag_counts
    rules = [rule for rule in RULES_IN_ORDER if counts.get(rule)]
    title = html.H2(flags_headline(counts), id="flags-title")
    as_list = [html.Link("Показать списком", href=page.address.href(FLAGS_ANCHOR, view=View.LIST))] if rules else []
    nothing = html.P("Всё в порядке: открытых вопросов нет.", className="note all-done")
    body = html.Ul([_rule_line(page, rule) for rule in rules], className="rule-list") if rules else nothing
    return html.Section(
        [html.Div([title, *as_list], className="card-head"), body],
        id=FLAGS_ANCHOR,
        className="card",
        **{"aria-labelledby": "flags-title"},
    )


def _rule_line(page: CyclePage, rule: Rule) -> Element:
    href = page.address.href(FLAGS_ANCHOR, view=View.LIST, rule=rule)
    severity = SEVERITY[rule]
    link = html.Link(
        [
            severity_mark(severity),
            html.Span([unseen(f"{SEVERITIES[severity]}: "), tied(RULES[rule])], className="grow"),
            html.B(whole(page.view.flag_counts[rule])),
        ],
        href=href,
    )
    return html.Li(link)


def flag_list(page: CyclePage) -> list[Element]:
    """A card per rule, worst first: why it is raised and what to do once, then the schools it concerns."""
    by_rule: dict[Rule, list[FlagItem]] = {}
    for item in page.view.flags:
        by_rule.setdefault(item.rule, []).append(item)
    limit = _SHOWN_OF_EACH if len(by_rule) > 1 else _SHOWN_OF_ONE
    return [_rule_card(page, rule, items, limit=limit) for rule, items in by_rule.items()]


def _rule_card(page: CyclePage, rule: Rule, items: Sequence[FlagItem], *, limit: int) -> Element:
    severity = SEVERITY[rule]
    title = html.H2(
        [
            severity_mark(severity),
            tied(RULES[rule]),
            html.Span([html.Span(" · ", className="not-on-phone"), flags_counted(len(items))], className="quiet"),
        ],
        id=f"rule-{rule}",
    )
    explained = html.Dl(
        [
            html.Div([html.Dt("Почему"), html.Dd(tied(why(rule)))]),
            html.Div([html.Dt("Что сделать"), html.Dd(tied(what_to_do(rule)))]),
        ],
        className="rule-reasons",
    )
    return html.Section(
        [
            html.Div([title, html.Span(SEVERITIES[severity], className="note")], className="card-head"),
            explained,
            _table(page, items[:limit]),
            *_rest(page, rule, len(items), limit=limit),
        ],
        className="card rule-card",
        **{"aria-labelledby": f"rule-{rule}"},
    )


def _table(page: CyclePage, items: Sequence[FlagItem]) -> Element:
    caption = html.Caption(f"{RULES[items[0].rule]}: по школам", className="unseen")
    school = [] if page.reader.is_own_school else [html.Th("Школа", scope="col", className="school")]
    heads = [
        *school,
        html.Th("Замечание", scope="col"),
        html.Th("Срок и опоздание", scope="col", className="due"),
        html.Td(unseen("Пояснение"), className="why-cell"),
    ]
    rows = [_row(page, item) for item in items]
    return html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(rows)], className="flag-table")


def _row(page: CyclePage, item: FlagItem) -> Element:
    school: list[Element] = []
    if not page.reader.is_own_school:
        name, href = page.reader.names.of(item.school), page.reader.names.href(item.school)
        school = [html.Th(html.Link(name, href=href) if href else name, scope="row")]
    words = without_due(flag_words(item, is_coded=page.reader.names.is_coded))
    said = html.Td(tied(words), className="said")
    return html.Tr([*school, said, _due(item), html.Td(_why(page, item), className="why-cell")])


def flag_words(item: FlagItem, *, is_coded: bool) -> str:
    """The sentence of the flag; where names are coded and it quotes a document, its cell and the reason."""
    if not is_coded or item.rule not in _QUOTING:
        return item.message
    if item.block is None or item.stage is None:
        return item.why
    place = place_words((item.block, item.stage))
    return f"{place[0].upper()}{place[1:]}: {item.why}"


def _due(item: FlagItem) -> Element:
    if item.due is None:
        return html.Td([html.Span(DASH, **{"aria-hidden": "true"}), unseen("без срока")], className="due")
    late = [html.Small([" · ", days(item.days_overdue)])] if item.days_overdue else []
    return html.Td([date_full(item.due), *late], className="due")


def _why(page: CyclePage, item: FlagItem) -> list[Element]:
    if page.reader.names.is_coded:
        return []
    subject = WhyFlag(
        school=item.school,
        rule=item.rule,
        year=item.year,
        block=item.block,
        stage=item.stage,
        goal=item.goal or "",
        indicator=item.indicator or "",
        level=item.level,
        document=item.document,
    )
    return [why_button(subject, about=f"{item.school_name}: {RULES[item.rule]}")]


def _rest(page: CyclePage, rule: Rule, count: int, *, limit: int) -> list[Element]:
    if count <= limit:
        return []
    if limit == _SHOWN_OF_ONE:
        words = f"Показаны первые {whole(limit)} из{NO_BREAK}{whole(count)}. Все{NO_BREAK}— в файле: "
        link = html.A("скачать", href=page.address.workbook_href, download=True)
        return [html.Div(html.Span([words, link]), className="card-foot")]
    href = page.address.href(FLAGS_ANCHOR, rule=rule)
    link = html.Link([f"Показать все {whole(count)}", unseen(f": {RULES[rule]}")], href=href)
    return [html.Div(link, className="card-foot")]
