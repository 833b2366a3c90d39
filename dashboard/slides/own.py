"""What a director may know of a meeting beforehand: of every slide the rows of the own school, and no others.

A slide is made for the wall, by the rules of a presenter. What is left of it here is less: rows of other schools go, with
every text that names one and the scale that the others stretch. Sums stay where enough other schools are in them
(`DistrictSettings.benchmark_schools`), as on every page of a director.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, TypeVar, cast

from dashboard.binding import RequestContext
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot, HeatMap
from dashboard.charts.specification import FigureText, Place, Reference, Scale, Unit, scale_for
from dashboard.charts.summaries import CountBars, KeyFigures, WordRow, WordTable
from dashboard.slides.deck import zone_of
from dashboard.slides.freezing import Frozen, thawed
from dashboard.slides.inflected import Inflected
from dashboard.slides.naming import Call, named
from dashboard.slides.opening import DECISIONS_HEAD
from dashboard.slides.tokens import codes_in, token
from dashboard.slides.values import SlideBody
from data_layer.domain.meetings import SlideKind
from data_layer.queries.catalogue import district_card
from data_layer.queries.directory import school_list
from data_layer.queries.meetings import StoredSlide, comments_of, stored_slides
from data_layer.session import district_wide

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OwnSlide:
    """A slide as far as it is about the own school. headline: empty where it may not be told.

    body: None where nothing of the slide may be told; has_own_rows: the own school stands in it. comment: what the school
    said of it, empty without.
    """

    id: int
    position: int
    kind: SlideKind
    headline: str
    body: SlideBody | None
    has_own_rows: bool
    scope: str
    frozen_at: datetime
    comment: str


def own_slides(ctx: RequestContext, meeting: int) -> tuple[OwnSlide, ...]:
    """For the school of the session; every slide of the meeting. Empty for a meeting that is not there."""
    (school,) = school_list(ctx.session)
    call = Call({school.code: school.short_name}, {})
    slides = stored_slides(ctx.session, meeting)
    untold = _calling_others(ctx, school.code, {each.headline for each in slides if each.headline})
    least = district_card(ctx.session).settings.benchmark_schools
    said = {each.slide: each.text for each in comments_of(ctx.session, meeting)}
    return tuple(
        _own_slide(ctx, stored, place, school.code, call, untold=untold, least=least, comment=said.get(stored.id, ""))
        for place, stored in enumerate(slides, start=1)
    )


def _calling_others(ctx: RequestContext, school: str, typed: Set[str]) -> frozenset[str]:
    """Of what people typed that which calls a school besides the own one, in any case; no other name leaves it."""
    if not typed:
        return frozenset()
    with district_wide(ctx.session):
        schools = school_list(ctx.session)
    names = {each.code: each.short_name for each in schools}
    everyone = Call(names, {}, full_names={each.code: each.full_name for each in schools})
    inflected = Inflected(names)
    return frozenset(each for each in typed if _calls_others(each, school, everyone, inflected))


def _calls_others(typed: str, school: str, everyone: Call, inflected: Inflected) -> bool:
    found: list[str] = []

    def look(code: str) -> None:
        found.append(code)

    text = everyone.tokened(everyone.written(typed))
    inflected.replaced(text, look)
    return _names_others(text, school) or _names_others(typed, school) or bool({*found} - {school})


def _own_slide(
    ctx: RequestContext,
    stored: StoredSlide,
    place: int,
    school: str,
    call: Call,
    *,
    untold: frozenset[str],
    least: int,
    comment: str,
) -> OwnSlide:
    kept = thawed(stored.specification)
    left = own_body(kept, school, least=least)
    headline = kept.headline if not stored.headline or stored.headline in untold else stored.headline
    is_told = _tells_sums(kept, least) and not _names_others(headline, school)
    return OwnSlide(
        id=stored.id,
        position=place,
        kind=stored.kind,
        headline=call.written(headline) if is_told and left is not None else "",
        body=None if left is None else named(left, call, kept.order),
        has_own_rows=left is not None and _has_own(left, school),
        scope="" if _names_others(kept.scope, school) else call.written(kept.scope),
        frozen_at=stored.frozen_at.astimezone(zone_of(ctx)),
        comment=comment,
    )


def own_body(kept: Frozen, school: str, *, least: int) -> SlideBody | None:
    """What is left of a slide for one school; None where that is nothing. least: other schools that a sum needs."""
    tells_sums = _tells_sums(kept, least)
    body = _own_rows(kept.body, school)
    if isinstance(body, CountBars | KeyFigures | CategoryBars | WordTable):
        body = _with_sums(body, school, least=least, tells_sums=tells_sums, is_opening=_is_of_decisions(body))
    if body is None:
        return None
    return _without_others(_retold(body, tells_sums=tells_sums), school)


def _tells_sums(kept: Frozen, least: int) -> bool:
    return kept.schools - 1 >= least


def _own_rows(body: SlideBody, school: str) -> SlideBody | None:
    """Charts of schools: the own rows alone, on a scale that tells nothing of the others."""
    if isinstance(body, GoalDotPlot | HeatMap):
        return _own_groups(body, school)
    if isinstance(body, Dumbbell):
        rows = tuple(row for row in body.rows if _is_own(row.place, school))
        values = [reading.value for row in rows for reading in (row.before, row.now)]
        return replace(body, rows=rows, scale=_own_scale(body.scale, values, body.reference)) if rows else None
    if isinstance(body, Funnel | Ambition):
        return _own_points(body, school)
    if isinstance(body, DistributionStrips):
        return _own_strips(body) if codes_in(body.school) == (school,) else None
    return None if isinstance(body, Trend) else body


def _own_groups(body: GoalDotPlot | HeatMap, school: str) -> SlideBody | None:
    if isinstance(body, HeatMap):
        heat = tuple(
            replace(each, rows=tuple(r for r in each.rows if _is_own(r.place, school))) for each in body.groups
        )
        left = tuple(replace(each, title="") for each in heat if each.rows)
        return replace(body, groups=left) if left else None
    dots = tuple(replace(each, rows=tuple(r for r in each.rows if _is_own(r.place, school))) for each in body.groups)
    kept = tuple(replace(each, title="") for each in dots if each.rows)
    values = [value for group in kept for row in group.rows for value in (row.value, row.target)]
    return replace(body, groups=kept, scale=_own_scale(body.scale, values, body.reference)) if kept else None


def _own_points(body: Funnel | Ambition, school: str) -> SlideBody | None:
    if isinstance(body, Ambition):
        aims = tuple(point for point in body.points if _is_own(point.place, school))
        values = [value for point in aims for value in (point.target, point.value)]
        scale = _own_scale(body.scale, values, body.reference)
        return replace(body, points=aims, scale=scale, counts=()) if aims else None
    points = tuple(point for point in body.points if _is_own(point.place, school))
    if not points:
        return None
    largest = max(point.cohort for point in points)
    return replace(
        body,
        points=points,
        # The limits reach to the largest cohort of all.
        inner=tuple(limit for limit in body.inner if limit.cohort <= largest),
        outer=tuple(limit for limit in body.outer if limit.cohort <= largest),
        scale=_own_scale(body.scale, [point.value for point in points], body.reference),
    )


def _own_strips(body: DistributionStrips) -> DistributionStrips:
    """Without what the district and the cluster have: that was reckoned for the wall."""
    groups = tuple(
        replace(
            group, rows=tuple(replace(row, district=None, cluster=None, quartiles=None, words="") for row in group.rows)
        )
        for group in body.groups
    )
    return replace(body, groups=groups, cluster="", text=replace(body.text, headline=""))


def _own_scale(scale: Scale, values: Sequence[Fraction | None], reference: Reference | None) -> Scale:
    if scale.unit is Unit.PERCENT:
        return replace(scale, low=Fraction(0), high=Fraction(100))
    shown = [*values, reference.value if reference else None]
    return scale_for(shown, unit=scale.unit, is_less_better=scale.is_less_better, from_zero=True)


def _is_own(place: Place, school: str) -> bool:
    return codes_in(place.name) == (school,)


def _is_of_decisions(body: SlideBody) -> bool:
    """Decisions for all schools are everybody's, and no figures."""
    return isinstance(body, WordTable) and body.row_head == DECISIONS_HEAD


def _with_sums(
    body: CountBars | KeyFigures | CategoryBars | WordTable,
    school: str,
    *,
    least: int,
    tells_sums: bool,
    is_opening: bool,
) -> SlideBody | None:
    if isinstance(body, WordTable):
        rows = tuple(row for row in body.rows if _is_told(row, school, tells_sums=tells_sums or is_opening))
        if is_opening and not tells_sums:
            # How many have reported is a sum; of two schools it would tell the other one.
            rows = tuple(replace(row, cells=(*row.cells[:-1], row.cells[-1].partition(",")[0])) for row in rows)
        return replace(body, rows=rows) if rows else None
    if not tells_sums:
        return None
    if isinstance(body, CountBars):
        bars = tuple(replace(row, before=None) for row in body.rows if not row.count.n or row.count.n > least)
        is_whole = len(bars) == len(body.rows)
        text = body.text if is_whole else replace(body.text, headline="", subtitle="")
        return replace(body, rows=bars, text=text) if bars else None
    return body


def _is_told(row: WordRow, school: str, *, tells_sums: bool) -> bool:
    """A row of the own school alone, or of none."""
    named_here = {code for text in (row.place.name, *row.cells) for code in codes_in(text)}
    return named_here == {school} or (tells_sums and not named_here)


def _retold(body: SlideBody, *, tells_sums: bool) -> SlideBody:
    """The words around it: notes tell the scale and outliers; headline and subtitle tell sums."""
    text = body.text
    told = replace(text, note="", alt="", entered=None)
    if not tells_sums:
        told = FigureText("", source=text.source, on=text.on)
    return replace(body, text=told)


def _without_others(value: T, school: str) -> T:
    """The value without any text that names another school."""
    if isinstance(value, str):
        return cast("T", "" if _names_others(value, school) else value)
    if isinstance(value, tuple):
        return cast("T", tuple(_without_others(each, school) for each in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        field.name: new
        for field in fields(value)
        if (new := _without_others(old := getattr(value, field.name), school)) is not old
    }
    return replace(cast("Any", value), **changes) if changes else value


def _names_others(text: str, school: str) -> bool:
    return any(code != school for code in codes_in(text))


def _has_own(value: object, school: str) -> bool:
    if isinstance(value, str):
        return token(school) in value
    if isinstance(value, tuple):
        return any(_has_own(each, school) for each in value)
    return is_dataclass(value) and any(_has_own(getattr(value, field.name), school) for field in fields(value))
