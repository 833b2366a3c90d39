"""The queue of documents that wait for the department: one after the other beside the checklist, until none is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DataAddress, DataView
from dashboard.addresses.school import school_href
from dashboard.binding import RequestContext
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu
from dashboard.components.marks import glyph, unseen
from dashboard.components.page import print_line, unknown_choices
from dashboard.components.states import empty_state
from dashboard.formatting import date_full, tied
from dashboard.html import Element
from dashboard.pages.data.document_form import place_of
from dashboard.pages.data.document_panel import Rights, document_facts, document_label, evidence_of, remarked_of
from dashboard.pages.data.review_parts import Evidence, history_part, noticed, preview, review_form
from dashboard.texts.entry import DOCUMENT_STATUSES
from dashboard.texts.evidence import QUEUE_EMPTY_REASON, queue_headline, waiting_place
from dashboard.texts.words import BLOCKS_SHORT, STAGES, on_day
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import CellState, Stage
from data_layer.errors import NotFoundError
from data_layer.queries.catalogue import Catalogue, load_catalogue
from data_layer.queries.directory import school_list
from data_layer.queries.entry import DocumentCell, EntryDocument, document_cell
from data_layer.queries.evidence_files import words_of_file
from data_layer.queries.reviewing import Neighbour, QueueFilter, WaitingDocument, neighbours, review_queue

_NEXT_KEY = "ArrowRight"
_PREVIOUS_KEY = "ArrowLeft"


@dataclass(frozen=True, slots=True)
class _Case:
    """The document that is looked at, and where it stands in the queue, from 0."""

    queue: Sequence[WaitingDocument]
    place: int
    cell: DocumentCell
    document: EntryDocument
    evidence: Evidence
    others: Sequence[Neighbour]

    @property
    def row(self) -> WaitingDocument:
        return self.queue[self.place]

    def neighbour(self, step: int) -> WaitingDocument | None:
        place = self.place + step
        return self.queue[place] if 0 <= place < len(self.queue) else None


def show_review(ctx: RequestContext, address: DataAddress, unknown: tuple[str, ...]) -> list[Element]:
    """Raises NotFoundError for whoever does not review."""
    if not may(ctx.principal.role, Permission.REVIEW_DOCUMENTS):
        raise NotFoundError
    address = DataAddress(
        year=address.year,
        view=DataView.REVIEW,
        school=address.school,
        block=address.block,
        stage=address.stage,
        document=address.document,
    )
    queue = review_queue(ctx.session, QueueFilter(address.school, address.block, address.stage))
    is_filtered = bool(address.school or address.block or address.stage)
    scope = f"Проверка документов · {on_day(ctx.today)}"
    head = html.Div(
        [
            html.P(scope, className="crumb"),
            html.H1(queue_headline(len(queue), is_filtered=is_filtered)),
            print_line(scope),
        ],
        className="head",
    )
    body = [head, *_queue(ctx, address, queue)] if queue else [_nothing(address, is_filtered=is_filtered)]
    main = html.Main([*unknown_choices(unknown), *body], id="main", className="page page-content", tabIndex="-1")
    return [_filters(ctx, address), main]


def _nothing(address: DataAddress, *, is_filtered: bool) -> Element:
    title = queue_headline(0, is_filtered=is_filtered)
    if is_filtered:
        everything = address.href(school="", block=None, stage=None, document=None)
        return empty_state(
            title, "У других школ и стадий документы могут ждать.", step="Показать всю очередь", href=everything
        )
    board = DataAddress(year=address.year, view=DataView.BOARD)
    return empty_state(title, QUEUE_EMPTY_REASON, step="Посмотреть, кто сдал", href=board.href())


def _filters(ctx: RequestContext, address: DataAddress) -> Element:
    base = replace(address, document=None)
    offered = sorted(school_list(ctx.session, year=address.year), key=lambda school: school.short_name.casefold())
    schools = [Choice("все", base.href(school=""), is_current=not address.school)] + [
        Choice(tied(each.short_name), base.href(school=each.code), is_current=each.code == address.school)
        for each in offered
    ]
    blocks: list[tuple[int | None, str]] = [(None, "все"), *((n, f"{n}. {BLOCKS_SHORT[n]}") for n in range(1, 7))]
    stages: list[tuple[Stage | None, str]] = [(None, "все"), *STAGES.items()]
    menus = [
        filter_menu("Школа", schools, is_changed=bool(address.school)),
        filter_menu(
            "Блок",
            [Choice(words, base.href(block=each), is_current=each == address.block) for each, words in blocks],
            is_changed=address.block is not None,
        ),
        filter_menu(
            "Стадия",
            [Choice(words, base.href(stage=each), is_current=each is address.stage) for each, words in stages],
            is_changed=address.stage is not None,
            is_extra=True,
        ),
    ]
    board = DataAddress(year=address.year, view=DataView.BOARD)
    return filter_bar(menus, actions=[html.Link("Кто сдал", href=board.href(), className="button is-quiet")])


# --- list and case ----------------------------------------------------------------------------------


def _queue(ctx: RequestContext, address: DataAddress, queue: Sequence[WaitingDocument]) -> list[Element]:
    case, catalogue = _case(ctx, queue, _place(queue, address)), load_catalogue(ctx.session, with_sources=False)
    rows = [_line(row, address, is_current=place == case.place) for place, row in enumerate(queue)]
    rail = html.Nav(html.Ol(rows, className="queue"), className="card queue-rail", **{"aria-label": "Очередь"})
    return [html.Div([rail, _case_part(ctx, address, case, catalogue)], className="review")]


def _place(queue: Sequence[WaitingDocument], address: DataAddress) -> int:
    """Where the document asked for stands; the first one where it does not wait any more."""
    return next((place for place, row in enumerate(queue) if row.id == address.document), 0)


def _case(ctx: RequestContext, queue: Sequence[WaitingDocument], place: int) -> _Case:
    row = queue[place]
    cell = document_cell(
        ctx.session,
        school=row.school,
        block=row.block,
        stage=row.stage,
        year=row.year,
        today=ctx.today,
        viewer=ctx.viewer,
    )
    document = cell.own(row.id)
    evidence = evidence_of(ctx, document, remarked_of(ctx, cell), Rights.of(ctx))
    words = "" if document.file is None else words_of_file(ctx.session, document.file.id)
    others = neighbours(ctx.session, school_id=cell.school.id, year=row.year, block=row.block, without=document.id)
    return _Case(queue, place, cell, document, replace(evidence, words=words), others)


def _line(row: WaitingDocument, address: DataAddress, *, is_current: bool) -> Element:
    day = f" от {date_full(row.date)}" if row.date else ""
    again = [html.Span("повторно", className="badge")] if row.is_again else []
    words = [
        html.B(tied(row.short_name)),
        html.Span(tied(f"{row.label}{day}"), className="name"),
        html.Span([tied(f"{waiting_place(row)} · {format_year(row.year)}"), *again], className="quiet"),
    ]
    here = {"aria-current": "true"} if is_current else {}
    return html.Li(
        html.Link(words, href=address.href(document=row.id), className="queue-link", **here),
        className="is-current" if is_current else None,
    )


def _case_part(ctx: RequestContext, address: DataAddress, case: _Case, catalogue: Catalogue) -> Element:
    zone = ctx.principal.time_zone
    left = html.Div(
        [
            *_last_remark(case),
            *noticed(case.evidence),
            document_facts(case.document, zone),
            *_chain(case),
            *preview(case.document, case.evidence.words),
        ],
        className="card case-document",
    )
    form = review_form(case.document, case.evidence.checks, place=_carried(address, case))
    history = history_part(case.evidence.history, catalogue, time_zone=zone)
    right = html.Div([html.Div(form, className="card case-review"), *([history] if history else [])], className="stack")
    return html.Section(
        [_case_head(address, case), html.Div([left, right], className="case-columns")],
        className="case",
        **{"aria-label": "Документ на проверке"},
    )


def _case_head(address: DataAddress, case: _Case) -> Element:
    row, cell = case.row, case.cell
    place = f"Блок {row.block}. {cell.block_title} · {cell.stage_title.lower()} · {format_year(row.year)}"
    school = html.Link(tied(row.short_name), href=school_href(row.school, year=row.year, block=row.block))
    steps = [
        _step(address, case.neighbour(-1), "Предыдущий", _PREVIOUS_KEY),
        html.Span(f"{case.place + 1} из {len(case.queue)}", className="quiet"),
        _step(address, case.neighbour(1), "Следующий", _NEXT_KEY),
    ]
    return html.Div(
        [
            html.Div(
                [html.P([school, " · ", tied(place)], className="crumb"), html.H2(tied(document_label(case.document)))]
            ),
            html.Div([each for each in steps if each is not None], className="steps-between"),
        ],
        className="case-head",
    )


def _step(address: DataAddress, row: WaitingDocument | None, words: str, key: str) -> Element | None:
    if row is None:
        return None
    hint = "стрелка вправо" if key == _NEXT_KEY else "стрелка влево"
    return html.Link(
        [words, unseen(f", {hint}")],
        href=address.href(document=row.id),
        className="button is-quiet",
        title=f"Клавиша: {hint}",
        **{"data-key": key},
    )


def _chain(case: _Case) -> list[Element]:
    """The other documents of the block: what this one is to follow from."""
    if not case.others:
        return []
    lines = [
        html.Li(
            [
                glyph(CellState(each.status)),
                html.Span(tied(_other_words(each))),
                html.Span(DOCUMENT_STATUSES[each.status], className="quiet"),
            ]
        )
        for each in case.others
    ]
    summary = html.Summary([f"Другие документы блока: {len(lines)}", html.Span(className="chevron")])
    return [html.Details([summary, html.Ul(lines, className="chain")], className="opens", open=len(lines) <= 8)]


def _other_words(other: Neighbour) -> str:
    """«Мониторинг: 146-од от 26.09.2025»; a title that begins with its stage is not told twice."""
    stage = STAGES[other.stage]
    name = other.label if other.label.casefold().startswith(stage.casefold()) else f"{stage}: {other.label}"
    return name + (f" от {date_full(other.date)}" if other.date else "")


def _last_remark(case: _Case) -> list[Element]:
    """A document that comes again shows what it was given back for."""
    if not (case.row.is_again and case.document.remark):
        return []
    words = [html.B("Возвращали с замечанием: "), case.document.remark]
    return [html.P(words, className="panel-remark")]


def _carried(address: DataAddress, case: _Case) -> dict[str, str]:
    """Place of the document, and where the queue goes on: at the next one, else at the one before."""
    then = case.neighbour(1) or case.neighbour(-1)
    return {
        **place_of(case.cell),
        "queue": "1",
        "then": "" if then is None else str(then.id),
        "only_school": address.school,
        "only_block": "" if address.block is None else str(address.block),
        "only_stage": "" if address.stage is None else str(address.stage),
    }
