"""The stage: all screens of a deck, of which assets/deck.js shows one; the bar; what is opened over the slide."""

from collections.abc import Sequence

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.decisions import DecisionAddress
from dashboard.addresses.meeting import REVEAL_SCHOOL, ShowAddress, meeting_href
from dashboard.components.forms import sending_form
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.slides.html import Screen, framed, screens_of, slide_html
from dashboard.slides.values import Deck, Slide
from dashboard.texts import meeting_show as words
from dashboard.texts.slides import slide_heard
from data_layer.domain.vocabulary import Role


def stage(deck: Deck, address: ShowAddress, *, role: Role) -> list[Element]:
    """role: who shows it; only those who hold meetings decide and reveal."""
    if not deck.slides:
        return [_empty(deck)]
    holds = may(role, Permission.HOLD_MEETINGS)
    screens = [screen for slide in deck.slides for screen in screens_of(slide)]
    first = min(address.slide, len(deck.slides))
    shown = next(place for place, screen in enumerate(screens) if screen.slide.position == first)
    marks = {
        "data-deck": str(deck.id),
        "data-address": ShowAddress(deck.id).href.partition("&")[0],
        "data-notes": ShowAddress(deck.id).notes_href.partition("&")[0],
        "data-agenda-page": meeting_href(deck.id),
        "data-no-why": words.NO_WHY,
        "data-no-names": words.NO_NAMES,
        "data-lost": words.LOST_SESSION,
    }
    inside = [
        html.H1(tied(deck.title), className="unseen"),
        html.P("", className="unseen", role="status", **{"data-deck-told": ""}),
        html.Div(
            [_screen(screen, place, deck, is_shown=place == shown) for place, screen in enumerate(screens)],
            className="deck-stage",
        ),
        _bar(deck, holds=holds),
        html.P("", className="deck-typed", hidden=True, **{"aria-hidden": "true"}),
        html.Div([_help(), *(_of_slide(deck, slide, holds=holds) for slide in deck.slides)], hidden=True),
    ]
    return [html.Main(inside, id="main", className="deck", tabIndex="-1", **marks)]


def _empty(deck: Deck) -> Element:
    link = html.Link(words.TO_AGENDA, href=meeting_href(deck.id), className="button is-main")
    card = html.Section([html.H1(words.EMPTY), html.P(words.EMPTY_WORDS), link], className="card empty")
    return html.Main(card, id="main", className="page page-content", tabIndex="-1")


def _screen(screen: Screen, place: int, deck: Deck, *, is_shown: bool) -> Element:
    """The slide, and the button that leads to it from the overview of all."""
    slide = screen.slide
    heard = slide_heard(slide.position, len(deck.slides), tied(slide.headline), screen.part_words)
    pick = html.Button(unseen(heard), type="button", className="deck-pick", **{"data-goes": str(place)})
    names = ["deck-screen", *(["is-current"] if is_shown else []), *(["is-further"] if screen.part > 1 else [])]
    marks = {
        "data-place": str(place),
        "data-id": str(slide.id),
        "data-position": str(slide.position),
        "data-part": str(screen.part),
        "data-heard": heard,
    }
    return framed_with(pick, screen, deck, " ".join(names), marks)


def framed_with(pick: Element, screen: Screen, deck: Deck, names: str, marks: dict[str, str]) -> Element:
    return html.Div([framed(slide_html(screen, deck)), pick], className=names, **marks)


def _bar(deck: Deck, *, holds: bool) -> Element:
    """For hands without a keyboard: it comes with the pointer and goes."""
    buttons = [
        _button("previous", words.BACK, "ArrowLeft"),
        _button("next", words.ON, "ArrowRight"),
        _button("overview", words.OVERVIEW, "O"),
        _button("why", words.WHY, "P"),
    ]
    if holds:
        buttons.append(_button("decision", words.DECISION, "R"))
        if deck.is_coded:
            buttons.append(_button("names", words.NAMES, "I"))
    buttons += [
        _button("notes", words.NOTES, "N"),
        _button("full", words.FULL, "F"),
        _button("help", words.KEYS, "?"),
        html.A(words.CLOSE, href=meeting_href(deck.id), className="show-button", **{"data-in-app": True}),
    ]
    return html.Nav(buttons, className="deck-bar", **{"aria-label": words.TITLE})


def _button(name: str, said: str, key: str) -> Element:
    return html.Button(said, type="button", className="show-button", **{"data-does": name, "aria-keyshortcuts": key})


def _help() -> Element:
    rows = [pair for keys, does in words.HELP for pair in (html.Dt(keys), html.Dd(does))]
    head = html.Div(html.H2(words.KEYS, id="panel-title"), className="panel-head")
    return html.Div([head, html.Dl(rows, className="facts deck-keys")], **{"data-deck-panel": "help"})


def _of_slide(deck: Deck, slide: Slide, *, holds: bool) -> Element:
    """What the keys of this slide open: the form of a decision, the schools that may be named."""
    parts: list[Element] = []
    if holds:
        address = DecisionAddress(meeting=deck.id, slide=slide.id).href
        parts.append(html.Button(words.DECISION, type="button", **{"data-opens-panel": address}))
        if slide.hidden_names:
            parts.append(_names(deck, slide.hidden_names))
    return html.Div(parts, **{"data-of-slide": str(slide.id)})


def _names(deck: Deck, hidden: Sequence[tuple[str, str]]) -> Element:
    head = html.Div(html.H2(words.NAMES_HEAD, id="panel-title"), className="panel-head")
    buttons = [
        html.Button(tied(code), type="submit", name="school", value=token, className="button") for token, code in hidden
    ]
    form = sending_form(
        [html.Div(buttons, className="deck-names")],
        action=REVEAL_SCHOOL,
        hidden={"meeting": str(deck.id), "is_revealed": "1"},
        attributes={"data-reveals": ""},
    )
    return html.Div([head, html.P(words.NAMES_WORDS), form], **{"data-deck-panel": "names"})
