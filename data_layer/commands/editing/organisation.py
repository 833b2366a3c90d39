"""One organisational item of a school and year: is it there, since when, where to see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from data_layer.commands.editing.batch import write_by_hand
from data_layer.commands.editing.forms import BY_HAND, FormTable, check_form
from data_layer.commands.editing.outcome import Author, Saved
from data_layer.commands.editing.stale import StaleEditError, StalePart, Value
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.organisation import write_organisation
from data_layer.domain.school_year import format_year
from data_layer.intake.rows import OrganisationRow
from data_layer.intake.tables import TableKind
from data_layer.models import OrganisationItem
from data_layer.queries.catalogue import intake_context
from data_layer.queries.directory import find_school
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """present, date, url: as typed. version: of the item the person saw, 0 where there was none."""

    item: str
    year: int
    present: str
    date: str
    url: str
    version: int


def save_item(session: TenantSession, edit: ItemEdit, *, school: str, author: Author) -> Saved:
    """Raises NotFoundError, RefusedFormError, StaleEditError; the caller commits."""
    lock_district(session)
    entry = find_school(session, school)
    context = intake_context(session, only_school=entry.code, is_school_author=author.is_of_school, today=author.today)
    (row,) = check_form([FormTable(TableKind.ORGANISATION, (_as_row(entry.code, edit),))], context).organisation
    known = _known(session, entry.id, row)
    if edit.version != (0 if known is None else known.version):
        raise StaleEditError((_stale(known, row),))
    if _is_so(known, row):
        return Saved(None)
    return write_by_hand(
        session,
        lambda writing: write_organisation(writing, [replace(row, address=BY_HAND)], is_complete=True),
        author=author,
        subject=f"{row.item}:{row.year}",
        school_id=entry.id,
        year=edit.year,
    )


def _as_row(school: str, edit: ItemEdit) -> Mapping[str, str]:
    # An item of nothing but empty fields would pass as a line of a template; «нет» is what it says.
    return {
        "school": school,
        "year": format_year(edit.year),
        "item": edit.item,
        "present": edit.present.strip() or "нет",
        "date": edit.date,
        "url": edit.url,
    }


def _known(session: TenantSession, school_id: int, row: OrganisationRow) -> OrganisationItem | None:
    item = OrganisationItem
    return session.scalar(
        select(item).where(
            item.district_id == session.scope.district_id,
            item.school_id == school_id,
            item.year == row.year,
            item.item_id == row.item,
        )
    )


def _values(row: OrganisationRow) -> dict[str, Value]:
    return {"present": row.is_present, "date": row.date, "url": row.url or ""}


def _present_values(item: OrganisationItem) -> dict[str, Value]:
    return {"present": item.is_present, "date": item.date, "url": item.url}


def _is_so(item: OrganisationItem | None, row: OrganisationRow) -> bool:
    return item is not None and _present_values(item) == _values(row)


def _stale(item: OrganisationItem | None, row: OrganisationRow) -> StalePart:
    return StalePart(
        name="",
        yours=_values(row),
        current={} if item is None else _present_values(item),
        author="" if item is None else item.author,
        saved_at=None if item is None else item.changed_at,
        version="0" if item is None else str(item.version),
    )
