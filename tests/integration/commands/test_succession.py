"""Schools close, join one another and take other names, on both engines: figures, roles, trail, tenants."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from data_layer.commands.derive import differences, refresh
from data_layer.commands.people import add_user
from data_layer.commands.school_logins import keep_former_login
from data_layer.commands.succession import (
    Author,
    SuccessionError,
    close_school,
    open_school_from,
    rename_school,
    reopen_school,
    take_back_name,
)
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from data_layer.intake.readers.matching import match_schools
from data_layer.intake.readers.understood import NamedSchool
from data_layer.models import AuditEvent, Membership, School
from data_layer.queries.directory import find_school, school_list, used_years
from data_layer.queries.effectiveness import effectiveness_of_schools
from data_layer.queries.naming import naming_directory
from data_layer.queries.people import credentials_of
from data_layer.queries.results import attainment_by_district, attainment_by_school
from data_layer.queries.rollup import region_rollup
from data_layer.queries.school_trend import Predecessor, predecessors
from data_layer.session import TenantSession, tenant_session, unscoped
from tests import factories
from tests.support.districts import OneDistrict, TwoDistricts

TODAY = date(2026, 10, 14)
IVANOVA = Author("ivanova")


def give(session: TenantSession, district: OneDistrict) -> None:
    """2025/26: 9 of 10 and 30 of 50; 2026/27: 20 of 40 and 1 of 10. School «2» is the one that changes."""
    session.add(factories.school_year(year=2026))
    session.flush()
    for place, year, numerator, denominator in (
        (0, 2025, 9, 10),
        (1, 2025, 30, 50),
        (0, 2026, 20, 40),
        (1, 2026, 1, 10),
    ):
        numbers = {"numerator": numerator, "denominator": denominator}
        session.add(factories.observation(school_id=district.schools[place], year=year, **numbers))
    session.flush()
    refresh(session)


def district_figures(session: TenantSession) -> dict[int, tuple[Any, ...]]:
    """By year: numerator, denominator, schools applicable and with data."""
    rows = attainment_by_district(session, today=TODAY, viewer=Viewer.full())
    return {
        row.year: (row.numerator, row.denominator, row.schools_applicable, row.schools_with_data)
        for row in rows
        if (row.indicator, row.level) == (factories.INDICATOR, factories.LEVEL)
    }


def events(session: TenantSession) -> list[tuple[str, str]]:
    rows = session.scalars(select(AuditEvent).where(AuditEvent.actor == "ivanova").order_by(AuditEvent.id))
    return [(each.action, each.subject) for each in rows]


def is_untouched(districts: TwoDistricts) -> bool:
    with tenant_session(districts.engine, districts.beta.scope()) as session:
        rows = session.scalars(select(School)).all()
        return not events(session) and all((row.closed_on, row.history) == (None, None) for row in rows)


def test_a_closed_school_keeps_its_years_and_its_people_their_last_day(two_districts: TwoDistricts) -> None:
    alpha = two_districts.alpha
    with unscoped(two_districts.engine, "test") as session:
        add_user(
            session,
            login="director-2",
            role=Role.DIRECTOR,
            district_id=alpha.id,
            school_id=alpha.schools[1],
            password="a long enough password",
            actor="x",
        )
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        give(session, alpha)
        assert district_figures(session) == {2025: (39, 60, 2, 2), 2026: (21, 50, 2, 2)}

        close_school(session, code="2", year=2026, today=TODAY, author=IVANOVA)

        assert district_figures(session) == {2025: (39, 60, 2, 2), 2026: (20, 40, 1, 1)}
        rows = attainment_by_school(session, today=TODAY, viewer=Viewer.full())
        assert {(row.school, row.year) for row in rows} == {("1", 2025), ("1", 2026), ("2", 2025)}
        assert differences(session) == 0
        assert events(session) == [("school_closed", "2"), ("membership_ends", "director-2")]
        with pytest.raises(SuccessionError, match="уже закрыта"):
            close_school(session, code="2", year=2027, today=TODAY, author=IVANOVA)
        with pytest.raises(SuccessionError, match="сама закрыта"):
            close_school(session, code="1", year=2026, successor="2", today=TODAY, author=IVANOVA)
    with tenant_session(two_districts.engine, alpha.scope(alpha.schools[1], is_read_only=True)) as session:
        assert used_years(session) == [2025]
    with unscoped(two_districts.engine, "test") as session:
        roles = {
            day: len(found.membership_ids)
            for day in (date(2026, 8, 31), date(2026, 9, 1))
            if (found := credentials_of(session, login="director-2", today=day)) is not None
        }
    assert roles == {date(2026, 8, 31): 1, date(2026, 9, 1): 0}
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        reopen_school(session, code="2", author=IVANOVA)
        assert district_figures(session) == {2025: (39, 60, 2, 2), 2026: (21, 50, 2, 2)}
        assert session.scalars(select(Membership.ends_on)).all() == [None]
        assert differences(session) == 0
    assert is_untouched(two_districts)


def test_a_school_is_asked_for_nothing_of_the_years_before_it_opens(two_districts: TwoDistricts) -> None:
    """Of 2025/26 only 9 of 10 are left, of one school; as if it had always been there, everything is back."""
    alpha = two_districts.alpha
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        give(session, alpha)

        open_school_from(session, code="2", year=2026, today=TODAY, author=IVANOVA)

        assert district_figures(session) == {2025: (9, 10, 1, 1), 2026: (21, 50, 2, 2)}
        rows = attainment_by_school(session, today=TODAY, viewer=Viewer.full())
        assert {(row.school, row.year) for row in rows} == {("1", 2025), ("1", 2026), ("2", 2026)}
        assert [each.code for each in school_list(session, year=2025)] == ["1"]
        assert [row.code for row in effectiveness_of_schools(session, year=2025)] == ["1"]
        assert {row.schools for row in region_rollup(session, year=2025, today=TODAY) if row.cluster is None} == {1}
        assert differences(session) == 0
        with pytest.raises(SuccessionError, match="открыта только с 2026/27"):
            close_school(session, code="2", year=2026, today=TODAY, author=IVANOVA)
        open_school_from(session, code="2", year=2027, today=TODAY, author=IVANOVA)
        with pytest.raises(SuccessionError, match="ещё не открыта"):
            close_school(session, code="1", year=2026, successor="2", today=TODAY, author=IVANOVA)
        open_school_from(session, code="2", year=2026, today=TODAY, author=IVANOVA)
    with tenant_session(two_districts.engine, alpha.scope(alpha.schools[1], is_read_only=True)) as session:
        assert used_years(session) == [2026]
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        open_school_from(session, code="2", year=None, today=TODAY, author=IVANOVA)
        assert district_figures(session) == {2025: (39, 60, 2, 2), 2026: (21, 50, 2, 2)}
        assert {action for action, _ in events(session)} == {"school_opens"}
    assert is_untouched(two_districts)


def read_by(districts: TwoDistricts, district: OneDistrict) -> tuple[Predecessor, ...]:
    """What the people of school «1» are shown of schools that joined it; the session is their own again afterwards."""
    school_id = district.schools[0]
    with tenant_session(districts.engine, district.scope(school_id, is_read_only=True)) as session:
        viewer = Viewer.own_school(school_id)
        found = predecessors(session, find_school(session, "1").changes, today=TODAY, viewer=viewer)
        assert [each.code for each in session.scalars(select(School))] == ["1"]
    return found


def test_years_of_a_school_that_joined_another_stay_rows_of_its_own(two_districts: TwoDistricts) -> None:
    """The successor's people see them where the department passes them on, and not before; nobody else does."""
    alpha, beta = two_districts.alpha, two_districts.beta
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        give(session, alpha)
        close_school(session, code="2", year=2026, successor="1", today=TODAY, author=IVANOVA)
        assert find_school(session, "1").facts.joined_in == {2026}
    assert read_by(two_districts, alpha) == ()
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        reopen_school(session, code="2", author=IVANOVA)
        assert find_school(session, "1").changes == ()
        close_school(session, code="2", year=2026, successor="1", passes_history=True, today=TODAY, author=IVANOVA)
        # Nothing is added up: 9 of 10 and 30 of 50 are still two rows of 2025/26.
        assert district_figures(session) == {2025: (39, 60, 2, 2), 2026: (20, 40, 1, 1)}
        assert differences(session) == 0
    (found,) = read_by(two_districts, alpha)
    line = next(line for line in found.trend.lines if line.has_figures)
    assert [(each.year, each.numerator, each.denominator) for each in line.years] == [(2025, 30, 50)]
    assert (found.code, found.year) == ("2", 2026)
    assert read_by(two_districts, beta) == ()
    with tenant_session(two_districts.engine, beta.scope()) as session, pytest.raises(NotFoundError):
        close_school(session, code="no-such", year=2026, today=TODAY, author=IVANOVA)
    assert is_untouched(two_districts)


def test_files_know_a_school_by_its_former_name_and_login(two_districts: TwoDistricts) -> None:
    alpha = two_districts.alpha
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        session.add(factories.school_year(year=2026))
        school = session.get_one(School, (alpha.id, alpha.schools[0]))
        school.short_name, school.fis_oko_login = "СОШ № 5", "sch224258"
        session.flush()
        new = {"short_name": "Лицей «Старт»", "full_name": ""}

        rename_school(session, code="1", **new, year=2026, today=TODAY, author=IVANOVA)
        with pytest.raises(SuccessionError, match="уже переименована"):
            rename_school(session, code="1", short_name="x", full_name="", year=2026, today=TODAY, author=IVANOVA)
        keep_former_login(session, school, old="sch224258", new="edu990001", actor="ivanova")
        school.fis_oko_login = "edu990001"
        session.flush()

        named = [NamedSchool("СОШ № 5"), NamedSchool(login="edu224258"), NamedSchool(login="sch990001")]
        assert dict(match_schools(named, naming_directory(session)).found) == {0: "1", 1: "1", 2: "1"}
        assert find_school(session, "1").short_name == "Лицей «Старт»"
        take_back_name(session, code="1", author=IVANOVA)
        assert (find_school(session, "1").short_name, find_school(session, "1").changes) == ("СОШ № 5", ())
        assert [action for action, _ in events(session)] == [
            "school_renamed",
            "schools_matched",
            "school_name_taken_back",
        ]
    assert is_untouched(two_districts)


def test_the_login_of_a_school_that_joined_another_leads_to_it_for_the_successors_people_too(
    two_districts: TwoDistricts,
) -> None:
    alpha, beta = two_districts.alpha, two_districts.beta
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        give(session, alpha)
        session.get_one(School, (alpha.id, alpha.schools[1])).fis_oko_login = "sch224300"
        session.flush()
        close_school(session, code="2", year=2026, successor="1", today=TODAY, author=IVANOVA)
    named = [NamedSchool(login="edu224300")]

    def found(district: OneDistrict, school_id: int | None = None) -> list[dict[int, str]]:
        with tenant_session(two_districts.engine, district.scope(school_id, is_read_only=True)) as session:
            directory = naming_directory(session)
            seen = len(session.scalars(select(School.id)).all())
            assert seen == (2 if school_id is None else 1)
        return [dict(match_schools(named, directory, year=year).found) for year in (2025, 2026)]

    assert found(alpha) == found(alpha, alpha.schools[0]) == [{0: "2"}, {0: "1"}]
    assert found(beta) == found(beta, beta.schools[0]) == [{}, {}]
