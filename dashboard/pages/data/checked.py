"""What the check of a file has found: faults, places to look at, and every change before it is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dashboard import html
from dashboard.addresses.data import PROGRESS_PATH, DataAddress
from dashboard.addresses.why import WhyCell, WhyCount, WhyPooled, WhyResult, WhySubject
from dashboard.components.forms import sending_form, sending_meter
from dashboard.components.marks import mark, status_mark
from dashboard.components.why import why_number
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.data.upload import APPLY
from dashboard.texts.data import (
    CHANGES,
    CHANGES_DONE,
    KEPT_HISTORY,
    NOTHING_WAS,
    TABLES,
    WHY_DISABLED,
    apply_button,
    changes_headline,
    details_words,
    errors_object,
    figure_words,
    places_words,
    rows_words,
    verdict_words,
)
from dashboard.texts.words import LEVELS, STAGES, indicator_name
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Level, Stage, Status
from data_layer.queries.catalogue import Catalogue
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.imports import BatchEntry

MOST_ERRORS: Final = 100
FIRST_ROWS: Final = 20
CHECKED_FILE: Final = "/downloads/checked.xlsx"


def errors_card(batch: BatchEntry) -> Element:
    errors: Sequence[Sequence[str]] = batch.report.get("errors", ())
    count = int(batch.report.get("error_count", 0))
    of_file = f"{batch.file_name} · "
    rows = [_fault_row(where.removeprefix(of_file), what, action) for where, what, action in errors[:MOST_ERRORS]]
    marked = html.A("Скачать файл с пометками", href=f"{CHECKED_FILE}?batch={batch.id}", download=True)
    download = [marked] if batch.is_stored else []
    head = html.Div([html.H2(f"Исправьте {errors_object(count)}", id="errors"), *download], className="card-head")
    table = html.Table(
        [html.Caption("Ошибки", className="unseen"), _fault_head(), html.Tbody(rows)], className="data-table faults"
    )
    rest = count - len(rows)
    foot = [html.Div(f"Ещё {errors_object(rest)} — в файле с пометками.", className="card-foot")] if rest else []
    return html.Section([head, table, *foot], className="card", **{"aria-labelledby": "errors"})


def _fault_head() -> Element:
    heads = [html.Th(words, scope="col") for words in ("Где", "Что не так", "Что сделать")]
    return html.Thead(html.Tr(heads))


def _fault_row(address: str, what: str, action: str) -> Element:
    return html.Tr(
        [
            html.Th(address, scope="row", className="cell-ref"),
            html.Td(f"{_capital(what)}."),
            html.Td(f"{_capital(action)}."),
        ]
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def notes_card(notes: Sequence[str]) -> Element:
    rows = [html.Li(_note(note)) for note in notes[:MOST_ERRORS]]
    head = html.Div(
        [
            html.H2(f"Обратите внимание: {places_words(len(notes))}", id="notes"),
            html.Span("не мешает внести", className="note"),
        ],
        className="card-head",
    )
    return html.Section([head, html.Ul(rows, className="note-list")], className="card", **{"aria-labelledby": "notes"})


def _note(note: str) -> list[object]:
    where, separator, words = note.partition(" · ")
    # Which of the rows left empty in a book these are, nobody wants to know here.
    words = words.partition(" (строки ")[0] if words.startswith("строки без значений") else words
    return [html.B(where), " · ", words] if separator else [note]


# --- what changes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """What the rows of the table are told with. year: of the page, which need not be repeated; is_done: already applied.

    known: short names by code of the schools that the district has; about others nothing can be asked yet.
    """

    catalogue: Catalogue
    year: int
    has_schools: bool
    is_done: bool
    known: Mapping[str, str]


def changes_card(
    address: DataAddress, batch: BatchEntry, catalogue: Catalogue, *, has_schools: bool, known: Mapping[str, str]
) -> Element:
    """has_schools: rows of several schools; known: short names by code of those of the district."""
    rows: Sequence[Mapping[str, Any]] = batch.report["rows"]
    count = int(batch.report.get("row_count", len(rows)))
    changing = [row for row in rows if row["change"] != "same"]
    shown = rows if address.has_all else changing[:FIRST_ROWS]
    headline = changes_headline(batch.counts) if batch.state == "previewed" else "Что было в этой загрузке"
    parts: list[Element] = [html.Div(html.H2(headline, id="changes"), className="card-head")]
    if batch.state == "previewed":
        parts.append(html.P(KEPT_HISTORY, className="note"))
    if shown:
        is_done = batch.state != "previewed"
        parts.append(_table(shown, _Words(catalogue, address.year, has_schools, is_done=is_done, known=known)))
    rest = count - len(shown)
    if rest > 0:
        words = [f"Ещё {rows_words(rest)}"]
        link = (
            [] if address.has_all else [html.Link(f"Показать все {count}", href=address.href("changes", has_all=True))]
        )
        parts.append(html.Div([html.Span(words), *link], className="card-foot"))
    return html.Section(parts, className="card", **{"aria-labelledby": "changes"})


def _table(rows: Sequence[Mapping[str, Any]], words: _Words) -> Element:
    heads = [
        "Строка",
        *(["Школа"] if words.has_schools else []),
        "Что",
        "Уровень",
        "Было",
        "Стало" if words.is_done else "Станет",
        "Цель",
    ]
    bodies = []
    for table, title in TABLES.items():
        own = [row for row in rows if row["table"] == table]
        if not own:
            continue
        heading = html.Tr(html.Th(title, colSpan=len(heads), scope="rowgroup"), className="group")
        bodies.append(html.Tbody([heading, *(_row(row, words) for row in own)]))
    head = html.Thead(html.Tr([html.Th(each, scope="col", className=_column_class(each)) for each in heads]))
    caption = html.Caption("Строки файла: было, станет, что с целью", className="unseen")
    return html.Table([caption, head, *bodies], className="data-table changes")


def _column_class(words: str) -> str | None:
    return "number" if words in {"Было", "Станет", "Стало"} else None


def _row(row: Mapping[str, Any], words: _Words) -> Element:
    subject = row["subject"]
    rule = words.catalogue.indicator_by_id.get(subject.get("indicator", ""))
    level = subject.get("level")
    cells = [
        html.Td(
            html.Span(
                (CHANGES_DONE if words.is_done else CHANGES)[row["change"]], className=f"badge is-{row['change']}"
            ),
            className="kind",
        )
    ]
    if words.has_schools:
        code = row["school"]
        cells.append(html.Td(tied(words.known.get(code, code) if code else "район"), className="school-code"))
    before, after = _values(row, rule, is_after=False), _values(row, rule, is_after=True)
    subject_of_row = _subject(row, words)
    if subject_of_row is not None and before:
        before = why_number(subject_of_row, before, about=_name(row, words))
    return html.Tr(
        [
            *cells,
            html.Th(tied(_name(row, words)), scope="row"),
            html.Td(LEVELS[Level(level)] if level else "", className="level"),
            html.Td(before, className="number old-value"),
            html.Td(after, className="number new-value"),
            html.Td(_verdict(row, rule, is_done=words.is_done), className="verdict"),
        ]
    )


def _subject(row: Mapping[str, Any], words: _Words) -> WhySubject | None:
    """What the row is about, as the district has it now; None for a school and its fields."""
    subject, table, school = row["subject"], row["table"], row["school"]
    if table not in _ASKED or (school is not None and school not in words.known):
        return None
    return _ASKED[table](school, subject)


def _figure_subject(school: str | None, subject: Mapping[str, Any]) -> WhySubject:
    indicator, level, year = subject["indicator"], Level(subject["level"]), subject["year"]
    return WhyPooled(indicator, level, year) if school is None else WhyResult(school, indicator, level, year)


_ASKED: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], WhySubject]]] = {
    "observations": _figure_subject,
    "targets": _figure_subject,
    "documents": lambda school, subject: WhyCell(school, subject["block"], Stage(subject["stage"]), subject["year"]),
    "organisation": lambda school, subject: WhyCount(CountKind.ITEMS, subject["year"], school=school),
}


def _name(row: Mapping[str, Any], words: _Words) -> str:
    subject, table, catalogue = row["subject"], row["table"], words.catalogue
    if table in {"observations", "targets"}:
        return _indicator(subject, words)
    if table == "documents":
        stage = STAGES.get(Stage(subject["stage"]), subject["stage"])
        kind = catalogue.document_type(subject["type"])
        return f"{kind} «{subject['label']}» · блок {subject['block']}, {stage.lower()}"
    if table == "organisation":
        return catalogue.organisation_item(subject["item"])
    return str(subject.get("name", ""))


def _indicator(subject: Mapping[str, Any], words: _Words) -> str:
    catalogue = words.catalogue
    rule = catalogue.indicator_by_id.get(subject["indicator"])
    name = subject["indicator"]
    if rule is not None:
        name = f"{rule.code} {indicator_name(rule.id, rule.title_short or rule.title)}"
    slices = [_slice(each, rule.id if rule else "", catalogue) for each in subject.get("slice") or ()]
    year = [] if subject["year"] == words.year else [format_year(subject["year"])]
    return " · ".join([name, *slices, *year])


def _slice(text: str, indicator: str, catalogue: Catalogue) -> str:
    return catalogue.category_titles.get(indicator, {}).get(text, text)


def _values(row: Mapping[str, Any], rule: Any, *, is_after: bool) -> object:
    values = row["after"] if is_after else row["before"]
    if not is_after and row["before"] is None:
        return html.Span(NOTHING_WAS, className="quiet")
    if row["change"] == "same" and row["table"] not in {"observations", "targets"}:
        return ""
    if row["table"] == "targets":
        return html.B(_target(values)) if is_after else _target(values)
    if row["table"] == "observations":
        target = (row.get("verdict") or {}).get("target")
        main, beside = figure_words(values, rule, target=None if target is None else Decimal(target))
        more = f" · {beside}" if beside else ""
        return [html.B(main), more] if is_after else f"{main}{more}"
    return details_words(values)


def _target(values: Mapping[str, Any]) -> str:
    return str(values.get("target", "")).replace(".", ",")


def _verdict(row: Mapping[str, Any], rule: Any, *, is_done: bool) -> object:
    verdict = row.get("verdict")
    if not verdict:
        return ""
    status = Status(verdict["status"])
    words = verdict_words(verdict, rule, is_done=is_done)
    if status in {Status.MET, Status.NEAR, Status.NOT_MET}:
        return html.Span([status_mark(status), html.Span(words)], className="with-mark")
    return html.Span(words, className="quiet")


# --- the button ---------------------------------------------------------------------------------------


def commit_form(address: DataAddress, batch: BatchEntry, *, may_apply: bool) -> Element:
    errors = int(batch.report.get("error_count", 0))
    written = batch.written
    if not errors and not written:
        return html.P("Вносить нечего: такие данные уже есть.", className="quiet")
    if errors or not may_apply:
        reason = WHY_DISABLED
        button = html.Button(
            "Внести файл",
            type="button",
            className="button",
            disabled=True,
            **{"aria-describedby": "why-not"},
        )
        return html.Div([button, html.Span(reason, id="why-not", className="quiet")], className="commit")
    button = html.Button(apply_button(written), type="submit", className="button is-main")
    form = sending_form(
        [button, sending_meter("Вносим строки")],
        action=APPLY,
        hidden={"batch": str(batch.id), "year": format_year(address.year)},
        className="form",
        attributes={"data-asks-progress": PROGRESS_PATH},
    )
    mark_ok = html.Span([mark("met"), "Файл проверен, ошибок нет."], className="with-mark quiet")
    return html.Div([form, mark_ok], className="commit")
