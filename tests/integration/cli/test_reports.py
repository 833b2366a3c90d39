"""The reports of the small district, every column worked out by hand."""

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest

from tests.support.cli import CommandLine

TODAY = ("--today", "2026-09-18")
OF_2025 = ("--district", "alpha", "--year", "2025/26", *TODAY)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def line(text: str, **key: str) -> dict[str, str]:
    found = [row for row in rows(text) if all(row[name] == value for name, value in key.items())]
    assert len(found) == 1, (key, found)
    return found[0]


def test_attainment_by_school_has_the_published_columns_and_a_row_per_indicator_and_level(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", *OF_2025).stdout

    assert text.splitlines()[0] == (
        "school,block,goal,indicator,level,year,numerator,denominator,value,target,target_origin,reference,"
        "status,gap_pp,pupil_gap,flags"
    )
    # 23 of the 24 indicators are switched on; with their levels they make 37 rows per school.
    assert Counter(row["school"] for row in rows(text)) == {"1": 37, "2": 37}


@pytest.mark.parametrize(
    ("school", "indicator", "level", "expected"),
    [
        ("1", "b1_certification_attainment", "noo", "45,50,90.0,90.0,reference,90.0,met,0.0,0,"),
        ("1", "b1_certification_attainment", "ooo", "170,200,85.0,90.0,reference,90.0,near,-5.0,-10,"),
        (
            "1",
            "b1_certification_attainment",
            "soo",
            "10,12,83.33333333333333,90.0,reference,90.0,not_met,-6.666666666666667,-1,",
        ),
        (
            "2",
            "b1_certification_attainment",
            "noo",
            "8,9,88.88888888888889,85.0,own,90.0,met,3.888888888888889,0,target_unambitious",
        ),
        ("2", "b1_certification_attainment", "ooo", ",,,90.0,reference,90.0,no_data,,,data_missing"),
        ("2", "b1_certification_attainment", "soo", ",,,90.0,reference,90.0,not_applicable,,,"),
        ("1", "b2_lagging_share", "noo", "1,50,2.0,2.0,reference,2.0,met,0.0,0,"),
        ("1", "b2_lagging_share", "ooo", "5,200,2.5,2.0,reference,2.0,near,-0.5,-1,"),
        ("1", "b2_support_coverage", "ooo", "3,4,75.0,100.0,reference,100.0,not_met,-25.0,-1,data_inconsistent"),
        ("1", "b2_support_coverage", "soo", "0,0,,100.0,reference,100.0,not_applicable,,,"),
        ("1", "b3_vosh_winners", "school", ",,4.0,,none,,met,2.0,,"),
        ("2", "b3_vosh_winners", "school", ",,0.0,,none,,not_met,0.0,,"),
        ("1", "b3_individual_trajectories", "school", ",,3.0,,none,,no_baseline,,,"),
        ("1", "b4_university_by_profile", "soo", ",,,100.0,reference,100.0,not_due,,,"),
        ("1", "b5_deficit_breakdown", "school", ",20,,,none,,no_target,,,"),
        ("1", "b5_young_teacher_retention", "school", "3,4,75.0,80.0,reference,80.0,near,-5.0,-1,"),
        ("1", "b6_class_guidance_evaluated", "school", ",,,,none,,no_data,,,"),
    ],
)
def test_a_result_is_reported_with_every_column(
    reading: CommandLine, school: str, indicator: str, level: str, expected: str
) -> None:
    text = reading.good("report", "attainment", *OF_2025).stdout

    found = line(text, school=school, indicator=indicator, level=level)

    assert ",".join(list(found.values())[6:]) == expected


@pytest.mark.parametrize(
    ("indicator", "level", "expected"),
    [
        # 45 + 8 of 50 + 9; 53/59 misses 90 % by 10/59 of a point.
        (
            "b1_certification_attainment",
            "noo",
            "2,2,2,53,59,89.83050847457628,90.0,near,-0.1694915254237288",
        ),
        ("b1_certification_attainment", "ooo", "2,1,0,170,200,85.0,90.0,near,-5.0"),
        ("b1_certification_attainment", "soo", "1,1,0,10,12,83.33333333333333,90.0,not_met,-6.666666666666667"),
        ("b2_support_coverage", "soo", "0,0,0,,,,100.0,not_applicable,"),
        ("b3_vosh_winners", "school", "2,2,1,,,4.0,,met,2.0"),
        ("b3_individual_trajectories", "school", "2,1,0,,,3.0,,no_baseline,"),
        ("b4_university_by_profile", "soo", "1,0,0,,,,100.0,not_due,"),
        ("b5_deficit_breakdown", "school", "2,1,0,,20,,,no_target,"),
        ("b6_events_completed", "school", "2,1,1,10,10,100.0,100.0,met,0.0"),
    ],
)
def test_the_district_is_reported_over_pooled_counts(
    reading: CommandLine, indicator: str, level: str, expected: str
) -> None:
    text = reading.good("report", "attainment", "--by", "district", *OF_2025).stdout

    assert text.splitlines()[0] == (
        "block,goal,indicator,level,year,schools_applicable,schools_with_data,schools_met,numerator,denominator,"
        "value,reference,status,gap_pp"
    )
    assert ",".join(list(line(text, indicator=indicator, level=level).values())[5:]) == expected


def test_blocks_are_reported_by_school_and_then_summed(reading: CommandLine) -> None:
    text = reading.good("report", "attainment", "--by", "block", *OF_2025).stdout

    assert text == (
        "school,block,year,goals_met,goals_with_data,goals_applicable,results_with_data,results_applicable,"
        "stages_done,stages_required,stages_overdue\n"
        "1,1,2025/26,0,1,4,4,9,3,6,2\n"
        "1,2,2025/26,0,2,2,5,5,0,6,5\n"
        "1,3,2025/26,0,0,3,2,4,1,6,4\n"
        "1,4,2025/26,0,0,3,0,6,1,6,4\n"
        "1,5,2025/26,0,1,3,1,3,0,6,5\n"
        "1,6,2025/26,0,0,1,0,1,0,6,5\n"
        "2,1,2025/26,0,0,4,1,6,0,6,5\n"
        "2,2,2025/26,0,0,2,0,4,0,6,5\n"
        "2,3,2025/26,0,1,3,1,4,0,6,5\n"
        "2,4,2025/26,0,0,2,0,3,0,6,5\n"
        "2,5,2025/26,0,0,3,0,3,0,6,5\n"
        "2,6,2025/26,1,1,1,1,1,0,6,5\n"
        ",1,2025/26,0,1,8,5,15,3,12,7\n"
        ",2,2025/26,0,2,4,5,9,0,12,10\n"
        ",3,2025/26,0,1,6,3,8,1,12,9\n"
        ",4,2025/26,0,0,5,0,9,1,12,9\n"
        ",5,2025/26,0,1,6,1,6,0,12,10\n"
        ",6,2025/26,1,1,2,1,2,0,12,10\n"
    )


def test_gaps_count_every_rule_of_a_school(reading: CommandLine) -> None:
    found = rows(reading.good("report", "gaps", *OF_2025).stdout)

    assert Counter(row["rule"] for row in found if row["school"] == "1") == {
        "stage_missing": 25,
        "stage_due_soon": 6,
        "stage_late": 1,
        "stage_skipped": 2,
        "document_returned": 1,
        "data_missing": 15,
        "goal_missed_no_response": 4,
        "goal_missed_again": 1,
        "data_inconsistent": 1,
    }
    assert Counter(row["rule"] for row in found if row["school"] == "2") == {
        "stage_missing": 30,
        "stage_due_soon": 6,
        "data_missing": 18,
        "target_unambitious": 1,
        "goal_missed_no_response": 1,
        "organisation_missing": 6,
    }


def test_a_gap_carries_its_due_day_its_document_and_a_sentence(reading: CommandLine) -> None:
    text = reading.good("report", "gaps", *OF_2025, "--school", "1").stdout

    assert text.splitlines()[0] == (
        "rule,severity,school,block,stage,goal,indicator,level,year,due,days_overdue,document,message"
    )
    missing = line(text, rule="stage_missing", block="1", stage="analysis")
    assert [missing[name] for name in ("severity", "due", "days_overdue", "document")] == [
        "high",
        "2026-08-25",
        "24",
        "",
    ]
    returned = line(text, rule="document_returned")
    assert [returned[name] for name in ("severity", "stage", "due", "document")] == ["high", "analysis", "", "3-а"]
    assert all(row["message"].endswith(".") for row in rows(text))


def test_gaps_are_sorted_by_school_block_goal_indicator_code_level_year_rule_stage_document(
    reading: CommandLine,
) -> None:
    found = rows(reading.good("report", "gaps", "--district", "alpha", *TODAY).stdout)

    # In the seed's catalogue the order of ids and of codes is the same within a goal.
    columns = ("school", "block", "goal", "level", "year", "rule", "stage", "document")
    by_cell = [tuple(row[name] for name in columns) for row in found if not row["indicator"]]
    assert by_cell == sorted(by_cell)


def test_organisational_gaps_name_the_item_as_document(reading: CommandLine) -> None:
    text = reading.good("report", "gaps", *OF_2025, "--school", "2").stdout

    items = [row["document"] for row in rows(text) if row["rule"] == "organisation_missing"]
    assert items == sorted(items)
    assert "schedule_adopted" in items


def test_years_before_the_cycle_was_kept_raise_no_alarms(reading: CommandLine) -> None:
    found = rows(reading.good("report", "gaps", "--district", "alpha", "--year", "2024/25", *TODAY).stdout)

    assert found == []


def test_cycle_gives_each_cell_its_state_and_the_document_behind_it(reading: CommandLine) -> None:
    text = reading.good("report", "cycle", *OF_2025, "--school", "1").stdout

    assert text.splitlines()[:13] == [
        "school,block,stage,required,state,due,document,date",
        "1,1,goal_setting,required,accepted,2025-09-15,1-ц,2025-09-10",
        "1,1,monitoring,required,submitted,2025-10-01,2-м,2025-10-05",
        "1,1,analysis,required,returned,2026-08-25,3-а,2026-08-20",
        "1,1,recommendations,required,overdue,2026-09-05,,",
        "1,1,measures,required,accepted,2026-09-15,5-д,2026-09-10",
        "1,1,decisions,required,not_due,2026-09-30,,",
        "1,2,goal_setting,required,draft,2025-09-15,Черновик целей,",
        "1,2,monitoring,required,overdue,2025-10-01,,",
        "1,2,analysis,required,overdue,2026-08-25,,",
        "1,2,recommendations,required,overdue,2026-09-05,,",
        "1,2,measures,required,overdue,2026-09-15,,",
        "1,2,decisions,required,not_due,2026-09-30,,",
    ]
    assert len(rows(text)) == 36


def test_a_document_stands_in_the_cells_it_covers(reading: CommandLine) -> None:
    text = reading.good("report", "cycle", *OF_2025, "--school", "1").stdout

    covered = line(text, block="4", stage="goal_setting")
    assert (covered["state"], covered["document"]) == ("accepted", "6-ц")


def test_json_has_the_same_keys_with_numbers_as_numbers_and_absent_as_null(reading: CommandLine) -> None:
    found: list[dict[str, Any]] = json.loads(
        reading.good("report", "attainment", *OF_2025, "--school", "2", "--format", "json").stdout
    )

    first = next(row for row in found if row["indicator"] == "b1_certification_attainment" and row["level"] == "noo")
    assert first == {
        "school": "2",
        "block": 1,
        "goal": "g1_1_certification",
        "indicator": "b1_certification_attainment",
        "level": "noo",
        "year": "2025/26",
        "numerator": 8,
        "denominator": 9,
        "value": 88.88888888888889,
        "target": 85.0,
        "target_origin": "own",
        "reference": 90.0,
        "status": "met",
        "gap_pp": 3.888888888888889,
        "pupil_gap": 0,
        "flags": "target_unambitious",
    }
    last = next(row for row in found if row["level"] == "soo")
    assert (last["value"], last["flags"]) == (None, None)


def test_all_years_are_those_the_district_has_used(reading: CommandLine) -> None:
    found = rows(reading.good("report", "attainment", "--district", "alpha", *TODAY).stdout)

    assert {row["year"] for row in found} == {"2024/25", "2025/26"}


@pytest.mark.parametrize("year", ["1990/91", "2001/2002", "2010-11"])
def test_a_year_never_used_gives_rows_without_data(reading: CommandLine, year: str) -> None:
    found = rows(reading.good("report", "attainment", "--district", "alpha", "--year", year, *TODAY).stdout)
    pooled = rows(
        reading.good("report", "attainment", "--by", "district", "--district", "alpha", "--year", year, *TODAY).stdout
    )

    assert len(found) == 74
    assert {row["status"] for row in found} == {"no_data", "not_applicable"}
    assert {row["status"] for row in pooled} == {"no_data"}
    first = next(row for row in pooled if row["level"] == "soo")
    assert (first["schools_applicable"], first["schools_with_data"]) == ("1", "0")


def test_a_year_to_come_is_not_due(reading: CommandLine) -> None:
    found = rows(reading.good("report", "attainment", "--district", "alpha", "--year", "2026/27", *TODAY).stdout)

    assert {row["status"] for row in found} == {"not_due", "not_applicable"}


def test_a_year_nobody_has_filled_is_missing_all_the_same_once_its_days_have_passed(reading: CommandLine) -> None:
    options = ("--district", "alpha", "--year", "2026/27", "--today", "2026-09-20", "--school", "1")
    found = rows(reading.good("report", "gaps", *options).stdout)
    cells = rows(reading.good("report", "cycle", *options).stdout)

    # Five of the six organisational items hold on from the year before.
    assert Counter(row["rule"] for row in found) == {
        "stage_missing": 6,
        "stage_due_soon": 6,
        "organisation_missing": 1,
    }
    assert Counter(row["state"] for row in cells) == {"overdue": 6, "not_due": 30}


@pytest.mark.parametrize("report", [("attainment",), ("attainment", "--by", "block"), ("gaps",), ("cycle",)])
def test_nothing_of_another_district_is_reported(reading: CommandLine, report: tuple[str, ...]) -> None:
    text = reading.good("report", *report, "--district", "alpha", *TODAY).stdout

    assert "BETA" not in text
    assert "777" not in text


def test_the_day_of_a_report_is_the_districts_own_unless_given(reading: CommandLine) -> None:
    by_clock = reading.good("report", "gaps", "--district", "alpha", "--year", "2025/26").stdout

    assert by_clock == reading.good("report", "gaps", *OF_2025).stdout


def test_reports_are_bare_utf8_with_plain_line_ends(reading: CommandLine) -> None:
    ran = reading.good("report", "gaps", *OF_2025)

    assert not ran.stdout.startswith("\ufeff")
    assert "\r" not in ran.stdout
    assert ran.stderr == ""
