"""Slides from the data of today, ready to be stored. Whoever makes them, they show what a presenter may see."""

from dataclasses import replace
from datetime import date

from dashboard.binding import RequestContext
from dashboard.findings.views import Finding, find_view
from dashboard.slides.agenda import Made, made_again, standard_agenda
from dashboard.slides.compared import only_compared
from dashboard.slides.freezing import Frozen, frozen
from dashboard.slides.naming import called_by_token
from data_layer.commands.meetings.slides import SlideDraft
from data_layer.domain.meetings import SlideKind
from data_layer.domain.suppression import Viewer


def freeze_view(ctx: RequestContext, address: str) -> SlideDraft:
    """A view of «Сравнение» or «Управленческий цикл» as a slide. address: see `findings.views`. Raises NotFoundError."""
    found: Finding = find_view(for_the_wall(ctx), address, called=called_by_token)
    body = only_compared(found.body)
    kept = Frozen(body.text.headline, found.scope, found.order, body, found.schools)
    return SlideDraft(SlideKind.VIEW, found.address, frozen(kept))


def freeze_agenda(
    ctx: RequestContext, year: int | None = None, *, held_on: date | None = None
) -> tuple[SlideDraft, ...]:
    """The standard agenda. year: starting year, None for the one that is being worked on. held_on: day of the meeting."""
    return tuple(_of_agenda(made) for made in standard_agenda(for_the_wall(ctx), year, held_on=held_on))


def freeze_again(ctx: RequestContext, kind: SlideKind, address: str) -> SlideDraft:
    """What a slide of this kind and address shows today. Raises NotFoundError."""
    if kind is SlideKind.VIEW:
        return freeze_view(ctx, address)
    return _of_agenda(made_again(for_the_wall(ctx), kind, address))


def for_the_wall(ctx: RequestContext) -> RequestContext:
    """The same request as a presenter sees the district: no small cohort, no sensitive figure of a named school."""
    return replace(ctx, viewer=Viewer.outsider())


def _of_agenda(made: Made) -> SlideDraft:
    kept = Frozen(made.body.text.headline, made.scope, made.order, made.body, made.schools)
    return SlideDraft(made.kind, made.address, frozen(kept))
