"""What is kept of a slide is read again as it was, and without any school's name."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest

from dashboard.findings.views import RowOrder
from dashboard.slides.freezing import Frozen, UnknownVersionError, frozen, thawed
from dashboard.slides.values import SlideBody
from tests.support import sample_charts as sample
from tests.support.sample_slides import CODES, bodies, frozen_slide

BODIES = bodies()
# Written once by the program that first kept slides; a change of the program never writes it anew.
KEPT: Final[dict[str, dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "fixtures/slides/version-1.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_every_kind_of_chart_is_read_as_it_was_kept(body: SlideBody) -> None:
    slide = frozen_slide(body, order=RowOrder.TIES)

    kept = json.loads(json.dumps(frozen(slide)))

    assert thawed(kept) == slide


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_no_name_of_a_school_is_kept(body: SlideBody) -> None:
    kept = json.dumps(frozen(frozen_slide(body)), ensure_ascii=False).replace("\u00a0", " ")

    assert not [name for name in CODES.values() if name in kept]


def holds(now: object, then: object) -> bool:
    """All that was kept then is there now; more may be."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        return all(key in now and holds(now[key], value) for key, value in then.items())
    if isinstance(then, list) and isinstance(now, list | tuple):
        return len(then) == len(now) and all(holds(each, other) for each, other in zip(now, then, strict=True))
    return now == then


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT.keys())
def test_a_slide_kept_by_the_first_version_shows_what_it_showed(kept: dict[str, Any]) -> None:
    assert holds(frozen(thawed(kept)), kept)
    assert not holds(frozen(thawed(kept)), kept | {"headline": "Другой"})


def test_every_kind_that_the_first_version_knew_is_among_the_kept() -> None:
    assert set(KEPT) >= {type(body).__name__ for body in BODIES.values()}


def test_values_are_kept_unrounded_and_counts_as_they_are() -> None:
    kept = frozen(frozen_slide(sample.dots()))
    row = next(row for group in kept["body"]["groups"] for row in group["rows"] if row["place"]["name"] == "СОШ № 9")

    assert Fraction(row["value"]) == Fraction(112300, 1290)
    assert row["count"] == {"k": 1123, "n": 1290}


@pytest.mark.parametrize("change", [{"version": 2}, {"chart": "Pie"}, {"chart": None}])
def test_what_another_program_has_kept_is_not_guessed_at(change: dict[str, object]) -> None:
    kept = frozen(Frozen("Нашли", "", RowOrder.FIXED, sample.bars(), 3)) | change

    with pytest.raises(UnknownVersionError, match="обновите"):
        thawed(kept)
