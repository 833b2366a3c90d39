"""One slide of the agenda: its place, a small picture, its words, what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import html
from dashboard.addresses.meeting import ShowAddress
from dashboard.components.forms import sending_form
from dashboard.components.marks import unseen
from dashboard.components.panel import opens_panel
from dashboard.formatting import DASH, date_full, tied
from dashboard.html import Element
from dashboard.pages.meeting.slide_panels import EDIT_PANEL, RENEW_PANEL, slide_panel_href
from dashboard.slides.html import preview_html
from dashboard.slides.values import Deck, Slide
from dashboard.texts.meeting_page import KINDS

AGENDA: Final = "agenda"
TELLS: Final = "agenda-told"
MOVE_SLIDE: Final = "/actions/slide-move"
REMOVE_SLIDE: Final = "/actions/slide-remove"


@dataclass(frozen=True, slots=True)
class Said:
    """What a school says of a slide. name: of the school, as the meeting writes it."""

    slide: int
    name: str
    text: str


def slide_row(slide: Slide, deck: Deck, said: Sequence[Said], *, is_last: bool, holds: bool) -> Element:
    show = ShowAddress(deck.id, slide.position).href
    # The picture holds links of its own, so the one to the show lies over it.
    over = html.A("", href=show, tabIndex="-1", **{"aria-hidden": "true"})
    thumb = html.Div([preview_html(slide, deck), over], className="agenda-thumb")
    title = html.H2(html.A(tied(slide.headline), href=show), className="agenda-title")
    words = [_facts(slide), title, *[_said(comment) for comment in said], *_acts(slide, holds=holds)]
    parts = [_place(slide, is_last=is_last, holds=holds), thumb, html.Div(words, className="agenda-words")]
    return html.Li(parts, id=f"slide-{slide.id}", className="card", **{"data-agenda-item": str(slide.id)})


def _place(slide: Slide, *, is_last: bool, holds: bool) -> Element:
    """The number is the handle of the drag; the buttons do the same by hand and by key."""
    number = html.Span(str(slide.position), **{"data-place": ""})
    if not holds:
        return html.Div(html.Span([unseen("Слайд "), number], className="agenda-number"), className="agenda-place")
    handle = html.Span(
        [unseen("Слайд "), number],
        className="agenda-number",
        draggable="true",
        title="Перетащите",
        **{"data-drags": ""},
    )
    up = _move(slide, "up", "Выше", "Alt+ArrowUp", is_end=slide.position == 1)
    down = _move(slide, "down", "Ниже", "Alt+ArrowDown", is_end=is_last)
    return html.Div([handle, up, down], className="agenda-place")


def _move(slide: Slide, way: str, words: str, key: str, *, is_end: bool) -> Element:
    marks: dict[str, object] = {
        "data-moves": way,
        "aria-label": f"{words}: {slide.headline}",
        "aria-keyshortcuts": key,
        "aria-disabled": "true" if is_end else None,
    }
    return html.Button("", type="button", className="agenda-move", title=f"{words} ({_KEYS[way]})", **marks)


_KEYS: Final = {"up": "Alt+↑", "down": "Alt+↓"}


def _facts(slide: Slide) -> Element:
    at = f"данные на {date_full(slide.frozen_at.date())}, {slide.frozen_at:%H:%M}"
    parts = [KINDS[slide.kind], *([slide.scope] if slide.scope else []), at]
    return html.P([html.Span(tied(part)) for part in parts], className="agenda-kind")


def _said(comment: Said) -> Element:
    return html.P([html.B(tied(comment.name)), f" {DASH} {comment.text}"], className="agenda-said")


def _acts(slide: Slide, *, holds: bool) -> list[Element]:
    live = [html.Link("Открыть вид", href=slide.href)] if slide.href else []
    if not holds:
        return [html.Div(live, className="agenda-acts")] if live else []
    about = f": {slide.headline}"
    edit = opens_panel(["Изменить", unseen(about)], address=slide_panel_href(EDIT_PANEL, slide.id))
    renew = opens_panel(["Обновить", unseen(about)], address=slide_panel_href(RENEW_PANEL, slide.id))
    button = html.Button(["Убрать", unseen(about)], type="submit", className="text-button")
    remove = sending_form([button], action=REMOVE_SLIDE, hidden={"slide": str(slide.id)}, className="inline-form")
    return [html.Div([edit, renew, remove, *live], className="agenda-acts")]
