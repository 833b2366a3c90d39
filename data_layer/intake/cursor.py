"""Reading one row of a recognised table: cells by column id, faults with their addresses."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import UnknownYearError, format_year, is_valid_year, parse_year, year_of
from data_layer.domain.vocabulary import Level
from data_layer.intake.cells import clean, date_of, one_line, text_of, web_address, whole_of
from data_layer.intake.context import ImportContext
from data_layer.intake.errors import CellFault, IntakeError, quoted
from data_layer.intake.recognise import LAYOUTS, RecognisedTable
from data_layer.intake.tables import CellValue
from data_layer.intake.words import WordIndex

_GONE: Final = "укажите год, в котором школа работала; если её ученики теперь в другой школе — код той школы"


@dataclass(slots=True)
class ImportState:
    """What grows while an import is checked: schools known so far, errors, notes, keys, files."""

    context: ImportContext
    school_levels: dict[str, frozenset[Level]]
    errors: list[IntakeError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    file_paths: dict[str, Path] = field(default_factory=dict)
    first_seen: dict[tuple[object, ...], str] = field(default_factory=dict)
    unknown_sources: dict[str, str] = field(default_factory=dict)


class Row:
    """One row below the header. A getter that meets a fault notes it and answers None."""

    __slots__ = ("_cells", "_faults", "_school", "_year", "line", "state", "table")

    def __init__(self, state: ImportState, table: RecognisedTable, line: int, cells: list[CellValue]) -> None:
        self.state = state
        self.table = table
        self.line = line
        self._cells = cells
        self._faults = 0
        self._school: str | None = None
        self._year: int | None = None

    @property
    def is_sound(self) -> bool:
        return self._faults == 0

    @property
    def faults(self) -> int:
        """How many faults were found so far; the same before and after a step = the step found none."""
        return self._faults

    @property
    def address(self) -> str:
        return self.at(next(iter(LAYOUTS[self.table.kind].required)))

    def at(self, column: str) -> str:
        """Address of a column's cell; a column that the table lacks is shown at the row's first key."""
        place = self.table.columns.get(column)
        if place is None:
            place = self.table.columns[LAYOUTS[self.table.kind].required[0]]
        return self.table.source.address(self.line, place)

    def wrong(self, column: str, what: str, action: str) -> None:
        self._faults += 1
        self.state.errors.append(IntakeError(self.at(column), what, action))

    def wrong_at(self, place: int, what: str, action: str) -> None:
        self._faults += 1
        self.state.errors.append(IntakeError(self.table.source.address(self.line, place), what, action))

    def raw(self, column: str) -> CellValue:
        place = self.table.columns.get(column)
        return None if place is None or place >= len(self._cells) else self._cells[place]

    def cells_beyond(self, width: int) -> list[int]:
        return [place for place in range(width, len(self._cells)) if self._cells[place] is not None]

    def text(self, column: str, *, most: int = 4000) -> str:
        """Text of a cell with spaces collapsed; «» when empty."""
        cell = self.raw(column)
        if cell is None:
            return ""
        text = one_line(cell) if isinstance(cell, str) else one_line(text_of(cell))
        if len(text) > most:
            self.wrong(column, f"текст длиннее {most} знаков", "сократите его")
        return text

    def lines(self, column: str, *, most: int = 4000) -> str | None:
        """Text of a cell with its line breaks; None when empty."""
        cell = self.raw(column)
        if cell is None:
            return None
        text = clean(text_of(cell)).strip()
        if len(text) > most:
            self.wrong(column, f"текст длиннее {most} знаков", "сократите его")
        return text or None

    def optional(self, column: str, *, most: int) -> str | None:
        return self.text(column, most=most) or None

    def whole(self, column: str, *, name: str) -> int | None:
        try:
            return whole_of(self.raw(column), name=name)
        except CellFault as fault:
            self.wrong(column, fault.what, fault.action)
            return None

    def day(self, column: str) -> date | None:
        try:
            return date_of(self.raw(column))
        except CellFault as fault:
            self.wrong(column, fault.what, fault.action)
            return None

    def link(self, column: str) -> str | None:
        try:
            return web_address(self.text(column, most=2000)) or None
        except CellFault as fault:
            self.wrong(column, fault.what, fault.action)
            return None

    def word(self, column: str, index: WordIndex, *, name: str, action: str) -> str | None:
        """The id a cell stands for; empty and unknown words are faults. name: «вид школы»."""
        text = self.text(column)
        if not text:
            self.wrong(column, f"{name}: не указано", action)
            return None
        found = index.find(text)
        if found is None:
            self.wrong(column, f"{name}: {quoted(text)} — неизвестное значение", action)
        return found

    def year(self) -> int | None:
        text = self.text("year")
        try:
            year = parse_year(text)
        except UnknownYearError:
            year = None
        today = self.state.context.today
        if year is not None and is_valid_year(year, today=today):
            self._year = year
            self._refuse_of_gone_school()
            return year
        what = f"учебный год {quoted(text)} неизвестен" if text else "учебный год не указан"
        self.wrong("year", what, f"пишите год как 2025/26, от 1990/91 до {format_year(year_of(today) + 1)}")
        return None

    def school(self) -> str | None:
        """Code of a school of the district (or of this import) whose rows may be given."""
        code = self.text("school")
        only = self.state.context.only_school
        if not code:
            self.wrong("school", "школа не указана", "укажите код школы")
        elif only is not None and code != only:
            self.wrong("school", f"школа {quoted(code)} не относится к этому импорту", f"оставьте строки школы {only}")
        elif code not in self.state.school_levels:
            self.wrong("school", f"школа {quoted(code)} неизвестна", "проверьте код или сначала загрузите школу")
        else:
            self._school = code
            self._refuse_of_gone_school()
            return code
        return None

    def _refuse_of_gone_school(self) -> None:
        """Nothing is taken for a year in which the school is not there any more, or not yet."""
        if self._school is None or self._year is None:
            return
        known = self.state.context.schools.get(self._school)
        if known is None or known.is_there(self._year):
            return
        if known.gone_from is not None and self._year >= known.gone_from:
            what = f"школы {quoted(self._school)} нет с {format_year(known.gone_from)}"
            self.wrong("year", what, _GONE)
        else:
            what = f"школа {quoted(self._school)} открыта с {format_year(known.began_in or self._year)}"
            self.wrong("year", what, "укажите год, в котором школа работала, или уберите строку")

    def indicator(self) -> IndicatorRule | None:
        text = self.text("indicator")
        found = self.state.context.indicator_index.find(text)
        if found is not None:
            return self.state.context.indicators[found]
        what = f"показатель {quoted(text)} неизвестен" if text else "показатель не указан"
        self.wrong("indicator", what, "укажите id или код показателя из каталога")
        return None

    def level(self, indicator: IndicatorRule | None, school: str | None) -> Level | None:
        """Level of the row, which the indicator has and the school teaches; empty = the only one."""
        context = self.state.context
        text = self.text("level")
        if text:
            found = context.level_index.find(text)
            if found is None:
                self.wrong("level", f"уровень {quoted(text)} неизвестен", f"укажите {context.titles_of(tuple(Level))}")
                return None
            level = Level(found)
        elif indicator is None:
            return None
        elif len(indicator.levels) == 1:
            level = indicator.levels[0]
        else:
            self.wrong("level", "уровень не указан", f"укажите {context.titles_of(indicator.levels)}")
            return None
        return level if self._has_level(level, indicator, school) else None

    def _has_level(self, level: Level, indicator: IndicatorRule | None, school: str | None) -> bool:
        context = self.state.context
        if indicator is not None and level not in indicator.levels:
            title = context.titles_of((level,))
            hint = f"укажите {context.titles_of(indicator.levels)}"
            self.wrong("level", f"у показателя {indicator.code} нет уровня {title}", hint)
            return False
        if school is not None and level not in self.state.school_levels[school]:
            title = context.titles_of((level,))
            self.wrong("level", f"в школе {quoted(school)} нет уровня {title}", "проверьте уровень или уровни школы")
            return False
        return True

    def block(self) -> int | None:
        text = self.text("block").rstrip(".")
        found = self.state.context.block_index.find(text)
        if found is not None:
            return int(found)
        what = f"блок {quoted(text)} неизвестен" if text else "блок не указан"
        self.wrong("block", what, "укажите номер блока от 1 до 6")
        return None

    def is_repeated(self, key: tuple[object, ...], column: str) -> bool:
        """Whether an earlier row of this import has the same key; the fault names that row."""
        here = self.at(column)
        before = self.state.first_seen.setdefault((self.table.kind, *key), here)
        if before == here:
            return False
        self.wrong(column, f"повтор строки {before}", "оставьте одну из строк")
        return True
