"""A stored file as a link. It always comes as an attachment; nothing of it is shown in our origin but pictures."""

from dashboard import html
from dashboard.addresses.data import file_href
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.texts.data import size_words
from dashboard.texts.evidence import FILE_REMOVED, KINDS_OF_FILES
from data_layer.queries.evidence_files import FileLine


def file_link(file: FileLine) -> Element:
    """«Приказ.pdf · PDF, 340 КБ»; the title alone where the bytes are gone."""
    if not file.is_there:
        return html.Span([f"{file.title}: ", html.Span(FILE_REMOVED, className="quiet")])
    facts = ", ".join(part for part in (KINDS_OF_FILES.get(file.kind, ""), size_words(file.size)) if part)
    link = html.A(
        [tied(file.title), unseen(", скачать")], href=file_href(file.id), download=True, className="file-link"
    )
    return html.Span([link, " ", html.Span(facts, className="quiet")], className="file-line")
