"""Whose school a file names: by what was decided before, by the six digits of the login, by a code, by the name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from data_layer.intake.readers.understood import NamedSchool, login_digits, name_key
from data_layer.intake.words import normal

_LEGAL: Final = re.compile(
    r"^(?:муниципальн\w+|государственн\w+|бюджетн\w+|казенн\w+|автономн\w+|общеобразовательн\w+|образовательн\w+"
    r"|учреждени\w+|м[абк]?оу|мк?оу|мб?оу|гб?оу|гкоу|моу|маоу|мобу|мкоу|мбоу)[\s,]+"
)
_SHORTEST_NUMBER: Final = 3
_KINDS: Final = (
    (re.compile(r"средняя (?:обще)?образовательная школа|средняя школа"), "сош"),
    (re.compile(r"основная (?:обще)?образовательная школа|основная школа"), "оош"),
    (re.compile(r"начальная (?:обще)?образовательная школа|начальная школа"), "нош"),
)


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school of the district with all it may be named by; empty where not known. former_names: it had before."""

    code: str
    short_name: str
    full_name: str = ""
    login: str = ""
    rcoi_code: str = ""
    inn: str = ""
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """The district's schools. aliases: key of a NamedSchool → code, None for «not one of ours».

    title: of the district, by which its municipality is told from others in a file of the region.
    """

    schools: Sequence[KnownSchool]
    aliases: Mapping[str, str | None] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """found: position of a named school → code. strangers: decided before as none of ours. open: not decided.

    by_hand: those of the first two that somebody decided.
    """

    found: Mapping[int, str]
    strangers: frozenset[int]
    open: tuple[int, ...]
    by_hand: tuple[int, ...] = ()


def match_schools(named: Sequence[NamedSchool], directory: Directory) -> Matching:
    indexes = _Indexes(directory, named)
    found: dict[int, str] = {}
    strangers: set[int] = set()
    by_hand: list[int] = []
    for place, school in enumerate(named):
        key = school.key
        if key in directory.aliases:
            by_hand.append(place)
            code = directory.aliases[key]
            if code is None:
                strangers.add(place)
            else:
                found[place] = code
            continue
        code = indexes.code_of(school)
        if code is not None:
            found[place] = code
    undecided = tuple(place for place in range(len(named)) if place not in found and place not in strangers)
    return Matching(found, frozenset(strangers), undecided, tuple(by_hand))


class _Indexes:
    """By digits, codes and names; whatever stands for two schools stands for none."""

    def __init__(self, directory: Directory, named: Sequence[NamedSchool]) -> None:
        schools = directory.schools
        self._digits = _unique((login_digits(school.login), school.code) for school in schools)
        self._codes = _unique(
            (_code_key(code), school.code)
            for school in schools
            for code in {school.code, school.rcoi_code, school.inn}
            if _is_telling(code)
        )
        self._names = _unique(
            (key, school.code)
            for school in schools
            for key in {bare_name(name) for name in (school.short_name, school.full_name, *school.former_names)}
        )
        self._has_login = {school.code for school in schools if login_digits(school.login)}
        self._places = _own_places(named, directory.title)
        # A name that the file gives to two schools says of neither which it is.
        self._times = Counter(bare_name(school.name) for school in named if self._is_of_own_place(school))

    def code_of(self, school: NamedSchool) -> str | None:
        if school.digits and school.digits in self._digits:
            return self._digits[school.digits]
        if school.code and _code_key(school.code) in self._codes:
            return self._codes[_code_key(school.code)]
        name = bare_name(school.name)
        if not self._is_of_own_place(school) or self._times[name] > 1:
            return None
        code = self._names.get(name) if name else None
        # A login that is known and another one in the file are two schools of one name.
        return None if code is None or (school.digits and code in self._has_login) else code

    def _is_of_own_place(self, school: NamedSchool) -> bool:
        return self._places is None or normal(school.place) in self._places


def _is_telling(code: str) -> bool:
    """«1» and «12» may be the number of a line as well."""
    return len(code) > _SHORTEST_NUMBER or (bool(code) and not code.isdigit())


def _code_key(code: str) -> str:
    """A code as codes are compared: a workbook takes the zeros off the front of a taxpayer's number."""
    return normal(code).lstrip("0") if code.isdigit() else normal(code)


def _own_places(named: Sequence[NamedSchool], title: str) -> frozenset[str] | None:
    """Municipalities of a file that may be ours; None = the file does not tell several apart."""
    places = {normal(school.place) for school in named if school.place}
    if len(places) < 2:
        return None
    first = _stem(title)
    return frozenset(place for place in places if first and _stem(place) == first)


def _stem(title: str) -> str:
    """«Сосно-Озёрнский» of «Сосно-Озёрнский муниципальный район»; «Лесно-Озёрнск» of «город Лесно-Озёрнск»."""
    words = [word for word in re.split(r"[\s.,]+", normal(title)) if word not in {"город", "г", "район", "округ"}]
    return words[0] if words else ""


def bare_name(name: str) -> str:
    """A name without its legal form: «МБОУ "Средняя школа № 169"» and «СОШ № 169» are one."""
    words = normal(name).replace("«", "").replace("»", "").replace('"', "")
    while (shorter := _LEGAL.sub("", words)) != words:
        words = shorter
    for pattern, short in _KINDS:
        words = pattern.sub(short, words)
    return name_key(words)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, code in pairs:
        if key:
            found[key].add(code)
    return {key: next(iter(codes)) for key, codes in found.items() if len(codes) == 1}
