"""Small files of every kind that a document may be, and hostile ones that look like them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

ORDER: Final = (
    "Муниципальное бюджетное общеобразовательное учреждение СОШ № 5",
    "ПРИКАЗ",
    "от 15 сентября 2025 г. № 127-од",
    "О проведении мониторинга качества подготовки обучающихся. Срок: 30.09.2025. Приложение № 1.",
)
_ODT: Final = b"application/vnd.oasis.opendocument.text"
_ODF: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def docx(lines: Sequence[str] = ORDER) -> bytes:
    from docx import Document

    document, file = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def xlsx(lines: Sequence[str] = ORDER) -> bytes:
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    sheet = book.create_sheet("Приказ", 0)
    for line in lines:
        sheet.append([line])
    book.save(file)
    return file.getvalue()


def odt(lines: Sequence[str] = ORDER) -> bytes:
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF}>{body}</office:document-content>'
    return zipped({"mimetype": _ODT, "content.xml": content.encode(), "META-INF/manifest.xml": b"<manifest/>"})


def zipped(parts: Mapping[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes, *, types: tuple[bytes, bytes] | None = None) -> bytes:
    """An office file with one part more; types: what is replaced in its list of content types, and by what."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {each: archive.read(each) for each in archive.namelist()}
    if types is not None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(*types)
    return zipped({**parts, name: part})


def pdf(lines: Sequence[str] = ORDER, *, root: bytes = b"", encoding: str = "cp1251") -> bytes:
    """One page. Its font tells what its bytes mean. root: further entries of the catalogue of objects."""
    signs = [(byte, bytes([byte]).decode(encoding, "ignore")) for byte in range(32, 256)]
    pairs = [f"<{byte:02x}> <{ord(sign):04x}>" for byte, sign in signs if sign]
    chunks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    maps = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{maps}\nendcmap end end"
    ).encode()
    text = b"BT /F1 12 Tf 50 800 Td 14 TL " + b" ".join(
        b"<" + line.encode(encoding).hex().encode() + b"> Tj T*" for line in lines
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + root + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        _stream(text + b" ET"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        _stream(cmap),
    ]
    return _pdf_of(objects)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _pdf_of(objects: Sequence[bytes]) -> bytes:
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(written))
    )


def png(*, more: bytes = b"", comment: bytes = b"") -> bytes:
    """One white dot. more: behind the end; comment: in a part of its own."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    note = _chunk(b"tEXt", b"Comment\x00" + comment) if comment else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + note
        + _chunk(b"IDAT", zlib.compress(b"\x00\xff"))
        + _chunk(b"IEND", b"")
        + more
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpg(*, more: bytes = b"") -> bytes:
    """As much of a JPEG as its kind is known by."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 40 + b"\xff\xd9" + more


def compound(*streams: str) -> bytes:
    """As much of an OLE object as it is known by: its head, and the names of its streams 128 bytes apart."""
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64 for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entries


def _relation(kind: str, target: str) -> bytes:
    family = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{family}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def docx_from(template: str) -> bytes:
    """An order that was begun with a template of the office."""
    return with_part(docx(), "word/_rels/settings.xml.rels", _relation("attachedTemplate", template))


@cache
def every_kind() -> Mapping[str, bytes]:
    """By the ending of the kind."""
    return {"pdf": pdf(), "docx": docx(), "xlsx": xlsx(), "odt": odt(), "png": png(), "jpg": jpg()}


@cache
def hostile() -> Mapping[str, tuple[str, bytes]]:
    """By what it is: the name that the browser gives it, and its bytes."""
    written = docx()
    page = b"<!doctype html><html><script>alert(1)</script></html>"
    macros = (b"wordprocessingml.document.main+xml", b"x")
    locked = b'<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
    found: dict[str, Any] = {
        "html renamed to pdf": ("Приказ.pdf", page),
        "html after a pdf": ("Приказ.pdf", pdf() + page),
        "zip after a pdf": ("Приказ.pdf", pdf() + zipped({"a.txt": b"a"})),
        "pdf before a docx": ("Приказ.docx", pdf() + written),
        "pdf that runs a script": ("Приказ.pdf", pdf(root=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")),
        "pdf whose page runs a script": (
            "Приказ.pdf",
            pdf().replace(b"/Type /Page ", b"/Type /Page /AA << /O << /S /JavaScript /JS (app.alert(1)) >> >> "),
        ),
        "pdf whose link starts a program": (
            "Приказ.pdf",
            pdf().replace(
                b"/Type /Page ",
                b"/Type /Page /Annots [<< /Subtype /Link /A << /S /URI /URI (x) /Next << /S /Launch /F (a.exe) >> >> >>] ",
            ),
        ),
        "pdf that carries files": ("Приказ.pdf", pdf(root=b"/Names << /EmbeddedFiles << /Names [] >> >>")),
        "pdf without objects": ("Приказ.pdf", b"%PDF-1.4\n%%EOF"),
        "pdf cut short": ("Приказ.pdf", pdf()[:400]),
        "svg renamed to png": ("Схема.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "zip after a png": ("Схема.png", png(more=zipped({"a.txt": b"a"}))),
        "page inside a png": ("Схема.png", png(comment=page)),
        "png cut short": ("Схема.png", png()[:40]),
        "zip after a jpg": ("Фото.jpg", jpg(more=zipped({"a.txt": b"a"}))),
        "page inside a jpg": ("Фото.jpg", jpg(more=page)),
        "docm renamed to docx": ("Приказ.docx", with_part(written, "word/vbaProject.bin", b"\xd0\xcf")),
        "docm by its type": (
            "Приказ.docx",
            with_part(written, "x.txt", b"", types=(macros[0], b"vnd.ms-word.document.macroEnabled.main+xml")),
        ),
        "docx with a template from the network": (
            "Приказ.docx",
            docx_from("https://a.example/t.dotm"),
        ),
        "docx with a template from another computer": (
            "Приказ.docx",
            docx_from(r"file:///\\host\t.dotm"),
        ),
        "docx with a control": ("Приказ.docx", with_part(written, "word/activeX/activeX1.bin", b"x")),
        "docx with a packed program": (
            "Приказ.docx",
            with_part(written, "word/embeddings/oleObject1.bin", compound("Root Entry", "\x01Ole10Native")),
        ),
        "xlsx with a packed file": (
            "Таблица.xlsx",
            with_part(xlsx(), "xl/embeddings/oleObject1.bin", compound("Root Entry", "\x01CompObj", "Package")),
        ),
        "odt with a packed file": (
            "Приказ.odt",
            with_part(odt(), "Object 1", compound("Root Entry", "\x01Ole10Native")),
        ),
        "docx with a program": ("Приказ.docx", with_part(written, "word/media/image1.png", b"MZ" + b"\0" * 100)),
        "docx with an archive": (
            "Приказ.docx",
            with_part(written, "word/embeddings/a.xlsx", zipped({"a.exe": b"MZ"})),
        ),
        "docx with a workbook that carries a program": (
            "Приказ.docx",
            with_part(written, "word/embeddings/a.xlsx", with_part(xlsx(), "xl/a.bin", b"MZ")),
        ),
        "odt with macros": (
            "Приказ.odt",
            zipped({"mimetype": _ODT, "content.xml": b"<a/>", "Basic/Standard/Module1.xml": b"<b/>"}),
        ),
        "odt with a password": (
            "Приказ.odt",
            zipped({"mimetype": _ODT, "content.xml": b"x", "META-INF/manifest.xml": locked}),
        ),
        "bomb": ("Приказ.docx", with_part(written, "word/media/zero.bin", b"\x00" * 60_000_000)),
        "steep bomb": ("Приказ.docx", with_part(written, "word/media/zero.bin", b"\x00" * 10_000_000)),
        "many parts": ("Приказ.docx", zipped({f"{number}.xml": b"" for number in range(600)})),
        "plain zip": ("Приказы.zip", zipped({"Приказ.docx": written})),
        "comment behind a zip": ("Приказ.docx", written + page),
        "old Word": ("Приказ.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        "rar": ("Приказ.rar", b"Rar!\x1a\x07\x00" + b"\x00" * 50),
        "program": ("Приказ.exe", b"MZ" + b"\x00" * 100),
        "text": ("Приказ.txt", "Приказ № 1".encode()),
        "pptx": (
            "Приказ.pptx",
            zipped({"[Content_Types].xml": b"presentationml.presentation.main+xml", "ppt/presentation.xml": b""}),
        ),
        "zip cut short": ("Приказ.docx", written[:-30]),
    }
    return found
