"""«Обновить»: what a slide would show today, and what that changes; it is replaced only when somebody says so."""

from dataclasses import dataclass

from dashboard.binding import RequestContext
from dashboard.slides.changes import Change, changes
from dashboard.slides.deck import card_and_call
from dashboard.slides.freezing import thawed
from dashboard.slides.making import freeze_again
from dashboard.slides.naming import named
from data_layer.commands.meetings.slides import SlideDraft
from data_layer.errors import NotFoundError
from data_layer.queries.meetings import meeting_of_slide, stored_slide

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


def renewal(ctx: RequestContext, slide: int) -> Renewal:
    """Raises NotFoundError for what is not there, and where there is nothing any more to make the slide from."""
    stored = stored_slide(ctx.session, slide)
    _, call = card_and_call(ctx, meeting_of_slide(ctx.session, slide))
    try:
        draft = freeze_again(ctx, stored.kind, stored.address)
    except NotFoundError as lacking:
        raise NotFoundError(GONE) from lacking
    before, now = thawed(stored.specification), thawed(draft.specification)
    found = changes(named(before.body, call, before.order), named(now.body, call, now.order))
    return Renewal(draft, stored.version, found)
