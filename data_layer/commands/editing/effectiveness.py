"""The effectiveness list of a school and year: the school answers for itself, the department beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh
from data_layer.commands.editing.outcome import Author
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.writing import Writing
from data_layer.commands.imports.years import ensure_years
from data_layer.domain.effectiveness import QUESTIONS, Mark, Side
from data_layer.errors import ChangedMeanwhileError, DataLayerError
from data_layer.models import EffectivenessCheck, EffectivenessMark
from data_layer.models.base import new_id
from data_layer.queries.directory import find_school
from data_layer.session import TenantSession

LONGEST_NOTE: Final = 500
MEANWHILE: Final = "Пока вы отмечали, это изменил другой человек. Обновите страницу: ваши ответы не записаны."
BY_ONESELF: Final = "Вы уже изменили эти ответы, например в другом окне. Обновите страницу: ваши ответы не записаны."
TOO_LONG: Final = f"Пояснение длиннее {LONGEST_NOTE} знаков. Сократите его."


class NoteTooLongError(DataLayerError):
    """check: id of the question whose note is too long."""

    def __init__(self, check: str) -> None:
        super().__init__(TOO_LONG)
        self.check = check


@dataclass(frozen=True, slots=True)
class AnswerEdit:
    """mark: None takes the answer back. version: of the answer that the person saw, 0 where there was none."""

    mark: Mark | None
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class EffectivenessEdit:
    """Answers by the id of their question; questions that are not named stay as they are."""

    year: int
    answers: Mapping[str, AnswerEdit] = field(default_factory=dict)


def save_effectiveness(session: TenantSession, edit: EffectivenessEdit, *, school: str, author: Author) -> int:
    """Write the answers of the author's side; how many changed. The caller commits.

    Raises NotFoundError, NoteTooLongError, ChangedMeanwhileError. Unknown questions play no part.
    """
    lock_district(session)
    entry = find_school(session, school)
    side = Side.SCHOOL if author.is_of_school else Side.DEPARTMENT
    _open_year(session, edit.year, author)
    known = _known(session, entry.id, edit.year, side)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    questions = _questions(session)
    for check in questions:
        answer = edit.answers.get(check)
        if answer is None:
            continue
        was, now = _told(known.get(check)), _wanted(check, answer)
        if was == now:
            continue
        _refuse_stale(known.get(check), answer, author)
        _write(session, _Place(entry.id, edit.year, check, side), known.get(check), answer, author)
        old[check], new[check] = was, now
    if new:
        record(
            session,
            actor=author.login,
            action="effectiveness_marked",
            subject=str(edit.year),
            district_id=session.scope.district_id,
            school_id=entry.id,
            old=old,
            # In the words of today, whatever becomes of the list.
            new=new | {QUESTIONS: {check: questions[check] for check in new}},
        )
        session.flush()
    return len(new)


def _open_year(session: TenantSession, year: int, author: Author) -> None:
    """A year that nobody has used yet comes into being for the whole district."""
    writing = Writing(session, author.login, batch_id=new_id())
    ensure_years(writing, {year})
    if writing.touches_all:
        session.flush()
        refresh(session)


@dataclass(frozen=True, slots=True)
class _Place:
    school_id: int
    year: int
    check: str
    side: Side


def _questions(session: TenantSession) -> dict[str, str]:
    """Titles by id, in their order."""
    row = EffectivenessCheck
    query = select(row.id, row.title).where(row.district_id == session.scope.district_id, row.is_enabled.is_(True))
    rows = session.execute(query.order_by(row.position, row.id))
    return {each.id: each.title for each in rows}


def _known(session: TenantSession, school_id: int, year: int, side: Side) -> Mapping[str, EffectivenessMark]:
    row = EffectivenessMark
    query = select(row).where(
        row.district_id == session.scope.district_id,
        row.school_id == school_id,
        row.year == year,
        row.side == side.value,
    )
    return {each.check_id: each for each in session.scalars(query)}


def _told(row: EffectivenessMark | None) -> list[str] | None:
    return None if row is None else [row.mark, row.note]


def _wanted(check: str, answer: AnswerEdit) -> list[str] | None:
    note = answer.note.strip()
    if len(note) > LONGEST_NOTE:
        raise NoteTooLongError(check)
    return None if answer.mark is None else [answer.mark.value, note]


def _refuse_stale(row: EffectivenessMark | None, answer: AnswerEdit, author: Author) -> None:
    if (0 if row is None else row.version) != answer.version:
        is_own = row is not None and row.author == author.login
        raise ChangedMeanwhileError(BY_ONESELF if is_own else MEANWHILE)


def _write(
    session: TenantSession, place: _Place, row: EffectivenessMark | None, answer: AnswerEdit, author: Author
) -> None:
    if answer.mark is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = EffectivenessMark(
            district_id=session.scope.district_id,
            school_id=place.school_id,
            year=place.year,
            check_id=place.check,
            side=place.side.value,
        )
        session.add(row)
    row.mark, row.note, row.author = answer.mark.value, answer.note.strip(), author.login
