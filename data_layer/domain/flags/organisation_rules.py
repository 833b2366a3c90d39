"""Flags about the organisational items that a school must have in place. One per item."""

from collections.abc import Iterator
from typing import Final

from data_layer.domain.facts import FlagFact
from data_layer.domain.flags.evidence import YearEvidence, day_after
from data_layer.domain.schedule import ORGANISATION
from data_layer.domain.vocabulary import Rule

# The only item that has to be renewed every year; the others stay once they are there.
YEARLY_ITEMS: Final = frozenset({"schedule_adopted"})


def organisation_flags(seen: YearEvidence) -> Iterator[FlagFact]:
    due = seen.due_of(ORGANISATION)
    if due is None:
        return
    for item in seen.whole.organisation_items:
        if not _is_in_place(seen, item):
            yield FlagFact(
                Rule.ORGANISATION_MISSING,
                seen.school_id,
                seen.year,
                document=item,
                due=due,
                active_from=day_after(due),
            )


def _is_in_place(seen: YearEvidence, item: str) -> bool:
    years = {fact.year for fact in seen.whole.organisation if fact.item == item and fact.is_present}
    if seen.year in years:
        return True
    return item not in YEARLY_ITEMS and any(year < seen.year for year in years)
