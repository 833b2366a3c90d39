"""The panels and actions of «Совещание»."""

from typing import Final

from flask import Flask

from dashboard.access.policy import Permission
from dashboard.addresses.meeting import REVEAL_SCHOOL, SEND_PANEL
from dashboard.binding import register_route
from dashboard.pages.meeting import (
    agenda_view,
    conflict,
    files,
    forms,
    meeting_actions,
    names_card,
    own_view,
    sending,
    slide_actions,
    slide_panels,
    slide_rows,
)
from dashboard.pages.meeting.decision_doors import register_decision_doors

_PANELS: Final = (
    (forms.NEW_PANEL, forms.show_new_meeting),
    (forms.PROTOCOL_PANEL, forms.show_protocol),
    (slide_panels.EDIT_PANEL, slide_panels.show_words),
    (slide_panels.RENEW_PANEL, slide_panels.show_slide_changes),
    (slide_panels.ADD_PANEL, slide_panels.show_offers),
    (slide_panels.UPDATE_PANEL, slide_panels.show_changes),
    (SEND_PANEL, sending.show_send),
)
_ACTIONS: Final = (
    (forms.MAKE_MEETING, meeting_actions.make_meeting_action),
    (forms.SAVE_PROTOCOL, meeting_actions.save_protocol_action),
    (conflict.KEEP, meeting_actions.keep_action),
    (agenda_view.MARK_HELD, meeting_actions.mark_held_action),
    (agenda_view.REMOVE_MEETING, meeting_actions.remove_meeting_action),
    (names_card.SET_CODED, meeting_actions.set_coded_action),
    (REVEAL_SCHOOL, meeting_actions.reveal_action),
    (slide_rows.MOVE_SLIDE, slide_actions.move_slide_action),
    (slide_rows.REMOVE_SLIDE, slide_actions.remove_slide_action),
    (slide_actions.RESTORE_SLIDE, slide_actions.restore_slide_action),
    (slide_panels.ADD_SLIDES, slide_actions.add_slides_action),
    (slide_panels.WRITE_SLIDE, slide_actions.write_slide_action),
    (slide_panels.RENEW_SLIDES, slide_actions.renew_slides_action),
    (sending.SEND_SLIDE, sending.send_action),
)


def register_doors(server: Flask) -> None:
    """A panel that prepares a change is for those who may make it."""
    register_decision_doors(server)
    files.register_files(server)
    for path, handler in _PANELS:
        register_route(server, path, methods=["GET"], permission=Permission.VIEW_MEETINGS, handler=handler)
    for path, action in _ACTIONS:
        register_route(server, path, methods=["POST"], permission=Permission.HOLD_MEETINGS, handler=action)
    register_route(
        server,
        own_view.COMMENT,
        methods=["POST"],
        permission=Permission.REPORT_DECISIONS,
        handler=slide_actions.comment_action,
    )
