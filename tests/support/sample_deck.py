"""A deck of a meeting: one slide of every kind of body, with decisions, oddities and awkward text."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.charts.rows import DotGroup, GoalDotPlot
from dashboard.charts.specification import FigureText, Place
from dashboard.charts.summaries import (
    CountBars,
    CountRow,
    KeyFigure,
    KeyFigures,
    WordColumn,
    WordRow,
    WordTable,
)
from dashboard.slides.values import DecisionLine, Deck, Slide, SlideBody
from data_layer.domain.meetings import DecisionState, SlideKind
from data_layer.queries.views import Count
from tests.support import sample_charts

AT: Final = datetime(2026, 11, 26, 23, 5, tzinfo=ZoneInfo("Europe/Moscow"))
AUTHOR: Final = "Н. В. Соколова, начальник отдела"
AWKWARD: Final = "«Сёла & посёлки»: доля <10 % и > 5"


def decision(number: int = 1, text: str = "Прислать план охвата на второе полугодие") -> DecisionLine:
    return DecisionLine(number, text, "все школы", "Н. В. Соколова", date(2026, 12, 15), DecisionState.OPEN, False)


def slide(body: SlideBody, number: int, *, headline: str = "", decisions: tuple[DecisionLine, ...] = ()) -> Slide:
    return Slide(
        id=100 + number,
        position=number,
        kind=SlideKind.VIEW,
        headline=headline or body.text.headline,
        body=body,
        href="/compare?year=2025/26",
        scope="2025/26 · все школы · школа в целом",
        frozen_at=AT,
        made_by=AUTHOR,
        notes="25 из 34 — Полянская ООШ, ГИС «Образование»\nСпросить о расписании",
        decisions=decisions,
        hidden_names=(),
    )


def dots(rows: int = 15) -> GoalDotPlot:
    """As many rows as a page may hold, under two heads."""
    chart = sample_charts.dots()
    missed, met = chart.groups
    rest = max(rows - len(missed.rows), 0)
    return replace(chart, groups=(replace(missed, rows=missed.rows[:rows]), DotGroup(met.title, met.rows[:rest])))


def count_bars() -> CountBars:
    goals = (
        ("1.1 Качество образования по ВПР", 12, 26, 9),
        ("1.2 Преодолели порог ГИА", 25, 26, 24),
        ("1.3 Медалисты подтвердили", 0, 4, 2),
        ("1.4 Объективность", 26, 26, 20),
    )
    rows = tuple(CountRow(Place(name), Count(k, n), Count(before, n)) for name, k, n, before in goals)
    rows = (replace(rows[0], words="часть школ скрыта"), *rows[1:])
    rows = (*rows, CountRow(Place("1.5 Функциональная грамотность"), Count(0, 0), words="нет данных"))
    text = FigureText(
        "Блок 1: цели достигнуты в 63 случаях из 82, чаще не хватает объективности",
        "Сколько школ достигли цели, 2025/26.",
        source="сведения школ",
        on=date(2026, 11, 20),
        entered=Count(26, 26),
    )
    return CountBars(text, rows, "Цель", "школ")


def key_figures() -> KeyFigures:
    figures = (
        KeyFigure("Целей достигнуто", "236", "из 373", "+12 за год"),
        KeyFigure("Документов есть", "714", "из 936", "просрочено 42"),
        KeyFigure("Школ с отклонениями", "10", "из 26", "год назад 13"),
        KeyFigure("Данные внесли", "26", "из 26 школ"),
        KeyFigure("Решений выполнено", "7", "из 9", "просрочено 2"),
        KeyFigure("Обучающихся", "10\u202f331"),
    )
    text = FigureText(
        "Школы достигли 236 из 373 целей, просрочено 42 документа", "Район, 2025/26.", source="сведения школ"
    )
    return KeyFigures(text, figures)


def word_table(rows: int = 12) -> WordTable:
    names = [name for name, *_ in sample_charts.SCHOOLS]
    body = tuple(
        WordRow(
            Place(names[number]),
            ("3.3 Дополнительное образование", f"{25 + number} из {34 + number}", "нет адресных рекомендаций"),
        )
        for number in range(rows)
    )
    columns = (WordColumn("Цель"), WordColumn("Факт", is_number=True), WordColumn("Чего нет в цикле"))
    text = FigureText(
        f"{rows} школ не достигли цели, и документа об ответе у них нет",
        "Цели без ответа, 2025/26.",
        source="сведения школ",
    )
    return WordTable(text, columns, body)


def deck(*, bodies: dict[str, SlideBody] | None = None, is_coded: bool = False) -> Deck:
    chosen = bodies if bodies is not None else every_body()
    long = decision(
        2, "Школам с долей ниже 80 % провести собрания родителей и внести итоги в ГИС «Образование» до каникул"
    )
    slides = []
    for number, (name, body) in enumerate(chosen.items(), start=1):
        taken = {"dots": (decision(),), "bars": (decision(), long, decision(3))}.get(name, ())
        slides.append(slide(body, number, decisions=taken))
    return Deck(
        id=1,
        title="Совещание директоров 26.11.2026",
        held_on=date(2026, 11, 26),
        time="14:00",
        place="актовый зал",
        district="Ярский район",
        is_demo=True,
        is_coded=is_coded,
        slides=tuple(slides),
        made_by=AUTHOR,
        made_at=AT,
    )


def every_body() -> dict[str, SlideBody]:
    charts = sample_charts.every_chart()
    return {
        "figures": key_figures(),
        "count-bars": count_bars(),
        "dots": dots(),
        "dots-chosen": sample_charts.dots(chosen="СОШ № 3", schools=13),
        "dots-gaps": charts["dots-gaps"],
        "dumbbell": charts["dumbbell"],
        "funnel": charts["funnel"],
        "funnel-chosen": sample_charts.funnel(chosen="СОШ № 9"),
        "ambition": charts["ambition"],
        "trend": charts["trend"],
        "bars": charts["bars"],
        "strips": charts["strips"],
        "heat": charts["heat"],
        "words": word_table(),
        "words-few": word_table(3),
    }
