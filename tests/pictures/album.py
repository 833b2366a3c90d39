"""Which pictures there are: who looks at what, in which window, in which state."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seed.roster import DEMO_PASSWORD
from tests.pictures.scenes import (
    Act,
    clicking,
    hand_in_changes,
    hand_in_faults,
    lose_the_session,
    meet_a_conflict,
    open_agenda,
    pressing,
    scrolling_to,
    showing,
    type_new_settings,
)
from tests.support.browser import DESKTOP, PHONE, PROJECTOR


class Board(StrEnum):
    """DEMO: the invented district. EMPTY: a new installation with an administrator and nothing else."""

    DEMO = "demo"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Picture:
    """login: empty for a page that needs none. window: in pixels of the screen; zoom: 2 is 200 %.

    act: what is done on the page before. is_refused: the page answers that there is nothing.
    """

    name: str
    login: str
    path: str
    window: tuple[int, int]
    zoom: int = 1
    act: Act | None = None
    board: Board = Board.DEMO
    is_refused: bool = False
    password: str = DEMO_PASSWORD


_OFFICIAL: Final = "department"
_DIRECTOR: Final = "director"
_PRESENTER: Final = "presenter"
_YEAR: Final = "year=2025/26"
_SCHOOL: Final = f"/schools/klyuchevskaya?{_YEAR}"
_GOAL: Final = f"/compare?{_YEAR}&goal=3.3"
_CYCLE: Final = f"/cycle?{_YEAR}"
_DATA: Final = f"/data?{_YEAR}"
_GRID: Final = f"/data?view=edit&{_YEAR}"
_ADMIN: Final = "/admin?section="
# Until what it shows has come, a panel has nothing but its head.
_PANEL: Final = "dialog.panel[open] .panel-head:not(:only-child) h2"


def _everywhere(name: str, login: str, path: str, act: Act | None = None) -> Iterator[Picture]:
    """A page in all windows that people have."""
    yield Picture(f"{name}-1366", login, path, DESKTOP, act=act)
    yield Picture(f"{name}-1280", login, path, PROJECTOR, act=act)
    yield Picture(f"{name}-zoom-200", login, path, DESKTOP, zoom=2, act=act)
    yield Picture(f"{name}-390", login, path, PHONE, act=act)


def _twice(name: str, login: str, path: str, act: Act | None = None) -> Iterator[Picture]:
    """A state of a page, on a desk and on a phone."""
    yield Picture(f"{name}-1366", login, path, DESKTOP, act=act)
    yield Picture(f"{name}-390", login, path, PHONE, act=act)


def _pages() -> Iterator[Picture]:
    yield from _everywhere("sign-in", "", "/login")
    yield from _everywhere("overview", _OFFICIAL, f"/?{_YEAR}")
    yield from _everywhere("school", _DIRECTOR, _SCHOOL)
    yield from _everywhere("compare-goal", _OFFICIAL, _GOAL)
    yield from _everywhere("compare-blocks", _OFFICIAL, f"/compare?{_YEAR}&view=blocks")
    yield from _everywhere("compare-school", _OFFICIAL, f"/compare?{_YEAR}&view=school&school=klyuchevskaya")
    yield from _everywhere("cycle", _OFFICIAL, _CYCLE)
    yield from _everywhere("data-board", _OFFICIAL, _DATA)
    yield from _everywhere("data-upload", _DIRECTOR, _DATA)
    yield from _everywhere("data-grid", _DIRECTOR, _GRID)
    yield from _everywhere("data-review", _OFFICIAL, f"/data?view=review&{_YEAR}")
    yield from _everywhere("admin-people", _OFFICIAL, f"{_ADMIN}people")
    yield from _everywhere("region", "region", "/")


def _states() -> Iterator[Picture]:
    yield from _twice("compare-goal-director", _DIRECTOR, _GOAL)
    yield from _twice("compare-funnel", _OFFICIAL, f"/compare?{_YEAR}&goal=1.1", scrolling_to("#funnel"))
    yield from _twice("compare-years", _OFFICIAL, f"/compare?{_YEAR}&goal=1.1", scrolling_to("#clusters"))
    yield from _twice("cycle-list", _OFFICIAL, f"{_CYCLE}&view=list")
    yield from _twice("cycle-cell", _OFFICIAL, f"{_CYCLE}&cell=klyuchevskaya:3:analysis#cell-detail")
    yield from _twice("cycle-director", _DIRECTOR, _CYCLE)
    yield from _twice("why-goal", _OFFICIAL, _SCHOOL, clicking(".goals .value .why-number", waits_for=_PANEL))
    yield from _twice(
        "document", _DIRECTOR, _SCHOOL, clicking(".todo [data-opens-panel^='/panels/document']", waits_for=_PANEL)
    )
    yield from _twice("data-files", _DIRECTOR, f"/data?view=files&{_YEAR}")
    yield from _twice("data-effectiveness", _DIRECTOR, f"/data?view=effectiveness&{_YEAR}")
    yield from _twice("data-papers", _DIRECTOR, f"/data?view=papers&{_YEAR}")
    for section in ("schools", "references", "calendar", "requirements", "settings", "journal"):
        yield from _twice(f"admin-{section}", _OFFICIAL, f"{_ADMIN}{section}")
    yield from _twice("admin-effect", _OFFICIAL, f"{_ADMIN}settings", type_new_settings)
    yield from _twice("journal", _DIRECTOR, "/journal")
    yield Picture("show-1280", _PRESENTER, _GOAL, PROJECTOR, act=pressing("f", waits_for=".show-slide > *"))
    yield Picture(
        "show-coded-1280", _PRESENTER, f"{_GOAL}&names=coded", PROJECTOR, act=pressing("f", waits_for=".show-slide > *")
    )
    yield Picture("overview-presenter-1280", _PRESENTER, f"/?{_YEAR}", PROJECTOR)
    yield from _twice("session-over", _OFFICIAL, f"/?{_YEAR}", lose_the_session)
    yield Picture("not-found-1366", _OFFICIAL, "/schools/nowhere", DESKTOP, is_refused=True)
    yield Picture("first-start-1366", "admin", "/admin", DESKTOP, board=Board.EMPTY)
    yield Picture("first-start-390", "admin", "/admin", PHONE, board=Board.EMPTY)


def _changing() -> Iterator[Picture]:
    """Last of all: files that were handed in and targets that were saved would show on other pictures."""
    yield from _twice("data-errors", _DIRECTOR, _DATA, hand_in_faults)
    yield from _twice("data-preview", _DIRECTOR, _DATA, hand_in_changes)
    yield from _twice("conflict", _DIRECTOR, _GRID, meet_a_conflict)


def _shown() -> Iterator[Picture]:
    """The meeting that the demo has planned: its show, its agenda, what a school reads of it."""
    shown = {
        "meeting-show": showing(2),
        "meeting-show-block": showing(3),
        "meeting-show-overview": showing(3, "o", waits_for=".is-overview"),
        "meeting-show-keys": showing(3, "?", waits_for=_PANEL),
        "meeting-notes": showing(3, beside=True),
    }
    for name, act in shown.items():
        yield Picture(f"{name}-1280", _PRESENTER, "/meeting", PROJECTOR, act=act)
    yield Picture("meeting-show-390", _PRESENTER, "/meeting", PHONE, act=showing(3))
    yield from _twice("meeting", _PRESENTER, "/meeting")
    yield from _everywhere("meeting-agenda", _PRESENTER, "/meeting", open_agenda)
    yield from _twice("meeting-director", _DIRECTOR, "/meeting")


PICTURES: Final = (*_pages(), *_states(), *_changing(), *_shown())
