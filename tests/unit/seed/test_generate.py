"""The demo district as tables: its form, its size, what its numbers have to do with one another."""

import csv
import hashlib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from seed.generate import DemoDistrict, demo_tables, table_bytes, write_folder

HEADINGS = {
    "schools.csv": "code,short_name,full_name,kind,cluster,pupils,fis_oko_login,rcoi_code,inn,levels",
    "targets.csv": "school,indicator,level,year,target",
    "observations.csv": (
        "school,indicator,level,year,subject,class_group,category,numerator,denominator,value,baseline,"
        "missing,source,note"
    ),
    "documents.csv": (
        "school,block,stage,year,type,title,number,date,responsible,addressee,goals,tasks,deadlines,url,file,"
        "status,covers"
    ),
    "organisation.csv": "school,year,item,present,date,url",
}


@pytest.fixture(scope="module")
def demo() -> DemoDistrict:
    return demo_tables()


def hash_of_folder(folder: Path) -> str:
    names = sorted(path.name for path in folder.iterdir())
    return hashlib.sha256(b"".join(name.encode() + (folder / name).read_bytes() for name in names)).hexdigest()


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    write_folder(tmp_path / "first")
    write_folder(tmp_path / "second")

    assert hash_of_folder(tmp_path / "first") == hash_of_folder(tmp_path / "second")


def test_another_seed_gives_another_district(demo: DemoDistrict) -> None:
    other = demo_tables(seed=1)

    assert table_bytes(other.observations) != table_bytes(demo.observations)
    assert [row["code"] for row in other.schools] == [row["code"] for row in demo.schools]


def test_the_tables_have_the_headings_of_an_import(demo: DemoDistrict) -> None:
    assert {name: ",".join(table[0]) for name, table in demo.tables.items()} == HEADINGS


def test_every_cell_is_plain_text(demo: DemoDistrict) -> None:
    kinds = {type(cell) for table in demo.tables.values() for row in table for cell in row.values()}

    assert kinds == {str}


def test_every_row_of_a_table_has_the_same_columns(demo: DemoDistrict) -> None:
    for table in demo.tables.values():
        assert {tuple(row) for row in table} == {tuple(table[0])}


def test_a_folder_holds_the_tables_and_the_files_that_documents_name(tmp_path: Path) -> None:
    demo = write_folder(tmp_path)

    named = {row["file"] for row in demo.documents if row["file"]}

    assert {path.name for path in tmp_path.iterdir()} == named | set(HEADINGS)
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF-1.4\n") for name in named)
    with (tmp_path / "observations.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.DictReader(stream)) == demo.observations


def test_there_are_26_schools_of_the_kinds_of_a_district_like_ours(demo: DemoDistrict) -> None:
    places = Counter(row["cluster"] for row in demo.schools)
    kinds = Counter("gymnasium" if "Гимназия" in row["short_name"] else row["kind"] for row in demo.schools)

    assert places == {"town": 9, "settlement": 4, "village": 13}
    assert kinds == {"full": 18, "basic": 6, "primary": 1, "gymnasium": 1}


def test_sizes_lie_in_the_ranges_of_their_places(demo: DemoDistrict) -> None:
    ranges = {"town": (350, 1300), "settlement": (250, 600), "village": (25, 220)}
    sizes = [(row["cluster"], int(row["pupils"])) for row in demo.schools]

    assert all(ranges[place][0] <= pupils <= ranges[place][1] for place, pupils in sizes)
    assert 10_500 <= sum(pupils for _, pupils in sizes) <= 11_500


def test_half_of_the_schools_with_grade_11_have_fewer_than_12_pupils_in_it() -> None:
    from seed.roster import SCHOOLS

    cohorts = [school.grade_11 for school in SCHOOLS if school.grade_11]

    assert len(cohorts) == 19
    assert sum(cohort < 12 for cohort in cohorts) == 10
    assert (min(cohorts), max(cohorts)) == (2, 55)


def test_pupils_by_grade_add_up_to_the_school() -> None:
    from random import Random

    from seed.roster import SCHOOLS, grades_of

    for school in SCHOOLS:
        grades = grades_of(school, lambda *keys: Random(str(keys)))
        assert sum(grades.values()) == school.pupils
        assert grades.get(11, 0) == school.grade_11
        assert min(grades.values()) > 0


def test_figures_stand_for_three_years_and_documents_for_two(demo: DemoDistrict) -> None:
    rows = Counter(row["year"] for row in demo.observations)

    assert set(rows) == {"2023/24", "2024/25", "2025/26"}
    assert 2_200 <= rows["2025/26"] <= 2_700
    assert {row["year"] for row in demo.documents} == {"2024/25", "2025/26"}
    assert {row["year"] for row in demo.organisation} == {"2024/25", "2025/26"}


def test_keys_of_all_tables_are_unique(demo: DemoDistrict) -> None:
    keys = {
        "schools.csv": ("code",),
        "targets.csv": ("school", "indicator", "level", "year"),
        "observations.csv": ("school", "indicator", "level", "year", "subject", "class_group", "category"),
        "documents.csv": ("school", "year", "block", "stage", "type", "number", "title"),
        "organisation.csv": ("school", "year", "item"),
    }

    for name, table in demo.tables.items():
        repeated = [
            key for key, times in Counter(tuple(row[part] for part in keys[name]) for row in table).items() if times > 1
        ]
        assert repeated == [], name


def test_no_numerator_is_larger_than_its_denominator(demo: DemoDistrict) -> None:
    pairs = [(int(row["numerator"]), int(row["denominator"])) for row in demo.observations if row["numerator"]]

    assert all(0 <= numerator <= denominator for numerator, denominator in pairs)


def test_zero_denominators_stand_only_where_a_population_may_be_empty(demo: DemoDistrict) -> None:
    empty = {row["indicator"] for row in demo.observations if row["denominator"] == "0"}

    assert empty <= {"b2_support_coverage", "b5_targeted_training", "b5_young_teacher_retention"}


def test_percent_stands_only_in_the_percent_only_report(demo: DemoDistrict) -> None:
    shares = [
        row
        for row in demo.observations
        if row["value"] and row["indicator"] not in ("b3_vosh_winners", "b3_individual_trajectories")
    ]

    assert {(row["school"], row["indicator"], row["year"]) for row in shares} == {
        ("school-6", "b1_certification_attainment", "2025/26")
    }


def totals(demo: DemoDistrict, indicator: str, part: str) -> dict[tuple[str, str, str], str]:
    return {
        (row["school"], row["level"], row["year"]): row[part]
        for row in demo.observations
        if row["indicator"] == indicator and row[part] and not (row["subject"] or row["class_group"])
    }


def test_help_is_counted_among_those_who_lag_except_in_the_planted_school(demo: DemoDistrict) -> None:
    lagging = totals(demo, "b2_lagging_share", "numerator")
    helped = totals(demo, "b2_support_coverage", "denominator")

    assert {key for key in helped if helped[key] != lagging[key]} == {("school-4", "ooo", "2025/26")}
    assert helped.keys() == lagging.keys()


def test_deficits_are_counted_among_the_teachers_diagnosed(demo: DemoDistrict) -> None:
    diagnosed = totals(demo, "b5_diagnostics_coverage", "numerator")
    deficits = [row for row in demo.observations if row["indicator"] == "b5_deficit_breakdown"]
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in deficits:
        kinds[row["school"], row["year"]].add(row["category"])

    assert all(row["denominator"] == diagnosed[row["school"], "school", row["year"]] for row in deficits)
    assert set(map(frozenset, kinds.values())) == {
        frozenset({"subject", "methodical", "ict", "psychological", "organisational"})
    }


def test_growth_carries_a_base_only_in_the_first_year(demo: DemoDistrict) -> None:
    growth = [row for row in demo.observations if row["indicator"] == "b3_vosh_winners"]

    assert {row["year"] for row in growth if row["baseline"]} == {"2023/24"}
    assert all(row["baseline"] for row in growth if row["year"] == "2023/24")


def test_levels_that_a_school_lacks_have_no_rows(demo: DemoDistrict) -> None:
    taught = {row["code"]: {*row["levels"].split(";"), "school"} for row in demo.schools}

    assert all(row["level"] in taught[row["school"]] for row in demo.observations)
    assert all(row["level"] in taught[row["school"]] for row in demo.targets if row["school"])


def test_targets_are_the_district_s_and_the_schools(demo: DemoDistrict) -> None:
    owners = Counter(bool(row["school"]) for row in demo.targets)

    assert owners[False] == 9
    assert owners[True] > 40


def test_links_lead_to_addresses_that_cannot_exist(demo: DemoDistrict) -> None:
    links = [row["url"] for row in (*demo.documents, *demo.organisation) if row["url"]]

    assert all(link.startswith("https://") and ".svetlorechensk.example/" in link for link in links)


def test_documents_name_offices_and_not_people(demo: DemoDistrict) -> None:
    assert {row["responsible"] for row in demo.documents} == {
        "",
        "заместитель директора по УВР",
        "заместитель директора по ВР",
        "руководитель методического объединения",
    }


def test_demo_people_have_every_role_and_one_password(demo: DemoDistrict) -> None:
    roles = Counter(str(user.role) for user in demo.users)
    schools = {row["code"] for row in demo.schools}

    assert roles == {
        "administrator": 1,
        "region": 1,
        "department": 1,
        "presenter": 1,
        "director": 2,
        "coordinator": 1,
    }
    assert len({user.password for user in demo.users}) == 1
    assert {user.school for user in demo.users if user.school} <= schools
    assert ("Р. И. Ахметова", "klyuchevskaya") in {(user.full_name, user.school) for user in demo.users}
