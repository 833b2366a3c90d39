"""«Почему?» about the cycle: a cell with its documents, and a flag."""

from dashboard import html
from dashboard.addresses.cycle import CELL_ANCHOR, CellChoice, CycleAddress
from dashboard.addresses.data import DocumentAddress, figures_href, organisation_href
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCell, WhyGoal, WhyResult
from dashboard.components.explanation.documents import document_file, document_link, document_name
from dashboard.components.explanation.frame import (
    entry_words,
    facts,
    flags_section,
    note,
    opens_why,
    rule_line,
    section,
    sentence,
    steps,
    table,
)
from dashboard.components.explanation.goals import line_number
from dashboard.components.marks import glyph, severity_mark, status_mark
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import NO_BREAK, counted, date_full, moment, tied
from dashboard.html import Element
from dashboard.texts import why as texts
from dashboard.texts.results import verdict
from dashboard.texts.words import CELL_STATES, LEVELS, SEVERITIES, STAGES, author_words, indicator_name
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import CellState, DocumentStatus, Level, RequirementLevel, Rule
from data_layer.queries.explanation.views import CellExplanation, Change, DocumentLine, FlagExplanation
from data_layer.queries.views import FlagItem, ResultLine

_STATE_OF = {
    DocumentStatus.ACCEPTED: CellState.ACCEPTED,
    DocumentStatus.SUBMITTED: CellState.SUBMITTED,
    DocumentStatus.RETURNED: CellState.RETURNED,
    DocumentStatus.DRAFT: CellState.DRAFT,
}


def cell_panel(told: CellExplanation, *, time_zone: str, may_enter: bool = False) -> str:
    """The whole answer about a cell of the cycle. may_enter: the person may hand in documents of the school."""
    head = html.P(html.Span([glyph(told.state), f" {CELL_STATES[told.state]}"]), className="why-headline")
    pairs: list[tuple[str, object]] = [
        ("Срок", texts.due_words(told)),
        ("Какой документ нужен", "; ".join(told.document_types)),
    ]
    parts = [
        head,
        *section(
            "Почему такое состояние",
            [sentence(texts.state_rule(told)), sentence(texts.requirement_words(told)), facts(pairs)],
        ),
        *section("Документы в ячейке", _documents(told, time_zone=time_zone)),
        *section("История", [_history(told.history, time_zone=time_zone)]),
        *flags_section(told.flags),
        *steps(
            _document_step(told, may_enter=may_enter),
            html.Link("Показать в цикле", href=_in_cycle(told), className="button"),
            _school_step(told.school.code, told.year),
        ),
    ]
    return fragment(tied(told.stage_title), parts, kicker=tied(texts.cell_scope(told)))


def _in_cycle(told: CellExplanation) -> str:
    cell = CellChoice(told.school.code, told.block, told.stage)
    return CycleAddress(told.year).href(CELL_ANCHOR, cell=cell)


def _document_step(told: CellExplanation, *, may_enter: bool) -> Element | None:
    if not may_enter or told.required is RequirementLevel.NOT_USED:
        return None
    address = DocumentAddress(told.school.code, told.block, told.stage, told.year, is_new=not told.documents)
    words = "Открыть документы ячейки" if told.documents else "Добавить документ"
    return opens_panel(words, address=address.href, className="button is-main")


def _school_step(school: str, year: int) -> Element:
    return html.Link("Открыть карточку школы", href=school_href(school, year=year), className="button")


def _documents(told: CellExplanation, *, time_zone: str) -> list[Element | None]:
    if not told.documents:
        return [note("Документов в ячейке нет.")]
    return [document_box(each, time_zone=time_zone, marks_state=len(told.documents) > 1) for each in told.documents]


def document_box(document: DocumentLine, *, time_zone: str, marks_state: bool = False) -> Element:
    """A document with everything that is known of it; its address becomes a link only if it may be followed."""
    state = _STATE_OF[document.status]
    head = html.P(
        [glyph(state), html.Span([html.B(document_name(document)), f" · {CELL_STATES[state]}"])],
        className="why-document-head",
    )
    pairs: list[tuple[str, object]] = [
        ("Вид", document.type),
        ("Ответственный", document.responsible),
        ("Адресат", document.addressee),
        ("Ссылка", document_link(document)),
        ("Файл", document_file(document)),
        ("Замечание", f"«{document.remark}»" if document.remark else ""),
        ("Закрывает и", _covers(document)),
    ]
    if document.entry is not None:
        pairs.append(("Внёс", entry_words(document.entry, time_zone=time_zone)))
        pairs.append(("Откуда", ", ".join(each for each in (document.entry.file, document.entry.address) if each)))
    why = "По нему и стоит состояние ячейки." if marks_state and document.gives_state else ""
    other = (
        ""
        if document.has_own_cell
        else f"Сдан в другую ячейку: блок {document.block}, {STAGES[document.stage].lower()}."
    )
    return html.Div([head, facts(pairs), note(why), note(other)], className="why-document")


def _covers(document: DocumentLine) -> str:
    return "; ".join(f"блок{NO_BREAK}{block}, {STAGES[stage].lower()}" for block, stage in document.covers)


def _history(changes: tuple[Change, ...], *, time_zone: str) -> Element | None:
    if not changes:
        return None
    rows = [
        [
            moment(each.at, time_zone=time_zone),
            f"{texts.change_words(each.action)}: {each.document}",
            tied(author_words(each.author)),
        ]
        for each in changes
    ]
    return table(("Когда", "Что", "Кто"), rows, caption="Изменения документов", numbers=0)


def flag_panel(told: FlagExplanation, *, time_zone: str, may_enter: bool = False) -> str:
    """The whole answer about a flag. may_enter: the person may do something about it."""
    item = told.item
    head = html.P(
        [severity_mark(told.severity), f" {SEVERITIES[told.severity]}"],
        className="why-headline",
    )
    parts = [
        head,
        html.P(tied(item.message), className="why-message"),
        *section("Почему", [sentence(item.why), facts(_dates(told)), rule_line(item)]),
        *section("Что сделать", [sentence(item.what_to_do)]),
        *section("На чём основано", _evidence(told, time_zone=time_zone)),
        *section("Рядом", [facts(_beside(item, told.subject))]),
        *steps(_flag_step(item) if may_enter else None, _school_step(item.school, item.year)),
    ]
    kicker = f"{item.school_name} · {format_year(item.year)}"
    return fragment(tied(told.subject), parts, kicker=tied(kicker))


def _dates(told: FlagExplanation) -> list[tuple[str, object]]:
    item = told.item
    overdue = "" if item.days_overdue is None else counted(item.days_overdue, "день", "дня", "дней")
    return [
        ("Срок", "" if item.due is None else date_full(item.due)),
        ("Просрочено на", overdue),
        ("Замечание с", "" if told.active_from is None else date_full(told.active_from)),
    ]


def _evidence(told: FlagExplanation, *, time_zone: str) -> list[Element | None]:
    parts: list[Element | None] = [document_box(each, time_zone=time_zone) for each in told.documents]
    if told.results:
        rows = [[_line_name(line), _line_value(told.item, line), _line_verdict(line)] for line in told.results]
        parts.append(table(("Показатель", "Число", "Вывод"), rows, caption="Показатели замечания", numbers=0))
    if not parts and told.item.stage is not None:
        parts.append(note("Документов в ячейке нет."))
    return parts


def _line_name(line: ResultLine) -> str:
    level = "" if line.level is Level.SCHOOL else f", {LEVELS[line.level]}"
    return tied(f"{line.indicator_code} {indicator_name(line.indicator, line.title)}{level}")


def _line_value(item: FlagItem, line: ResultLine) -> Element:
    subject = WhyResult(item.school, line.indicator, line.level, item.year)
    return opens_why(line_number(line), subject, about=_line_name(line))


def _line_verdict(line: ResultLine) -> Element:
    return html.Span([status_mark(line.status), f" {tied(verdict(line))}"], className="why-verdict")


def _beside(item: FlagItem, subject: str) -> list[tuple[str, object]]:
    """The cell or the goal that the flag is about, and the school's card."""
    pairs: list[tuple[str, object]] = []
    if item.stage is not None and item.block is not None:
        cell = WhyCell(item.school, item.block, item.stage, item.year)
        pairs.append(
            ("Ячейка цикла", opens_why(f"блок {item.block}, {STAGES[item.stage].lower()}", cell, about="Ячейка"))
        )
    if item.goal:
        pairs.append(
            ("Цель", opens_why(tied(subject), WhyGoal(item.goal, item.year, school=item.school), about="Цель"))
        )
    if item.indicator and item.level is not None:
        figure = WhyResult(item.school, item.indicator, item.level, item.year)
        pairs.append(("Показатель", opens_why(tied(subject), figure, about="Показатель")))
    return pairs


def _flag_step(item: FlagItem) -> Element | None:
    """Where the flag's subject is handed in or mended."""
    if item.rule is Rule.ORGANISATION_MISSING:
        href = organisation_href(school=item.school, year=item.year)
        return html.Link("Отметить", href=href, className="button is-main")
    if item.indicator and item.level is not None:
        href = figures_href(school=item.school, year=item.year, indicator=item.indicator, level=item.level)
        return html.Link("Внести", href=href, className="button is-main")
    if item.stage is not None and item.block is not None:
        address = DocumentAddress(item.school, item.block, item.stage, item.year)
        return opens_panel("Открыть документы ячейки", address=address.href, className="button is-main")
    return None
