"""What stands in the window with notes."""

from dashboard import html
from dashboard.addresses.meeting import ShowAddress, meeting_href
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.slides.html import preview_html
from dashboard.slides.values import Deck, Slide
from dashboard.texts import meeting_show as words
from dashboard.texts.slides import counts_tied, position_words


def notes_window(deck: Deck, address: ShowAddress) -> Element:
    shown = min(address.slide, len(deck.slides))
    slides = [_slide(deck, slide, is_shown=slide.position == shown) for slide in deck.slides]
    clock = html.Div(
        [
            html.P([html.Span("", **{"data-clock": ""}), html.Span("", className="quiet", **{"data-elapsed": ""})]),
            html.Button(words.RESTART, type="button", className="text-button", **{"data-restarts": ""}),
        ],
        className="notes-clock",
    )
    steps = html.Div(
        [
            html.Button(words.BACK, type="button", className="button", **{"data-steps": "-1"}),
            html.Button(words.ON, type="button", className="button is-main", **{"data-steps": "1"}),
        ],
        className="notes-steps",
    )
    alone = html.P(words.ALONE, className="message", hidden=True, role="status", **{"data-alone": ""})
    head = html.Div([html.H1(tied(deck.title)), clock, steps], className="notes-head")
    empty = [] if slides else [html.P(words.EMPTY), html.Link(words.TO_AGENDA, href=meeting_href(deck.id))]
    return html.Main(
        [head, alone, *slides, *empty],
        id="main",
        className="deck-notes",
        tabIndex="-1",
        **{"data-notes-of": str(deck.id), "data-elapsed-words": words.ELAPSED},
    )


def _slide(deck: Deck, slide: Slide, *, is_shown: bool) -> Element:
    """What is said of one slide, beside a small picture of it and the headline of the next."""
    following = next((each for each in deck.slides if each.position == slide.position + 1), None)
    notes = [html.P(tied(line)) for line in slide.notes.splitlines() if line.strip()] or [html.P(words.NO_NOTES)]
    upcoming = (
        [html.P([html.B(f"{words.NEXT}: "), tied(counts_tied(following.headline))]), preview_html(following, deck)]
        if following
        else [html.P(words.LAST)]
    )
    kicker = html.P(f"Слайд {position_words(slide.position, len(deck.slides))}", className="crumb")
    return html.Section(
        [
            html.Div(
                [kicker, html.H2(tied(counts_tied(slide.headline))), html.Div(notes, className="notes-text")],
                className="notes-words",
            ),
            html.Div([preview_html(slide, deck), *upcoming], className="notes-side"),
        ],
        className="notes-slide",
        hidden=not is_shown,
        **{"data-position": str(slide.position)},
    )
