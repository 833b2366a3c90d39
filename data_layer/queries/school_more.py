"""What the school page shows below its card, read over one common ground: years, documents, the view of others."""

from dataclasses import dataclass, replace
from datetime import date

from data_layer.domain.suppression import Viewer
from data_layer.queries.explanation.origins import school_seen
from data_layer.queries.explanation.views import DocumentLine
from data_layer.queries.ground import load_ground, over_years
from data_layer.queries.outside_view import OutsideView, outside_view_of
from data_layer.queries.school_documents import documents_of_school
from data_layer.queries.school_trend import TrendLine, trend_of
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class SchoolMore:
    """outside: None for those who do not see all of the school themselves."""

    trend: tuple[TrendLine, ...]
    documents: tuple[DocumentLine, ...]
    outside: OutsideView | None


def school_more(session: TenantSession, *, school: str, year: int, today: date, viewer: Viewer) -> SchoolMore:
    """Raises NotFoundError where the viewer has no such school."""
    ground = load_ground(session, years=None, today=today, viewer=viewer)
    entry = school_seen(ground, school)
    is_open = viewer.sees_all_of(entry.id)
    of_year = replace(ground, years=(year,)) if year in ground.years else over_years(session, ground, [year])
    documents = documents_of_school(session, of_year, school_id=entry.id, year=year, is_open=is_open)
    return SchoolMore(
        trend=trend_of(session, ground, entry),
        documents=tuple(documents),
        outside=outside_view_of(session, of_year, entry) if is_open else None,
    )
