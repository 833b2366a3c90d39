"""A whole meeting as it is shown: the one source of the screen, the notes window, PPTX, PDF, XLSX and the offline pack."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.binding import RequestContext
from dashboard.services import DEFAULT_ZONE, services
from dashboard.slides.freezing import Frozen, thawed
from dashboard.slides.naming import Call, codes_of, meeting_call, named, numbered_schools
from dashboard.slides.notes import slide_notes
from dashboard.slides.values import DecisionLine, Deck, Slide
from dashboard.texts.decisions import RESPONSIBLE, whom
from dashboard.texts.words import author_words
from data_layer.queries.catalogue import district_card
from data_layer.queries.decisions import DecisionView, decisions
from data_layer.queries.meetings import (
    StoredSlide,
    meeting_card,
    stored_slides,
)


def load_deck(ctx: RequestContext, meeting: int) -> Deck:
    """Raises NotFoundError for what is not there or not of the person's district."""
    card = meeting_card(ctx.session, meeting)
    call = meeting_call(ctx.session, card)
    lines: dict[int | None, list[DecisionLine]] = defaultdict(list)
    for decision in decisions(ctx.session, today=ctx.today, meeting=meeting):
        lines[decision.slide_id].append(decision_line(decision, call))
    slides = [
        _slide(ctx, stored, place, call, tuple(lines.pop(stored.id, ())))
        for place, stored in enumerate(stored_slides(ctx.session, meeting), start=1)
    ]
    return Deck(
        id=card.id,
        title=call.masked(card.title),
        held_on=card.held_on,
        time=call.masked(card.details.get("time", "")),
        place=call.masked(card.details.get("place", "")),
        district=district_card(ctx.session).title,
        is_demo=ctx.principal.is_demo,
        is_coded=card.is_coded,
        slides=tuple(slides),
        # Taken under no slide, or under one that was taken away since.
        further=tuple(line for left in lines.values() for line in left),
        made_by=ctx.principal.full_name or ctx.principal.login,
        made_at=_now(ctx),
    )


def _now(ctx: RequestContext) -> datetime:
    return services().now(ctx.principal.time_zone, is_demo=ctx.principal.is_demo)


def zone_of(ctx: RequestContext) -> ZoneInfo:
    return ZoneInfo(ctx.principal.time_zone or DEFAULT_ZONE)


def _slide(ctx: RequestContext, stored: StoredSlide, place: int, call: Call, lines: tuple[DecisionLine, ...]) -> Slide:
    kept = thawed(stored.specification)
    body = named(kept.body, call, kept.order)
    return Slide(
        id=stored.id,
        position=place,
        kind=stored.kind,
        headline=call.rewritten(stored.headline) or call.written(kept.headline),
        body=body,
        href="" if call.is_coded else stored.address,
        scope=call.written(kept.scope),
        frozen_at=stored.frozen_at.astimezone(zone_of(ctx)),
        made_by=author_words(stored.author),
        notes=slide_notes(body, own=call.rewritten(stored.notes)),
        decisions=lines,
        hidden_names=numbered_schools(call, _codes_on(kept, stored, call)) if call.is_coded else (),
    )


def _codes_on(kept: Frozen, stored: StoredSlide, call: Call) -> tuple[str, ...]:
    """Schools that a slide names in its headline or its rows."""
    typed = call.tokened(call.written(stored.headline))
    return codes_of((typed or kept.headline, kept.scope, kept.body))


def decision_line(decision: DecisionView, call: Call) -> DecisionLine:
    """A decision as it is shown."""
    return DecisionLine(
        id=decision.id,
        text=call.masked(decision.text),
        whom=whom(decision, "" if decision.school is None else call.name(decision.school.code)),
        responsible=responsible_words(decision, call),
        due=decision.due,
        state=decision.state,
        is_overdue=decision.is_overdue,
    )


def responsible_words(decision: DecisionView, call: Call) -> str:
    """A person of a school that a number stands for would tell the hall which one it is: then posts alone are told."""
    return person_words(decision.responsible, "" if decision.school is None else decision.school.code, call)


def person_words(responsible: str, school: str, call: Call) -> str:
    """The same of words that are no decision yet, or no longer. school: its code, empty for all of them."""
    is_told = not school or call.is_open(school) or responsible in RESPONSIBLE
    return call.masked(responsible) if is_told else ""
