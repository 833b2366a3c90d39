"""Rows of the table «Организация»: the yes/no items of a school with their evidence."""

from data_layer.intake.cells import yes_or_no
from data_layer.intake.cursor import Row
from data_layer.intake.errors import CellFault
from data_layer.intake.rows import OrganisationRow


def is_blank(row: Row) -> bool:
    return all(row.raw(column) is None for column in ("present", "date", "url"))


def check_organisation(row: Row) -> OrganisationRow | None:
    """The row, or None when something is wrong with it."""
    school, year = row.school(), row.year()
    action = "укажите требование из каталога"
    item = row.word("item", row.state.context.item_index, name="требование", action=action)
    is_present = _present(row)
    day, url = row.day("date"), row.link("url")
    if school and item and year is not None:
        row.is_repeated((school, year, item), "school")
    if not row.is_sound or school is None or item is None or year is None or is_present is None:
        return None
    return OrganisationRow(row.address, school, year, item, is_present, day, url)


def _present(row: Row) -> bool | None:
    if row.raw("present") is None:
        row.wrong("present", "не указано, есть ли", "укажите «да» или «нет»")
        return None
    try:
        return yes_or_no(row.raw("present"))
    except CellFault as fault:
        row.wrong("present", fault.what, fault.action)
        return None
