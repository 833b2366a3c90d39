"""Why there is no number where «no data» would say too little (it is unreliable, its source hides it, or the school has
put it off beyond its day), and why there is no baseline although last year has a number (it was counted otherwise, or of one of two schools alone).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Any

from sqlalchemy import select

from data_layer.domain.facts import ResultFact
from data_layer.domain.series import is_method_new
from data_layer.domain.suppression import RowKey
from data_layer.domain.vocabulary import Absence, Level, MissingCode, Status
from data_layer.models import Observation
from data_layer.queries.ground import Ground
from data_layer.session import TenantSession


def absences(session: TenantSession, ground: Ground, rows: Iterable[ResultFact]) -> Mapping[RowKey, Absence]:
    """By key of the rows, as the viewer sees them, of which there is more to say than their status.

    That a source hides a number tells of a small group: only those who see all of the school learn it.
    """
    rows = list(rows)
    otherwise = {_key(row): _without_baseline(ground, row) for row in rows if row.status is Status.NO_BASELINE}
    told = {key: reason for key, reason in otherwise.items() if reason is not None}
    wanted = {_key(row) for row in rows if row.status is Status.NO_DATA}
    return told | _given(session, ground, wanted) if wanted else told


def _without_baseline(ground: Ground, row: ResultFact) -> Absence | None:
    """Why last year's number could be none; None where there is no such number."""
    if row.year in ground.school_by_id[row.school_id].facts.joined_in:
        return Absence.JOINED
    return Absence.OTHER_METHOD if is_method_new(ground.catalogue.indicator_by_id[row.indicator], row.year) else None


def _given(session: TenantSession, ground: Ground, wanted: Set[RowKey]) -> dict[RowKey, Absence]:
    """What schools themselves have said, by code."""
    given: dict[RowKey, list[Any]] = defaultdict(list)
    for each in session.execute(_coded(session, wanted)):
        key = (each.school_id, each.indicator_id, Level(each.level), each.year)
        if key in wanted:
            given[key].append(each)
    found = {key: _absence(given[key], sees_all=ground.viewer.sees_all_of(key[0])) for key in given}
    return {
        key: reason
        for key, reason in found.items()
        if reason is not None and (reason is not Absence.OVERDUE or _has_passed(ground, key))
    }


def _has_passed(ground: Ground, key: RowKey) -> bool:
    school_id, indicator, _, year = key
    due = ground.calendar.due(year, ground.catalogue.indicator_by_id[indicator].period, school_id)
    return due is not None and due < ground.today


def _key(row: ResultFact) -> RowKey:
    return row.school_id, row.indicator, row.level, row.year


def _coded(session: TenantSession, wanted: Set[RowKey]) -> Any:
    row = Observation
    schools, indicators, _, years = (set(each) for each in zip(*wanted, strict=True))
    return select(
        row.school_id,
        row.indicator_id,
        row.level,
        row.year,
        row.subject,
        row.class_group,
        row.category,
        row.missing,
        row.is_hidden_at_source,
    ).where(
        row.district_id == session.scope.district_id,
        row.school_id.in_(schools),
        row.indicator_id.in_(indicators),
        row.year.in_(years),
        row.missing.is_not(None),
        row.superseded_at.is_(None),
    )


def _absence(rows: list[Any], *, sees_all: bool) -> Absence | None:
    """The reason of the total row; without one that of the slices, where «no data» wins over «unreliable»."""
    whole = [row for row in rows if not (row.subject or row.class_group or row.category)] or rows
    codes = {row.missing for row in whole}
    if MissingCode.NO_DATA in codes:
        is_hidden = all(row.is_hidden_at_source for row in whole if row.missing == MissingCode.NO_DATA)
        return Absence.HIDDEN_AT_SOURCE if is_hidden and sees_all else None
    if MissingCode.UNRELIABLE in codes:
        return Absence.UNRELIABLE
    return Absence.OVERDUE if MissingCode.NOT_YET in codes else None
