"""A slide as the screens it takes: one as a rule, more where its rows would not be read from the back row."""

from dataclasses import dataclass

from dashboard.charts.words import source_words
from dashboard.slides.html.bodies import Rows, body_rows, has_rows, most_columns, slide_legend
from dashboard.slides.html.room import Words
from dashboard.slides.parts import MOST_ROWS, parts
from dashboard.slides.values import Slide, SlideBody
from dashboard.texts.slides import counts_tied, decision_meta, joined_foot, more_decisions, part_words

_LEAST_ROWS = 3
# What browsers add to rows of other sizes by rounding them, pixels.
_SLACK = 8
_MOST_DECISIONS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the decision band: what was decided, then whom it concerns, until when, who answers for it."""

    text: str
    meta: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """One view of a slide. part: from 1. room: pixels of its body, of 720; lane: of a row; name, aside: of
    the names and of words beside the figures. Those are 0 where a body has none. looks: how the style sheet is to draw them, «is-narrow» where
    not every label of the scale has room, «is-tight» where hardly any has, «is-roomy» where few rows stand apart.
    """

    slide: Slide
    body: SlideBody
    part: int
    parts: int
    room: int
    lane: int
    name: int
    aside: int
    looks: tuple[str, ...]
    subtitle: str
    foot: str
    decisions: tuple[Told, ...]

    @property
    def part_words(self) -> str:
        return part_words(self.part, self.parts)


def screens_of(slide: Slide) -> tuple[Screen, ...]:
    """At most 15 rows on each, fewer where words take the room."""
    words = _words(slide)
    cut = _cut(slide.body, words.room)
    return tuple(_screen(slide, words, body, part, len(cut)) for part, body in enumerate(cut, start=1))


def _screen(slide: Slide, words: Words, body: SlideBody, part: int, parts: int) -> Screen:
    rows = body_rows(body)
    return Screen(
        slide=slide,
        body=body,
        part=part,
        parts=parts,
        room=words.room,
        lane=rows.lane(words.room - _SLACK) if rows else 0,
        name=rows.name if rows else 0,
        aside=rows.words if rows else 0,
        looks=_looks(rows),
        subtitle=words.subtitle,
        foot=words.foot,
        decisions=_decisions(slide),
    )


def _looks(rows: Rows | None) -> tuple[str, ...]:
    if rows is None:
        return ()
    found = {"is-narrow": rows.is_narrow, "is-tight": rows.is_tight, "is-roomy": rows.is_roomy}
    return tuple(name for name, has in found.items() if has)


def _cut(body: SlideBody, room: int) -> tuple[SlideBody, ...]:
    """As few parts as fit; a part is never less than three rows, however long its names."""
    found: tuple[SlideBody, ...] = (body,)
    across = most_columns(body)
    for most in range(MOST_ROWS, _LEAST_ROWS - 1, -1):
        found = parts(body, most, most_columns=across)
        if all(_fits(body_rows(part), room) for part in found):
            return found
    return found


def _fits(rows: Rows | None, room: int) -> bool:
    return rows is None or rows.least <= room - _SLACK


def _words(slide: Slide) -> Words:
    text = slide.body.text
    # Where nothing is drawn the note stands in its place.
    note = text.note if has_rows(slide.body) else ""
    scope = "" if _is_said(slide.scope, f"{text.subtitle} {text.source}") else slide.scope
    told = ["   ".join((each.text, *each.meta)) for each in _decisions(slide)]
    return Words(
        headline=counts_tied(slide.headline),
        subtitle=text.subtitle,
        legend=[words for _, words in slide_legend(slide.body)],
        decisions=told,
        foot=joined_foot([note, scope, source_words(text, frozen_on=slide.frozen_at.date())]),
    )


def _is_said(scope: str, words: str) -> bool:
    """Whether every part of the filters stands on the slide already."""
    return all(part in words for part in scope.split(" · "))


def _decisions(slide: Slide) -> tuple[Told, ...]:
    shown = [
        Told(each.text.rstrip("."), decision_meta(whom=each.whom, responsible=each.responsible, due=each.due))
        for each in slide.decisions[:_MOST_DECISIONS]
    ]
    more = len(slide.decisions) - _MOST_DECISIONS
    return tuple([*shown, Told(more_decisions(more))] if more > 0 else shown)
