"""«Обновить»: what a slide would show today, and what that changes; it is replaced only when somebody says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dashboard.binding import RequestContext
from dashboard.slides.changes import Change, changes
from dashboard.slides.freezing import thawed
from dashboard.slides.making import freeze_again, freeze_agenda
from dashboard.slides.naming import call_in, named
from data_layer.commands.meetings.slides import SlideDraft
from data_layer.domain.meetings import SlideKind
from data_layer.errors import NotFoundError
from data_layer.queries.meetings import StoredSlide, meeting_of_slide, stored_slide

GONE = "Того, из чего сделан слайд, сейчас нет: обновить его нечем."


@dataclass(frozen=True, slots=True)
class Renewal:
    """draft: of today, for `commands.meetings.slides.renew_slide`. version: of the slide that was compared.

    changes: in words, with names as the meeting calls its schools; empty where nothing has changed.
    """

    draft: SlideDraft
    version: int
    changes: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        return not self.changes


def todays(ctx: RequestContext, slides: Sequence[StoredSlide]) -> Mapping[tuple[SlideKind, str], SlideDraft]:
    """What slides of the standard agenda show today, by kind and address: made together, where there are several."""
    standard = [each for each in slides if each.kind is not SlideKind.VIEW]
    return {(draft.kind, draft.address): draft for draft in freeze_agenda(ctx)} if len(standard) > 1 else {}


def draft_again(
    ctx: RequestContext, stored: StoredSlide, made: Mapping[tuple[SlideKind, str], SlideDraft]
) -> SlideDraft:
    """made: see `todays`; what is not in it is made by itself. Raises NotFoundError."""
    found = made.get((stored.kind, stored.address))
    return freeze_again(ctx, stored.kind, stored.address) if found is None else found


def renewal(
    ctx: RequestContext, slide: int, made: Mapping[tuple[SlideKind, str], SlideDraft] = MappingProxyType({})
) -> Renewal:
    """Raises NotFoundError for what is not there, and where there is nothing any more to make the slide from."""
    stored = stored_slide(ctx.session, slide)
    call = call_in(ctx, meeting_of_slide(ctx.session, slide))
    try:
        draft = draft_again(ctx, stored, made)
    except NotFoundError as lacking:
        raise NotFoundError(GONE) from lacking
    before, now = thawed(stored.specification), thawed(draft.specification)
    found = changes(named(before.body, call, before.order), named(now.body, call, now.order))
    return Renewal(draft, stored.version, found)
