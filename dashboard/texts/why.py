"""The sentences of «Почему?»: how a number came about, what it is compared with, why its verdict is what it is."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dashboard.formatting import (
    NO_BREAK,
    counted,
    date_full,
    decimal_text,
    exact,
    listed,
    percent_value,
    plain,
    plural,
    points,
    target_percent,
    whole,
)
from dashboard.texts.series import break_words, method_words
from dashboard.texts.words import (
    CLUSTERS,
    LEVELS,
    SCHOOL_KINDS,
    STAGES,
    STATUSES,
    in_units,
    of_schools,
    schools_of,
)
from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.school_year import format_year
from data_layer.domain.series import Years, is_method_new, series_break
from data_layer.domain.slices import SliceFact
from data_layer.domain.vocabulary import (
    CellState,
    Direction,
    GoalStatus,
    IndicatorKind,
    MissingCode,
    RequirementLevel,
    Status,
)
from data_layer.queries.cycle_views import Show
from data_layer.queries.explanation.views import (
    CellExplanation,
    CountExplanation,
    CountKind,
    DistrictGoalExplanation,
    DueOrigin,
    GivenBy,
    GoalExplanation,
    PooledExplanation,
    ResultExplanation,
    Slice,
    SliceExplanation,
    TargetGiven,
    Tolerance,
    ToleranceRule,
    TotalOrigin,
)

SHARES: Final = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION})
_VERDICTS: Final = frozenset({Status.MET, Status.NEAR, Status.NOT_MET})
NAMELESS: Final = "Имена школ на этом экране заменены кодами, поэтому здесь видна только сумма."
MISSING: Final[Mapping[MissingCode, str]] = {
    MissingCode.NO_DATA: "нет данных (код x)",
    MissingCode.UNRELIABLE: "число ненадёжно (код u)",
    MissingCode.NOT_YET: "ещё не срок (код w)",
    MissingCode.NOT_APPLICABLE: "не применимо (код z)",
}


# --- one figure of a school -------------------------------------------------------------------------------------


def result_scope(told: ResultExplanation) -> str:
    """«Ключевская СОШ · НОО · 2025/26»."""
    return f"{told.school.short_name} · {LEVELS[told.level]} · {format_year(told.year)}"


def indicator_title(rule: IndicatorRule) -> str:
    return f"{rule.code} {rule.title_short or rule.title}"


def shown_value(rule: IndicatorRule, fact: ResultFact | PooledFact, *, is_small: bool = False) -> str:
    """The figure as its page shows it: «82,2 %», «2 из 3», «4», «скрыто», «—»."""
    if fact.status is Status.SUPPRESSED:
        return "<10" if is_small else "скрыто"
    if fact.value is None:
        return f"охвачено {whole(fact.denominator)}" if fact.denominator else "нет числа"
    if rule.kind not in SHARES:
        return plain(fact.value)
    if fact.numerator is None or not fact.denominator:
        return percent_value(fact.value)
    if is_small:
        return f"{whole(fact.numerator)} из{NO_BREAK}{whole(fact.denominator)}"
    target = fact.target if isinstance(fact, ResultFact) else fact.reference
    return percent_value(Fraction(100 * fact.numerator, fact.denominator), target=target)


def division(numerator: int, denominator: int, *, target: Decimal | None) -> str:
    """«176 : 214 = 82,24 %»."""
    value = Fraction(100 * numerator, denominator)
    is_round = (100 * value).denominator == 1
    shown = target_percent(value) if is_round else percent_value(value, target=target, decimals=2)
    return f"{whole(numerator)} : {whole(denominator)} = {shown}"


def parts_of_share(numerator: int, denominator: int, words: tuple[str, str]) -> list[tuple[str, str]]:
    """What is above and below the line: number and words."""
    above, below = words[0] or "числитель", words[1] or "знаменатель"
    return [(whole(numerator), above), (whole(denominator), below)]


def total_origin(told: ResultExplanation) -> str:
    """Where the total comes from: «Школа сдала итог одной строкой.»"""
    used = [each for each in told.slices if each.is_used]
    if told.origin is TotalOrigin.NOTHING:
        return "Строк с этим показателем школа не сдавала."
    if told.origin is TotalOrigin.BREAKDOWN:
        return "Итог — общий знаменатель строк по видам; виды не складываются: один человек может быть в нескольких."
    if told.origin is TotalOrigin.SUMMED:
        lines = counted(len(used), "строки", "строк", "строк")
        return f"Итог — сумма {lines} {_by_what(used)}; итоговой строки школа не сдавала."
    aside = len(told.slices) - len(used)
    if not aside:
        return "Школа сдала итог одной строкой."
    return (
        "Школа сдала итог одной строкой; он главнее суммы. "
        f"Рядом {plural(aside, 'лежит', 'лежат', 'лежит')} {counted(aside, 'строка', 'строки', 'строк')} по частям."
    )


def lines_behind(origin: TotalOrigin, count: int) -> str:
    """«сумма 5 строк»; of a breakdown, whose kinds are not added up, «5 строк по видам»."""
    if origin is TotalOrigin.BREAKDOWN:
        return f"{counted(count, 'строка', 'строки', 'строк')} по видам"
    return f"сумма {counted(count, 'строки', 'строк', 'строк')}"


def _by_what(rows: Sequence[Slice]) -> str:
    has_subject, has_class = any(row.subject for row in rows), any(row.class_group for row in rows)
    if has_subject and has_class:
        return "по предметам и классам"
    return "по предметам" if has_subject else "по классам"


def rebuilt(row: Slice) -> str:
    """How a numerator was rebuilt from a percentage; empty where it was given."""
    if row.stated_percent is None or row.denominator is None or row.numerator is None:
        return ""
    percent = target_percent(row.stated_percent)
    return (
        f"Числитель восстановлен из процентов: сдано {percent} от {whole(row.denominator)}, "
        f"это {decimal_text(exact(row.stated_percent) * row.denominator / 100, decimals=2)}, "
        f"округлено до {whole(row.numerator)}."
    )


def slice_name(row: Slice) -> str:
    """«Математика, 5А», «итог»."""
    return ", ".join(each for each in (row.subject, row.class_group, row.category) if each) or "итог"


def slice_value(row: Slice) -> str:
    """«24 из 27», «4, было 2», «нет данных (код x)»."""
    if row.missing is not None:
        hidden = ", скрыто в источнике" if row.is_hidden_at_source else ""
        return MISSING[row.missing] + hidden
    if row.numerator is not None and row.denominator is not None:
        return f"{whole(row.numerator)} из{NO_BREAK}{whole(row.denominator)}"
    if row.value is None:
        return "—"
    return f"{whole(row.value)}, было {whole(row.baseline)}" if row.baseline is not None else whole(row.value)


def bound(rule: IndicatorRule, target: Decimal | float) -> str:
    """«не менее 85 %», «не более 2 %»."""
    amount = target_percent(target) if rule.kind in SHARES else plain(target)
    return f"{'не более' if rule.direction is Direction.AT_MOST else 'не менее'} {amount}"


def target_sentence(told: ResultExplanation) -> str:
    """Which target decides: «Решает цель школы: не менее 90 %; ориентир района — не менее 85 %.»"""
    rule, fact = told.indicator, told.fact
    if rule.kind is IndicatorKind.GROWTH:
        return "Сравнивается с прошлым годом: нужно строго больше."
    if rule.direction is None or rule.kind is IndicatorKind.BREAKDOWN:
        return "Показатель для сведения: с целью не сравнивается."
    if fact.target is None:
        return "Ни цели школы, ни ориентира района нет: сравнить не с чем."
    if told.own_target is None:
        return f"Решает ориентир района: {bound(rule, fact.target)}. Своей цели школа не ставила."
    if fact.reference is None:
        return f"Решает цель школы: {bound(rule, fact.target)}. Ориентира района нет."
    return f"Решает цель школы: {bound(rule, fact.target)}. Ориентир района: {bound(rule, fact.reference)}."


GIVEN_BY: Final[Mapping[GivenBy, str]] = {
    GivenBy.SCHOOL: "Цель школы",
    GivenBy.DISTRICT: "Ориентир района",
    GivenBy.CATALOGUE: "Ориентир района",
}


def given_words(rule: IndicatorRule, given: TargetGiven) -> str:
    """«не менее 85 %, из каталога показателей», «не менее 90 %, раньше 85 %»."""
    words = bound(rule, given.target)
    if given.given_by is GivenBy.CATALOGUE:
        words += ", из каталога показателей"
    if given.before is not None and given.before != given.target:
        amount = target_percent(given.before) if rule.kind in SHARES else plain(given.before)
        words += f", раньше {amount}"
    return words


def needed(rule: IndicatorRule, fact: ResultFact) -> str:
    """The gap in whole units: «85 % от 214 — это 181,9, то есть не меньше 182. Есть 176: не хватает 6 обучающихся.»"""
    if fact.status not in _VERDICTS:
        return ""
    if rule.kind is IndicatorKind.GROWTH:
        return _growth(fact)
    if fact.target is None or fact.numerator is None or not fact.denominator or fact.pupil_gap is None:
        return ""
    at_target = exact(fact.target) * fact.denominator / 100
    base = f"{target_percent(fact.target)} от {whole(fact.denominator)} — это {plain(at_target)}"
    is_at_most = rule.direction is Direction.AT_MOST
    limit = fact.numerator + fact.pupil_gap if is_at_most else fact.numerator - fact.pupil_gap
    rounded = "" if at_target == limit else f", то есть {'не больше' if is_at_most else 'не меньше'} {whole(limit)}"
    return f"{base}{rounded}. Есть {whole(fact.numerator)}: {_distance(rule, fact.pupil_gap)}."


def _distance(rule: IndicatorRule, gap: int) -> str:
    if gap == 0:
        return "ровно столько, сколько нужно"
    amount = in_units(abs(gap), rule.counts)
    if rule.direction is Direction.AT_MOST:
        return f"запас {amount}" if gap > 0 else f"больше допустимого на {amount}"
    return f"запас {amount}" if gap > 0 else f"не хватает {amount}"


def _growth(fact: ResultFact) -> str:
    if fact.value is None or fact.baseline is None:
        return ""
    change = fact.value - fact.baseline
    words = "столько же" if not change else f"{'больше' if change > 0 else 'меньше'} на {plain(abs(change))}"
    return f"Сейчас {plain(fact.value)}, в прошлом году {whole(fact.baseline)}: {words}."


def gap_words(rule: IndicatorRule, fact: ResultFact | PooledFact) -> str:
    """«−2,8 п. п.»; empty for counts, whose gap is told in units."""
    return points(fact.gap) if fact.gap is not None and rule.kind in SHARES else ""


_TOLERANCE_RULES: Final[Mapping[ToleranceRule, str]] = {
    ToleranceRule.OWN: "задано для этого показателя",
    ToleranceRule.PART_OF_TARGET: "для «не более» — часть самой цели",
    ToleranceRule.GENERAL: "общее правило района",
}


def tolerance_words(tolerance: Tolerance) -> str:
    """«до 5 п. п., общее правило района»."""
    return f"до {plain(tolerance.points)}{NO_BREAK}п.{NO_BREAK}п., {_TOLERANCE_RULES[tolerance.rule]}"


def verdict_rule(told: ResultExplanation) -> str:
    """Why the status is what it is, in one sentence."""
    without_verdict = _WITHOUT_VERDICT.get(told.fact.status)
    if without_verdict is not None:
        return without_verdict(told)
    if told.indicator.kind is IndicatorKind.GROWTH:
        return _growth_rule(told.fact.status)
    return _share_rule(told.indicator, told.fact.status, told.tolerance)


def _growth_rule(status: Status) -> str:
    if status is Status.MET:
        return "Стало больше, чем год назад: цель достигнута."
    return "Рост — это строго больше, чем год назад; столько же или меньше — цель не достигнута."


def _share_rule(rule: IndicatorRule, status: Status, tolerance: Tolerance | None) -> str:
    is_at_most = rule.direction is Direction.AT_MOST
    if status is Status.MET:
        return (
            f"Значение {'не больше' if is_at_most else 'не меньше'} цели: цель достигнута. Сравнивается без округления."
        )
    side = "больше" if is_at_most else "меньше"
    if tolerance is None:
        return f"Значение {side} цели: цель не достигнута."
    limit = f"{plain(tolerance.points)}{NO_BREAK}п.{NO_BREAK}п."
    if status is Status.NEAR:
        return f"Значение {side} цели, но отличается не более чем на {limit}: «близко». Цель не достигнута."
    return f"Значение {side} цели более чем на {limit}: цель не достигнута."


def _hidden_rule(told: ResultExplanation) -> str:
    if told.indicator.is_sensitive:
        return "Показатель чувствительный: по названию школы его видят только сама школа и управление образования."
    if told.is_small_cohort:
        return f"Группа меньше {told.smallest_cohort}: число скрыто, чтобы по нему нельзя было узнать человека."
    return "Число скрыто, чтобы по нему и по сумме нельзя было узнать малую группу другой школы."


def _no_data_rule(told: ResultExplanation) -> str:
    codes = [each.missing for each in told.slices if each.is_used and each.missing is not None]
    passed = f" Срок был {date_full(told.due)}." if told.due is not None and told.due < told.today else ""
    if codes:
        words = listed(sorted({MISSING[code] for code in codes}))
        late = passed if MissingCode.NOT_YET in codes else ""
        return f"Вместо числа школа сдала: {words}.{late} Отсутствие числа — не ноль."
    return f"Данных нет. Отсутствие числа — не ноль.{passed}"


def _not_applicable_rule(told: ResultExplanation) -> str:
    if any(each.missing is MissingCode.NOT_APPLICABLE for each in told.slices):
        return "Школа сдала код z: показатель к ней не применим."
    if told.fact.denominator == 0:
        return "Знаменатель 0: охватывать некого, показатель не применим. Это не 0 %."
    return "Этого уровня в школе нет: показатель не применим."


def _not_due_rule(told: ResultExplanation) -> str:
    until = "" if told.due is None else f": до {date_full(told.due)}"
    return f"Данных ещё нет, и срок не прошёл{until}."


def _no_baseline_rule(told: ResultExplanation) -> str:
    if told.is_joined:
        since = f"с{NO_BREAK}{format_year(told.year)}"
        return f"Нужен рост, но {since} школа объединена с другой. Прошлогоднее число базой служить не может."
    if is_method_new(told.indicator, told.year):
        method = method_words(told.indicator, told.year - 1, told.year)
        return f"Нужен рост, но {method}. Прошлогоднее число базой служить не может."
    return "За прошлый год числа нет, а нужен рост: сравнить не с чем."


_WITHOUT_VERDICT: Final[Mapping[Status, Callable[[ResultExplanation], str]]] = {
    Status.SUPPRESSED: _hidden_rule,
    Status.NOT_DUE: _not_due_rule,
    Status.NO_DATA: _no_data_rule,
    Status.NOT_APPLICABLE: _not_applicable_rule,
    Status.NO_BASELINE: _no_baseline_rule,
    Status.NO_TARGET: lambda _: "Сравнить не с чем, поэтому вывода нет.",
}


def early_note(told: ResultExplanation) -> str:
    """A small cohort that missed its target is no verdict on the work; empty elsewhere."""
    fact = told.fact
    if not told.is_small_cohort or fact.denominator is None:
        return ""
    words = f"Малая группа, n{NO_BREAK}={NO_BREAK}{fact.denominator}: меньше {told.smallest_cohort}."
    return f"{words} Вывод делать рано." if fact.status in {Status.NEAR, Status.NOT_MET} else words


def last_year_words(rule: IndicatorRule, fact: ResultFact | PooledFact | None, *, year: int) -> str:
    """«2024/25: 87,0 % (188 из 216), достигнута»."""
    if fact is None:
        return f"За {format_year(year)} данных нет."
    value = shown_value(rule, fact)
    count = (
        f" ({whole(fact.numerator)} из{NO_BREAK}{whole(fact.denominator)})"
        if rule.kind in SHARES and fact.numerator is not None and fact.denominator
        else ""
    )
    if fact.value is None:
        return f"{format_year(year)}: {STATUSES[fact.status]}."
    return f"{format_year(year)}: {value}{count}, {STATUSES[fact.status]}."


def joined_note(year: int) -> str:
    """Why the year before is no measure of this one; no school is named, the panel may be coded."""
    return f"С{NO_BREAK}{format_year(year)} школа объединена с{NO_BREAK}другой: эти годы не{NO_BREAK}сравнить."


def series_sentence(told: ResultExplanation | PooledExplanation) -> str:
    """Why this year must not be held against the last one; empty where both make a series, and after `joined_note`."""
    last = told.last_year
    if last is None or last.value is None or told.fact.value is None:
        return ""
    cohorts: tuple[int | None, int | None] = (None, None)
    if isinstance(told, ResultExplanation):
        if told.is_joined:
            return ""
        cohorts = (told.fact.denominator, last.denominator)
    years = Years(told.year - 1, told.year, told.due, cohorts)
    words = break_words(series_break(told.indicator, years, today=told.today), told.indicator, years)
    return f"Ряд прерван: {words}. Два года не сравниваются." if words else ""


def district_words(rule: IndicatorRule, fact: PooledFact) -> str:
    """«86,4 %, цели достигли 19 из 26 школ»."""
    met = f"цели достигли {whole(fact.schools_met)} из{NO_BREAK}{of_schools(fact.schools_with_data)}"
    return f"{shown_value(rule, fact)}, {met}"


# --- the district ------------------------------------------------------------------------------------------------


def pooled_scope(told: PooledExplanation) -> str:
    place = "весь район" if told.cluster is None else CLUSTERS[told.cluster].lower()
    return f"{place} · {LEVELS[told.level]} · {format_year(told.year)}"


def pooled_sentence(told: PooledExplanation) -> str:
    """«Сумма по 26 школам, а не среднее процентов. Данные внесли 26 из 26.»"""
    fact = told.fact
    if fact.status is Status.SUPPRESSED:
        return "Сводное значение скрыто: за ним стоит слишком мало школ или слишком малая группа."
    if not fact.schools_with_data:
        return "Ни одна школа ещё не внесла данных."
    over = f"{whole(fact.schools_with_data)}{NO_BREAK}{plural(fact.schools_with_data, 'школе', 'школам', 'школам')}"
    entered = f"Данные внесли {whole(fact.schools_with_data)} из{NO_BREAK}{of_schools(fact.schools_applicable)}."
    return f"Сложены числители и знаменатели по {over}; проценты школ не усредняются. {entered}"


def pooled_verdict(told: PooledExplanation) -> str:
    rule, fact = told.indicator, told.fact
    if fact.status is Status.SUPPRESSED:
        return "Число скрыто, чтобы по нему нельзя было узнать одну школу."
    if fact.status not in _VERDICTS:
        return f"{STATUSES[fact.status].capitalize()}."
    if rule.kind is IndicatorKind.GROWTH:
        return _growth_rule(fact.status)
    return _share_rule(rule, fact.status, told.tolerance)


def schools_met(fact: PooledFact) -> str:
    """«19 из 26 школ с данными»."""
    return f"{whole(fact.schools_met)} из{NO_BREAK}{of_schools(fact.schools_with_data)} с данными"


def district_goal_rule(told: DistrictGoalExplanation) -> str:
    return {
        GoalStatus.MET: "Все сводные показатели цели не ниже ориентира: район цели достиг.",
        GoalStatus.NOT_MET: "Хотя бы один сводный показатель не дотягивает до ориентира: район цели не достиг.",
        GoalStatus.NO_DATA: "Хотя бы по одному показателю сравнить нечего: вывода о районе пока нет.",
        GoalStatus.NOT_APPLICABLE: "Показатели цели ни к одной школе не применимы.",
        GoalStatus.SUPPRESSED: "Сводные показатели скрыты: за ними слишком мало школ.",
    }[told.status]


# --- a goal of a school ------------------------------------------------------------------------------------------


def goal_rule(told: GoalExplanation) -> str:
    """Which rule gave the goal its status, with the figures that decided it."""
    missed = [line for line in told.lines if line.status in {Status.NEAR, Status.NOT_MET}]
    if told.card.status is GoalStatus.NOT_MET:
        names = counted(len(missed), "показатель", "показателя", "показателей")
        verb = plural(len(missed), "не дотянул", "не дотянули", "не дотянули")
        return f"Достаточно одного промаха: {verb} {names} из {len(_decided(told))}."
    return {
        GoalStatus.MET: "Все показатели цели, которые к школе применимы, достигнуты.",
        GoalStatus.NO_DATA: "Промахов нет, но не по всем показателям есть вывод: судить о цели рано.",
        GoalStatus.NOT_APPLICABLE: "Ни один показатель цели к школе не применим.",
        GoalStatus.SUPPRESSED: "Часть показателей скрыта, поэтому скрыт и вывод о цели.",
    }[told.card.status]


def _decided(told: GoalExplanation) -> list[object]:
    return [line for line in told.lines if line.status is not Status.NOT_APPLICABLE]


# --- a cell of the cycle -----------------------------------------------------------------------------------------


def cell_scope(told: CellExplanation) -> str:
    return f"{told.school.short_name} · блок{NO_BREAK}{told.block} · {format_year(told.year)}"


def requirement_words(told: CellExplanation) -> str:
    """«Обязательна по матрице требований района, с 2025/26.»"""
    since = f", начиная с {format_year(told.required_from)}" if told.required_from else ""
    return {
        RequirementLevel.REQUIRED: f"Стадия обязательна: так задано в требованиях района{since}.",
        RequirementLevel.OPTIONAL: f"Стадия не обязательна: так задано в требованиях района{since}.",
        RequirementLevel.NOT_USED: "Район эту стадию в этом блоке не использует.",
    }[told.required]


def due_words(told: CellExplanation) -> str:
    """«25.08.2026, по календарю района», «01.09.2026, срок этой школы; у района 25.08.2026»."""
    if told.due is None:
        return "срока нет"
    day = date_full(told.due)
    if told.due_origin is DueOrigin.SCHOOL:
        common = f"; у остальных школ {date_full(told.district_due)}" if told.district_due else ""
        return f"{day}, продлён для этой школы{common}" if _is_later(told) else f"{day}, свой срок этой школы{common}"
    return f"{day}, по календарю {'района' if told.due_origin is DueOrigin.CALENDAR else 'по умолчанию'}"


def _is_later(told: CellExplanation) -> bool:
    return told.due is not None and told.district_due is not None and told.due > told.district_due


_STATE_RULES: Final[Mapping[CellState, str]] = {
    CellState.ACCEPTED: "В ячейке есть принятый документ.",
    CellState.SUBMITTED: "Документ сдан и ждёт проверки.",
    CellState.RETURNED: "Документ возвращён с замечанием; сданного или принятого нет.",
    CellState.DRAFT: "Есть только черновик: он ещё не сдан.",
    CellState.OVERDUE: "Срок прошёл, а сданного или принятого документа нет.",
    CellState.NOT_DUE: "Документа ещё нет, и срок не прошёл.",
    CellState.MISSING: "Документа нет, он не обязателен.",
    CellState.NOT_APPLICABLE: "Документ не требуется.",
}


def state_rule(told: CellExplanation) -> str:
    words = _STATE_RULES[told.state]
    late = told.days_overdue
    if late and told.state is not CellState.OVERDUE:
        return f"{words} Срок прошёл {counted(late, 'день', 'дня', 'дней')} назад: стадия считается просроченной."
    if late:
        return f"{words} Просрочено на {counted(late, 'день', 'дня', 'дней')}."
    if not told.is_tracked:
        return f"{words} За этот год район цикл ещё не вёл: просрочек не считаем."
    return words


_CHANGES: Final[Mapping[str, str]] = {
    "document_added": "добавлен",
    "document_changed": "изменён",
    "document_submitted": "сдан на проверку",
    "document_accepted": "принят",
    "document_returned": "возвращён с замечанием",
    "document_withdrawn": "отозван",
    "document_deleted": "удалён",
}


def change_words(action: str) -> str:
    return _CHANGES.get(action, "изменён")


# --- slices -----------------------------------------------------------------------------------------------------


def slice_scope(told: SliceExplanation) -> str:
    """«все школы · ООО · 2025/26», «сельские школы · СОШ · …»."""
    place = "все школы" if told.cluster is None else schools_of(told.cluster).lower()
    kind = [SCHOOL_KINDS[told.school_kind]] if told.school_kind else []
    return " · ".join([place, *kind, LEVELS[told.level], format_year(told.year)])


def slice_value_words(fact: SliceFact) -> str:
    """«85,9 %», «скрыто»."""
    if fact.is_hidden:
        return "скрыто"
    if fact.numerator is None or not fact.denominator:
        return "нет числа"
    return percent_value(Fraction(100 * fact.numerator, fact.denominator))


def slice_sentence(told: SliceExplanation) -> str:
    if told.fact.is_hidden:
        return "Срез скрыт: за ним слишком малая группа или слишком мало школ."
    behind = f"{whole(told.fact.schools)}{NO_BREAK}{plural(told.fact.schools, 'школе', 'школам', 'школам')}"
    if told.indicator.kind is IndicatorKind.BREAKDOWN:
        return f"Сложены строки этого вида по {behind}; виды не складываются: один человек может быть в нескольких."
    return f"Сложены числители и знаменатели этого среза по {behind}; проценты школ не усредняются."


SLICE_RULE: Final = "У среза нет своей цели: достигнута ли цель, решает показатель в целом."
SLICE_STEP: Final = "Откройте школу в списке: ответ о её показателе перечисляет все срезы с файлом и ячейкой."


def slice_last_year(told: SliceExplanation) -> str:
    """«2024/25: 87,0 % (188 из 216).»"""
    year, fact = told.year - 1, told.last_year
    if fact is None:
        return f"За {format_year(year)} этого среза нет."
    count = "" if fact.numerator is None or not fact.denominator else f" ({_of(fact.numerator, fact.denominator)})"
    method = method_words(told.indicator, year, told.year)
    broken = f" Ряд прерван: {method}. Два года не сравниваются." if method else ""
    return f"{format_year(year)}: {slice_value_words(fact)}{count}.{broken}"


def _of(k: int, n: int) -> str:
    return f"{whole(k)} из{NO_BREAK}{whole(n)}"


# --- counts ------------------------------------------------------------------------------------------------------

COUNT_TITLES: Final[Mapping[CountKind, str]] = {
    CountKind.GOALS: "Цели достигнуты",
    CountKind.DOCUMENTS: "Документы цикла на месте",
    CountKind.OVERDUE: "Просроченные документы",
    CountKind.COVERAGE: "Данные внесли",
    CountKind.RETURNED: "Возвращённые документы",
    CountKind.RESULTS: "Показатели внесены",
    CountKind.DISTRICT_GOALS: "Цели района",
    CountKind.DATA_DUE: "Данные к сроку",
    CountKind.MAP_GOALS: "Цели достигнуты",
    CountKind.GOAL_SCHOOLS: "Школы, достигшие цели",
    CountKind.REQUIRED: "Обязательные документы",
    CountKind.FIGURES: "Показатели сданы",
    CountKind.TARGETS: "Свои цели поставлены",
    CountKind.ITEMS: "Организация ВСОКО",
}
COUNT_RULES: Final[Mapping[CountKind, str]] = {
    CountKind.GOALS: (
        "Цель школы достигнута, если достигнуты все её показатели, которые к школе применимы. "
        "Хотя бы один промах, и «близко» тоже, — цель не достигнута. "
        "Цели без данных не входят ни в достигнутые, ни в недостигнутые."
    ),
    CountKind.DOCUMENTS: (
        "Считаются обязательные ячейки цикла, чей срок уже прошёл. "
        "На месте — значит, сдан или принят хотя бы один документ. Черновик и возвращённый документ не считаются."
    ),
    CountKind.OVERDUE: (
        "Просрочена обязательная ячейка, чей срок прошёл, а сданного или принятого документа в ней нет."
    ),
    CountKind.COVERAGE: ("Данные внесла школа, у которой нет ни одного показателя без числа с прошедшим сроком."),
    CountKind.RETURNED: "Ячейки, в которых документ возвращён с замечанием, а сданного или принятого нет.",
    CountKind.RESULTS: "Внесённые показатели из применимых: показатель, уровень и школа — одна единица.",
    CountKind.DISTRICT_GOALS: (
        "Цель района достигнута, если сводные значения всех её показателей не ниже ориентира. "
        "Сводное значение — сумма числителей на сумму знаменателей."
    ),
    CountKind.DATA_DUE: "Школа внесла, если есть все её показатели, у которых срок в этот день.",
    CountKind.MAP_GOALS: (
        "Складываются цели школ этого отбора: достигнутые из тех, по которым есть вывод. Цель школы достигнута, если "
        "достигнуты все её показатели. Цели без данных не входят ни в достигнутые, ни в недостигнутые."
    ),
    CountKind.GOAL_SCHOOLS: (
        "Школа достигла цели, если достигнуты все показатели цели, которые к ней применимы, на всех уровнях. "
        "«Близко» — ещё не достигла. Школы без вывода в счёт не входят."
    ),
    CountKind.REQUIRED: (
        "Считаются все обязательные ячейки цикла, прошёл срок или нет. "
        "Сдано — значит, есть сданный или принятый документ; черновик и возвращённый не в счёт."
    ),
    CountKind.FIGURES: (
        "Показатели, по которым принимается вывод: внесённые из тех, у которых срок прошёл или которые уже внесены. "
        "Показатель на каждом уровне считается отдельно."
    ),
    CountKind.TARGETS: (
        "Показатели, для которых школа может поставить свою цель: у скольких она поставлена. "
        "Без своей цели действует ориентир района; это не ошибка."
    ),
    CountKind.ITEMS: "Требования к организации ВСОКО: о скольких школа сообщила, что они выполнены.",
}
_WITHOUT_HIDDEN: Final = (
    "Без скрытых: малые группы и чувствительные показатели не входят ни во внесённые, ни в применимые."
)
_FROM_FIGURES: Final = (
    "Из показателей, сданных школами. Нажмите число в строке: там формула, файл, ячейка, кто и когда внёс."
)
_FROM_CELLS: Final = "Из ячеек цикла. Нажмите строку: там документ, кто и когда его сдал и что с ним было раньше."
COUNT_SOURCES: Final[Mapping[CountKind, str]] = {
    CountKind.GOALS: _FROM_FIGURES,
    CountKind.DOCUMENTS: _FROM_CELLS,
    CountKind.OVERDUE: _FROM_CELLS,
    CountKind.RETURNED: _FROM_CELLS,
    CountKind.MAP_GOALS: _FROM_FIGURES,
    CountKind.GOAL_SCHOOLS: _FROM_FIGURES,
    CountKind.REQUIRED: _FROM_CELLS,
    CountKind.FIGURES: "Нажмите строку: там число, файл, ячейка, кто и когда внёс.",
    CountKind.TARGETS: "Нажмите строку: там цель, кто и когда её поставил и какой она была раньше.",
    CountKind.ITEMS: "Отмечает школа: книгой или вручную в разделе «Данные».",
}
COUNT_STEPS: Final[Mapping[CountKind, str]] = {
    CountKind.GOALS: "Откройте цель, которая не достигнута: ответ назовёт показатель, которого не хватило.",
    CountKind.MAP_GOALS: "Откройте школу, у которой целей достигнуто мало: ответ назовёт цели и показатели.",
    CountKind.GOAL_SCHOOLS: "Откройте школу, которая не достигла: ответ назовёт показатель, которого не хватило.",
    CountKind.DOCUMENTS: "Запросите недостающие документы: письмо школе готовит раздел «Цикл».",
    CountKind.OVERDUE: "Запросите недостающие документы: письмо школе готовит раздел «Цикл».",
    CountKind.REQUIRED: "Запросите недостающие документы: письмо школе готовит раздел «Цикл».",
    CountKind.RETURNED: "Исправьте документ по замечанию и отправьте снова.",
    CountKind.FIGURES: "Внесите недостающие: книгой или вручную в разделе «Данные».",
    CountKind.TARGETS: "Поставить свою цель можно вручную в разделе «Данные»; её меняет директор.",
    CountKind.ITEMS: "Отметьте выполненные требования в разделе «Данные».",
}


# Which schools a count of the cycle is over.
SHOWN_SCHOOLS: Final[Mapping[Show, str]] = {
    Show.ALL: "все",
    Show.OVERDUE: "школы с просрочкой",
    Show.RETURNED: "школы с возвращёнными документами",
    Show.SUBMITTED: "школы с документами на проверке",
    Show.IN_ORDER: "школы без просрочек",
}


def count_title(told: CountExplanation) -> str:
    return COUNT_TITLES[told.kind]


def count_step(told: CountExplanation) -> str:
    """What to do where something is lacking; empty where all is there."""
    if told.kind in {CountKind.OVERDUE, CountKind.RETURNED}:
        is_whole = not told.total.k
    else:
        is_whole = told.total.k >= told.total.n
    return "" if is_whole else COUNT_STEPS.get(told.kind, "")


def count_rule(told: CountExplanation) -> str:
    if told.stage is not None and told.kind is CountKind.DOCUMENTS:
        return (
            "Считаются все обязательные ячейки этой стадии, прошёл срок или нет. "
            "Сдано — значит, есть сданный или принятый документ."
        )
    if told.kind is CountKind.RESULTS and told.is_less:
        return f"{COUNT_RULES[told.kind]} {_WITHOUT_HIDDEN}"
    return COUNT_RULES[told.kind]


def count_scope(told: CountExplanation) -> str:
    """«все школы · СОШ · 2025/26 · блок 3 · 3.3 Дополнительное образование»."""
    place = "все школы" if told.cluster is None else schools_of(told.cluster).lower()
    within = told.within
    parts = [
        told.school.short_name if told.school else place,
        format_year(told.year),
        SCHOOL_KINDS[within.school_kind] if within.school_kind else "",
        LEVELS[told.level] if told.level else "",
        f"блок{NO_BREAK}{told.block}" if told.block else "",
        told.goal_title,
        f"срок {date_full(told.due)}" if told.due else "",
        STAGES[told.stage].lower() if told.stage else "",
        SHOWN_SCHOOLS[within.show] if within.show is not Show.ALL else "",
    ]
    return " · ".join(part for part in parts if part)


def count_value(told: CountExplanation) -> str:
    """«247 из 391»; what is overdue or returned is told by its number alone."""
    if told.kind in {CountKind.OVERDUE, CountKind.RETURNED}:
        return whole(told.total.k)
    if not told.total.n:
        return "скрыто" if told.is_less else "данных ещё нет"
    return f"{whole(told.total.k)} из{NO_BREAK}{whole(told.total.n)}"


def hidden_parts(count: int) -> str:
    """Why the lines do not add up to the whole for somebody from whom lines are hidden."""
    if not count:
        return ""
    lines = counted(count, "строка скрыта", "строки скрыты", "строк скрыто")
    return f"{lines}: чувствительные показатели по названию школы не показываются."
