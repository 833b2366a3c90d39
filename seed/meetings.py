"""Meetings of the demo: one that was held and decided something, and the next one, which is being prepared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import Engine

from data_layer.commands.meetings.decisions import DecisionEdit, close_decision, report_done, take_decision
from data_layer.commands.meetings.making import MeetingEdit, create_meeting, mark_held
from data_layer.queries.directory import find_school
from data_layer.queries.meetings import meeting_lines
from data_layer.scope import Scope
from data_layer.session import tenant_session

_PRESENTER, _OFFICIAL = "presenter", "department"
_PLACE: Final = "Управление образования, актовый зал"
HELD: Final = MeetingEdit(
    "Совещание директоров: первые итоги 2025/26",
    date(2026, 8, 27),
    {
        "number": "4",
        "time": "10.00",
        "place": _PLACE,
        "attended": "директора школ района, специалисты управления образования",
        "approved_position": "Начальник управления образования",
        "approved_name": "В. С. Орлова",
        "minutes_by": "И. П. Морозов",
        "agenda": "О первых итогах 2025/26 учебного года\nОб адресных рекомендациях и дорожных картах",
    },
)
PLANNED: Final = MeetingEdit(
    "Совещание директоров: итоги 2025/26 и что делать дальше",
    date(2026, 12, 10),
    {"number": "5", "time": "10.00", "place": _PLACE, "minutes_by": "И. П. Морозов"},
)


@dataclass(frozen=True, slots=True)
class DemoDecision:
    """reports: what schools have said of it, by code and login of who said it. is_closed: the department found it done."""

    edit: DecisionEdit
    reports: Mapping[tuple[str, str], str] = field(default_factory=dict)
    is_closed: bool = False


DECISIONS: Final = (
    # Overdue from October on: nobody has reported it.
    DemoDecision(
        DecisionEdit(
            "Сдать анализ мониторингов и меры по блоку 3, приложить дорожную карту",
            school="klyuchevskaya",
            responsible="Р. И. Ахметова",
            due="30.09.2026",
        )
    ),
    DemoDecision(
        DecisionEdit(
            "Назначить ответственного за ВСОКО приказом, копию направить в управление образования",
            school="polyanskaya",
            responsible="Директор школы",
            due="15.09.2026",
        ),
        reports={("polyanskaya", "coordinator"): "Приказ № 87 от 10.09.2026 подписан, копия направлена."},
    ),
    DemoDecision(
        DecisionEdit(
            "Рассказать на методическом дне, как увеличили охват дополнительным образованием",
            school="school-5",
            responsible="Е. А. Белова",
            due="25.09.2026",
        ),
        reports={("school-5", "director-5"): "Выступили 18.09.2026, материалы разосланы школам."},
        is_closed=True,
    ),
    DemoDecision(
        DecisionEdit(
            "Довести итоги ВСОКО за 2025/26 до педагогов и родителей, разместить справку на сайте школы",
            responsible="Директора школ",
            due="25.12.2026",
        ),
        reports={
            ("school-5", "director-5"): "Справка на сайте с 05.10.2026, родительские собрания прошли.",
            ("polyanskaya", "coordinator"): "Педагогический совет 01.10.2026, справка на сайте.",
        },
    ),
)


def hold_meetings(engine: Engine, district: int) -> None:
    """Both meetings, where there is none yet."""
    whole = Scope((district,), is_read_only=False)
    with tenant_session(engine, whole) as session:
        if meeting_lines(session):
            return
        held = create_meeting(session, HELD, login=_PRESENTER)
        mark_held(session, held, is_held=True, login=_PRESENTER)
        create_meeting(session, PLANNED, login=_PRESENTER)
        taken = [(take_decision(session, each.edit, meeting=held, login=_PRESENTER), each) for each in DECISIONS]
        ids = {code: find_school(session, code).id for _, each in taken for code, _ in each.reports}
    for decision, each in taken:
        for (code, login), text in each.reports.items():
            with tenant_session(engine, Scope((district,), school_id=ids[code], is_read_only=False)) as session:
                report_done(session, decision, text=text, login=login)
    with tenant_session(engine, whole) as session:
        for decision, each in taken:
            if each.is_closed:
                close_decision(session, decision, login=_OFFICIAL)
