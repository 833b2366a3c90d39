"""The form of one document of a cell: what it is, its file and link, which cells and goals it serves."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from dashboard import html
from dashboard.addresses.data import DocumentAddress
from dashboard.components.forms import field, select_field, sending_form, submit, text_field
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import listed, tied
from dashboard.html import Element
from dashboard.pages.data.file_field import chosen_file, file_field, no_file, present_file
from dashboard.texts.entry import DOCUMENT_FIELDS, FIELDS, cell_words, cover_words, stage_hint
from dashboard.texts.evidence import ACCEPTED_CHANGES
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import DocumentStatus
from data_layer.queries.entry import DocumentCell, EntryDocument
from data_layer.queries.evidence_files import KeptFile

SAVE_DOCUMENT: Final = "/actions/save-document"
LONG_TEXTS: Final = ("goals", "tasks", "deadlines")


def place_of(cell: DocumentCell) -> dict[str, str]:
    return {
        "school": cell.school.code,
        "block": str(cell.block),
        "stage": str(cell.stage),
        "year": format_year(cell.year),
    }


def kicker_of(cell: DocumentCell) -> str:
    return tied(f"{cell.school.short_name} · {cover_words(cell.block, cell.block_title)} · {format_year(cell.year)}")


def address_of(cell: DocumentCell, *, document: int | None = None, is_new: bool = False) -> str:
    return DocumentAddress(cell.school.code, cell.block, cell.stage, cell.year, document, is_new=is_new).href


def form_panel(cell: DocumentCell, document: EntryDocument | None, *, file: KeptFile | None = None) -> str:
    """file: a stored file that a new document begins with."""
    title = f"{cell.stage_title}: {'исправить документ' if document else 'добавить документ'}"
    notes = [words for words in (cell_words(cell.required, cell.due), stage_hint(cell.stage)) if words]
    body: list[object] = [html.P(" ".join(notes), className="note")]
    if document is not None and document.status is DocumentStatus.RETURNED and document.remark:
        body.append(html.P([html.B("Замечание: "), document.remark], className="panel-remark"))
    if document is not None and document.status is DocumentStatus.ACCEPTED:
        body.append(html.P(ACCEPTED_CHANGES, className="panel-remark"))
    body.append(_form(cell, document, file))
    if cell.documents:
        body.append(opens_panel("Все документы ячейки", address=address_of(cell)))
    return fragment(title, body, kicker=kicker_of(cell))


def _form(cell: DocumentCell, document: EntryDocument | None, file: KeptFile | None) -> Element:
    hidden = place_of(cell)
    if document is not None:
        hidden |= {"document": str(document.id), "version": str(document.version)}
    value = _values(document)
    options = (
        [("", "выберите"), *cell.types.items()]
        if document is None and len(cell.types) > 1
        else list(cell.types.items())
    )
    fields = [
        select_field("Вид документа", name="type", options=options, value=value("type"), hint=_required_hint(cell)),
        file_field(_chosen_file(document, file), school=cell.school.code),
        html.Div(
            [
                text_field("Номер", name="number", value=value("number"), maxlength="64"),
                text_field("Дата", name="date", value=value("date"), kind="date"),
            ],
            className="two-fields",
        ),
        text_field(
            "Название",
            name="title",
            value=value("title"),
            hint="Если номера нет, название обязательно.",
            maxlength="500",
        ),
        text_field(
            "Ссылка",
            name="url",
            value=value("url"),
            kind="url",
            hint="Начинается с https:// или http://",
            placeholder="https://",
            maxlength="2000",
        ),
        text_field("Ответственный", name="responsible", value=value("responsible"), maxlength="300"),
        text_field("Кому адресован", name="addressee", value=value("addressee"), maxlength="300"),
        *(_area(name, value(name)) for name in LONG_TEXTS),
        _covers(cell, document),
        _buttons(document),
    ]
    return sending_form(fields, action=SAVE_DOCUMENT, hidden=hidden, attributes={"data-guards": "", "novalidate": True})


def _chosen_file(document: EntryDocument | None, file: KeptFile | None) -> Element:
    if file is not None:
        return chosen_file(file)
    present = None if document is None else document.file
    return no_file() if present is None or not present.is_there else present_file(present)


class _Values:
    """Texts of the form's fields."""

    def __init__(self, document: EntryDocument | None) -> None:
        self._document = document

    def __call__(self, name: str) -> str:
        if self._document is None:
            return ""
        if name == "date":
            return self._document.date.isoformat() if self._document.date else ""
        return str(getattr(self._document, name))


def _values(document: EntryDocument | None) -> _Values:
    return _Values(document)


def _required_hint(cell: DocumentCell) -> str:
    """«Приказ о проведении мониторинга: обязательны цели, задачи, сроки и ответственный»."""
    told = [
        f"{cell.types[kind]}: обязательны {listed([DOCUMENT_FIELDS.get(name, name) for name in names])}"
        for kind, names in cell.required_fields.items()
        if names
    ]
    return ". ".join(told)


def _area(name: str, value: str) -> Element:
    control = html.Textarea(value, id=f"field-{name}", name=name, rows="2", maxlength="4000")
    return field(FIELDS[name], control, name=name)


def _covers(cell: DocumentCell, document: EntryDocument | None) -> Element:
    """One document may serve goals of its block, the same stage of other blocks, other stages of its block.

    Whatever else it covers goes along unseen.
    """
    covered = {_spelled(each.block, each.stage, each.goal) for each in document.covers} if document else set()
    goals = {_spelled(cell.block, cell.stage, goal): title for goal, title in cell.goals.items()}
    blocks = {
        _spelled(block, cell.stage): cover_words(block, title)
        for block, title in cell.blocks.items()
        if block != cell.block
    }
    stages = {_spelled(cell.block, stage): title for stage, title in cell.stages.items() if stage is not cell.stage}
    rest = sorted(covered - set(goals) - set(blocks) - set(stages))
    return html.Div(
        [
            _cover_group("К каким целям блока относится", goals, covered),
            _cover_group("Относится и к другим блокам", blocks, covered),
            _cover_group("Закрывает и другие стадии этого блока", stages, covered),
            *(html.Input(type="hidden", name="covers", value=value) for value in rest),
            html.P("", className="field-error", hidden=True, **{"data-field-error": "covers"}),
        ],
        className="cover-groups",
    )


def _cover_group(legend: str, offered: Mapping[str, str], covered: Collection[str]) -> Element | None:
    """Folded as long as nothing in it is ticked: most documents serve their own cell alone."""
    if not offered:
        return None
    boxes = [_box(value, words, is_ticked=value in covered) for value, words in offered.items()]
    ticked = sum(value in covered for value in offered)
    summary = html.Summary([legend, *([html.Span(str(ticked), className="quiet")] if ticked else [])])
    return html.Details(
        [summary, html.Fieldset([html.Legend(legend, className="unseen"), *boxes], className="field covers")],
        className="opens",
        open=bool(ticked),
    )


def _spelled(block: int, stage: str, goal: str = "") -> str:
    return ":".join(part for part in (str(block), str(stage), goal) if part)


def _box(value: str, words: str, *, is_ticked: bool) -> Element:
    box = html.Input(type="checkbox", name="covers", value=value, checked=is_ticked)
    return html.Label([box, tied(words)], className="tick")


def _buttons(document: EntryDocument | None) -> Element:
    """What an accepted document becomes when the department itself corrects it the command decides."""
    send = submit("Отправить на проверку", name="status", value=DocumentStatus.SUBMITTED.value)
    draft = submit("Сохранить черновик", is_main=False, name="status", value=DocumentStatus.DRAFT.value)
    is_sent = document is not None and document.status in {DocumentStatus.SUBMITTED, DocumentStatus.ACCEPTED}
    if is_sent:
        save = submit("Сохранить", name="status", value=DocumentStatus.SUBMITTED.value)
        back = submit("Отозвать в черновик", is_main=False, name="status", value=DocumentStatus.DRAFT.value)
        return html.Div([save, back], className="actions")
    return html.Div([send, draft], className="actions")


def type_titles(cell: DocumentCell) -> Mapping[str, str]:
    return dict(cell.types)


def joined(covers: Iterable[str]) -> str:
    """Ticked boxes as the table «Документы» spells them."""
    return ";".join(covers)
