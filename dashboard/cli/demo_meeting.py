"""The standard agenda for the meeting that the demo is preparing: its slides are charts, which the seed does not know."""

from datetime import date

from sqlalchemy import Engine

from dashboard.access.principal import Principal
from dashboard.binding import RequestContext
from dashboard.services import services
from dashboard.slides.making import freeze_agenda
from data_layer.commands.meetings.slides import add_slides
from data_layer.domain.meetings import MeetingState
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Role
from data_layer.queries.directory import find_district
from data_layer.queries.meetings import meeting_lines
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from seed.roster import DISTRICT_CODE

_PRESENTER = "presenter"


def prepare_demo_meeting(engine: Engine, *, today: date) -> None:
    """Make the agenda in one click, as its presenter would, where a planned meeting has no slides yet."""
    with unscoped(engine, "the demo district by its code", is_read_only=True) as identity:
        district = find_district(identity, DISTRICT_CODE)
    scope = Scope((district.id,), is_read_only=False, writes_meetings_only=True)
    principal = Principal(
        0, _PRESENTER, "", Role.PRESENTER, 0, district_id=district.id, district_ids=(district.id,), is_demo=True
    )
    with tenant_session(engine, scope) as session:
        context = RequestContext(principal, session, Viewer.outsider(), today, services().settings, "")
        for line in meeting_lines(session):
            if line.state is MeetingState.PLANNED and not line.slides:
                drafts = freeze_agenda(context, held_on=line.held_on)
                add_slides(session, line.id, drafts, login=_PRESENTER)
