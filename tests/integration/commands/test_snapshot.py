"""What was known of a row before a column came to it stays known after."""

from data_layer.commands.imports.snapshot import mark_of, restore, snapshot
from data_layer.models import Target


def test_a_column_that_came_later_changes_no_older_mark_while_it_is_empty() -> None:
    before = {"title": "Приказ", "file_id": 7}

    assert mark_of({**before, "effect": "", "checked_at": None, "covers": []}) == mark_of(before)
    assert mark_of({**before, "effect": "выросло"}) != mark_of(before)
    assert mark_of({**before, "is_present": False}) != mark_of(before)


def test_a_row_keeps_what_its_older_state_does_not_know() -> None:
    row = Target(indicator_id="b1_certification_attainment", level="ooo", year=2025, author="director")
    older = {name: value for name, value in snapshot(row).items() if name != "author"}
    row.year, row.author = 2026, "coordinator"

    restore(row, older)

    assert (row.year, row.author) == (2025, "coordinator")
