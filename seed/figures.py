"""Observations of the demo district: what each school reports for each indicator, level and year.

Counts are binomial with a school effect that lasts from year to year; values are never percentages,
except where the percent-only report of one school is what the demo wants to show.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Level
from seed.chance import binomial, logits_between, school_rate, shifted, spread_by_cohort
from seed.roster import GRADES, SCHOOLS, DemoSchool, Draws, grades_in, grades_of
from seed.subjects import CERTIFICATION, EXAMS, VPR, VPR_ANCHOR

# The cycle is kept since the second year; the first one is history loaded for the trend.
HISTORY_YEAR: Final = 2023
YEARS: Final = (HISTORY_YEAR, 2024, 2025)
LATEST: Final = YEARS[-1]

# What the district gains from year to year, in logits.
_TREND: Final = 0.1

_SOURCES: Final = {
    "b1_vpr_attainment": "fis_oko",
    "b1_functional_literacy": "resh",
    "b1_gia_attainment": "fis_gia",
    "b2_support_coverage": "extracurricular_plans",
    "b5_diagnostics_coverage": "deficit_diagnostics",
    "b5_deficit_breakdown": "deficit_diagnostics",
    "b5_targeted_training": "school_report",
    "b5_young_teacher_retention": "school_report",
    "b6_events_completed": "upbringing_calendar_plan",
    "b6_class_guidance_evaluated": "school_report",
}
_USUAL_SOURCE: Final = "gis_obrazovanie"

# Indicators beside the goals: the history year goes without them.
_WITHOUT_HISTORY: Final = frozenset(
    {
        "b4_bilet_v_budushchee",
        "b4_psych_support",
        "b4_grade9_college_by_subjects",
        "b4_grade11_continuation_by_profile",
        "b5_deficit_breakdown",
        "b6_class_guidance_evaluated",
    }
)
_DEFICITS: Final = {"subject": 0.30, "methodical": 0.36, "ict": 0.24, "psychological": 0.28, "organisational": 0.09}

# Below this size a school gives one figure per level for the certification, without subjects.
_SUBJECTS_FROM_PUPILS: Final = 100
_CLASS_SIZE: Final = 27
_CLASS_LETTERS: Final = "АБВГДЕ"


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation without its school and year; None and empty text are empty cells.

    value: units of a growth, or the percent of a share where only percent was given.
    """

    indicator: str
    level: Level = Level.SCHOOL
    numerator: int | None = None
    denominator: int | None = None
    value: int | str | None = None
    baseline: int | None = None
    subject: str = ""
    class_group: str = ""
    category: str = ""
    missing: str = ""
    note: str = ""

    @property
    def is_total(self) -> bool:
        return not (self.subject or self.class_group or self.category)


@dataclass(frozen=True, slots=True)
class Place:
    """One school in one year, with the pupils of that year by grade."""

    school: DemoSchool
    year: int
    grades: Mapping[int, int]
    draws: Draws

    @property
    def is_latest(self) -> bool:
        return self.year == LATEST

    def pupils(self, grades: Iterable[int]) -> int:
        return sum(self.grades.get(grade, 0) for grade in grades)

    def count(self, purpose: str, trials: int, probability: float) -> int:
        """A binomial count drawn for this school and year alone."""
        return binomial(self.draws("count", self.school.code, self.year, purpose), trials, probability)

    def rate(self, indicator: str, level: Level, *, mean: float, spread: float) -> float:
        """The school's probability: its lasting own level, the district's trend and a little of the year."""
        lasting = school_rate(self.draws("rate", self.school.code, indicator, level), mean=mean, spread=spread)
        of_the_year = self.draws("year", self.school.code, self.year, indicator, level).gauss(0, 0.1)
        return shifted(lasting, of_the_year + _TREND * (self.year - LATEST))

    def share(self, indicator: str, level: Level, denominator: int, *, mean: float, spread: float) -> Figure:
        rate = self.rate(indicator, level, mean=mean, spread=spread)
        return Figure(indicator, level, self.count(f"{indicator} {level}", denominator, rate), denominator)


def observation_rows(draws: Draws, planted: Mapping[tuple[str, int], tuple[Figure, ...]]) -> list[dict[str, str]]:
    """Rows of observations.csv, school by school and year by year.

    planted: figures by school and year that stand instead of the drawn ones, for the special cases;
    a planted figure replaces all rows of its indicator and level.
    """
    rows: list[dict[str, str]] = []
    for school in SCHOOLS:
        latest_grades = grades_of(school, draws)
        for year in YEARS:
            grades = grades_in(latest_grades, draws=draws, school=school.code, years_back=LATEST - year)
            place = Place(school, year, grades, draws)
            figures = school_figures(place, planted.get((school.code, year), ()))
            rows.extend(_row(place, figure) for figure in figures)
    return rows


def school_figures(place: Place, planted: Iterable[Figure] = ()) -> list[Figure]:
    """All figures of one school and year; figures that build on others are drawn after planting those."""
    wanted = list(planted)
    taken = {(figure.indicator, figure.level) for figure in wanted}
    drawn = [*_quality(place), *_lagging(place), *_gifted(place), *_career(place), *_teachers(place)]
    first = [*_without(taken, drawn), *wanted]
    built = [*_support(place, first), *_deficits(place, first), *_upbringing(place)]
    figures = [*first, *_without(taken, built)]
    return [figure for figure in figures if not _is_left_out(place, figure)]


def withheld(indicator: str, level: Level = Level.SCHOOL) -> Figure:
    """Planted in the place of a figure, it keeps the school from reporting it at all."""
    return Figure(indicator, level)


def _without(taken: set[tuple[str, Level]], figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if (figure.indicator, figure.level) not in taken]


def _is_left_out(place: Place, figure: Figure) -> bool:
    is_later_addition = place.year == HISTORY_YEAR and figure.indicator in _WITHOUT_HISTORY
    return is_later_addition or figure == withheld(figure.indicator, figure.level)


# Block 1: certification, VPR, functional literacy, state exams


def _quality(place: Place) -> Iterator[Figure]:
    for level in place.school.levels:
        yield from _certification(place, level)
        yield from _vpr(place, level)
        if level in EXAMS:
            yield from _exams(place, level)
        if level is Level.OOO:
            tested = place.pupils((8, 9)) - place.count("absent from literacy", place.pupils((8, 9)), 0.05)
            yield place.share("b1_functional_literacy", level, max(1, tested), mean=0.899, spread=0.03)


def _certification(place: Place, level: Level) -> list[Figure]:
    rate = place.rate("b1_certification_attainment", level, mean=_CERTIFICATION_MEAN[level], spread=0.02)
    slices = []
    for subject, (grades, easier) in CERTIFICATION[level].items():
        results = place.pupils(grades)
        reached = place.count(f"certification {level} {subject}", results, shifted(rate, easier))
        slices.append(Figure("b1_certification_attainment", level, reached, results, subject=subject))
    if place.is_latest and place.school.pupils >= _SUBJECTS_FROM_PUPILS:
        return slices
    return [_summed(slices)]


_CERTIFICATION_MEAN: Final = {Level.NOO: 0.922, Level.OOO: 0.913, Level.SOO: 0.919}


def _vpr(place: Place, level: Level) -> list[Figure]:
    effect = _vpr_effect(place, level)
    slices = []
    for (subject, grade), national in VPR[level].items():
        for class_group, pupils in _classes(place, grade).items():
            what = f"vpr {subject} {class_group}"
            taking_part = max(1, pupils - place.count(f"absent from {what}", pupils, 0.06))
            reached = place.count(what, taking_part, shifted(national, effect))
            slices.append(
                Figure("b1_vpr_attainment", level, reached, taking_part, subject=subject, class_group=class_group)
            )
    return _vpr_as_reported(place, slices)


def _vpr_effect(place: Place, level: Level) -> float:
    """The school's distance from the national share in logits, of the spread published for its cohort size."""
    anchor = VPR_ANCHOR[level]
    mean = VPR[level][anchor]
    rate = place.rate("b1_vpr_attainment", level, mean=mean, spread=spread_by_cohort(place.grades[anchor[1]]))
    return logits_between(rate, mean)


def _vpr_as_reported(place: Place, slices: list[Figure]) -> list[Figure]:
    """Town schools hand in classes, settlements subjects with a total, villages subjects alone."""
    if not place.is_latest:
        return [_summed(slices)]
    if place.school.cluster is Cluster.TOWN:
        return slices
    by_subject: dict[str, list[Figure]] = defaultdict(list)
    for figure in slices:
        by_subject[figure.subject].append(figure)
    subjects = [replace(_summed(group), subject=subject) for subject, group in by_subject.items()]
    return [*subjects, _summed(slices)] if place.school.cluster is Cluster.SETTLEMENT else subjects


def _exams(place: Place, level: Level) -> list[Figure]:
    graduates = place.grades[9 if level is Level.OOO else 11]
    mean = 0.987 if level is Level.OOO else 0.984
    rate = place.rate("b1_gia_attainment", level, mean=mean, spread=0.009)
    slices = []
    for subject, (part, easier) in EXAMS[level].items():
        sitting = graduates if part == 1.0 else place.count(f"sits {level} {subject}", graduates, part)
        if sitting:
            passed = place.count(f"passes {level} {subject}", sitting, shifted(rate, easier))
            slices.append(Figure("b1_gia_attainment", level, passed, sitting, subject=subject))
    return slices if place.is_latest else [_summed(slices)]


def _classes(place: Place, grade: int) -> dict[str, int]:
    """Pupils by class of a grade, as even as can be."""
    pupils = place.grades[grade]
    number = -(-pupils // _CLASS_SIZE)
    sizes = [pupils // number + (place_in_row < pupils % number) for place_in_row in range(number)]
    return {f"{grade}{_CLASS_LETTERS[order]}": size for order, size in enumerate(sizes)}


def _summed(slices: list[Figure]) -> Figure:
    first = slices[0]
    return Figure(
        first.indicator,
        first.level,
        sum(figure.numerator or 0 for figure in slices),
        sum(figure.denominator or 0 for figure in slices),
    )


# Block 2: pupils who lag behind, and help for them


def _lagging(place: Place) -> Iterator[Figure]:
    for level in place.school.levels:
        marked = place.pupils(grade for grade in GRADES[level] if grade > 1)
        mean = {Level.NOO: 0.0135, Level.OOO: 0.0185, Level.SOO: 0.010}[level]
        rate = place.rate("b2_lagging_share", level, mean=1 - mean, spread=0.004)
        yield Figure("b2_lagging_share", level, place.count(f"lagging {level}", marked, 1 - rate), marked)


def _support(place: Place, figures: list[Figure]) -> Iterator[Figure]:
    """Help is counted among those who lag: the denominator is the numerator of 2.1."""
    lagging = {figure.level: figure.numerator or 0 for figure in figures if figure.indicator == "b2_lagging_share"}
    yield from _coverage(place, "b2_support_coverage", lagging, full=0.76, otherwise=0.85)


# Block 3: gifted pupils


def _gifted(place: Place) -> Iterator[Figure]:
    olympiad_pupils = place.pupils(range(4, 12))
    everybody = place.pupils(range(1, 12))
    yield place.share("b3_vosh_participation", Level.SCHOOL, olympiad_pupils, mean=0.64, spread=0.045)
    yield _winners(place, olympiad_pupils)
    yield _trajectories(place, everybody)
    yield place.share("b3_additional_education", Level.SCHOOL, everybody, mean=0.869, spread=0.025)
    if place.is_latest and place.school.cluster is Cluster.TOWN:
        with_needs = max(2, everybody // 45)
        taking_part = place.count("olympiad with special needs", with_needs, 0.35)
        yield Figure("b3_vosh_participation", Level.SCHOOL, taking_part, with_needs, category="hia:yes")


def _winners(place: Place, pupils: int) -> Figure:
    value = _winners_of(place, place.year, pupils)
    before = max(0, value - 1 + place.count("winners before", 2, 0.5))
    return Figure(
        "b3_vosh_winners",
        value=value,
        baseline=before if place.year == HISTORY_YEAR else None,
        denominator=pupils,
    )


def _winners_of(place: Place, year: int, pupils: int) -> int:
    drawn = place.draws("winners", place.school.code, year)
    return 1 + binomial(drawn, pupils, 0.014 + 0.002 * (year - LATEST))


def _trajectories(place: Place, pupils: int) -> Figure:
    """Plans for single pupils: every school starts with a few and mostly adds to them."""
    value = 1 + place.school.pupils // 60
    before = value
    for year in YEARS[: YEARS.index(place.year) + 1]:
        before = value
        step = place.draws("trajectories", place.school.code, year).choice((-1, 0, 0, 1, 1, 2, 2, 3))
        value = max(0, value + step)
    baseline = before if place.year == HISTORY_YEAR else None
    return Figure("b3_individual_trajectories", value=value, baseline=baseline, denominator=pupils)


# Block 4: career guidance


def _career(place: Place) -> Iterator[Figure]:
    levels = place.school.levels
    all_pupils = {level: place.pupils(GRADES[level]) for level in levels}
    older = {level: place.pupils(range(6, 12) if level is Level.SOO else range(6, 10)) for level in levels}
    older |= {Level.SOO: all_pupils.get(Level.SOO, 0)}
    upper = [level for level in levels if level is not Level.NOO]
    yield from _coverage(place, "b4_early_guidance_participation", all_pupils, full=0.70, otherwise=0.96)
    yield from _coverage(
        place, "b4_career_diagnostics", {level: older[level] for level in upper}, full=0.55, otherwise=0.96
    )
    for level in upper:
        yield place.share("b4_bilet_v_budushchee", level, older[level], mean=0.42, spread=0.09)
        yield place.share("b4_psych_support", level, all_pupils[level], mean=0.68, spread=0.08)
    if Level.OOO in levels:
        to_college = max(1, place.count("to college", place.grades[9], 0.5))
        yield place.share("b4_grade9_college_by_subjects", Level.OOO, to_college, mean=0.74, spread=0.06)
    if Level.SOO in levels:
        yield from _graduates(place)


def _graduates(place: Place) -> Iterator[Figure]:
    graduates = place.grades[11]
    to_university = max(1, place.count("to university", graduates, 0.62))
    by_profile = place.share("b4_university_by_profile", Level.SOO, to_university, mean=0.86, spread=0.05)
    to_college = place.count("to college by profile", graduates - to_university, 0.6)
    yield by_profile
    yield Figure("b4_grade11_continuation_by_profile", Level.SOO, (by_profile.numerator or 0) + to_college, graduates)


# Block 5: teachers


def _teachers(place: Place) -> Iterator[Figure]:
    teachers = place.school.teachers
    yield place.share("b5_diagnostics_coverage", Level.SCHOOL, teachers, mean=0.955, spread=0.03)
    largest = 2 + place.school.pupils // 220
    cohort = place.draws("young teachers", place.school.code, place.year).randint(0, largest)
    yield place.share("b5_young_teacher_retention", Level.SCHOOL, cohort, mean=0.9, spread=0.05)


def _deficits(place: Place, figures: list[Figure]) -> Iterator[Figure]:
    """Kinds of deficits among the teachers diagnosed; one teacher may have several."""
    diagnosed = [figure.numerator for figure in figures if figure.indicator == "b5_diagnostics_coverage"]
    if not diagnosed or diagnosed[0] is None:
        return
    found = {kind: place.count(f"deficit {kind}", diagnosed[0], part) for kind, part in _DEFICITS.items()}
    for kind, teachers in found.items():
        yield Figure("b5_deficit_breakdown", Level.SCHOOL, teachers, diagnosed[0], category=kind)
    affected = max(*found.values(), place.count("any deficit", diagnosed[0], 0.6))
    yield from _coverage(place, "b5_targeted_training", {Level.SCHOOL: affected}, full=0.72, otherwise=0.9)


# Block 6: upbringing


def _upbringing(place: Place) -> Iterator[Figure]:
    classes = sum(len(_classes(place, grade)) for grade in place.grades)
    planned = 20 + 4 * classes
    yield from _coverage(place, "b6_events_completed", {Level.SCHOOL: planned}, full=0.57, otherwise=0.96)
    yield place.share("b6_class_guidance_evaluated", Level.SCHOOL, classes, mean=0.8, spread=0.1)


def _coverage(
    place: Place, indicator: str, cohorts: Mapping[Level, int], *, full: float, otherwise: float
) -> Iterator[Figure]:
    """Goals of 100 %: a school either reaches everybody, mostly as a habit, or leaves somebody out."""
    habit = place.draws("habit", place.school.code, indicator).random()
    this_year = place.draws("this year", place.school.code, place.year, indicator).random()
    chance = 0.4 * habit + 0.6 * this_year
    if chance < full - 0.07 * (LATEST - place.year):
        yield from (Figure(indicator, level, cohort, cohort) for level, cohort in cohorts.items())
        return
    largest = max(cohorts, key=lambda level: cohorts[level], default=None)
    for level, cohort in cohorts.items():
        reached = place.count(f"{indicator} {level}", cohort, otherwise)
        yield Figure(indicator, level, max(0, min(reached, cohort - (level == largest))), cohort)


def _row(place: Place, figure: Figure) -> dict[str, str]:
    return {
        "school": place.school.code,
        "indicator": figure.indicator,
        "level": figure.level.value,
        "year": format_year(place.year),
        "subject": figure.subject,
        "class_group": figure.class_group,
        "category": figure.category,
        "numerator": _cell(figure.numerator),
        "denominator": _cell(figure.denominator),
        "value": _cell(figure.value),
        "baseline": _cell(figure.baseline),
        "missing": figure.missing,
        "source": _SOURCES.get(figure.indicator, _USUAL_SOURCE),
        "note": figure.note,
    }


def _cell(content: int | str | None) -> str:
    return "" if content is None else str(content)
