"""What one application is made of besides Flask and Dash, reachable from any request of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy import Engine

from dashboard.page_memory import PageMemory
from dashboard.settings import Settings
from data_layer.clock import moment_pinned

_KEY = "vsoko"
DEFAULT_ZONE = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A tab of the app bar. permission: its id; whoever lacks it does not see the tab.

    school_words: what it is called for people of one school.
    """

    words: str
    path: str
    permission: str
    school_words: str


@dataclass(slots=True)
class Services:
    """clock: the present moment, aware; tests put a frozen one in its place. menu: tabs of the pages there
    are. tabs: wording and path of those that the person behind the request has. pages: those that this process
    has made lately.
    """

    settings: Settings
    engine: Engine
    clock: Callable[[], datetime]
    menu: tuple[MenuEntry, ...] = ()
    tabs: Callable[[], Sequence[tuple[str, str]]] = tuple
    pages: PageMemory = field(default_factory=PageMemory)

    def today(self, zone: str | None, *, is_demo: bool) -> date:
        """The date where the district lives."""
        return self.now(zone, is_demo=is_demo).date()

    def now(self, zone: str | None, *, is_demo: bool) -> datetime:
        """The moment where the district lives. The demo may be shown as of a fixed day, at this time of that day."""
        now = self.clock().astimezone(ZoneInfo(zone or DEFAULT_ZONE))
        shown = self.settings.vsoko_today if is_demo else None
        return now if shown is None else datetime.combine(shown, now.timetz())

    @contextmanager
    def written_now(self, zone: str | None, *, is_demo: bool) -> Iterator[None]:
        """Within it rows carry the moment that is shown, where that is not the present one."""
        if not is_demo or self.settings.vsoko_today is None:
            yield
            return
        with moment_pinned(self.now(zone, is_demo=is_demo)):
            yield


def install(server: Flask, parts: Services) -> None:
    server.extensions[_KEY] = parts


def services(server: Flask | None = None) -> Services:
    """The services of the application in hand, or of `server`."""
    parts: Services = (server or current_app).extensions[_KEY]
    return parts
