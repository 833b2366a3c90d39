"""What the cycle demands of a block at a stage, from a school year on."""

from collections.abc import Iterable

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh
from data_layer.commands.imports.apply import lock_district
from data_layer.domain.cycle import effective_requirements
from data_layer.domain.facts import Cell, RequirementRule
from data_layer.domain.vocabulary import COUNTED_STAGES
from data_layer.errors import ChangedMeanwhileError, DataLayerError
from data_layer.models import Requirement
from data_layer.queries.catalogue import Catalogue, load_catalogue
from data_layer.session import TenantSession

__all__ = ["InvalidRequirementError", "check_requirement", "requirement_in_force", "set_requirement"]


class InvalidRequirementError(DataLayerError):
    """No such cell, or a document type that does not belong to its stage."""


def requirement_in_force(
    rules: Iterable[RequirementRule], *, block: int, stage: str, year: int
) -> RequirementRule | None:
    """The rule that counts for the cell in the year; None where nothing is demanded."""
    in_force = effective_requirements(rules, year)
    return next((rule for cell, rule in in_force.items() if (cell.block, cell.stage.value) == (block, stage)), None)


def check_requirement(catalogue: Catalogue, rule: RequirementRule) -> None:
    """Raises InvalidRequirementError where the catalogue has no such block, or the types are of another stage."""
    if rule.block not in catalogue.block_by_number or rule.stage not in COUNTED_STAGES:
        raise InvalidRequirementError("Такой стадии или такого блока нет.")
    for each in rule.document_types:
        if catalogue.type_stages.get(each) != rule.stage.value:
            raise InvalidRequirementError("Вид документа не относится к этой стадии.")


def set_requirement(
    session: TenantSession,
    rule: RequirementRule,
    *,
    expected: RequirementRule | None,
    actor: str,
    request_id: str = "",
) -> bool:
    """Put a rule in force from its year on; whether that changed anything.

    expected: the rule that the person saw in force in that year. Raises ChangedMeanwhileError where
    another is in force by now, InvalidRequirementError for one that cannot be.
    """
    lock_district(session)
    catalogue = load_catalogue(session, with_sources=False)
    check_requirement(catalogue, rule)
    now = effective_requirements(catalogue.requirements, rule.from_year).get(Cell(rule.block, rule.stage))
    if _demand(now) == _demand(rule):
        return False
    if _demand(now) != _demand(expected):
        raise ChangedMeanwhileError("Пока форма была открыта, это требование изменили.")
    _write(session, rule)
    record(
        session,
        actor=actor,
        action="requirement_changed",
        subject=f"{rule.block}:{rule.stage.value}",
        district_id=session.scope.district_id,
        old=None if now is None else _told(now),
        new=_told(rule),
        request_id=request_id,
    )
    refresh(session)
    return True


def _demand(rule: RequirementRule | None) -> tuple[object, ...] | None:
    return None if rule is None else (rule.required, tuple(sorted(rule.document_types)))


def _write(session: TenantSession, rule: RequirementRule) -> None:
    row, district_id = Requirement, session.scope.district_id
    entry = session.scalar(
        select(row).where(
            row.district_id == district_id,
            row.block == rule.block,
            row.stage == rule.stage.value,
            row.from_year == rule.from_year,
        )
    )
    if entry is None:
        entry = row(district_id=district_id, block=rule.block, stage=rule.stage.value, from_year=rule.from_year)
        session.add(entry)
    entry.required = rule.required.value
    entry.document_types = list(rule.document_types)
    session.flush()


def _told(rule: RequirementRule) -> dict[str, object]:
    return {"required": rule.required.value, "types": list(rule.document_types), "from_year": rule.from_year}
