"""A slide for its panels and actions: its words, what it would be with the data of today, slides not there yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.binding import RequestContext
from dashboard.slides.changes import Change
from dashboard.slides.freezing import thawed
from dashboard.slides.making import freeze_agenda
from dashboard.slides.naming import Call, call_in
from dashboard.slides.renewing import renewal, todays
from data_layer.commands.meetings.slides import SlideDraft
from data_layer.domain.meetings import SlideKind
from data_layer.errors import NotFoundError
from data_layer.queries.meetings import StoredSlide, meeting_of_slide, stored_slide, stored_slides


@dataclass(frozen=True, slots=True)
class SlideWords:
    """What a person may write on a slide. place: from 1. generated: the headline that the system made.

    is_coded: numbers stand for the names of schools.
    """

    slide: int
    meeting: int
    place: int
    version: int
    headline: str
    generated: str
    notes: str
    is_coded: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A slide of the standard agenda that the meeting lacks. key: what stands for it in a form."""

    key: str
    headline: str
    draft: SlideDraft


@dataclass(frozen=True, slots=True)
class Looked:
    """A slide held against the data of today. key: slide and version that was looked at.

    is_gone: there is nothing any more to make it from.
    """

    key: str
    headline: str
    changes: tuple[Change, ...]
    is_gone: bool = False


def slide_words(ctx: RequestContext, slide: int) -> SlideWords:
    """Raises NotFoundError."""
    stored, meeting = stored_slide(ctx.session, slide), meeting_of_slide(ctx.session, slide)
    call = call_in(ctx, meeting)
    kept = thawed(stored.specification)
    there = [each.id for each in stored_slides(ctx.session, meeting)]
    return SlideWords(
        slide=slide,
        meeting=meeting,
        place=there.index(slide) + 1,
        version=stored.version,
        headline=call.rewritten(stored.headline) or call.written(kept.headline),
        generated=call.written(kept.headline),
        notes=call.rewritten(stored.notes),
        is_coded=call.is_coded,
    )


def offered_drafts(ctx: RequestContext, meeting: int) -> list[Offer]:
    """Slides of the standard agenda that the meeting has not. Raises NotFoundError."""
    call = call_in(ctx, meeting)
    there = {(each.kind, each.address) for each in stored_slides(ctx.session, meeting)}
    return [
        Offer(draft_key(draft), draft_headline(draft, call), draft)
        for draft in freeze_agenda(ctx)
        if (draft.kind, draft.address) not in there
    ]


def draft_key(draft: SlideDraft) -> str:
    """What stands for it in a form."""
    return f"{draft.kind}:{draft.address}"


def draft_headline(draft: SlideDraft, call: Call) -> str:
    """As the meeting would write it."""
    return call.written(thawed(draft.specification).headline)


def looked_at(ctx: RequestContext, meeting: int, slides: Sequence[StoredSlide]) -> list[Looked]:
    """Raises NotFoundError for a meeting that is not there."""
    call = call_in(ctx, meeting)
    made = todays(ctx, slides)
    return [_looked(ctx, stored, call, made) for stored in slides]


def _looked(
    ctx: RequestContext, stored: StoredSlide, call: Call, made: Mapping[tuple[SlideKind, str], SlideDraft]
) -> Looked:
    key = f"{stored.id}:{stored.version}"
    headline = call.rewritten(stored.headline) or call.written(thawed(stored.specification).headline)
    try:
        return Looked(key, headline, renewal(ctx, stored.id, made).changes)
    except NotFoundError:
        return Looked(key, headline, (), is_gone=True)
