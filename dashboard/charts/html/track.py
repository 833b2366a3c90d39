"""What row charts share: the scale over the rows, its lines behind them, places on it, names and figures."""

from fractions import Fraction
from typing import Final

from dashboard import html
from dashboard.charts.specification import Place, Reference, Scale, share_in, ticks
from dashboard.charts.words import count_words, tick_words
from dashboard.components.marks import status_mark, unseen
from dashboard.formatting import Counted, tied
from dashboard.html import Element
from data_layer.domain.vocabulary import Status

HIDDEN: Final = {"aria-hidden": "true"}
# Closer to the reference than this part of the width a tick's label would stand on the reference's.
_TOO_CLOSE: Final = Fraction(7, 100)
# The same where letters are larger, and where they are larger and the scale is narrow.
_CLOSE_IN_LARGE: Final = Fraction(13, 100)
_CLOSE_IN_NARROW: Final = Fraction(21, 100)
_CLOSE_IN_TIGHT: Final = Fraction(42, 100)
# Within this part of the width from an end a label would stand out over the edge of the card.
_AT_AN_END: Final = Fraction(3, 100)


def place_on(value: Fraction, scale: Scale) -> str:
    """A CSS length from the left end of the track."""
    return percent_of(share_in(value, scale))


def percent_of(share: Fraction) -> str:
    return f"{float(share * 100):.2f}%"


def grid_style(scale: Scale, reference: Reference | None = None) -> dict[str, str]:
    """Lines of ticks and reference as the ground of every track, so that they run through all rows.

    A place that is read from further away gives the lines another width.
    """
    lines = [_line("var(--grid-line)", tick, scale, "var(--tick-width,1px)") for tick in ticks(scale)]
    if reference is not None and scale.low <= reference.value <= scale.high:
        lines.insert(0, _line("var(--ink)", reference.value, scale, "var(--reference-width,2px)"))
    return {"--grid": ",".join(lines)}


def _line(colour: str, value: Fraction, scale: Scale, width: str) -> str:
    return f"linear-gradient({colour},{colour}) {place_on(value, scale)} 0/{width} 100% no-repeat"


def axis(scale: Scale, reference: Reference | None = None) -> Element:
    """Ticks in words over the track, the reference above them where it lies on the scale."""
    if reference is not None and not scale.low <= reference.value <= scale.high:
        reference = None
    shown = [tick for tick in ticks(scale) if reference is None or not _is_close(tick, reference, scale)]
    marks = [
        html.Span(
            tick_words(tick, scale.unit),
            className=_tick_name(tick, scale, reference),
            style={"left": place_on(tick, scale)},
        )
        for tick in shown
    ]
    if reference is not None:
        share = share_in(reference.value, scale)
        side = "is-left" if share < Fraction(1, 4) else "is-right" if share > Fraction(3, 4) else "is-middle"
        label = html.B(tied(reference.label), className=f"axis-reference {side}", style={"left": percent_of(share)})
        marks.append(label)
    return html.Div(marks, className="axis has-reference" if reference else "axis", **HIDDEN)


def _tick_name(tick: Fraction, scale: Scale, reference: Reference | None) -> str:
    """Labels at the ends of the scale are kept within it.

    Where all of them stand in one line, the reference says its own tick and those near it give way.
    """
    share = share_in(tick, scale)
    name = (
        "axis-tick is-first" if share < _AT_AN_END else "axis-tick is-last" if share > 1 - _AT_AN_END else "axis-tick"
    )
    if reference is None:
        return name
    distance = abs(share - share_in(reference.value, scale))
    if distance < _CLOSE_IN_LARGE:
        return f"{name} is-close"
    if distance < _CLOSE_IN_NARROW:
        return f"{name} is-close-in-narrow"
    return f"{name} is-close-in-tight" if distance < _CLOSE_IN_TIGHT else name


def _is_close(tick: Fraction, reference: Reference, scale: Scale) -> bool:
    return abs(tick - reference.value) < _TOO_CLOSE * (scale.high - scale.low) and tick != reference.value


def row_name(place: Place, words: str = "") -> Element:
    """The name as a link where it leads somewhere. words: the verdict, for those who hear the row."""
    name = html.Link(tied(place.name), href=place.href) if place.href else html.Span(tied(place.name))
    heard = [unseen(f", {words}")] if words else []
    return html.Th([name, *heard], scope="row", className="row-name")


def mark_at(status: Status, value: Fraction, scale: Scale, *, kind: str = "") -> Element:
    names = f"at {kind}".strip()
    return html.Span(status_mark(status), className=names, style={"left": place_on(value, scale)})


def tick_at(value: Fraction, scale: Scale, kind: str) -> Element:
    return html.Span(className=f"at {kind}", style={"left": place_on(value, scale)})


def stem(start: Fraction, end: Fraction, scale: Scale, *, kind: str = "stem") -> Element:
    """A line between two values, whichever is larger."""
    low, high = sorted((share_in(start, scale), share_in(end, scale)))
    return html.Span(className=kind, style={"left": percent_of(low), "width": percent_of(high - low)})


def track(parts: list[Element]) -> Element:
    """The cell with the picture; figures stand in the other cells as text."""
    return html.Td(html.Div(parts, className="lane"), className="track", **HIDDEN)


def words_in_track(words: str, why: str = "", *, about: str = "") -> Element:
    """Instead of a picture: why there is none; a button where that can be asked «Почему?»."""
    shown = number(tied(words), why, about=about) if why else tied(words)
    return html.Td(html.Span(shown, className="no-value"), className="track")


def number(shown: str, why: str, *, about: str) -> Element:
    """The value in words; a button where it can be asked «Почему?»."""
    if not why:
        return html.B(shown)
    asks = [html.Span(shown, className="number"), unseen(f" {about}, почему?")]
    return html.Button(
        asks, type="button", className="why-number", **{"data-opens-panel": why, "aria-haspopup": "dialog"}
    )


def value_cell(shown: str, why: str, *, about: str) -> Element:
    return html.Td(number(shown, why, about=about), className="value")


def count_cell(count: Counted | None, words: str = "") -> Element:
    parts: list[object] = [html.Span(count_words(count), className="whole")] if count is not None else []
    if words:
        parts.append(html.Small(tied(words)))
    return html.Td(parts, className="count-of")


def group_head(title: str, *, columns: int) -> Element:
    """A head over rows; the lines of the scale run on below it."""
    cells = [
        html.Th(html.Span(tied(title)), scope="rowgroup", className="group-title"),
        html.Td(className="track"),
        html.Td(colspan=str(columns - 2)),
    ]
    return html.Tr(cells, className="group-row")
