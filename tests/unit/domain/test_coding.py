"""Numbers that stand for schools: given once, they stay."""

from data_layer.domain.coding import school_numbers

FIRST = [("a", "Лицей"), ("b", "СОШ № 2")]


def _numbers(schools: list[tuple[str, str]], known: dict[str, int]) -> dict[str, int]:
    return school_numbers(schools, key="secret", subject=("meeting", "1"), known=known)


def test_no_number_changes_however_many_schools_come_later() -> None:
    known = _numbers(FIRST, {})
    assert set(known.values()) == {1, 3}

    came: list[tuple[str, str]] = []
    before = known
    for code in ("z", "y", "x", "w"):
        came.append((code, "Новая"))
        now = _numbers(FIRST + came, known)
        assert {each: now[each] for each in before} == before
        before = now
    assert before == {**known, "z": 4, "y": 5, "x": 6, "w": 7}


def test_a_number_in_the_name_of_a_later_school_moves_nobody() -> None:
    known = {"a": 1, "b": 3}
    came = [("c", "Новая"), ("d", "СОШ № 4"), ("e", "СОШ № 5")]

    # «c» had 4 before there was a СОШ № 4.
    assert _numbers(FIRST + came, known) == {"a": 1, "b": 3, "c": 4, "d": 5, "e": 6}
