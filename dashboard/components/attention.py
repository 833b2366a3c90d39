"""«Требует внимания»: what is wrong, why, what to do, one button. The first is open, the rest wait."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.cycle import CELL_ANCHOR, CellChoice, CycleAddress, View
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount, flag_subject
from dashboard.components.marks import severity_mark, unseen
from dashboard.components.why import why_button
from dashboard.formatting import counted, tied, whole
from dashboard.html import Element
from dashboard.texts.words import SEVERITIES
from data_layer.domain.vocabulary import Rule
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import AttentionItem, FlagItem, Overview

SHOWN_AT_ONCE: Final = 6
# A cause that fires in every cell of a school is told by its first lines; the school card has them all.
_FLAGS_LISTED: Final = 6


def attention_card(view: Overview) -> Element:
    items = [_item(item, year=view.filters.year, is_first=index == 0) for index, item in enumerate(view.attention)]
    body = [_list(items)] if items else [html.P("Всё в порядке: открытых вопросов нет.", className="note")]
    return html.Section(
        [
            html.Div([html.H2("Требует внимания", id="attention-title"), *_all_flags(view)], className="card-head"),
            *body,
        ],
        id="attention",
        className="card place-attention",
        **{"aria-labelledby": "attention-title"},
    )


def _all_flags(view: Overview) -> list[Element]:
    """The same flags one by one, of all schools in question."""
    if not view.attention:
        return []
    filters = view.filters
    address = CycleAddress(filters.year, block=filters.block, cluster=filters.cluster, view=View.LIST)
    return [html.Link("Все замечания", href=address.href(), className="note")]


def _list(items: Sequence[Element]) -> Element:
    shown, rest = items[:SHOWN_AT_ONCE], items[SHOWN_AT_ONCE:]
    parts: list[Element] = [html.Ul(shown, className="flags")]
    if rest:
        summary = html.Summary([f"Показать все {whole(len(items))}", html.Span(className="chevron")])
        parts.append(html.Details([summary, html.Ul(rest, className="flags")], className="opens rest"))
    return html.Div(parts, className="card-list")


def _item(item: AttentionItem, *, year: int, is_first: bool) -> Element:
    facts = [html.Span(tied(item.facts), className="facts")] if item.facts else []
    summary = html.Summary(
        [
            severity_mark(item.severity),
            html.Span(
                [unseen(f"{SEVERITIES[item.severity]}: "), html.Span(tied(item.headline), className="headline"), *facts]
            ),
            html.Span(className="chevron"),
        ]
    )
    return html.Li(
        html.Details([summary, _reasons(item, year=year, is_first=is_first)], className="flag", open=is_first)
    )


def _reasons(item: AttentionItem, *, year: int, is_first: bool) -> Element:
    terms = [html.Dt("Почему"), html.Dd(tied(item.why)), html.Dt("Что сделать"), html.Dd(tied(item.what_to_do))]
    school = [_button(item, year=year, is_first=is_first)] if item.school else []
    buttons = html.Div([*school, *_cycle_button(item, year=year), *_asked(item, year=year)], className="buttons")
    return html.Div([html.Dl(terms), buttons, *_each(item.flags)], className="reasons")


def _cycle_button(item: AttentionItem, *, year: int) -> list[Element]:
    """To the first cell of the cycle that it is about; what is due soon leads to its stage."""
    places = [(flag.block, flag.stage) for flag in item.flags]
    block, stage = next(((block, stage) for block, stage in places if block and stage), (None, None))
    if item.school and block is not None and stage is not None:
        href = CycleAddress(year).href(CELL_ANCHOR, cell=CellChoice(item.school, block, stage))
        name = f": {tied(item.school_name)}"
        return [html.Link(["Показать в цикле", unseen(name)], href=href, className="button")]
    if item.rule is Rule.STAGE_DUE_SOON:
        return [
            html.Link(
                ["Показать в цикле", unseen(f": {item.headline}")], href=CycleAddress(year).href(), className="button"
            )
        ]
    return []


def _asked(item: AttentionItem, *, year: int) -> list[Element]:
    """«Почему?» where one flag or one stage of all schools stands behind the sentence."""
    if item.stage is not None:
        subject = WhyCount(CountKind.DOCUMENTS, year, stage=item.stage)
        return [why_button(subject, about=item.headline)]
    if len(item.flags) != 1:
        return []
    return [why_button(flag_subject(item.flags[0]), about=item.headline)]


def _each(flags: Sequence[FlagItem]) -> list[Element]:
    """The single flags behind the sentence, folded: the sentence already names their sum."""
    if len(flags) < 2:
        return []
    lines = [
        html.Li([tied(flag.message), " ", why_button(flag_subject(flag), about=flag.message)])
        for flag in flags[:_FLAGS_LISTED]
    ]
    more = len(flags) - _FLAGS_LISTED
    if more > 0:
        lines.append(html.Li(f"и ещё {counted(more, 'случай', 'случая', 'случаев')} в карточке школы"))
    words = f"Подробно: {counted(len(flags), 'случай', 'случая', 'случаев')}"
    summary = html.Summary([words, html.Span(className="chevron")])
    return [html.Details([summary, html.Ul(lines, className="each note")], className="opens evidence")]


def _button(item: AttentionItem, *, year: int, is_first: bool) -> Element:
    block = item.blocks[0] if item.blocks else None
    name = f": {tied(item.school_name)}"
    return html.Link(
        ["Открыть школу", unseen(name)],
        href=school_href(item.school, year=year, block=block),
        className="button is-main" if is_first else "button",
    )
