"""«Обзор» against the floor: the callback in one process, with one district and with many."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import Client

from dashboard.factory import create_app
from dashboard.page_memory import PageMemory
from dashboard.services import services
from dashboard.settings import Settings
from data_layer.session import create_app_engine
from seed.generate import demo_tables
from seed.load import load_demo
from tests.bench.clock import interleaved, milliseconds, p50
from tests.bench.databases import TODAY, Place, add_district, copy_of, import_folder, settle, write_year
from tests.bench.floor import FloorApplication, Recording, recorded
from tests.bench.table import Line, compared, information
from tests.bench.visitor import CallbackRequest, Send, overview_request

ORIGIN = "http://127.0.0.1:8050"
KEY = "0123456789abcdefghijklmnopqrstuvwxyz-bench"
ROUNDS = 40
# What signing in reads; the floor knows nobody.
_IDENTITY = ("user_session", "membership")
SMALL_DISTRICT = 4


@dataclass(frozen=True, slots=True)
class Site:
    """The application in this process with the demo district and somebody signed in."""

    server: Flask
    client: Client
    request: CallbackRequest

    def ask(self) -> bytes:
        return ask(self.client, self.request)

    def ask_anew(self) -> bytes:
        """As after a change of the district's data: nothing is remembered."""
        services(self.server).pages = PageMemory()
        return self.ask()

    def use(self, engine: Engine) -> None:
        services(self.server).engine = engine


def ask(client: Client, request: CallbackRequest) -> bytes:
    response = client.post(request.path, data=request.body, headers=dict(request.headers), base_url=ORIGIN)
    if response.status_code != 200:
        raise RuntimeError(f"the callback was answered with {response.status_code}")
    return response.get_data()


def site_of(place: Place) -> Site:
    """Load the demo where it is missing, and sign in."""
    settings = Settings(
        database_url=place.url,
        vsoko_data_dir=place.folder,
        secret_key=KEY,  # type: ignore[arg-type] # pydantic turns it into a secret
        vsoko_today=TODAY,
    )
    place.folder.chmod(0o700)
    server = create_app(settings)
    load_demo(services(server).engine, store=place.store, today=TODAY)
    settle(place.url)
    client = Client(server, use_cookies=False)
    return Site(server, client, overview_request(sender(client), origin=ORIGIN))


def sender(client: Client) -> Send:
    """How a visitor without a browser sends a request to the application in this process."""

    def send(
        method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        response = client.open(path, method=method, headers=dict(headers), data=body, base_url=ORIGIN)
        return response.status_code, list(response.headers.items()), response.get_data()

    return send


def recording_of(site: Site, place: Place) -> Recording:
    """What the callback reads, sign-in left out, and what it answers."""
    site.ask()
    with recorded(services(site.server).engine) as found:
        answer = json.loads(site.ask_anew())
    statements = [(sql, values) for sql, values in found if not any(name in sql for name in _IDENTITY)]
    return Recording(place.url, statements, answer)


def measure(places: list[Place], folder: Path, *, is_long: bool) -> Iterator[Line]:
    for place in places:
        site = site_of(place)
        yield from _against_floor(site, place)
        yield from _among_districts(site, place, folder / place.name, 60)
        if is_long:
            yield from _among_districts(site, place, folder / f"{place.name}-long", 2000)


def _against_floor(site: Site, place: Place) -> Iterator[Line]:
    yield from against_floor("«Обзор»", site, place, rounds=ROUNDS)


def against_floor(title: str, site: Site, place: Place, *, rounds: int) -> Iterator[Line]:
    """The callback as it is asked again, and as it is made anew after each change, both against one floor."""
    recording = recording_of(site, place)
    floor_client = Client(FloorApplication(recording), use_cookies=False)
    for how, asked in (("again, nothing changed", site.ask), ("made anew", site.ask_anew)):
        times, floor_times = interleaved(asked, lambda: ask(floor_client, site.request), rounds=rounds)
        yield compared(
            f"{title} callback to the floor, {how}, p50, {place.name}",
            reached=p50(times) / p50(floor_times),
            goal=1.5,
            form="{:.2f}×",
            note=f"{milliseconds(times)} to {milliseconds(floor_times)}",
        )
    size = len(site.ask()) / 1024
    yield information(f"  its statements and its answer, {place.name}", f"{len(recording.statements)}, {size:.0f} KB")


def _among_districts(site: Site, place: Place, folder: Path, number: int) -> Iterator[Line]:
    alone = services(site.server).engine
    alone.dispose()
    crowded_url = copy_of(place)
    crowded = create_app_engine(crowded_url)
    write_year(folder, demo_tables(), schools=SMALL_DISTRICT)
    for each in range(1, number):
        import_folder(crowded, add_district(crowded, f"d-{each}"), folder, store=place.store)
    settle(crowded_url)
    times, crowded_times = interleaved(lambda: _ask_with(site, alone), lambda: _ask_with(site, crowded), rounds=ROUNDS)
    site.use(alone)
    crowded.dispose()
    yield compared(
        f"  the same with {number} districts to one, p50, {place.name}",
        reached=p50(crowded_times) / p50(times),
        goal=1.2,
        form="{:.2f}×",
        note=f"{milliseconds(crowded_times)} to {milliseconds(times)}",
    )


def _ask_with(site: Site, engine: Engine) -> bytes:
    site.use(engine)
    return site.ask_anew()
