"""A row of the grid: a form of its own for the figures and the own target of one indicator and level."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dashboard import html
from dashboard.addresses.data import row_anchor
from dashboard.addresses.why import WhyResult
from dashboard.components.forms import sending_form
from dashboard.components.marks import status_mark, unseen
from dashboard.components.why import why_button
from dashboard.formatting import DASH, NO_BREAK, moment, percent_value, plain, tied, whole
from dashboard.html import Element
from dashboard.texts.entry import BY_WORKBOOK, FIELDS, MISSING, UNSAVED, numerator_label
from dashboard.texts.results import small_cohort_note, verdict
from dashboard.texts.series import short_break_words
from dashboard.texts.words import LEVELS, author_words, indicator_name
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Direction, IndicatorKind, Level, Status
from data_layer.queries.entry import EntryCell, EntryRow, Person
from data_layer.queries.views import ResultLine

SAVE_FIGURES: Final = "/actions/save-figures"
_SHARES: Final = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION})
# What can be wrong with a row, in the order in which its fields stand.
_FAULTS: Final = ("numerator", "denominator", "value", "baseline", "missing", "target")
_INDICATOR_ID: Final = re.compile(r"\bb\d_\w+")


@dataclass(frozen=True, slots=True)
class RowFrame:
    """What all rows of a grid share. school: its code. codes: indicator → code, for what the catalogue says."""

    school: str
    time_zone: str
    may_set_targets: bool
    codes: Mapping[str, str]


def row_name(row: EntryRow) -> str:
    """«1.1 Аттестация, НОО»."""
    level = "" if row.level is Level.SCHOOL else f", {LEVELS[row.level]}"
    return f"{row.rule.code} {_title(row)}{level}"


def entry_item(row: EntryRow, frame: RowFrame) -> Element:
    anchor = row_anchor(row.rule.id, row.level)
    return html.Li(entry_form(row, frame), id=anchor, className="entry-row", tabIndex="-1")


def entry_form(row: EntryRow, frame: RowFrame) -> Element:
    """The content of the row; also what a save puts in its place."""
    line = [
        _name(row, frame),
        _before(row),
        *_figures(row),
        _target(row, frame),
        _reference(row),
        _verdict(row),
        _trail(row, frame),
    ]
    children = [html.Div(line, className="entry-line"), *_categories(row), *_faults(), _buttons()]
    return sending_form(
        children,
        action=SAVE_FIGURES,
        hidden=_hidden(row, frame),
        className="entry-form",
        attributes={"data-guards": "", "data-entry": "", "aria-label": row_name(row), "novalidate": True},
    )


def who_and_when(author: Person | None, at: dt.datetime | None, *, time_zone: str) -> str:
    """«Р. И. Ахметова, 09.06.2026, 16:05», as far as it is known."""
    parts = ([author_words(author.name)] if author else []) + ([moment(at, time_zone=time_zone)] if at else [])
    return tied(", ".join(parts))


def _title(row: EntryRow) -> str:
    return indicator_name(row.rule.id, row.rule.title_short or row.rule.title)


def _hidden(row: EntryRow, frame: RowFrame) -> dict[str, str]:
    """What the row is, and which versions the person sees."""
    carried = {
        "school": frame.school,
        "indicator": row.rule.id,
        "level": str(row.level),
        "year": format_year(row.year),
        "target_was": _target_text(row),
        "target_version": row.target.version,
    }
    for place, cell in enumerate(row.cells):
        carried |= {f"category.{place}": cell.category, f"seen.{place}": _seen(cell)}
    return carried


def _seen(cell: EntryCell) -> str:
    return "" if cell.observation is None else str(cell.observation)


def _name(row: EntryRow, frame: RowFrame) -> Element:
    level = [] if row.level is Level.SCHOOL else [html.Span(LEVELS[row.level], className="entry-level")]
    title = html.Span([html.Span(row.rule.code, className="quiet"), f" {tied(_title(row))}"], title=row.rule.title)
    return html.Div([title, *level, *_counted(row, frame)], className="entry-name")


def _counted(row: EntryRow, frame: RowFrame) -> list[Element]:
    """What exactly is counted, folded: whoever enters figures for the first time needs it, others do not."""
    told = [
        (FIELDS[name], _INDICATOR_ID.sub(lambda found: frame.codes.get(found[0], found[0]), words))
        for name, words in row.counted.items()
    ]
    if not told:
        return []
    terms = [part for name, words in told for part in (html.Dt(name), html.Dd(tied(words)))]
    summary = html.Summary(["Что считать", unseen(f": {row_name(row)}")])
    return [html.Details([summary, html.Dl(terms)], className="opens counted")]


def _before(row: EntryRow) -> Element:
    parts: list[object] = [DASH] if row.before is None else _result_parts(row.before)
    if row.breaks is not None and row.before is not None and row.before.value is not None:
        parts.append(html.Small(tied(short_break_words(row.breaks))))
    return _shown("Год назад", parts, class_name="entry-before")


def _result_parts(line: ResultLine) -> list[object]:
    if line.value is None:
        return ["не применимо" if line.status is Status.NOT_APPLICABLE else DASH]
    if line.kind in _SHARES and line.numerator is not None and line.denominator:
        share = percent_value(Fraction(100 * line.numerator, line.denominator))
        return [html.B(share), html.Small(f"{whole(line.numerator)} из{NO_BREAK}{whole(line.denominator)}")]
    return [html.B(plain(line.value))]


def _shown(label: str, content: object, *, class_name: str) -> Element:
    """A value that cannot be changed here; on a phone it stands under its label."""
    return html.Div([html.Span(label, className="entry-label"), html.Span(content)], className=class_name)


# --- figures ----------------------------------------------------------------------------------------


def _figures(row: EntryRow) -> list[Element]:
    if row.is_summed:
        return [_shown("Значение", [*_result_parts(row.now), html.Small(BY_WORKBOOK)], class_name="entry-summed")]
    return [*_numbers(row), _missing(row)]


def _numbers(row: EntryRow) -> list[Element]:
    """The two fields of the kind; a kind of one number leaves the other place empty."""
    kind, cell = row.rule.kind, row.cells[0]
    if kind is IndicatorKind.BREAKDOWN:
        shared = next((each.denominator for each in row.cells if each.denominator is not None), None)
        return [_nothing(), _number(row, "denominator", shared)]
    if kind in _SHARES:
        first = _number(row, "numerator", cell.numerator, label=numerator_label(kind))
        return [first, _number(row, "denominator", cell.denominator)]
    value = _number(row, "value", cell.value)
    if kind is not IndicatorKind.GROWTH:
        return [value, _nothing()]
    # What is counted otherwise, or was of another school too, is no base.
    is_base = row.before is not None and row.before.value is not None and row.breaks is None
    before = plain(row.before.value) if is_base and row.before is not None and row.before.value is not None else ""
    return [value, _number(row, "baseline", cell.baseline, hint=before)]


def _nothing() -> Element:
    return html.Div(className="entry-number is-empty")


def _number(row: EntryRow, name: str, value: int | None, *, label: str = "", hint: str = "") -> Element:
    """hint: what counts where the field is left empty."""
    control = _text(row, name, "" if value is None else str(value), placeholder=hint, **_figure(row))
    return _labelled(row, name, label or FIELDS[name], control, class_name="entry-number")


def _figure(row: EntryRow) -> dict[str, object]:
    """A figure cannot be typed while the row says that there is none; assets/grid.js follows the choice."""
    is_off = any(cell.missing is not None for cell in row.cells)
    return {"inputmode": "numeric", "disabled": is_off, "data-figure": ""}


def _text(row: EntryRow, name: str, value: str, **more: object) -> Element:
    return html.Input(
        id=_id(row, name), name=name, value=value, type="text", autocomplete="off", className="entry-input", **more
    )


def _missing(row: EntryRow) -> Element:
    code = next((cell.missing for cell in row.cells if cell.missing is not None), "")
    options = [html.Option(words, value=each, selected=each == code) for each, words in MISSING.items()]
    control = html.Select(options, id=_id(row, "missing"), name="missing", className="entry-input")
    return _labelled(row, "missing", FIELDS["missing"], control, class_name="entry-missing")


def _labelled(row: EntryRow, name: str, label: str, control: Element, *, class_name: str) -> Element:
    words = html.Label([label, unseen(f", {row_name(row)}")], htmlFor=_id(row, name), className="entry-label")
    return html.Div([words, control], className=class_name)


def _id(row: EntryRow, name: str) -> str:
    return f"{row_anchor(row.rule.id, row.level)}-{name.replace('.', '-')}"


def _categories(row: EntryRow) -> list[Element]:
    """The numerators of a breakdown, one under the other."""
    if row.rule.kind is not IndicatorKind.BREAKDOWN or row.is_summed:
        return []
    fields = [_category(row, f"numerator.{place}", cell) for place, cell in enumerate(row.cells)]
    return [
        html.Div(fields, className="entry-categories", role="group", **{"aria-label": f"{row_name(row)}: по видам"})
    ]


def _category(row: EntryRow, name: str, cell: EntryCell) -> Element:
    share = ""
    if cell.numerator is not None and cell.denominator:
        share = percent_value(Fraction(100 * cell.numerator, cell.denominator))
    return html.Div(
        [
            html.Label(tied(cell.title or cell.category), htmlFor=_id(row, name)),
            _text(row, name, "" if cell.numerator is None else str(cell.numerator), **_figure(row)),
            html.Small(share),
            html.P("", className="field-error", hidden=True, **{"data-field-error": name}),
        ],
        className="entry-category",
    )


# --- target, verdict, who and when ------------------------------------------------------------------


def _target_text(row: EntryRow) -> str:
    return "" if row.target.target is None else plain(row.target.target)


def _target_words(row: EntryRow, number: str) -> str:
    return f"{number}{NO_BREAK}%" if row.rule.kind in _SHARES else number


def _target(row: EntryRow, frame: RowFrame) -> Element:
    if not row.takes_target:
        return html.Div(className="entry-target is-empty")
    typed = _target_text(row)
    if not frame.may_set_targets:
        words = _target_words(row, typed) if typed else DASH
        return _shown(FIELDS["target"], words, class_name="entry-target")
    bound = "не более" if row.rule.direction is Direction.AT_MOST else "не менее"
    unit = f",{NO_BREAK}%" if row.rule.kind in _SHARES else ""
    control = _text(row, "target", typed, inputmode="decimal")
    return _labelled(row, "target", f"{FIELDS['target']}, {bound}{unit}", control, class_name="entry-target")


def _reference(row: EntryRow) -> Element:
    reference = row.now.reference
    words = _target_words(row, plain(reference)) if reference is not None and row.takes_target else DASH
    return _shown("Ориентир", words, class_name="entry-reference")


def _verdict(row: EntryRow) -> Element:
    if row.rule.direction is None:
        return _shown("Вывод", "для сведения", class_name="entry-verdict")
    details = [words for words in (_share_now(row.now), small_cohort_note(row.now)) if words]
    words = html.Span([tied(verdict(row.now)), *(html.Small(each) for each in details)])
    content = html.Span([status_mark(row.now.status), words], className="verdict")
    return _shown("Вывод", content, class_name="entry-verdict")


def _share_now(line: ResultLine) -> str:
    """The percentage that follows from the figures beside it."""
    if line.kind not in _SHARES or line.numerator is None or not line.denominator:
        return ""
    return percent_value(Fraction(100 * line.numerator, line.denominator), target=line.target)


def _trail(row: EntryRow, frame: RowFrame) -> Element:
    """Who has entered what is there, and the way to everything else about it."""
    latest = _latest(row.cells)
    figures = "" if latest is None else who_and_when(latest.author, latest.recorded_at, time_zone=frame.time_zone)
    target = who_and_when(row.target.author, row.target.set_at, time_zone=frame.time_zone)
    told = [figures, f"цель: {target}" if target else ""]
    about = why_button(WhyResult(frame.school, row.rule.id, row.level, row.year), about=row_name(row))
    return html.Div([*(html.Small(words) for words in told if words), about], className="entry-trail")


def _latest(cells: Iterable[EntryCell]) -> EntryCell | None:
    dated = [(cell.recorded_at, cell) for cell in cells if cell.recorded_at is not None]
    return max(dated, key=lambda each: each[0])[1] if dated else None


def _faults() -> list[Element]:
    """Places for the sentences about fields, below the line, where there is room for them."""
    return [html.P("", className="field-error", hidden=True, **{"data-field-error": name}) for name in _FAULTS]


def _buttons() -> Element:
    """They appear with the first change."""
    return html.Div(
        [
            html.Button("Сохранить", type="submit", className="button is-main"),
            html.Button("Вернуть прежнее", type="button", className="button", **{"data-restores": ""}),
            html.Small(UNSAVED, className="quiet not-on-phone"),
        ],
        className="entry-buttons",
    )
