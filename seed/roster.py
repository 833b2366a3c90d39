"""The invented district: its schools, how many pupils sit in each grade, and the demo people.

Every name is fictional. Sizes follow domain.md, «A district like ours».
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final, TypeAlias

from data_layer.domain.vocabulary import Cluster, Level, Role, SchoolKind

DISTRICT_CODE: Final = "demo"
DISTRICT_TITLE: Final = "Светлореченский район"
REGION_CODE: Final = "priozernaya"
REGION_TITLE: Final = "Приозёрная область"

# The one place where the password of all demo people stands; `make run` prints it.
DEMO_PASSWORD: Final = "svetlaya-reka-2026"  # noqa: S105 - printed on purpose, for invented data alone

# Gives the random numbers of one purpose: the same keys, the same numbers, whatever else is drawn.
Draws: TypeAlias = Callable[..., Random]

LEVELS: Final = {
    SchoolKind.FULL: (Level.NOO, Level.OOO, Level.SOO),
    SchoolKind.BASIC: (Level.NOO, Level.OOO),
    SchoolKind.PRIMARY: (Level.NOO,),
}
GRADES: Final = {Level.NOO: range(1, 5), Level.OOO: range(5, 10), Level.SOO: range(10, 12)}


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A person to sign in as; school is set for directors and coordinators."""

    login: str
    full_name: str
    role: Role
    school: str | None = None
    password: str = DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """A school of the latest year; grade_11 is the cohort of graduates, 0 without grade 11."""

    code: str
    short_name: str
    full_name: str
    kind: SchoolKind
    cluster: Cluster
    pupils: int
    grade_11: int = 0

    @property
    def levels(self) -> tuple[Level, ...]:
        return LEVELS[self.kind]

    @property
    def teachers(self) -> int:
        return 6 + self.pupils // 15


_FULL, _BASIC, _PRIMARY = SchoolKind.FULL, SchoolKind.BASIC, SchoolKind.PRIMARY
_TOWN, _SETTLEMENT, _VILLAGE = Cluster.TOWN, Cluster.SETTLEMENT, Cluster.VILLAGE
_KIND_IN_FULL: Final = {
    _FULL: "средняя общеобразовательная школа",
    _BASIC: "основная общеобразовательная школа",
    _PRIMARY: "начальная общеобразовательная школа",
}


def _numbered(number: int, pupils: int, grade_11: int, *, kind: SchoolKind = _FULL) -> DemoSchool:
    short, code = ("НОШ", "primary") if kind is _PRIMARY else ("СОШ", "school")
    return DemoSchool(
        code=f"{code}-{number}",
        short_name=f"{short} № {number}",
        full_name=f"МБОУ «{_KIND_IN_FULL[kind].capitalize()} № {number}» г. Светлореченска",
        kind=kind,
        cluster=_TOWN,
        pupils=pupils,
        grade_11=grade_11,
    )


def _in_settlement(code: str, name: str, pupils: int, grade_11: int) -> DemoSchool:
    return DemoSchool(
        code=code,
        short_name=f"СОШ пос. {name}",
        full_name=f"МБОУ «{_KIND_IN_FULL[_FULL].capitalize()}» пос. {name}",
        kind=_FULL,
        cluster=_SETTLEMENT,
        pupils=pupils,
        grade_11=grade_11,
    )


def _in_village(code: str, name: str, pupils: int, grade_11: int = 0) -> DemoSchool:
    kind = _FULL if grade_11 else _BASIC
    return DemoSchool(
        code=code,
        short_name=f"{name} {'СОШ' if grade_11 else 'ООШ'}",
        full_name=f"МБОУ «{name} {_KIND_IN_FULL[kind]}»",
        kind=kind,
        cluster=_VILLAGE,
        pupils=pupils,
        grade_11=grade_11,
    )


SCHOOLS: Final = (
    DemoSchool("gymnasium-1", "Гимназия № 1", "МБОУ «Гимназия № 1» г. Светлореченска", _FULL, _TOWN, 1210, 55),
    _numbered(2, 1250, 52),
    _numbered(3, 960, 38),
    _numbered(4, 1080, 44),
    _numbered(5, 880, 33),
    _numbered(6, 820, 31),
    _numbered(7, 740, 26),
    _numbered(8, 350, 0, kind=_PRIMARY),
    _numbered(9, 680, 24),
    _in_settlement("zavodskoy", "Заводской", 600, 21),
    _in_settlement("kirpichny", "Кирпичный", 520, 11),
    _in_settlement("lesnoy", "Лесной", 410, 11),
    _in_settlement("stantsionny", "Станционный", 270, 9),
    _in_village("beryozovskaya", "Берёзовская", 186, 8),
    _in_village("dubravskaya", "Дубравская", 74),
    _in_village("zaovrazhnaya", "Заовражная", 58),
    _in_village("kamenskaya", "Каменская", 142, 6),
    _in_village("klyuchevskaya", "Ключевская", 214, 7),
    _in_village("lugovskaya", "Луговская", 165, 5),
    _in_village("malinovskaya", "Малиновская", 66),
    _in_village("melnichnaya", "Мельничная", 92),
    _in_village("olkhovskaya", "Ольховская", 120, 4),
    _in_village("polyanskaya", "Полянская", 41),
    _in_village("rodnikovskaya", "Родниковская", 104, 3),
    _in_village("staroyarovskaya", "Старояровская", 131, 2),
    _in_village("tikhoplyosskaya", "Тихоплёсская", 27),
)

USERS: Final = (
    DemoUser("department", "Н. В. Соколова", Role.DEPARTMENT),
    DemoUser("presenter", "И. П. Морозов", Role.PRESENTER),
    DemoUser("director", "Р. И. Ахметова", Role.DIRECTOR, "klyuchevskaya"),
    DemoUser("director-5", "Е. А. Белова", Role.DIRECTOR, "school-5"),
    DemoUser("coordinator", "Т. С. Громова", Role.COORDINATOR, "polyanskaya"),
    DemoUser("region", "В. К. Лебедев", Role.REGION),
    DemoUser("administrator", "А. Ю. Тихонов", Role.ADMINISTRATOR),
)

# Grades 1–11 as in the school card that the documentation walks through.
_GRADES_GIVEN: Final = {"klyuchevskaya": (23, 21, 22, 24, 21, 21, 22, 20, 19, 14, 7)}


def school_rows() -> list[dict[str, str]]:
    """Rows of schools.csv; the codes of other systems are made up of the place in the list."""
    return [_school_row(place, school) for place, school in enumerate(SCHOOLS, start=1)]


def grades_of(school: DemoSchool, draws: Draws) -> dict[int, int]:
    """Pupils by grade 1–11 in the latest year; they add up to the school's size."""
    given = _GRADES_GIVEN.get(school.code)
    if given is not None:
        return dict(enumerate(given, start=1))
    graduates = {11: school.grade_11, 10: school.grade_11 + school.grade_11 // 6} if school.grade_11 else {}
    lower = [grade for level in school.levels if level is not Level.SOO for grade in GRADES[level]]
    sizes = _spread(school.pupils - sum(graduates.values()), len(lower), draws("grades", school.code))
    return dict(zip(lower, sizes, strict=True)) | graduates


def grades_in(grades: dict[int, int], *, draws: Draws, school: str, years_back: int) -> dict[int, int]:
    """The same grades some years earlier: a few pupils more or fewer, never an empty grade."""
    if not years_back:
        return grades
    drawn = draws("cohorts", school, years_back)
    return {grade: max(1, size + round(size * drawn.uniform(-0.08, 0.08))) for grade, size in grades.items()}


def _school_row(place: int, school: DemoSchool) -> dict[str, str]:
    return {
        "code": school.code,
        "short_name": school.short_name,
        "full_name": school.full_name,
        "kind": school.kind.value,
        "cluster": school.cluster.value,
        "pupils": str(school.pupils),
        "fis_oko_login": f"edu{990100 + place}",
        "rcoi_code": f"{9900 + place}",
        "inn": f"00990{place:05d}",
        "levels": ";".join(school.levels),
    }


def _spread(pupils: int, parts: int, drawn: Random) -> list[int]:
    """Whole parts of about the same size (within a tenth), adding up exactly."""
    weights = [drawn.uniform(0.9, 1.1) for _ in range(parts)]
    total = sum(weights)
    bounds = [round(pupils * sum(weights[:place]) / total) for place in range(parts + 1)]
    return [upper - lower for lower, upper in pairwise(bounds)]
