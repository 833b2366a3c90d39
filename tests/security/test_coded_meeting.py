"""Where a meeting codes its names, no byte of it tells a school; and a director reads of the own school alone."""

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from dashboard.access.policy import Permission
from dashboard.addresses.meeting import PROTOCOL_PATH, MeetingFile, deck_href
from dashboard.factory import create_app
from dashboard.slides.deck import load_deck
from dashboard.slides.making import freeze_agenda, freeze_view
from dashboard.slides.naming import tokened
from dashboard.slides.own import own_slides
from data_layer.commands.meetings.decisions import DecisionEdit, take_decision
from data_layer.commands.meetings.making import MeetingEdit, change_meeting, create_meeting, reveal, set_coded
from data_layer.commands.meetings.slides import add_slides, retitle, set_notes
from data_layer.domain.vocabulary import Role
from data_layer.queries.directory import find_school
from seed.roster import DEMO_PASSWORD, SCHOOLS
from tests.support.asking import asked
from tests.support.coded_names import schools_named_in
from tests.support.demo import DEMO_DAY, demo_engine
from tests.support.sample_slides import texts_of
from tests.support.site import page_html, settings_for, sign_in

EVERYONE: Final = [(school.code, school.short_name) for school in SCHOOLS]
REVEALED: Final = ("klyuchevskaya", "Ключевская СОШ")
HIDDEN: Final = [school for school in EVERYONE if school != REVEALED]
OPENS: Final = re.compile(r'(?:data-opens-panel|href|data-href)="(/(?:panels|downloads)/[^"#]+)"')
# Typefaces and pictures hold no text; a file within a file does.
EMBEDDED: Final = re.compile(r"data:[a-z/0-9+-]+;base64,[A-Za-z0-9+/=]+")
WITH_TEXT: Final = (".xml", ".rels", ".xlsx", ".html", ".txt")
PAGES: Final = ("meeting", "meeting-show", "meeting-notes")
# Every slide opens the same doors: so many of each are tried.
MOST_ALIKE: Final = 2
TELLING: Final = "Полянская ООШ: разбор"
VIEWS: Final = (
    "/compare?year=2025/26&goal=3.3",
    "/compare?year=2025/26&goal=3.3#funnel",
    "/compare?year=2025/26&view=blocks&block=3",
    "/compare?year=2025/26&view=school&school=polyanskaya",
    "/cycle?year=2025/26&block=3#matrix",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("coded-meeting")
    url = f"sqlite:///{folder / 'vsoko.db'}"
    demo_engine(url, folder / "files").dispose()
    noon = datetime(DEMO_DAY.year, DEMO_DAY.month, DEMO_DAY.day, 9, tzinfo=UTC)
    built = create_app(settings_for(url, folder / "var"), clock=lambda: noon)
    yield built
    built.extensions["vsoko"].engine.dispose()


@pytest.fixture(scope="module")
def presenter(server: Flask) -> FlaskClient:
    made = server.test_client()
    assert sign_in(made, "presenter", DEMO_PASSWORD).status_code == 303
    return made


@pytest.fixture(scope="module")
def meeting(server: Flask) -> int:
    """The agenda and a slide of every kind of view; people have typed names of schools wherever they may type."""
    engine = server.extensions["vsoko"].engine
    with asked(engine, Permission.HOLD_MEETINGS, today=DEMO_DAY) as ctx:
        made = create_meeting(ctx.session, MeetingEdit("Итоги года", DEMO_DAY), login="presenter")
        drafts = [*freeze_agenda(ctx), *(freeze_view(ctx, view) for view in VIEWS)]
        slides = add_slides(ctx.session, made, drafts, login="presenter")
        typed = "Полянская ООШ и СОШ № 3: что мешает?"
        retitle(ctx.session, slides[1], tokened(ctx, made, typed), version=None, login="presenter")
        set_notes(ctx.session, slides[1], tokened(ctx, made, typed), version=None, login="presenter")
        inflected = "В Полянской школе качество ниже"
        retitle(ctx.session, slides[-1], tokened(ctx, made, inflected), version=None, login="presenter")
        set_notes(ctx.session, slides[-1], tokened(ctx, made, inflected), version=None, login="presenter")
        # On a slide that stands in the view of every school.
        retitle(ctx.session, slides[-len(VIEWS)], tokened(ctx, made, inflected), version=None, login="presenter")
        edit = DecisionEdit(
            f"{typed} {inflected}", school="polyanskaya", responsible="Директор: Полянская ООШ", due="25.12.2026"
        )
        take_decision(ctx.session, edit, meeting=made, slide=slides[1], login="presenter")
    return made


@pytest.fixture
def coded(server: Flask, meeting: int) -> Iterator[int]:
    for is_coded in (True, False):
        with asked(server.extensions["vsoko"].engine, Permission.HOLD_MEETINGS, today=DEMO_DAY) as ctx:
            edit = MeetingEdit(TELLING if is_coded else "Итоги года", DEMO_DAY, {"place": "Полянская ООШ"})
            change_meeting(ctx.session, meeting, edit, version=None, login="presenter")
            set_coded(ctx.session, meeting, is_coded=is_coded, login="presenter")
        if is_coded:
            yield meeting


def written(client: FlaskClient, address: str) -> str:
    """Every text of an answer, also of files within files."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:200])
    return f"{unescape(answer.headers.get('Content-Disposition', ''))} {_text(answer.data)}"


def _text(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            return " ".join([*names, *(_text(archive.read(name)) for name in names if name.endswith(WITH_TEXT))])
    if content.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(content))
        return " ".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    return unescape(EMBEDDED.sub("", content.decode("utf-8", errors="ignore")))


def telling(
    client: FlaskClient, meeting: int, schools: list[tuple[str, str]], *, follows: bool = True
) -> tuple[dict[str, list[str]], int]:
    """What of a meeting names schools, by address, and at how much was looked.

    follows: also what the pages open, but for the extract of the protocol: an official paper, which names whom it is for.
    """
    found: dict[str, list[str]] = {}
    waiting = [deck_href(meeting, kind) for kind in MeetingFile]
    for name in PAGES:
        html = page_html(client, name, f"?id={meeting}")
        found[name] = schools_named_in(unescape(html), schools)
        waiting += [unescape(each) for each in OPENS.findall(html) if follows]
    seen = [address for address in dict.fromkeys(waiting) if not address.startswith(PROTOCOL_PATH)]
    seen = [address for _, alike in groupby(sorted(seen, key=_door), _door) for address in islice(alike, MOST_ALIKE)]
    for address in seen:
        found[address] = schools_named_in(f"{address} {written(client, address)}", schools)
    return {address: names for address, names in found.items() if names}, len(seen)


def _door(address: str) -> str:
    return address.partition("?")[0]


def test_no_byte_of_a_coded_meeting_tells_a_school_and_one_that_is_revealed_is_told_alone(
    server: Flask, presenter: FlaskClient, coded: int
) -> None:
    hidden, count = telling(presenter, coded, EVERYONE)
    with asked(server.extensions["vsoko"].engine, Permission.HOLD_MEETINGS, today=DEMO_DAY) as ctx:
        reveal(ctx.session, coded, REVEALED[0], is_revealed=True, login="presenter")
    others, _ = telling(presenter, coded, HIDDEN, follows=False)

    assert (hidden, others) == ({}, {})
    assert count > len(MeetingFile)
    assert REVEALED[1] in page_html(presenter, "meeting-show", f"?id={coded}").replace("\u00a0", " ")


def test_names_that_are_not_coded_would_be_found_everywhere(presenter: FlaskClient, meeting: int) -> None:
    """The planted fault: the same meeting with its names."""
    found, _ = telling(presenter, meeting, EVERYONE, follows=False)

    assert found.keys() == {*PAGES, *(deck_href(meeting, kind) for kind in MeetingFile)}


def test_a_director_reads_no_other_school_beforehand(server: Flask, meeting: int) -> None:
    """Names are not coded; the agenda, views of every kind and what people typed are there."""
    engine = server.extensions["vsoko"].engine
    with asked(engine, today=DEMO_DAY) as ctx:
        school = find_school(ctx.session, REVEALED[0]).id
        whole = load_deck(ctx, meeting)
    with asked(engine, role=Role.DIRECTOR, school=school, today=DEMO_DAY) as ctx:
        own = own_slides(ctx, meeting)
    director = server.test_client()
    assert sign_in(director, "director", DEMO_PASSWORD).status_code == 303

    assert len(own) == len(whole.slides)
    assert schools_named_in(" | ".join(texts_of(own)), HIDDEN) == []
    assert schools_named_in(" | ".join(texts_of(whole)), HIDDEN)
    assert sum(slide.has_own_rows for slide in own) >= len(VIEWS) - 1
    page = unescape(page_html(director, "meeting", ""))
    assert schools_named_in(page, HIDDEN) == []
