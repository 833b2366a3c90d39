"""Words for flags: one Russian sentence with the evidence, why it matters, what to do next.

The sentence speaks of a school that the reader knows from the context. Wording: look.md §5; formats:
charts.md, «Message and text». Titles come from the district's catalogue through `Names`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Protocol

from data_layer.domain.facts import FlagFact
from data_layer.domain.flags import flag_days_overdue
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Level, Rule, Stage

_NBSP: Final = "\u00a0"
_NARROW: Final = "\u202f"


class Names(Protocol):
    """How a district's catalogue names things, by id; indicators and goals with their code: «1.1 Аттестация»."""

    def block(self, number: int) -> str: ...

    def stage(self, stage: Stage) -> str: ...

    def indicator(self, indicator: str) -> str: ...

    def goal(self, goal: str) -> str: ...

    def document_type(self, document_type: str) -> str: ...

    def organisation_item(self, item: str) -> str: ...


_LEVELS: Final = {
    Level.NOO: "НОО",
    Level.OOO: "ООО",
    Level.SOO: "СОО",
    Level.SCHOOL: "ОО в целом",
}
# After a number in the genitive: «не хватает 1 обучающегося, 2 обучающихся».
_COUNTED: Final = {
    "students": ("обучающегося", "обучающихся"),
    "results": ("результата", "результатов"),
    "teachers": ("педагога", "педагогов"),
    "events": ("мероприятия", "мероприятий"),
    "graduates": ("выпускника", "выпускников"),
    "items": ("единицы", "единиц"),
    "classes": ("класса", "классов"),
}
# After one too many: «лишний 1 обучающийся»; of several the genitive above follows.
_ONE_TOO_MANY: Final = {
    "students": ("лишний", "обучающийся"),
    "results": ("лишний", "результат"),
    "teachers": ("лишний", "педагог"),
    "events": ("лишнее", "мероприятие"),
    "graduates": ("лишний", "выпускник"),
    "items": ("лишняя", "единица"),
    "classes": ("лишний", "класс"),
}
_FIELDS: Final = {
    "goals": "цели",
    "tasks": "задачи",
    "deadlines": "сроки",
    "responsible": "ответственный",
    "addressee": "адресат",
    "number": "номер",
    "date": "дата",
    "title": "название",
    "url": "ссылка",
    "file": "файл",
}
_SLICES: Final = {"subject": "по предметам", "class_group": "по классам"}
_NUMBERS: Final = {"numerator": "числителей", "denominator": "знаменателей", "value": "значений"}


def message(flag: FlagFact, *, today: date, names: Names) -> str:
    """What is wrong, in one sentence with counts and dates; today only counts days."""
    return _MESSAGES[flag.rule](flag, today, names)


def why(rule: Rule) -> str:
    """Why the rule has raised the flag."""
    return _WHY[rule]


def what_to_do(rule: Rule) -> str:
    """The next step, beginning with a verb."""
    return _WHAT_TO_DO[rule]


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a whole number: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    last, last_two = abs(number) % 10, abs(number) % 100
    if last == 1 and last_two != 11:
        return one
    return few if last in (2, 3, 4) and last_two not in (12, 13, 14) else many


def counted(number: int, counts: str) -> str:
    """«1 обучающегося», «12 результатов»: the genitive of what an indicator counts."""
    one, many = _COUNTED.get(counts, _COUNTED["items"])
    return f"{whole(number)}{_NBSP}{plural(number, one, many, many)}"


def too_many(number: int, counts: str) -> str:
    """«лишний 1 обучающийся», «лишних 3 обучающихся», «лишнее 21 мероприятие»."""
    one, noun = _ONE_TOO_MANY.get(counts, _ONE_TOO_MANY["items"])
    if plural(number, one, "лишних", "лишних") == one:
        return f"{one} {whole(number)}{_NBSP}{noun}"
    return f"лишних {counted(number, counts)}"


def _stage_missing(flag: FlagFact, today: date, names: Names) -> str:
    return f"{_cell(flag, names)}: документ не сдан, {_passed(flag, today)}."


def _stage_due_soon(flag: FlagFact, today: date, names: Names) -> str:
    due = _due(flag)
    left = (due - today).days
    when = "срок сегодня" if left <= 0 else f"осталось {_days(left)}"
    return f"{_cell(flag, names)}: документ нужен до {_day(due)}, {when}."


def _stage_late(flag: FlagFact, _today: date, names: Names) -> str:
    late = _days(_number(flag.details, "days_late"))
    return (
        f"{_cell(flag, names)}: первый документ {_quoted(_text(flag.details, 'document'))} "
        f"от {_date_in(flag.details, 'date')}, на {late} позже срока {_day(_due(flag))}."
    )


def _stage_skipped(flag: FlagFact, _today: date, names: Names) -> str:
    later = _listed(names.stage(Stage(str(stage))) for stage in _list(flag.details, "later_stages"))
    return f"{_cell(flag, names)}: документа нет, хотя дальше по циклу уже сдано: {later}."


def _stage_out_of_order(flag: FlagFact, _today: date, names: Names) -> str:
    overtaken = ", ".join(
        f"{_quoted(names.stage(Stage(_text(row, 'stage'))))} (от {_date_in(row, 'date')})"
        for row in _rows(flag.details, "earlier_stages")
    )
    return (
        f"{_cell(flag, names)}: документ {_quoted(_text(flag.details, 'document'))} "
        f"от {_date_in(flag.details, 'date')} раньше, чем документы стадий до него: {overtaken}."
    )


def _document_stale(flag: FlagFact, _today: date, names: Names) -> str:
    return (
        f"{_cell(flag, names)}: документ {_quoted(flag.document)} "
        f"от {_date_in(flag.details, 'date')} не из цикла {_year(flag.year)}а "
        f"(с {_date_in(flag.details, 'opens')} по {_date_in(flag.details, 'closes')})."
    )


def _document_reused(flag: FlagFact, _today: date, names: Names) -> str:
    within = [
        f"{_quoted(_text(row, 'document'))} (блок{_NBSP}{_number(row, 'block')}, "
        f"{_quoted(names.stage(Stage(_text(row, 'stage'))))})"
        for row in _rows(flag.details, "documents")
    ]
    schools = [f"{_text(row, 'school')} ({_quoted(_text(row, 'document'))})" for row in _rows(flag.details, "schools")]
    found = []
    if within:
        found.append(f"повторяет другой документ школы: {', '.join(within)}")
    if schools:
        found.append(f"тот же файл есть в другой школе: {', '.join(schools)}")
    elif flag.details.get("has_other_school"):
        found.append("тот же файл есть в другой школе района")
    return f"{_cell(flag, names)}: документ {_quoted(flag.document)} — {'; '.join(found)}."


def _document_incomplete(flag: FlagFact, _today: date, names: Names) -> str:
    fields = [str(name) for name in _list(flag.details, "fields")]
    missing = ", ".join(_FIELDS.get(name, name) for name in fields)
    return f"{_cell(flag, names)}: в документе {_quoted(flag.document)} не указано: {missing}."


def _document_returned(flag: FlagFact, _today: date, names: Names) -> str:
    return f"{_cell(flag, names)}: документ {_quoted(flag.document)} возвращён с замечанием, исправленного пока нет."


def _data_missing(flag: FlagFact, today: date, names: Names) -> str:
    return f"{_figure(flag, names)}: данных за {_year(flag.year)} нет, {_passed(flag, today)}."


def _target_missing(flag: FlagFact, _today: date, names: Names) -> str:
    return f"{_figure(flag, names)}: на {_year(flag.year)} нет ни цели школы, ни ориентира района."


def _target_unambitious(flag: FlagFact, _today: date, names: Names) -> str:
    details = flag.details
    own = _amount(details, "target")
    easier = []
    if "reference" in details:
        easier.append(f"ориентира района {_amount(details, 'reference')}")
    if "last_value" in details:
        easier.append(f"прошлогоднего значения {_last_value(details, own)}")
    return f"{_figure(flag, names)}: цель школы {own} мягче {' и '.join(easier)}."


def _goal_missed_no_response(flag: FlagFact, today: date, names: Names) -> str:
    # Of the empty stages only those whose day has passed are missed; none of them counts before.
    empty = _rows(flag.details, "stages")
    passed = [row for row in empty if date.fromisoformat(_text(row, "due")) < today]
    stages = [
        f"{_quoted(names.stage(Stage(_text(row, 'stage'))))} (срок {_date_in(row, 'due')})" for row in passed or empty
    ]
    return (
        f"Цель {_quoted(names.goal(flag.goal or ''))} не достигнута{_misses(flag, names)}, "
        f"а ответа школы нет: {', '.join(stages)}."
    )


def _goal_missed_again(flag: FlagFact, _today: date, names: Names) -> str:
    return (
        f"Цель {_quoted(names.goal(flag.goal or ''))} не достигнута второй год подряд, "
        f"в {format_year(flag.year - 1)} и {format_year(flag.year)}{_misses(flag, names)}{_other_method(flag)}."
    )


def _other_method(flag: FlagFact) -> str:
    return f"; с {format_year(flag.year)} методика другая" if flag.details.get("is_other_method") else ""


def _data_inconsistent(flag: FlagFact, _today: date, names: Names) -> str:
    reasons = "; ".join(_reason(row, names) for row in _rows(flag.details, "reasons"))
    return f"{_figure(flag, names)}: {reasons}."


def _organisation_missing(flag: FlagFact, today: date, names: Names) -> str:
    item = _quoted(names.organisation_item(flag.document))
    return f"Организация ВСОКО: нет отметки {item}, {_passed(flag, today)}."


_MESSAGES: Final[Mapping[Rule, Callable[[FlagFact, date, Names], str]]] = {
    Rule.STAGE_MISSING: _stage_missing,
    Rule.STAGE_DUE_SOON: _stage_due_soon,
    Rule.STAGE_LATE: _stage_late,
    Rule.STAGE_SKIPPED: _stage_skipped,
    Rule.STAGE_OUT_OF_ORDER: _stage_out_of_order,
    Rule.DOCUMENT_STALE: _document_stale,
    Rule.DOCUMENT_REUSED: _document_reused,
    Rule.DOCUMENT_INCOMPLETE: _document_incomplete,
    Rule.DOCUMENT_RETURNED: _document_returned,
    Rule.DATA_MISSING: _data_missing,
    Rule.TARGET_MISSING: _target_missing,
    Rule.TARGET_UNAMBITIOUS: _target_unambitious,
    Rule.GOAL_MISSED_NO_RESPONSE: _goal_missed_no_response,
    Rule.GOAL_MISSED_AGAIN: _goal_missed_again,
    Rule.DATA_INCONSISTENT: _data_inconsistent,
    Rule.ORGANISATION_MISSING: _organisation_missing,
}

_WHY: Final[Mapping[Rule, str]] = {
    Rule.STAGE_MISSING: "Стадия обязательна, срок прошёл, а сданного или принятого документа нет.",
    Rule.STAGE_DUE_SOON: "Стадия обязательна, срок близко, а сданного документа ещё нет.",
    Rule.STAGE_LATE: "Самый ранний документ стадии датирован позже срока.",
    Rule.STAGE_SKIPPED: "Цикл идёт по порядку: следующая стадия опирается на эту.",
    Rule.STAGE_OUT_OF_ORDER: "Документ датирован раньше, чем всё, на что он должен опираться.",
    Rule.DOCUMENT_STALE: "Дата документа вне управленческого цикла этого учебного года.",
    Rule.DOCUMENT_REUSED: "Один и тот же документ стоит в разных стадиях или в разных школах.",
    Rule.DOCUMENT_INCOMPLETE: "Для этого вида документа заполнены не все обязательные сведения.",
    Rule.DOCUMENT_RETURNED: "Документ возвращён, другого сданного документа в стадии нет.",
    Rule.DATA_MISSING: "Показатель решает, достигнута ли цель, а значения нет, и срок прошёл.",
    Rule.TARGET_MISSING: "Без цели школы и без ориентира района результат не с чем сравнить.",
    Rule.TARGET_UNAMBITIOUS: "Цель школы ниже того, что предлагает район или что уже достигнуто.",
    Rule.GOAL_MISSED_NO_RESPONSE: "Цель не достигнута, а рекомендаций, мер или решений в срок нет.",
    Rule.GOAL_MISSED_AGAIN: "Цель не достигнута и в этом, и в прошлом учебном году.",
    Rule.DATA_INCONSISTENT: "Числа, которые должны сходиться, не сходятся.",
    Rule.ORGANISATION_MISSING: "Требование к школе не отмечено как выполненное, срок прошёл.",
}

_WHAT_TO_DO: Final[Mapping[Rule, str]] = {
    Rule.STAGE_MISSING: "Сдать документ стадии на проверку.",
    Rule.STAGE_DUE_SOON: "Подготовить документ и сдать его до срока.",
    Rule.STAGE_LATE: "Проверить дату документа; на следующий год запланировать стадию раньше.",
    Rule.STAGE_SKIPPED: "Сдать документ пропущенной стадии.",
    Rule.STAGE_OUT_OF_ORDER: "Проверить даты документов и исправить ту, что внесена неверно.",
    Rule.DOCUMENT_STALE: "Сдать документ этого учебного года или исправить дату.",
    Rule.DOCUMENT_REUSED: "Сдать отдельный документ или указать в нём все ячейки, которые он закрывает.",
    Rule.DOCUMENT_INCOMPLETE: "Дополнить сведения о документе.",
    Rule.DOCUMENT_RETURNED: "Исправить документ по замечанию и сдать снова.",
    Rule.DATA_MISSING: "Внести данные по показателю.",
    Rule.TARGET_MISSING: "Установить цель школы на год.",
    Rule.TARGET_UNAMBITIOUS: "Пересмотреть цель школы или объяснить, почему она такая.",
    Rule.GOAL_MISSED_NO_RESPONSE: "Сдать рекомендации, меры и решения по этому блоку.",
    Rule.GOAL_MISSED_AGAIN: "Разобрать, почему прошлогодние меры не помогли, и принять новые.",
    Rule.DATA_INCONSISTENT: "Сверить числа с источником и внести исправленные.",
    Rule.ORGANISATION_MISSING: "Выполнить требование и отметить его со ссылкой на документ.",
}


def _cell(flag: FlagFact, names: Names) -> str:
    stage = _quoted(names.stage(flag.stage)) if flag.stage is not None else ""
    return f"Блок{_NBSP}{flag.block}, {stage}"


def _figure(flag: FlagFact, names: Names) -> str:
    level = "" if flag.level in (None, Level.SCHOOL) else f", {_LEVELS[Level(str(flag.level))]}"
    return f"Показатель {_quoted(names.indicator(flag.indicator or ''))}{level}"


def _passed(flag: FlagFact, today: date) -> str:
    overdue = flag_days_overdue(flag, today)
    since = "" if overdue is None else f", просрочено на {_days(overdue)}"
    return f"срок {_day(_due(flag))}{since}"


def _misses(flag: FlagFact, names: Names) -> str:
    """The figures that missed the goal, in brackets; nothing where none is known."""
    rows = _rows(flag.details, "results")
    goal = names.goal(flag.goal or "")
    return f" ({'; '.join(_miss(row, names, goal=goal) for row in rows)})" if rows else ""


def _miss(row: Mapping[str, object], names: Names, *, goal: str) -> str:
    """The figure with its level or indicator; an indicator that goes by the goal's own name is not said twice."""
    level = Level(_text(row, "level"))
    who = names.indicator(_text(row, "indicator")) if level is Level.SCHOOL else _LEVELS[level]
    return _fact(row) if who == goal else f"{who}: {_fact(row)}"


def _fact(row: Mapping[str, object]) -> str:
    numerator, denominator = row.get("numerator"), row.get("denominator")
    if isinstance(numerator, int) and isinstance(denominator, int):
        return f"{whole(numerator)} из {whole(denominator)}{_shortfall(row)}"
    value, baseline = row.get("value"), row.get("baseline")
    now = whole(int(value)) if isinstance(value, int | float) else "нет данных"
    return f"{now} после {whole(baseline)} в прошлом году" if isinstance(baseline, int) else now


def _shortfall(row: Mapping[str, object]) -> str:
    gap = row.get("pupil_gap")
    if not isinstance(gap, int) or gap >= 0:
        return ""
    if row.get("direction") == "at_most":
        return f", {too_many(-gap, _text(row, 'counts'))}"
    return f", не хватает {counted(-gap, _text(row, 'counts'))}"


def _reason(row: Mapping[str, object], names: Names) -> str:
    check = _text(row, "check")
    if check == "other_indicator":
        other = _quoted(names.indicator(_text(row, "indicator")))
        return (
            f"знаменатель {whole(_number(row, 'denominator'))} не равен "
            f"числителю {whole(_number(row, 'numerator'))} показателя {other}"
        )
    if check == "slices":
        return (
            f"сумма {_NUMBERS[_text(row, 'number')]} {_SLICES[_text(row, 'of')]} "
            f"{whole(_number(row, 'sum'))} не сходится с итогом {whole(_number(row, 'total'))}"
        )
    return (
        f"знаменатель {whole(_number(row, 'denominator'))} после "
        f"{whole(_number(row, 'last_denominator'))} в прошлом году — больше чем втрое"
    )


def _last_value(details: Mapping[str, object], own: str) -> str:
    """Last year's value; with more digits where rounding would make it equal to the target."""
    value = Decimal(str(details["last_value"]))
    is_percent = details.get("unit") == "percent"
    short = _decimal(value, digits=1, is_percent=is_percent)
    text = short if short != own else _decimal(value, digits=2, is_percent=is_percent)
    numerator, denominator = details.get("numerator"), details.get("denominator")
    if isinstance(numerator, int) and isinstance(denominator, int):
        return f"{text} ({whole(numerator)} из {whole(denominator)})"
    return text


def _amount(details: Mapping[str, object], key: str) -> str:
    value = Decimal(_text(details, key))
    is_percent = details.get("unit") == "percent"
    return _decimal(value, digits=None, is_percent=is_percent)


def _decimal(value: Decimal, *, digits: int | None, is_percent: bool) -> str:
    if digits is not None:
        value = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{value.normalize():f}".replace(".", ",")
    return f"{text}{_NBSP}%" if is_percent else text


def whole(number: int) -> str:
    """«10 331», thousands by a narrow no-break space."""
    return f"{number:,}".replace(",", _NARROW)


def _days(number: int) -> str:
    return f"{whole(number)}{_NBSP}{plural(number, 'день', 'дня', 'дней')}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _year(year: int) -> str:
    return f"{format_year(year)}{_NBSP}год"


def _quoted(title: str) -> str:
    """Quotes inside quotes take the other shape."""
    return f"«{title.replace('«', '„').replace('»', '“')}»"


def _listed(titles: Iterable[str]) -> str:
    return ", ".join(_quoted(title) for title in titles)


def _due(flag: FlagFact) -> date:
    if flag.due is None:
        raise ValueError(f"a flag of {flag.rule} needs a due day")
    return flag.due


def _text(details: Mapping[str, object], key: str) -> str:
    return str(details[key])


def _number(details: Mapping[str, object], key: str) -> int:
    return int(_text(details, key))


def _date_in(details: Mapping[str, object], key: str) -> str:
    return _day(date.fromisoformat(_text(details, key)))


def _list(details: Mapping[str, object], key: str) -> Sequence[object]:
    found = details.get(key, ())
    return found if isinstance(found, list | tuple) else ()


def _rows(details: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return [row for row in _list(details, key) if isinstance(row, Mapping)]
