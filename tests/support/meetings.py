"""Meetings in the two small districts, and their people at work on decisions."""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from dashboard.factory import create_app
from dashboard.services import services
from data_layer.commands.meetings.decisions import DecisionEdit, take_decision
from data_layer.commands.meetings.making import MeetingEdit, create_meeting
from data_layer.models import Decision
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.cli import NOW
from tests.support.site import settings_for, token_headers
from tests.support.small_district import signed_in

HELD_ON: Final = date(2026, 9, 10)


class MeetingSite:
    """A copy of the two small districts with a meeting of alpha; people sign in when they are asked for."""

    def __init__(self, template: Path, folder: Path) -> None:
        shutil.copyfile(template, folder / "vsoko.db")
        url = f"sqlite:///{folder / 'vsoko.db'}"
        self.server: Flask = create_app(settings_for(url, folder / "var"), clock=lambda: NOW)
        self._people: dict[str, FlaskClient] = {}

    @property
    def engine(self) -> Engine:
        return services(self.server).engine

    @cached_property
    def meeting(self) -> int:
        return self.new_meeting("Итоги года", HELD_ON, number="4")

    def new_meeting(self, title: str, held_on: date, **details: str) -> int:
        with tenant_session(self.engine, Scope((1,), is_read_only=False)) as session:
            return create_meeting(session, MeetingEdit(title, held_on, details), login="presenter")

    def take(self, text: str, *, school: str = "", due: str = "2026-10-09") -> int:
        with tenant_session(self.engine, Scope((1,), is_read_only=False)) as session:
            edit = DecisionEdit(text, school, "директор школы", due)
            return take_decision(session, edit, meeting=self.meeting, login="presenter")

    def client(self, login: str) -> FlaskClient:
        if login not in self._people:
            self._people[login] = signed_in(self.server, login)
        return self._people[login]

    def send(self, login: str, action: str, **values: Any) -> TestResponse:
        return self.send_to(login, f"/actions/decision-{action}", **values)

    def send_to(self, login: str, path: str, **values: Any) -> TestResponse:
        client = self.client(login)
        return client.post(
            path,
            data={name: value if isinstance(value, list) else str(value) for name, value in values.items()},
            headers=token_headers(client),
            content_type="multipart/form-data",
        )

    def get(self, login: str, address: str) -> TestResponse:
        return self.client(login).get(address)

    def page(self, login: str, search: str = "") -> str:
        """The HTML of «Совещание» as a browser at this address gets it."""
        client = self.client(login)
        body: Mapping[str, Any] = {
            "output": "meeting-content.html",
            "outputs": {"id": "meeting-content", "property": "html"},
            "inputs": [{"id": "meeting-asked", "property": "data", "value": None}],
            "state": [{"id": "_pages_location", "property": "search", "value": search}],
            "changedPropIds": [],
        }
        answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
        assert answer.status_code == 200, answer.text
        html: str = answer.get_json()["response"]["meeting-content"]["html"]
        return html

    def decision(self, text: str) -> Decision:
        with tenant_session(self.engine, Scope((1,))) as session:
            return session.scalars(select(Decision).where(Decision.district_id == 1, Decision.text == text)).one()


def version_in(form: str) -> str:
    """Which version a form was opened with."""
    return "".join(re.findall(r'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"', form)[0])


def words_of(html: str) -> str:
    """What stands on a page or panel, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())
