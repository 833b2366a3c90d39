"""Panels of the agenda: the words of a slide, slides that may be added, what the data of today would change."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.compare import COMPARE_PATH
from dashboard.addresses.cycle import CYCLE_PATH
from dashboard.addresses.reading import href_of
from dashboard.binding import RequestContext
from dashboard.components.forms import field, sending_form, submit
from dashboard.components.panel import fragment
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.meeting.asked import asked_meeting, asked_slide, must_hold
from dashboard.pages.meeting.slide_work import Looked, Offer, SlideWords, looked_at, offered_drafts, slide_words
from dashboard.slides.renewing import GONE
from dashboard.texts.meeting_page import (
    ADD_TITLE,
    EDIT_TITLE,
    KINDS,
    RENEW_TITLE,
    TYPED_NAMES,
    more_changes,
    update_button,
    update_finding,
)
from data_layer.commands.meetings.slides import LONGEST_HEADLINE, LONGEST_NOTES
from data_layer.queries.meetings import StoredSlide, meeting_of_slide, stored_slide, stored_slides

EDIT_PANEL: Final = "/panels/slide-edit"
RENEW_PANEL: Final = "/panels/slide-renew"
ADD_PANEL: Final = "/panels/slides-add"
UPDATE_PANEL: Final = "/panels/slides-renew"
WRITE_SLIDE: Final = "/actions/slide-write"
RENEW_SLIDES: Final = "/actions/slides-renew"
ADD_SLIDES: Final = "/actions/slides-add"
MOST_CHANGES: Final = 12


def panel_href(path: str, meeting: int) -> str:
    return href_of(path, {"id": meeting})


def slide_panel_href(path: str, slide: int) -> str:
    return href_of(path, {"slide": slide})


# --- the words of a slide ---------------------------------------------------------------------------


def show_words(ctx: RequestContext) -> str:
    must_hold(ctx)
    words = slide_words(ctx, asked_slide())
    area = html.Textarea(
        words.headline, id="field-headline", name="headline", rows="3", maxlength=str(LONGEST_HEADLINE), autofocus=True
    )
    notes = html.Textarea(words.notes, id="field-notes", name="notes", rows="6", maxlength=str(LONGEST_NOTES))
    hidden = {"slide": str(words.slide), "version": str(words.version)}
    form = sending_form(
        [
            field(
                "Заголовок", area, name="headline", hint="Вывод одним предложением, не длиннее двух строк на экране."
            ),
            field(
                "Заметки",
                notes,
                name="notes",
                hint="Во втором окне у ведущего и в скачанных презентации и показе без сети; на экран не выходят.",
            ),
            *([html.P(TYPED_NAMES, className="note")] if words.is_coded else []),
            submit("Сохранить"),
        ],
        action=WRITE_SLIDE,
        hidden=hidden,
        attributes={"data-guards": ""},
    )
    return fragment(EDIT_TITLE, [form, *_proposed(words, hidden)], kicker=f"Слайд {words.place}")


def _proposed(words: SlideWords, hidden: Mapping[str, str]) -> list[Element]:
    """The headline that the system made, where a person wrote another one."""
    if words.headline == words.generated:
        return []
    back = sending_form(
        [submit("Вернуть предложенный", is_main=False)],
        action=WRITE_SLIDE,
        hidden={**hidden, "headline": "", "notes": words.notes},
        className="inline-form",
    )
    return [html.Div([html.H3("Предложенный заголовок"), html.P(tied(words.generated)), back], className="update-part")]


# --- slides that may be added -----------------------------------------------------------------------


def show_offers(ctx: RequestContext) -> str:
    must_hold(ctx)
    meeting = asked_meeting()
    offers = offered_drafts(ctx, meeting)
    pages = html.P(
        [
            "Любую диаграмму отправляет сюда кнопка «В совещание» под ней: ",
            html.Link("Сравнение", href=COMPARE_PATH),
            ", ",
            html.Link("Цикл", href=CYCLE_PATH),
            ".",
        ],
        className="note",
    )
    if not offers:
        return fragment(ADD_TITLE, [html.P("Все готовые слайды уже в повестке."), pages])
    # An agenda that has no slide yet takes the whole standard one unless somebody leaves a part out.
    is_first = not stored_slides(ctx.session, meeting)
    rows = [html.Li(_offer(each, is_ticked=is_first)) for each in offers]
    form = sending_form(
        [html.Ul(rows, className="pick-list"), submit("Добавить отмеченные")],
        action=ADD_SLIDES,
        hidden={"meeting": str(meeting)},
    )
    return fragment(ADD_TITLE, [form, pages])


def _offer(offer: Offer, *, is_ticked: bool) -> Element:
    box = html.Input(type="checkbox", name="slide", value=offer.key, checked=is_ticked)
    return html.Label(
        [box, html.Span([html.B(tied(offer.headline)), html.Small(KINDS[offer.draft.kind])])], className="pick"
    )


# --- what the data of today would change ------------------------------------------------------------


def show_slide_changes(ctx: RequestContext) -> str:
    """Of one slide."""
    must_hold(ctx)
    stored = stored_slide(ctx.session, asked_slide())
    return _changes_panel(ctx, meeting_of_slide(ctx.session, stored.id), [stored])


def show_changes(ctx: RequestContext) -> str:
    """Of all slides of a meeting."""
    must_hold(ctx)
    meeting = asked_meeting()
    return _changes_panel(ctx, meeting, stored_slides(ctx.session, meeting))


def _changes_panel(ctx: RequestContext, meeting: int, slides: Sequence[StoredSlide]) -> str:
    found = looked_at(ctx, meeting, slides)
    changed, gone = [each for each in found if each.changes], [each for each in found if each.is_gone]
    finding = html.P(update_finding(len(changed), len(found)))
    rest = [html.Div([html.H3(tied(each.headline)), html.P(GONE)], className="update-part") for each in gone]
    if not changed:
        return fragment(RENEW_TITLE, [*([] if gone else [finding]), *rest])
    keys = [html.Input(type="hidden", name="slide", value=each.key) for each in changed]
    form = sending_form(
        [*keys, submit(update_button(len(changed))), *[_looked(each) for each in changed]], action=RENEW_SLIDES
    )
    return fragment(RENEW_TITLE, [finding, form, *rest])


def _looked(each: Looked) -> Element:
    """The slide with its first changes; many of them are counted."""
    shown, rest = each.changes[:MOST_CHANGES], len(each.changes) - MOST_CHANGES
    heads = html.Tr([html.Th(words, scope="col") for words in ("Где", "Что", "Было", "Станет")])
    rows = [
        html.Tr(
            [
                html.Th(tied(change.where) or "Слайд", scope="row"),
                html.Td(tied(change.what)),
                html.Td(tied(change.before)),
                html.Td(html.B(tied(change.now))),
            ]
        )
        for change in shown
    ]
    caption = html.Caption(f"Изменения: {each.headline}", className="unseen")
    table = html.Table([caption, html.Thead(heads), html.Tbody(rows)], className="plain-table slide-changes")
    more = [html.P(more_changes(rest), className="note")] if rest > 0 else []
    return html.Div([html.H3(tied(each.headline)), table, *more], className="update-part")
