"""Checking an import on behalf of somebody: the same for the terminal and the browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from data_layer.commands.imports.foreign import read_foreign
from data_layer.intake.check import check_tables
from data_layer.intake.errors import IntakeError
from data_layer.intake.readers.interpret import Answers
from data_layer.intake.rows import CheckedImport, TargetRow
from data_layer.intake.tables import SourceTable, TableKind
from data_layer.models import School, Target
from data_layer.queries.catalogue import intake_context
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class Importer:
    """Whose import it is and what they may hand in.

    actor: who the trail names. today: decides the newest year. only_school: code of the one school whose
    rows are accepted, None = all. is_school: a school hands in, so reviewing is not its to do.
    """

    actor: str
    today: date
    only_school: str | None = None
    is_school: bool = False
    may_set_targets: bool = True


def check_import(
    session: TenantSession,
    tables: Sequence[SourceTable],
    importer: Importer,
    *,
    expected: TableKind | None = None,
    answers: Mapping[int, Answers] | None = None,
) -> CheckedImport:
    """All rows, or all errors; nothing is written.

    expected: the one kind of table accepted, None = any. answers: what was added to tables of others.
    """
    tables, told, faults = read_foreign(session, tables, only_school=importer.only_school, answers=answers)
    context = intake_context(
        session, only_school=importer.only_school, is_school_author=importer.is_school, today=importer.today
    )
    checked = replace(check_tables(tables, context, expected=expected), understood=told)
    checked.errors.extend(faults)
    if not importer.may_set_targets:
        checked.errors.extend(_refused_targets(session, checked.targets))
    return checked


def _refused_targets(session: TenantSession, rows: Sequence[TargetRow]) -> list[IntakeError]:
    """Faults of the targets that differ from those in force: the template brings these along as they are."""
    if not rows:
        return []
    current = _current_targets(session)
    return [
        IntakeError(row.address, "цели школы устанавливает директор", "верните прежнее значение или уберите строку")
        for row in rows
        if current.get((row.school, row.indicator, row.level.value, row.year)) != row.target
    ]


def _current_targets(session: TenantSession) -> dict[tuple[str | None, str, str, int], Decimal]:
    rows = session.execute(
        select(School.code, Target.indicator_id, Target.level, Target.year, Target.target)
        .join(School, (School.district_id == Target.district_id) & (School.id == Target.school_id))
        .where(Target.district_id == session.scope.district_id)
    )
    return {(code, indicator, level, year): target for code, indicator, level, year, target in rows}
