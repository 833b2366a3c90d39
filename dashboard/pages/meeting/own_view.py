"""What a school reads of meetings: its decisions, and what the planned ones will show of it."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.binding import RequestContext
from dashboard.charts.table import ChartTable, TableRow, chart_table
from dashboard.components.decisions import own_decisions
from dashboard.components.forms import sending_form, submit
from dashboard.components.marks import unseen
from dashboard.components.page import print_line
from dashboard.formatting import date_full, days_from, moment, tied
from dashboard.html import Element
from dashboard.slides.own import OwnSlide, own_slides
from dashboard.texts.decisions import own_headline as decisions_headline
from dashboard.texts.meeting_page import KINDS, OWN_CODED, OWN_NOTHING, OWN_TITLE, OWN_VIEW, own_headline
from dashboard.texts.words import on_day
from data_layer.commands.meetings.slides import LONGEST_COMMENT
from data_layer.domain.meetings import MeetingState, SlideKind
from data_layer.queries.decisions import counts_of, decisions
from data_layer.queries.directory import school_list
from data_layer.queries.meetings import CommentLine, MeetingLine, comments_of, meeting_lines

# What a row says, column by column.
Line = Sequence[tuple[str, str]]
COMMENT: Final = "/actions/slide-comment"
# More rows of a slide than these are a table.
_MOST_FACTS: Final = 2


def own_children(ctx: RequestContext) -> list[Element]:
    """Decisions first: they have a day; then slides, as long as something can still be said of them."""
    planned = [each for each in meeting_lines(ctx.session) if each.state is MeetingState.PLANNED]
    shown = [(meeting, _own(ctx, meeting)) for meeting in reversed(planned)]
    scope = f"Решения · {on_day(ctx.today)}"
    head = html.Div(
        [html.P(scope, className="crumb"), html.H1(_headline(ctx, shown)), print_line(scope)], className="head"
    )
    cards = [own_decisions(ctx), *[_card(ctx, meeting, slides) for meeting, slides in shown]]
    return [
        html.Main([head, html.Div(cards, className="stack")], id="main", className="page page-content", tabIndex="-1")
    ]


def _own(ctx: RequestContext, meeting: MeetingLine) -> list[OwnSlide]:
    """The slides on which the school stands itself."""
    return [slide for slide in own_slides(ctx, meeting.id) if slide.has_own_rows]


def _headline(ctx: RequestContext, shown: Sequence[tuple[MeetingLine, Sequence[OwnSlide]]]) -> str:
    """What is to be done, then what is to come."""
    counts = counts_of(decisions(ctx.session, today=ctx.today))
    told = [decisions_headline(counts)] if counts.all else []
    if shown or not told:
        # One that has passed may still be planned, for nobody has marked it held.
        ahead = [each for each in shown if each[0].held_on >= ctx.today]
        next_one = next(iter([*ahead, *shown[-1:]]), None)
        day, slides = (None, 0) if next_one is None else (next_one[0].held_on, len(next_one[1]))
        told.append(own_headline(slides, day, today=ctx.today))
    return " ".join(told)


def _card(ctx: RequestContext, meeting: MeetingLine, slides: Sequence[OwnSlide]) -> Element:
    when = f"{date_full(meeting.held_on)}, {days_from(meeting.held_on, today=ctx.today)}"
    head = html.Div(
        [html.H2(OWN_TITLE), html.Span(tied(f"{meeting.title} · {when}"), className="note")], className="card-head"
    )
    coded = [html.P(OWN_CODED, className="note own-note")] if meeting.is_coded else []
    if not slides:
        return html.Section([head, html.P(OWN_NOTHING, className="nothing-found")], className="card")
    said = {each.slide: each for each in comments_of(ctx.session, meeting.id)}
    rows = [html.Li(_slide(ctx, slide, said.get(slide.id)), className="own-slide") for slide in slides]
    return html.Section([head, *coded, html.Ol(rows, className="own-slides")], className="card")


def _slide(ctx: RequestContext, slide: OwnSlide, said: CommentLine | None) -> list[Element]:
    heading = slide.headline or (OWN_VIEW if slide.kind is SlideKind.VIEW else KINDS[slide.kind])
    at = f"данные на {date_full(slide.frozen_at.date())}"
    about = " · ".join(each for each in (f"слайд {slide.position}", slide.scope, at) if each)
    rows = _rows(ctx, slide)
    where = [] if rows else [html.P("Школа названа в заголовке.", className="note")]
    return [
        html.H3(tied(heading)),
        html.P(tied(about), className="note"),
        *where,
        *([_table(rows, heading)] if len(rows) > _MOST_FACTS else [_facts(row) for row in rows]),
        *_comment(ctx, slide, heading, said),
    ]


def _rows(ctx: RequestContext, slide: OwnSlide) -> list[Line]:
    """The school's own rows; of a slide about it alone, all rows with what they are about."""
    if slide.body is None:
        return []
    table = chart_table(slide.body)
    (school,) = school_list(ctx.session)
    own = [row for row in table.rows if tied(school.short_name) in tied(row.place.name)]
    return [_line(table, row, is_named=not own) for row in own or table.rows]


def _line(table: ChartTable, row: TableRow, *, is_named: bool) -> Line:
    """is_named: the head of the row says what it is about."""
    head = [(table.columns[0].title, row.place.name)] if is_named else []
    cells = zip(table.columns[1:], row.cells, strict=True)
    return [*head, *((column.title, cell.words) for column, cell in cells if cell.words)]


def _facts(line: Line) -> Element:
    pairs = [html.Div([html.Dt(tied(title)), html.Dd(tied(words))]) for title, words in line]
    return html.Dl(pairs, className="facts")


def _table(lines: Sequence[Line], heading: str) -> Element:
    """Many rows under one head; on a phone each cell says what it is."""
    titles = list(dict.fromkeys(title for line in lines for title, _ in line))
    head = html.Tr([html.Th(tied(title), scope="col") for title in titles])
    body = [_table_row(dict(line), titles) for line in lines]
    caption = html.Caption(tied(heading), className="unseen")
    return html.Table([caption, html.Thead(head), html.Tbody(body)], className="plain-table own-table")


def _table_row(said: Mapping[str, str], titles: Sequence[str]) -> Element:
    first, *rest = titles
    cells = [html.Td(tied(said.get(title, "")), **{"data-label": tied(title)}) for title in rest]
    return html.Tr([html.Th(tied(said.get(first, "")), scope="row"), *cells])


def _comment(ctx: RequestContext, slide: OwnSlide, heading: str, said: CommentLine | None) -> list[Element]:
    """A text that is there stays open to be mended; a new one waits behind its words."""
    if not may(ctx.principal.role, Permission.REPORT_DECISIONS):
        return []
    name = f"text-{slide.id}"
    area = html.Textarea(
        "" if said is None else said.text, id=name, name="text", rows="3", maxlength=str(LONGEST_COMMENT)
    )
    by = "" if said is None else f"{said.author}, {moment(said.created_at, time_zone=ctx.principal.time_zone)}"
    hint = html.Small(by or "Ведущий увидит его до совещания.", className="hint")
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": "text"})
    label = html.Label(["Комментарий школы", unseen(f": {heading}")], htmlFor=name)
    form = sending_form(
        [
            html.Div([label, area, hint, fault], className="field"),
            submit("Оставить комментарий" if said is None else "Сохранить", is_main=False),
        ],
        action=COMMENT,
        hidden={"slide": str(slide.id)},
        attributes={"data-guards": ""},
    )
    if said is not None:
        return [form]
    summary = html.Summary(["Оставить комментарий", unseen(f": {heading}"), html.Span(className="chevron")])
    return [html.Details([summary, form], className="opens")]
