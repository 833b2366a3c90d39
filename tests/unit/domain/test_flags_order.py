"""The same facts in any order give the same flags; nothing in a flag needs a database or a clock."""

import json
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data_layer.domain.facts import Cell, DocumentFact, DocumentTypeRule, OrganisationFact
from data_layer.domain.vocabulary import (
    SEVERITY,
    DocumentStatus,
    Level,
    Rule,
    Stage,
)
from tests.unit.domain.builders import (
    YEAR,
    document,
    flags_of,
    growth,
    indicator,
    required,
    schedules,
    share_row,
)

INDICATORS = [
    indicator(levels=(Level.NOO, Level.OOO), counts="results"),
    indicator(id="i2", code="1.2", goal="g2", references={}, denominator_is_numerator_of="i1"),
    growth(id="i3", code="1.3", goal="g3"),
]
TYPES = {"order": DocumentTypeRule("order", required_fields=("goals",))}
DAYS = st.dates(date(2025, 8, 10), date(2026, 10, 5))

DOCUMENTS = st.lists(
    st.builds(
        document,
        st.sampled_from(Stage),
        st.none() | DAYS,
        year=st.sampled_from([YEAR, YEAR - 1]),
        block=st.sampled_from([1, 2]),
        status=st.sampled_from(DocumentStatus),
        number=st.sampled_from(["", "7", "8"]),
        sha256=st.sampled_from(["", "f", "g"]),
        covers=st.lists(st.builds(Cell, st.just(1), st.sampled_from(Stage)), max_size=2).map(tuple),
    ),
    max_size=8,
).map(lambda papers: [replace(paper, id=place) for place, paper in enumerate(papers)])
COHORTS = st.integers(0, 40).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))
OBSERVATIONS = st.lists(
    st.tuples(
        st.sampled_from(["i1", "i2"]),
        st.sampled_from([Level.NOO, Level.OOO]),
        st.sampled_from([YEAR, YEAR - 1]),
        st.sampled_from(["", "4А", "4Б"]),
        COHORTS,
    ),
    max_size=12,
    unique_by=lambda row: row[:4],
).map(
    lambda rows: [
        share_row(*cohort, indicator=rule, level=level, year=year, class_group=group)
        for rule, level, year, group, cohort in rows
    ]
)


def shuffled(items: list[Any], random: Random) -> list[Any]:
    copy = items.copy()
    random.shuffle(copy)
    return copy


@given(DOCUMENTS, OBSERVATIONS, st.randoms(use_true_random=False))
def test_flags_do_not_depend_on_the_order_of_facts(
    documents: list[DocumentFact], observations: list[Any], random: Random
) -> None:
    requirements = [*required(), *required(block=2)]
    organisation = [OrganisationFact("a", YEAR, is_present=True)]

    def derived(*, is_shuffled: bool) -> object:
        def some(items: list[Any]) -> list[Any]:
            return shuffled(items, random) if is_shuffled else items

        return flags_of(
            years=some([YEAR, YEAR - 1]),
            indicators=some(INDICATORS),
            observations=some(observations),
            documents=some(documents),
            requirements=some(requirements),
            organisation=organisation,
            organisation_items=some(["a", "b", "c"]),
            document_types=TYPES,
            schedules=schedules(YEAR - 1, YEAR),
            foreign_files={"f": some([("B", "2"), ("A", "1")])},
        )

    assert derived(is_shuffled=True) == derived(is_shuffled=False)


@given(DOCUMENTS, OBSERVATIONS)
def test_every_row_of_the_gaps_report_is_unique_and_fits_a_store(
    documents: list[DocumentFact], observations: list[Any]
) -> None:
    flags = flags_of(
        indicators=INDICATORS,
        observations=observations,
        documents=documents,
        requirements=[*required(), *required(block=2)],
        organisation_items=["a"],
        document_types=TYPES,
    )

    keys = [
        (flag.rule, flag.block, flag.stage, flag.goal, flag.indicator, flag.level, flag.document_id) for flag in flags
    ]
    assert len(set(keys)) == len(keys)
    assert all(json.loads(json.dumps(flag.details)) == dict(flag.details) for flag in flags)


def test_every_rule_has_a_severity() -> None:
    assert set(SEVERITY) == set(Rule)
