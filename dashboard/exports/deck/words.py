"""What is written on pages, of the values of a deck."""

from dashboard.charts.sentence import chart_sentence
from dashboard.charts.summaries import CountBars, KeyFigure, KeyFigures, WordTable
from dashboard.charts.words import count_words
from dashboard.slides.values import Deck, DecisionLine, SlideBody
from dashboard.texts.deck import CODED, DEMO, bars_sentence, decision_words, figures_sentence, table_sentence


def alt_of(body: SlideBody) -> str:
    """In words, for those who do not see it: the chart's own sentence, else one of what stands in it."""
    if body.text.alt:
        return body.text.alt
    if isinstance(body, CountBars):
        return bars_sentence([(row.place.name, count_words(row.count)) for row in body.rows])
    if isinstance(body, KeyFigures):
        return figures_sentence([figure_words(each) for each in body.figures])
    if isinstance(body, WordTable):
        return table_sentence(rows=len(body.rows), columns=[body.row_head, *(each.title for each in body.columns)])
    return chart_sentence(body)


def figure_words(figure: KeyFigure) -> str:
    """«Целей достигнуто: 236 из 373, +12 за год»."""
    value = " ".join(part for part in (figure.value, figure.of) if part)
    return ", ".join(part for part in (f"{figure.label}: {value}", figure.words) if part)


def decision_line(decision: DecisionLine) -> str:
    return decision_words(
        decision.text, whom=decision.whom, responsible=decision.responsible, due=decision.due
    )


def demo_words(deck: Deck) -> str:
    """What the whole file must say of itself on each page."""
    return " · ".join(words for words, is_so in ((DEMO, deck.is_demo), (CODED, deck.is_coded)) if is_so)
