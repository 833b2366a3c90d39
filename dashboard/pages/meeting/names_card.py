"""Names or numbers on the slides, and which schools are named all the same."""

from typing import Final

from dashboard import html
from dashboard.addresses.meeting import REVEAL_SCHOOL
from dashboard.components.forms import sending_form
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.slides.values import Deck
from dashboard.texts.meeting_page import names_words
from data_layer.queries.meetings import MeetingCard

SET_CODED: Final = "/actions/meeting-coded"


def names_card(deck: Deck, meeting: MeetingCard, revealed: tuple[tuple[str, str], ...], *, holds: bool) -> Element:
    """revealed: key and name of the schools that a coded meeting names."""
    words = names_words(len(revealed)) if meeting.is_coded else "На слайдах названия школ."
    parts: list[Element] = [html.H2("Имена школ"), html.P(words, className="note")]
    if holds:
        parts.append(html.Div(_switch(meeting), className="actions"))
    if meeting.is_coded:
        parts += [*_revealed(deck, revealed, holds=holds), *_hidden(deck, holds=holds)]
    return html.Section(parts, id="names", className="card side-card")


def _switch(meeting: MeetingCard) -> Element:
    words = "Показать названия" if meeting.is_coded else "Заменить номерами"
    confirms = "Названия всех школ снова появятся на слайдах. Показать?" if meeting.is_coded else ""
    button = html.Button(words, type="submit", className="button")
    hidden = {"meeting": str(meeting.id), "is_coded": "0" if meeting.is_coded else "1"}
    return sending_form([button], action=SET_CODED, hidden=hidden, className="inline-form", confirms=confirms)


def _revealed(deck: Deck, revealed: tuple[tuple[str, str], ...], *, holds: bool) -> list[Element]:
    if not revealed:
        return []
    items = [_item(deck, key, name, "Закрыть", is_revealed=False, holds=holds) for key, name in revealed]
    return [html.H3("Названы по имени"), html.Ul(items, className="side-list")]


def _hidden(deck: Deck, *, holds: bool) -> list[Element]:
    """Schools of the slides that may still be revealed, by their numbers."""
    found = dict(each for slide in deck.slides for each in slide.hidden_names)
    if not found or not holds:
        return []
    ordered = sorted(found.items(), key=lambda each: _number(each[1]))
    items = [_item(deck, key, code, "Назвать", is_revealed=True, holds=holds) for key, code in ordered]
    return [
        html.Details(
            [
                html.Summary(["Назвать школу по имени", html.Span(className="chevron")]),
                html.Ul(items, className="side-list"),
            ],
            className="opens",
        )
    ]


def _number(code: str) -> int:
    """«Школа 12» after «Школа 7»."""
    digits = "".join(each for each in code if each.isdigit())
    return int(digits) if digits else 0


def _item(deck: Deck, key: str, name: str, words: str, *, is_revealed: bool, holds: bool) -> Element:
    if not holds:
        return html.Li(tied(name))
    button = html.Button([words, unseen(f": {name}")], type="submit", className="text-button")
    hidden = {"meeting": str(deck.id), "school": key, "is_revealed": "1" if is_revealed else "0"}
    return html.Li([tied(name), sending_form([button], action=REVEAL_SCHOOL, hidden=hidden, className="inline-form")])
