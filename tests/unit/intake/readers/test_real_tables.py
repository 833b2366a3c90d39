"""Tables as they were published: the English one as a whole, a pasted one, cp1251, decimal commas, merged headers."""

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from data_layer.domain.vocabulary import Level, MissingCode
from data_layer.intake.readers.headers import merged_titles
from data_layer.intake.readers.interpret import Ground, interpret
from data_layer.intake.readers.matching import Directory
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


# Fonte: MEC/Inep, IDEB 2023, «Brasil (Anos Iniciais)»: three of its eleven groups of columns, with all its rows of data.
IDEB: list[list[Any]] = [
    ["Ensino Fundamental Regular - Anos Iniciais"],
    [],
    [
        *("Brasil", "Rede", "Taxa de Aprovação - 2019", None, None, "Taxa de Aprovação - 2023", None, None),
        *("Nota SAEB - 2023", None, None, "IDEB\n2023\n(N x P)", "Metas do 1º ciclo do Ideb3,4 (2007-2021)", None),
    ],
    [*[None] * 8, "Matemática", "Língua Portuguesa", "Nota Média Padronizada (N)"],
    [None, None, "1º ao 5º ano", "1º", "2º", "1º ao 5º ano", "1º", "2º", *[None] * 4, 2019, 2021],
    [
        *("BRASIL", "rede", "VL_APROVACAO_2019_SI_4", "VL_APROVACAO_2019_SI", "VL_APROVACAO_2019_1"),
        *("VL_APROVACAO_2023_SI_4", "VL_APROVACAO_2023_SI", "VL_APROVACAO_2023_1", "VL_NOTA_MATEMATICA_2023"),
        *("VL_NOTA_PORTUGUES_2023", "VL_NOTA_MEDIA_2023", "VL_OBSERVADO_2023", "VL_PROJECAO_2019", "VL_PROJECAO_2021"),
    ],
    ["Brasil", "Total", 95.1, 98.5, 97.5, 97.2, 99, 98.4, 224.83, 213.89, 6.1491312075, 6, 5.7, 6],
    ["Brasil", "Estadual", 96.3, 99, 98.7, 97.5, 99, 98.4, 223.78, 213.44, 6.1208828327, 6, 5.9, 6.1],
    ["Brasil", "Municipal", 93.9, 98.3, 96.9, 96.6, 99, 98.1, 219.59, 208.87, 5.9576926976, 5.8, 5.4, 5.7],
    ["Brasil", "Pública", 94.3, 98.4, 97.2, 96.8, 99, 98.1, 218.26, 207.59, 5.9089961618, 5.7, 5.5, 5.8],
    ["Brasil", "Privada (1)", 98.8, 98.7, 99, 99.3, 99.2, 99.4, 254.33, 242.17, 7.2272236045, 7.2, 7.4, 7.5],
    [],
    ["Fonte: MEC/Inep."],
    ["Notas: (1) Médias do SAEB 2009 e Ideb 2009 calculados somente com as escolas urbanas;"],
]
MERGED = ("A3:A5", "B3:B5", "C3:E4", "F3:H4", "I3:K3", "I4:I5", "J4:J5", "K4:K5", "L3:L5", "M3:N4")
IDEB_FILE = "ideb.xlsx"


@cache
def ideb() -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet("Brasil (Anos Iniciais)")
    for row in IDEB:
        sheet.append(row)
    for cells in MERGED:
        sheet.merge_cells(cells)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def test_headings_of_merged_cells_are_joined_from_the_top_down() -> None:
    paths = merged_titles([(line, IDEB[line - 1]) for line in (3, 4, 5)])

    assert paths == (
        ("Brasil",),
        ("Rede",),
        *(("Taxa de Aprovação - 2019", each) for each in ("1º ao 5º ano", "1º", "2º")),
        *(("Taxa de Aprovação - 2023", each) for each in ("1º ao 5º ano", "1º", "2º")),
        *(("Nota SAEB - 2023", each) for each in ("Matemática", "Língua Portuguesa", "Nota Média Padronizada (N)")),
        ("IDEB 2023 (N x P)",),
        *(("Metas do 1º ciclo do Ideb3,4 (2007-2021)", each) for each in ("2019", "2021")),
    )


def test_of_equal_headings_the_one_under_the_named_group_is_read() -> None:
    (table,) = read_bytes(ideb(), name=IDEB_FILE)
    value = table.understood

    assert value is not None
    # «1º ao 5º ano» stands under 2019 and under 2023; results of 2023 are those of the year that ended in it.
    assert (value.layout, value.year, value.hinted) == ("brazil_ideb_noo", 2022, ())
    assert [(value.schools[each.school].name, each.value, each.level, each.address) for each in value.figures] == [
        ("Estadual", Decimal("97.5"), Level.NOO, "Brasil (Anos Iniciais)!F8"),
        ("Municipal", Decimal("96.6"), Level.NOO, "Brasil (Anos Iniciais)!F9"),
        ("Privada (1)", Decimal("99.3"), Level.NOO, "Brasil (Anos Iniciais)!F11"),
    ]
    # Five rows of data and two of footnotes; the row of names for machines is none.
    assert value.rows_read == 7
    assert value.dropped == (
        Dropped("итоговые строки", 2, "Brasil (Anos Iniciais)!A7"),
        Dropped("строки без школы", 2, "Brasil (Anos Iniciais)!A13"),
    )


def test_a_table_of_a_whole_country_in_percent_is_told_and_refused() -> None:
    (table,) = read_bytes(ideb(), name=IDEB_FILE)
    turned, (told,) = interpret([table], Ground(Directory(()), ()))

    assert (told["title"], told["year"], told["schools"], told["matched"]) == (
        "Бразилия: доля переведённых в следующий класс (IDEB), 1–5 годы",
        "2022/23",
        3,
        0,
    )
    assert [str(fault) for fault in turned[0].problems] == [
        (
            f"{IDEB_FILE} · в таблице одни проценты, без числа обучающихся: сложить школы по ним нельзя"
            " · добавьте колонку с числом обучающихся"
        )
    ]
    assert turned[0].rows == ()
