"""A deck with a slide of every kind of chart, and with what is easily drawn wrong: long names, many rows, nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from dashboard.charts.plots import Funnel
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
from tests.support import sample_charts as charts

MADE_AT: Final = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
LONG_NAME: Final = (
    "МБОУ «Верхнезаимская основная общеобразовательная школа имени Героя Советского Союза И. П. Сидорова»"
)
DECISION: Final = DecisionLine(
    id=1,
    text="Прислать план охвата дополнительным образованием",
    whom="все школы",
    responsible="Н. В. Соколова",
    due=date(2026, 10, 30),
    state=DecisionState.OPEN,
    is_overdue=False,
)
SECOND: Final = replace(DECISION, id=2, text="Провести сверку списков кружков", whom="СОШ № 3", due=None)


def text(headline: str, subtitle: str = "2025/26 · все школы") -> FigureText:
    return FigureText(headline, subtitle, source="ГИС «Образование»", on=date(2026, 6, 10), entered=Count(26, 26))


def counts() -> CountBars:
    goals = (
        ("1.1 Базовый уровень предметных результатов", 20, 18, ""),
        ("1.2 Качество знаний по итогам года", 11, 14, ""),
        ("3.3 Дополнительное образование", 19, None, "в прошлом году цель была другой"),
        ("4.1 Профильные классы", 0, 2, ""),
    )
    rows = [
        CountRow(Place(goal), Count(k, 26), None if before is None else Count(before, 26), words)
        for goal, k, before, words in goals
    ]
    rows.append(CountRow(Place("6.2 Обновление воспитательных программ"), Count(0, 0), words="нет данных"))
    return CountBars(text("В блоке 1 школы достигли 50 из 104 целей"), tuple(rows), "Цель", "школ достигли")


def figures(count: int = 6) -> KeyFigures:
    every = (
        KeyFigure("Достигнуто целей", "236", "из 373", "+12 за год"),
        KeyFigure("Документов цикла", "612", "из 936", "просрочено 42"),
        KeyFigure("Школ без просрочек", "16", "из 26"),
        KeyFigure("Внесли данные", "26", "из 26", "все школы"),
        KeyFigure("Решений выполнено", "7", "из 9"),
        KeyFigure("Целей без ответа", "31", "из 137", "в 14 школах"),
    )
    return KeyFigures(text("Школы достигли 236 из 373 целей, просрочено 42 документа"), every[:count])


def words(rows: int = 14) -> WordTable:
    columns = (WordColumn("Блок и цель"), WordColumn("Не хватает", is_number=True), WordColumn("Что просрочено"))
    told = ("3.3 Дополнительное образование", "не хватает 42", "анализ мониторингов, 24 дня")
    made = [WordRow(Place(name, f"/schools/s{at}?year=2025/26"), told) for at, (name, *_) in enumerate(charts.SCHOOLS)]
    long = WordRow(Place(LONG_NAME), told, is_chosen=True)
    return WordTable(text("Цели не достигнуты, а мер нет: 14 целей в 11 школах"), columns, (long, *made[: rows - 1]))


def nothing() -> WordTable:
    told = replace(
        text("Все школы, которые не достигли целей, приняли меры"), note="Строк нет: ответ есть у каждой цели."
    )
    return WordTable(told, (WordColumn("Блок и цель"),), ())


def long_dots() -> GoalDotPlot:
    """26 rows, one of them with a name that no slide has in one line."""
    chart = charts.dots()
    first, *rest = chart.groups[0].rows
    named = replace(first, place=Place(LONG_NAME, first.place.href), why="/panels/why?about=result")
    return replace(chart, groups=(DotGroup(chart.groups[0].title, (named, *rest)), *chart.groups[1:]))


def asking_funnel() -> Funnel:
    """Each of its points can be asked «Почему?»."""
    chart = charts.funnel()
    points = (replace(each, why=f"/panels/why?about=result&place={at}") for at, each in enumerate(chart.points))
    return replace(chart, points=tuple(points))


def every_body() -> dict[str, SlideBody]:
    every = {**charts.every_chart(), "funnel": asking_funnel()}
    return {
        "figures": figures(),
        "figures-4": figures(4),
        "counts": counts(),
        "words": words(),
        "nothing": nothing(),
        "dots": long_dots(),
        **{name: chart for name, chart in every.items() if name != "dots"},
    }


def slide(body: SlideBody, *, position: int = 1, decisions: tuple[DecisionLine, ...] = ()) -> Slide:
    return Slide(
        id=100 + position,
        position=position,
        kind=SlideKind.VIEW,
        headline=body.text.headline,
        body=body,
        href="",
        scope="2025/26 · все школы",
        frozen_at=MADE_AT,
        made_by="Н. В. Соколова",
        notes="Полянская ООШ: 25 из 34, ГИС «Образование».\nСпросить о плане.",
        decisions=decisions,
        hidden_names=(),
    )


def deck(*, is_coded: bool = False) -> Deck:
    bodies = every_body().values()
    slides = tuple(
        slide(body, position=at, decisions=(DECISION, SECOND)[: at % 3]) for at, body in enumerate(bodies, start=1)
    )
    return deck_of(*slides, is_coded=is_coded)


def deck_of(*slides: Slide, is_coded: bool = False) -> Deck:
    return Deck(
        id=7,
        title="Совещание директоров",
        held_on=date(2026, 10, 20),
        time="10:00",
        place="Зал управления",
        district="Светлореченский район",
        is_demo=True,
        is_coded=is_coded,
        slides=slides,
        made_by="Н. В. Соколова",
        made_at=MADE_AT,
    )
