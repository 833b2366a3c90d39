"""The addresses of the audit trail: «Журнал» of a school's director, and the same list in «Администрирование»."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.addresses.reading import Choices, href_of
from data_layer.domain.days import likely
from data_layer.queries.trail import TrailFilter, TrailKey

TRAIL_PATH: Final = "/journal"
# The day on which the key of a page counts from; a moment is written as whole microseconds after it.
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST: Final = 64
_SECTION: Final = "journal"
# Who came in, or tried to, and who has had which file: the log of access, beside the changes.
ACCESS: Final = frozenset(
    {
        "signed_in",
        "signed_out",
        "sign_in_failed",
        "sign_in_blocked",
        "role_chosen",
        "switched_into_district",
        "left_district",
        "access_denied",
        "document_file_downloaded",
        "published_document_downloaded",
        "checked_file_downloaded",
        "book_downloaded",
        "books_downloaded",
        "board_downloaded",
        "export",
        "exported",
        "file_exported",
        "protocol_exported",
    }
)
# What a look at the changes is seldom after; shown when it is asked for.
COMINGS_AND_GOINGS: Final = frozenset({"signed_in", "signed_out", "role_chosen"})
EVERYTHING: Final = "all"
ACCESS_ONLY: Final = "access"


@dataclass(frozen=True, slots=True)
class TrailAddress:
    """path: /journal, or /admin with its section. before: key of the last event of the page before this one.

    action: an id; empty = all but people's coming and going, `EVERYTHING` = those too, `ACCESS_ONLY` = the log of
    access.
    """

    path: str = TRAIL_PATH
    actor: str = ""
    action: str = ""
    school: str = ""
    since: date | None = None
    until: date | None = None
    before: TrailKey | None = None

    def href(self, **changes: object) -> str:
        """A changed choice begins at the newest event again."""
        chosen = replace(self, **{"before": None, **changes})  # type: ignore[arg-type] # names and types are those of the fields
        return href_of(chosen.path, chosen.query())

    def query(self) -> dict[str, object]:
        return {
            "section": None if self.path == TRAIL_PATH else _SECTION,
            **self.shared_query(),
            "before": None if self.before is None else _spelled(self.before),
        }

    def shared_query(self) -> dict[str, object]:
        """What the list and its file have in common."""
        return {
            "actor": self.actor,
            "action": self.action,
            "school": self.school,
            "since": self.since,
            "until": self.until,
        }

    def chosen(self, time_zone: str) -> TrailFilter:
        """What the query needs. The days are those of the district's clock, both included."""
        zone = ZoneInfo(time_zone)
        until = None if self.until is None else self.until + timedelta(days=1)
        return TrailFilter(
            actor=self.actor,
            actions=self._actions(),
            without=frozenset() if self.action else COMINGS_AND_GOINGS,
            school=self.school,
            since=None if self.since is None else datetime.combine(self.since, time(), zone),
            until=None if until is None else datetime.combine(until, time(), zone),
        )

    def _actions(self) -> frozenset[str] | None:
        if self.action == ACCESS_ONLY:
            return ACCESS
        return None if self.action in {"", EVERYTHING} else frozenset({self.action})


def parse_trail(search: object, *, path: str = TRAIL_PATH) -> tuple[TrailAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    choices = Choices(search)
    address = TrailAddress(
        path=path,
        actor=choices.take("actor", "кто", _short) or "",
        action=choices.take("action", "действие", _short) or "",
        school=choices.take("school", "школа", _short) or "",
        since=choices.take("since", "с какого дня", _day),
        until=choices.take("until", "по какой день", _day),
        before=choices.take("before", "страница", _key),
    )
    return address, choices.unknown


def _short(text: str) -> str:
    if len(text) > _LONGEST or not text.isprintable():
        raise ValueError(text)
    return text


def _day(text: str) -> date:
    # Beyond likely days no moment can be told in every time zone.
    return likely(date.fromisoformat(text))


def _spelled(key: TrailKey) -> str:
    return f"{(key[0] - _EPOCH) // timedelta(microseconds=1)}-{key[1]}"


def _key(text: str) -> TrailKey:
    moment, _, event = text.partition("-")
    if not (moment.isascii() and moment.isdigit() and event.isascii() and event.isdigit() and len(text) <= _LONGEST):
        raise ValueError(text)
    try:
        at = _EPOCH + timedelta(microseconds=int(moment))
    except OverflowError as error:
        raise ValueError(text) from error
    if int(event) >= 2**63:
        raise ValueError(text)
    return at, int(event)
