"""The rows behind each slide as a workbook: a sheet per slide, the decisions, and what the file is."""

from typing import Final

from dashboard.charts.words import foot_words
from dashboard.exports.chart_rows import chart_sheet
from dashboard.exports.deck.words import demo_words
from dashboard.exports.workbook import About, Column, ColumnKind, Sheet, workbook
from dashboard.formatting import date_full
from dashboard.slides.values import DecisionLine, Deck, Slide
from dashboard.texts.decisions import LATE, STATES
from dashboard.texts.deck import ABOUT_FILE, DECISIONS_SHEET, moment_words

_DECISION_COLUMNS: Final = (
    Column("Слайд", ColumnKind.WHOLE, 7),
    Column("Решение", width=70),
    Column("Кому", width=28),
    Column("Отвечает", width=28),
    Column("Срок", ColumnKind.DATE, 12),
    Column("Состояние", width=18),
)


def deck_xlsx(deck: Deck) -> bytes:
    """Numbers are unrounded and stay numbers; all text is text."""
    sheets = [chart_sheet(slide.body, title=f"{slide.position}. {slide.headline}") for slide in deck.slides]
    decisions: list[tuple[int | None, DecisionLine]] = [
        (slide.position, each) for slide in deck.slides for each in slide.decisions
    ]
    decisions += [(None, each) for each in deck.further]
    if decisions:
        rows = [
            (
                position,
                each.text,
                each.whom,
                each.responsible,
                each.due,
                f"{STATES[each.state]}, {LATE}" if each.is_overdue else STATES[each.state],
            )
            for position, each in decisions
        ]
        sheets.append(Sheet(DECISIONS_SHEET, _DECISION_COLUMNS, rows))
    return workbook(sheets, about=_about(deck))


def _about(deck: Deck) -> About:
    lines = [
        ("Совещание", f"{deck.title}, {date_full(deck.held_on)}"),
        ("Район", deck.district),
        ("Составил", deck.made_by),
        ("Когда", moment_words(deck.made_at)),
        ("Особо", demo_words(deck)),
        *(line for slide in deck.slides for line in _slide_lines(slide)),
    ]
    return About(ABOUT_FILE, [line for line in lines if line[1]])


def _slide_lines(slide: Slide) -> list[tuple[str, str]]:
    text = slide.body.text
    told = " · ".join(
        part
        for part in (
            text.subtitle,
            text.note,
            foot_words(text),
            slide.scope,
            moment_words(slide.frozen_at),
            slide.made_by,
        )
        if part
    )
    return [(f"Слайд {slide.position}", slide.headline), ("", told)]
