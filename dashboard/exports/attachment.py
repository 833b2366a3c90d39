"""A file as an answer: always an attachment, never shown by the browser in our origin.

What attachments are sent with beside their name, `dashboard.headers` adds.
"""

from typing import Final
from urllib.parse import quote

from flask import Response

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF: Final = "application/pdf"
HTML: Final = "text/html; charset=utf-8"
ZIP: Final = "application/zip"
CSV: Final = "text/csv; charset=utf-8"


def attachment(content: bytes, *, filename: str, mimetype: str) -> Response:
    """filename: may be Russian; the browser is told in the form that every one of them reads."""
    response = Response(content, mimetype=mimetype)
    suffix = filename.rpartition(".")[2]
    plain = f"vsoko.{suffix}" if suffix.isascii() and suffix.isalnum() else "vsoko"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    return response
