"""What the department holds a document against: the checklist, what the system has noticed, its history and its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import html
from dashboard.addresses.data import file_href
from dashboard.components.forms import sending_form, submit
from dashboard.components.marks import severity_mark
from dashboard.formatting import moment, tied
from dashboard.html import Element
from dashboard.texts.evidence import MOMENTS, WITHOUT_WORDS, change_words, twin_words, unmet_words
from dashboard.texts.trail import changes_of
from data_layer.domain.flag_texts import Names
from data_layer.domain.vocabulary import DocumentStatus
from data_layer.intake.evidence.recognition import IMAGES
from data_layer.queries.document_history import HistoryLine
from data_layer.queries.entry import EntryDocument
from data_layer.queries.evidence_files import FileUse
from data_layer.queries.reviewing import Check
from data_layer.queries.trail import TrailEvent
from data_layer.queries.views import FlagItem

REVIEW_DOCUMENT: Final = "/actions/review-document"
_HISTORY_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a document beside what it says. twins: for the department alone."""

    history: tuple[HistoryLine, ...] = ()
    checks: tuple[Check, ...] = ()
    flags: tuple[FlagItem, ...] = ()
    twins: tuple[FileUse, ...] = ()
    words: str = ""


# --- the decision -----------------------------------------------------------------------------------


def review_form(
    document: EntryDocument,
    checks: Sequence[Check],
    *,
    place: Mapping[str, str],
    is_open: bool = False,
) -> Element:
    """Accepting takes one press; what goes back needs a remark. is_open: with the remark in sight at once."""
    number = str(document.id)
    accept = [] if document.status is DocumentStatus.ACCEPTED else [submit("Принять", name="decision", value="accept")]
    back = html.Details(
        [html.Summary("Вернуть с замечанием"), *_remark(document, has_checks=bool(checks))],
        className="opens",
        open=is_open,
    )
    return sending_form(
        [_checklist(checks, number), *accept, back],
        action=REVIEW_DOCUMENT,
        hidden={**place, "document": number, "version": str(document.version)},
        className="form review-form",
        attributes={"data-guards": "", "aria-label": f"Проверка: {document.label}"},
    )


def _checklist(checks: Sequence[Check], number: str) -> Element | None:
    if not checks:
        return None
    boxes = [
        html.Label(
            [html.Input(type="checkbox", name="check", value=check.id, id=f"check-{number}-{check.id}"), check.title],
            className="tick",
        )
        for check in checks
    ]
    return html.Fieldset([html.Legend("Что проверить"), *boxes], className="field checklist")


def _remark(document: EntryDocument, *, has_checks: bool) -> list[Element]:
    name = f"remark-{document.id}"
    area = html.Textarea(document.remark, id=name, name="remark", rows="4", maxlength="2000")
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": "remark"})
    insert = html.Button("Перечислить неотмеченное", type="button", className="text-button", **{"data-tells-unmet": ""})
    label = html.Label("Что исправить", htmlFor=name)
    return [
        html.Div([label, area, *([insert] if has_checks else []), fault], className="field"),
        submit("Вернуть школе", is_main=False, name="decision", value="return"),
    ]


# --- what there is to see ---------------------------------------------------------------------------


def noticed(evidence: Evidence) -> list[Element]:
    """Flags of the document and its twins, where there are any."""
    lines = [html.Li([severity_mark(flag.severity), html.Span(tied(flag.message))]) for flag in evidence.flags]
    if evidence.twins:
        told = "; ".join(twin_words(use) for use in evidence.twins)
        lines.append(html.Li([html.Span(tied(f"Тот же файл: {told}."))]))
    if not lines:
        return []
    return [html.Div([html.H3("Система заметила"), html.Ul(lines, className="noticed")])]


def preview(document: EntryDocument, words: str) -> list[Element]:
    """The words of the file, or the picture. Text is text here, whatever it looks like."""
    file = document.file
    if file is None or not file.is_there:
        return []
    if file.kind in IMAGES:
        picture = html.Img(src=file_href(file.id), alt=f"Картинка: {file.title}", loading="lazy")
        return [html.Div(picture, className="preview")]
    if not words:
        return [html.P(WITHOUT_WORDS, className="note")]
    lines = [html.P(line) for line in words.splitlines()]
    return [
        html.Div(lines, className="preview", tabIndex="0", role="region", **{"aria-label": f"Текст файла {file.title}"})
    ]


def history_part(
    history: Sequence[HistoryLine], names: Names, *, time_zone: str, is_open: bool = False
) -> Element | None:
    """Who did what and when, the newest first."""
    if not history:
        return None
    lines = [_history_line(line, names, time_zone) for line in history[:_HISTORY_AT_ONCE]]
    summary = html.Summary([f"История: {len(history)}", html.Span(className="chevron")])
    return html.Details([summary, html.Ol(lines, className="document-history")], className="opens", open=is_open)


def _history_line(line: HistoryLine, names: Names, time_zone: str) -> Element:
    who = ", ".join(part for part in (line.name, moment(line.at, time_zone=time_zone)) if part)
    parts: list[object] = [html.B(MOMENTS[line.moment]), html.Span(tied(who), className="quiet")]
    if line.remark:
        parts.append(html.Span(f"«{line.remark}»", className="remark"))
    if line.unmet:
        parts.append(html.Span(unmet_words(line.unmet), className="note"))
    parts += [html.Span(tied(each), className="note") for each in _changes(line, names)]
    return html.Li(parts)


def _changes(line: HistoryLine, names: Names) -> list[str]:
    """«Номер: было «12», стало «12-а»»."""
    event = TrailEvent(0, line.at, line.login, "document_changed", "", "", "", line.old, line.new)
    return [change_words(change) for change in changes_of(event, names)]
