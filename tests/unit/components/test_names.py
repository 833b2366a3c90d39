"""Names of schools, shown or coded."""

from datetime import date

import pytest

from dashboard.addresses.names import Names
from dashboard.components.names import coded_names, names_menu, plain_names
from tests.support.coded_names import schools_named_in

SCHOOLS = [
    ("s01", "Гимназия № 1"),
    ("s02", "Каменская СОШ"),
    ("s03", "НОШ № 8"),
    *((f"s{number:02}", f"СОШ № {number}") for number in range(4, 27)),
]
CODES = [code for code, _ in SCHOOLS]
DAY = date(2026, 10, 14)


def _coded(codes: list[str] = CODES, *, key: str = "secret", district: str = "demo", day: date = DAY) -> list[str]:
    names = coded_names([(code, "СОШ") for code in codes], key=key, district=district, day=day)
    return [names.of(code) for code in CODES]


def test_shown_names_keep_their_number_with_them_and_lead_to_the_school() -> None:
    names = plain_names(SCHOOLS, link=lambda code: f"/schools/{code}")

    assert names.of("s01") == "Гимназия №\u00a01"
    assert names.href("s01") == "/schools/s01"
    assert sorted(CODES, key=names.order) == CODES


def test_coded_names_are_the_numbers_from_1_to_n_and_lead_nowhere() -> None:
    names = coded_names([(code, "СОШ") for code in CODES], key="secret", district="demo", day=DAY)

    assert {names.of(code) for code in CODES} == {f"Школа\u00a0{number}" for number in range(1, 27)}
    assert {names.href(code) for code in CODES} == {""}
    assert [names.of(code) for code in sorted(CODES, key=names.order)][:3] == [f"Школа\u00a0{n}" for n in (1, 2, 3)]


def test_no_code_reads_as_a_school_of_the_district() -> None:
    """«Школа 5» on the wall would be taken for СОШ № 5."""
    schools = [("a", "Гимназия № 1"), ("b", "СОШ №3"), ("c", "Школа-5 им. 28 героев"), ("d", "Луговская СОШ")]
    names = coded_names(schools, key="secret", district="demo", day=DAY)

    assert {names.of(code) for code, _ in schools} == {f"Школа\u00a0{number}" for number in (2, 4, 6, 7)}
    assert {names.order(code) + 1 for code, _ in schools} == {2, 4, 6, 7}


def test_coded_names_are_the_same_all_day_in_whatever_order_schools_come() -> None:
    assert _coded() == _coded(list(reversed(CODES)))


@pytest.mark.parametrize("change", [{"key": "another"}, {"district": "other"}, {"day": date(2026, 10, 15)}])
def test_another_key_district_or_day_numbers_anew(change: dict[str, object]) -> None:
    assert _coded() != _coded(**change)  # type: ignore[arg-type] # one of the three at a time


def test_numbers_do_not_follow_the_alphabet() -> None:
    names = coded_names(SCHOOLS, key="secret", district="demo", day=DAY)
    numbers = [names.order(code) for code in CODES]

    assert numbers != sorted(numbers)
    assert numbers != sorted(numbers, reverse=True)


def test_the_filter_offers_both_and_keeps_the_address() -> None:
    drawn = str(names_menu(Names.CODED, href=lambda names: f"/compare?names={names}"))

    assert 'href="/compare?names=shown"' in drawn
    assert "is-changed" in drawn


def test_a_coded_view_names_no_school() -> None:
    names = coded_names(SCHOOLS, key="secret", district="demo", day=DAY)

    assert schools_named_in(" ".join(f"{names.of(code)} {names.href(code)}" for code in CODES), SCHOOLS) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ('<a href="/schools/s02?year=2025/26">Школа 1</a>', "s02"),
        ("<td>Гимназия №\u00a01</td>", "Гимназия № 1"),
        ('{"customdata": ["s14"]}', "s14"),
        ("Каменская&nbsp;СОШ", "Каменская СОШ"),
    ],
)
def test_a_planted_name_or_code_is_found(planted: str, found: str) -> None:
    assert schools_named_in(planted, SCHOOLS) == [found]


def test_a_code_within_a_longer_word_is_no_code() -> None:
    assert schools_named_in("class s020 as04 s04-head", SCHOOLS) == []
