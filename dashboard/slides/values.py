"""What a meeting shows, as plain values: the same for the screen, the notes window and every file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from dashboard.charts.figures import Chart
from dashboard.charts.summaries import Summary
from data_layer.domain.meetings import DecisionState, SlideKind

SlideBody: TypeAlias = Chart | Summary


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision under its slide. whom: «все школы», or the name of the school, coded where names are."""

    id: int
    text: str
    whom: str
    responsible: str
    due: date | None
    state: DecisionState
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide as it is shown: its names are written, real ones or «Школа 7».

    position: from 1 without gaps. headline: edited, else the generated one. href: the live view that it was made from,
    empty where names are coded or there is none. scope: filters in words, «2025/26 · все школы · СОО». frozen_at: in
    the time zone of the district. notes: k/n and source of every row, then what the presenter wrote. hidden_names:
    of a coded meeting, token id and «Школа 7» of the schools on it that may still be revealed.
    """

    id: int
    position: int
    kind: SlideKind
    headline: str
    body: SlideBody
    href: str
    scope: str
    frozen_at: datetime
    made_by: str
    notes: str
    decisions: tuple[DecisionLine, ...]
    hidden_names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A meeting with its slides. time, place: as written in the protocol, empty where unknown.

    made_by, made_at: who asked for it and when, in the time zone of the district; printed on what leaves the house.
    further: decisions that stand under no slide.
    """

    id: int
    title: str
    held_on: date
    time: str
    place: str
    district: str
    is_demo: bool
    is_coded: bool
    slides: tuple[Slide, ...]
    made_by: str
    made_at: datetime
    further: tuple[DecisionLine, ...] = ()
