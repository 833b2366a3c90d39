"""From what was understood to rows of «Показатели»: whose school, which scale, what is still to be asked.

The rows go the way of the template from here on, with the cells of the file as their addresses.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Level
from data_layer.intake.errors import IntakeError
from data_layer.intake.readers.matching import Directory, Matching, match_schools
from data_layer.intake.readers.scales import Scale, find_scale
from data_layer.intake.readers.scores import INDICATOR as VPR
from data_layer.intake.readers.scores import class_grade
from data_layer.intake.readers.subjects import level_of_grade
from data_layer.intake.readers.understood import Figure, Understood
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable, TableKind

COLUMNS: Final = (
    "school",
    "indicator",
    "level",
    "year",
    "subject",
    "class_group",
    "category",
    "numerator",
    "denominator",
    "value",
    "missing",
    "source",
    "note",
)
MOST_TOLD: Final = 300
_ON_PAGE: Final = "укажите на странице загрузки"
_SAID: Final = "указана при этой загрузке"
_NOT_CONFIRMED: Final = "шкала не сверена с описанием работы"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has said about one table of a file: it wins over what the file says or hints at.

    three: the lowest primary score of mark 3, where no scale is known.
    """

    subject: str = ""
    grade: int | None = None
    year: int | None = None
    three: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What tables are interpreted against. answers: by position of the table among those understood.

    only_school: code of the one school whose rows are wanted, None = all.
    """

    directory: Directory
    scales: Sequence[Scale]
    answers: Mapping[int, Answers] = field(default_factory=dict)
    only_school: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Subject, grade, level and year of a table once the answers are in; scale None where none is needed or known."""

    subject: str
    grade: int | None
    level: Level | None
    year: int | None
    scale: Scale | None = None


def interpret(tables: Sequence[SourceTable], ground: Ground) -> tuple[list[SourceTable], list[dict[str, Any]]]:
    """The tables with those of readers turned into «Показатели», and what is told of these, JSON-ready."""
    found: list[SourceTable] = []
    told: list[dict[str, Any]] = []
    for table in tables:
        if table.understood is None:
            found.append(table)
            continue
        turned, telling = _interpreted(table, table.understood, ground, ground.answers.get(len(told), Answers()))
        found.append(turned)
        told.append(telling)
    return found, told


def _interpreted(
    table: SourceTable, understood: Understood, ground: Ground, answers: Answers
) -> tuple[SourceTable, dict[str, Any]]:
    about = _about(understood, ground, answers)
    matching = match_schools(understood.schools, ground.directory, year=about.year)
    wanted = _wanted(matching, ground.only_school)
    faults = [*_own_faults(understood, wanted), *_open_questions(understood, about)]
    figures = [figure for figure in understood.figures if figure.school in wanted]
    others = sum(figure.rows for figure in understood.figures if figure.school in matching.found) - _rows(figures)
    if understood.figures and not figures and not faults:
        faults.append(_nobody_found(table, ground))
    merged = [] if faults else _merged(figures, wanted, about)
    rows, origins, more = _rows_of(merged, about, understood)
    faults += more
    telling = _telling(understood, about, matching, answers, others=others, taken=_rows(figures))
    telling["notes"] += _changed_schools(understood, about, matching, ground)
    if faults:
        return replace(table, rows=(), understood=None, problems=tuple(faults)), telling
    turned = SourceTable(table.file, table.sheet, rows, TableKind.OBSERVATIONS, notes=table.notes, origins=origins)
    return turned, telling


# --- what the table is about --------------------------------------------------------------------------


def _about(understood: Understood, ground: Ground, answers: Answers) -> About:
    subject = answers.subject or understood.subject
    grade = understood.grade if answers.grade is None else answers.grade
    year = understood.year if answers.year is None else answers.year
    level = understood.level or (None if grade is None else level_of_grade(grade))
    scale = None
    if _needs_scale(understood) and subject and grade is not None and year is not None:
        scale = find_scale(ground.scales, subject=subject, grade=grade, year=year, best=understood.best)
    if answers.three is not None and scale is None and _needs_scale(understood):
        scale = Scale(subject, grade or 0, three=answers.three, best=understood.best, source=_SAID)
    return About(subject, grade, level, year, scale)


def _needs_scale(understood: Understood) -> bool:
    return any(figure.scores for figure in understood.figures)


def _open_questions(understood: Understood, about: About) -> list[IntakeError]:
    """What neither the file nor a person has said."""
    where = understood.file if understood.sheet is None else f"{understood.file} · {understood.sheet}"
    faults = []
    if "subject" in understood.asks and not about.subject:
        faults.append(IntakeError(where, "предмет в файле не назван", f"{_ON_PAGE} предмет"))
    if "grade" in understood.asks and about.grade is None:
        faults.append(IntakeError(where, "класс в файле не назван", f"{_ON_PAGE} класс"))
    if about.year is None:
        faults.append(IntakeError(where, "учебный год в файле не назван", f"{_ON_PAGE} учебный год"))
    if not faults and _needs_scale(understood) and about.scale is None:
        work = f"{about.subject}, {about.grade} класс, {format_year(about.year or 0)}"
        most = f" с наибольшим баллом {understood.best}" if understood.best else ""
        what = f"нет шкалы перевода баллов в отметки: {work}{most}"
        faults.append(IntakeError(where, what, f"{_ON_PAGE}, с какого балла ставится «3»"))
    return faults


# --- whose rows ---------------------------------------------------------------------------------------


def _wanted(matching: Matching, only_school: str | None) -> dict[int, str]:
    return {place: code for place, code in matching.found.items() if only_school in (None, code)}


def _own_faults(understood: Understood, wanted: Mapping[int, str]) -> list[IntakeError]:
    """Faults of the table and of rows that are to go in; a file of the region holds those of many others."""
    return [
        fault
        for fault, school in zip(understood.faults, understood.fault_schools, strict=True)
        if school == -1 or school in wanted
    ]


def _nobody_found(table: SourceTable, ground: Ground) -> IntakeError:
    if ground.only_school is not None:
        return IntakeError(
            table.file,
            f"в файле нет строк школы {ground.only_school}",
            "проверьте файл или попросите управление образования указать логин школы",
        )
    return IntakeError(
        table.file,
        "ни одна школа файла не найдена среди школ района",
        "сопоставьте школы на этой странице или укажите логины ФИС ОКО в списке школ",
    )


def _rows(figures: Sequence[Figure]) -> int:
    return sum(figure.rows for figure in figures)


def _merged(figures: Sequence[Figure], wanted: Mapping[int, str], about: About) -> list[tuple[str, Figure]]:
    """Figures by school code. Two names of the file may be one school of ours, such as a branch: counts add up.

    So may «А» and «4А», two ways in which one school writes one class.
    """
    found: dict[tuple[Any, ...], tuple[str, Figure]] = {}
    rest: list[tuple[str, Figure]] = []
    for figure in figures:
        code = wanted[figure.school]
        if _fault_of(figure, about) is not None:
            rest.append((code, figure))
            continue
        group = _class_group(figure, about)
        key = (code, figure.indicator, figure.level, figure.subject, figure.grade, group, figure.category)
        before = found.get(key)
        if before is None:
            found[key] = (code, figure)
        elif _are_parts(before[1], figure) and all(map(_may_add, (before[1], figure))):
            found[key] = (code, _added(before[1], figure))
        else:
            rest.append((code, figure))
    return [*found.values(), *rest]


def _are_parts(one: Figure, other: Figure) -> bool:
    """Whether each stands for pupils of its own; the same row of a table twice does not, nor do «4А» and «5А»."""
    if one.class_group == other.class_group:
        return one.school != other.school
    return None in {class_grade(one.class_group), class_grade(other.class_group)}


def _may_add(figure: Figure) -> bool:
    return figure.missing is None and figure.value is None


def _added(one: Figure, other: Figure) -> Figure:
    scores = Counter(dict(one.scores))
    scores.update(dict(other.scores))
    return replace(
        one,
        rows=one.rows + other.rows,
        address=f"{one.address}; {other.address}"[:300],
        class_group=max(one.class_group, other.class_group, key=len),
        scores=tuple(sorted(scores.items())),
        numerator=None if one.numerator is None else one.numerator + (other.numerator or 0),
        denominator=None if one.denominator is None else one.denominator + (other.denominator or 0),
    )


# --- rows of «Показатели» -----------------------------------------------------------------------------


def _rows_of(
    figures: Sequence[tuple[str, Figure]], about: About, understood: Understood
) -> tuple[list[NumberedRow], dict[int, str], list[IntakeError]]:
    rows: list[NumberedRow] = [(1, list(COLUMNS))]
    origins: dict[int, str] = {}
    faults: list[IntakeError] = []
    for line, (code, figure) in enumerate(figures, start=2):
        fault = _fault_of(figure, about)
        if fault is not None:
            faults.append(fault)
            continue
        rows.append((line, _cells(code, figure, about, understood)))
        origins[line] = figure.address
    return rows, origins, faults


def _fault_of(figure: Figure, about: About) -> IntakeError | None:
    scale = about.scale
    if figure.scores and scale is not None and scale.best is not None and figure.scores[-1][0] > scale.best:
        what = f"балл {figure.scores[-1][0]} больше наибольшего по шкале ({scale.best})"
        return IntakeError(figure.address, what, "проверьте баллы, предмет и класс")
    own = class_grade(figure.class_group)
    if figure.scores and about.grade is not None and own not in {None, about.grade, about.grade + 1}:
        what = f"класс {figure.class_group} не пишет работу для {about.grade} класса"
        return IntakeError(figure.address, what, "проверьте класс или предмет и класс работы")
    return None


def _cells(code: str, figure: Figure, about: About, understood: Understood) -> list[CellValue]:
    numerator, denominator = figure.numerator, figure.denominator
    if figure.scores and about.scale is not None:
        numerator, denominator = about.scale.reached(figure.scores), sum(count for _, count in figure.scores)
    missing = None if figure.missing is None else "*" if figure.is_hidden else figure.missing.value
    level = figure.level or about.level
    return [
        code,
        figure.indicator,
        None if level is None else level.value,
        None if about.year is None else format_year(about.year),
        (about.subject if figure.subject is None else figure.subject) or None,
        _class_group(figure, about) or None,
        figure.category or None,
        numerator,
        denominator,
        _plain(figure.value),
        missing,
        understood.source or None,
        _note(figure, about.scale) or None,
    ]


def _note(figure: Figure, scale: Scale | None) -> str:
    """What the figure says, and by which scale it was counted."""
    if not figure.scores or scale is None:
        return figure.note
    doubt = "" if scale.is_confirmed else _NOT_CONFIRMED
    return "; ".join(filter(None, (figure.note, f"«3» от {scale.three}", doubt)))


def _class_group(figure: Figure, about: About) -> str:
    """«4А» of ВПР, whose work is of one grade; put off to the autumn it names the class a year older."""
    if about.grade is None or figure.indicator != VPR:
        return figure.class_group
    own = class_grade(figure.class_group)
    letters = figure.class_group if own is None else figure.class_group[len(str(own)) :]
    return f"{about.grade}{letters}"


def _plain(value: Decimal | None) -> CellValue:
    return None if value is None else int(value) if value == value.to_integral_value() else value


# --- what people are told -----------------------------------------------------------------------------


def _telling(
    understood: Understood, about: About, matching: Matching, answers: Answers, *, others: int, taken: int
) -> dict[str, Any]:
    """What is shown before anything is applied; kept with the preview as JSON."""
    rows: Counter[int] = Counter()
    for figure in understood.figures:
        rows[figure.school] += figure.rows
    dropped = [[each.reason, each.count, each.where] for each in understood.dropped]
    if others:
        dropped.append(["строки других школ", others, ""])
    return {
        "layout": understood.layout,
        "title": understood.title,
        "sheet": understood.sheet,
        "subject": about.subject,
        "grade": about.grade,
        "level": None if about.level is None else about.level.value,
        "year": None if about.year is None else format_year(about.year),
        "asks": list(understood.asks),
        "hinted": [each for each in understood.hinted if getattr(answers, each) in ("", None)],
        "needs_scale": _needs_scale(understood),
        "scale": None if about.scale is None else about.scale.words,
        "scale_source": None if about.scale is None else about.scale.source,
        "is_scale_confirmed": about.scale is None or about.scale.is_confirmed,
        "three": answers.three,
        "best": understood.best,
        "schools": len(understood.schools),
        "matched": len(matching.found),
        "strangers": len(matching.strangers),
        "unmatched": [_named(understood, place, rows[place]) for place in matching.open[:MOST_TOLD]],
        "decided": [
            _named(understood, place, rows[place]) | {"code": matching.found.get(place)}
            for place in matching.by_hand[:MOST_TOLD]
        ],
        "unmatched_count": len(matching.open),
        "unmatched_rows": sum(rows[place] for place in matching.open),
        "rows_read": understood.rows_read,
        "rows_taken": taken,
        "dropped": dropped,
        "notes": list(understood.notes),
    }


def _changed_schools(understood: Understood, about: About, matching: Matching, ground: Ground) -> list[str]:
    """Schools of the file that are not there any more in its year: whose their rows are, or what is to be done."""
    titles = {school.code: school.short_name for school in ground.directory.schools}
    year = "" if about.year is None else format_year(about.year)
    told = [
        f"{understood.schools[place].label}: в {year} уже входит в «{titles[matching.found[place]]}», "
        "строки отнесены к ней"
        for place in matching.passed_on
    ]
    told += [
        f"{understood.schools[place].label}: в {year} школы уже нет; выберите ниже, чьи это строки, "
        "или укажите преемника в разделе «Школы»"
        for place in matching.gone
    ]
    if matching.foreign_place and matching.open:
        told.append(
            f"муниципалитет файла — «{matching.foreign_place}», а не «{ground.directory.title}»: "
            "по одним названиям школы не сопоставлены, выберите их вручную"
        )
    return told


def _named(understood: Understood, place: int, rows: int) -> dict[str, Any]:
    school = understood.schools[place]
    return {"key": school.key, "label": school.label, "login": school.login, "place": school.place, "rows": rows}
