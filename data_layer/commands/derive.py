"""Derived rows: results, pooled results and flags, in the transaction of what they follow from.

A refresh derives all years of the schools touched, and a rebuild does the same for every school, with
the same functions: that is why the incremental state and a full rebuild are equal.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import delete, insert, select

from data_layer.domain.attainment import derive_results
from data_layer.domain.facts import DistrictSettings, FlagFact, PooledFact, ResultFact, Schedule, SchoolFacts
from data_layer.domain.flags import derive_flags
from data_layer.domain.pooling import pool_by_cluster
from data_layer.domain.vocabulary import Level, Status, TargetOrigin
from data_layer.models import Flag, PooledResult, Result
from data_layer.models.base import new_id
from data_layer.progress import Step, tell
from data_layer.queries.catalogue import Catalogue, district_settings, load_catalogue, schedules
from data_layer.queries.directory import schools_facts, used_years
from data_layer.queries.evidence import (
    SchoolEvidence,
    StoredFileUse,
    TargetKey,
    evidence_by_school,
    references,
    stored_file_uses,
)
from data_layer.session import TenantSession, district_wide

# Fields by kind of fact, looked up: there are hundreds of thousands of facts.
_NAMES: Final[Mapping[type, Sequence[str]]] = {
    kind: tuple(each.name for each in fields(kind)) for kind in (ResultFact, PooledFact, FlagFact)
}

# Schools derived at a time: bounds memory in a district of any size.
CHUNK = 100
# So many are written at once, and told of: many years of a school are thousands of rows.
FEW = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """What all schools of a district share when their rows are derived."""

    catalogue: Catalogue
    settings: DistrictSettings
    schools: Sequence[SchoolFacts]
    years: tuple[int, ...]
    references: Mapping[TargetKey, Decimal]
    schedules: Mapping[int, Mapping[int, Schedule]]
    file_uses: Mapping[str, Sequence[StoredFileUse]]


@dataclass(frozen=True, slots=True)
class DerivedRows:
    results: list[ResultFact]
    flags: list[FlagFact]


def refresh(session: TenantSession, *, school_ids: Collection[int] | None = None) -> int:
    """Derive anew the rows of the schools named (None: of all) and the district's pooled rows.

    Returns the number of rows written.
    """
    written = 0
    with district_wide(session):
        ground = derivation_ground(session)
        wanted = _wanted(ground, school_ids)
        tell(Step.DERIVED, 0, len(wanted))
        done = 0
        for schools in _chunks(wanted):
            _drop(session, [school.id for school in schools])
            for few, rows in _derive(session, ground, schools):
                written += _store(session, rows)
                done += few
                tell(Step.DERIVED, done, len(wanted))
        return written + _refresh_pooled(session, ground)


def _refresh_pooled(session: TenantSession, ground: Ground) -> int:
    session.execute(delete(PooledResult).where(PooledResult.district_id == session.scope.district_id))
    rows = [_pooled_row(session, fact) for year in ground.years for fact in _pooled(session, ground, year)]
    _insert(session, PooledResult, rows)
    return len(rows)


def differences(session: TenantSession) -> int:
    """How many derived rows a full rebuild would add, drop or change. Writes nothing."""
    ground = derivation_ground(session)
    found = done = 0
    for schools in _chunks(ground.schools):
        ids = [school.id for school in schools]
        results, flags = set(map(_key, _stored_results(session, ids))), set(map(_key, _stored_flags(session, ids)))
        for few, rows in _derive(session, ground, schools):
            results ^= set(map(_key, rows.results))
            flags ^= set(map(_key, rows.flags))
            done += few
            tell(Step.DERIVED, done, len(ground.schools))
        found += len(results) + len(flags)
    pooled = {_key(fact) for year in ground.years for fact in _pooled(session, ground, year)}
    return found + len(pooled ^ set(map(_key, _stored_pooled(session))))


def derivation_ground(session: TenantSession, *, more_years: Collection[int] = ()) -> Ground:
    """What a derivation stands on. more_years: years that are not used yet, with their default calendar."""
    years = tuple(sorted({*used_years(session), *more_years}))
    return Ground(
        catalogue=load_catalogue(session),
        settings=district_settings(session),
        schools=schools_facts(session),
        years=years,
        references=references(session),
        schedules=schedules(session, years),
        file_uses=_shared(stored_file_uses(session)),
    )


def _wanted(ground: Ground, school_ids: Collection[int] | None) -> Sequence[SchoolFacts]:
    return [each for each in ground.schools if school_ids is None or each.id in school_ids]


def _chunks(schools: Sequence[SchoolFacts]) -> Iterator[Sequence[SchoolFacts]]:
    for start in range(0, len(schools), CHUNK):
        yield schools[start : start + CHUNK]


def _derive(
    session: TenantSession, ground: Ground, schools: Sequence[SchoolFacts]
) -> Iterator[tuple[int, DerivedRows]]:
    """The rows of all of them, a few schools at a time: how many, and theirs."""
    evidence = evidence_by_school(session, [school.id for school in schools])
    for start in range(0, len(schools), FEW):
        few = schools[start : start + FEW]
        rows = DerivedRows([], [])
        for school in few:
            results, flags = derive_school(ground, school, evidence[school.id])
            rows.results.extend(results)
            rows.flags.extend(flags)
        yield len(few), rows


def derive_school(
    ground: Ground, school: SchoolFacts, evidence: SchoolEvidence
) -> tuple[list[ResultFact], list[FlagFact]]:
    """Results and flags of one school by the ground's catalogue, settings and calendar. Reads nothing."""
    catalogue = ground.catalogue
    results = derive_results(
        school=school,
        indicators=catalogue.indicators,
        years=ground.years,
        observations=evidence.observations,
        own_targets=evidence.targets,
        references=ground.references,
        settings=ground.settings,
    )
    flags = derive_flags(
        school=school,
        years=ground.years,
        indicators=catalogue.indicators,
        requirements=catalogue.requirements,
        document_types=catalogue.document_types,
        results=results,
        observations=evidence.observations,
        documents=evidence.documents,
        organisation=evidence.organisation,
        organisation_items=catalogue.organisation_items,
        schedules=ground.schedules[school.id],
        own_targets=evidence.targets,
        foreign_files=_foreign_files(ground, school.id),
        settings=ground.settings,
    )
    return results, flags


def _shared(uses: Mapping[str, Sequence[StoredFileUse]]) -> dict[str, Sequence[StoredFileUse]]:
    """The files that several schools store. They are few, and every school is held against all of them."""
    return {sha256: each for sha256, each in uses.items() if len({use.school_id for use in each}) > 1}


def _foreign_files(ground: Ground, school_id: int) -> dict[str, list[tuple[str, str]]]:
    """By SHA-256 of the school's own files: where else in the district the same file is stored."""
    return {
        sha256: [(use.school_name, use.document) for use in uses if use.school_id != school_id]
        for sha256, uses in ground.file_uses.items()
        if any(use.school_id == school_id for use in uses)
    }


def schools_sharing_files(session: TenantSession, school_ids: Collection[int]) -> set[int]:
    """The schools named and every school that stores the same file as one of them."""
    sharing = set(school_ids)
    with district_wide(session):
        for uses in stored_file_uses(session).values():
            users = {use.school_id for use in uses}
            if users & set(school_ids):
                sharing |= users
    return sharing


def _pooled(session: TenantSession, ground: Ground, year: int) -> Iterator[PooledFact]:
    return pool_by_cluster(
        _stored_results(session, None, year=year),
        indicators=ground.catalogue.enabled,
        year=year,
        clusters={school.id: school.cluster or "" for school in ground.schools},
        references=ground.references,
        settings=ground.settings,
    )


def _drop(session: TenantSession, school_ids: Sequence[int]) -> None:
    district_id = session.scope.district_id
    for model in (Result, Flag):
        session.execute(
            delete(model)
            .where(model.district_id == district_id, model.school_id.in_(school_ids))
            .execution_options(synchronize_session=False)
        )


def _store(session: TenantSession, rows: DerivedRows) -> int:
    _insert(session, Result, [_result_row(session, fact) for fact in rows.results])
    _insert(session, Flag, [_flag_row(session, fact) for fact in rows.flags])
    return len(rows.results) + len(rows.flags)


def _insert(session: TenantSession, model: type, rows: list[dict[str, Any]]) -> None:
    if rows:
        # Nulls written out: rows that lack different columns would otherwise be hundreds of statements.
        session.execute(insert(model).execution_options(render_nulls=True), rows)


def _columns(fact: ResultFact | PooledFact | FlagFact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in _NAMES[type(fact)]}


def _result_row(session: TenantSession, fact: ResultFact) -> dict[str, Any]:
    row = _columns(fact)
    row["indicator_id"] = row.pop("indicator")
    return {"district_id": session.scope.district_id, **row}


def _pooled_row(session: TenantSession, fact: PooledFact) -> dict[str, Any]:
    row = _columns(fact)
    row["indicator_id"] = row.pop("indicator")
    return {"district_id": session.scope.district_id, **row}


def _flag_row(session: TenantSession, fact: FlagFact) -> dict[str, Any]:
    row = _columns(fact)
    row["indicator_id"], row["goal_id"] = row.pop("indicator"), row.pop("goal")
    row["details"] = dict(row["details"])
    return {"district_id": session.scope.district_id, "id": new_id(), **row}


def _stored_results(
    session: TenantSession, school_ids: Sequence[int] | None, *, year: int | None = None
) -> list[ResultFact]:
    columns = [_column(Result, each.name) for each in fields(ResultFact)]
    query = select(*columns).where(Result.district_id == session.scope.district_id)
    if school_ids is not None:
        query = query.where(Result.school_id.in_(school_ids))
    if year is not None:
        query = query.where(Result.year == year)
    return [_result_fact(row) for row in session.execute(query)]


# By place in the fact: what the text of a column stands for. Looked up, as results come in hundreds of thousands.
_READ_BACK: Final[Mapping[int, Mapping[str, Any]]] = {
    _NAMES[ResultFact].index(name): {str(word): word for word in vocabulary}
    for name, vocabulary in (("level", Level), ("status", Status), ("target_origin", TargetOrigin))
}


def _result_fact(row: Any) -> ResultFact:
    values = list(row)
    for place, read in _READ_BACK.items():
        values[place] = read[values[place]]
    return ResultFact(*values)


def _stored_flags(session: TenantSession, school_ids: Sequence[int]) -> list[FlagFact]:
    columns = [_column(Flag, each.name) for each in fields(FlagFact)]
    query = select(*columns).where(Flag.district_id == session.scope.district_id, Flag.school_id.in_(school_ids))
    return [FlagFact(*row) for row in session.execute(query)]


def _stored_pooled(session: TenantSession) -> list[PooledFact]:
    columns = [_column(PooledResult, each.name) for each in fields(PooledFact)]
    query = select(*columns).where(PooledResult.district_id == session.scope.district_id)
    return [PooledFact(*row) for row in session.execute(query)]


def _column(model: Any, name: str) -> Any:
    return getattr(model, {"indicator": "indicator_id", "goal": "goal_id"}.get(name, name))


def _key(fact: ResultFact | PooledFact | FlagFact) -> str:
    """The whole row as text, the same for a derived row and for the row read back."""
    return json.dumps(_columns(fact), sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: date | Decimal) -> str:
    """As text; 90 and 90.0 are one number."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value.isoformat()
