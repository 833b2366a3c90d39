"""One number, every place a person can read it: page, its table, its file, school card, «Почему?» and `report`.

The whole demo district is walked: every indicator × level × year × school. Nothing is asked of inner functions: what
the routes answer is read as HTML and XLSX, and held against the CSV of the command line. «Почему?» is asked about every
figure of the district, whose answer lists all schools, and about one school's figure of each in turn.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO
from itertools import cycle
from math import isclose
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard.factory import create_app
from dashboard.services import services
from dashboard.texts.words import CELL_STATES, STAGES, STATUSES
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import CellState, Status
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.directory import find_district, school_list
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from seed.roster import DEMO_PASSWORD, DISTRICT_CODE
from tests.support.cli import CommandLine
from tests.support.demo import DEMO_DAY, demo_engine
from tests.support.site import settings_for, sign_in, token_headers
from tests.support.tables import Row, part_of, parts_of, readable, table_rows

NOON: Final = datetime(DEMO_DAY.year, DEMO_DAY.month, DEMO_DAY.day, 9, tzinfo=UTC)
YEARS: Final = tuple(format_year(year) for year in (2023, 2024, 2025))
BREAKDOWN, GROWTH = "b5_deficit_breakdown", frozenset({"b3_vosh_winners", "b3_individual_trajectories"})
CLUSTERS: Final = {"town": "Город", "settlement": "Посёлки", "village": "Сёла"}
STATUS_OF: Final = {words: status for status, words in STATUSES.items()}
# The pictures of the card; «рано судить» stands for a miss of a small cohort.
MARKS: Final = {
    "met": {Status.MET},
    "near": {Status.NEAR},
    "not-met": {Status.NOT_MET},
    "too-few": {Status.NEAR, Status.NOT_MET},
    "no-data": {Status.NO_DATA, Status.NO_BASELINE},
    "not-due": {Status.NOT_DUE},
    "not-applicable": {Status.NOT_APPLICABLE, Status.NO_TARGET},
}

Reported = Mapping[str, str]
# An indicator × level of a year: what one view of «Сравнение» shows.
Subject = tuple[str, str, str]


@dataclass(frozen=True)
class District:
    """The demo as a signed-in official meets it, and what `report` says of it. names: short names by school. clusters: by school.

    codes: of indicators by their id. deciding: ids of the indicators that decide a goal.
    """

    server: Flask
    client: FlaskClient
    headers: Mapping[str, str]
    names: Mapping[str, str]
    clusters: Mapping[str, str]
    codes: Mapping[str, str]
    deciding: frozenset[str]

    def page(self, name: str, search: str, *, path: str | None = None) -> str:
        """The HTML of a page, as the browser's script gets it."""
        content = f"{name}-content"
        state = [] if path is None else [{"id": "_pages_location", "property": "pathname", "value": path}]
        body = {
            "output": f"{content}.html",
            "outputs": {"id": content, "property": "html"},
            "inputs": [{"id": f"{name}-asked", "property": "data", "value": None}],
            "state": [*state, {"id": "_pages_location", "property": "search", "value": search}],
            "changedPropIds": [],
        }
        answer = self.client.post("/_dash-update-component", json=body, headers=dict(self.headers))
        assert answer.status_code == 200, answer.text
        html: str = answer.get_json()["response"][content]["html"]
        return html

    def get(self, address: str) -> bytes:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.text)
        return answer.data

    def sheet(self, address: str, title: str | None = None) -> list[tuple[Any, ...]]:
        """Rows of a downloaded workbook's first sheet, or of the one named, without the head."""
        book = load_workbook(BytesIO(self.get(address)), read_only=True)
        rows = list((book.worksheets[0] if title is None else book[title]).iter_rows(values_only=True))
        return rows[1:]

    def report(self, *words: str) -> list[Reported]:
        """Rows of `report …` on the demo's day."""
        given = ("--district", DISTRICT_CODE, "--today", DEMO_DAY.isoformat())
        return list(csv.DictReader(CommandLine(self.server).good("report", *words, *given).lines))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    folder = tmp_path_factory.mktemp("truth")
    url = f"sqlite:///{folder / 'vsoko.db'}"
    demo_engine(url, folder / "files").dispose()
    server = create_app(settings_for(url, folder / "var"), clock=lambda: NOON)
    engine = services(server).engine
    with unscoped(engine, "a test asks for the demo district", is_read_only=True) as session:
        district = find_district(session, DISTRICT_CODE).id
    with tenant_session(engine, Scope((district,))) as session:
        schools = school_list(session)
        catalogue = load_catalogue(session)
    client = server.test_client()
    assert sign_in(client, "department", DEMO_PASSWORD).status_code == 303
    yield District(
        server,
        client,
        token_headers(client),
        names={school.code: readable(school.short_name) for school in schools},
        clusters={school.code: school.cluster or "" for school in schools},
        codes={rule.id: rule.code for rule in catalogue.enabled},
        deciding=frozenset(rule.id for rule in catalogue.deciding),
    )
    engine.dispose()


@pytest.fixture(scope="module")
def attainment(demo: District) -> Mapping[Subject, Mapping[str, Reported]]:
    """`report attainment`: rows by indicator × level × year, then by school."""
    found: dict[Subject, dict[str, Reported]] = defaultdict(dict)
    for row in demo.report("attainment"):
        found[row["indicator"], row["level"], row["year"]][row["school"]] = row
    return found


@pytest.fixture(scope="module")
def pooled(demo: District) -> Mapping[Subject, Reported]:
    rows = demo.report("attainment", "--by", "district")
    return {(row["indicator"], row["level"], row["year"]): row for row in rows}


def compare_search(demo: District, subject: Subject, extra: str = "") -> str:
    indicator, level, year = subject
    code = demo.codes[indicator]
    return f"?year={year}&goal={re.sub(r'[a-z]+$', '', code)}&indicator={code}&level={level}{extra}"


# --- numbers as people read them ---------------------------------------------------------------------------------


def is_shown_as(words: str, reported: str) -> bool:
    """Whether a number is what the report says, within half a unit of its last digit; a dash is no number."""
    if not reported:
        return words in {"", "—"}
    found = re.fullmatch(r"(−?)([\d ]+)(?:,(\d+))?(?: %)?", words)
    if found is None:
        return False
    decimals = found[3] or ""
    number = Fraction(int(found[2].replace(" ", "") + decimals), 10 ** len(decimals)) * (-1 if found[1] else 1)
    return abs(number - Fraction(reported)) <= Fraction(1, 2 * 10 ** len(decimals))


def is_count(words: str, k: str, n: str) -> bool:
    """«2 из 3», whatever is remarked behind it."""
    found = re.match(r"(\d[\d ]*) из (\d[\d ]*)", words)
    return found is not None and (found[1].replace(" ", ""), found[2].replace(" ", "")) == (k, n)


def is_cell(value: object, reported: str) -> bool:
    """Whether a number of a workbook is the very number of the report; an empty cell is no number."""
    if not reported:
        return value is None
    # Workbooks keep sixteen digits, of which the last may be rounded.
    return isinstance(value, int | float) and isclose(value, float(reported), rel_tol=1e-14)


def school_in(links: Sequence[str]) -> str:
    """The school a row leads to."""
    found = {urlsplit(each).path.removeprefix("/schools/") for each in links if each.startswith("/schools/")}
    assert len(found) == 1, links
    return found.pop()


def asked(address: str) -> Mapping[str, str]:
    """What a «Почему?» asks about."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def target_of(row: Reported) -> str:
    return row["target"] or row["reference"]


def gap_of(row: Reported) -> str:
    """The distance in whole units as the comparison tells it: units of the cohort, of growth the units themselves."""
    return row["gap_pp"] if row["indicator"] in GROWTH else row["pupil_gap"]


def count_of(row: Reported) -> tuple[str, str]:
    """K and n as pages show them: only together, and only of a cohort that is not empty."""
    is_there = row["numerator"] and row["denominator"] not in {"", "0"}
    return (row["numerator"], row["denominator"]) if is_there else ("", "")


def is_aimed(rows: Mapping[str, Reported]) -> bool:
    """Whether any school has something to reach; without it neither goal nor distance has a column."""
    return any(row["indicator"] in GROWTH or target_of(row) for row in rows.values())


def reported_numbers(row: Reported, *, is_aimed: bool) -> tuple[str, ...]:
    """The numbers of a row of the comparison, in the order of its columns."""
    return (row["value"], *count_of(row), *((target_of(row), gap_of(row)) if is_aimed else ()))


# --- the comparison: rows, table, file ---------------------------------------------------------------------------


def check_comparison(demo: District, subject: Subject, of_schools: Mapping[str, Reported], extra: str = "") -> None:
    search = compare_search(demo, subject, extra)
    page = demo.page("compare", search)
    expected = {school: row for school, row in of_schools.items() if row["status"] != Status.NOT_APPLICABLE}
    if not any(row["value"] or row["status"] == Status.SUPPRESSED for row in expected.values()):
        # A year before the first figures: the page says so and has neither chart nor table.
        assert "Показывать пока нечего" in page, subject
        assert 'class="figure-rows"' not in page, subject
        return
    goal = part_of(page, 'id="goal-title"', "</section>")
    drawn, table = goal.split('class="figure-rows"')
    check_drawn(subject, table_rows(drawn), expected)
    check_table(subject, table_rows(table)[1:], expected)
    check_file(demo, subject, demo.sheet(f"/downloads/compare-goal.xlsx{search}"), expected)


def check_drawn(subject: Subject, rows: Sequence[Row], expected: Mapping[str, Reported]) -> None:
    shown = [row for row in rows if any(link.startswith("/schools/") for link in row.links)]
    assert sorted(school_in(row.links) for row in shown) == sorted(expected), subject
    for row in shown:
        school = school_in(row.links)
        told = expected[school]
        _, _, value, count, _ = row.texts
        assert is_shown_as(value, told["value"]) or not re.search(r"\d", value + told["value"]), (subject, school)
        k, n = count_of(told)
        assert is_count(count, k, n) if k else "из" not in count, (subject, school, count)
        # Also what is lacking or hidden can be asked about.
        questions = [(asked(each)["school"], asked(each)["indicator"]) for each in row.opens]
        assert questions == [(school, subject[0])], subject


def check_table(subject: Subject, rows: Sequence[Row], expected: Mapping[str, Reported]) -> None:
    assert sorted(school_in(row.links) for row in rows) == sorted(expected), subject
    for row in rows:
        school = school_in(row.links)
        told = expected[school]
        _, *shown, status, _ = row.texts
        reported = reported_numbers(told, is_aimed=is_aimed(expected))
        assert [is_shown_as(*pair) for pair in zip(shown, reported, strict=True)] == [True] * len(reported), (
            subject,
            school,
            row,
        )
        assert STATUS_OF[status] == told["status"], (subject, school)


def check_file(
    demo: District, subject: Subject, rows: Sequence[tuple[Any, ...]], expected: Mapping[str, Reported]
) -> None:
    school_of = {name: school for school, name in demo.names.items()}
    assert sorted(school_of[readable(row[0])] for row in rows) == sorted(expected), subject
    for name, *numbers, status, _ in rows:
        told = expected[school_of[readable(name)]]
        reported = reported_numbers(told, is_aimed=is_aimed(expected))
        assert [is_cell(*pair) for pair in zip(numbers, reported, strict=True)] == [True] * len(reported), (
            subject,
            name,
            numbers,
        )
        assert STATUS_OF[status] == told["status"], (subject, name)


def check_breakdown(demo: District, subject: Subject, of_district: Reported) -> None:
    """Shares of kinds; what the report tells of them is how many people they are shares of."""
    search = compare_search(demo, subject)
    page = demo.page("compare", search)
    if not of_district["denominator"]:
        assert 'id="goal-title"' not in page, subject
        return
    for cells in demo.sheet(f"/downloads/compare-goal.xlsx{search}"):
        assert is_cell(cells[3], of_district["denominator"]), (subject, cells)
    for row in table_rows(part_of(page, 'id="goal-title"', "</section>").split('class="figure-rows"')[1])[1:]:
        assert is_shown_as(row.texts[3], of_district["denominator"]), (subject, row)


@pytest.mark.parametrize("year", YEARS)
def test_a_comparison_its_table_and_its_file_say_what_the_report_says(
    demo: District,
    attainment: Mapping[Subject, Mapping[str, Reported]],
    pooled: Mapping[Subject, Reported],
    year: str,
) -> None:
    subjects = [subject for subject in attainment if subject[2] == year]
    assert len(subjects) == 37
    assert sum(len(attainment[subject]) for subject in subjects) == 962

    for subject in subjects:
        if subject[0] == BREAKDOWN:
            check_breakdown(demo, subject, pooled[subject])
        else:
            check_comparison(demo, subject, attainment[subject])


# --- district and clusters ---------------------------------------------------------------------------------------


def clusters_of(demo: District, subject: Subject, of_schools: Mapping[str, Reported]) -> dict[str, tuple[int, int]]:
    """K and n of each cluster, added up from the schools of the report."""
    sums: dict[str, tuple[int, int]] = {}
    for school, row in of_schools.items():
        if row["status"] != Status.NOT_APPLICABLE and row["numerator"]:
            k, n = sums.get(demo.clusters[school], (0, 0))
            sums[demo.clusters[school]] = (k + int(row["numerator"]), n + int(row["denominator"]))
    return sums


def check_district(demo: District, subject: Subject, of_schools: Mapping[str, Reported], of_district: Reported) -> None:
    """The line of the district and those of the clusters in «Два года», where there are two years to show."""
    page = demo.page("compare", compare_search(demo, subject))
    if of_district["value"] and subject[0] != BREAKDOWN:
        subtitle = readable(re.sub(r"<[^>]+>", "", part_of(page, 'class="figure-subtitle"', "</p>")))
        said = re.search(r"Район в целом: ([\d ]+(?:,\d+)?(?: %)?)(?: \(([\d ]+ из [\d ]+)\))?", subtitle)
        assert said is not None, (subject, subtitle)
        assert is_shown_as(said[1].strip(), of_district["value"]), (subject, subtitle)
        if said[2]:
            assert is_count(said[2], of_district["numerator"], of_district["denominator"]), (subject, subtitle)
    if 'id="clusters-title"' not in page:
        return
    table = part_of(page, 'id="clusters-title"', "</section>").split('class="figure-rows"')[1]
    lines = {row.texts[0]: row.texts for row in table_rows(table)[1:]}
    sums = clusters_of(demo, subject, of_schools)
    _, _, _, _, value, k, n, _, status, _ = lines["Район"]
    assert is_shown_as(value, of_district["value"]), subject
    assert STATUS_OF[status] == of_district["status"], subject
    if subject[0] in GROWTH:
        return
    assert is_shown_as(k, of_district["numerator"]), subject
    assert is_shown_as(n, of_district["denominator"]), subject
    for cluster, (numerator, denominator) in sums.items():
        if denominator and CLUSTERS[cluster] in lines:
            shown = lines[CLUSTERS[cluster]][4:7]
            value = str(Fraction(100 * numerator, denominator))
            expected = (value, str(numerator), str(denominator))
            assert [is_shown_as(*pair) for pair in zip(shown, expected, strict=True)] == [True] * 3, (subject, cluster)


@pytest.mark.parametrize("year", YEARS)
def test_district_and_clusters_say_what_the_report_says(
    demo: District,
    attainment: Mapping[Subject, Mapping[str, Reported]],
    pooled: Mapping[Subject, Reported],
    year: str,
) -> None:
    for subject, of_schools in attainment.items():
        if subject[2] == year:
            check_district(demo, subject, of_schools, pooled[subject])


# --- «Почему?» ---------------------------------------------------------------------------------------------------


def why(demo: District, about: str, subject: Subject, school: str = "") -> str:
    indicator, level, year = subject
    who = f"&school={school}" if school else ""
    return demo.get(f"/panels/why?about={about}{who}&indicator={indicator}&level={level}&year={year}").decode()


def check_panel(panel: str, row: Reported, subject: Subject) -> None:
    """Value, division and verdict of a panel; a small cohort is told as «2 из 3»."""
    value = readable(part_of(panel, 'class="why-value">', "</b>").partition(">")[2])
    words = readable(re.sub(r"<[^>]+>", "", part_of(panel, 'class="why-headline"', "</p>").partition("</b>")[2]))
    assert STATUS_OF[words] == row["status"], (subject, words)
    if "из" in value:
        assert is_count(value.split(",")[0], row["numerator"], row["denominator"]), (subject, value)
    elif row["value"]:
        assert is_shown_as(value.split(",  ")[0], row["value"]) or value.startswith(row["value"][:-2]), (subject, value)
    if row["value"] and subject[0] not in GROWTH:
        formula = readable(part_of(panel, 'class="formula">', "</p>").partition(">")[2])
        division, _, result = formula.rpartition(" = ")
        k, _, n = division.partition(" : ")
        assert (k.replace(" ", ""), n.replace(" ", "")) == (row["numerator"], row["denominator"]), (subject, formula)
        assert is_shown_as(result, row["value"]), (subject, formula)


def check_parts(panel: str, expected: Mapping[str, Reported], subject: Subject) -> None:
    """The schools that a figure of the district is made of, each with its count and verdict."""
    rows = [row for row in table_rows(panel) if any(link.startswith("/schools/") for link in row.links)]
    told = {school_in(row.links): row.texts for row in rows}
    for school, row in expected.items():
        k, n = count_of(row)
        if k and subject[0] not in GROWTH:
            assert is_count(told[school][1], k, n), (subject, school, told[school])
            assert STATUS_OF[told[school][2]] == row["status"], (subject, school)


def test_why_answers_with_the_numbers_of_the_report(
    demo: District, attainment: Mapping[Subject, Mapping[str, Reported]], pooled: Mapping[Subject, Reported]
) -> None:
    turn = cycle(demo.names)
    asked_about: set[str] = set()
    for subject, of_schools in attainment.items():
        if subject[0] == BREAKDOWN:
            continue
        panel = why(demo, "pooled", subject)
        check_panel(panel, pooled[subject], subject)
        check_parts(panel, of_schools, subject)
        school = next(turn)
        check_panel(why(demo, "result", subject, school), of_schools[school], subject)
        asked_about.add(school)
    assert asked_about == set(demo.names)


# --- the school card ---------------------------------------------------------------------------------------------


def check_card(
    demo: District, school: str, year: str, attainment: Mapping[Subject, Mapping[str, Reported]]
) -> set[Subject]:
    """What the card shows; none of it may differ from the report."""
    shown: set[Subject] = set()
    page = demo.page("school", f"?year={year}", path=f"/schools/{school}")
    rows = [row for table in parts_of(page, '<table class="goals"', "</table>") for row in table_rows(table)[1:]]
    shared = ""
    for row in rows:
        if len(row.cells) == 5:
            shared = row.cells[0].target
        _, _, value, verdict = row.cells[-4:]
        subject = asked(value.opens[0])
        place = (subject["indicator"], subject["level"], subject["year"])
        assert subject["school"] == school
        check_line(attainment[place][school], value.text, verdict.marks, shared or verdict.target)
        shown.add(place)
    assert len(shown) == len(rows)
    return shown


def check_line(told: Reported, value: str, marks: Sequence[str], target: str) -> None:
    assert told["status"] in MARKS[marks[0].removeprefix("mark-")], told
    parts = re.fullmatch(r"(?:([\d ]+(?:,\d+)?(?: %)?) ?)?(?:(\d[\d ]* из \d[\d ]*)|было [\d ]+|— ?.*|)", value)
    assert parts is not None, (told, value)
    k, n = count_of(told)
    if k and told["value"]:
        assert parts[2] is not None, (told, value)
        assert is_count(parts[2], k, n), (told, value)
    if parts[1]:
        assert is_shown_as(parts[1].strip(), told["value"]), (told, value)
    elif told["value"]:
        assert k, (told, value)  # a small cohort: the count alone
    given = re.search(r"(?:не менее|не более) ([\d ]+(?:,\d+)?)", target)
    if given is not None and told["status"] != Status.NOT_APPLICABLE:
        assert is_shown_as(given[1].strip(), told["target"]), (told, target)


def test_the_cards_of_all_schools_say_what_the_report_says(
    demo: District, attainment: Mapping[Subject, Mapping[str, Reported]]
) -> None:
    """A card has the figures that decide a goal; those for information are told by the comparison."""
    for year in YEARS:
        for school in demo.names:
            shown = check_card(demo, school, year, attainment)
            deciding = {
                subject: of_schools[school]["status"]
                for subject, of_schools in attainment.items()
                if subject[2] == year and subject[0] in demo.deciding and school in of_schools
            }
            assert shown <= set(deciding)
            assert {status for subject, status in deciding.items() if subject not in shown} <= {Status.NOT_APPLICABLE}


# --- the cycle and the flags -------------------------------------------------------------------------------------


def day_of(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else ""


def check_cycle(demo: District, year: str, reported: Sequence[Reported]) -> None:
    school_of = {name: school for school, name in demo.names.items()}
    expected = {(row["school"], row["block"], row["stage"]): row for row in reported}
    assert len(expected) == len(demo.names) * 36

    shown: dict[tuple[str, ...], str] = {}
    page = demo.page("cycle", f"?year={year}")
    for row in table_rows(part_of(page, 'id="cycle-matrix"', "</table>")):
        for cell in row.cells:
            places = [asked(link)["cell"] for link in cell.links if "cell=" in link]
            if places:
                shown[tuple(places[0].rsplit(":", 2))] = cell.marks[0].removeprefix("glyph-").replace("-", "_")
    assert shown == {place: row["state"] for place, row in expected.items()}

    stages = {words: stage for stage, words in STAGES.items()}
    states = {words: state for state, words in CELL_STATES.items()}
    in_file = {
        (school_of[readable(row[0])], str(row[1]), str(stages[row[2]])): (
            states[row[4]],
            day_of(row[5]),
            row[7] or "",
            day_of(row[8]),
        )
        for row in demo.sheet(f"/downloads/cycle.xlsx?year={year}", "Ячейки")
    }
    assert in_file == {
        place: (CellState(row["state"]), row["due"], row["document"], row["date"]) for place, row in expected.items()
    }


def test_the_cycle_and_its_file_say_what_the_report_says(demo: District) -> None:
    for year in YEARS:
        check_cycle(demo, year, demo.report("cycle", "--year", year))


def test_the_list_of_flags_says_what_the_report_says(demo: District) -> None:
    school_of = {name: school for school, name in demo.names.items()}
    reported = demo.report("gaps")
    assert len({row["rule"] for row in reported}) > 10

    for year in YEARS:
        of_year = [row for row in reported if row["year"] == year]
        expected = Counter((row["school"], readable(row["message"]), row["due"]) for row in of_year)
        in_file = Counter(
            (school_of[readable(row[0])], readable(row[9]), day_of(row[6]))
            for row in demo.sheet(f"/downloads/cycle.xlsx?year={year}", "Замечания")
        )
        shown = Counter(
            each for rule in sorted({row["rule"] for row in of_year}) for each in flags_of(demo, year, rule)
        )
        assert in_file == expected
        assert shown == Counter((school, without_day(message), due) for school, message, due in expected.elements())


def without_day(message: str) -> str:
    """The sentence of a row, which has a column for the day."""
    return re.sub(r", срок\s[\d.]{10}, просрочено на\s\d+\s\w+(?=\.$)", "", message)


def flags_of(demo: District, year: str, rule: str) -> Iterator[tuple[str, str, str]]:
    page = demo.page("cycle", f"?year={year}&view=list&rule={rule}")
    for table in parts_of(page, '<table class="flag-table"', "</table>"):
        for row in table_rows(table)[1:]:
            assert asked(row.opens[0])["rule"] == rule
            yield school_in(row.links), row.texts[1], as_iso(row.texts[2].partition(" ·")[0])


def as_iso(words: str) -> str:
    if words == "—":
        return ""
    day, month, year = words.split(".")
    return date(int(year), int(month), int(day)).isoformat()


# --- planted faults: each is one place that tells another number ---------------------------------------------------

CERTIFICATION: Final = ("b1_certification_attainment", "ooo", "2025/26")
# Pages are remembered: a school that is highlighted makes a question nobody has asked before.
FRESH: Final = {
    "dashboard.findings.compare.goal.indicator_comparison": "beryozovskaya",
    "dashboard.charts.table.value_words": "klyuchevskaya",
    "dashboard.charts.html.dots.value_words": "kamenskaya",
}


def _one_more(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    """A query whose schools have one more who reached the goal."""

    def query(*args: Any, **kwargs: Any) -> Any:
        view = wrapped(*args, **kwargs)
        schools = tuple(
            replace(row, numerator=None if row.numerator is None else row.numerator + 1) for row in view.schools
        )
        return replace(view, schools=schools)

    return query


def _differently(wrapped: Callable[..., str]) -> Callable[..., str]:
    """A format that loses the decimals."""
    return lambda *args, **kwargs: re.sub(r",\d+", "", wrapped(*args, **kwargs))


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("dashboard.findings.compare.goal.indicator_comparison", _one_more),
        ("dashboard.charts.table.value_words", _differently),
        ("dashboard.charts.html.dots.value_words", _differently),
    ],
)
def test_a_comparison_that_tells_another_number_is_found(
    demo: District,
    attainment: Mapping[Subject, Mapping[str, Reported]],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    fault: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> None:
    module, _, name = place.rpartition(".")
    wrapped = getattr(__import__(module, fromlist=[name]), name)
    monkeypatch.setattr(place, fault(wrapped))

    with pytest.raises(AssertionError):
        check_comparison(
            demo, CERTIFICATION, attainment[CERTIFICATION], f"&order=name&before=2023/24&school={FRESH[place]}"
        )


def test_a_cycle_that_tells_another_state_is_found(demo: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.exports.cycle_workbook.CELL_STATES", dict.fromkeys(CellState, "принят"))
    reported = demo.report("cycle", "--year", "2025/26")

    with pytest.raises(AssertionError):
        check_cycle(demo, "2025/26", reported)
