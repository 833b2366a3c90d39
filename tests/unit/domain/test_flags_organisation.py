"""Organisational items, due on 15.09.2025; and when a district begins to be watched."""

from datetime import date

from data_layer.domain.facts import OrganisationFact
from data_layer.domain.flags import default_tracked_from, is_active
from data_layer.domain.vocabulary import Rule
from tests.unit.domain.builders import YEAR, flags_of

ITEMS = ["team_assembled", "schedule_adopted"]


def lacking(*facts: OrganisationFact) -> list[str]:
    flags = flags_of(Rule.ORGANISATION_MISSING, organisation_items=ITEMS, organisation=facts)
    return [flag.document for flag in flags]


def test_every_item_that_is_not_present_is_one_flag_after_15_september() -> None:
    flags = flags_of(Rule.ORGANISATION_MISSING, organisation_items=ITEMS)

    assert [flag.document for flag in flags] == ["schedule_adopted", "team_assembled"]
    assert {flag.due for flag in flags} == {date(2025, 9, 15)}
    assert not is_active(flags[0], date(2025, 9, 15))
    assert is_active(flags[0], date(2025, 9, 16))


def test_present_items_are_fine_and_a_no_is_as_good_as_nothing() -> None:
    assert lacking(
        OrganisationFact("team_assembled", YEAR, is_present=True),
        OrganisationFact("schedule_adopted", YEAR, is_present=False),
    ) == ["schedule_adopted"]


def test_items_stay_from_earlier_years_but_the_schedule_is_adopted_anew() -> None:
    earlier = [OrganisationFact(item, YEAR - 3, is_present=True) for item in ITEMS]

    assert lacking(*earlier) == ["schedule_adopted"]


def test_a_later_year_says_nothing_about_this_one() -> None:
    assert len(lacking(OrganisationFact("team_assembled", YEAR + 1, is_present=True))) == 2


def test_without_a_due_day_nothing_is_missing() -> None:
    assert not flags_of(organisation_items=ITEMS, schedules={})


def test_a_district_is_watched_from_its_first_document_else_from_this_year() -> None:
    assert default_tracked_from([2025, 2023, 2024], date(2026, 9, 18)) == 2023
    assert default_tracked_from([], date(2026, 8, 31)) == 2025
