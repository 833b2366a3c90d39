"""The files of a whole meeting, for those who hold it: PowerPoint, PDF, the rows, and a page without network."""

from collections.abc import Callable
from typing import Final

from flask import Flask, Response, request

from dashboard.access.policy import Permission
from dashboard.addresses.meeting import MeetingFile, deck_path, parse_meeting
from dashboard.binding import RequestContext, register_route
from dashboard.exports.attachment import attachment
from dashboard.exports.deck.files import deck_file
from dashboard.slides.deck import load_deck
from data_layer.errors import NotFoundError
from data_layer.queries.meetings import meeting_card

# Of a meeting's title in the trail.
_LONGEST_TITLE: Final = 80


def register_files(server: Flask) -> None:
    for kind in MeetingFile:
        register_route(
            server,
            deck_path(kind),
            methods=["GET"],
            permission=Permission.VIEW_MEETINGS,
            handler=_handler(kind),
            name=f"download_meeting_{kind}",
        )


def _handler(kind: MeetingFile) -> Callable[[RequestContext], Response]:
    def download(ctx: RequestContext) -> Response:
        address, unknown = parse_meeting(request.query_string.decode("utf-8", "replace"))
        # A school sees what is shown of itself, never the whole meeting.
        if unknown or address.id is None or ctx.principal.school_id is not None:
            raise NotFoundError
        deck = load_deck(ctx, address.id)
        made = deck_file(deck, kind, data_dir=ctx.settings.data_dir, district=ctx.principal.district_code)
        # The trail has the title as it was written, whatever the file calls schools.
        title = meeting_card(ctx.session, address.id).title[:_LONGEST_TITLE]
        ctx.audit_later("file_exported", f"meeting:{title}:{kind.upper()}")
        return attachment(made.content, filename=made.filename, mimetype=made.mimetype)

    return download
