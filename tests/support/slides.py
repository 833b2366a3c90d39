"""What the back row of the hall sees of a slide of «Показ»: sizes of type, what is cut off, how many rows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Every text that is drawn, with its size and its place; `clipped` where the window or a box around it cuts it.
_LOOK: Final = """() => {
    const slide = document.querySelector('.show-slide');
    const walk = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    const small = [], clipped = [], texts = [];
    const boxes = element => {
        const found = [[0, 0, innerWidth, innerHeight]];
        for (let each = element; each && each !== slide; each = each.parentElement) {
            const style = getComputedStyle(each), box = each.getBoundingClientRect();
            // The root of a drawing clips at its own window; its parts lie about as they like.
            if (style.overflow !== 'visible' && !each.ownerSVGElement) found.push([box.left, box.top, box.right, box.bottom]);
        }
        return found;
    };
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
        const element = text.parentElement, range = document.createRange();
        if (!text.textContent.trim() || element.closest('.unseen, [hidden]')) continue;
        range.selectNodeContents(text);
        const at = range.getBoundingClientRect();
        if (!at.width || getComputedStyle(element).visibility === 'hidden') continue;
        texts.push(text.textContent.trim());
        const foot = element.closest('.show-foot, .show-count') || /^(Источник|Внесли|Шкала начинается|На диагонали)/.test(element.textContent);
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < (foot ? 16 : 24)) small.push(text.textContent.trim() + ' ' + size);
        if (boxes(element).some(([left, top, right, bottom]) =>
            at.left < left - 1.5 || at.top < top - 1.5 || at.right > right + 1.5 || at.bottom > bottom + 1.5))
            clipped.push(text.textContent.trim());
    }
    const rows = slide.querySelectorAll('tbody tr:not(.group-row):not([hidden])').length;
    const scrolled = [...slide.querySelectorAll('*'), slide].filter(
        each => !each.closest('svg, .unseen') && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
            && getComputedStyle(each).overflow !== 'visible' && getComputedStyle(each).display !== 'inline');
    return {texts, small, clipped, rows, beyond: scrolled.map(each => each.className || each.tagName)};
}"""


@dataclass(frozen=True, slots=True)
class Slide:
    """What is wrong with a slide, nothing as a rule, and what stands on it.

    small: texts under 24 px, of the foot under 16. clipped: texts that reach out of the window or of a box that cuts.
    beyond: boxes with more in them than they show. rows: of its table, heads of groups left out.
    """

    told: str
    texts: tuple[str, ...]
    small: tuple[str, ...]
    clipped: tuple[str, ...]
    beyond: tuple[str, ...]
    rows: int

    @property
    def chart(self) -> str:
        """«Диаграмма 2 из 6»."""
        return self.told.partition(".")[0]

    @property
    def faults(self) -> list[str]:
        many = [f"{self.rows} rows"] if self.rows > 15 else []
        named = {"small": self.small, "clipped": self.clipped, "beyond": self.beyond}
        return [f"{self.told}: {name} {words}" for name, words in named.items() if words] + many


def slide_shown(page: "Page") -> Slide:
    """Wait until the slide is drawn and look at it."""
    page.locator(".show-slide .show-body table, .show-slide .show-plot .main-svg").first.wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    seen = page.evaluate(_LOOK)
    told = page.locator(".show-told").inner_text().replace("\u00a0", " ")
    lists = {name: tuple(seen[name]) for name in ("texts", "small", "clipped", "beyond")}
    return Slide(told=told, rows=seen["rows"], **lists)
