"""Whose school a file names: decisions first, then the digits of the login, codes, and names that stand for one."""

import pytest

from data_layer.intake.readers.matching import Directory, KnownSchool, bare_name, match_schools
from data_layer.intake.readers.understood import NamedSchool, login_digits

SCHOOLS = (
    KnownSchool("1", "СОШ № 1", "МБОУ «Средняя общеобразовательная школа № 1»", "sch224258", "9901", "2201000001"),
    KnownSchool("2", "Берёзовская ООШ", login="edu224300"),
    KnownSchool("3", "Гимназия № 3"),
)
DIRECTORY = Directory(SCHOOLS, title="Лесной муниципальный район")


def code_of(named: NamedSchool, directory: Directory = DIRECTORY) -> str | None:
    return match_schools([named], directory).found.get(0)


@pytest.mark.parametrize("login", ["sch224258", "edu224258", "EDU224258", " edu224258 "])
def test_the_prefix_of_a_login_changes_and_the_six_digits_stay(login: str) -> None:
    assert code_of(NamedSchool("Совсем другое название", login)) == "1"


@pytest.mark.parametrize(
    ("text", "digits"), [("edu224258", "224258"), ("edu2242580", ""), ("224258", ""), ("reg99_m033", ""), ("", "")]
)
def test_digits_of_a_login(text: str, digits: str) -> None:
    assert login_digits(text) == digits


def test_a_taxpayers_number_may_have_lost_its_first_zero() -> None:
    directory = Directory((KnownSchool("a", "Школа", inn="0201000001"),))

    assert code_of(NamedSchool(code="201000001"), directory) == "a"


@pytest.mark.parametrize(
    ("code", "found"), [("9901", "1"), ("2201000001", "1"), ("gymnasium", "gymnasium"), ("1", None)]
)
def test_a_school_is_found_by_any_of_its_codes_that_is_no_number_of_a_line(code: str, found: str | None) -> None:
    assert code_of(NamedSchool(code=code), Directory((*SCHOOLS, KnownSchool("gymnasium", "Четвёртая")))) == found


@pytest.mark.parametrize(
    "name", ["Гимназия № 3", "МБОУ гимназия №3", "МУНИЦИПАЛЬНОЕ БЮДЖЕТНОЕ ОБЩЕОБРАЗОВАТЕЛЬНОЕ УЧРЕЖДЕНИЕ «Гимназия 3»"]
)
def test_a_name_is_compared_without_its_legal_form(name: str) -> None:
    assert code_of(NamedSchool(name)) == "3"


def test_names_of_kinds_are_written_out_or_not() -> None:
    assert bare_name("МКОУ «Берёзовская основная общеобразовательная школа»") == bare_name("Березовская ООШ")


def test_a_name_says_nothing_against_another_login() -> None:
    """«СОШ № 1» of another district, which has a login of its own."""
    assert code_of(NamedSchool("СОШ № 1", "edu990001")) is None


def test_a_name_that_two_schools_bear_finds_neither() -> None:
    twins = Directory((KnownSchool("a", "СОШ № 1"), KnownSchool("b", "МБОУ СОШ №1")))

    assert code_of(NamedSchool("СОШ № 1"), twins) is None


def test_a_name_that_the_file_gives_twice_finds_nobody() -> None:
    named = [NamedSchool("Гимназия № 3", "edu990001"), NamedSchool("МБОУ «Гимназия №3»", "edu990002")]

    assert match_schools(named, DIRECTORY).found == {}


def test_in_a_file_of_several_municipalities_only_the_own_one_goes_by_name() -> None:
    named = [
        NamedSchool("Гимназия № 3", place="Степной район"),
        NamedSchool("Гимназия № 3", place="Лесной муниципальный район"),
    ]

    matching = match_schools(named, DIRECTORY)

    assert matching.found == {1: "3"}
    assert matching.open == (0,)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("Лесной район", {0: "3", 1: "2"}),
        ("Муниципальный округ «Лесной»", {0: "3", 1: "2"}),
        ("", {0: "3", 1: "2"}),
        ("Степной район", {1: "2"}),
        ("Степной муниципальный район", {1: "2"}),
    ],
)
def test_in_a_file_of_another_municipality_alone_nobody_goes_by_name(place: str, found: dict[int, str]) -> None:
    """A login is the school's own, whatever the file says of the place."""
    named = [NamedSchool("Гимназия № 3", place=place), NamedSchool("ООШ", "edu224300", place=place)]

    matching = match_schools(named, DIRECTORY)

    assert matching.found == found
    assert matching.foreign_place == (place if 0 not in found else "")


def test_what_was_decided_by_hand_wins_over_everything() -> None:
    named = [NamedSchool("x", "edu224258"), NamedSchool("Гимназия № 3"), NamedSchool("y", "edu777777")]
    decided = Directory(
        SCHOOLS, {named[0].key: "2", named[1].key: None, "login:777777": "3"}, title="Лесной муниципальный район"
    )

    matching = match_schools(named, decided)

    assert matching.found == {0: "2", 2: "3"}
    assert matching.strangers == {1}
    assert matching.open == ()
    assert matching.by_hand == (0, 1, 2)


def test_the_number_of_a_line_is_remembered_with_the_name_beside_it() -> None:
    """«7» is another school in the list of another office; a code of a register is the same everywhere."""
    lines = [NamedSchool("Школа 3", code="7"), NamedSchool("Школа 4", code="7")]
    registered = [NamedSchool("Школа 3", code="2201000001"), NamedSchool("Школа 4", code="2201000001")]

    assert len({each.key for each in lines}) == 2
    assert len({each.key for each in registered}) == 1


def test_a_former_name_still_stands_for_the_school() -> None:
    directory = Directory((*SCHOOLS, KnownSchool("4", "Лицей «Старт»", former_names=("МБОУ СОШ № 44",))))

    assert code_of(NamedSchool("СОШ № 44"), directory) == "4"


CHANGED = Directory(
    (
        KnownSchool("1", "СОШ № 1", login="edu224258"),
        KnownSchool("2", "Берёзовская ООШ", login="edu224300", gone_from=2026, heir="1"),
        KnownSchool("3", "Гимназия № 3", login="edu224400", gone_from=2026),
        KnownSchool("4", "Гимназия № 3", began_in=2026),
    )
)


@pytest.mark.parametrize(
    ("login", "year", "code"),
    [
        ("sch224300", 2025, "2"),
        ("sch224300", 2026, "1"),
        ("edu224300", None, "2"),
        ("edu224400", 2025, "3"),
        ("edu224400", 2026, None),
    ],
)
def test_the_login_of_a_school_that_joined_another_is_its_own_until_then_and_the_others_afterwards(
    login: str, year: int | None, code: str | None
) -> None:
    assert match_schools([NamedSchool(login=login)], CHANGED, year=year).found.get(0) == code


def test_who_has_joined_and_who_has_closed_is_told_apart() -> None:
    named = [NamedSchool(login="edu224300"), NamedSchool(login="edu224400"), NamedSchool("Гимназия № 3")]

    matching = match_schools(named, CHANGED, year=2026)

    # A name that a later school bears is that school's.
    assert matching.found == {0: "1", 2: "4"}
    assert (matching.passed_on, matching.gone, matching.open) == ({0: "2"}, {1: "3"}, (1,))


def test_what_was_decided_about_years_after_a_closing_leaves_those_before_it_alone() -> None:
    named = NamedSchool(login="edu224400")
    decided = Directory(CHANGED.schools, {named.key: "1"})

    assert [match_schools([named], decided, year=year).found for year in (2025, 2026)] == [{0: "3"}, {0: "1"}]


def test_a_login_that_two_schools_have_had_is_of_the_one_that_is_there() -> None:
    """The successor has taken over the login of the school that joined it."""
    directory = Directory(
        (
            KnownSchool("1", "СОШ № 1", login="edu224300"),
            KnownSchool("2", "Берёзовская ООШ", login="sch224300", gone_from=2026),
        )
    )

    found = [match_schools([NamedSchool(login="edu224300")], directory, year=year).found for year in (2025, 2026)]
    assert found == [{0: "2"}, {0: "1"}]


def test_schools_that_joined_one_another_in_a_ring_are_nobodys() -> None:
    ring = Directory(
        (
            KnownSchool("1", "Первая", gone_from=2026, heir="2"),
            KnownSchool("2", "Вторая", gone_from=2026, heir="1"),
        )
    )

    assert match_schools([NamedSchool("Первая")], ring, year=2026).gone == {0: "1"}
