"""The sentences of «Почему?» in a region's roll-up: what its numbers count, and by which rules."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dashboard.formatting import NO_BREAK, counted, percent, plural, whole
from dashboard.texts.words import CLUSTERS, NO_CLUSTER, on_day
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.rollup import RollupRow
from data_layer.queries.views import Count

COUNTED: Final[Mapping[CountKind, str]] = {
    CountKind.GOALS: "Цели школ, у которых есть данные: сколько из них достигнуто.",
    CountKind.OVERDUE: "Обязательные ячейки цикла, чей срок прошёл, а документа нет.",
}
ORIGIN: Final[Mapping[CountKind, str]] = {
    CountKind.GOALS: (
        "Цели и ориентиры задаёт район в своих справочниках. Достигнутые цели и все цели с выводом складываются по "
        "школам, проценты не усредняются."
    ),
    CountKind.OVERDUE: (
        "Сроки стадий — из календаря района, обязательные ячейки — из его требований. За годы, когда район ещё не вёл "
        "цикл, просрочки не считаются."
    ),
}
NO_NAMES: Final = "Школы здесь не называются."


def place_name(cluster: str) -> str:
    """The name of a row of schools of one cluster; empty for those whose cluster is not known."""
    return CLUSTERS[Cluster(cluster)] if cluster else NO_CLUSTER


def rollup_scope(row: RollupRow, *, year: int, today: date) -> str:
    """«Светлореченский район · Сёла · 2025/26 · на 14.10.2026»."""
    place = [] if row.cluster is None else [place_name(row.cluster)]
    return " · ".join([row.title, *place, format_year(year), on_day(today)])


def goals_value(goals: Count) -> str:
    """«247 из 391 · 63,2 %»; without a verdict that is said."""
    if not goals.n:
        return "данных ещё нет"
    return f"{whole(goals.k)} из{NO_BREAK}{whole(goals.n)} · {percent(goals.k, goals.n)}"


def overdue_value(overdue: int) -> str:
    return counted(overdue, "документ", "документа", "документов") if overdue else "нет"


def met_sentence(goals: Count) -> str:
    """«Достигнуто 247 из 391.» Empty where nothing has a verdict."""
    return f"Достигнуто {whole(goals.k)} из{NO_BREAK}{whole(goals.n)}." if goals.n else ""


def overdue_sentence(overdue: int, required: int) -> str:
    """«Просрочено 45 из 936 обязательных документов года.» Empty where none is overdue."""
    if not overdue:
        return ""
    of = plural(required, "обязательного документа", "обязательных документов", "обязательных документов")
    return f"Просрочено {whole(overdue)} из{NO_BREAK}{whole(required)} {of} года."


def behind_sentence(count: CountKind, schools: int) -> str:
    """«Сложено по 26 школам; школа без данных ничего не прибавляет.»"""
    if not schools:
        return "Школ здесь ещё нет."
    behind = counted(schools, "школе", "школам", "школам")
    idle = "школа без данных" if count is CountKind.GOALS else "школа без просрочек"
    return f"Сложено по{NO_BREAK}{behind}; {idle} ничего не прибавляет."
