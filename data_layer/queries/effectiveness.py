"""The effectiveness list of a school and year with both answers, and how far the schools of a district have come."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from data_layer.domain.effectiveness import Mark, Side, Tally, differs, tally
from data_layer.models import EffectivenessCheck, EffectivenessMark, School, User
from data_layer.queries.directory import there_in
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class Answer:
    """What one side says. version: what a save has to tell."""

    mark: Mark
    note: str
    author: str
    at: dt.datetime
    version: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the answers that there are."""

    id: str
    section: str
    title: str
    answers: Mapping[Side, Answer]

    def mark(self, side: Side) -> Mark | None:
        answer = self.answers.get(side)
        return None if answer is None else answer.mark

    @property
    def is_disputed(self) -> bool:
        return differs(self.mark(Side.SCHOOL), self.mark(Side.DEPARTMENT))


@dataclass(frozen=True, slots=True)
class SchoolEffectiveness:
    """How far a school is: questions asked, answers of both sides, questions answered differently."""

    code: str
    short_name: str
    asked: int
    school: Tally
    department: Tally
    disputed: int


def effectiveness_questions(session: TenantSession, *, school_id: int, year: int) -> tuple[Question, ...]:
    """The district's questions in their order, with what was answered for the school in the year."""
    answers = _answers(session, year, school_id=school_id)[school_id]
    return tuple(Question(row.id, row.section, row.title, answers.get(row.id, {})) for row in _checks(session))


def effectiveness_of_schools(session: TenantSession, *, year: int) -> tuple[SchoolEffectiveness, ...]:
    """One row per school of the session that is there in the year, by name."""
    checks, answers = _checks(session), _answers(session, year)
    schools = session.execute(
        select(School.id, School.code, School.short_name).where(
            School.district_id == session.scope.district_id,
            there_in(year),
        )
    )
    rows = [
        _of_school(code, name, [Question(row.id, "", "", answers[number].get(row.id, {})) for row in checks])
        for number, code, name in schools
    ]
    return tuple(sorted(rows, key=lambda row: row.short_name.casefold()))


def _of_school(code: str, name: str, questions: Sequence[Question]) -> SchoolEffectiveness:
    return SchoolEffectiveness(
        code=code,
        short_name=name,
        asked=len(questions),
        school=tally(question.mark(Side.SCHOOL) for question in questions),
        department=tally(question.mark(Side.DEPARTMENT) for question in questions),
        disputed=sum(question.is_disputed for question in questions),
    )


def _checks(session: TenantSession) -> Sequence[Any]:
    row = EffectivenessCheck
    return session.execute(
        select(row.id, row.section, row.title)
        .where(row.district_id == session.scope.district_id, row.is_enabled.is_(True))
        .order_by(row.position, row.id)
    ).all()


def _answers(
    session: TenantSession, year: int, *, school_id: int | None = None
) -> Mapping[int, Mapping[str, Mapping[Side, Answer]]]:
    """By school, question and side. school_id: None = of all schools."""
    row = EffectivenessMark
    query = (
        select(
            row.school_id,
            row.check_id,
            row.side,
            row.mark,
            row.note,
            row.author,
            User.full_name,
            row.changed_at,
            row.version,
        )
        .outerjoin(User, User.login == row.author)
        .where(row.district_id == session.scope.district_id, row.year == year)
    )
    if school_id is not None:
        query = query.where(row.school_id == school_id)
    found: dict[int, dict[str, dict[Side, Answer]]] = defaultdict(lambda: defaultdict(dict))
    for school, check, side, mark, note, login, name, at, version in session.execute(query):
        found[school][check][Side(side)] = Answer(Mark(mark), note, name or login, at, version)
    return found
