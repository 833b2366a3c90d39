"""Forms of a meeting: a new one with its agenda, and what the protocol says of it."""

from datetime import date, timedelta
from typing import Final

from dashboard import html
from dashboard.addresses.meeting import protocol_href
from dashboard.binding import RequestContext
from dashboard.components.forms import field, sending_form, submit, text_field
from dashboard.components.panel import fragment
from dashboard.formatting import date_full
from dashboard.html import Element
from dashboard.pages.meeting.asked import asked_meeting, must_hold
from dashboard.pages.meeting.decision_names import DecisionNames, names_in
from dashboard.texts.decisions import PROTOCOL_NAMES
from dashboard.texts.meeting_page import MAKE, NEW_TITLE, PROTOCOL, PROTOCOL_HINTS, PROTOCOL_TITLE, USUAL_TITLE
from data_layer.domain.meetings import MeetingState
from data_layer.queries.meetings import MeetingCard, meeting_card

NEW_PANEL: Final = "/panels/meeting-new"
PROTOCOL_PANEL: Final = "/panels/meeting-protocol"
MAKE_MEETING: Final = "/actions/meeting-make"
SAVE_PROTOCOL: Final = "/actions/meeting-protocol"
# Fields of the protocol in the order of its form; title and day stand before them.
TYPED: Final = ("time", "place", "number", "attended", "approved_position", "approved_name", "minutes_by", "agenda")
_LONG: Final = frozenset({"attended", "agenda"})
_ROWS: Final = {"attended": "3", "agenda": "6"}
_LONGEST: Final = "2000"
# When a new meeting is held unless somebody says otherwise.
DAYS_AHEAD: Final = 7


def new_meeting_form(today: date, *, is_main: bool = True) -> Element:
    """Title, day, time, place: everything may stay as it is proposed."""
    day = today + timedelta(days=DAYS_AHEAD)
    return sending_form(
        [
            text_field("Название", name="title", value=USUAL_TITLE, maxlength="300", required=True),
            text_field("День", name="held_on", value=day.isoformat(), kind="date", required=True),
            text_field("Время", name="time", value="10.00", maxlength=_LONGEST),
            text_field("Место", name="place", maxlength=_LONGEST, placeholder="актовый зал или ссылка"),
            html.Div(
                html.Label(
                    [
                        html.Input(type="checkbox", name="is_coded", value="1"),
                        html.Span("Номера вместо названий школ"),
                    ],
                    className="tick",
                ),
                className="field ticks",
            ),
            submit(MAKE, is_main=is_main),
        ],
        action=MAKE_MEETING,
        className="form meeting-form",
    )


def show_new_meeting(ctx: RequestContext) -> str:
    must_hold(ctx)
    return fragment(NEW_TITLE, [new_meeting_form(ctx.today)], kicker="Совещание")


def show_protocol(ctx: RequestContext) -> str:
    must_hold(ctx)
    meeting = meeting_card(ctx.session, asked_meeting())
    return protocol_panel(meeting, names_in(ctx, meeting))


def protocol_panel(meeting: MeetingCard, names: DecisionNames) -> str:
    """What the heading of the protocol says. version: of the meeting as it was opened."""
    details = [_detail(name, names.masked(meeting.details.get(name, ""))) for name in TYPED]
    form = sending_form(
        [
            text_field("Название", name="title", value=names.masked(meeting.title), maxlength="300", required=True),
            text_field("День", name="held_on", value=meeting.held_on.isoformat(), kind="date", required=True),
            *details,
            submit("Сохранить"),
        ],
        action=SAVE_PROTOCOL,
        hidden={"meeting": str(meeting.id), "version": str(meeting.version)},
    )
    extract = html.A("Скачать выписку из протокола (DOCX)", href=protocol_href(meeting.id), download=True)
    about = [html.P(PROTOCOL_NAMES, className="note"), html.P(extract, className="note")]
    kicker = f"Совещание {date_full(meeting.held_on)}"
    return fragment(PROTOCOL_TITLE, [form, *about], kicker=kicker)


def _detail(name: str, value: str) -> Element:
    label, hint = PROTOCOL[name], PROTOCOL_HINTS.get(name, "")
    if name in _LONG:
        area = html.Textarea(value, id=f"field-{name}", name=name, rows=_ROWS[name], maxlength=_LONGEST)
        return field(label, area, name=name, hint=hint)
    return text_field(label, name=name, value=value, hint=hint, maxlength=_LONGEST)


def state_words(meeting: MeetingCard) -> str:
    return "проведено" if meeting.state is MeetingState.HELD else "запланировано"
