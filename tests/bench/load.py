"""Ten users at once, and the memory of the processes that served them; the server as `make run` starts it."""

import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.databases import Place
from tests.bench.overview import recording_of, site_of
from tests.bench.processes import resident_megabytes
from tests.bench.serving import Server, serving, serving_floor
from tests.bench.table import Line, compared, information
from tests.bench.visitor import CallbackRequest, Send, overview_request

USERS = 10
SECONDS = 2.5
TURNS = 2
BURST = 2000
BURST_SECONDS = 60


def measure(places: list[Place], folder: Path) -> Iterator[Line]:
    place = places[0]
    recording = folder / "floor.json"
    recording_of(site_of(place), place).save(recording)
    with serving(place) as server, serving_floor(recording) as floor:
        request = overview_request(_sender(server), origin=server.origin)
        yield from _throughput(server, floor, request)
        yield from _memory(server, request)


def _throughput(server: Server, floor: Server, request: CallbackRequest) -> Iterator[Line]:
    """Both answer the same requests in turns; the one whose turn it is not stands idle."""
    own, bare = 0, 0
    for _ in range(TURNS):
        own += _answered(server, request, seconds=SECONDS)
        bare += _answered(floor, request, seconds=SECONDS)
    each = TURNS * SECONDS
    yield compared(
        f"throughput with {USERS} users to the floor",
        reached=own / bare,
        goal=0.6,
        form="{:.2f}",
        note=f"{own / each:.0f}/s to {bare / each:.0f}/s",
        is_least=True,
    )


def _memory(server: Server, request: CallbackRequest) -> Iterator[Line]:
    before = max(map(resident_megabytes, server.workers))
    answered = _answered(server, request, seconds=BURST_SECONDS, most=BURST)
    largest = max(map(resident_megabytes, server.workers))
    yield compared(f"memory of a worker after {answered} requests", reached=largest, goal=200, form="{:.0f} MB")
    yield information("  the same before them", f"{before:.0f} MB")


def _answered(server: Server, request: CallbackRequest, *, seconds: float, most: int | None = None) -> int:
    """How many requests ten users get answered, each asking again at once, until the time or the number is up."""
    counts = [0] * USERS
    until = time.monotonic() + seconds

    def use(place: int) -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        while time.monotonic() < until and (most is None or counts[place] < most // USERS):
            connection.request("POST", request.path, request.body, dict(request.headers))
            response = connection.getresponse()
            response.read()
            counts[place] += response.status == 200
        connection.close()

    users = [threading.Thread(target=use, args=(place,)) for place in range(USERS)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    return sum(counts)


def _sender(server: Server) -> Send:
    def send(
        method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    return send
