"""A session for meetings, which a presenter has, changes meetings and nothing else of what it reads."""

from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from data_layer.errors import ScopeError
from data_layer.models import Meeting, Observation, School, Slide
from data_layer.scope import Scope
from data_layer.session import BEYOND_MEETINGS
from tests import factories
from tests.integration.schema.conftest import OpenSession
from tests.support.scopes import ALPHA, TENANT_MODELS

OF_MEETINGS = {"meeting", "slide", "slide_comment", "decision", "decision_report", "audit_event"}
PRESENTER = Scope(ALPHA.district_ids, is_read_only=False, writes_meetings_only=True)
OTHERS = [model for model in TENANT_MODELS if model.__tablename__ not in OF_MEETINGS]


@pytest.fixture
def session(read: OpenSession) -> Session:
    return read(PRESENTER)


@pytest.mark.parametrize("model", OTHERS, ids=lambda model: model.__tablename__)
def test_no_other_table_is_changed_by_any_way(session: Session, model: Any) -> None:
    row = session.scalars(select(model).where(model.district_id == 1).limit(1)).one()
    values = {"district_id": 1}

    for statement in (
        insert(model).values(**values),
        update(model).where(model.district_id == 1).values(**values),
        delete(model).where(model.district_id == 1),
    ):
        with pytest.raises(ScopeError):
            session.execute(statement)
    session.delete(row)
    with pytest.raises(ScopeError, match=BEYOND_MEETINGS):
        session.flush()


def test_the_tables_of_meetings_are_written(session: Session) -> None:
    meeting = factories.meeting()
    session.add(meeting)
    session.flush()
    session.add(factories.slide(meeting_id=meeting.id))
    session.add(factories.audit_event(district_id=1))
    session.flush()
    session.execute(
        update(Slide).where(Slide.district_id == 1, Slide.meeting_id == meeting.id).values(notes="о школах")
    )
    session.execute(delete(Slide).where(Slide.district_id == 1, Slide.meeting_id == meeting.id))

    assert session.scalar(select(func.count()).select_from(Meeting).where(Meeting.district_id == 1)) == 2


def test_a_new_row_of_another_table_is_refused_and_all_are_read(session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(School).where(School.district_id == 1)) == 2

    session.add(factories.observation(school_id=101, category="iii"))
    with pytest.raises(ScopeError, match=BEYOND_MEETINGS):
        session.flush()
    session.expunge_all()
    found = session.scalars(select(Observation).where(Observation.district_id == 1).limit(1)).one()
    found.note = "чужое"
    with pytest.raises(ScopeError, match=BEYOND_MEETINGS):
        session.flush()
