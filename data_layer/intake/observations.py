"""Rows of the table «Показатели»: numbers, percentages, missing codes, slices."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data_layer.domain.facts import IndicatorRule
from data_layer.domain.vocabulary import IndicatorKind, Level, MissingCode
from data_layer.intake.cells import DECIMAL_PLACES, Absence, absence_of, number_of, plain, shown
from data_layer.intake.cursor import ImportState, Row
from data_layer.intake.errors import CellFault, IntakeError, quoted
from data_layer.intake.rows import HIDDEN_AT_SOURCE, RESTORED_FROM_PERCENT, ObservationRow
from data_layer.intake.words import normal

NUMBER_COLUMNS: Final = ("numerator", "denominator", "value")
RATIO_KINDS: Final = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION, IndicatorKind.BREAKDOWN})

# A percentage stated beside its counts may be rounded to whole percents.
_ROUNDING: Final = Decimal("0.5")
_MISSING_HINT: Final = "укажите x, u, w или z"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of a row as the kind of its indicator stores them."""

    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    baseline: int | None = None
    stated_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Slice:
    subject: str
    class_group: str
    category: str


def is_blank(row: Row) -> bool:
    """A row that gives neither a number nor a code: a line of a template nobody filled."""
    return all(row.raw(column) is None for column in (*NUMBER_COLUMNS, "missing"))


def has_numbers(row: Row) -> bool:
    """Whether a number, or something that ought to be one, stands in the row."""
    return any(row.raw(column) is not None and absence_of(row.raw(column)) is None for column in NUMBER_COLUMNS)


def check_observation(row: Row) -> ObservationRow | None:
    """The row, or None when something is wrong with it."""
    school, indicator = row.school(), row.indicator()
    level, year = row.level(indicator, school), row.year()
    where = _Slice(row.text("subject", most=100), row.text("class_group", most=32), _category(row, indicator))
    missing, is_hidden = _missing(row)
    numbers = _numbers(row, indicator) if missing is None and has_numbers(row) else Numbers()
    source = _source(row)
    note = _note(row, is_hidden=is_hidden, is_restored=numbers.stated_percent is not None)
    if school and indicator and level and year is not None:
        _refuse_repeated(row, (school, indicator.id, level, year), where)
    if not row.is_sound or school is None or indicator is None or level is None or year is None:
        return None
    return ObservationRow(
        address=row.address,
        school=school,
        indicator=indicator.id,
        level=level,
        year=year,
        subject=where.subject,
        class_group=where.class_group,
        category=where.category,
        numerator=numbers.numerator,
        denominator=numbers.denominator,
        value=numbers.value,
        baseline=numbers.baseline,
        stated_percent=numbers.stated_percent,
        missing=missing,
        is_hidden_at_source=is_hidden,
        source=source,
        note=note,
    )


def _refuse_repeated(row: Row, key: tuple[str, str, Level, int], where: _Slice) -> None:
    row.is_repeated((*key, normal(where.subject), normal(where.class_group), normal(where.category)), "school")


# --- what is said about missing numbers -------------------------------------------------------------


def _missing(row: Row) -> tuple[MissingCode | None, bool]:
    """The code of the row and whether the source hides the number.

    The code stands in its own column, or a mark such as «–» or «<5» stands where a number should.
    A mark then speaks for the whole row; but a dash beside complete numbers only fills a spare cell.
    """
    marks = {column: absence_of(row.raw(column)) for column in (*NUMBER_COLUMNS, "missing")}
    is_hidden = Absence.HIDDEN in marks.values()
    if row.raw("missing") is not None:
        return _missing_code(row, marks["missing"]), is_hidden
    if is_hidden or (any(marks.values()) and not _is_complete(row)):
        return MissingCode.NO_DATA, is_hidden
    return None, False


def _is_complete(row: Row) -> bool:
    """Whether the row gives every number that some kind of indicator needs."""
    given = {column for column in NUMBER_COLUMNS if row.raw(column) is not None and absence_of(row.raw(column)) is None}
    return "value" in given or {"numerator", "denominator"} <= given


def _missing_code(row: Row, mark: Absence | None) -> MissingCode | None:
    text = row.text("missing")
    found = MissingCode.NO_DATA if mark else row.state.context.missing_index.find(text)
    if found is None:
        row.wrong("missing", f"код пропуска {quoted(text)} неизвестен", _MISSING_HINT)
        return None
    if has_numbers(row):
        row.wrong("missing", "указаны и число, и код пропуска", "оставьте что-то одно")
    return MissingCode(found)


# --- numbers ----------------------------------------------------------------------------------------


def _numbers(row: Row, indicator: IndicatorRule | None) -> Numbers:
    if indicator is None:
        return _ratio(row, None)
    if indicator.kind in RATIO_KINDS:
        return _ratio(row, indicator)
    return _units(row, indicator)


def _ratio(row: Row, indicator: IndicatorRule | None) -> Numbers:
    """Numerator and denominator, given or restored from a percentage. Without indicator: plain checks only."""
    before = row.faults
    numerator = row.whole("numerator", name="числитель")
    denominator = row.whole("denominator", name="знаменатель")
    percent = _percent(row) if indicator is not None else None
    if row.faults > before:
        return Numbers()
    if numerator is not None and denominator is not None and numerator > denominator:
        row.wrong("numerator", f"числитель {numerator} больше знаменателя {denominator}", "проверьте значения")
        return Numbers()
    if indicator is None:
        return Numbers()
    if denominator is None:
        return _without_denominator(row, percent)
    return _with_denominator(row, indicator, numerator, denominator, percent)


def _without_denominator(row: Row, percent: Decimal | None) -> Numbers:
    if percent is not None:
        row.wrong("value", "доля указана без знаменателя", "добавьте знаменатель")
    else:
        row.wrong("denominator", "знаменатель не указан", "добавьте знаменатель")
    return Numbers()


def _with_denominator(
    row: Row, indicator: IndicatorRule, numerator: int | None, denominator: int, percent: Decimal | None
) -> Numbers:
    if denominator == 0:
        return _empty_cohort(row, indicator)
    if numerator is None:
        return _restored(row, indicator, denominator, percent)
    if percent is not None and abs(percent * denominator - 100 * numerator) > _ROUNDING * denominator:
        what = f"значение {plain(percent)} % не равно {numerator} из {denominator}"
        row.wrong("value", what, "исправьте значение или числитель")
    return Numbers(numerator, denominator)


def _empty_cohort(row: Row, indicator: IndicatorRule) -> Numbers:
    if indicator.allows_zero_denominator:
        return Numbers(0, 0)
    action = "проверьте знаменатель; если показатель не применим, укажите код z"
    row.wrong("denominator", "знаменатель равен нулю", action)
    return Numbers()


def _restored(row: Row, indicator: IndicatorRule, denominator: int, percent: Decimal | None) -> Numbers:
    if percent is None:
        row.wrong("numerator", "числитель не указан", "добавьте числитель")
        return Numbers()
    if indicator.kind is not IndicatorKind.SHARE:
        row.wrong(
            "numerator", f"числитель не указан, для показателя {indicator.code} процента мало", "добавьте числитель"
        )
        return Numbers()
    numerator = (percent * denominator / 100).to_integral_value(rounding=ROUND_HALF_UP)
    stated = percent.quantize(Decimal(1).scaleb(-DECIMAL_PLACES), rounding=ROUND_HALF_UP)
    return Numbers(int(numerator), denominator, stated_percent=stated.normalize() + 0)


def _percent(row: Row) -> Decimal | None:
    try:
        percent = number_of(row.raw("value"), name="значение")
    except CellFault as fault:
        row.wrong("value", fault.what, fault.action)
        return None
    if percent is not None and percent < 0:
        row.wrong("value", f"значение {shown(percent)} % меньше нуля", "доля бывает от 0 до 100 %")
    if percent is not None and percent > 100:
        row.wrong("value", f"значение {plain(percent)} % больше 100 %", "доля бывает от 0 до 100 %")
    return percent


def _units(row: Row, indicator: IndicatorRule) -> Numbers:
    """Value of a count; value, baseline and base population of a growth."""
    before = row.faults
    is_growth = indicator.kind is IndicatorKind.GROWTH
    if row.raw("numerator") is not None:
        row.wrong("numerator", f"у показателя {indicator.code} нет числителя", "укажите число в колонке «Значение»")
    if row.raw("denominator") is not None and not is_growth:
        row.wrong("denominator", f"у показателя {indicator.code} нет знаменателя", "оставьте ячейку пустой")
    value = row.whole("value", name="значение")
    baseline = row.whole("baseline", name="база") if is_growth else None
    denominator = row.whole("denominator", name="знаменатель") if is_growth else None
    if is_growth and denominator == 0:
        row.wrong("denominator", "знаменатель равен нулю", "укажите численность или оставьте ячейку пустой")
    if row.faults == before and value is None:
        row.wrong("value", "значение не указано", "укажите число или код пропуска")
    return Numbers(denominator=denominator, value=value, baseline=baseline)


# --- slices, source, note ---------------------------------------------------------------------------


def _category(row: Row, indicator: IndicatorRule | None) -> str:
    text = row.text("category", most=100)
    if indicator is None:
        return text
    if indicator.kind is IndicatorKind.BREAKDOWN:
        return _breakdown_category(row, indicator, text)
    return _dimension_category(row, indicator, text) if text else ""


def _breakdown_category(row: Row, indicator: IndicatorRule, text: str) -> str:
    action = f"укажите одну из категорий: {', '.join(indicator.categories)}"
    if not text:
        # A missing code may stand for the breakdown as a whole; numbers belong to a category.
        if has_numbers(row):
            row.wrong("category", "категория не указана", action)
        return ""
    titles = row.state.context.category_titles.get(indicator.id, {})
    words = {normal(title): category for category, title in titles.items()}
    words |= {normal(category): category for category in indicator.categories}
    found = words.get(normal(text))
    if found is None:
        row.wrong("category", f"категория {quoted(text)} неизвестна", action)
    return found or ""


def _dimension_category(row: Row, indicator: IndicatorRule, text: str) -> str:
    dimension, colon, value = (part.strip() for part in text.partition(":"))
    found = next((known for known in indicator.dimensions if normal(known) == normal(dimension)), None)
    if found is None:
        known = ", ".join(indicator.dimensions)
        action = f"возможные разрезы: {known}" if known else "оставьте ячейку пустой"
        row.wrong("category", f"разрез {quoted(text)} у показателя {indicator.code} неизвестен", action)
    elif not colon or not value:
        row.wrong("category", f"у разреза {quoted(text)} нет значения", f"пишите {found}:значение")
    return f"{found}:{value}"


def _source(row: Row) -> str:
    """Id of a known source; anything else stays as it is written and is named in a note."""
    text = row.text("source", most=64)
    found = row.state.context.source_index.find(text) if text else ""
    if found is None:
        row.state.unknown_sources.setdefault(text, row.at("source"))
        return text
    return found


def _note(row: Row, *, is_hidden: bool, is_restored: bool) -> str:
    marks = [HIDDEN_AT_SOURCE] * is_hidden + [RESTORED_FROM_PERCENT] * is_restored
    note = row.lines("note") or ""
    return "; ".join([*filter(None, [note]), *(mark for mark in marks if mark not in note)])


# --- the table as a whole ---------------------------------------------------------------------------


def refuse_uneven_breakdowns(state: ImportState, rows: Iterable[tuple[ObservationRow, str]]) -> None:
    """Categories of one breakdown share one denominator. rows: each with the address of its denominator."""
    first: dict[tuple[object, ...], tuple[int, str]] = {}
    for row, address in rows:
        if row.denominator is None or state.context.indicators[row.indicator].kind is not IndicatorKind.BREAKDOWN:
            continue
        key = (row.school, row.indicator, row.level, row.year, normal(row.subject), normal(row.class_group))
        common, where = first.setdefault(key, (row.denominator, address))
        if common != row.denominator:
            what = f"знаменатель {row.denominator} отличается от {common} в {where}"
            state.errors.append(IntakeError(address, what, "у всех категорий один знаменатель"))
