"""What stands in the tables of a page, read from its HTML the way a reader sees it: text, links, questions, marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
_SPACES: Final = re.compile(r"[\s\u00a0\u202f]+")


def readable(text: str) -> str:
    """One ordinary space for every kind and number of them; no soft hyphens and joiners."""
    return _SPACES.sub(" ", text.replace("\u00ad", "").replace("\u2060", "")).strip()


@dataclass
class Cell:
    """text: without what only a reader of the screen hears. opens: addresses of panels. marks: names of pictures."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    target: str = ""


@dataclass
class Row:
    cells: list[Cell] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]

    @property
    def links(self) -> list[str]:
        return [each for cell in self.cells for each in cell.links]

    @property
    def opens(self) -> list[str]:
        return [each for cell in self.cells for each in cell.opens]

    @property
    def marks(self) -> list[str]:
        return [each for cell in self.cells for each in cell.marks]


class _Reader(HTMLParser):
    """Cells of th and td; a table within a cell does not occur on our pages."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self._cell: Cell | None = None
        self._words: list[str] = []
        self._target: list[str] = []
        # How deep the reader is inside something unseen, or inside the words of a target.
        self._unseen = 0
        self._in_target = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if tag == "tr":
            self.rows.append(Row())
        elif tag in {"td", "th"} and self.rows:
            self._cell = Cell()
            self._words, self._target = [], []
            self.rows[-1].cells.append(self._cell)
        if self._unseen or "unseen" in classes:
            self._unseen += 1
        if self._in_target or "target" in classes:
            self._in_target += 1
        if self._cell is None:
            return
        self._cell.links += [given["href"]] if "href" in given else []
        self._cell.opens += [given["data-opens-panel"]] if "data-opens-panel" in given else []
        self._cell.marks += [each for each in classes if each.startswith(("mark-", "glyph-"))]

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        self._unseen = max(self._unseen - 1, 0)
        self._in_target = max(self._in_target - 1, 0)
        if tag in {"td", "th"} and self._cell is not None:
            self._cell.text = readable(" ".join(self._words))
            self._cell.target = readable(" ".join(self._target))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._words.append(data)
            if self._in_target:
                self._target.append(data)


def table_rows(html: str) -> list[Row]:
    """All rows of all tables of the piece, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.rows


def part_of(page: str, start: str, end: str) -> str:
    """The piece of a page from `start` to the next `end`; the page must have it. Cheaper than parsing everything."""
    begin = page.index(start)
    return page[begin : page.index(end, begin)]


def parts_of(page: str, start: str, end: str) -> Iterator[str]:
    """Every such piece."""
    begin = page.find(start)
    while begin >= 0:
        finish = page.index(end, begin)
        yield page[begin:finish]
        begin = page.find(start, finish)
