"""One entry of a catalogue file: its fields read as words, numbers, lists; faults named by path."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from data_layer.domain.schedule import PERIODS
from data_layer.domain.school_year import EARLIEST_YEAR, UnknownYearError, parse_year
from data_layer.intake.cells import DECIMAL_PLACES, number_of, plain, yes_or_no
from data_layer.intake.errors import CellFault, quoted

Word = TypeVar("Word", bound=StrEnum)
Fault = Callable[[str, str, str], None]

_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_PLACE: Final = re.compile(r"\[([0-9]+)\]$")
_LATEST_YEAR: Final = 2100
# Marks of where a fact comes from and remarks for the reader of the file; they change nothing.
_REMARKS: Final = frozenset({"origin", "note", "notes", "rule"})


class Entry:
    """Fields of one entry. Each getter notes a fault under the path of the field and gives a stand-in."""

    def __init__(self, fault: Fault, path: str, fields: Mapping[str, Any]) -> None:
        self._fault = fault
        self._used: set[str] = set()
        self.path = path
        self.fields = {str(key): value for key, value in fields.items()}
        self.faulty: set[str] = set()

    @property
    def place(self) -> int:
        """Position in its list, from 0."""
        found = _PLACE.search(self.path)
        return int(found[1]) if found else 0

    def fault(self, key: str, what: str, action: str) -> None:
        self.faulty.add(key)
        self._fault(f"{self.path}.{key}" if self.path else key, what, action)

    def below(self, key: str, fields: Mapping[str, Any]) -> "Entry":
        return Entry(self._fault, f"{self.path}.{key}", fields)

    def skip(self, *keys: str) -> None:
        self._used.update(keys)

    def unused(self) -> list[str]:
        """Fields that nobody asked for: probably misspelt."""
        return [quoted(key) for key in self.fields if key not in self._used | _REMARKS]

    def _get(self, key: str) -> Any:
        self._used.add(key)
        return self.fields.get(key)

    def text(self, key: str, *, default: str | None = None, most: int = 2000) -> str:
        """Text of a field with spaces collapsed; a field without default must be there and not empty."""
        value = self._get(key)
        if value is None:
            if default is None:
                self.fault(key, "поле не указано", "добавьте поле")
            return default or ""
        if not isinstance(value, str):
            self.fault(key, "нужен текст, а не список или запись", "исправьте поле")
            return default or ""
        text = " ".join(value.split())
        if len(text) > most:
            self.fault(key, f"текст длиннее {most} знаков", "сократите его")
        elif not text.isprintable():
            self.fault(key, "в тексте есть непечатные знаки", "уберите их")
        elif not text and default is None:
            self.fault(key, "поле пусто", "заполните поле")
        return text

    def identifier(self) -> str:
        text = self.text("id", most=64)
        if text and not _IDENTIFIER.fullmatch(text):
            self.fault(
                "id", f"id {quoted(text)} не годится", "только латинские буквы, цифры, точка, дефис и _, до 64 знаков"
            )
        return text

    def choice(
        self, key: str, words: type[Word], *, default: Word | None = None, may_be_null: bool = False
    ) -> Word | None:
        """A word of a closed list; the default where the field is absent, None after a fault."""
        if self.fields.get(key) is None and (default is not None or may_be_null):
            self._used.add(key)
            return default
        text = self.text(key)
        if not text:
            return None
        try:
            return words(text)
        except ValueError:
            known = ", ".join(words)
            self.fault(key, f"значение {quoted(text)} неизвестно", f"укажите одно из: {known}")
            return None

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; nothing = empty."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            self.fault(key, "нужен список слов", "пишите [слово, слово]")
            return ()
        return tuple(dict.fromkeys(word.strip() for word in value))

    def choices(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """A list of words of a closed list, in the order of that list."""
        given = self.words(key)
        known = {str(word) for word in words}
        for word in given:
            if word not in known:
                self.fault(key, f"значение {quoted(word)} неизвестно", f"возможны {', '.join(words)}")
        return tuple(word for word in words if word in given)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._get(key)
        if value is None:
            return default
        try:
            return yes_or_no(value if isinstance(value, str) else "?")
        except CellFault as fault:
            self.fault(key, fault.what, "укажите true или false")
            return default

    def whole(self, key: str, *, default: int | None = None) -> int:
        if self.fields.get(key) is None and default is not None:
            self._used.add(key)
            return default
        text = self.text(key)
        if re.fullmatch(r"[0-9]{1,6}", text):
            return int(text)
        if text:
            self.fault(key, f"{quoted(text)} — не целое число", "укажите целое число")
        return default or 0

    def decimal(self, key: str, *, most: Decimal | None = None) -> str | None:
        """An exact number >= 0 as decimal text; None where the field is absent or null."""
        return self.decimal_of(self._get(key), key, most=most)

    def decimal_of(self, value: Any, key: str, *, most: Decimal | None = None) -> str | None:
        if value is None:
            return None
        try:
            number = number_of(value if isinstance(value, str) else "?", name="число")
        except CellFault as fault:
            self.fault(key, fault.what, fault.action)
            return None
        if number is None or number < 0 or number != round(number, DECIMAL_PLACES):
            self.fault(key, f"{quoted(str(value))} не годится", "укажите неотрицательное число")
            return None
        if most is not None and number > most:
            self.fault(key, f"{plain(number)} больше {plain(most)}", "доля бывает от 0 до 100 %")
            return None
        return plain(number)

    def mapping(self, key: str) -> dict[str, Any]:
        value = self._get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault(key, "нужна запись из полей", "пишите {ключ: значение}")
            return {}
        return {str(name): content for name, content in value.items()}

    def period(self, key: str) -> str:
        text = self.text(key, default="academic_year")
        if text not in PERIODS:
            self.fault(key, f"период {quoted(text)} неизвестен", f"укажите одно из: {', '.join(PERIODS)}")
        return text

    def year(self, key: str) -> int:
        """Starting year of «2026/27» or of 2026; 0, also where the field is absent, means always."""
        text = self.text(key, default="0")
        if text == "0":
            return 0
        try:
            year = int(text) if re.fullmatch(r"[0-9]{4}", text) else parse_year(text)
        except UnknownYearError:
            year = 0
        if not EARLIEST_YEAR <= year <= _LATEST_YEAR:
            self.fault(key, f"учебный год {quoted(text)} неизвестен", "пишите год как 2026/27")
        return year
