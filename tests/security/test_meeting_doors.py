"""Every door of the agenda, tried by whoever has no business there: nothing foreign is shown, nothing changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from dashboard.access.policy import Permission
from dashboard.binding import RequestContext, bindings, register_route
from data_layer.commands.meetings.slides import remove_slide
from data_layer.models import Meeting, Slide, SlideComment
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.meetings import MeetingSite
from tests.support.site import token_headers
from tests.support.small_fixtures import small_sqlite

__all__ = ["small_sqlite"]

VIEW: Final = "/compare?year=2025/26&view=blocks#blocks"
# Doors that name nothing of another's: what they make or show is the asker's own.
OWN: Final = frozenset({"/panels/meeting-new", "/panels/slide-send", "/actions/meeting-make", "/actions/meeting-keep"})
# Names of alpha's schools and of its meeting.
SECRETS: Final = ("Школа № 1", "Вторая ООШ", "Совещание альфы")
HOSTILE: Final = ("", "0", "-1", "9" * 25, "1 OR 1=1", "٣", "null", "[1]", '{"id": 1}', "<b>1</b>", "a" * 30_000)


class AgendaSite(MeetingSite):
    """The meeting of alpha has an agenda. ids: what a form or panel of it would say."""

    def __init__(self, template: Path, folder: Path) -> None:
        super().__init__(template, folder)
        made = self.post("official", "meeting-make", title="Совещание альфы", held_on="2026-10-21")
        assert made.json is not None
        meeting = made.json["go"].partition("=")[2]
        with tenant_session(self.engine, Scope((1,), is_read_only=False)) as session:
            slides = [str(each) for each in session.scalars(select(Slide.id).where(Slide.meeting_id == int(meeting)))]
            remove_slide(session, int(slides[-1]), login="official")
        self.slide, self.removed = slides[0], slides[-1]
        self.ids = {
            "id": meeting,
            "meeting": meeting,
            "slide": self.slide,
            "version": "1",
            "to": "2",
            "seen": ",".join(slides[:-1]),
            "view": VIEW,
            "school": "1",
            "is_coded": "1",
            "is_held": "1",
            "is_revealed": "1",
            "title": "Чужое",
            "held_on": "2026-10-22",
            "headline": "Чужое",
            "notes": "Чужое",
            "text": "Чужое",
        }

    def post(self, login: str, action: str, **values: str) -> TestResponse:
        client = self.client(login)
        return client.post(
            f"/actions/{action}", data=values, headers=token_headers(client), content_type="multipart/form-data"
        )

    def tried(self, login: str, rule: str, values: dict[str, str]) -> TestResponse:
        if rule == "/actions/slides-renew":
            values = {**values, "slide": f"{values['slide']}:1"}
        if rule.startswith("/panels/"):
            return self.client(login).get(rule, query_string=values)
        return self.post(login, rule.removeprefix("/actions/"), **values)

    def state(self) -> list[Any]:
        """Everything of alpha's meetings."""
        with tenant_session(self.engine, Scope((1,))) as session:
            found: list[Any] = []
            for model in (Meeting, Slide, SlideComment):
                rows = session.scalars(select(model).where(model.district_id == 1)).all()
                found.append(
                    sorted(tuple(str(getattr(row, column.key)) for column in model.__mapper__.columns) for row in rows)
                )
            return found


@pytest.fixture(scope="module")
def agenda(small_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgendaSite]:
    built = AgendaSite(small_sqlite, tmp_path_factory.mktemp("agenda"))
    yield built
    built.engine.dispose()


def doors(site: AgendaSite) -> list[str]:
    known = bindings(site.server)
    rules = [rule for rule in site.server.url_map.iter_rules() if ("route", rule.endpoint) in known]
    starts = ("/panels/meeting-", "/panels/slide", "/actions/meeting-", "/actions/slide")
    return sorted(rule.rule for rule in rules if rule.rule.startswith(starts))


def violations(site: AgendaSite, login: str, expected: frozenset[int]) -> list[str]:
    """What this person reached of alpha with all its ids. expected: answers that say it is not theirs."""
    before, found = site.state(), []
    for rule in doors(site):
        answer = site.tried(login, rule, site.ids)
        allowed = expected | {200} if rule in OWN and login == "official-beta" else expected
        if answer.status_code not in allowed:
            found.append(f"{rule} answers {answer.status_code}")
        found += [f"{rule} shows {secret}" for secret in SECRETS if secret in answer.text]
    return found if site.state() == before else [*found, "alpha has changed"]


def test_all_doors_are_tried(agenda: AgendaSite) -> None:
    assert len(doors(agenda)) >= 22


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        # Comments are for schools alone.
        ("official-beta", frozenset({403, 404})),
        # No panel is there for a school, and no action of those who hold meetings is open to it.
        ("director", frozenset({403, 404})),
        ("director-2", frozenset({403, 404})),
        ("coordinator", frozenset({403, 404})),
        ("region", frozenset({403})),
    ],
)
def test_nobody_reaches_the_agenda_of_others(agenda: AgendaSite, login: str, expected: frozenset[int]) -> None:
    assert violations(agenda, login, expected) == []


def test_a_planted_door_is_found(agenda: AgendaSite) -> None:
    def show(_context: RequestContext) -> str:
        return "Вторая ООШ"

    agenda.server.debug = False
    agenda.server._got_first_request = False
    register_route(
        agenda.server, "/panels/slide-planted", methods=["GET"], permission=Permission.VIEW_MEETINGS, handler=show
    )

    assert violations(agenda, "director", frozenset({403, 404})) == [
        "/panels/slide-planted answers 200",
        "/panels/slide-planted shows Вторая ООШ",
    ]


@pytest.mark.parametrize("oddity", HOSTILE)
def test_an_odd_value_is_refused_and_changes_nothing(agenda: AgendaSite, oddity: str) -> None:
    before = agenda.state()
    for rule in doors(agenda):
        if rule not in OWN and "planted" not in rule:
            names = ("id", "meeting", "slide") if rule != "/actions/slide-comment" else ("slide",)
            values = {**agenda.ids, **dict.fromkeys(names, oddity)}
            assert agenda.tried("official", rule, values).status_code in {400, 403, 404}, rule

    assert agenda.state() == before


def test_foreign_and_absent_are_the_same_bytes(agenda: AgendaSite) -> None:
    absent = {**agenda.ids, "id": "1", "meeting": "1", "slide": "1"}
    for rule in doors(agenda):
        if rule not in OWN | {"/actions/slide-comment"} and "planted" not in rule:
            foreign = agenda.tried("official-beta", rule, agenda.ids)
            assert foreign.data == agenda.tried("official-beta", rule, absent).data, rule
    foreign_page = agenda.client("official-beta").get(f"/meeting?id={agenda.ids['id']}")
    assert foreign_page.status_code == 404
    assert foreign_page.data == agenda.client("official-beta").get("/meeting?id=1").data


def test_a_school_is_told_its_own_rows_alone(agenda: AgendaSite) -> None:
    for login, other in (("director", "Вторая ООШ"), ("director-2", "Школа № 1")):
        assert other not in agenda.page(login)
        assert other not in agenda.page(login, f"?id={agenda.ids['id']}")


def test_a_removed_slide_is_nobodys(agenda: AgendaSite) -> None:
    values = {**agenda.ids, "slide": agenda.removed}

    for rule in ("/panels/slide-edit", "/panels/slide-renew", "/actions/slide-write", "/actions/slide-remove"):
        assert agenda.tried("official", rule, values).status_code == 404, rule
    assert agenda.tried("official-beta", "/actions/slide-restore", values).status_code == 404
