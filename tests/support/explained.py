"""Which numbers of a page can be asked «Почему?»: enumerated from the HTML that people get.

Each text that holds a digit must lie in what opens the panel, in a row, item or card that holds such a button, or in one
of the places listed here with the reason why its numbers need no answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

DIGIT = re.compile(r"\d")
# Panels that answer «Почему?»: of the district's pages, and of a region's roll-up.
ANSWERS = ("/panels/why", "/panels/rollup-why")
# Elements without an end.
VOID = frozenset({"br", "col", "hr", "img", "input", "line", "circle", "rect", "path", "polyline"})
# A number in one of these is explained by a button of the same row, item or card.
UNITS = frozenset({"tr", "li"})
UNIT_CLASSES = frozenset({"kpi", "count"})
# Where numbers are no findings, or are found again, explained, elsewhere on the page.
WITHOUT_ANSWER = {
    "h1": "the headline repeats numbers of cards and tables",
    "h2": "a heading counts what stands below it",
    "h3": "names a block",
    "th": "names a row or column: codes of goals, numbers of blocks, years",
    "caption": "names a table",
    "summary": "counts the list that it opens",
    ".crumb": "names school, year and day",
    ".print-line": "the same on paper",
    ".filters": "choices of the address",
    ".bar": "names of districts, people and schools",
    ".note": "explains a table in words",
    ".card-foot": "the source under a table",
    ".legend": "explains marks",
    ".unseen": "the same for those who hear the page",
    ".place-list": "the list that a number opens",
    ".places": "the list that a number opens",
    ".missing-data": "the list that a number opens",
    ".menu-list": "a choice of blocks",
    ".outside": "says which figures others do not see; each stands above with its answer",
    ".day": "a date",
    ".show-rows": "a button that shows more rows",
}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    parent: "Node | None"
    opens: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        classes = {f".{name}" for name in self.attributes.get("class", "").split()}
        return {self.tag, *classes}

    def line(self) -> "Iterator[Node]":
        here: Node | None = self
        while here is not None:
            yield here
            here = here.parent


class Reader(HTMLParser):
    """Collects elements with their own texts; marks every ancestor of a button that opens the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root", {}, None)
        self.here = self.root
        self.nodes: list[Node] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.nodes.append(node)
        if node.attributes.get("data-opens-panel", "").startswith(ANSWERS):
            for each in node.line():
                each.opens = True
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.here.parent is not None:
            self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.texts.append(data)


def unexplained(text: str) -> list[str]:
    """Texts with a number that nothing explains."""
    reader = Reader()
    reader.feed(text)
    return [
        each.strip()
        for node in reader.nodes
        for each in node.texts
        if DIGIT.search(each) and not _is_explained(node) and not _needs_no_answer(node)
    ]


def _is_explained(node: Node) -> bool:
    for each in node.line():
        if each.attributes.get("data-opens-panel", "").startswith(ANSWERS):
            return True
        if each.tag in UNITS or {f".{name}" for name in UNIT_CLASSES} & each.names:
            return each.opens
    return False


def _needs_no_answer(node: Node) -> bool:
    return any(each.names & WITHOUT_ANSWER.keys() for each in node.line())
