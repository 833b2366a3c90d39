"""The panel between a form and its saving: what would change today, rule by rule and school by school."""

from collections.abc import Mapping, Sequence

from dashboard import html
from dashboard.components.forms import sending_form, submit
from dashboard.components.panel import fragment
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.texts.administration import effect_headline, rule_counts, school_names
from dashboard.texts.cycle import RULES
from data_layer.commands.effects import Effect
from data_layer.domain.school_year import format_year


def effect_panel(
    title: str,
    effect: Effect,
    *,
    action: str,
    values: Mapping[str, str],
    wanted: Sequence[tuple[str, str, str]],
    kicker: str,
    more: Sequence[Element] = (),
    saves: str = "Сохранить",
    leaves: str = "Не сохранять",
) -> str:
    """wanted: what is to be changed: label, present and new words. values: what the saving form carries.

    more: what else is to be known before saving. saves, leaves: words of the two buttons.
    """
    form = sending_form(
        [
            html.Div(
                [submit(saves), html.Button(leaves, type="button", className="button", **_CLOSES)],
                className="actions",
            )
        ],
        action=action,
        hidden=values,
    )
    return fragment(title, [_wanted(wanted), *more, _effect(effect), form], kicker=kicker)


_CLOSES = {"data-closes-panel": ""}


def _wanted(wanted: Sequence[tuple[str, str, str]]) -> Element:
    """«Срок анализа: 25.08.2026 → 01.09.2026»; the arrow is drawn, those who listen hear «теперь»."""
    items = [
        [
            html.Dt(label),
            html.Dd([html.Span(old, className="was"), html.Span(" теперь ", className="unseen"), " ", html.B(new)]),
        ]
        for label, old, new in wanted
    ]
    return html.Dl(items, className="facts changes")


def _effect(effect: Effect) -> Element:
    head = html.P(html.B(effect_headline(effect)))
    parts: list[Element] = [head]
    if effect.rules:
        rows = [
            html.Tr(
                [
                    html.Th(RULES[each.rule], scope="row"),
                    html.Td(rule_counts(each), className="number"),
                    html.Td(tied(school_names(each.schools))),
                ]
            )
            for each in effect.rules
        ]
        heads = [html.Th(words, scope="col") for words in ("Замечание", "Сколько", "Школы")]
        caption = html.Caption("Замечания, которые появятся (+) и исчезнут (−)", className="unseen")
        parts.append(
            html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain-table effect")
        )
    for verdict in effect.verdicts:
        year = format_year(verdict.year)
        lines = (
            ("достигнут цели", verdict.become_met),
            ("перестанут достигать", verdict.stop_being_met),
            ("вывод изменится", verdict.otherwise),
        )
        parts.extend(
            html.P([f"{year}, {words}: ", tied(school_names(names))], className="note")
            for words, names in lines
            if names
        )
    parts.append(
        html.P("Посчитано по данным, которые есть сегодня. Пока вы не сохраните, ничего не меняется.", className="note")
    )
    return html.Section(parts, className="effect-told")
