"""Words around the chart of a slide: its foot, its decisions, what is told where there are no rows."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from dashboard.formatting import NO_BREAK, counted, date_full, plural, tied

A_YEAR_AGO: Final = "год назад"


def position_words(position: int, of: int) -> str:
    """«4 из 12»."""
    return f"{position} из{NO_BREAK}{of}"


def counts_tied(words: str) -> str:
    """A headline whose «48 из 93» is not broken over two lines."""
    return re.sub(r"(?<=\d)\sиз\s(?=\d)", f"{NO_BREAK}из{NO_BREAK}", words)


def part_words(part: int, of: int) -> str:
    """«часть 1 из 2»; empty for a slide in one part."""
    return f"часть {part} из{NO_BREAK}{of}" if of > 1 else ""


def slide_heard(position: int, of: int, headline: str, part: str = "") -> str:
    """What is said when a slide comes up: its number, then its finding."""
    return ". ".join(each for each in (f"Слайд {position_words(position, of)}", part, headline) if each)


def decision_meta(*, whom: str, responsible: str, due: date | None) -> tuple[str, ...]:
    """«СОШ № 3», «до 15.10.2026», «отвечает Н. В. Соколова»; what is not said is left out."""
    parts = (whom, f"до{NO_BREAK}{date_full(due)}" if due else "", f"отвечает {responsible}" if responsible else "")
    return tuple(tied(part) for part in parts if part)


def more_decisions(count: int) -> str:
    return f"и ещё {counted(count, 'решение', 'решения', 'решений')}"


def decision_head(count: int) -> str:
    return "Решение" if count == 1 else "Решения"


def joined_foot(parts: Sequence[str]) -> str:
    """Sentences of the foot in one line, each with its full stop but the last."""
    said = [part[:1].upper() + part[1:].rstrip(".") for part in parts if part]
    return tied(". ".join(said))


def left_out_words(count: int, hidden: int) -> str:
    """Of rows of a school that a slide leaves out: «Не показано 15 строк: скрыто 5, у остальных нет своего значения или медианы района.»

    hidden: how many of them others may not see, which is not the same as having no data.
    """
    verb = plural(count, "Не показана", "Не показаны", "Не показано")
    head = f"{verb} {counted(count, 'строка', 'строки', 'строк')}:"
    if hidden == count:
        return f"{head} значения скрыты."
    if hidden:
        return f"{head} скрыто {hidden}, у остальных нет своего значения или медианы района."
    return f"{head} нет своего значения или медианы района."
