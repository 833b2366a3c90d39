"""Each special case stands in the tables as its title says, whatever the random seed."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from seed.generate import SEED, DemoDistrict, demo_tables
from seed.special_cases import SPECIAL_CASES, SpecialCase

YEAR = "2025/26"
STAGES = ("goal_setting", "monitoring", "analysis", "recommendations", "measures", "decisions")


@pytest.fixture(scope="module", params=[SEED, 1])
def demo(request: pytest.FixtureRequest) -> DemoDistrict:
    return demo_tables(seed=request.param)


class Evidence:
    """What one school hands in for 2025/26 according to the tables."""

    def __init__(self, demo: DemoDistrict, case: SpecialCase) -> None:
        self.demo, self.case = demo, case
        self.papers = [row for row in demo.documents if (row["school"], row["year"]) == (case.school, YEAR)]

    def cell(self, block: int, stage: str) -> list[dict[str, str]]:
        cell = f"{block}:{stage}"
        return [row for row in self.papers if cell in (f"{row['block']}:{row['stage']}", *row["covers"].split(";"))]

    def papers_of_case(self) -> list[dict[str, str]]:
        return [row for block, stage in self.case.cells for row in self.cell(block, stage)]

    def figures(self, indicator: str = "", level: str = "", year: str = YEAR) -> list[dict[str, str]]:
        wanted = (self.case.school, indicator or self.case.indicator, level or self.case.level, year)
        return [
            row
            for row in self.demo.observations
            if (row["school"], row["indicator"], row["level"], row["year"]) == wanted and not row["category"]
        ]

    def share(self, indicator: str = "", level: str = "", year: str = YEAR) -> Fraction:
        (row,) = self.figures(indicator, level, year)
        return Fraction(100 * int(row["numerator"]), int(row["denominator"]))

    def value(self, year: str = YEAR) -> str:
        return self.figures(year=year)[0]["value"]

    def target(self) -> str:
        wanted = (self.case.school, self.case.indicator, self.case.level, YEAR)
        (row,) = [
            row for row in self.demo.targets if (row["school"], row["indicator"], row["level"], row["year"]) == wanted
        ]
        return row["target"]


def all_accepted(seen: Evidence) -> bool:
    return all(
        any(row["status"] == "accepted" for row in seen.cell(block, stage)) for block in range(1, 7) for stage in STAGES
    )


def only_analysis_missing(seen: Evidence) -> bool:
    empty = {(block, stage) for block in range(1, 7) for stage in STAGES if not seen.cell(block, stage)}
    return empty == {(block, "analysis") for block in (3, 4, 5, 6)}


def blocks_5_and_6_empty(seen: Evidence) -> bool:
    figures = [
        row
        for row in seen.demo.observations
        if row["school"] == seen.case.school and row["year"] == YEAR and row["indicator"][:2] in ("b5", "b6")
    ]
    return not figures and not [row for row in seen.papers if row["block"] in ("5", "6")]


def says_status(status: str) -> Callable[[Evidence], bool]:
    return lambda seen: [row["status"] for row in seen.papers_of_case()] == [status]


def says_missing(code: str) -> Callable[[Evidence], bool]:
    return lambda seen: [row["missing"] for row in seen.figures()] == [code]


def one_value_in(part: str) -> Callable[[Evidence], bool]:
    return lambda seen: len({row[part] for row in seen.papers_of_case()} - {""}) == 1 < len(seen.papers_of_case())


def lacks_level(level: str) -> Callable[[Evidence], bool]:
    def check(seen: Evidence) -> bool:
        (school,) = [row for row in seen.demo.schools if row["code"] == seen.case.school]
        return level not in school["levels"].split(";")

    return check


def order_lacks_fields(seen: Evidence) -> bool:
    (paper,) = seen.papers_of_case()
    return paper["type"] == "monitoring_order" and not paper["tasks"] and not paper["responsible"]


def measures_before_analysis(seen: Evidence) -> bool:
    (measures,), (analysis,) = seen.cell(2, "measures"), seen.cell(2, "analysis")
    return measures["date"] < analysis["date"]


def file_in_two_schools(seen: Evidence) -> bool:
    (paper,) = seen.papers_of_case()
    return len({row["school"] for row in seen.demo.documents if row["file"] == paper["file"]}) == 2


def joint_order(seen: Evidence) -> bool:
    papers = {row["number"]: row for row in seen.papers_of_case()}
    return len(papers) == 1 and len(seen.papers_of_case()) == 6


def item_is_absent(seen: Evidence) -> bool:
    rows = [row for row in seen.demo.organisation if (row["school"], row["item"]) == (seen.case.school, seen.case.item)]
    return {row["present"] for row in rows} == {"нет"}


def is_percent_only(seen: Evidence) -> bool:
    return all(row["value"] and row["denominator"] and not row["numerator"] for row in seen.figures())


CHECKS: dict[str, Callable[[Evidence], bool]] = {
    "all_accepted": all_accepted,
    "analysis_missing": only_analysis_missing,
    "stage_skipped": lambda seen: all(seen.cell(block, "recommendations") for block in range(3, 7)),
    "blocks_empty": blocks_5_and_6_empty,
    "no_baseline": lambda seen: bool(seen.value()) and seen.figures(year="2024/25")[0]["missing"] == "x",
    "zero_after_zero": lambda seen: (seen.value("2024/25"), seen.value()) == ("0", "0"),
    "no_lagging": lambda seen: (seen.figures()[0]["numerator"], seen.figures()[0]["denominator"]) == ("0", "0"),
    "basic_school": lacks_level("soo"),
    "primary_school": lacks_level("ooo"),
    "percent_only": is_percent_only,
    "overdue_cell": lambda seen: seen.papers_of_case() == [],
    "returned_document": says_status("returned"),
    "draft_overdue": says_status("draft"),
    "awaiting_review": says_status("submitted"),
    "one_order_for_all_blocks": joint_order,
    "target_below_reference": lambda seen: seen.target() == "80" and 80 <= seen.share() < 85,
    "target_below_last_year": lambda seen: seen.target() == "86" and seen.share(year="2024/25") == 90,
    "three_graduates": lambda seen: [row["denominator"] for row in seen.figures()] == ["3"],
    "exactly_on_target": lambda seen: seen.share() == 80,
    "just_below_target": lambda seen: Fraction("79.96") < seen.share() < 80,
    "growth_equal_to_base": lambda seen: (seen.value("2024/25"), seen.value()) == ("4", "4"),
    "document_of_last_year": lambda seen: seen.papers_of_case()[0]["date"] < "2025-08-15",
    "same_file_in_two_stages": one_value_in("file"),
    "same_number_in_two_stages": one_value_in("number"),
    "file_of_another_school": file_in_two_schools,
    "late_document": lambda seen: seen.papers_of_case()[0]["date"] > "2026-08-25",
    "out_of_order": measures_before_analysis,
    "incomplete_order": order_lacks_fields,
    "goal_missed_twice": lambda seen: max(seen.share(), seen.share(year="2024/25")) < 85,
    "missed_without_response": lambda seen: seen.share() < 85 and not seen.cell(3, "measures"),
    "data_inconsistent": lambda seen: (
        seen.figures()[0]["denominator"] != seen.figures("b2_lagging_share")[0]["numerator"]
    ),
    "organisation_missing": item_is_absent,
    "missing_x": says_missing("x"),
    "missing_u": says_missing("u"),
    "missing_w": says_missing("w"),
    "missing_z": says_missing("z"),
}


def test_every_case_has_a_check_and_an_id_of_its_own() -> None:
    assert [case.id for case in SPECIAL_CASES] == list(dict.fromkeys(case.id for case in SPECIAL_CASES))
    assert {case.id for case in SPECIAL_CASES} == set(CHECKS)


@pytest.mark.parametrize("case", SPECIAL_CASES, ids=lambda case: case.id)
def test_the_tables_hold_the_case(demo: DemoDistrict, case: SpecialCase) -> None:
    assert CHECKS[case.id](Evidence(demo, case)), case.title


def test_a_district_without_the_case_fails_its_check() -> None:
    demo = demo_tables()
    for row in demo.documents:
        row["status"] = "accepted"
    returned = next(case for case in SPECIAL_CASES if case.id == "returned_document")

    assert not CHECKS["returned_document"](Evidence(demo, returned))
