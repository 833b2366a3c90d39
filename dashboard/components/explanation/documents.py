"""A document as a line of text, and its link if it may be followed."""

from dashboard import html
from dashboard.addresses.data import file_href
from dashboard.components.marks import unseen
from dashboard.formatting import NO_BREAK, date_full, tied
from dashboard.html import Element
from data_layer.queries.explanation.views import DocumentLine


def document_name(document: DocumentLine) -> str:
    """«Приказ о мониторинге, № 2-м от 05.10.2025»."""
    number = f"№{NO_BREAK}{document.number}" if document.number else ""
    day = f"от {date_full(document.date)}" if document.date else "без даты"
    title = document.title or document.type
    return tied(f"{title}, {' '.join(each for each in (number, day) if each)}")


def document_file(document: DocumentLine) -> Element | str | None:
    """Its stored file: a link for whoever may have it, the name alone for the others."""
    if not document.file:
        return None
    if document.file_id is None:
        return document.file
    return html.A([tied(document.file), unseen(", скачать")], href=file_href(document.file_id), download=True)


def document_link(document: DocumentLine) -> Element | None:
    if not document.url:
        return None
    if not html.is_address(document.url):
        return html.Span(document.url)
    return html.A("открыть документ", href=document.url, target="_blank", rel="noopener noreferrer")
