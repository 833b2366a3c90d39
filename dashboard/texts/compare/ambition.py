"""Own targets against the reference and the result."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from dashboard.formatting import NO_BREAK, plural, whole
from dashboard.texts.compare.words import one_or
from dashboard.texts.words import of_schools
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.vocabulary import Direction, Status, TargetOrigin
from data_layer.queries.comparison.views import SchoolFigure


def ambition_headline(figures: Sequence[SchoolFigure], rule: IndicatorRule) -> str:
    """figures: schools with an own target and a value."""
    own = [row for row in figures if row.target_origin is TargetOrigin.OWN and row.reference is not None]
    easier = [row for row in own if row.target is not None and _is_easier(rule, row.target, row.reference)]
    if not own:
        return "Своих целей школы не ставили: для всех действует ориентир района"
    if not easier:
        bound = f"не{NO_BREAK}выше" if rule.direction is Direction.AT_MOST else f"не{NO_BREAK}ниже"
        whose = f"Своя цель одной{NO_BREAK}школы" if len(own) == 1 else f"Свои цели {of_schools(len(own))}"
        return f"{whose} {bound} ориентира района"
    return _easier_sentence(len(easier), sum(row.status is Status.MET for row in easier))


def ambition_note(targets: Sequence[Fraction]) -> str:
    """How to read the place of a school. targets: of all schools on the plot; points of one target give way aside."""
    note = "На диагонали школа ровно на своей цели."
    if len(set(targets)) == len(targets):
        return note
    return f"{note} У{NO_BREAK}стоящих вплотную цель одна: они раздвинуты, чтобы видны были все."


def _easier_sentence(count: int, met: int) -> str:
    if count == 1:
        end = f"и{NO_BREAK}она её достигла" if met else f"но{NO_BREAK}и её она не{NO_BREAK}достигла"
        return f"У{NO_BREAK}одной{NO_BREAK}школы своя цель легче ориентира, {end}"
    who = f"У{NO_BREAK}{of_schools(count)} своя цель легче ориентира"
    if not met:
        return f"{who}, но{NO_BREAK}и её не{NO_BREAK}достигла ни{NO_BREAK}одна"
    if met == count:
        return f"{who}, её достигли {'обе' if met == 2 else 'все'}"
    verb = plural(met, "достигла", "достигли", "достигли")
    return f"{who}, её {verb} {one_or(met, 'одна')} из{NO_BREAK}них"


def _is_easier(rule: IndicatorRule, target: Decimal, reference: Decimal | None) -> bool:
    if reference is None:
        return False
    return target > reference if rule.direction is Direction.AT_MOST else target < reference


def ambition_counts(figures: Sequence[SchoolFigure], rule: IndicatorRule) -> tuple[str, ...]:
    """Four fields: own target at least as hard as the reference or easier × met or not."""
    fields = [
        ("цель не легче ориентира, достигнута", False, True),
        ("цель не легче ориентира, не достигнута", False, False),
        ("цель легче ориентира, достигнута", True, True),
        ("цель легче ориентира, не достигнута", True, False),
    ]
    return tuple(
        f"{words}{NO_BREAK}— {whole(sum(_lies_in(row, rule, is_easier, is_met) for row in figures))}"
        for words, is_easier, is_met in fields
    )


def _lies_in(row: SchoolFigure, rule: IndicatorRule, is_easier: bool, is_met: bool) -> bool:
    easier = row.target is not None and _is_easier(rule, row.target, row.reference)
    return easier is is_easier and (row.status is Status.MET) is is_met
