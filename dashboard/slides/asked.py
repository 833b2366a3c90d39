"""Which deck an address asks for, and whether it is the asker's to see."""

from dashboard.addresses.meeting import ShowAddress, parse_show
from dashboard.binding import RequestContext
from data_layer.errors import NotFoundError
from data_layer.queries.meetings import has_meeting
from data_layer.session import TenantSession


def has_deck(session: TenantSession, query: str) -> bool:
    """Whether the address names a meeting of the asker's district. A school sees its own part on «Решения», not the show."""
    address = parse_show(query)
    is_of_a_school = session.scope.school_id is not None
    return address is not None and not is_of_a_school and has_meeting(session, address.id)


def asked_deck(ctx: RequestContext, search: object) -> ShowAddress:
    """Raises NotFoundError for an address of nothing, and for people of a school."""
    address = parse_show(search)
    if address is None or ctx.principal.school_id is not None:
        raise NotFoundError
    return address
