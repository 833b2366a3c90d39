"""A whole meeting as it is shown: the one source of the screen, the notes window, PPTX, PDF, XLSX and the offline pack."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.binding import RequestContext
from dashboard.services import DEFAULT_ZONE, services
from dashboard.slides.freezing import Frozen, thawed
from dashboard.slides.naming import Call, codes_of, meeting_call, named, numbered_schools
from dashboard.slides.notes import slide_notes
from dashboard.slides.values import DecisionLine, Deck, Slide
from dashboard.texts.meeting import EVERY_SCHOOL
from dashboard.texts.words import author_words
from data_layer.domain.meetings import is_decision_overdue
from data_layer.queries.catalogue import district_card
from data_layer.queries.directory import school_list
from data_layer.queries.meetings import (
    MeetingCard,
    SlideDecision,
    StoredSlide,
    decisions_on_slides,
    meeting_card,
    stored_slides,
)


def load_deck(ctx: RequestContext, meeting: int) -> Deck:
    """Raises NotFoundError for what is not there or not of the person's district."""
    card = meeting_card(ctx.session, meeting)
    call = meeting_call(ctx.session, card)
    codes = {school.id: school.code for school in school_list(ctx.session)}
    decisions = decisions_on_slides(ctx.session, meeting)
    slides = [
        _slide(ctx, stored, place, call, _lines(ctx, decisions, stored.id, call, codes))
        for place, stored in enumerate(stored_slides(ctx.session, meeting), start=1)
    ]
    return Deck(
        id=card.id,
        title=card.title,
        held_on=card.held_on,
        time=card.details.get("time", ""),
        place=card.details.get("place", ""),
        district=district_card(ctx.session).title,
        is_demo=ctx.principal.is_demo,
        is_coded=card.is_coded,
        slides=tuple(slides),
        made_by=ctx.principal.full_name or ctx.principal.login,
        made_at=_now(ctx),
    )


def _now(ctx: RequestContext) -> datetime:
    """The moment where the district lives; on the day that is shown, where the demo is shown as of a fixed day."""
    now = services().clock().astimezone(zone_of(ctx))
    return datetime.combine(ctx.today, now.timetz())


def zone_of(ctx: RequestContext) -> ZoneInfo:
    return ZoneInfo(ctx.principal.time_zone or DEFAULT_ZONE)


def _slide(
    ctx: RequestContext, stored: StoredSlide, place: int, call: Call, decisions: tuple[DecisionLine, ...]
) -> Slide:
    kept = thawed(stored.specification)
    body = named(kept.body, call, kept.order)
    return Slide(
        id=stored.id,
        position=place,
        kind=stored.kind,
        headline=call.written(stored.headline or kept.headline),
        body=body,
        href="" if call.is_coded else stored.address,
        scope=call.written(kept.scope),
        frozen_at=stored.frozen_at.astimezone(zone_of(ctx)),
        made_by=author_words(stored.author),
        notes=slide_notes(body, own=call.written(stored.notes)),
        decisions=decisions,
        hidden_names=numbered_schools(call, _codes_on(kept, stored)) if call.is_coded else (),
    )


def _codes_on(kept: Frozen, stored: StoredSlide) -> tuple[str, ...]:
    """Schools that a slide names in its headline or its rows."""
    return codes_of((stored.headline or kept.headline, kept.scope, kept.body))


def _lines(
    ctx: RequestContext, decisions: Sequence[SlideDecision], slide: int, call: Call, codes: dict[int, str]
) -> tuple[DecisionLine, ...]:
    return tuple(decision_line(each, call, codes, today=ctx.today) for each in decisions if each.slide == slide)


def decision_line(decision: SlideDecision, call: Call, codes: dict[int, str], *, today: date) -> DecisionLine:
    """A decision as it is shown. codes: of schools by id, as far as the reader has them."""
    code = None if decision.school is None else codes.get(decision.school)
    return DecisionLine(
        id=decision.id,
        text=call.masked(decision.text),
        whom=EVERY_SCHOOL if decision.school is None else call.name(code or ""),
        responsible=call.masked(decision.responsible),
        due=decision.due,
        state=decision.state,
        is_overdue=is_decision_overdue(decision.state, decision.due, today=today),
    )


def card_and_call(ctx: RequestContext, meeting: int) -> tuple[MeetingCard, Call]:
    """The meeting and how it calls its schools. Raises NotFoundError."""
    card = meeting_card(ctx.session, meeting)
    return card, meeting_call(ctx.session, card)
