"""Flags about cells of the management cycle: missing, soon due, late, skipped, out of order."""

from collections.abc import Iterator
from datetime import timedelta

from data_layer.domain.facts import Cell, FlagFact
from data_layer.domain.flags.evidence import YearEvidence, dated, day_after
from data_layer.domain.vocabulary import COUNTED_STAGES, Rule


def cycle_flags(seen: YearEvidence) -> Iterator[FlagFact]:
    for cell in seen.required_cells:
        if seen.is_empty(cell):
            yield from _missing(seen, cell)
            yield from _skipped(seen, cell)
        else:
            yield from _late(seen, cell)
            yield from _out_of_order(seen, cell)


def _missing(seen: YearEvidence, cell: Cell) -> Iterator[FlagFact]:
    """The same empty cell is «soon due» until its due day and «missing» from the day after."""
    due = seen.due_of(cell.stage)
    if due is None:
        return
    yield FlagFact(
        Rule.STAGE_DUE_SOON,
        seen.school_id,
        seen.year,
        block=cell.block,
        stage=cell.stage,
        due=due,
        active_from=due - timedelta(days=seen.whole.settings.due_soon_days),
        active_to=due,
    )
    yield FlagFact(
        Rule.STAGE_MISSING,
        seen.school_id,
        seen.year,
        block=cell.block,
        stage=cell.stage,
        due=due,
        active_from=day_after(due),
    )


def _skipped(seen: YearEvidence, cell: Cell) -> Iterator[FlagFact]:
    later = [other.stage for other in seen.required_cells if _follows(other, cell) and not seen.is_empty(other)]
    if later:
        yield FlagFact(
            Rule.STAGE_SKIPPED,
            seen.school_id,
            seen.year,
            block=cell.block,
            stage=cell.stage,
            details={"later_stages": [str(stage) for stage in later]},
        )


def _late(seen: YearEvidence, cell: Cell) -> Iterator[FlagFact]:
    due = seen.due_of(cell.stage)
    days = dated(seen.there[cell])
    if due is None or not days or days[0][0] <= due:
        return
    first_day, document = days[0]
    yield FlagFact(
        Rule.STAGE_LATE,
        seen.school_id,
        seen.year,
        block=cell.block,
        stage=cell.stage,
        due=due,
        details={
            "document": document.label,
            "date": first_day.isoformat(),
            "days_late": (first_day - due).days,
        },
    )


def _out_of_order(seen: YearEvidence, cell: Cell) -> Iterator[FlagFact]:
    """One flag on the later cell, naming its earliest document and each stage it ran ahead of."""
    own = dated(seen.there[cell])
    if not own:
        return
    first_day, document = own[0]
    overtaken = []
    for other in seen.required_cells:
        days = dated(seen.there.get(other, ())) if _follows(cell, other) else []
        if days and first_day < days[0][0]:
            overtaken.append({"stage": str(other.stage), "date": days[0][0].isoformat()})
    if overtaken:
        yield FlagFact(
            Rule.STAGE_OUT_OF_ORDER,
            seen.school_id,
            seen.year,
            block=cell.block,
            stage=cell.stage,
            details={
                "document": document.label,
                "date": first_day.isoformat(),
                "earlier_stages": overtaken,
            },
        )


def _follows(later: Cell, earlier: Cell) -> bool:
    """Whether both stand in one block and the first comes later in the cycle."""
    return later.block == earlier.block and COUNTED_STAGES.index(later.stage) > COUNTED_STAGES.index(earlier.stage)
