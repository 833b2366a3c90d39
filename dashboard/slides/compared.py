"""What a slide takes of a school within its district: the rows that compare, as its headline counts them."""

from dataclasses import replace

from dashboard.charts.rows import DistributionStrips, StripRow
from dashboard.slides.values import SlideBody
from dashboard.texts.slides import left_out_words
from data_layer.domain.vocabulary import Status


def only_compared(body: SlideBody) -> SlideBody:
    """Rows with a value of the school and a median to hold it against; any other chart as it is.

    All goals and levels would take nine screens; those left out are counted in the note, and the page has them.
    Where no row compares, all of them stay and say why.
    """
    if not isinstance(body, DistributionStrips):
        return body
    groups = tuple(replace(group, rows=tuple(filter(_is_compared, group.rows))) for group in body.groups)
    kept = tuple(group for group in groups if group.rows)
    left = [row for row in body.rows if not _is_compared(row)]
    if not kept or not left:
        return body
    hidden = sum(row.status is Status.SUPPRESSED for row in left)
    note = f"{left_out_words(len(left), hidden)} {body.text.note}".rstrip()
    return replace(body, text=replace(body.text, note=note), groups=kept)


def _is_compared(row: StripRow) -> bool:
    return row.school.value is not None and row.quartiles is not None
