"""Files of others on their way into an import: whose schools they name, what their author has added to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.commands.school_logins import matched_value
from data_layer.domain.school_year import parse_year
from data_layer.domain.slices import grade
from data_layer.errors import NotFoundError
from data_layer.intake.errors import IntakeError
from data_layer.intake.readers.interpret import COLUMNS, Answers, Ground, interpret
from data_layer.intake.readers.scales import known_scales
from data_layer.intake.readers.scores import INDICATOR as VPR
from data_layer.intake.tables import SourceTable
from data_layer.intake.words import normal
from data_layer.models import MarkScale, School, SchoolAlias
from data_layer.queries.naming import ClassGroups, class_groups_in_use, district_scales, naming_directory
from data_layer.session import TenantSession

MATCHED: Final = "schools_matched"
SCALE_SET: Final = "scale_set"

Told = list[dict[str, Any]]
# School code, level, year, subject as words are compared.
Key = tuple[str, str, int, str]


def read_foreign(
    session: TenantSession,
    tables: Sequence[SourceTable],
    *,
    only_school: str | None = None,
    answers: Mapping[int, Answers] | None = None,
) -> tuple[list[SourceTable], Told, list[IntakeError]]:
    """The tables with those of others turned into «Показатели», what is told of these, and faults of the whole."""
    if not any(table.understood is not None for table in tables):
        return list(tables), [], []
    scales = (*district_scales(session), *known_scales())
    ground = Ground(naming_directory(session), scales, answers or {}, only_school)
    turned, told = interpret(tables, ground)
    return turned, told, _counted_twice(session, turned)


# --- a parallel and its classes -----------------------------------------------------------------------


def _counted_twice(session: TenantSession, tables: Sequence[SourceTable]) -> list[IntakeError]:
    """Faults of rows that would be added to figures of the same pupils: a parallel beside its classes.

    A table is right about itself: who has no letter in it stands beside its classes, and takes the place of what
    it said of them before.
    """
    rows = [
        (place, table, line, dict(zip(COLUMNS, cells, strict=True)))
        for place, table in enumerate(tables)
        for line, cells in _vpr_rows(table)
    ]
    if not rows:
        return []
    known = class_groups_in_use(
        session,
        indicator=VPR,
        years={parse_year(str(row["year"])) for *_, row in rows},
        schools={str(row["school"]) for *_, row in rows},
    )
    given: ClassGroups = {}
    of_table: dict[tuple[int, Key], set[str]] = defaultdict(set)
    for place, _, _, row in rows:
        given.setdefault(_key(row), set()).add(str(row["class_group"]))
        of_table[place, _key(row)].add(str(row["class_group"]))
    faults = []
    for place, table, line, row in rows:
        key, class_group = _key(row), str(row["class_group"])
        own = of_table[place, key]
        clash = _clash(class_group, known.get(key, set()) - own)
        if clash:
            faults.append(IntakeError(table.address(line, 0), clash, "сначала отмените прежнюю загрузку"))
        elif twice := _twice(class_group, given[key] - own):
            faults.append(IntakeError(table.address(line, 0), twice, "оставьте одну из таблиц"))
    return faults


def _key(row: Mapping[str, Any]) -> Key:
    return str(row["school"]), str(row["level"]), parse_year(str(row["year"])), normal(str(row["subject"] or ""))


def _vpr_rows(table: SourceTable) -> list[tuple[int, Sequence[Any]]]:
    place = COLUMNS.index("class_group")
    return [
        (line, cells)
        for line, cells in (table.rows[1:] if table.origins else ())
        if cells[COLUMNS.index("indicator")] == VPR and cells[place]
    ]


def _clash(class_group: str, known: set[str]) -> str:
    """What is wrong with a class beside those known of its subject; «» nothing."""
    parallel = grade(class_group)
    others = sorted(each for each in known if grade(each) == parallel and each != class_group)
    if class_group == parallel and others:
        return f"параллель {parallel} уже внесена по классам ({', '.join(others)}): результаты сложились бы дважды"
    if class_group != parallel and parallel in others:
        return f"параллель {parallel} уже внесена целиком: класс {class_group} прибавился бы к ней"
    return ""


def _twice(class_group: str, beside: set[str]) -> str:
    """The same of a parallel beside its classes in another table of this very import."""
    classes = sorted(each for each in beside if grade(each) == class_group and each != class_group)
    if not classes:
        return ""
    return (
        f"параллель {class_group} стоит в загрузке и целиком, и по классам ({', '.join(classes)}): "
        "результаты сложились бы дважды"
    )


# --- answers ------------------------------------------------------------------------------------------


def stored_answers(stored: Mapping[str, Any] | None) -> dict[int, Answers]:
    return {int(place): Answers(**each) for place, each in (stored or {}).items()}


def answers_as_json(answers: Mapping[int, Answers]) -> dict[str, Any]:
    return {str(place): asdict(each) for place, each in answers.items()}


def remember_scale(session: TenantSession, told: Mapping[str, Any], *, three: int, actor: str) -> bool:
    """Keep the lowest score of a three for the next file of the same work; whether that was new.

    told: what `interpret` tells of the table; without subject, grade and year there is nothing to keep.
    """
    if not told["needs_scale"] or not told["subject"] or told["grade"] is None or told["year"] is None:
        return False
    work = {
        "district_id": session.scope.district_id,
        "subject": told["subject"],
        "grade": told["grade"],
        "year": parse_year(told["year"]),
        "best": told["best"] or 0,
    }
    scale = session.get(MarkScale, work)
    if scale is not None and scale.three == three:
        return False
    before = None if scale is None else scale.three
    if scale is None:
        scale = MarkScale(**work)
        session.add(scale)
    scale.three, scale.author = three, actor
    record(
        session,
        actor=actor,
        action=SCALE_SET,
        subject=f"{told['subject']}, {told['grade']} класс, {told['year']}",
        district_id=session.scope.district_id,
        old=None if before is None else {"three": before},
        new={"three": three},
    )
    session.flush()
    return True


# --- names of schools ---------------------------------------------------------------------------------


def decide_schools(
    session: TenantSession, decisions: Mapping[str, str | None], *, labels: Mapping[str, str], actor: str
) -> int:
    """Remember whose school each name stands for; how many were decided.

    decisions: key of a named school → code of a school of the district, None for none of them. Raises
    NotFoundError for a code that the district does not have.
    """
    schools = select(School).where(School.district_id == session.scope.district_id)
    ids = {school.code: school.id for school in session.scalars(schools)}
    unknown = [code for code in decisions.values() if code is not None and code not in ids]
    if unknown:
        raise NotFoundError(f"Школы с кодом «{unknown[0]}» нет.")
    known = _aliases(session, list(decisions))
    for key, code in decisions.items():
        alias = known.get(key)
        old = None if alias is None else {"key": key, "matched": matched_value(session, alias.school_id)}
        if alias is None:
            alias = SchoolAlias(district_id=session.scope.district_id, key=key)
            session.add(alias)
        alias.school_id = None if code is None else ids[code]
        alias.label, alias.author = labels.get(key, "")[:300], actor
        record(
            session,
            actor=actor,
            action=MATCHED,
            subject=alias.label,
            district_id=session.scope.district_id,
            school_id=alias.school_id,
            old=old,
            new={"key": key, "matched": matched_value(session, alias.school_id)},
        )
    session.flush()
    return len(decisions)


def _aliases(session: TenantSession, keys: Sequence[str]) -> dict[str, SchoolAlias]:
    rows = session.scalars(
        select(SchoolAlias).where(SchoolAlias.district_id == session.scope.district_id, SchoolAlias.key.in_(list(keys)))
    )
    return {row.key: row for row in rows}
