"""What «no data» is, where a school has said more: told to whom, on both engines."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from data_layer.domain.succession import ChangeKind, SchoolChange
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Absence, Level, Status
from data_layer.models import Observation
from data_layer.queries.absences import absences
from data_layer.queries.ground import load_ground
from data_layer.queries.standing import results_seen
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session
from tests.integration.queries.test_explanation import TODAY

CERTIFICATION, TRAJECTORIES = "b1_certification_attainment", "b3_individual_trajectories"


def told(engine: Engine, viewer: Viewer, *, missing: str, is_hidden: bool = False) -> Absence | None:
    """Of «1.1» of ООО in the second school, whose only row is a code."""
    with TenantSession(engine, Scope((1,), is_read_only=False)) as session:
        ground = load_ground(session, years=(2025,), today=TODAY, viewer=viewer)
        (school,) = (each for each in ground.schools if each.code == "2")
        query = select(Observation).where(
            Observation.district_id == 1,
            Observation.school_id == school.id,
            Observation.indicator_id == CERTIFICATION,
            Observation.level == Level.OOO.value,
        )
        (row,) = session.scalars(query)
        row.missing, row.is_hidden_at_source = missing, is_hidden
        session.flush()
        rows = results_seen(session, ground, indicators=[ground.catalogue.indicator_by_id[CERTIFICATION]])
        found = absences(session, ground, rows)
        key = (school.id, CERTIFICATION, Level.OOO, 2025)
        (shown,) = (each for each in rows if (each.school_id, each.indicator, each.level) == key[:3])
        assert shown.status is Status.NO_DATA
        assert set(found) <= {key}
        session.rollback()
    return found.get(key)


@pytest.mark.parametrize("viewer", [Viewer.full(), Viewer.outsider()])
def test_an_unreliable_number_is_called_so_to_everybody(small_engine: Engine, viewer: Viewer) -> None:
    assert told(small_engine, viewer, missing="u") is Absence.UNRELIABLE
    assert told(small_engine, viewer, missing="x") is None
    # «Not due yet» was said, and the day has passed.
    assert told(small_engine, viewer, missing="w") is Absence.OVERDUE


def test_that_a_source_hides_a_number_is_told_to_those_who_see_all_of_the_school(small_engine: Engine) -> None:
    """«<5» tells of a small group."""
    assert told(small_engine, Viewer.full(), missing="x", is_hidden=True) is Absence.HIDDEN_AT_SOURCE
    assert told(small_engine, Viewer.outsider(), missing="x", is_hidden=True) is None


def test_a_last_year_counted_otherwise_or_before_a_joining_is_not_called_absent(small_engine: Engine) -> None:
    """3 trajectories of school 1, with no baseline that could be taken; a joining is told before a method."""
    with tenant_session(small_engine, Scope((1,))) as session:
        ground = load_ground(session, years=(2025,), today=TODAY, viewer=Viewer.full())
        rule = ground.catalogue.indicator_by_id[TRAJECTORIES]
        changed = replace(rule, breaks={2025: "новая форма отчёта"})
        rules = tuple(changed if each is rule else each for each in ground.catalogue.indicators)
        otherwise = replace(ground, catalogue=replace(ground.catalogue, indicators=rules))
        rows = results_seen(session, ground, indicators=[rule])
        joining = SchoolChange(2025, ChangeKind.JOINED, "Вторая ООШ")
        joined = replace(otherwise, every_school=[replace(each, changes=(joining,)) for each in ground.every_school])
        found = [absences(session, each, rows) for each in (joined, otherwise, ground)]

    (key,) = ((row.school_id, row.indicator, row.level, row.year) for row in rows if row.status is Status.NO_BASELINE)
    assert found == [{key: Absence.JOINED}, {key: Absence.OTHER_METHOD}, {}]
