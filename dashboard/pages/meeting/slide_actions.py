"""What is done to slides: added, moved, removed and brought back, written, renewed, commented on by schools."""

from dataclasses import replace
from typing import Final

from flask import Response

from dashboard.addresses.meeting import read_id
from dashboard.answers import CHECK_FIELDS, Undo, conflict, done, refused
from dashboard.binding import RequestContext
from dashboard.components.forms import sending_form, submit
from dashboard.errors import InvalidInputError
from dashboard.pages.meeting.asked import is_as_shown, sent_choices, sent_id, sent_ids, sent_text
from dashboard.pages.meeting.conflict import conflict_panel, order_panel
from dashboard.pages.meeting.slide_panels import WRITE_SLIDE
from dashboard.pages.meeting.slide_work import draft_key, slide_words
from dashboard.pages.meeting.versions import Version
from dashboard.slides.making import freeze_agenda
from dashboard.slides.naming import tokened
from dashboard.slides.own import own_slides
from dashboard.slides.renewing import draft_again, todays
from dashboard.texts.meeting_page import ORDER_CHANGED, added_words, removed_words, updated_words
from data_layer.commands.meetings.finding import FaultyMeetingError
from data_layer.commands.meetings.slides import (
    MOST_SLIDES,
    add_lacking_slides,
    comment,
    move_slide,
    remove_slide,
    renew_slide,
    restore_slide,
    retitle,
    set_notes,
)
from data_layer.errors import ChangedMeanwhileError, ConflictError, NotFoundError
from data_layer.queries.meetings import meeting_card, meeting_of_slide, stored_slide

RESTORE_SLIDE: Final = "/actions/slide-restore"
UNDO: Final = "Вернуть"
_NOTHING_CHOSEN: Final = "Отметьте хотя бы один слайд."


def move_slide_action(ctx: RequestContext) -> Response:
    """seen: the order that the person moved it in. Nothing is moved in an order that somebody else has changed."""
    slide = sent_id("slide")
    seen = sent_ids("seen", most=MOST_SLIDES)
    try:
        move_slide(ctx.session, slide, to=sent_id("to"), seen=seen, login=ctx.principal.login)
    except ChangedMeanwhileError:
        return conflict(ORDER_CHANGED, panel=order_panel())
    return done()


def remove_slide_action(ctx: RequestContext) -> Response:
    slide = sent_id("slide")
    position = stored_slide(ctx.session, slide).position
    remove_slide(ctx.session, slide, login=ctx.principal.login)
    return done(removed_words(position), undo=Undo(UNDO, RESTORE_SLIDE, {"slide": str(slide)}), refresh=True)


def restore_slide_action(ctx: RequestContext) -> Response:
    try:
        restore_slide(ctx.session, sent_id("slide"), login=ctx.principal.login)
    except ConflictError as error:
        return _not_done(ctx, str(error))
    return done(refresh=True)


def add_slides_action(ctx: RequestContext) -> Response:
    """Those of the standard agenda that were ticked; whatever else is named is none of them.

    What was added meanwhile, by this person in another tab or by another one, is not added again.
    """
    meeting, chosen = sent_id("meeting"), set(sent_choices("slide", most=MOST_SLIDES))
    # A meeting that is not there is told before anything that was sent with it.
    meeting_card(ctx.session, meeting)
    with ctx.reading() as session:
        drafts = [draft for draft in freeze_agenda(replace(ctx, session=session)) if draft_key(draft) in chosen]
    if not drafts:
        return refused(_NOTHING_CHOSEN)
    try:
        added = add_lacking_slides(ctx.session, meeting, drafts, login=ctx.principal.login)
    except ConflictError as error:
        return _not_done(ctx, str(error))
    return done(added_words(added, there=len(drafts) - added), refresh=True, close=True)


def write_slide_action(ctx: RequestContext) -> Response:
    """Headline and notes; an empty headline, or the generated one, is the generated one from then on."""
    slide, version = sent_id("slide"), sent_id("version")
    typed, notes, login = " ".join(sent_text("headline").split()), sent_text("notes"), ctx.principal.login
    words, stored = slide_words(ctx, slide), stored_slide(ctx.session, slide)
    # What came back as it was shown stays to the letter: a name that was masked would come back in another case.
    if is_as_shown(typed, words.headline):
        headline = stored.headline
    elif not typed or is_as_shown(typed, words.generated):
        headline = ""
    else:
        headline = tokened(ctx, words.meeting, typed)
    is_noted = not is_as_shown(notes, words.notes)
    kept_notes = tokened(ctx, words.meeting, notes) if is_noted else stored.notes
    try:
        retitle(ctx.session, slide, headline, version=version, login=login)
        set_notes(ctx.session, slide, kept_notes, version=None, login=login)
    except FaultyMeetingError as error:
        ctx.session.rollback()
        return refused(CHECK_FIELDS, fields={error.field: str(error)})
    except ChangedMeanwhileError as error:
        return _both_versions(ctx, slide, typed, notes, error)
    return done("Слайд сохранён.", refresh=True, close=True)


def _both_versions(ctx: RequestContext, slide: int, typed: str, notes: str, error: ChangedMeanwhileError) -> Response:
    words = slide_words(ctx, slide)
    rows = [Version("Заголовок", typed, words.headline), Version("Заметки", notes, words.notes)]
    again = {"slide": str(slide), "version": str(words.version), "headline": typed, "notes": notes}
    write = sending_form([submit("Записать моё")], action=WRITE_SLIDE, hidden=again, className="inline-form")
    panel = conflict_panel(rows, write)
    ctx.session.rollback()
    return conflict(str(error), panel=panel)


def renew_slides_action(ctx: RequestContext) -> Response:
    """Replace what the named slides show by the data of now. Each is named with the version that was looked at."""
    seen = dict(_seen(each) for each in sent_choices("slide", most=MOST_SLIDES))
    if not seen:
        return refused(_NOTHING_CHOSEN)
    # Slides take a while to make: meanwhile others may write.
    with ctx.reading() as session:
        stored = [stored_slide(session, slide) for slide in seen]
        reading = replace(ctx, session=session)
        made = todays(reading, stored)
        drafts = {each.id: draft_again(reading, each, made) for each in stored}
    try:
        for slide, version in seen.items():
            renew_slide(ctx.session, slide, drafts[slide].specification, version=version, login=ctx.principal.login)
    except ChangedMeanwhileError as error:
        return _not_done(ctx, str(error))
    return done(updated_words(len(seen)), refresh=True, close=True)


def comment_action(ctx: RequestContext) -> Response:
    """What the person's school says of a slide that shows it; empty takes it back."""
    slide, text = sent_id("slide"), sent_text("text")
    if slide not in {each.id for each in own_slides(ctx, meeting_of_slide(ctx.session, slide)) if each.has_own_rows}:
        raise NotFoundError
    try:
        comment(ctx.session, slide, text, login=ctx.principal.login)
    except FaultyMeetingError as error:
        ctx.session.rollback()
        return refused(CHECK_FIELDS, fields={error.field: str(error)})
    return done("Комментарий сохранён." if text.strip() else "Комментарий убран.", refresh=True)


def _seen(text: str) -> tuple[int, int]:
    """«slide:version», as the panel of changes writes it. Raises InvalidInputError."""
    slide, _, version = text.partition(":")
    try:
        return read_id(slide), read_id(version)
    except ValueError as error:
        raise InvalidInputError from error


def _not_done(ctx: RequestContext, sentence: str) -> Response:
    ctx.session.rollback()
    return refused(sentence)
