"""Charts as plain HTML: a meter and a bullet are a few positioned boxes, so a page needs no chart library."""

from fractions import Fraction

from dashboard import html
from dashboard.charts.specification import Bullet, Meter, share_of
from dashboard.html import Element


def _place(share: Fraction) -> str:
    """A CSS length of a share, kept inside the track."""
    return f"{float(min(max(share, Fraction(0)), Fraction(1)) * 100):.2f}%"


def meter(spec: Meter) -> Element:
    """The picture alone; the count stands beside it in words."""
    parts = [html.Span(className="fill", style={"width": _place(share_of(spec.count))})]
    if spec.before is not None and spec.before.n:
        parts.append(html.Span(className="tick", style={"left": _place(share_of(spec.before))}))
    return html.Span(parts, className="meter", **{"aria-hidden": "true"})


def bullet(spec: Bullet) -> Element:
    """The picture alone; value, target and verdict stand beside it in words."""
    parts = [html.Span(className="track")]
    if spec.fact is not None:
        kind = "fact is-missed" if spec.is_missed else "fact"
        parts.append(html.Span(className=kind, style={"width": _place(spec.fact / spec.top)}))
    for name, position in (("district", spec.district), ("target-tick", spec.target)):
        if position is not None:
            share = position / spec.top
            parts.append(html.Span(className=name, style={"left": _place(1 - share if spec.is_reversed else share)}))
    return html.Span(parts, className="bullet is-reversed" if spec.is_reversed else "bullet", **{"aria-hidden": "true"})
