"""Section «Журнал»: the district's audit trail, with its file."""

from zoneinfo import ZoneInfo

from dashboard.addresses.administration import ADMINISTRATION_PATH
from dashboard.addresses.reading import href_of
from dashboard.addresses.trail import TrailAddress, parse_trail
from dashboard.binding import RequestContext
from dashboard.components.trail import DOWNLOAD, PAGE_SIZE, days_form, file_link, trail_card, trail_filters
from dashboard.html import Element
from dashboard.services import DEFAULT_ZONE
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.directory import school_list
from data_layer.queries.trail import trail, trail_actors


def address_of(search: object) -> tuple[TrailAddress, tuple[str, ...]]:
    return parse_trail(search, path=ADMINISTRATION_PATH)


def filters(ctx: RequestContext, address: TrailAddress) -> list[Element]:
    return trail_filters(address, actors=trail_actors(ctx.session), schools=school_list(ctx.session))


def section(ctx: RequestContext, address: TrailAddress) -> list[Element]:
    zone = ctx.principal.time_zone or DEFAULT_ZONE
    events = trail(ctx.session, address.chosen(zone), after=address.before, most=PAGE_SIZE + 1)
    names = load_catalogue(ctx.session, with_sources=False)
    return [
        days_form(address),
        *trail_card(events, address, names, zone=ZoneInfo(zone)),
    ]


def actions(address: TrailAddress) -> list[Element]:
    """What stands at the end of the filter bar."""
    return [file_link(href_of(DOWNLOAD, address.shared_query()))]
