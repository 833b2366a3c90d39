"""What a reader understood of a foreign file, as frozen values: nothing here knows our schools or scales yet.

Names of pupils never get this far: rows of pupils are counted into figures where the file is taken apart.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from data_layer.domain.vocabulary import Level, MissingCode
from data_layer.intake.errors import IntakeError
from data_layer.intake.words import normal

# «sch224258» of one year and «edu224258» of the next are one school.
_LOGIN: Final = re.compile(r"(?<![a-z0-9])[a-z]{2,6}_?([0-9]{6})(?![0-9])", re.IGNORECASE)
_MARKS: Final = re.compile(r"[\s\"'«»„“”()\-–—.,№|]+")

_SHORTEST_NUMBER: Final = 3


@dataclass(frozen=True, slots=True)
class NamedSchool:
    """A school as a file names it; any part may be empty.

    login: of ФИС ОКО, «edu990141». code: of another register (РЦОИ, ИНН, ОГРН, own). place: municipality.
    """

    name: str = ""
    login: str = ""
    code: str = ""
    place: str = ""

    @property
    def digits(self) -> str:
        return login_digits(self.login)

    @property
    def key(self) -> str:
        """By what the school is known again in the next file; the prefix of a login may change."""
        if self.digits:
            return f"login:{self.digits}"
        if self.code:
            beside = "" if is_telling(self.code) else f"|{name_key(self.name)}"
            return f"code:{normal(self.code)[:90]}{beside}"
        return f"name:{name_key(self.place)[:90]}|{name_key(self.name)}"

    @property
    def label(self) -> str:
        """How people are told of it."""
        return self.name or self.login or self.code

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.login or self.code)


def is_telling(code: str) -> bool:
    """«1» and «12» may be the number of a line as well."""
    return len(code) > _SHORTEST_NUMBER or (bool(code) and not code.isdigit())


def login_digits(text: str) -> str:
    """The six digits of a login, «» where there are none."""
    found = _LOGIN.search(text)
    return found[1] if found else ""


def name_key(name: str) -> str:
    """A name without quotes, dashes, dots and spaces, which every register writes in its own way."""
    return _MARKS.sub("", normal(name))[:200]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one school, or what it will be made of.

    school: position in `Understood.schools`. address: the cells it stands in. rows: how many rows it was
    counted from. subject None: that of the whole table; grade, level None: of the whole table, or of its only
    level. scores: (primary score, participants), where a scale must say who reached the mark. value: percent,
    or units of a count. missing, is_hidden: see ObservationRow.
    """

    school: int
    indicator: str
    address: str
    rows: int = 1
    level: Level | None = None
    subject: str | None = None
    grade: int | None = None
    class_group: str = ""
    category: str = ""
    scores: tuple[tuple[int, int], ...] = ()
    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None
    missing: MissingCode | None = None
    is_hidden: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows that say nothing about a school: «отсутствовал», totals. where: the first of them."""

    reason: str
    count: int
    where: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """One table of a foreign file.

    layout: id of the reader; title: how people call it. year: the starting one. subject, year and grade are
    empty where the file does not say; asks: those of them that this table needs («subject», «grade», «year»).
    hinted: those known from the name of the file alone. best: the highest primary score that the table
    allows. source: id of the catalogue. fault_schools: by position in `faults`, whose row it is, -1 of nobody's:
    what is wrong with rows of strangers is none of our business. notes: other things that were seen.
    """

    layout: str
    title: str
    file: str
    sheet: str | None = None
    year: int | None = None
    subject: str = ""
    grade: int | None = None
    level: Level | None = None
    asks: tuple[str, ...] = ()
    hinted: tuple[str, ...] = ()
    best: int | None = None
    source: str = ""
    schools: tuple[NamedSchool, ...] = ()
    figures: tuple[Figure, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    faults: tuple[IntakeError, ...] = ()
    fault_schools: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    rows_read: int = 0


@dataclass(slots=True)
class Gathering:
    """What grows while a table is read: schools in their order, figures, rows passed over, faults.

    current: position of the school whose row is being read, -1 none.
    """

    schools: dict[NamedSchool, int] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    faults: list[IntakeError] = field(default_factory=list)
    fault_schools: list[int] = field(default_factory=list)
    current: int = -1
    notes: list[str] = field(default_factory=list)
    rows_read: int = 0
    _dropped: dict[str, list[str]] = field(default_factory=dict)

    def school(self, named: NamedSchool) -> int:
        """Its position; what is wrong from here on is wrong with its row, until the next row begins."""
        self.current = self.schools.setdefault(named, len(self.schools))
        return self.current

    def next_row(self) -> None:
        self.rows_read += 1
        self.current = -1

    def drop(self, reason: str, address: str) -> None:
        self._dropped.setdefault(reason, []).append(address)

    def fault(self, address: str, what: str, action: str) -> None:
        self.faults.append(IntakeError(address, what, action))
        self.fault_schools.append(self.current)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        return tuple(Dropped(reason, len(where), where[0]) for reason, where in self._dropped.items())

    @property
    def named(self) -> tuple[NamedSchool, ...]:
        return tuple(self.schools)
