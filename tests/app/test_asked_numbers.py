"""Every number of «Сравнение», «Цикл» and «Данные» over the demo district can be asked «Почему?», and an answer comes.

What has to be explained, and what not, is decided in tests/support/explained.py.
"""

import json
import re
import zipfile
from html import unescape
from io import BytesIO
from typing import Final

import pytest
from flask.testing import FlaskClient

from dashboard.addresses.why import WhyCount, WhyResult, WhySlice, why_href
from data_layer.domain.vocabulary import Cluster, Level, Stage
from data_layer.queries.cycle_views import Show
from data_layer.queries.explanation.views import CountKind
from tests.support.explained import ANSWERS, unexplained
from tests.support.site import page_html, token_headers
from tests.unit.intake.readers.files import PROTOCOL_BOOK, book

OWN: Final = "klyuchevskaya"
YEAR: Final = 2025
# Every view, as a person comes to it: who, page, search.
VIEWS: Final = (
    ("department", "compare", ""),
    ("department", "compare", "?goal=2.1"),
    ("department", "compare", f"?goal=3.3&school={OWN}&cluster=village"),
    ("department", "compare", "?goal=5.3"),
    ("department", "compare", "?goal=6.1"),
    ("department", "compare", "?indicator=5.1b"),
    ("department", "compare", "?goal=1.4&slice=subject:Математика"),
    ("department", "compare", "?view=blocks"),
    ("department", "compare", "?view=blocks&block=3&kind=full"),
    ("department", "compare", f"?view=school&school={OWN}"),
    ("presenter", "compare", "?goal=2.1"),
    ("presenter", "compare", "?view=blocks&cluster=town&kind=full"),
    ("director", "compare", "?goal=1.1"),
    ("director", "compare", "?view=blocks"),
    ("director", "compare", "?view=school"),
    ("department", "cycle", ""),
    ("department", "cycle", "?block=3&cluster=village"),
    ("department", "cycle", "?show=overdue&stage=measures"),
    ("department", "cycle", f"?cell={OWN}:2:analysis"),
    ("department", "cycle", "?view=list"),
    ("presenter", "cycle", ""),
    ("director", "cycle", ""),
    ("director", "cycle", "?view=list"),
    ("department", "data", ""),
    ("department", "data", f"?view=load&school={OWN}"),
    ("department", "data", f"?view=edit&school={OWN}"),
    ("director", "data", ""),
    ("coordinator", "data", "?view=edit"),
)
# Of the panels of a view each so many is opened: enough to meet every kind.
STRIDE: Final = 23
OPENS: Final = re.compile(r'data-opens-panel="(/panels/why[^"]+)"')
# A file with a figure and a target that change, a figure that is new, a document and an item.
TABLES: Final = {
    "observations.csv": (
        "school,indicator,level,year,numerator,denominator\n"
        f"{OWN},b3_additional_education,school,2025/26,403,504\n"
        f"{OWN},b3_additional_education,school,2026/27,180,214\n"
    ),
    "targets.csv": f"school,indicator,level,year,target\n{OWN},b3_additional_education,school,2025/26,80\n",
    "organisation.csv": f"school,year,item,present\n{OWN},2025/26,team_assembled,нет\n",
}


@pytest.fixture(scope="module")
def views(people: dict[str, FlaskClient]) -> dict[tuple[str, str, str], str]:
    return {view: page_html(people[view[0]], view[1], view[2]) for view in VIEWS}


def asked(content: str) -> list[str]:
    return list(dict.fromkeys(unescape(found) for found in OPENS.findall(content)))


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").replace("\u202f", "").split())


def preview(client: FlaskClient, tables: dict[str, str]) -> str:
    """The page that shows what a file would change."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    return sent(client, packed.getvalue(), "таблицы.zip")


def sent(client: FlaskClient, content: bytes, name: str) -> str:
    fields = {"year": "2025/26", "file": (BytesIO(content), name)}
    answer = client.post(
        "/actions/upload", data=fields, headers=token_headers(client), content_type="multipart/form-data"
    )
    assert answer.status_code == 200, answer.text
    return page_html(client, "data", "?" + json.loads(answer.text)["go"].partition("?")[2])


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_no_number_stands_without_its_why(views: dict[tuple[str, str, str], str], view: tuple[str, str, str]) -> None:
    assert unexplained(views[view]) == []


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_the_answers_come(
    people: dict[str, FlaskClient], views: dict[tuple[str, str, str], str], view: tuple[str, str, str]
) -> None:
    addresses = asked(views[view])
    assert addresses
    for address in addresses[::STRIDE]:
        answer = people[view[0]].get(address)
        assert answer.status_code == 200, address
        assert 'id="panel-title"' in answer.text


@pytest.mark.parametrize("view", VIEWS[::5], ids=" ".join)
def test_planted_numbers_are_found(views: dict[tuple[str, str, str], str], view: tuple[str, str, str]) -> None:
    """A number that nobody explains, and the page as it would be without its buttons."""
    planted = views[view].replace("</main>", '<div class="card"><p>Средний балл <b>4711</b></p></div></main>')
    assert unexplained(planted) == ["4711"]

    bare = views[view]
    for address in ANSWERS:
        bare = bare.replace(f'data-opens-panel="{address}', 'data-nothing="')
    assert len(unexplained(bare)) >= 4


def test_a_file_that_is_looked_at_is_explained_row_by_row(people: dict[str, FlaskClient]) -> None:
    director = people["director"]
    content = preview(director, TABLES)
    rows = asked(content)

    assert unexplained(content) == []
    assert why_href(WhyResult(OWN, "b3_additional_education", Level.SCHOOL, YEAR)) in rows
    assert why_href(WhyResult(OWN, "b3_additional_education", Level.SCHOOL, YEAR + 1)) in rows
    assert all(director.get(address).status_code == 200 for address in rows)
    # A row that has lost its button is found.
    bare = content.replace('data-opens-panel="/panels/why', 'data-nothing="')
    assert "403 из\u00a0504" in {each.replace(" · 79,96\u00a0%", "") for each in unexplained(bare)}
    # The percentage is not rounded onto the target of 80 that stands beside it.
    assert "403 из 504 · 79,96 %" in words(content)


def test_cells_of_a_faulty_file_are_no_figures_of_the_district(people: dict[str, FlaskClient]) -> None:
    faulty = {"observations.csv": f"school,indicator,level,year,numerator,denominator\n{OWN},1.1,noo,2025/26,45,18\n"}
    content = preview(people["director"], faulty)

    assert "observations.csv" in content
    assert unexplained(content) == []


def test_documents_and_their_files_hold_no_figures_of_the_district(people: dict[str, FlaskClient]) -> None:
    for login, search in (
        ("department", "?view=review"),
        ("director", "?view=files"),
        ("department", "?view=effectiveness"),
        ("director", "?view=effectiveness"),
        ("department", "?view=papers"),
    ):
        assert unexplained(page_html(people[login], "data", search)) == [], search


@pytest.mark.usefixtures("in_one_process")
def test_what_was_understood_of_a_file_is_no_figure_of_the_district(people: dict[str, FlaskClient]) -> None:
    content = sent(people["department"], book(PROTOCOL_BOOK), "протокол.xlsx")

    assert "прочитано 8" in words(content)
    assert unexplained(content) == []


def ask(client: FlaskClient, subject: WhyCount | WhySlice) -> str:
    answer = client.get(why_href(subject))
    assert answer.status_code == 200, answer.text
    return words(answer.text)


def test_the_headline_of_the_blocks_is_the_number_of_its_answer(
    people: dict[str, FlaskClient], views: dict[tuple[str, str, str], str]
) -> None:
    subject = WhyCount(CountKind.MAP_GOALS, YEAR)
    content = views["department", "compare", "?view=blocks"]
    told = ask(people["department"], subject)

    assert why_href(subject) in asked(content)
    headline = re.search(r"Школы достигли (\d+) из (\d+)", words(content))
    assert headline is not None
    assert f"{headline[1]} из {headline[2]}" in told
    for part in ("Что считается", "Что было раньше 2024/25:", "Откуда числа", "Что сделать"):
        assert part in told


def test_a_goal_of_the_rail_names_the_schools_that_reach_it(
    people: dict[str, FlaskClient], views: dict[tuple[str, str, str], str]
) -> None:
    content = views["department", "compare", f"?goal=3.3&school={OWN}&cluster=village"]
    subject = next(each for each in asked(content) if "count=goal_schools" in each and "additional" in each)
    told = words(people["department"].get(subject).text)
    counted = re.search(r"(\d+) из (\d+) школ\w* достигли цели 3\.3", words(content)) or re.search(
        r"3\.3 Дополнительное образование (\d+) из (\d+)", words(content)
    )

    assert counted is not None
    assert f"{counted[1]} из {counted[2]}" in told
    assert "Школы, достигшие цели" in told
    assert told.count("не достигнута") + told.count(" достигнута") >= int(counted[2])


def test_a_slice_is_told_with_formula_last_year_source_and_schools(people: dict[str, FlaskClient]) -> None:
    subject = WhySlice("b1_gia_attainment", Level.OOO, YEAR, "subject", "Математика")
    told = ask(people["department"], subject)

    for part in ("Как посчитано", " : ", "проценты школ не усредняются", "Что было раньше", "Источник", "Показать"):
        assert part in told, part
    hidden = ask(people["presenter"], subject)
    assert "Школы на срезе по названию не показываются" in hidden


def test_a_director_asks_about_no_slice_of_the_district(people: dict[str, FlaskClient]) -> None:
    subject = WhySlice("b1_gia_attainment", Level.OOO, YEAR, "subject", "Математика")

    assert people["director"].get(why_href(subject)).status_code == 404


def test_counts_of_a_coded_view_name_no_school(people: dict[str, FlaskClient]) -> None:
    content = page_html(people["presenter"], "cycle", "?names=coded") + page_html(
        people["presenter"], "compare", "?names=coded"
    )
    counts = [each for each in asked(content) if "about=count" in each]

    assert len(counts) > 20
    for address in counts[::10]:
        answer = people["presenter"].get(address).text
        told = words(answer)
        assert "Имена школ на этом экране заменены кодами" in told
        assert "СОШ" not in told
        assert "/schools/" not in answer


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (WhyCount(CountKind.REQUIRED, YEAR, school=OWN), "из 36"),
        (WhyCount(CountKind.REQUIRED, YEAR, school=OWN, block=5), "5"),
        (WhyCount(CountKind.REQUIRED, YEAR, stage=Stage.MEASURES, cluster=Cluster.VILLAGE), "сельские школы"),
        (WhyCount(CountKind.REQUIRED, YEAR, show=Show.OVERDUE), "школы с просрочкой"),
        (WhyCount(CountKind.OVERDUE, YEAR, school=OWN, stage=Stage.MEASURES), "Просроченные документы"),
        (WhyCount(CountKind.FIGURES, YEAR, school=OWN), "Показатели сданы"),
        (WhyCount(CountKind.TARGETS, YEAR, school=OWN), "Свои цели поставлены"),
        (WhyCount(CountKind.ITEMS, YEAR, school=OWN), "Организация ВСОКО"),
    ],
)
def test_counts_of_the_cycle_and_of_what_is_handed_in(
    people: dict[str, FlaskClient], subject: WhyCount, said: str
) -> None:
    told = ask(people["department"], subject)

    assert "Что считается" in told
    assert "Из чего сложено" in told
    assert said in told


@pytest.mark.parametrize("kind", [CountKind.FIGURES, CountKind.TARGETS, CountKind.ITEMS, CountKind.REQUIRED])
def test_a_school_asks_about_itself_alone(people: dict[str, FlaskClient], kind: CountKind) -> None:
    director = people["director"]

    assert director.get(why_href(WhyCount(kind, YEAR, school=OWN))).status_code == 200
    assert director.get(why_href(WhyCount(kind, YEAR, school="school-5"))).status_code == 404
    assert director.get(why_href(WhyCount(kind, YEAR))).status_code == 404
