"""Values of cells as people see them, whatever kind of file they come from."""

from decimal import Decimal
from typing import Final

from data_layer.intake.tables import CellValue

_SPACES: Final = " \t\r\n\u00a0\u202f\u2007\ufeff\u200b"


def plain_text(raw: str) -> CellValue:
    """Trimmed, the hard spaces too; None where nothing is left."""
    return raw.strip(_SPACES) or None


def plain_number(raw: float, number_format: str | None) -> CellValue:
    """The number as people see it: 0.8 in a cell of percents is 80. Never a binary float."""
    exact = Decimal(raw) if isinstance(raw, int) and abs(raw) < 10**15 else Decimal(repr(float(raw)))
    if not exact.is_finite():
        return "#ЧИСЛО!"
    if "%" in (number_format or ""):
        exact *= 100
    return int(exact) if exact == exact.to_integral_value() and abs(exact) < 10**15 else exact
