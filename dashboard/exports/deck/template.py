"""The presentation into which slides are put: the district's own, else one made here.

A district puts its file where docs/operations.md says. Of it the masters, layouts, theme and size are kept, its slides are
not. Needed is a layout with a title: «ВСОКО», else one of the kind «Только заголовок», else any with a title.
"""

import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.util import Emu

from dashboard import theme
from dashboard.errors import InvalidInputError
from dashboard.exports.own_forms import own_form
from dashboard.texts.deck import BAD_TEMPLATE, LAYOUT_NAME, NO_LAYOUT

OWN_TEMPLATE: Final = "deck.pptx"
_PX: Final = 9525
_WIDTH, _HEIGHT = 1280 * _PX, 720 * _PX
_TITLE: Final = (40 * _PX, 26 * _PX, 1200 * _PX, 96 * _PX)
_TITLE_ONLY: Final = "titleOnly"
_TITLES: Final = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE})
_SWISS: Final = 'panose="020B0604020202020204" pitchFamily="34" charset="-52"'
# Colours that are offered to those who go on working in the file.
_COLOURS: Final = {
    "dk1": theme.INK,
    "dk2": theme.INK_2,
    "lt2": theme.SUNKEN,
    "accent1": theme.MET,
    "accent2": theme.MISS,
    "accent3": "#28A197",
    "accent4": "#801650",
    "accent5": theme.LINE_2,
    "accent6": theme.OTHERS,
}


def open_template(own: Path | None) -> tuple[Any, Any]:
    """The presentation without slides, and the layout for all of them.

    Raises InvalidInputError where the district's file cannot be used; its sentence says what to do.
    """
    if own is None:
        presentation = Presentation(BytesIO(_default()))
        return presentation, presentation.slide_layouts[0]
    try:
        presentation = Presentation(str(own))
    except (PythonPptxError, zipfile.BadZipFile, XMLSyntaxError, KeyError, ValueError, OSError) as fault:
        raise InvalidInputError(BAD_TEMPLATE) from fault
    _drop_slides(presentation)
    return presentation, _layout(presentation)


def own_template(data_dir: Path, *, district: str) -> Path | None:
    """district: its code. One file per district, or one for all of them."""
    return own_form(data_dir, OWN_TEMPLATE, district=district)


def _layout(presentation: Any) -> Any:
    with_title = [each for each in presentation.slide_layouts if _has_title(each)]
    named = [each for each in with_title if each.name.strip().casefold() == LAYOUT_NAME.casefold()]
    of_kind = [each for each in with_title if each.element.get("type") == _TITLE_ONLY]
    found = [*named, *of_kind, *with_title]
    if not found:
        raise InvalidInputError(NO_LAYOUT)
    return found[0]


def _has_title(layout: Any) -> bool:
    return any(each.placeholder_format.type in _TITLES for each in layout.placeholders)


def _drop_slides(presentation: Any) -> None:
    ids = presentation.slides._sldIdLst  # noqa: SLF001 - the library has no public way to take a slide out
    for each in list(ids):
        presentation.part.drop_rel(each.rId)
        ids.remove(each)


@cache
def _default() -> bytes:
    """The library's own template in 16:9, with one layout, our typeface and our colours."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(_WIDTH), Emu(_HEIGHT)
    layouts = presentation.slide_layouts
    kept = next(each for each in layouts if each.element.get("type") == _TITLE_ONLY)
    for layout in list(layouts):
        if layout is not kept and layout.element is not kept.element:
            layouts.remove(layout)
    kept.name = LAYOUT_NAME
    for holder in (presentation.slide_master, kept):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type in _TITLES:
                shape.left, shape.top, shape.width, shape.height = (Emu(each) for each in _TITLE)
            else:
                shape.element.getparent().remove(shape.element)
    _style_title(presentation.slide_master)
    for part in presentation.part.package.iter_parts():
        if str(part.partname).startswith("/ppt/theme/"):
            part._blob = _themed(part.blob)  # noqa: SLF001 - a theme is a part that the library only carries
    stream = BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def _style_title(master: Any) -> None:
    """Bold, at the left and from the top, in both the placeholder and the style of all titles."""
    spaces = {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    }
    for style in master.element.findall(".//p:titleStyle/a:lvl1pPr", spaces):
        style.set("algn", "l")
        for run in style.findall("a:defRPr", spaces):
            run.set("sz", "3000")
            run.set("b", "1")
    for title in master.placeholders:
        frame = title.text_frame
        body = frame._txBody.bodyPr  # noqa: SLF001 - insets and anchor in one place
        for name, value in (("lIns", "0"), ("tIns", "0"), ("rIns", "0"), ("bIns", "0"), ("anchor", "t")):
            body.set(name, value)
        for child in list(body):
            body.remove(child)


def _themed(blob: bytes) -> bytes:
    """Typeface and colours of a theme; where the typeface is not installed, a plain sans serif stands in for it."""
    text = blob.decode()
    text = re.sub(
        r"(<a:(?:major|minor)Font>\s*)<a:latin [^>]*/>",
        rf'\1<a:latin typeface="Golos Text" {_SWISS}/>',
        text,
    )
    for name, colour in _COLOURS.items():
        value = colour.removeprefix("#")
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>', text, flags=re.DOTALL
        )
    return text.encode()
