"""«Совещание»: made in one click, its agenda edited by two, a view sent to it, and what each role must not reach."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from shutil import copyfile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.factory import create_app
from dashboard.texts.meeting_page import FIRST_TITLE
from tests.support.cli import NOW
from tests.support.meetings import version_in
from tests.support.site import page_html, settings_for, sign_in, token_headers
from tests.support.small_district import PASSWORD
from tests.support.visits import plain

FORM = {"title": "Итоги года", "held_on": "2026-10-21", "time": "10:00", "place": "актовый зал"}
OFFICIAL, PRESENTER, DIRECTOR = "department", "presenter", "director"
# Of the director's school, and of another one.
OWN, OTHER = "Ключевская СОШ", "Полянская ООШ"


def send(client: FlaskClient, action: str, **body: str) -> TestResponse:
    return client.post(
        f"/actions/{action}", data=body, headers=token_headers(client), content_type="multipart/form-data"
    )


def panel(client: FlaskClient, name: str, **query: str) -> TestResponse:
    return client.get(f"/panels/{name}", query_string=query)


def page(client: FlaskClient, search: str = "") -> str:
    return plain(page_html(client, "meeting", search))


def made(client: FlaskClient, **more: str) -> str:
    """Id of a new meeting with the standard agenda."""
    answer = send(client, "meeting-make", **{**FORM, **more})
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    found = re.fullmatch(r"/meeting\?id=(\d+)", answer.json["go"])
    assert found is not None
    return found[1]


def order(client: FlaskClient, meeting: str) -> list[str]:
    """Ids of the slides."""
    return re.findall(r'data-agenda-item="(\d+)"', page_html(client, "meeting", f"?id={meeting}"))


@pytest.fixture(scope="module")
def official(people: dict[str, FlaskClient]) -> FlaskClient:
    return people[OFFICIAL]


@pytest.fixture(scope="module")
def meeting(official: FlaskClient) -> str:
    return made(official)


@pytest.fixture
def coded(meeting: str, official: FlaskClient) -> Iterator[str]:
    """The meeting with numbers in place of names, as long as a test lasts."""
    assert send(official, "meeting-coded", meeting=meeting, is_coded="1").status_code == 200
    yield meeting
    assert send(official, "meeting-coded", meeting=meeting, is_coded="0").status_code == 200


def test_the_first_visit_offers_the_one_form_that_makes_a_meeting(small_sqlite: Path, tmp_path: Path) -> None:
    copyfile(small_sqlite, tmp_path / "vsoko.db")
    server = create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=lambda: NOW)
    client = server.test_client()
    assert sign_in(client, "official", PASSWORD).status_code == 303
    first = page(client)

    assert FIRST_TITLE in first
    assert first.count("button is-main") == 1
    assert 'action="/actions/meeting-make"' in first
    assert len(order(client, made(client))) >= 14
    assert FIRST_TITLE not in page(client)
    server.extensions["vsoko"].engine.dispose()


def test_one_click_makes_the_agenda(meeting: str, official: FlaskClient) -> None:
    shown = page(official, f"?id={meeting}")
    slides = order(official, meeting)

    assert 14 <= len(slides) <= 20
    assert shown.count("slide-frame is-preview") == len(slides)
    assert f'href="/meeting/show?id={meeting}&amp;slide=1"' in shown
    assert "21.10.2026, 10:00" in shown
    assert "актовый зал" in shown
    assert "Итоги года" in page(official)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held_on": "вчера"}, "held_on"),
        ({"held_on": "9999-12-31"}, "held_on"),
        ({"held_on": "31.12.1989"}, "held_on"),
        ({"title": " "}, "title"),
        ({"title": "а" * 301}, "title"),
    ],
)
def test_a_form_filled_in_wrongly_makes_nothing(
    meeting: str, official: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    before = page(official).count("meeting-row")

    answer = send(official, "meeting-make", **{**FORM, **wrong})

    assert (answer.status_code, answer.json and list(answer.json["fields"])) == (400, [field])
    assert page(official).count("meeting-row") == before


def test_slides_change_places_unless_somebody_was_quicker(meeting: str, people: dict[str, FlaskClient]) -> None:
    presenter, seen = people[PRESENTER], order(people[OFFICIAL], meeting)

    moved = send(presenter, "slide-move", slide=seen[2], to="1", seen=",".join(seen))
    late = send(people[OFFICIAL], "slide-move", slide=seen[1], to="1", seen=",".join(seen))

    assert moved.status_code == 200
    assert (late.status_code, "повестку изменили" in plain(late.text)) == (409, True)
    assert order(presenter, meeting) == [seen[2], *seen[:2], *seen[3:]]
    for wrong in ({"to": "0"}, {"to": "x"}, {"seen": "1,2"}, {"seen": "x"}, {"slide": "-1"}):
        body = {"slide": seen[2], "to": "3", "seen": ",".join(order(presenter, meeting)), **wrong}
        assert send(presenter, "slide-move", **body).status_code in {400, 409}, wrong


def test_a_removed_slide_comes_back(meeting: str, official: FlaskClient) -> None:
    seen = order(official, meeting)

    removed = send(official, "slide-remove", slide=seen[3])
    assert order(official, meeting) == [*seen[:3], *seen[4:]]
    assert panel(official, "slide-edit", slide=seen[3]).status_code == 404
    undo = removed.json and removed.json["undo"]
    assert undo
    assert send(official, undo["action"].removeprefix("/actions/"), **undo["values"]).status_code == 200
    assert order(official, meeting) == seen


def test_a_headline_is_written_and_the_proposed_one_comes_back(meeting: str, people: dict[str, FlaskClient]) -> None:
    official, presenter = people[OFFICIAL], people[PRESENTER]
    slide = order(official, meeting)[0]
    words = hidden(panel(official, "slide-edit", slide=slide).text)

    wrote = send(official, "slide-write", **words, headline="Район <b>молодец</b>", notes="сказать о сроках")
    late = send(presenter, "slide-write", **words, headline="Район позади", notes="")

    assert (wrote.status_code, late.status_code) == (200, 409)
    told = plain(late.json["panel"] if late.json else "")
    assert "Район &lt;b&gt;молодец" in told
    assert "Район позади" in told
    assert "Район &lt;b&gt;молодец&lt;/b&gt;" in page(official, f"?id={meeting}")
    assert "Предложенный заголовок" in panel(official, "slide-edit", slide=slide).text
    again = hidden(panel(official, "slide-edit", slide=slide).text)
    assert send(official, "slide-write", **again, headline="", notes="").status_code == 200
    assert "молодец" not in page(official, f"?id={meeting}")


def test_the_protocol_is_saved_and_two_versions_are_shown(meeting: str, people: dict[str, FlaskClient]) -> None:
    official, presenter = people[OFFICIAL], people[PRESENTER]
    seen = hidden(panel(official, "meeting-protocol", id=meeting).text)
    body = {**FORM, "number": "4", "attended": "26 руководителей", "minutes_by": "Соколова", **seen}

    assert send(official, "meeting-protocol", **body).status_code == 200
    late = send(presenter, "meeting-protocol", **{**body, "number": "5"})
    assert late.status_code == 409
    assert "is-different" in late.text
    assert "26 руководителей" in page(official, f"?id={meeting}")


def test_nothing_changes_as_long_as_the_data_have_not(meeting: str, official: FlaskClient) -> None:
    told = plain(panel(official, "slides-renew", id=meeting).text)

    assert "Все слайды равны сегодняшним данным, обновлять нечего." in told
    assert "button" not in told


def test_slides_that_are_there_are_not_offered(meeting: str, official: FlaskClient) -> None:
    slide = order(official, meeting)[-1]
    send(official, "slide-remove", slide=slide)
    offered = re.findall(
        r'name="slide"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="slide"',
        panel(official, "slides-add", id=meeting).text,
    )
    assert len(offered) == 1
    key = "".join(offered[0]).replace("&amp;", "&")
    assert send(official, "slides-add", meeting=meeting, slide="glance:/elsewhere").status_code == 400
    added = send(official, "slides-add", meeting=meeting, slide=key)
    assert (added.status_code, added.json and added.json["toast"].replace("\u00a0", " ")) == (200, "Добавлен 1 слайд.")
    again = send(official, "slides-add", meeting=meeting, slide=key)
    assert (again.status_code, again.json and again.json["toast"]) == (200, "Этот слайд уже в повестке.")
    assert len(order(official, meeting)) >= 14


def test_a_coded_meeting_sends_no_name_and_no_code(coded: str, official: FlaskClient) -> None:
    raw = page_html(official, "meeting", f"?id={coded}")
    shown = plain(raw)

    assert OWN not in shown
    assert OTHER not in shown
    assert "klyuchevskaya" not in raw
    assert "/schools/" not in raw
    assert "в любом падеже" in panel(official, "slide-edit", slide=order(official, coded)[0]).text
    assert "в любом падеже" in panel(official, "decision", meeting=coded).text
    keys = re.findall(r'name="school"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="school"', raw)
    assert keys
    key = "".join(keys[0])
    assert send(official, "meeting-reveal", meeting=coded, school=key, is_revealed="1").status_code == 200
    assert "Названы по имени" in page(official, f"?id={coded}")
    assert send(official, "meeting-reveal", meeting=coded, school="klyuchevskaya", is_revealed="1").status_code == 404
    assert send(official, "meeting-reveal", meeting=coded, school=key, is_revealed="x").status_code == 400


def test_words_that_come_back_as_they_were_shown_stay_to_the_letter(meeting: str, official: FlaskClient) -> None:
    """Saved in a coded meeting; read again where names are told."""
    slide = order(official, meeting)[1]
    typed = {"headline": "В Полянской школе ниже", "notes": "Спросить в Полянской школе,\nпочему"}

    def form() -> dict[str, str]:
        shown = panel(official, "slide-edit", slide=slide).text
        texts = re.findall(r"<textarea[^>]*>\n?([^<]*)</textarea>", shown)
        return {"version": version_in(shown), "headline": unescape(texts[0]), "notes": unescape(texts[1])}

    assert send(official, "slide-write", slide=slide, **{**form(), **typed}).status_code == 200
    assert send(official, "meeting-coded", meeting=meeting, is_coded="1").status_code == 200
    shown = form()
    assert "Полянск" not in shown["headline"] + shown["notes"]
    back = {**shown, "notes": shown["notes"].replace("\n", "\r\n")}
    assert send(official, "slide-write", slide=slide, **back).status_code == 200
    assert send(official, "meeting-coded", meeting=meeting, is_coded="0").status_code == 200

    now = form()
    assert {name: now[name] for name in typed} == typed
    assert send(official, "slide-write", slide=slide, **{**now, "headline": "", "notes": ""}).status_code == 200


def test_a_view_is_sent_to_a_meeting(meeting: str, people: dict[str, FlaskClient]) -> None:
    official = people[OFFICIAL]
    compare = page_html(official, "compare", "?year=2025/26&goal=3.3")
    views = re.findall(r'data-opens-panel="(/panels/slide-send\?view=[^"]+)"', compare)
    assert len(views) >= 4
    assert "slide-send" not in page_html(people[DIRECTOR], "compare", "?year=2025/26&goal=3.3")
    assert page_html(official, "cycle", "?year=2025/26").count("/panels/slide-send") == 2

    opened = official.get(views[0].replace("&amp;", "&"))
    view = re.search(r'name="view"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="view"', opened.text)
    assert view is not None
    address = (view[1] or view[2]).replace("&amp;", "&")
    before = len(order(official, meeting))
    sent = send(official, "slide-send", view=address, meeting=meeting)
    assert (sent.status_code, sent.json and sent.json["leads"]["href"]) == (200, f"/meeting?id={meeting}#agenda")
    again = send(official, "slide-send", view=address, meeting=meeting)
    assert again.json is not None
    assert again.json["toast"].startswith("Этот вид уже в повестке")
    assert again.json["leads"]["href"] == f"/meeting?id={meeting}#agenda"
    assert len(order(official, meeting)) == before + 1
    for wrong in ("", "/admin", "//elsewhere.example/compare", "/compare?" + "x" * 3000, "javascript:alert(1)"):
        assert send(official, "slide-send", view=wrong, meeting=meeting).status_code in {400, 404}, wrong
    assert send(official, "slide-send", view=address, meeting="new", title="Другое", held_on="").status_code == 400
    assert send(official, "slide-send", view=address, meeting="1").status_code == 404


def test_a_school_reads_its_own_rows_and_says_something_of_them(meeting: str, people: dict[str, FlaskClient]) -> None:
    official, director = people[OFFICIAL], people[DIRECTOR]
    shown = page(director)

    assert "Что покажут о вашей школе" in shown
    assert OTHER not in shown
    slides = re.findall(r'name="slide"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="slide"', shown)
    slide = "".join(slides[0])
    assert send(director, "slide-comment", slide=slide, text="Уже исправили <i>всё</i>").status_code == 200
    assert "Уже исправили &lt;i&gt;всё&lt;/i&gt;" in page(official, f"?id={meeting}")
    assert send(official, "slide-comment", slide=slide, text="x").status_code == 403
    # A slide that does not show the school is none of its business.
    glance = order(official, meeting)[0]
    assert send(director, "slide-comment", slide=glance, text="x").status_code == 404
    assert send(director, "slide-comment", slide=slide, text="").status_code == 200
    assert "Уже исправили" not in page(official, f"?id={meeting}")


def test_a_school_finds_no_door_of_the_agenda(meeting: str, people: dict[str, FlaskClient]) -> None:
    director, slide = people[DIRECTOR], order(people[OFFICIAL], meeting)[0]
    ids = {"id": meeting, "slide": slide, "view": "/compare?year=2025/26&goal=3.3"}

    for name in (
        "meeting-new",
        "meeting-protocol",
        "slide-edit",
        "slide-renew",
        "slides-add",
        "slides-renew",
        "slide-send",
    ):
        assert panel(director, name, **ids).status_code == 404, name
    for name in ("meeting-make", "meeting-remove", "slide-remove", "slide-write", "slides-add", "slide-send"):
        assert send(director, name, **{**FORM, **ids, "meeting": meeting}).status_code == 403, name
    # The address of an agenda shows a school its own page.
    assert "data-agenda" not in page(director, f"?id={meeting}")


def test_what_is_not_there_is_the_same_404(meeting: str, people: dict[str, FlaskClient]) -> None:
    official = people[OFFICIAL]
    absent = official.get("/meeting?id=1")

    assert (absent.status_code, official.get("/meeting").status_code) == (404, 200)
    assert official.get(f"/meeting?id={meeting}").status_code == 200
    for odd in ("0", "x", "9" * 30, meeting + "0"):
        assert official.get(f"/meeting?id={odd}").get_data() == absent.get_data(), odd


def test_a_meeting_is_held_and_another_one_is_taken_away(meeting: str, official: FlaskClient) -> None:
    assert send(official, "meeting-held", meeting=meeting, is_held="1").status_code == 200
    assert "проведено" in page(official, f"?id={meeting}")
    assert send(official, "meeting-held", meeting=meeting, is_held="0").status_code == 200
    other = made(official, title="Лишнее")
    assert made(official, title="Лишнее") == other
    assert send(official, "meeting-remove", meeting=other).status_code == 200
    assert official.get(f"/meeting?id={other}").status_code == 404


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the first form of a panel."""
    form = html[html.index("<form") : html.index("</form>")]
    fields = (dict(re.findall(r'(\w+)="([^"]*)"', each)) for each in re.findall(r"<input[^>]*>", form))
    return {each["name"]: each["value"] for each in fields if each.get("type") == "hidden"}
