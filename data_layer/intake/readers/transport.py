"""What was understood on its way between two processes, as JSON."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from data_layer.domain.vocabulary import Level, MissingCode
from data_layer.intake.errors import IntakeError
from data_layer.intake.readers.understood import Dropped, Figure, NamedSchool, Understood


def packed_value(understood: Understood) -> dict[str, Any]:
    faults = [[each.address, each.what, each.action] for each in understood.faults]
    figures = [_figure(each) for each in understood.figures]
    bare = Understood(layout=understood.layout, title=understood.title, file=understood.file)
    plain = {name: getattr(understood, name) for name in asdict(bare) if name not in {"figures", "faults"}}
    plain["schools"] = [asdict(each) for each in understood.schools]
    plain["dropped"] = [asdict(each) for each in understood.dropped]
    return plain | {"figures": figures, "faults": faults}


def unpacked_value(packed: dict[str, Any]) -> Understood:
    """Raises LookupError, TypeError or ValueError for anything `packed_value` did not write."""
    return Understood(
        **packed
        | {
            "level": None if packed["level"] is None else Level(packed["level"]),
            "asks": tuple(packed["asks"]),
            "hinted": tuple(packed["hinted"]),
            "schools": tuple(NamedSchool(**each) for each in packed["schools"]),
            "figures": tuple(_figure_of(each) for each in packed["figures"]),
            "dropped": tuple(Dropped(**each) for each in packed["dropped"]),
            "fault_schools": tuple(packed["fault_schools"]),
            "faults": tuple(IntakeError(*each) for each in packed["faults"]),
            "notes": tuple(packed["notes"]),
        }
    )


def _figure(figure: Figure) -> dict[str, Any]:
    told = asdict(figure)
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in told.items()}


def _figure_of(packed: dict[str, Any]) -> Figure:
    return Figure(
        **packed
        | {
            "level": None if packed["level"] is None else Level(packed["level"]),
            "scores": tuple((score, count) for score, count in packed["scores"]),
            "value": None if packed["value"] is None else Decimal(packed["value"]),
            "missing": None if packed["missing"] is None else MissingCode(packed["missing"]),
        }
    )
