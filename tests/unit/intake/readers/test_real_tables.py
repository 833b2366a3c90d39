"""Tables as they were published: the English one as a whole, a pasted one, cp1251, decimal commas."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from data_layer.domain.vocabulary import MissingCode
from data_layer.intake.readers.understood import Dropped, Figure, Understood
from data_layer.intake.reading import read_bytes
from tests.unit.intake.readers.files import understood

FIXTURES = Path(__file__).parents[3] / "fixtures"
ENGLISH = FIXTURES / "real" / "surrey" / "england_ks2_surrey_2019.csv"
PASTED = FIXTURES / "real" / "krasnosulin" / "ege_math_2011.txt"
MOSCOW = FIXTURES / "readers" / "moscow_ege_cp1251.csv"
BRAZIL = FIXTURES / "readers" / "saopaulo_approval_2018.csv"


def rebuilt(figure: Figure) -> int:
    assert figure.value is not None
    assert figure.denominator is not None
    return int((figure.value * figure.denominator / 100).to_integral_value(rounding=ROUND_HALF_UP))


@cache
def english() -> Understood:
    return understood(ENGLISH.read_bytes(), ENGLISH.name)


def test_rows_of_totals_are_told_apart_from_schools() -> None:
    value = english()

    # One row of the county and two of the country among 239 schools.
    assert value.rows_read == 242
    assert Dropped("итоговые строки", 3, f"{ENGLISH.name} · A241") in value.dropped
    assert not {"Surrey", ""} & {school.name for school in value.schools}


def test_suppressed_rows_stay_schools_without_a_figure() -> None:
    hidden = [figure for figure in english().figures if figure.is_hidden]

    # Three special schools, by two indicators.
    assert len(hidden) == 6
    assert {figure.missing for figure in hidden} == {MissingCode.NO_DATA}
    assert {english().schools[figure.school].name for figure in hidden} == {
        "Wishmore Cross Academy",
        "Portesbery School",
        "Grafham Grange School",
    }


def test_the_sum_over_the_english_schools_is_the_one_worked_out_apart() -> None:
    """tests/fixtures/real/surrey/expected.csv, worked out with exact fractions, not by the product."""
    with (ENGLISH.parent / "expected.csv").open(encoding="utf-8") as stream:
        expected = {
            row["indicator"]: (int(row["numerator"]), int(row["denominator"]))
            for row in csv.DictReader(stream)
            if row["year"] == "2018/19"
        }

    found = {}
    for indicator in expected:
        figures = [figure for figure in english().figures if figure.indicator == indicator and figure.missing is None]
        found[indicator] = (sum(map(rebuilt, figures)), sum(figure.denominator or 0 for figure in figures))

    assert found == expected


def test_a_table_pasted_as_single_cells_is_folded_back() -> None:
    value = understood(PASTED.read_bytes(), PASTED.name)

    assert (value.layout, value.subject, value.year, value.hinted) == ("exam_table", "Математика", 2010, ("year",))
    assert [school.name for school in value.schools[:2]] == ["МОУ гимназия № 1", "МОУ СОШ № 2"]
    assert (sum(map(rebuilt, value.figures)), sum(figure.denominator or 0 for figure in value.figures)) == (394, 403)


def test_faults_of_a_pasted_table_name_the_line_of_their_cell() -> None:
    text = PASTED.read_text(encoding="utf-8").replace("100%", "сто", 1)

    value = understood(text.encode(), "a.txt")

    assert [str(fault) for fault in value.faults] == ["a.txt · A17 · доля сдавших: «сто» — не число · укажите число"]


def test_cp1251_with_a_trailing_semicolon_and_very_long_names() -> None:
    value = understood(MOSCOW.read_bytes(), MOSCOW.name)

    assert (value.layout, value.year) == ("moscow_ege", 2015)
    assert [(figure.numerator, figure.denominator) for figure in value.figures] == [(80, 109), (3, 87), (8, 58)]
    assert max(len(school.name) for school in value.schools) == 173
    assert value.schools[0].code == "1027700566761"


def test_decimal_commas_are_read_exactly_and_zeros_of_no_class_are_no_zero() -> None:
    (table,) = read_bytes(BRAZIL.read_bytes(), name=BRAZIL.name)
    value = table.understood

    assert value is not None
    figures = {(value.schools[figure.school].code, figure.class_group): figure.value for figure in value.figures}
    assert figures[("8138", "1")] == Decimal("98.16")
    assert figures[("8199", "3")] == Decimal("92.22")
    assert figures[("8321", "1")] == Decimal(100)
    # 8138 has no second and third classes, 8199, 8254 and 8382 no first ones.
    assert len(figures) == 10
    assert Dropped("нули во всех колонках: класс не ведётся", 5, f"{BRAZIL.name} · H2") in value.dropped


def test_percentages_without_pupils_are_refused_because_they_cannot_be_pooled() -> None:
    (table,) = read_bytes(BRAZIL.read_bytes(), name=BRAZIL.name)

    assert table.understood is not None
    assert [str(fault) for fault in table.understood.faults] == [
        (
            f"{BRAZIL.name} · в таблице одни проценты, без числа обучающихся: сложить школы по ним нельзя"
            " · добавьте колонку с числом обучающихся"
        )
    ]
