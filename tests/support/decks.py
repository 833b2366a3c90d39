"""What the back row sees of a slide of a meeting: sizes of type, what is cut off or covered, how many rows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Every text that is drawn within the slide: its size as it is seen, its box, and what cuts or covers it.
_LOOK: Final = """selector => {
    const slide = document.querySelector(selector), frame = slide.getBoundingClientRect();
    const walk = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    const seen = [], small = [], clipped = [], boxes = [];
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
        const element = text.parentElement, range = document.createRange();
        if (!text.textContent.trim() || element.closest('.unseen, [hidden]')) continue;
        if (getComputedStyle(element).visibility === 'hidden') continue;
        range.selectNodeContents(text);
        const at = range.getBoundingClientRect();
        if (!at.width) continue;
        const words = text.textContent.trim();
        const drawn = element.closest('svg');
        const factor = drawn ? element.getScreenCTM().a : 1;
        const size = parseFloat(getComputedStyle(element).fontSize) * factor;
        const isFoot = Boolean(element.closest('.slide-foot'));
        seen.push(words);
        if (size < (isFoot ? 16 : 24) - .05) small.push(words + ' ' + size.toFixed(1));
        if (at.left < frame.left - 1 || at.top < frame.top - 1 || at.right > frame.right + 1 || at.bottom > frame.bottom + 1)
            clipped.push(words);
        // A box as high as the letters, not as the line: lines of a table stand close.
        const air = .24;
        for (const box of range.getClientRects())
            boxes.push({words, element, isFoot, left: box.left + 1, right: box.right - 1, top: box.top + air * box.height, bottom: box.bottom - air * box.height});
    }
    const covered = [];
    boxes.forEach((one, place) => boxes.slice(place + 1).forEach(other => {
        if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
            && !one.element.contains(other.element) && !other.element.contains(one.element))
            covered.push(one.words + ' × ' + other.words);
    }));
    const body = slide.querySelector('.slide-body').getBoundingClientRect();
    const content = [...slide.querySelectorAll('.slide-body > :not(.unseen)')].map(each => each.getBoundingClientRect());
    return {
        seen, small, clipped, covered,
        rows: slide.querySelectorAll('tbody tr:not(.group-row)').length,
        lines: Math.round(slide.querySelector('.slide-headline').getBoundingClientRect().height / parseFloat(getComputedStyle(slide.querySelector('.slide-headline')).lineHeight)),
        beyond: content.filter(each => each.bottom > body.bottom + 1 || each.right > frame.right + 1).length,
    };
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """texts: as drawn. faults: what is wrong, nothing as a rule. rows: of its table."""

    texts: tuple[str, ...]
    faults: tuple[str, ...]
    rows: int


def deck_slide_seen(page: "Page", selector: str = ".deck-screen.is-current .slide") -> Seen:
    """Look at a slide in its frame: text of 24 px (the foot 16), nothing cut, nothing over another, at most 15 rows."""
    page.evaluate("document.fonts.ready.then(() => true)")
    seen = page.evaluate(_LOOK, selector)
    faults = [f"{name}: {words}" for name in ("small", "clipped", "covered") for words in seen[name]]
    faults += [f"{seen['rows']} rows"] if seen["rows"] > 15 else []
    faults += [f"headline of {seen['lines']} lines"] if seen["lines"] > 2 else []
    faults += ["the chart reaches beyond its place"] if seen["beyond"] else []
    return Seen(tuple(seen["seen"]), tuple(faults), seen["rows"])
