"""Rows of the table «Цели»: own targets of schools and, with an empty school, references of the district."""

from decimal import Decimal

from data_layer.domain.facts import IndicatorRule
from data_layer.intake.cells import DECIMAL_PLACES, number_of, plain, shown, text_of
from data_layer.intake.cursor import Row
from data_layer.intake.errors import CellFault, quoted
from data_layer.intake.observations import RATIO_KINDS
from data_layer.intake.rows import TargetRow


def is_blank(row: Row) -> bool:
    return row.raw("target") is None


def check_target(row: Row) -> TargetRow | None:
    """The row, or None when something is wrong with it."""
    school = _school(row)
    is_place_known = row.is_sound
    indicator = row.indicator()
    level, year = row.level(indicator, school), row.year()
    target = _target(row, indicator)
    if is_place_known and indicator is not None and level is not None and year is not None:
        row.is_repeated((school, indicator.id, level, year), "school")
    if not row.is_sound or indicator is None or level is None or year is None or target is None:
        return None
    return TargetRow(row.address, school, indicator.id, level, year, target)


def _school(row: Row) -> str | None:
    if row.raw("school") is not None:
        return row.school()
    only = row.state.context.only_school
    if only is not None:
        row.wrong("school", "школа не указана: ориентир района задаёт управление образования", f"укажите школу {only}")
    return None


def _target(row: Row, indicator: IndicatorRule | None) -> Decimal | None:
    cell = row.raw("target")
    try:
        target = number_of(cell, name="цель")
    except CellFault as fault:
        row.wrong("target", fault.what, fault.action)
        return None
    if target is None:
        row.wrong("target", f"цель: {quoted(text_of(cell))} — не число", "укажите число")
    elif target < 0:
        row.wrong("target", f"цель {shown(target)} меньше нуля", "укажите неотрицательное число")
    elif indicator is not None and indicator.kind in RATIO_KINDS and target > 100:
        row.wrong("target", f"цель {plain(target)} % больше 100 %", "доля бывает от 0 до 100 %")
    elif target != round(target, DECIMAL_PLACES):
        row.wrong("target", f"цель {plain(target)} слишком дробная", f"округлите до {DECIMAL_PLACES} знаков")
    else:
        return target.normalize() + 0
    return None
