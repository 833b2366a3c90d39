"""The catalogue file: the one every district starts from, and changes to a district's."""

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest

from data_layer.domain.vocabulary import (
    COUNTED_STAGES,
    Direction,
    IndicatorKind,
    IndicatorRole,
    Level,
    RequirementLevel,
    Stage,
)
from data_layer.intake.catalogue import (
    CatalogueDocument,
    CatalogueError,
    CatalogueIndicator,
    Category,
    KnownCatalogue,
    check_catalogue_change,
    parse_catalogue,
)

SEED = Path(__file__).parents[3] / "seed" / "catalogue.yaml"

KNOWN = KnownCatalogue(
    blocks={"b1_quality": 1, "b6_upbringing": 6},
    goals={"g_exam": 1},
    indicators={"i_exam": "1.1"},
    document_types={"analytical_report": "analysis", "roadmap": "measures"},
    data_sources=frozenset({"school_report", "fis_oko"}),
)
# Six lines that stand for a million values.
BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 6)]
)
INDICATOR = "{id: i_new, code: 1.10, block: 1, title: Доля, kind: share, direction: at_least, levels: [noo, ooo]}"


@pytest.fixture(scope="module")
def seed() -> CatalogueDocument:
    return parse_catalogue(SEED.read_text(encoding="utf-8"))


def by_id(seed: CatalogueDocument, entry: str) -> CatalogueIndicator:
    return next(indicator for indicator in seed.indicators if indicator.id == entry)


# --- the catalogue every district starts from -------------------------------------------------------


def test_the_seed_holds_the_reference_model(seed: CatalogueDocument) -> None:
    counts = (len(seed.blocks), len(seed.goals), len(seed.indicators), len(seed.document_types))
    assert counts == (6, 16, 24, 20)
    assert (len(seed.organisation_items), len(seed.data_sources)) == (6, 10)
    assert [stage.id for stage in seed.stages if stage.is_counted] == list(COUNTED_STAGES)


def test_every_block_requires_all_six_counted_stages(seed: CatalogueDocument) -> None:
    required = {(each.block, each.stage) for each in seed.requirements if each.required is RequirementLevel.REQUIRED}

    assert required == {(block, stage) for block in range(1, 7) for stage in COUNTED_STAGES}
    assert {each.from_year for each in seed.requirements} == {0}


def test_references_of_the_seed_are_resolved(seed: CatalogueDocument) -> None:
    assert by_id(seed, "b2_lagging_share").references == {"noo": "2", "ooo": "2", "soo": "2"}
    assert by_id(seed, "b3_vosh_winners").references == {}
    assert by_id(seed, "b6_class_guidance_evaluated").references == {}  # proposed, switched off
    assert by_id(seed, "b5_young_teacher_retention").rule().references == {Level.SCHOOL: Decimal(80)}


def test_cross_checks_zero_denominators_and_sensitivity_of_the_seed(seed: CatalogueDocument) -> None:
    links = {each.id: each.denominator_is_numerator_of for each in seed.indicators if each.denominator_is_numerator_of}
    assert links == {
        "b2_support_coverage": "b2_lagging_share",
        "b5_deficit_breakdown": "b5_diagnostics_coverage",
    }
    assert {each.code for each in seed.indicators if each.allows_zero_denominator} == {"2.2", "5.2", "5.3"}
    assert {each.code for each in seed.indicators if each.is_sensitive} == {"2.1", "2.2", "5.3"}
    assert {each.code for each in seed.indicators if each.no_ranking} == {"1.2", "1.4"}
    assert {each.code for each in seed.indicators if not each.is_enabled} == {"6.3"}
    assert {each.code for each in seed.indicators if each.counts == "results"} == {"1.1", "1.2", "1.4"}


def test_the_whole_catalogue_can_be_stored_as_json(seed: CatalogueDocument) -> None:
    stored = json.loads(json.dumps(dataclasses.asdict(seed)))

    assert stored["indicators"][0]["references"] == {"noo": "90", "ooo": "90", "soo": "90"}
    assert stored["indicators"][0]["details"]["grades"] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_a_broken_catalogue_names_all_its_faults() -> None:
    text = SEED.read_text(encoding="utf-8").replace("kind: breakdown", "kind: pie").replace("number: 6", "number: 9")

    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(text)

    assert any(str(error).startswith("catalogue.yaml · blocks[5].number · ") for error in caught.value.errors)
    assert any(".kind · значение «pie» неизвестно" in str(error) for error in caught.value.errors)


# --- changes ----------------------------------------------------------------------------------------


def test_an_indicator_with_required_fields_alone_gets_the_defaults() -> None:
    change, errors = check_catalogue_change(f"indicators:\n  - {INDICATOR}\n", KNOWN)

    (indicator,) = change.indicators
    assert errors == []
    assert (indicator.code, indicator.block, indicator.goal, indicator.unit) == ("1.10", 1, None, "percent")
    assert (indicator.role, indicator.source) == (IndicatorRole.MONITORING, "school_report")
    assert (indicator.period, dict(indicator.references)) == ("academic_year", {})
    assert (indicator.kind, indicator.direction) == (IndicatorKind.SHARE, Direction.AT_LEAST)
    assert indicator.levels == (Level.NOO, Level.OOO)


def test_a_target_is_taken_by_level_unless_switched_off_else_the_default() -> None:
    extra = "default_target: 70.5, targets: {noo: {value: 90}, ooo: {value: 95, enabled: false}, soo: {value: null}}"
    entry = INDICATOR.replace("[noo, ooo]}", f"[noo, ooo, soo], {extra}}}")

    change, errors = check_catalogue_change(f"indicators: [{entry}]", KNOWN)

    assert errors == []
    assert change.indicators[0].references == {"noo": "90", "ooo": "70.5"}


def test_a_block_may_be_named_by_its_id_and_a_goal_of_the_same_file_is_known() -> None:
    text = """
goals:
  - {id: g_new, block: b6_upbringing, code: "6.2", title: Новая цель}
indicators:
  - {id: i_new, code: "6.7", block: b6_upbringing, goal: g_new, title: Виды, kind: breakdown, direction: null,
     levels: [school], categories: [{id: a, title: А}, {id: b, title: Б}], tolerance_pp: 2.5, zero_denominator: not_applicable}
"""
    change, errors = check_catalogue_change(text, KNOWN)

    (indicator,) = change.indicators
    assert errors == []
    assert (indicator.block, indicator.goal, indicator.direction, indicator.tolerance_pp) == (6, "g_new", None, "2.5")
    assert indicator.categories == (Category("a", "А"), Category("b", "Б"))
    assert indicator.allows_zero_denominator


@pytest.mark.parametrize(("written", "year"), [("2026/27", 2026), ("2026", 2026), ("0", 0)])
def test_a_requirement_says_from_which_year_it_holds(written: str, year: int) -> None:
    text = f"requirements: [{{block: 1, stage: analysis, required: optional, document_types: [analytical_report], from_year: {written}}}]"

    change, errors = check_catalogue_change(text, KNOWN)

    (requirement,) = change.requirements
    assert errors == []
    assert (requirement.stage, requirement.required) == (Stage.ANALYSIS, RequirementLevel.OPTIONAL)
    assert (requirement.from_year, requirement.document_types) == (year, ("analytical_report",))


def test_values_that_repeat_may_be_written_as_aliases() -> None:
    text = "data_sources: [{id: &name a, title: *name}]"

    change, errors = check_catalogue_change(text, KNOWN)

    assert errors == []
    assert [(source.id, source.title) for source in change.data_sources] == [("a", "a")]


@pytest.mark.parametrize(
    ("text", "address", "what"),
    [
        ("", "catalogue.yaml", "файл не распознан"),
        ("a: [", "catalogue.yaml", "это не YAML (строка 1)"),
        ("other: []", "catalogue.yaml", "в файле нет ни одного известного раздела"),
        ("goals: {}", "catalogue.yaml · goals", "нужен список"),
        ("goals: [a]", "catalogue.yaml · goals[0]", "нужна запись из полей"),
        ("goals: &x [*x]", "catalogue.yaml", "ссылка ведёт на саму себя (строка 1)"),
        (BOMB, "catalogue.yaml", "слишком много повторов через ссылки & и *"),
        ("goals: []\ngoals: []", "catalogue.yaml", "ключ «goals» повторяется (строка 2)"),
        ("goals: [!!python/object:os.system {}]", "catalogue.yaml", "это не YAML (строка 1)"),
        ("data_sources: [{id: a b, title: А}]", "catalogue.yaml · data_sources[0].id", "id «a b» не годится"),
        ("data_sources: [{id: a}]", "catalogue.yaml · data_sources[0].title", "поле не указано"),
        (
            "data_sources: [{id: a, title: А}, {id: a, title: Б}]",
            "catalogue.yaml · data_sources[1].id",
            "запись с таким же id уже есть в файле",
        ),
        (
            "document_types: [{id: a, title: А, stage: пауза}]",
            "catalogue.yaml · document_types[0].stage",
            "значение «пауза» неизвестно",
        ),
        (
            "requirements: [{block: 1, stage: analysis, required: required, document_types: [roadmap]}]",
            "catalogue.yaml · requirements[0].document_types",
            "вид документа «roadmap» относится к стадии measures",
        ),
        (
            f"indicators: [{INDICATOR.replace('share', 'shar')}]",
            "catalogue.yaml · indicators[0].kind",
            "значение «shar» неизвестно",
        ),
        (
            f"indicators: [{INDICATOR.replace('block: 1', 'block: 7')}]",
            "catalogue.yaml · indicators[0].block",
            "блок «7» неизвестен",
        ),
        (
            f"indicators: [{INDICATOR.replace('1.10', '1.1')}]",
            "catalogue.yaml · indicators[0].code",
            "код «1.1» уже у показателя i_exam",
        ),
        (
            f"indicators: [{INDICATOR.replace('at_least', 'increase')}]",
            "catalogue.yaml · indicators[0].direction",
            "направление increase не подходит показателю вида share",
        ),
        (
            f"indicators: [{INDICATOR.replace('direction: at_least, ', '')}]",
            "catalogue.yaml · indicators[0].direction",
            "поле не указано",
        ),
        (
            f"indicators: [{INDICATOR.replace(']}', '], default_target: 101}')}]",
            "catalogue.yaml · indicators[0].default_target",
            "101 больше 100",
        ),
        (
            f"indicators: [{INDICATOR.replace(']}', '], targets: {soo: 90}}')}]",
            "catalogue.yaml · indicators[0].targets.soo",
            "такого уровня у показателя нет",
        ),
        (
            f"indicators: [{INDICATOR.replace(']}', '], goal: g_none}')}]",
            "catalogue.yaml · indicators[0].goal",
            "цель «g_none» неизвестна",
        ),
    ],
)
def test_a_fault_is_named_by_its_path(text: str, address: str, what: str) -> None:
    _, errors = check_catalogue_change(text, KNOWN)

    assert [(error.address, error.what) for error in errors] == [(address, what)]


def test_a_misspelt_field_is_named_in_a_note() -> None:
    text = f"indicators: [{INDICATOR.replace(']}', '], defualt_target: 50}')}]"

    change, errors = check_catalogue_change(text, KNOWN)

    assert errors == []
    assert change.notes == ("catalogue.yaml · indicators[0] · поля пропущены: «defualt_target»",)


def test_a_deeply_nested_file_and_a_long_one_are_refused() -> None:
    for text in ("goals: " + "[" * 20_000, "x" * 500_001):
        _, errors = check_catalogue_change(text, KNOWN)
        assert len(errors) == 1


def test_an_indicator_may_replace_the_one_with_its_id_and_code() -> None:
    entry = INDICATOR.replace("i_new", "i_exam").replace("1.10", "1.1")

    change, errors = check_catalogue_change(f"indicators: [{entry}]", KNOWN)

    assert errors == []
    assert change.indicators[0].id == "i_exam"


def test_a_break_of_a_series_needs_an_indicator_a_year_and_a_reason() -> None:
    known = KnownCatalogue(indicators={"i1": "1.1"})
    good = "series_breaks: [{indicator: i1, from_year: 2025/26, reason: новые шкалы}]"
    bad = """
series_breaks:
  - {indicator: i2, from_year: 2025/26, reason: x}
  - {indicator: i1, reason: x}
  - {indicator: i1, from_year: 2025/26}
  - {indicator: i1, from_year: 2024/25, reason: y}
  - {indicator: i1, from_year: 2024/25, reason: z}
"""

    change, errors = check_catalogue_change(good, known)
    assert (errors, [(each.indicator, each.from_year, each.reason) for each in change.series_breaks]) == (
        [],
        [("i1", 2025, "новые шкалы")],
    )
    _, errors = check_catalogue_change(bad, known)
    assert [error.address.partition(" · ")[2] for error in errors] == [
        "series_breaks[0].indicator",
        "series_breaks[1].from_year",
        "series_breaks[2].reason",
        "series_breaks[4].id",
    ]
