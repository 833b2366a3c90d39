"""One chart of every kind, with the cases that are easily drawn wrong."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dashboard.charts.figures import Chart
from dashboard.charts.plots import (
    Ambition,
    AmbitionPoint,
    Chance,
    Funnel,
    FunnelPoint,
    SeriesRole,
    Trend,
    TrendPoint,
    TrendSeries,
    funnel_chance,
    inner_limits,
    outer_limits,
)
from dashboard.charts.rows import (
    BarRow,
    CategoryBars,
    DistributionStrips,
    DotGroup,
    DotRow,
    Dumbbell,
    DumbbellRow,
    GoalDotPlot,
    HeatCell,
    HeatColumn,
    HeatGroup,
    HeatMap,
    HeatRow,
    Quartiles,
    Reading,
    Step,
    StripGroup,
    StripRow,
)
from dashboard.charts.specification import FigureText, Place, Reference, Tint, scale_for
from dashboard.charts.summaries import (
    CountBars,
    CountRow,
    KeyFigure,
    KeyFigures,
    Summary,
    WordColumn,
    WordRow,
    WordTable,
)
from data_layer.domain.vocabulary import Status
from data_layer.queries.views import Count

REFERENCE: Final = Reference(Fraction(85), "ориентир района 85 %")
# Name, k, n, own target (None: the reference).
SCHOOLS: Final[tuple[tuple[str, int, int, int | None], ...]] = (
    ("Полянская ООШ", 25, 34, None),
    ("СОШ № 3", 651, 815, None),
    ("Заовражная ООШ", 49, 61, None),
    ("СОШ № 9", 1123, 1290, 90),
    ("СОШ пос. Заводской", 485, 590, None),
    ("Ключевская СОШ", 176, 214, None),
    ("Каменская СОШ", 137, 165, None),
    ("СОШ № 7", 507, 610, None),
    ("Гимназия № 1", 1022, 1120, 92),
    ("НОШ № 8", 296, 350, None),
    ("СОШ пос. Кирпичный", 364, 430, None),
    ("СОШ пос. Лесной", 274, 340, 80),
    ("СОШ № 2", 864, 940, 90),
    ("Берёзовская СОШ", 163, 187, None),
    ("Малиновская ООШ", 41, 47, None),
    ("Дубравская ООШ", 77, 88, None),
    ("Луговская СОШ", 126, 142, None),
    ("Мельничная ООШ", 66, 74, None),
    ("Старояровская СОШ", 197, 220, None),
    ("Ольховская СОШ", 86, 96, None),
    ("СОШ № 6", 590, 655, None),
    ("СОШ № 5", 622, 690, None),
    ("СОШ пос. Станционный", 245, 270, None),
    ("СОШ № 4", 705, 760, None),
    ("Родниковская СОШ", 113, 118, None),
    ("Тихоплёсская ООШ", 23, 25, 80),
)
FINDING: Final = FigureText(
    headline="11 из 26 школ не достигли цели по дополнительному образованию",
    subtitle="Доля обучающихся, охваченных дополнительным образованием, школа в целом, 2025/26.",
    note="Шкала начинается с 70 %. «Не хватает» и «запас» — в обучающихся.",
    source="ГИС «Образование»",
    on=date(2026, 6, 10),
    entered=Count(26, 26),
)


def percent(k: int, n: int) -> Fraction:
    return Fraction(100 * k, n)


def place(name: str) -> Place:
    return Place(name, f"/schools/s{[each[0] for each in SCHOOLS].index(name) + 1:02}?year=2025/26")


def dot_row(name: str, k: int, n: int, own: int | None, *, is_chosen: bool = False) -> DotRow:
    """The verdict as the domain would give it: near within 5 points."""
    target = Fraction(own if own is not None else 85)
    gap = k - -(-int(target) * n // 100)
    miss = target - percent(k, n)
    status = Status.MET if gap >= 0 else Status.NEAR if miss <= 5 else Status.NOT_MET
    own_target = None if own is None else Fraction(own)
    return DotRow(place(name), status, percent(k, n), Count(k, n), own_target, gap, is_chosen=is_chosen)


def dots(*, chosen: str = "", schools: int = len(SCHOOLS)) -> GoalDotPlot:
    rows = [dot_row(*school, is_chosen=school[0] == chosen) for school in SCHOOLS[:schools]]
    missed = tuple(row for row in rows if row.status is not Status.MET)
    met = tuple(row for row in rows if row.status is Status.MET)
    groups = (
        DotGroup(f"Не достигли своей цели — {len(missed)}", missed),
        DotGroup(f"Достигли — {len(met)}", met),
    )
    values = [*(row.value for row in rows), *(row.target for row in rows), REFERENCE.value]
    return GoalDotPlot(FINDING, scale_for(values), REFERENCE, groups, "занимаются из всех")


def dots_with_gaps() -> GoalDotPlot:
    """No data, hidden, not applicable, a small group, exactly on target."""
    rows = (
        dot_row(*SCHOOLS[0]),
        DotRow(place("СОШ № 4"), Status.MET, Fraction(80), Count(8, 10), Fraction(80), 0),
        DotRow(place("СОШ № 5"), Status.NO_DATA),
        DotRow(place("СОШ № 6"), Status.SUPPRESSED, words="<10"),
        DotRow(place("НОШ № 8"), Status.NOT_APPLICABLE),
        DotRow(
            place("Каменская СОШ"), Status.NOT_MET, Fraction(200, 3), Count(2, 3), gap=-1, words="малая группа, n = 3"
        ),
    )
    scale = scale_for([*(row.value for row in rows), REFERENCE.value])
    return GoalDotPlot(FINDING, scale, REFERENCE, (DotGroup("", rows),), "занимаются из всех")


def dumbbell() -> Dumbbell:
    def row(name: str, before: tuple[int, int], now: tuple[int, int]) -> DumbbellRow:
        old, new = Count(*before), Count(*now)
        return DumbbellRow(
            Place(name), Reading(percent(*before), old), Reading(percent(*now), new), Status.MET, words=""
        )

    rows = (
        row("Район", (8780, 10331), (9027, 10331)),
        row("Город", (6250, 7230), (6380, 7230)),
        DumbbellRow(
            Place("Посёлки"),
            Reading(percent(1340, 1630), Count(1340, 1630)),
            Reading(percent(1368, 1630), Count(1368, 1630)),
            Status.NEAR,
            breaks="с 2025/26 другая методика",
        ),
        DumbbellRow(
            Place("Сёла"),
            Reading(None),
            Reading(percent(1279, 1471), Count(1279, 1471)),
            Status.MET,
            words="за 2024/25 данных нет",
        ),
    )
    values = [value for row in rows for value in (row.before.value, row.now.value)]
    text = FigureText(
        "За год охват вырос во всех кластерах", "Все обучающиеся вместе, а не среднее по школам.", entered=Count(26, 26)
    )
    return Dumbbell(text, scale_for([*values, REFERENCE.value]), REFERENCE, "2024/25", "2025/26", rows)


def funnel(*, chosen: str = "") -> Funnel:
    points = []
    for name, k, n, _ in SCHOOLS:
        chance = funnel_chance(Count(k, n), Decimal(85), is_less_better=False)
        is_named = chance in {Chance.WORSE_998, Chance.BETTER_998}
        points.append(FunnelPoint(place(name), Count(k, n), chance, is_named=is_named, is_chosen=name == chosen))
    largest = max(n for _, _, n, _ in SCHOOLS)
    text = FigureText(
        "СОШ № 3 ниже ориентира не случайно",
        "За пунктиром (99,8 %) случай почти исключён, там названы школы.",
        source="ГИС «Образование»",
        on=date(2026, 6, 10),
        entered=Count(26, 26),
    )
    return Funnel(
        text,
        scale_for([Fraction(65), Fraction(100)]),
        Reference(Fraction(85), "85 %"),
        tuple(points),
        inner_limits(Decimal(85), largest=largest),
        outer_limits(Decimal(85), largest=largest),
        "обучающихся в школе",
    )


def ambition() -> Ambition:
    points = []
    for name, k, n, own in SCHOOLS:
        row = dot_row(name, k, n, own)
        target = row.target if row.target is not None else REFERENCE.value
        points.append(
            AmbitionPoint(place(name), target, percent(k, n), row.status, Count(k, n), is_named=own is not None)
        )
    text = FigureText("Выше ориентира поставили себе цель 3 школы из 26", "Своя цель и результат, 2025/26.")
    return Ambition(text, scale_for([Fraction(70), Fraction(100)]), REFERENCE, tuple(points))


def trend() -> Trend:
    def points(values: dict[int, int | None], *, breaks: int | None = None) -> tuple[TrendPoint, ...]:
        return tuple(
            TrendPoint(
                year,
                None if k is None else percent(k, 200),
                None if k is None else Count(k, 200),
                None if k is None else (Status.MET if k >= 170 else Status.NOT_MET),
                breaks="с 2024/25 другая методика" if year == breaks else "",
                words="данных нет" if k is None else "",
            )
            for year, k in values.items()
        )

    series = (
        TrendSeries(
            "Каменская СОШ",
            SeriesRole.FOCUS,
            points({2021: 150, 2022: None, 2023: 160, 2024: 171, 2025: 166}, breaks=2024),
        ),
        TrendSeries("район", SeriesRole.DISTRICT, points({year: 160 + year % 5 for year in range(2021, 2026)})),
        TrendSeries("сёла", SeriesRole.CLUSTER, points(dict.fromkeys(range(2021, 2026), 158))),
        TrendSeries("цель", SeriesRole.TARGET, points(dict.fromkeys(range(2021, 2026), 170))),
    )
    text = FigureText("Каменская СОШ отступила от цели на 2 п. п.", "Доля охваченных, 2021/22–2025/26.")
    return Trend(text, scale_for([Fraction(70), Fraction(90)]), tuple(range(2021, 2026)), series)


def bars() -> CategoryBars:
    kinds = ("предметные", "методические", "психолого-педагогические", "коммуникативные", "цифровые")
    rows = tuple(
        BarRow(Place(kind), percent(k, 40), Count(k, 40), beside=Fraction(30 + 5 * number))
        for number, (kind, k) in enumerate(zip(kinds, (22, 18, 15, 9, 0), strict=True))
    )
    text = FigureText(
        "Чаще всего педагогам не хватает предметных знаний",
        "Виды дефицитов, 40 педагогов, 2025/26.",
        "Можно назвать несколько видов: сумма больше 100 %.",
    )
    return CategoryBars(text, scale_for([row.value for row in rows], from_zero=True), rows, "педагогов", "район")


def strips() -> DistributionStrips:
    rows = (
        StripRow(
            Place("3.1 Участие в ВсОШ"),
            Status.MET,
            Reading(percent(60, 150), Count(60, 150)),
            Fraction(35),
            Fraction(38),
            Fraction(33),
            Quartiles(Fraction(30), Fraction(36), Fraction(44)),
        ),
        StripRow(
            Place("2.1 Отстающие"),
            Status.NOT_MET,
            Reading(percent(5, 150), Count(5, 150)),
            Fraction(2),
            Fraction(3),
            quartiles=None,
            words="данных меньше чем у 5 других школ",
            is_less_better=True,
        ),
        StripRow(Place("4.3 Вуз по профилю"), Status.NOT_DUE, Reading(None), words="ещё не срок, до 01.10"),
    )
    text = FigureText("Каменская СОШ среди школ района", "Все цели на одной шкале, 2025/26.")
    return DistributionStrips(
        text, scale_for([Fraction(0), Fraction(100)]), "Каменская СОШ", "сёла", (StripGroup("3. Одарённые", rows),)
    )


def heat() -> HeatMap:
    columns = tuple(HeatColumn(f"Цель {block}.{goal}", f"{block}.{goal}") for block in (1, 3) for goal in (1, 2, 3))
    steps = tuple(Step)
    verdicts = (Status.NOT_MET, Status.NOT_MET, Status.NEAR, Status.MET, Status.MET)

    def cell(number: int) -> HeatCell:
        kind = number % 7
        if kind == 5:
            return HeatCell("нет данных", Status.NO_DATA, words="нет данных")
        if kind == 6:
            return HeatCell(
                "3/4", marks=(Status.MET, Status.NEAR, Status.MET, Status.MET), shade=Tint.HALF, words="3 из 4 целей"
            )
        return HeatCell(
            f"{60 + number % 40} %", verdicts[kind], (verdicts[kind],), steps[kind], words=f"{60 + number % 40} %"
        )

    rows = tuple(
        HeatRow(place(name), tuple(cell(line * 6 + column) for column in range(6)), total="4/6")
        for line, (name, *_) in enumerate(SCHOOLS[:8])
    )
    text = FigureText("Цели школ", "Доля и отклонение от цели, 2025/26.")
    return HeatMap(text, columns, (HeatGroup("Город", rows[:3]), HeatGroup("Сёла", rows[3:])), total_head="всего")


def every_chart() -> dict[str, Chart]:
    return {
        "dots": dots(),
        "dots-chosen": dots(chosen="СОШ № 3"),
        "dots-gaps": dots_with_gaps(),
        "dumbbell": dumbbell(),
        "funnel": funnel(),
        "ambition": ambition(),
        "trend": trend(),
        "bars": bars(),
        "strips": strips(),
        "heat": heat(),
    }


def count_bars() -> CountBars:
    """Goals of a block; one without data, one without last year."""
    return CountBars(
        text=FigureText("Цель 3.3 достигли 15 из 26 школ", "Цели блока 3, 2025/26.", source="документы школ"),
        rows=(
            CountRow(Place("3.1 Участие в ВсОШ"), Count(20, 26), Count(18, 26)),
            CountRow(Place("3.2 Призёры"), Count(0, 0), words="нет данных"),
            CountRow(Place("3.3 Дополнительное образование"), Count(15, 26), words="ещё 2 скрыты"),
        ),
        row_head="Цель",
        count_head="школ достигли",
    )


def key_figures() -> KeyFigures:
    return KeyFigures(
        FigureText("Школы достигли 236 из 373 целей"),
        (
            KeyFigure("Целей достигнуто", "236", "из 373", "+12 за год"),
            KeyFigure("Обучающихся", "10\u202f331"),
            KeyFigure("Данные внесли", "—"),
        ),
    )


def word_table(*, schools: int = 4) -> WordTable:
    return WordTable(
        FigureText("Кому нужна помощь: четыре школы"),
        (WordColumn("Не достигнуто целей", is_number=True), WordColumn("Чего нет в ответ")),
        tuple(
            WordRow(place(name), (str(number), "нет мер, блок 3"), is_chosen=number == 1)
            for number, (name, *_) in enumerate(SCHOOLS[:schools], start=1)
        ),
    )


def every_summary() -> dict[str, Summary]:
    return {"count bars": count_bars(), "key figures": key_figures(), "word table": word_table()}
