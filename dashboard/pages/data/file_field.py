"""The file of a document inside its form: the one it has, what its text offers, where the same content stands."""

from dashboard import html
from dashboard.components.evidence import file_link
from dashboard.components.forms import sending_meter
from dashboard.components.marks import unseen
from dashboard.formatting import NO_BREAK, date_full, tied
from dashboard.html import Element
from dashboard.texts.evidence import ELSEWHERE, WHICH_FILES, own_use_words
from data_layer.intake.evidence.recognition import plain_titles
from data_layer.queries.evidence_files import FileLine, KeptFile

STORE_FILE = "/actions/store-file"
REMOVE_FILE = "/actions/remove-file"
# What the answer of the action replaces.
CHOICE = "file-choice"


def file_field(chosen: Element, *, school: str) -> Element:
    """chosen: from `no_file`, `present_file` or `chosen_file`. assets/files.js sends what is picked at once."""
    pick = html.Input(
        type="file",
        id="field-document-file",
        accept=plain_titles(),
        className="unseen-input",
        **{"data-picks-file": ""},
    )
    fault = html.P("", className="field-error", hidden=True, role="alert", **{"data-field-error": "file"})
    return html.Fieldset(
        [
            html.Legend("Файл"),
            html.Div(chosen, id=CHOICE, **{"aria-live": "polite"}),
            html.Div([html.Label("Выбрать файл", htmlFor="field-document-file", className="button"), pick]),
            sending_meter("Отправляем файл"),
            html.Small(WHICH_FILES, className="hint"),
            fault,
        ],
        className="field document-file",
        **{"data-file-field": STORE_FILE, "data-school": school},
    )


def no_file() -> Element:
    return html.Input(type="hidden", name="file", value="")


def present_file(file: FileLine) -> Element:
    """The file that the document has; it may be taken out of it."""
    return html.Div([_hidden(file), _line(file)], className="chosen-file")


def chosen_file(kept: KeptFile) -> Element:
    """A file that was just stored: what it is, and what it offers. Nothing is filled in unasked."""
    notes = []
    if kept.uses:
        notes.append(html.P(tied(own_use_words(kept.uses)), className="file-warning", role="status"))
    if kept.is_elsewhere:
        notes.append(html.P(ELSEWHERE, className="file-warning", role="status"))
    return html.Div([_hidden(kept.line), _line(kept.line), *_offers(kept), *notes], className="chosen-file")


def _hidden(file: FileLine) -> Element:
    return html.Input(type="hidden", name="file", value=str(file.id))


def _line(file: FileLine) -> Element:
    drop = html.Button(
        ["Убрать", unseen(f" файл {file.title}")], type="button", className="text-button", **{"data-drops-file": ""}
    )
    return html.P([file_link(file), drop], className="chosen-line")


def _offers(kept: KeptFile) -> list[Element]:
    """Buttons that put a number or a date of the text into the fields above."""
    offered = [
        *(_offer("number", number, f"№{NO_BREAK}{number}") for number in kept.numbers),
        *(_offer("date", day.isoformat(), date_full(day)) for day in kept.dates),
    ]
    if not offered:
        return []
    return [html.Div([html.Span("В тексте есть:", className="note"), *offered], className="offers")]


def _offer(name: str, value: str, words: str) -> Element:
    return html.Button(
        [unseen("Подставить "), words],
        type="button",
        className="button offer",
        **{"data-fills": name, "data-value": value},
    )
