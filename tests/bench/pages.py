"""Every page against its floor: its callback, and the same SQL and JSON without anything around it."""

from collections.abc import Iterator
from dataclasses import replace

from tests.bench.databases import Place
from tests.bench.overview import ORIGIN, against_floor, sender, site_of
from tests.bench.table import Line
from tests.bench.visitor import page_request
from tests.bench.watched import OVERVIEW, PAGES

ROUNDS = 20


def measure(places: list[Place]) -> Iterator[Line]:
    for place in places:
        site = site_of(place)
        for page in PAGES:
            if page is not OVERVIEW:
                visiting = replace(site, request=page_request(sender(site.client), page, origin=ORIGIN))
                yield from against_floor(page.title, visiting, place, rounds=ROUNDS)
