"""The deck as one page to be opened without the network: slides as on the wall, arrow keys, nothing fetched from anywhere."""

from base64 import b64encode
from dataclasses import fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, Final, TypeVar

from dashboard.exports.deck.words import decision_line, demo_words, speaker_notes
from dashboard.formatting import date_full
from dashboard.slides.html import framed, screens_of, slide_html, slide_sheet
from dashboard.slides.values import Deck, Slide
from dashboard.texts.deck import FURTHER_DECISIONS, HOW_TO_TURN, NOTES, frozen_words, made_words, moment_words

_HERE: Final = Path(__file__).parent
_FONTS: Final = Path(__file__).parents[3] / "assets" / "fonts"
# The file of the typeface, and the characters that are in it.
_FACES: Final = (
    ("golos-text-cyrillic-wght-normal.woff2", "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116"),
    ("golos-text-latin-wght-normal.woff2", "U+0000-00FF, U+0131, U+2000-206F, U+2191, U+2193, U+2212, U+2215"),
)
# What leads elsewhere: pages and panels that a page without network does not reach.
_LEADING: Final = frozenset({"href", "why"})
_Value = TypeVar("_Value")


def deck_html(deck: Deck) -> bytes:
    """One file of a few hundred kilobytes; its own rules forbid it to ask for anything."""
    shown = replace(deck, slides=tuple(_unlinked(slide) for slide in deck.slides))
    screens = [_screen(shown, slide, screen) for slide in shown.slides for screen in screens_of(slide)]
    script = (_HERE / "pack.js").read_text(encoding="utf-8")
    style = f"{_faces()}\n{slide_sheet()}\n{(_HERE / 'pack.css').read_text(encoding='utf-8')}"
    digest = b64encode(sha256(script.encode()).digest()).decode()
    rules = (
        f"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-{digest}'"
    )
    told = " · ".join(
        part
        for part in (
            deck.district,
            date_full(deck.held_on),
            made_words(deck.made_by),
            moment_words(deck.made_at),
            demo_words(deck),
        )
        if part
    )
    page = (
        '<!doctype html>\n<html lang="ru"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(deck.title)}</title><style>{style}</style></head><body>"
        f'<header class="pack-head"><h1>{escape(deck.title)}</h1><p>{escape(told)}</p><p>{escape(HOW_TO_TURN)}</p>'
        f'<button type="button" class="pack-button" aria-pressed="false" data-notes>{escape(NOTES)}</button></header>'
        f"<main>{''.join(screens)}{_further(deck)}</main><script>{script}</script></body></html>"
    )
    return page.encode()


def _screen(deck: Deck, slide: Slide, screen: Any) -> str:
    """The slide, under it when it was made and by whom, and the speaker's notes, closed until they are asked for."""
    made = " · ".join(part for part in (slide.scope, frozen_words(slide.frozen_at), made_words(slide.made_by)) if part)
    shown = framed(slide_html(screen, deck))
    notes = "".join(f"<p>{escape(line)}</p>" for line in speaker_notes(slide).splitlines())
    return (
        f'<article class="pack-slide" tabindex="-1">{shown}<p class="pack-made">{escape(made)}</p>'
        f'<div class="pack-notes" role="group" aria-label="{escape(NOTES)}" tabindex="0" hidden>{notes}</div></article>'
    )


def _further(deck: Deck) -> str:
    """Decisions that stand under no slide, below them all."""
    if not deck.further:
        return ""
    lines = "".join(f"<li>{escape(decision_line(each))}</li>" for each in deck.further)
    return f'<section class="pack-further"><h2>{escape(FURTHER_DECISIONS)}</h2><ul>{lines}</ul></section>'


def _unlinked(value: _Value) -> _Value:
    """The value without anything that leads elsewhere, however deep in it."""
    if isinstance(value, tuple):
        return tuple(_unlinked(each) for each in value)  # type: ignore[return-value] # a tuple of the same
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = "" if field.name in _LEADING else _unlinked(old)
        if new != old:
            changed[field.name] = new
    return replace(value, **changed) if changed else value


@cache
def _faces() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "Golos Text"; font-weight: 400 900; unicode-range: {characters};'
        f" src: url(data:font/woff2;base64,{b64encode((_FONTS / name).read_bytes()).decode()}) format('woff2'); }}"
        for name, characters in _FACES
    )
