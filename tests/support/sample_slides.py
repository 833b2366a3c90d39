"""One slide of every kind of chart, with tokens in place of its schools."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from dashboard.findings.views import RowOrder
from dashboard.slides.freezing import Frozen
from dashboard.slides.naming import Call
from dashboard.slides.values import SlideBody
from tests.support import sample_charts as sample

# Codes that stand in no name and in no number of the charts.
CODES: Final = {f"x{place:02d}x": name for place, (name, *_) in enumerate(sample.SCHOOLS, start=1)}
BY_NAME: Final = Call(CODES, {})
# Numbers in the reverse order of the charts, from 100, which stands in no name.
NUMBERS: Final = {code: 100 + place for place, code in enumerate(reversed(CODES), start=1)}
BY_NUMBER: Final = Call(CODES, NUMBERS)


def bodies() -> dict[str, SlideBody]:
    """Every kind, as it is kept."""
    return {kind: kept(body) for kind, body in {**sample.every_chart(), **sample.every_summary()}.items()}


def kept(body: SlideBody) -> SlideBody:
    """The chart with tokens in place of the schools that it names, and with addresses that tell the school."""
    return _tokened(body)


def frozen_slide(body: SlideBody, *, order: RowOrder = RowOrder.NAMES, schools: int = 26) -> Frozen:
    return Frozen(body.text.headline, "2025/26 · все школы", order, body, schools)


def texts_of(value: object) -> list[str]:
    """Every text in a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts_of(each)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts_of(getattr(value, field.name))]
    return []


def _tokened(value: Any) -> Any:
    if isinstance(value, str):
        return BY_NAME.tokened(value)
    if isinstance(value, tuple):
        return tuple(_tokened(each) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {field.name: _tokened(getattr(value, field.name)) for field in fields(value)}
    place = changes.get("place")
    if place is not None and "\ue000" in place.name:
        code = place.name.strip("\ue000\ue001")
        changes["place"] = replace(place, href=f"/schools/{code}")
        if "why" in changes:
            changes["why"] = f"/panels/why?school={code}"
    return replace(value, **changes)
