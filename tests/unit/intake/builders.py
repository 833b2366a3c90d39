"""An invented district to check files against, and short ways from text to checked rows."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from data_layer.domain.facts import IndicatorRule, SchoolFacts
from data_layer.domain.vocabulary import Direction, IndicatorKind, Level, SchoolKind
from data_layer.intake.check import check_tables
from data_layer.intake.context import GoalEntry, ImportContext, TypeEntry
from data_layer.intake.reading import read_bytes
from data_layer.intake.rows import CheckedImport, ObservationRow

# 2025/26 is the current school year, 2026/27 the newest one accepted.
TODAY = date(2026, 3, 1)

ALL_LEVELS = (Level.NOO, Level.OOO, Level.SOO)
WHOLE_SCHOOL = (Level.SCHOOL,)
OBSERVATION_HEADER = (
    "school,indicator,level,year,subject,class_group,category,numerator,denominator,value,baseline,missing,source,note"
)


def school(code: str, kind: SchoolKind, levels: Iterable[Level]) -> SchoolFacts:
    return SchoolFacts(
        id=len(code), code=code, short_name=f"Школа {code}", kind=kind, levels=frozenset(levels) | {Level.SCHOOL}
    )


def indicator(
    entry: str, code: str, *, kind: IndicatorKind = IndicatorKind.SHARE, levels: Sequence[Level] = ALL_LEVELS
) -> IndicatorRule:
    direction = Direction.INCREASE if kind is IndicatorKind.GROWTH else Direction.AT_LEAST
    return IndicatorRule(
        id=entry, code=code, block=1, kind=kind, levels=tuple(levels), title=f"Доля {entry}", direction=direction
    )


def _indicators() -> list[IndicatorRule]:
    return [
        replace(indicator("i_exam", "1.1"), title_short="Экзамен", dimensions=("result_type", "hia")),
        replace(indicator("i_support", "2.2"), allows_zero_denominator=True),
        indicator("i_clubs", "3.3", levels=WHOLE_SCHOOL),
        replace(indicator("i_contest", "3.1a", levels=WHOLE_SCHOOL), title_short="Участие в ВсОШ"),
        indicator("i_winners", "3.1b", kind=IndicatorKind.GROWTH, levels=WHOLE_SCHOOL),
        indicator("i_events", "6.9", kind=IndicatorKind.COUNT, levels=WHOLE_SCHOOL),
        indicator("i_kept", "5.3", kind=IndicatorKind.RETENTION, levels=WHOLE_SCHOOL),
        replace(
            indicator("i_gaps", "5.1b", kind=IndicatorKind.BREAKDOWN, levels=WHOLE_SCHOOL),
            categories=("subject", "ict"),
        ),
    ]


CONTEXT = ImportContext(
    schools={
        "S1": school("S1", SchoolKind.FULL, ALL_LEVELS),
        "S2": school("S2", SchoolKind.BASIC, (Level.NOO, Level.OOO)),
        "S3": school("S3", SchoolKind.PRIMARY, (Level.NOO,)),
    },
    indicators={rule.id: rule for rule in _indicators()},
    today=TODAY,
    goals={
        "g_exam": GoalEntry("1.1", 1, "Достижение результатов"),
        "g_talent": GoalEntry("3.1", 3, "Развитие способностей"),
    },
    stages={
        "goal_setting": "Постановка целей",
        "monitoring": "Мониторинг",
        "analysis": "Анализ мониторингов",
        "recommendations": "Адресные рекомендации",
    },
    blocks={1: "Оценка качества подготовки", 2: "Работа с отстающими", 3: "Работа с одарёнными обучающимися"},
    document_types={
        "monitoring_order": TypeEntry("Приказ о проведении мониторинга", "monitoring"),
        "analytical_report": TypeEntry("Аналитический отчёт (справка)", "analysis"),
    },
    organisation_items={"team_assembled": "Собрана команда ВСОКО", "regulation_adopted": "Разработано Положение"},
    data_sources={"fis_oko": "ФИС ОКО", "school_report": "Данные школы"},
    category_titles={"i_gaps": {"subject": "Предметные", "ict": "Дефициты в области ИКТ"}},
)


def check_text(
    text: str,
    *,
    context: ImportContext = CONTEXT,
    name: str = "file.csv",
    encoding: str = "utf-8",
    folder: Path | None = None,
) -> CheckedImport:
    return check_tables(read_bytes(text.encode(encoding), name=name, folder=folder), context)


def check_lines(*lines: str, context: ImportContext = CONTEXT, folder: Path | None = None) -> CheckedImport:
    return check_text("\n".join(lines) + "\n", context=context, folder=folder)


def errors_of(checked: CheckedImport) -> list[str]:
    return [str(error) for error in checked.errors]


def places_of(checked: CheckedImport) -> list[str]:
    return [error.address.rpartition(" ")[2] for error in checked.errors]


def observation(
    *,
    school: str = "S1",
    indicator: str = "i_exam",
    level: str = "noo",
    year: str = "2025/26",
    subject: str = "",
    class_group: str = "",
    category: str = "",
    numerator: str = "",
    denominator: str = "",
    value: str = "",
    baseline: str = "",
    missing: str = "",
    source: str = "",
    note: str = "",
) -> str:
    """One line under OBSERVATION_HEADER, every cell quoted."""
    cells = [school, indicator, level, year, subject, class_group, category]
    cells += [numerator, denominator, value, baseline, missing, source, note]
    return ",".join(f'"{cell}"' for cell in cells)


def check_observations(*lines: str, context: ImportContext = CONTEXT) -> CheckedImport:
    return check_lines(OBSERVATION_HEADER, *lines, context=context)


def sound_observation(line: str) -> ObservationRow:
    checked = check_observations(line)
    assert errors_of(checked) == []
    return checked.observations[0]


def workbook_bytes(sheets: dict[str, list[list[object]]], *, percents: Iterable[tuple[str, str]] = ()) -> bytes:
    """A workbook with these sheets. percents: (sheet, cell) shown as percents."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    for title, cell in percents:
        book[title][cell].number_format = "0.0%"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def check_workbook(
    sheets: dict[str, list[list[object]]],
    *,
    context: ImportContext = CONTEXT,
    percents: Iterable[tuple[str, str]] = (),
) -> CheckedImport:
    return check_tables(read_bytes(workbook_bytes(sheets, percents=percents), name="book.xlsx"), context)
