"""Reports with somebody's rights: own rows, hidden rows, and nothing that would tell what is not yours."""

import csv
import io
from pathlib import Path

import pytest

from tests.support.cli import CommandLine
from tests.support.small_district import write_tables

OF_2025 = ("--district", "alpha", "--year", "2025/26", "--today", "2026-09-18")
REPORTS = [("attainment",), ("attainment", "--by", "block"), ("gaps",), ("cycle",)]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def schools_in(text: str) -> set[str]:
    return {row["school"] for row in rows(text)} - {""}


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(("login", "school"), [("director", "1"), ("coordinator", "1"), ("director-2", "2")])
def test_a_school_sees_its_own_rows_alone(
    reading: CommandLine, report: tuple[str, ...], login: str, school: str
) -> None:
    text = reading.good("report", *report, *OF_2025, "--as", login).stdout

    assert schools_in(text) == {school}


@pytest.mark.parametrize("report", REPORTS)
def test_another_school_is_answered_like_one_that_does_not_exist(reading: CommandLine, report: tuple[str, ...]) -> None:
    foreign = reading("report", *report, *OF_2025, "--as", "director", "--school", "2")
    unknown = reading("report", *report, *OF_2025, "--as", "director", "--school", "3")

    assert (foreign.status, foreign.stdout) == (unknown.status, unknown.stdout) == (1, "")
    assert foreign.stderr == unknown.stderr.replace("3", "2")


def test_the_own_school_sees_its_own_small_groups(reading: CommandLine) -> None:
    own = reading.good("report", "attainment", *OF_2025, "--as", "director-2").stdout
    everything = reading.good("report", "attainment", *OF_2025, "--school", "2").stdout

    assert own == everything


def test_flags_of_a_school_without_documents_are_the_same_for_its_director(reading: CommandLine) -> None:
    """The cycle is tracked from the district's first document, which this director cannot see."""
    own = reading.good("report", "gaps", *OF_2025, "--as", "director-2").stdout

    assert own == reading.good("report", "gaps", *OF_2025, "--school", "2").stdout
    assert "stage_missing" in own


def test_the_presenter_gets_no_number_of_a_small_group_nor_what_would_give_it_away(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", *OF_2025, "--as", "presenter").stdout

    both = [row for row in rows(text) if row["indicator"] == "b1_certification_attainment" and row["level"] == "noo"]
    # 8 of 9 is small; beside the pooled 53 of 59 the other school's 45 of 50 would tell it.
    for row in both:
        assert row["status"] == "suppressed"
        assert [row[name] for name in ("numerator", "denominator", "value", "gap_pp", "pupil_gap")] == [""] * 5


def test_the_presenter_gets_no_sensitive_indicator_by_school(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", *OF_2025, "--as", "presenter").stdout

    sensitive = {"b2_lagging_share", "b2_support_coverage", "b5_young_teacher_retention"}
    assert not [row for row in rows(text) if row["indicator"] in sensitive and row["denominator"]]


def test_the_presenter_gets_no_goals_of_a_sensitive_block_by_school(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", "--by", "block", *OF_2025, "--as", "presenter").stdout

    hidden = [row for row in rows(text) if row["block"] in {"2", "5"}]
    columns = ("goals_met", "goals_with_data", "results_with_data", "results_applicable")
    assert {row[column] for row in hidden if row["school"] for column in columns} == {""}


def test_the_presenters_filter_by_school_does_not_uncover_a_hidden_block(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", "--by", "block", *OF_2025, "--as", "presenter", "--school", "1").stdout

    assert {row["goals_met"] for row in rows(text) if row["block"] == "2"} == {""}


def test_the_sum_of_a_hidden_block_is_not_reported_over_fewer_than_three_schools(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", "--by", "block", *OF_2025, "--as", "presenter").stdout

    columns = ("goals_met", "goals_with_data", "results_with_data", "results_applicable")
    sums = {row["block"]: "".join(row[column] for column in columns) for row in rows(text) if not row["school"]}
    assert (sums["2"], sums["5"]) == ("", "")


def test_the_presenters_filter_by_school_hides_as_much_as_the_whole_list(reading: CommandLine) -> None:
    whole = reading.good("report", "attainment", *OF_2025, "--as", "presenter").stdout
    one = reading.good("report", "attainment", *OF_2025, "--as", "presenter", "--school", "1").stdout

    assert rows(one) == [row for row in rows(whole) if row["school"] == "1"]


@pytest.mark.parametrize("report", [("attainment",), ("gaps",), ("cycle",)])
def test_the_region_gets_the_header_alone_of_reports_by_school(reading: CommandLine, report: tuple[str, ...]) -> None:
    named = reading.good("report", *report, *OF_2025, "--as", "region")

    assert len(named.lines) == 1
    assert reading("report", *report, *OF_2025, "--as", "region", "--school", "1").status == 1


def test_the_region_gets_sums_by_block_without_schools(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", "--by", "block", *OF_2025, "--as", "region").stdout
    everything = reading.good("report", "attainment", "--by", "block", *OF_2025).stdout

    assert schools_in(text) == set()
    assert rows(text) == [row for row in rows(everything) if not row["school"]]


@pytest.mark.parametrize("login", ["official", "administrator"])
@pytest.mark.parametrize("report", [*REPORTS, ("attainment", "--by", "district")])
def test_department_and_administrator_see_what_the_operator_sees(
    reading: CommandLine, report: tuple[str, ...], login: str
) -> None:
    assert reading.good("report", *report, *OF_2025, "--as", login) == reading.good("report", *report, *OF_2025)


def test_a_director_gets_no_pooled_value_where_fewer_than_five_other_schools_have_data(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", "--by", "district", *OF_2025, "--as", "director").stdout

    shown = [row for row in rows(text) if row["value"] or row["numerator"]]
    assert shown == []


@pytest.mark.parametrize("login", ["director", "official-beta", "presenter"])
def test_a_district_that_is_not_the_persons_is_an_unknown_one(reading: CommandLine, login: str) -> None:
    other = "alpha" if login == "official-beta" else "beta"
    foreign = reading("report", "gaps", "--district", other, "--as", login)
    unknown = reading("report", "gaps", "--district", "gamma", "--as", login)

    assert (foreign.status, foreign.stdout) == (1, "")
    assert foreign.stderr.replace(other, "gamma") == unknown.stderr


def test_an_unknown_login_is_refused(reading: CommandLine) -> None:
    ran = reading("report", "gaps", *OF_2025, "--as", "nobody")

    assert (ran.status, ran.stdout) == (1, "")
    assert "nobody" in ran.stderr


OWN_ROW = "school,indicator,level,year,numerator,denominator\n1,1.3,ooo,2025/26,30,40\n"
OTHER_ROW = "school,indicator,level,year,numerator,denominator\n2,1.3,ooo,2025/26,3,4\n"


def test_a_director_imports_rows_of_the_own_school(run: CommandLine, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "own", {"observations": OWN_ROW})

    run.good("import", folder, "--district", "alpha", "--as", "director")

    text = run.good("report", "attainment", *OF_2025, "--school", "1").stdout
    assert "b1_functional_literacy,ooo,2025/26,30,40,75.0" in text


def test_a_director_cannot_import_rows_of_another_school(run: CommandLine, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "other", {"observations": OTHER_ROW})

    ran = run("import", folder, "--district", "alpha", "--as", "director")

    assert ran.status == 1
    assert "observations.csv · A2" in ran.stderr


def test_the_operators_school_option_limits_an_import_to_that_school(run: CommandLine, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "other", {"observations": OTHER_ROW})

    assert run("import", folder, "--district", "alpha", "--school", "1").status == 1
    assert run("import", folder, "--district", "alpha", "--school", "2").status == 0


@pytest.mark.parametrize("login", ["presenter", "region"])
def test_those_who_may_not_write_cannot_import(run: CommandLine, tmp_path: Path, login: str) -> None:
    folder = write_tables(tmp_path / "own", {"observations": OWN_ROW})

    ran = run("import", folder, "--district", "alpha", "--as", login)

    assert ran.status == 1
    assert "прав" in ran.stderr


def test_targets_need_the_director(run: CommandLine, tmp_path: Path) -> None:
    targets = "school,indicator,level,year,target\n1,1.3,ooo,2025/26,95\n"
    folder = write_tables(tmp_path / "targets", {"targets": targets})

    refused = run("import", folder, "--district", "alpha", "--as", "coordinator")
    accepted = run("import", folder, "--district", "alpha", "--as", "director")

    assert (refused.status, accepted.status) == (1, 0)
    assert "targets.csv · A2" in refused.stderr


def test_a_school_does_not_choose_what_is_asked_of_it(run: CommandLine, tmp_path: Path) -> None:
    def outcome(row: str) -> tuple[int, str]:
        tables = {"schools": f"code,short_name,kind,levels,cluster,pupils\n{row}\n"}
        ran = run("import", write_tables(tmp_path / "schools", tables), "--district", "alpha", "--as", "director")
        return ran.status, ran.stderr.partition(" · меняет")[0][:16]

    assert outcome("1,Школа № 1,full,noo,town,300") == (1, "schools.csv · D2")
    assert outcome("1,Школа № 1,basic,,town,300") == (1, "schools.csv · C2")
    assert outcome("1,Школа № 1,full,,village,300") == (1, "schools.csv · E2")
    assert outcome("1,Школа № 1,full,noo;ooo;soo,town,301")[0] == 0


def test_what_a_school_changes_after_acceptance_is_to_be_accepted_again(run: CommandLine, tmp_path: Path) -> None:
    documents = "school,block,stage,year,type,number,title\n1,1,measures,2025/26,roadmap,5-д,{}\n"

    def state_after(title: str, *who: str) -> str:
        folder = write_tables(tmp_path / "documents", {"documents": documents.format(title)})
        run.good("import", folder, "--district", "alpha", *who)
        cells = rows(run.good("report", "cycle", *OF_2025, "--school", "1").stdout)
        return next(cell["state"] for cell in cells if (cell["block"], cell["stage"]) == ("1", "measures"))

    assert state_after("Дорожная карта", "--as", "director") == "accepted"
    assert state_after("Другая карта", "--as", "official") == "accepted"
    assert state_after("Третья карта", "--as", "director") == "submitted"


def test_a_school_cannot_accept_its_own_document(run: CommandLine, tmp_path: Path) -> None:
    documents = "school,block,stage,year,type,number,status\n1,5,analysis,2025/26,analytical_report,7,accepted\n"
    folder = write_tables(tmp_path / "documents", {"documents": documents})

    assert run("import", folder, "--district", "alpha", "--as", "director").status == 1
    assert run("import", folder, "--district", "alpha").status == 0
