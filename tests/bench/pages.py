"""Every page against its floor: its callback, and the same SQL and JSON without anything around it."""

from collections.abc import Iterator
from dataclasses import replace

from werkzeug.test import Client

from tests.bench.clock import interleaved, milliseconds, p50
from tests.bench.databases import Place
from tests.bench.floor import FloorApplication
from tests.bench.overview import ORIGIN, Site, ask, recording_of, sender, site_of
from tests.bench.table import Line, compared, information
from tests.bench.visitor import page_request
from tests.bench.watched import OVERVIEW, PAGES, WatchedPage

ROUNDS = 20


def measure(places: list[Place]) -> Iterator[Line]:
    for place in places:
        site = site_of(place)
        for page in PAGES:
            if page is not OVERVIEW:
                yield from _against_floor(site, place, page)


def _against_floor(site: Site, place: Place, page: WatchedPage) -> Iterator[Line]:
    visiting = replace(site, request=page_request(sender(site.client), page, origin=ORIGIN))
    recording = recording_of(visiting, place)
    floor_client = Client(FloorApplication(recording), use_cookies=False)
    times, floor_times = interleaved(visiting.ask, lambda: ask(floor_client, visiting.request), rounds=ROUNDS)
    yield compared(
        f"{page.title} callback to the floor, p50, {place.name}",
        reached=p50(times) / p50(floor_times),
        goal=1.5,
        form="{:.2f}×",
        note=f"{milliseconds(times)} to {milliseconds(floor_times)}",
    )
    size = len(visiting.ask()) / 1024
    yield information(f"  its statements and its answer, {place.name}", f"{len(recording.statements)}, {size:.0f} KB")
