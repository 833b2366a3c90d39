"""A slide as it is kept: a chart specification as JSON, with a token in place of each name of a school.

Fractions are kept as «3/4», counts as k and n, days by ISO; a chart says its kind under «chart». What was kept under one
version is read by every later program: a change of what is kept raises VERSION and teaches `thawed` the former one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, Final

from cattrs import Converter

from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot, HeatMap, Step
from dashboard.charts.specification import Tint
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.findings.views import RowOrder
from dashboard.formatting import Counted
from dashboard.slides.values import SlideBody
from data_layer.errors import DataLayerError
from data_layer.queries.views import Count

VERSION: Final = 1
_KINDS: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for kind in (
        GoalDotPlot,
        Dumbbell,
        CategoryBars,
        DistributionStrips,
        HeatMap,
        Funnel,
        Ambition,
        Trend,
        CountBars,
        KeyFigures,
        WordTable,
    )
}
_UNKNOWN: Final = "Слайд сделан другой версией программы: обновите его."


class UnknownVersionError(DataLayerError):
    """What is kept was written by a later program, or by none."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a slide keeps. headline: generated. scope: filters in words. order: what names have to do with the rows.

    schools: how many of them its sums are made of.
    """

    headline: str
    scope: str
    order: RowOrder
    body: SlideBody
    schools: int


def frozen(slide: Frozen) -> dict[str, Any]:
    """JSON-ready."""
    converter = _converter()
    return {
        "version": VERSION,
        "headline": slide.headline,
        "scope": slide.scope,
        "order": slide.order.value,
        "schools": slide.schools,
        "chart": type(slide.body).__name__,
        "body": converter.unstructure(slide.body),
    }


def thawed(specification: Mapping[str, Any]) -> Frozen:
    """Raises UnknownVersionError."""
    kind = _KINDS.get(str(specification.get("chart", "")))
    if specification.get("version") != VERSION or kind is None:
        raise UnknownVersionError(_UNKNOWN)
    return Frozen(
        headline=str(specification["headline"]),
        scope=str(specification["scope"]),
        order=RowOrder(specification["order"]),
        body=_converter().structure(specification["body"], kind),
        schools=int(specification["schools"]),
    )


@cache
def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, lambda text, _: Fraction(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook_func(lambda kind: kind is Counted, lambda count: {"k": count.k, "n": count.n})
    converter.register_structure_hook_func(lambda kind: kind is Counted, lambda count, _: Count(count["k"], count["n"]))
    converter.register_structure_hook_func(lambda kind: kind == Tint | Step | None, _shade)
    return converter


def _shade(text: str | None, _kind: object) -> StrEnum | None:
    """Words of both lists are different ones."""
    if text is None:
        return None
    return Tint(text) if text in set(Tint) else Step(text)
