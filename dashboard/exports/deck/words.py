"""What is written on pages, of the values of a deck."""

from dashboard.charts.sentence import chart_sentence
from dashboard.formatting import tied
from dashboard.slides.values import DecisionLine, Deck, Slide, SlideBody
from dashboard.texts.deck import CODED, DEMO, decision_words


def alt_of(body: SlideBody) -> str:
    """In words, for those who do not see it."""
    return tied(chart_sentence(body))


def decision_line(decision: DecisionLine) -> str:
    return decision_words(decision.text, whom=decision.whom, responsible=decision.responsible, due=decision.due)


def speaker_notes(slide: Slide, note: str = "") -> str:
    """A line each: own words, every row, where it is from; a note that found no room; every decision in full."""
    decisions = [decision_line(each) for each in slide.decisions]
    return "\n".join(part for part in (slide.notes, note, *decisions) if part)


def demo_words(deck: Deck) -> str:
    """What the whole file must say of itself on each page."""
    return " · ".join(words for words, is_so in ((DEMO, deck.is_demo), (CODED, deck.is_coded)) if is_so)
