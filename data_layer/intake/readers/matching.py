"""Whose school a file names: by what was decided before, by the six digits of the login, by a code, by the name.

Schools close and join others: what a file calls by the name of such a school is the school's own for its own years, and
its successor's for those after them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from data_layer.domain.succession import is_there_in
from data_layer.intake.readers.understood import NamedSchool, is_telling, login_digits, name_key
from data_layer.intake.words import normal

_LEGAL: Final = re.compile(
    r"^(?:муниципальн\w+|государственн\w+|бюджетн\w+|казенн\w+|автономн\w+|общеобразовательн\w+|образовательн\w+"
    r"|учреждени\w+|м[абк]?оу|мк?оу|мб?оу|гб?оу|гкоу|моу|маоу|мобу|мкоу|мбоу)[\s,]+"
)
_KINDS: Final = (
    (re.compile(r"средняя (?:обще)?образовательная школа|средняя школа"), "сош"),
    (re.compile(r"основная (?:обще)?образовательная школа|основная школа"), "оош"),
    (re.compile(r"начальная (?:обще)?образовательная школа|начальная школа"), "нош"),
)

_ANY_PLACE: Final = re.compile(r"муниципальн\w+|городск\w+|сельск\w+|район\w*|округ\w*|образовани\w+|город\w?|г|и|р-н")


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school of the district with all it may be named by; empty where not known. former_names: it had before.

    gone_from, began_in: the first school years without and with it, None while there is none. heir: code of the school
    that it joined.
    """

    code: str
    short_name: str
    full_name: str = ""
    login: str = ""
    rcoi_code: str = ""
    inn: str = ""
    former_names: tuple[str, ...] = ()
    gone_from: int | None = None
    began_in: int | None = None
    heir: str = ""

    def is_there(self, year: int | None) -> bool:
        """year: None where the file does not say which."""
        return year is None or is_there_in(year, self.gone_from, self.began_in)


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

    by_hand: those of the first two that somebody decided. passed_on: position → code of the school that was named, which
    joined the one found. gone: position → code of a school that has closed before the year and joined none; it is open.
    foreign_place: the one municipality of the file where it is not the district's; names alone find nobody then.
    """

    found: Mapping[int, str]
    strangers: frozenset[int]
    open: tuple[int, ...]
    by_hand: tuple[int, ...] = ()
    passed_on: Mapping[int, str] = field(default_factory=dict)
    gone: Mapping[int, str] = field(default_factory=dict)
    foreign_place: str = ""


def match_schools(named: Sequence[NamedSchool], directory: Directory, *, year: int | None = None) -> Matching:
    """year: the school year of the figures, None where it is not known yet: then every school may be meant."""
    names = _Names(directory, named, year)
    found: dict[int, str] = {}
    strangers: set[int] = set()
    by_hand: list[int] = []
    passed_on: dict[int, str] = {}
    gone: dict[int, str] = {}
    for place, school in enumerate(named):
        own = names.own_of_closing(school)
        if own is None and school.key in directory.aliases:
            by_hand.append(place)
            code = directory.aliases[school.key]
            if code is None:
                strangers.add(place)
                continue
        else:
            code = own or names.code_of(school)
        heir = None if code is None else names.heir_of(code)
        if code is None:
            continue
        if heir is None:
            gone[place] = code
            continue
        found[place] = heir
        if heir != code:
            passed_on[place] = code
    undecided = tuple(place for place in range(len(named)) if place not in found and place not in strangers)
    foreign = _foreign_place(named, directory.title)
    return Matching(found, frozenset(strangers), undecided, tuple(by_hand), passed_on, gone, foreign)


class _Names:
    """What the schools of one year may be called by; those that are not there come after all that are."""

    def __init__(self, directory: Directory, named: Sequence[NamedSchool], year: int | None) -> None:
        self._year = year
        self._by_code = {school.code: school for school in directory.schools}
        there = [school for school in directory.schools if school.is_there(year)]
        absent = [school for school in directory.schools if not school.is_there(year)]
        self._there = _Indexes(there, directory.title, named)
        self._absent = _Indexes(absent, directory.title, named) if absent else None
        # The successor may have taken over the login.
        closing = [school for school in there if year is not None and school.gone_from is not None]
        self._logins_until_then = _unique((login_digits(school.login), school.code) for school in closing)

    def own_of_closing(self, school: NamedSchool) -> str | None:
        """A school that closes some day is known by itself until then, whatever was decided about later years."""
        if school.digits in self._logins_until_then:
            return self._logins_until_then[school.digits]
        code = None if self._year is None else self._there.code_of(school)
        return None if code is None or self._by_code[code].gone_from is None else code

    def code_of(self, school: NamedSchool) -> str | None:
        code = self._there.code_of(school)
        return self._absent.code_of(school) if code is None and self._absent is not None else code

    def heir_of(self, code: str) -> str | None:
        """The school itself where it is there, or not there yet; else the one that it has become a part of, if any."""
        passed: set[str] = set()
        while code not in passed:
            passed.add(code)
            school = self._by_code.get(code)
            if school is None or self._year is None or school.gone_from is None or self._year < school.gone_from:
                return code
            if not school.heir:
                return None
            code = school.heir
        return None


class _Indexes:
    """By digits, codes and names; whatever stands for two schools stands for none."""

    def __init__(self, schools: Sequence[KnownSchool], title: str, named: Sequence[NamedSchool]) -> None:
        self._digits = _unique((login_digits(school.login), school.code) for school in schools)
        self._codes = _unique(
            (_code_key(code), school.code)
            for school in schools
            for code in {school.code, school.rcoi_code, school.inn}
            if is_telling(code)
        )
        self._names = _unique(
            (key, school.code)
            for school in schools
            for key in {bare_name(name) for name in (school.short_name, school.full_name, *school.former_names)}
        )
        self._has_login = {school.code for school in schools if login_digits(school.login)}
        self._places = _own_places(named, title)
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


def _code_key(code: str) -> str:
    """A code as codes are compared: a workbook takes the zeros off the front of a taxpayer's number."""
    return normal(code).lstrip("0") if code.isdigit() else normal(code)


def _own_places(named: Sequence[NamedSchool], title: str) -> frozenset[str] | None:
    """Municipalities of a file that may be ours; None = the file does not tell several apart."""
    places = {normal(school.place) for school in named if school.place}
    if len(places) < 2:
        return frozenset() if _foreign_place(named, title) else None
    first = _stem(title)
    return frozenset(place for place in places if first and _stem(place) == first)


def _foreign_place(named: Sequence[NamedSchool], title: str) -> str:
    """The municipality of a file of one that shares no word with the district's title; «» where there is none."""
    places = {normal(school.place): school.place for school in named if school.place}
    own = _telling_words(title)
    if len(places) != 1 or not own:
        return ""
    (place,) = places.values()
    return "" if own & _telling_words(place) else place


def _telling_words(title: str) -> set[str]:
    """Words of a municipality that are not those of every one."""
    return {word for word in re.findall(r"[\w-]+", normal(title)) if not _ANY_PLACE.fullmatch(word)}


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
