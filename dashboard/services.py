"""What one application is made of besides Flask and Dash, reachable from any request of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy import Engine

from dashboard.page_memory import PageMemory
from dashboard.settings import Settings

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
        """The date where the district lives. The demo may be shown as of a fixed day, for pictures."""
        if is_demo and self.settings.vsoko_today is not None:
            return self.settings.vsoko_today
        return self.clock().astimezone(ZoneInfo(zone or DEFAULT_ZONE)).date()


def install(server: Flask, parts: Services) -> None:
    server.extensions[_KEY] = parts


def services(server: Flask | None = None) -> Services:
    """The services of the application in hand, or of `server`."""
    parts: Services = (server or current_app).extensions[_KEY]
    return parts
