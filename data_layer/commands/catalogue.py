"""The catalogue: the template that new districts start from, and changes to one district's copy."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh
from data_layer.commands.series_breaks import indicator_row, put_break
from data_layer.errors import NotFoundError
from data_layer.intake.catalogue import (
    CatalogueChange,
    CatalogueDocument,
    CatalogueDocumentType,
    CatalogueGoal,
    CatalogueIndicator,
    CatalogueRequirement,
    CatalogueReviewCheck,
    CatalogueSeriesBreak,
    CatalogueSource,
    parse_catalogue,
)
from data_layer.models import (
    Base,
    Block,
    CatalogueTemplate,
    CycleStage,
    DataSource,
    DocumentType,
    EffectivenessCheck,
    Goal,
    Indicator,
    OrganisationRequirement,
    Requirement,
    ReviewCheck,
)
from data_layer.session import TenantSession, UnscopedSession

Values = dict[str, Any]


def load_template(session: UnscopedSession, text: str) -> bool:
    """Keep the catalogue new districts start from; whether that changed anything.

    text: the whole catalogue as YAML. Raises CatalogueError when it is faulty. Districts that exist
    keep the copies they have.
    """
    version = parse_catalogue(text).version
    template = session.get(CatalogueTemplate, version)
    if template is not None and template.content == {"yaml": text}:
        return False
    if template is None:
        session.add(CatalogueTemplate(version=version, content={"yaml": text}))
    else:
        template.content = {"yaml": text}
    session.flush()
    return True


def copy_template(session: TenantSession) -> None:
    """Give a new district its own copy of the newest template."""
    newest = select(CatalogueTemplate).order_by(CatalogueTemplate.version.desc()).limit(1)
    template = session.scalars(newest).one_or_none()
    if template is None:
        raise NotFoundError("Каталог ещё не загружен. Выполните команду init.")
    _add_all(session, parse_catalogue(template.content["yaml"]))


def _add_all(session: TenantSession, document: CatalogueDocument) -> None:
    district_id = session.scope.district_id
    session.add_all(Block(district_id=district_id, **asdict(each)) for each in document.blocks)
    session.add_all(
        CycleStage(
            district_id=district_id,
            id=each.id.value,
            position=each.position,
            title=each.title,
            is_counted=each.is_counted,
        )
        for each in document.stages
        if each.is_enabled
    )
    session.add_all(
        OrganisationRequirement(district_id=district_id, **asdict(each)) for each in document.organisation_items
    )
    session.flush()
    _put_entries(session, document)


def apply_catalogue_change(session: TenantSession, change: CatalogueChange, *, actor: str, file_name: str) -> int:
    """Add or replace the entries of a change and derive everything anew; how many entries differed.

    change: checked, without errors. Nothing else of the district's catalogue changes.
    """
    changed = _put_entries(session, change)
    if changed:
        record(
            session,
            actor=actor,
            action="catalogue_loaded",
            subject=file_name,
            district_id=session.scope.district_id,
            new={"entries": changed},
        )
        refresh(session)
    return len(changed)


def _put_entries(session: TenantSession, entries: CatalogueDocument | CatalogueChange) -> list[str]:
    """Write the entries; the ids of those that are new or differ."""
    parts: list[tuple[type[Base], Callable[[Any], Values], Iterable[Any]]] = [
        (DataSource, _source, entries.data_sources),
        (DocumentType, _document_type, entries.document_types),
        (Goal, _goal, entries.goals),
        (Indicator, _indicator, entries.indicators),
        (Requirement, _requirement, entries.requirements),
        (ReviewCheck, _review_check, entries.review_checks),
        (EffectivenessCheck, asdict, entries.effectiveness_checks),
    ]
    changed = [name for model, values, items in parts for name in _put(session, model, map(values, items))]
    return [*changed, *_put_breaks(session, entries.series_breaks)]


def _put_breaks(session: TenantSession, breaks: Iterable[CatalogueSeriesBreak]) -> list[str]:
    """They stand in the row of their indicator, whose own entry leaves them alone."""
    changed = [
        f"{each.indicator}:{each.from_year}"
        for each in breaks
        if put_break(
            indicator_row(session, each.indicator), year=each.from_year, reason=each.reason if each.is_enabled else ""
        )
    ]
    session.flush()
    return changed


def _put(session: TenantSession, model: Any, rows: Iterable[Values]) -> list[str]:
    keys = [column.key for column in model.__mapper__.primary_key if column.key != "district_id"]
    known = {
        tuple(getattr(each, key) for key in keys): each
        for each in session.scalars(select(model).where(model.district_id == session.scope.district_id))
    }
    changed = []
    for row in rows:
        key = tuple(row[each] for each in keys)
        entry = known.get(key)
        if entry is None:
            session.add(model(district_id=session.scope.district_id, **row))
        elif any(getattr(entry, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(entry, name, value)
        else:
            continue
        changed.append(":".join(map(str, key)))
    session.flush()
    return changed


def _source(entry: CatalogueSource) -> Values:
    return asdict(entry)


def _goal(entry: CatalogueGoal) -> Values:
    return {"id": entry.id, "code": entry.code, "block": entry.block, "title": entry.title}


def _document_type(entry: CatalogueDocumentType) -> Values:
    return asdict(entry) | {"stage": entry.stage.value, "required_fields": list(entry.required_fields)}


def _requirement(entry: CatalogueRequirement) -> Values:
    return asdict(entry) | {
        "stage": entry.stage.value,
        "required": entry.required.value,
        "document_types": list(entry.document_types),
    }


def _review_check(entry: CatalogueReviewCheck) -> Values:
    return asdict(entry) | {"stage": "" if entry.stage is None else entry.stage.value}


def _indicator(entry: CatalogueIndicator) -> Values:
    return {
        "id": entry.id,
        "code": entry.code,
        "block": entry.block,
        "goal_id": entry.goal,
        "title": entry.title,
        "title_short": entry.title_short,
        "kind": entry.kind.value,
        "counts": entry.counts,
        "unit": entry.unit,
        "direction": None if entry.direction is None else entry.direction.value,
        "role": entry.role.value,
        "levels": [level.value for level in entry.levels],
        "references": dict(entry.references),
        "tolerance_pp": entry.rule().tolerance_pp,
        "categories": [asdict(category) for category in entry.categories],
        "dimensions": list(entry.dimensions),
        "period": entry.period,
        "source_id": entry.source,
        "allows_zero_denominator": entry.allows_zero_denominator,
        "is_sensitive": entry.is_sensitive,
        "no_ranking": entry.no_ranking,
        "is_enabled": entry.is_enabled,
        "denominator_of": entry.denominator_is_numerator_of,
        # Whoever changes what lies deeper in the row leaves the catalogue as it is, which all districts share.
        "details": deepcopy(dict(entry.details)),
    }
