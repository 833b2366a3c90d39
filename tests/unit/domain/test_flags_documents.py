"""Flags about single documents: one per document and cell."""

from datetime import date

import pytest

from data_layer.domain.facts import DistrictSettings, DocumentTypeRule
from data_layer.domain.vocabulary import DocumentStatus, Rule, Stage
from tests.unit.domain.builders import YEAR, cover, document, flags_of, required

ALL = required()
DAY = date(2025, 9, 20)


@pytest.mark.parametrize(
    ("day", "is_stale"),
    [
        (date(2025, 8, 14), True),
        (date(2025, 8, 15), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (None, False),
    ],
)
def test_documents_belong_to_the_cycle_from_15_august_to_31_december(day: date | None, is_stale: bool) -> None:
    flags = flags_of(Rule.DOCUMENT_STALE, requirements=ALL, documents=[document(day=day)])

    assert bool(flags) is is_stale


def test_the_days_of_the_cycle_are_settings() -> None:
    settings = DistrictSettings(stale_before=(9, 1), cycle_closes=(10, 31))
    papers = [document(id=1, day=date(2025, 8, 31)), document(id=2, day=date(2026, 11, 1))]

    flags = flags_of(Rule.DOCUMENT_STALE, requirements=ALL, documents=papers, settings=settings)

    assert [flag.document_id for flag in flags] == [1, 2]


def test_a_programme_for_several_years_is_never_stale() -> None:
    types = {"order": DocumentTypeRule("order", is_multi_year=True)}

    assert not flags_of(
        Rule.DOCUMENT_STALE,
        requirements=ALL,
        document_types=types,
        documents=[document(day=date(2020, 1, 1))],
    )


def test_a_stale_document_is_flagged_in_every_cell_it_stands_in() -> None:
    paper = document(day=date(2024, 9, 1), covers=(cover(Stage.ANALYSIS), cover(Stage.RATIONALE)))

    flags = flags_of(Rule.DOCUMENT_STALE, requirements=ALL, documents=[paper])

    assert [flag.stage for flag in flags] == [Stage.MONITORING, Stage.ANALYSIS]
    assert {flag.document for flag in flags} == {"1-ОД"}


def test_a_document_without_number_is_named_by_its_title() -> None:
    paper = document(day=date(2024, 9, 1), number="")

    (flag,) = flags_of(Rule.DOCUMENT_STALE, requirements=ALL, documents=[paper])

    assert flag.document == "Документ 1"


@pytest.mark.parametrize("status", [DocumentStatus.DRAFT, DocumentStatus.RETURNED])
def test_documents_that_are_not_there_are_left_alone(status: DocumentStatus) -> None:
    papers = [
        document(Stage.MONITORING, date(2020, 1, 1), id=1, status=status, sha256="f"),
        document(Stage.ANALYSIS, date(2020, 1, 1), id=2, status=status, sha256="f"),
    ]
    types = {"order": DocumentTypeRule("order", required_fields=("goals",))}

    flags = flags_of(requirements=ALL, documents=papers, document_types=types)

    document_rules = {Rule.DOCUMENT_STALE, Rule.DOCUMENT_REUSED, Rule.DOCUMENT_INCOMPLETE}
    assert not [flag for flag in flags if flag.rule in document_rules]


def reused(*papers: object, **given: object) -> list[tuple[int | None, Stage | None]]:
    wanted: dict[str, object] = {"requirements": ALL, **given}
    flags = flags_of(Rule.DOCUMENT_REUSED, documents=papers, **wanted)  # type: ignore[arg-type]
    return [(flag.document_id, flag.stage) for flag in flags]


def test_one_number_and_date_in_two_stages_is_reuse_on_both_sides() -> None:
    first = document(Stage.MONITORING, DAY, id=1, number="7")
    second = document(Stage.ANALYSIS, DAY, id=2, number="7")

    assert reused(first, second) == [(1, Stage.MONITORING), (2, Stage.ANALYSIS)]


def test_reuse_is_looked_for_across_blocks() -> None:
    first = document(Stage.MONITORING, DAY, id=1, number="7")
    second = document(Stage.ANALYSIS, DAY, id=2, number="7", block=2)

    found = reused(first, second, requirements=[*ALL, *required(block=2)])

    assert found == [(1, Stage.MONITORING), (2, Stage.ANALYSIS)]


@pytest.mark.parametrize(
    "other",
    [
        document(Stage.ANALYSIS, date(2025, 9, 21), id=2, number="7"),
        document(Stage.ANALYSIS, DAY, id=2, number="8"),
        document(Stage.ANALYSIS, None, id=2, number="7"),
        document(Stage.MONITORING, DAY, id=2, number="7", block=2),
        document(Stage.ANALYSIS, DAY, id=2, number="7", year=YEAR - 1),
        document(Stage.ANALYSIS, DAY, id=2, number="7", covers=(cover(Stage.MONITORING),)),
    ],
    ids=["other day", "other number", "no day", "same stage", "other year", "names its cells"],
)
def test_what_is_no_reuse(other: object) -> None:
    first = document(Stage.MONITORING, DAY, id=1, number="7")

    assert reused(first, other, requirements=[*ALL, *required(block=2)]) == []


def test_documents_without_number_or_day_are_no_reuse() -> None:
    assert not reused(
        document(Stage.MONITORING, DAY, id=1, number=""),
        document(Stage.ANALYSIS, DAY, id=2, number=""),
    )
    assert not reused(
        document(Stage.MONITORING, None, id=1, number="7"),
        document(Stage.ANALYSIS, None, id=2, number="7"),
    )


def test_one_stored_file_in_two_stages_is_reuse() -> None:
    first = document(Stage.MONITORING, id=1, sha256="f")
    second = document(Stage.ANALYSIS, id=2, sha256="f")
    empty = [document(Stage.MONITORING, id=3), document(Stage.ANALYSIS, id=4)]

    assert reused(first, second, *empty) == [(1, Stage.MONITORING), (2, Stage.ANALYSIS)]


def test_three_stages_with_one_file_give_one_flag_each() -> None:
    papers = [
        document(stage, id=place, sha256="f", number="7", day=DAY)
        for place, stage in enumerate((Stage.MONITORING, Stage.ANALYSIS, Stage.DECISIONS))
    ]

    flags = flags_of(Rule.DOCUMENT_REUSED, requirements=ALL, documents=papers)

    assert [flag.document_id for flag in flags] == [0, 1, 2]
    assert flags[0].details["documents"] == [
        {"block": 1, "stage": "analysis", "document": "7"},
        {"block": 1, "stage": "decisions", "document": "7"},
    ]


def test_the_file_of_another_school_is_reuse_even_if_the_document_names_its_cells() -> None:
    paper = document(sha256="f", covers=(cover(Stage.ANALYSIS),))
    foreign = {"f": [("Школа № 2", "9-ОД")]}

    (flag,) = flags_of(Rule.DOCUMENT_REUSED, requirements=ALL, documents=[paper], foreign_files=foreign)

    assert flag.stage is Stage.MONITORING
    assert flag.details["schools"] == [{"school": "Школа № 2", "document": "9-ОД"}]


def test_required_fields_of_the_type_must_be_filled() -> None:
    types = {"order": DocumentTypeRule("order", required_fields=("goals", "tasks", "deadlines"))}
    half = document(id=1, filled_fields=frozenset({"goals", "number"}))
    full = document(id=2, filled_fields=frozenset({"goals", "tasks", "deadlines"}))
    other = document(id=3, type="report")

    (flag,) = flags_of(
        Rule.DOCUMENT_INCOMPLETE,
        requirements=ALL,
        document_types=types,
        documents=[half, full, other],
    )

    assert (flag.document_id, flag.details["fields"]) == (1, ["tasks", "deadlines"])


def test_a_returned_document_is_flagged_while_nothing_else_is_there() -> None:
    returned = document(id=1, status=DocumentStatus.RETURNED)
    submitted = document(id=2)
    draft = document(id=3, status=DocumentStatus.DRAFT)

    def flagged(*papers: object) -> list[str]:
        flags = flags_of(Rule.DOCUMENT_RETURNED, requirements=ALL, documents=papers)
        return [flag.document for flag in flags]

    assert flagged(returned, draft) == ["1-ОД"]
    assert flagged(returned, submitted) == []


def test_documents_in_optional_stages_raise_nothing() -> None:
    assert flags_of(requirements=[], documents=[document(day=date(2020, 1, 1))]) == []
