"""The four cards under the headline: what is counted, k of n, a meter with last year's tick, one line of comment."""

from dashboard import html
from dashboard.addresses.compare import compare_href
from dashboard.addresses.cycle import CycleAddress
from dashboard.addresses.why import WhyCount
from dashboard.charts.html import meter
from dashboard.charts.specification import Meter
from dashboard.components.marks import overdue_mark
from dashboard.components.why import why_number
from dashboard.formatting import DASH, NO_BREAK, plural, whole
from dashboard.html import Element
from dashboard.texts.overview import (
    NO_DAY_HAS_PASSED,
    coverage_comment,
    documents_comment,
    goals_comment,
    overdue_comment,
)
from dashboard.texts.words import DOCUMENTS, of_schools
from data_layer.queries.cycle_views import Show
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import Count, Overview, comparable


def kpi_cards(view: Overview) -> Element:
    return html.Div([_goals(view), _documents(view), _overdue(view), _coverage(view)], className="kpis")


def _goals(view: Overview) -> Element:
    return _card(
        label="Цели школ достигнуты",
        value=_of(view.goals),
        subject=_subject(view, CountKind.GOALS),
        picture=meter(Meter("Цели школ достигнуты", view.goals, comparable(view.goals, view.goals_before))),
        comment=goals_comment(
            view.goals,
            view.goals_before,
            year=view.filters.year,
            hides=view.hides_goals,
            hides_comparison=view.hides_comparison,
            otherwise=view.counted_otherwise,
        ),
        href=compare_href(view.filters.year, block=view.filters.block, cluster=view.filters.cluster),
    )


def _documents(view: Overview) -> Element:
    return _card(
        label="Документы цикла на месте",
        value=_of(view.documents),
        subject=_subject(view, CountKind.DOCUMENTS),
        picture=meter(Meter("Документы цикла на месте", view.documents)),
        comment=documents_comment(view.overdue_schools, has_due=view.documents.n > 0),
        href=_cycle(view),
    )


def _overdue(view: Overview) -> Element:
    unit = plural(view.overdue, *DOCUMENTS)
    return _card(
        label=[overdue_mark(), "Просрочено"] if view.overdue else "Просрочено",
        value=[f"{whole(view.overdue)} ", html.Small(unit)],
        subject=_subject(view, CountKind.OVERDUE),
        picture=None,
        comment=overdue_comment(view.overdue_schools, view.overdue_by_stage, view.returned)
        if view.documents.n
        else NO_DAY_HAS_PASSED,
        href=_cycle(view, show=Show.OVERDUE if view.overdue else Show.ALL),
    )


def _coverage(view: Overview) -> Element:
    """A year without a single figure owes nothing by the rules, and yet nobody has entered anything."""
    entered = view.coverage if view.has_figures else Count(0, 0)
    schools = html.Small(f"из{NO_BREAK}{of_schools(entered.n)}")
    return _card(
        label="Данные внесли",
        value=[f"{whole(entered.k)} ", schools] if entered.n else [DASH],
        subject=_subject(view, CountKind.COVERAGE),
        picture=meter(Meter("Данные внесли", entered)),
        comment=coverage_comment(view.coverage, view.results, hidden=view.results_hidden),
        href="#missing-data" if view.coverage.k < view.coverage.n else "#matrix",
    )


def _subject(view: Overview, count: CountKind) -> WhyCount:
    filters = view.filters
    return WhyCount(count, filters.year, block=filters.block, level=filters.level, cluster=filters.cluster)


def _cycle(view: Overview, *, show: Show = Show.ALL) -> str:
    """The cycle of the same schools and block."""
    filters = view.filters
    return CycleAddress(filters.year, show, block=filters.block, cluster=filters.cluster).href()


def _of(count: Count) -> list[Element | str]:
    if not count.n:
        return [DASH]
    return [f"{whole(count.k)} ", html.Small(f"из{NO_BREAK}{whole(count.n)}")]


def _card(
    *,
    label: list[Element | str] | str,
    value: list[Element | str],
    subject: WhyCount,
    picture: Element | None,
    comment: str,
    href: str,
) -> Element:
    """The card leads on as a whole, by the link in its label; its number answers «Почему?»."""
    asked = why_number(subject, value, about="")
    leads = html.A if href.startswith("#") else html.Link
    parts = [leads(label, href=href, className="label"), html.Div(asked, className="value")]
    if picture is not None:
        parts.append(picture)
    parts.append(html.Span(comment, className="comment"))
    return html.Div(parts, className="card kpi")
