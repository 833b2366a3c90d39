"""States stay apart for everybody: by shape, by tone, and in three kinds of colour blindness."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from dashboard import theme
from dashboard.charts.plotly import slide_drawing
from dashboard.charts.plotly.points import CHANCE_MARKERS
from dashboard.charts.plotly.svg import figure_svg
from dashboard.charts.plots import Chance, FunnelPoint
from dashboard.charts.specification import Place
from dashboard.theme import Marker
from data_layer.domain.vocabulary import Status
from data_layer.queries.views import Count
from tests.support import sample_charts

ASSETS = Path(__file__).parents[3] / "assets"
Rgb = tuple[float, float, float]

# Severe deficiencies in linear light: Machado, Oliveira, Fernandes 2009.
SIMULATIONS: Mapping[str, Sequence[Rgb]] = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
    "full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
# Differences below about 2 are hardly seen; marks are small, so much more is asked of them.
LEAST_DIFFERENCE = 15


def _linear(colour: str) -> Rgb:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _seen(colour: str, simulation: str) -> Rgb:
    light = _linear(colour)
    rows = SIMULATIONS[simulation]
    red, green, blue = (
        min(max(sum(weight * part for weight, part in zip(row, light, strict=True)), 0), 1) for row in rows
    )
    return red, green, blue


def _lab(light: Rgb) -> Rgb:
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        sum(weight * part for weight, part in zip(row, light, strict=True)) / whole
        for row, whole in zip(matrix, white, strict=True)
    )
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str, simulation: str) -> float:
    """CIE76 difference of two colours as somebody sees them."""
    pairs = zip(_lab(_seen(one, simulation)), _lab(_seen(other, simulation)), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_seen(each, "greyscale")[0] for each in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def are_apart(one: Marker, other: Marker, simulation: str) -> bool:
    """By shape, or by fill or edge as they are seen."""
    by_shape = one.symbol != other.symbol
    return by_shape or any(
        difference(a, b, simulation) >= LEAST_DIFFERENCE for a, b in ((one.fill, other.fill), (one.edge, other.edge))
    )


JUDGED = {status: theme.STATUS_MARKERS[status] for status in (Status.MET, Status.NEAR, Status.NOT_MET)}
STATES: dict[str, Marker] = {
    **{str(status): marker for status, marker in JUDGED.items()},
    **{
        str(status): theme.STATUS_MARKERS[status]
        for status in (Status.NO_DATA, Status.NOT_DUE, Status.NO_TARGET, Status.SUPPRESSED)
    },
    "too few": theme.TOO_FEW_MARKER,
}


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_all_marks_of_states_stay_apart(simulation: str) -> None:
    pairs = combinations(STATES.items(), 2)

    assert [(a, b) for (a, one), (b, other) in pairs if not are_apart(one, other, simulation)] == []


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_all_marks_of_a_funnel_stay_apart(simulation: str) -> None:
    pairs = combinations(CHANCE_MARKERS.items(), 2)

    assert [(a, b) for (a, one), (b, other) in pairs if not are_apart(one, other, simulation)] == []


def _drawn_on_a_slide() -> dict[Chance, Marker]:
    """What a slide draws for each place in the funnel: its shape, fill and edge as they are written."""
    chart = sample_charts.funnel()
    points = tuple(FunnelPoint(Place("СОШ № 3", f"/{each}"), Count(80, 100), each) for each in Chance)
    written = str(figure_svg(slide_drawing(replace(chart, points=points), width=1200, height=420), told=""))
    found = {}
    for each in Chance:
        drawn = re.search(rf'<a [^>]*href="/{each}">(.*?)</a>', written)
        assert drawn is not None
        fill, stroke = re.search(r'fill="(#\w+)"', drawn[1]), re.search(r'stroke="(#\w+)"', drawn[1])
        assert fill is not None
        assert stroke is not None
        shape = "+".join(re.findall(r"<(circle|path)", drawn[1]))
        found[each] = Marker(shape, fill[1], stroke[1], 1)
    return found


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_marks_that_a_slide_draws_stay_apart(simulation: str) -> None:
    pairs = combinations(_drawn_on_a_slide().items(), 2)

    assert [(a, b) for (a, one), (b, other) in pairs if not are_apart(one, other, simulation)] == []


def test_met_and_not_met_differ_by_shape_and_not_by_colour_alone() -> None:
    assert theme.STATUS_MARKERS[Status.MET].symbol != theme.STATUS_MARKERS[Status.NOT_MET].symbol


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_met_and_not_met_differ_by_colour_too(simulation: str) -> None:
    assert difference(theme.MET, theme.MISS, simulation) >= LEAST_DIFFERENCE


@pytest.mark.parametrize("marker", STATES.values(), ids=STATES.keys())
def test_every_mark_has_an_outline_or_fill_that_stands_out_on_white(marker: Marker) -> None:
    assert max(_contrast(marker.fill, theme.SURFACE), _contrast(marker.edge, theme.SURFACE)) >= 3


@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_grounds_of_a_heat_map_differ_on_both_sides_of_the_target(simulation: str) -> None:
    steps = theme.STEPS
    if simulation == "greyscale":
        # In grey both ends are dark: the figure and the mark in the cell tell them apart.
        return

    for better, worse in (("far-better", "far-worse"), ("better", "worse")):
        assert difference(steps[better], steps[worse], simulation) >= LEAST_DIFFERENCE


@pytest.mark.parametrize(("step", "ground"), theme.STEPS.items())
def test_figures_are_readable_on_every_ground(step: str, ground: str) -> None:
    text = theme.SURFACE if step in theme.DARK_STEPS else theme.INK

    assert _contrast(text, ground) >= 4.5


def test_red_against_green_would_be_found() -> None:
    red, green = Marker("circle", "#C00000", "#C00000", 0), Marker("circle", "#4C7A00", "#4C7A00", 0)

    assert are_apart(red, green, "full colour")
    assert not all(are_apart(red, green, simulation) for simulation in SIMULATIONS)


def test_the_style_sheet_has_the_same_tokens() -> None:
    base = (ASSETS / "base.css").read_text(encoding="utf-8").lower()
    tokens = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", base))
    same = {
        "ink": theme.INK,
        "ink-2": theme.INK_2,
        "sunken": theme.SUNKEN,
        "line": theme.LINE,
        "line-2": theme.LINE_2,
        "track": theme.TRACK,
        "met": theme.MET,
        "miss": theme.MISS,
        "miss-edge": theme.MISS_EDGE,
        **{f"tint-{name}": colour for name, colour in theme.TINTS.items()},
    }

    assert {name: tokens[name] for name in same} == {name: colour.lower() for name, colour in same.items()}


def test_slides_that_stand_alone_have_the_tokens_of_the_pages() -> None:
    base, slides = (
        dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", (ASSETS / name).read_text(encoding="utf-8").lower()))
        for name in ("base.css", "slides.css")
    )

    assert {"ink", "met", "miss", "tint-none", "track"} <= slides.keys()
    assert slides == {name: base[name] for name in slides}


def test_the_style_sheet_has_the_same_steps_and_marks() -> None:
    charts = (ASSETS / "charts.css").read_text(encoding="utf-8").lower()
    marks = (ASSETS / "marks.css").read_text(encoding="utf-8").lower()

    assert all(f".step-{step} {{ background: {colour.lower()};" in charts for step, colour in theme.STEPS.items())
    for name, marker in (
        ("met", JUDGED[Status.MET]),
        ("near", JUDGED[Status.NEAR]),
        ("not-met", JUDGED[Status.NOT_MET]),
    ):
        drawing = next(line for line in marks.splitlines() if line.startswith(f".mark-{name} "))
        assert marker.edge.lower().replace("#", "%23") in drawing
