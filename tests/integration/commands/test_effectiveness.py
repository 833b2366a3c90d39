"""The effectiveness list on both engines: each side writes its own answers, and only of its own district and school."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from data_layer.commands.editing import Author
from data_layer.commands.editing.effectiveness import (
    AnswerEdit,
    EffectivenessEdit,
    NoteTooLongError,
    save_effectiveness,
)
from data_layer.domain.effectiveness import Mark, Side, Tally
from data_layer.errors import ChangedMeanwhileError, NotFoundError
from data_layer.models import AuditEvent, EffectivenessMark, SchoolYear
from data_layer.queries.effectiveness import Question, effectiveness_of_schools, effectiveness_questions
from tests import factories
from tests.support.districts import TwoDistricts
from tests.support.editing import COORDINATOR, DIRECTOR, OFFICIAL, YEAR, Editing


@pytest.fixture
def editing(two_districts: TwoDistricts) -> Editing:
    return Editing(two_districts)


def save(editing: Editing, author: Author = DIRECTOR, *, year: int = YEAR, **answers: AnswerEdit) -> int:
    with editing.session(author) as session:
        return save_effectiveness(session, EffectivenessEdit(year, answers), school="1", author=author)


def questions(editing: Editing, author: Author = OFFICIAL) -> dict[str, Question]:
    with editing.session(author) as session:
        return {each.id: each for each in effectiveness_questions(session, school_id=editing.school_id, year=YEAR)}


def test_both_sides_answer_beside_one_another(editing: Editing) -> None:
    save(editing, team=AnswerEdit(Mark.YES, "приказ № 5"), site=AnswerEdit(Mark.PARTLY))
    save(editing, OFFICIAL, team=AnswerEdit(Mark.YES), site=AnswerEdit(Mark.NO, "нет блока 6"))

    found = questions(editing, DIRECTOR)

    assert list(found)[:4] == ["team", "regulation", "schedule", "site"]
    assert found["team"].answers[Side.SCHOOL].note == "приказ № 5"
    assert [found["site"].mark(side) for side in Side] == [Mark.PARTLY, Mark.NO]
    assert (found["team"].is_disputed, found["site"].is_disputed) == (False, True)
    assert found["regulation"].answers == {}


def test_how_far_the_schools_are(editing: Editing) -> None:
    """13 questions; school 1 has answered two, one of them «да», and the department one of them otherwise."""
    save(editing, team=AnswerEdit(Mark.YES), site=AnswerEdit(Mark.PARTLY))
    save(editing, OFFICIAL, site=AnswerEdit(Mark.NO))

    with editing.session(OFFICIAL) as session:
        first, second = effectiveness_of_schools(session, year=YEAR)

    assert (first.code, first.asked, first.school, first.department) == ("1", 13, Tally(2, 1), Tally(1, 0))
    assert first.disputed == 1
    assert (second.school, second.department, second.disputed) == (Tally(0, 0), Tally(0, 0), 0)


def test_the_same_again_changes_nothing_and_an_old_version_is_refused(editing: Editing) -> None:
    assert save(editing, team=AnswerEdit(Mark.YES)) == 1
    assert save(editing, team=AnswerEdit(Mark.YES)) == 0
    assert save(editing, team=AnswerEdit(Mark.YES, version=1)) == 0
    assert save(editing, team=AnswerEdit(Mark.NO, version=1)) == 1

    with pytest.raises(ChangedMeanwhileError, match="Вы уже изменили эти ответы"):
        save(editing, team=AnswerEdit(Mark.PARTLY, version=1))
    with pytest.raises(ChangedMeanwhileError, match="изменил другой человек"):
        save(editing, COORDINATOR, team=AnswerEdit(Mark.PARTLY, version=1))

    assert questions(editing)["team"].mark(Side.SCHOOL) is Mark.NO
    assert save(editing, team=AnswerEdit(None, version=2)) == 1
    assert questions(editing)["team"].answers == {}


def test_every_change_leaves_its_trail(editing: Editing) -> None:
    save(editing, team=AnswerEdit(Mark.YES), made_up=AnswerEdit(Mark.YES))

    with editing.session(OFFICIAL) as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "effectiveness_marked"))
    assert (event.actor, event.school_id) == ("director", editing.school_id)
    told = {"team": "Собрана команда, приказом назначен ответственный за ВСОКО"}
    assert (event.old, event.new) == ({"team": None}, {"team": ["yes", ""], "questions": told})


def test_a_long_note_is_refused_at_its_question(editing: Editing) -> None:
    with pytest.raises(NoteTooLongError) as caught:
        save(editing, team=AnswerEdit(Mark.YES, "x" * 501))

    assert caught.value.check == "team"
    assert questions(editing)["team"].answers == {}


def test_another_school_is_not_there(editing: Editing) -> None:
    with editing.session(DIRECTOR) as session, pytest.raises(NotFoundError):
        save_effectiveness(session, EffectivenessEdit(YEAR), school="2", author=DIRECTOR)


def test_a_year_that_nobody_has_used_is_opened(editing: Editing) -> None:
    save(editing, year=YEAR + 1, team=AnswerEdit(Mark.YES))

    with editing.session(OFFICIAL) as session:
        assert YEAR + 1 in set(session.scalars(select(SchoolYear.year)))


@pytest.mark.postgres
def test_the_database_itself_lets_no_school_mark_for_the_department(two_districts_on_postgres: TwoDistricts) -> None:
    editing = Editing(two_districts_on_postgres)
    place = {"school_id": editing.school_id, "side": "department"}
    with editing.session(OFFICIAL) as session:
        session.add(factories.effectiveness_mark(**place))
    with pytest.raises(ProgrammingError, match="row-level security"), editing.session(DIRECTOR) as session:
        session.add(factories.effectiveness_mark(**place, check_id="site"))
    with editing.session(OFFICIAL) as session:
        assert [each.check_id for each in session.scalars(select(EffectivenessMark))] == ["team"]
