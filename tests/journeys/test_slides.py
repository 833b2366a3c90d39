"""Slides of every kind in a browser: read from the back row at 1280 × 720, and the same picture at any other size."""

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from dashboard.slides.html import Screen, framed, screens_of, slide_html, slide_sheet
from tests.support import sample_decks as sample
from tests.support.browser import PHONE, PROJECTOR, axe_violations, fresh_page
from tests.support.decks import deck_slide_seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_FONTS: Final = Path(__file__).parents[2] / "assets" / "fonts"
_FACE: Final = (
    '@font-face{{font-family:"Golos Text";font-weight:400 900;src:url(data:font/woff2;base64,{}) format("woff2");{}}}'
)
_CYRILLIC: Final = "unicode-range:U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"


def _faces() -> str:
    made = []
    for font in sorted(_FONTS.glob("*.woff2")):
        content = base64.b64encode(font.read_bytes()).decode()
        made.append(_FACE.format(content, _CYRILLIC if "cyrillic" in font.name else ""))
    # The face without a range comes first, so that the other one has the letters that both could have.
    return "".join(sorted(made, key=lambda face: "unicode-range" in face))


def show(page: "Page", *screens: Screen, width: int = 1280) -> list[str]:
    """Each in a frame of 16 × 9, with the sheet of slides alone. What the page asked for from elsewhere."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    deck = sample.deck_of(*{screen.slide.id: screen.slide for screen in screens}.values())
    frames = "".join(str(framed(slide_html(screen, deck), id=f"screen-{at}")) for at, screen in enumerate(screens))
    style = f"{_faces()}body{{margin:0}}.slide-frame{{width:{width}px}}{slide_sheet()}"
    page.set_content(
        f'<!doctype html><html lang="ru"><title>Слайды</title><style>{style}</style><main><h1 class="slide"></h1>{frames}</main></html>'
    )
    return asked


@pytest.fixture(scope="module")
def stage(browser: "Browser") -> "Iterator[Page]":
    with fresh_page(browser, PROJECTOR) as page:
        yield page


def every_screen() -> list[Screen]:
    return [screen for slide in sample.deck().slides for screen in screens_of(slide)]


def test_every_kind_of_slide_is_read_from_the_back_row(stage: "Page") -> None:
    screens = every_screen()

    asked = show(stage, *screens)

    faults = [
        f"{screen.slide.headline} ({screen.part}): {fault}"
        for at, screen in enumerate(screens)
        for fault in deck_slide_seen(stage, f"#screen-{at} .slide").faults
    ]
    assert faults == []
    assert asked == []


def test_faults_would_be_seen(stage: "Page") -> None:
    """Planted: small type, a headline beyond the edge, rows over one another."""
    screen = screens_of(sample.slide(sample.counts()))[0]
    show(stage, screen)
    assert deck_slide_seen(stage, "#screen-0 .slide").faults == ()

    stage.add_style_tag(
        content=".slide-subtitle { font-size: 20px !important } .slide-headline { transform: translateX(-90px) }"
    )
    stage.add_style_tag(content=".slide tbody tr:last-child { position: relative; top: -120px }")
    kinds = {fault.partition(":")[0] for fault in deck_slide_seen(stage, "#screen-0 .slide").faults}

    assert kinds == {"small", "clipped", "covered"}


@pytest.mark.parametrize("width", [256, 1920])
def test_a_slide_of_another_size_is_the_same_picture(stage: "Page", width: int) -> None:
    """Where everything lies, in parts of the frame."""
    screens = [screens_of(sample.slide(body))[0] for body in (sample.long_dots(), sample.words(), sample.figures())]
    where = """() => [...document.querySelectorAll('.slide-frame')].map(frame => {
        const box = frame.getBoundingClientRect();
        return ['.slide-headline', '.slide-subtitle', '.slide-body > :last-child', '.slide-foot'].map(name => {
            const part = frame.querySelector(name).getBoundingClientRect();
            return [(part.left - box.left) / box.width, (part.top - box.top) / box.height, part.height / box.height];
        }).flat();
    })"""
    show(stage, *screens)
    large = stage.evaluate(where)
    show(stage, *screens, width=width)
    small = stage.evaluate(where)

    worst = max(abs(a - b) for one, other in zip(large, small, strict=True) for a, b in zip(one, other, strict=True))
    assert worst < 0.02


def test_a_preview_on_a_phone_keeps_its_shape(browser: "Browser") -> None:
    with fresh_page(browser, PHONE) as page:
        show(page, screens_of(sample.slide(sample.long_dots()))[0], width=320)
        display = page.evaluate("getComputedStyle(document.querySelector('.row-chart tbody tr')).display")

    assert display == "table-row"


def test_axe_finds_nothing(stage: "Page") -> None:
    kinds = {type(slide.body): slide for slide in sample.deck().slides}
    show(stage, *(screens_of(slide)[0] for slide in kinds.values()))

    assert [found for found in axe_violations(stage) if not re.match("(empty-heading|scrollable)", found)] == []
