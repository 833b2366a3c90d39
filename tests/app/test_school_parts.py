"""The folded parts of a school card, asked for one by one, by every role."""

import re
from html import unescape
from typing import Final

import pytest
from flask.testing import FlaskClient

from dashboard.addresses.school import SchoolPart, SchoolPartAddress
from tests.support.explained import unexplained
from tests.support.site import token_headers

YEAR: Final = 2025
OWN, OTHER = "klyuchevskaya", "school-5"


def part(client: FlaskClient, name: SchoolPart, school: str = OWN) -> str:
    answer = client.get(SchoolPartAddress(name, school, YEAR).href)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text).replace("\u00a0", " ").replace("\u2060", "")


def card(client: FlaskClient, school: str = OWN) -> str:
    body = {
        "output": "school-content.html",
        "outputs": {"id": "school-content", "property": "html"},
        "inputs": [{"id": "school-asked", "property": "data", "value": None}],
        "state": [
            {"id": "_pages_location", "property": "pathname", "value": f"/schools/{school}"},
            {"id": "_pages_location", "property": "search", "value": "?year=2025/26"},
        ],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    (properties,) = answer.json["response"].values()  # type: ignore[index]
    return unescape(properties["html"]).replace("\u00a0", " ")


def test_the_card_names_its_parts_and_holds_none_of_them(people: dict[str, FlaskClient]) -> None:
    text = card(people["director"])

    assert re.findall(r'data-loads="([^"]+)"', text) == [SchoolPartAddress(each, OWN, YEAR).href for each in SchoolPart]
    assert '<table class="documents">' not in text
    assert '<table class="trend">' not in text


def test_the_presenter_is_not_offered_what_others_see(people: dict[str, FlaskClient]) -> None:
    assert "part=outside" not in card(people["presenter"])


def test_as_many_documents_come_as_the_card_has_counted(people: dict[str, FlaskClient]) -> None:
    told = re.search(r'id="documents-title">Документы</h2><span class="quiet">(\d+) документ', card(people["director"]))
    assert told is not None

    text = part(people["director"], SchoolPart.DOCUMENTS)

    assert text.count('<th scope="row">') == int(told[1]) > 20
    assert "Кто внёс" in text
    assert text.count('class="fold" open') + text.count('open class="fold"') == 1


def test_every_number_of_the_years_is_explained(people: dict[str, FlaskClient]) -> None:
    text = part(people["director"], SchoolPart.TREND)

    assert text.count('<table class="trend">') == 6
    assert unexplained(f'<main><div class="card">{text}</div></main>') == []


def test_authors_stay_with_those_who_see_all_of_the_school(people: dict[str, FlaskClient]) -> None:
    text = part(people["presenter"], SchoolPart.DOCUMENTS)

    assert "Кто внёс" not in text


def test_the_own_school_learns_what_others_see(people: dict[str, FlaskClient]) -> None:
    text = part(people["director"], SchoolPart.OUTSIDE)

    assert "Ведущий совещания" in text
    assert "Чувствительные показатели" in text


@pytest.mark.parametrize("name", SchoolPart)
def test_a_director_gets_no_part_of_another_school(people: dict[str, FlaskClient], name: SchoolPart) -> None:
    foreign = people["director"].get(SchoolPartAddress(name, OTHER, YEAR).href)
    missing = people["director"].get(SchoolPartAddress(name, "no-such-school", YEAR).href)

    assert foreign.status_code == missing.status_code == 404
    assert "СОШ" not in foreign.text


def test_what_others_see_is_not_there_for_others(people: dict[str, FlaskClient]) -> None:
    assert people["presenter"].get(SchoolPartAddress(SchoolPart.OUTSIDE, OWN, YEAR).href).status_code == 404


@pytest.mark.parametrize("name", SchoolPart)
def test_a_region_has_no_cards(people: dict[str, FlaskClient], name: SchoolPart) -> None:
    assert people["region"].get(SchoolPartAddress(name, OWN, YEAR).href).status_code in {403, 404}


@pytest.mark.parametrize("search", ["", "?part=goals&school=klyuchevskaya&year=2025/26", "?part=trend&year=2025/26"])
def test_what_no_card_has_is_refused(people: dict[str, FlaskClient], search: str) -> None:
    assert people["director"].get(f"/panels/school-part{search}").status_code == 400
