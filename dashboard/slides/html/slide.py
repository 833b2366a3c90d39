"""One screen of a slide as HTML, at any size: headline, subtitle, legend, chart, decisions, foot."""

from dashboard import html
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.sentence import chart_sentence
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.slides.html.bodies import body_html, has_rows, slide_legend
from dashboard.slides.html.screens import Screen, screens_of
from dashboard.slides.values import Deck, Slide
from dashboard.texts.slides import counts_tied, decision_head, position_words, slide_heard

_MUTE = {"aria-hidden": "true"}


def slide_html(screen: Screen, deck: Deck) -> Element:
    """The slide itself; it fills its frame (`framed`)."""
    slide = screen.slide
    of = len(deck.slides)
    parts = [
        html.H2(tied(counts_tied(slide.headline)), className="slide-headline"),
        html.P(tied(screen.subtitle), className="slide-subtitle") if screen.subtitle else None,
        _legend(screen),
        _body(screen),
        _decisions(screen),
        _foot(screen, of=of, is_demo=deck.is_demo),
    ]
    heard = slide_heard(slide.position, of, tied(slide.headline), screen.part_words)
    names = {"aria-label": heard, "data-screen": slide.id, "data-position": slide.position, "data-part": screen.part}
    look = "slide" if has_rows(screen.body) else "slide is-bare"
    return html.Section(parts, className=look, **names)


def framed(inside: Element, *, className: str = "", **attributes: object) -> Element:  # noqa: N803 - as in dash.html
    """Whatever size the frame has, type and drawing follow it."""
    return html.Div(inside, className=f"slide-frame {className}".strip(), **attributes)


def preview_html(slide: Slide, deck: Deck) -> Element:
    """The first screen of a slide in small: a picture that is neither heard nor entered; its headline stands beside it."""
    return framed(slide_html(screens_of(slide)[0], deck), className="is-preview", inert=True, **_MUTE)


def _legend(screen: Screen) -> Element | None:
    entries = [
        html.Span([html.Span(className=f"mark {name}" if name.startswith("mark-") else name, **_MUTE), tied(words)])
        for name, words in slide_legend(screen.body)
    ]
    return html.P(entries, className="legend") if entries and has_rows(screen.body) else None


def _body(screen: Screen) -> Element:
    """The chart, and what it says in a sentence for those who hear it; rows say themselves."""
    body = screen.body
    told = [] if isinstance(body, KeyFigures | WordTable | CountBars) else [unseen(tied(chart_sentence(body)))]
    is_drawn = isinstance(body, Funnel | Ambition | Trend)
    names = " ".join(["slide-body", *screen.looks])
    inside = [*([] if is_drawn else told), body_html(body, room=screen.room)]
    return html.Div(inside, className=names, style=_measures(screen))


def _measures(screen: Screen) -> dict[str, str] | None:
    """Height of a row and width of the names, for the style sheet."""
    given = {"--slide-lane": screen.lane, "--slide-name": screen.name, "--slide-aside": screen.aside}
    return {key: f"calc(var(--u) * {pixels / 7.2:.2f})" for key, pixels in given.items() if pixels} or None


def _decisions(screen: Screen) -> Element | None:
    if not screen.decisions:
        return None
    lines = [
        html.P([html.Span(tied(each.text)), *(html.Span(part, className="meta") for part in each.meta)])
        for each in screen.decisions
    ]
    head = html.B(decision_head(len(screen.slide.decisions)))
    return html.Div([head, html.Div(lines)], className="slide-decisions")


def _foot(screen: Screen, *, of: int, is_demo: bool) -> Element:
    demo = "учебные данные" if is_demo else ""
    place = " · ".join(each for each in (demo, screen.part_words, position_words(screen.slide.position, of)) if each)
    return html.Div([html.Span(tied(screen.foot)), html.Span(place, className="slide-at")], className="slide-foot")
