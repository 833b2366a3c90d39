"""The audit trail as a workbook: the events that are chosen, the newest first, text of people inert."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.exports.workbook import About, Column, Sheet, workbook
from dashboard.formatting import date_full
from dashboard.texts.trail import action_title, actor_words, changes_of, event_sentence, moment_words
from data_layer.domain.flag_texts import Names
from data_layer.queries.trail import TrailEvent

# As many rows as a sheet is still read.
MOST_ROWS: Final = 20_000
_COLUMNS: Final = (
    Column("Когда", width=18),
    Column("Кто", width=20),
    Column("Действие", width=28),
    Column("Что", width=60),
    Column("Школа", width=28),
    Column("Было", width=40),
    Column("Стало", width=40),
)


def trail_workbook(
    events: Sequence[TrailEvent], names: Names, *, of: tuple[str, str], zone: ZoneInfo, by: str, today: date
) -> bytes:
    """of: what the trail belongs to, and its name: («Район», «Лесной»). by: login of the person who asks."""
    whose = "района" if of[0] == "Район" else "сервера"
    about = About(
        "Журнал изменений",
        (
            of,
            ("Записей", f"{len(events)}" + (" — самые новые" if len(events) == MOST_ROWS else "")),
            ("Время", f"по часам {whose}, {zone.key}"),
            ("Выгружено", f"{date_full(today)}, {by}"),
        ),
    )
    return workbook([Sheet("Журнал", _COLUMNS, [_row(event, names, zone) for event in events])], about=about)


def _row(event: TrailEvent, names: Names, zone: ZoneInfo) -> list[str]:
    changes = changes_of(event, names)
    return [
        moment_words(event.at.astimezone(zone)),
        actor_words(event.actor),
        action_title(event.action),
        event_sentence(event, names),
        event.school_name,
        "\n".join(f"{each.label}: {each.old}" for each in changes if each.old),
        "\n".join(f"{each.label}: {each.new}" for each in changes),
    ]
