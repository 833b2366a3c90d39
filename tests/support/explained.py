"""Which numbers of a page can be asked «Почему?»: enumerated from the HTML that people get.

The rule. Whatever holds a digit is a figure of the district unless it is one of NO_FIGURES (a school year, a day, a code of
the catalogue…), which are cut out of the text before anything is judged. A figure is explained by

1. the button that it stands in itself, which opens the panel; else
2. a button in the same UNIT: the row, item, card or caption that tells of one thing, and tells it whole;

and it needs no answer of its own in one of the places of WITHOUT_ANSWER, each with its reason: what repeats figures that stand
explained on the same page, what leads to a list in which each case is explained, and what is no figure of the district at all
(rows of a file, fields of a form). A coded view names no school, so it asks nothing about one: such views are not enumerated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

DIGIT: Final = re.compile(r"\d")
# Texts that hold digits and count nothing.
NO_FIGURES: Final = {
    "school year": re.compile(r"\b\d{4}/\d{2}\b"),
    "moment": re.compile(r"\b\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}\b"),
    "day": re.compile(r"\b\d{2}\.\d{2}(?:\.\d{4})?\b"),
    "code of a goal or indicator": re.compile(r"(?<![\d,])\d\.\d[a-z]?(?![\d,%])(?!\s%)"),
    "number in the name of a school, class or document": re.compile(r"№\s\d+[\w/-]*"),
    "length of time in the title of an indicator": re.compile(r"\b\d+\s(?:лет|года?)\b"),
    "number of a block or stage": re.compile(r"\b[Бб]лок\s\d\b(?!\sиз)|^\d\.(?=\s[А-ЯЁ])"),
}
# Panels that answer «Почему?»: of the district's pages, and of a region's roll-up.
ANSWERS: Final = ("/panels/why", "/panels/rollup-why")
# Elements without an end.
VOID: Final = frozenset({"br", "col", "hr", "img", "input", "line", "circle", "rect", "path", "polyline"})
# A number in one of these is explained by a button of the same row, item, card or caption.
UNITS: Final = frozenset({"tr", "li"})
UNIT_CLASSES: Final = frozenset({".kpi", ".count", ".figure-head", ".compare-school", ".card-facts"})
# Where numbers are no findings, or are found again, explained, elsewhere on the page.
WITHOUT_ANSWER: Final = {
    # Repeats figures of the page.
    "h1": "the headline repeats numbers of cards and tables",
    "h2": "a heading counts what stands below it",
    ".print-line": "the same on paper",
    ".note": "explains a table in words",
    ".card-foot": "the source under a table",
    ".unseen": "the same for those who hear the page",
    ".axis": "the scale of a chart; the line on it is told in the caption, with its answer",
    ".target-label": "the goal of a row, drawn; the answer of the row tells it",
    ".outside": "says which figures others do not see; each stands above with its answer",
    ".filled": "counts the rows of a form that are filled in; each has its answer",
    # Leads to what it counts, case by case, each with its answer.
    "summary": "counts the list that it opens",
    ".rule-list": "leads to the list of these flags, each with its answer",
    ".place-list": "the list that a number opens",
    ".places": "the list that a number opens",
    ".missing-data": "the list that a number opens",
    ".to-review": "leads to the documents that it counts, one after the other",
    ".show-rows": "a button that shows more rows",
    ".message": "says how many of the rows are shown",
    ".effectiveness-board": "counts the answers of a school, to which its name leads",
    # Documents and their files.
    ".queue": "documents by their number and day",
    ".case": "a document: its number, day, words and history",
    ".effectiveness-table": "questions, and what was answered in whose words",
    ".papers": "files, and how large they are",
    # Names and choices.
    "h3": "names a block",
    "th": "names a row or column",
    "caption": "names a table",
    ".crumb": "names school, year and day",
    ".filters": "choices of the address",
    ".bar": "names of districts, people and schools",
    ".legend": "explains marks",
    ".menu-list": "a choice of blocks",
    ".day": "a date",
    # A file and a form, not the district.
    ".drop": "the file that was sent, and how large one may be",
    ".load-steps": "the three steps of handing in",
    ".faults": "cells of a file and what is wrong in them",
    ".note-list": "rows of a file to look at",
    ".loads": "files sent before: who, when, how many rows",
    ".commit": "how many rows the button brings in",
    ".awaited": "until when something is awaited",
    ".deadlines": "until when something is awaited",
    # Decisions of meetings.
    ".decisions": "what was decided and how it stands, which its words lead to",
    ".decision-text": "what was decided",
    ".is-decision": "what was decided",
    ".understood": "what a file was understood to say of itself, and which of its rows stay outside",
    ".match-form": "names of schools in a file",
    ".hint": "what a field takes",
    ".own-fields": "fields of a school as the file has them",
}
_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2060": ""})


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


def has_figure(text: str) -> bool:
    """Whether anything is counted in it."""
    rest = text.translate(_SPACES).strip()
    for pattern in NO_FIGURES.values():
        rest = pattern.sub("", rest)
    return bool(DIGIT.search(rest))


def unexplained(text: str) -> list[str]:
    """Texts with a number that nothing explains."""
    reader = Reader()
    reader.feed(text)
    return [
        each.strip()
        for node in reader.nodes
        for each in node.texts
        if has_figure(each) and not _is_explained(node) and not _needs_no_answer(node)
    ]


def _is_explained(node: Node) -> bool:
    for each in node.line():
        if each.attributes.get("data-opens-panel", "").startswith(ANSWERS):
            return True
        if each.tag in UNITS or UNIT_CLASSES & each.names:
            return each.opens
    return False


def _needs_no_answer(node: Node) -> bool:
    return any(each.names & WITHOUT_ANSWER.keys() for each in node.line())
