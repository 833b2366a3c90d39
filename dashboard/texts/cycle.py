"""The management cycle in words: of one cell, of the whole district, of the list of flags."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from dashboard.formatting import (
    DASH,
    NO_BREAK,
    counted,
    date_full,
    date_near,
    date_short,
    days,
    days_from,
    listed,
    plural,
    whole,
)
from dashboard.texts.words import (
    CELL_STATES,
    CLUSTERS,
    DOCUMENTS,
    STAGES,
    in_schools,
    overdue_sentence,
)
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import COUNTED_STAGES, CellState, Cluster, DocumentStatus, Rule, Stage
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import CycleFilters, DistrictCycle, Place, Show, StageCount
from data_layer.queries.views import Count, CycleCell

SHOWS: Final[Mapping[Show, str]] = {
    Show.ALL: "все",
    Show.OVERDUE: "с просрочкой",
    Show.RETURNED: "с возвращёнными",
    Show.SUBMITTED: "с документами на проверке",
    Show.IN_ORDER: "без просрочек",
}
# After «Показаны школы».
_SHOWN: Final[Mapping[Show, str]] = {
    Show.OVERDUE: "с просроченными документами",
    Show.RETURNED: "с возвращёнными документами",
    Show.SUBMITTED: "с документами на проверке",
    Show.IN_ORDER: "без просрочек",
}
STAGES_SHORT: Final[Mapping[Stage, str]] = {
    Stage.GOAL_SETTING: "Постановка целей",
    Stage.MONITORING: "Мониторинг",
    Stage.ANALYSIS: "Анализ",
    Stage.RECOMMENDATIONS: "Рекомендации",
    Stage.MEASURES: "Меры",
    Stage.DECISIONS: "Решения",
}
# After «рвётся на».
_STAGES_PREPOSITIONAL: Final[Mapping[Stage, str]] = {
    Stage.GOAL_SETTING: "постановке целей",
    Stage.MONITORING: "мониторинге",
    Stage.ANALYSIS: "анализе",
    Stage.RECOMMENDATIONS: "рекомендациях",
    Stage.MEASURES: "мерах",
    Stage.DECISIONS: "решениях",
}
_CLUSTERS_IN_SENTENCE: Final[Mapping[Cluster, str]] = {
    Cluster.TOWN: "городские школы",
    Cluster.SETTLEMENT: "школы посёлков",
    Cluster.VILLAGE: "сельские школы",
}
RULES: Final[Mapping[Rule, str]] = {
    Rule.STAGE_MISSING: "Стадия просрочена",
    Rule.STAGE_DUE_SOON: "Срок стадии близко",
    Rule.STAGE_LATE: "Документ позже срока",
    Rule.STAGE_SKIPPED: "Стадия пропущена",
    Rule.STAGE_OUT_OF_ORDER: "Даты документов не по порядку цикла",
    Rule.DOCUMENT_STALE: "Документ не из этого цикла",
    Rule.DOCUMENT_REUSED: "Один документ в разных местах",
    Rule.DOCUMENT_INCOMPLETE: "Сведения о документе неполные",
    Rule.DOCUMENT_RETURNED: "Документ возвращён",
    Rule.DATA_MISSING: "Данные не внесены",
    Rule.TARGET_MISSING: "Нет ни цели, ни ориентира",
    Rule.TARGET_UNAMBITIOUS: "Цель мягче ориентира или прошлого года",
    Rule.GOAL_MISSED_NO_RESPONSE: "Цель не достигнута, ответа школы нет",
    Rule.GOAL_MISSED_AGAIN: "Цель не достигнута второй год подряд",
    Rule.DATA_INCONSISTENT: "Числа не сходятся",
    Rule.ORGANISATION_MISSING: "Организация ВСОКО: нет отметки",
}
DOCUMENT_STATUSES: Final[Mapping[DocumentStatus, str]] = {
    DocumentStatus.ACCEPTED: "принят",
    DocumentStatus.SUBMITTED: "на проверке",
    DocumentStatus.RETURNED: "возвращён",
    DocumentStatus.DRAFT: "черновик",
}
_FLAGS: Final = ("замечание", "замечания", "замечаний")
# How late a flag's sentence says it is.
_DUE_AT_THE_END: Final = re.compile(r", срок \d\d\.\d\d\.\d{4}(, просрочено на [^,.]+)?(\.?)$")
# The date under their mark is that of the document.
_DATED: Final = frozenset({CellState.ACCEPTED, CellState.SUBMITTED})
# A zero-width space: where a date with its year may break in a narrow cell.
_MAY_BREAK: Final = "\u200b"
NOTHING_REQUIRED: Final = "Документов здесь не требуется: в требованиях района нет ни одной такой ячейки."
_NOTHING_TO_DO: Final = "Делать ничего не нужно."


def cycle_words(cell: CycleCell) -> str:
    """A cell of the cycle in words: «просрочен на 24 дня, срок 25.08.2026»."""
    words = CELL_STATES[cell.state]
    if cell.state is CellState.OVERDUE and cell.days_overdue:
        words = f"просрочен на {days(cell.days_overdue)}"
    if cell.document_date and cell.state in {CellState.ACCEPTED, CellState.SUBMITTED}:
        return f"{words}, документ от {date_full(cell.document_date)}"
    return f"{words}, срок {date_full(cell.due)}" if cell.due else words


def cell_words(cell: CellRow, *, today: date) -> str:
    """The same of a cell of the district's matrix; a draft or a returned document may be late too."""
    return _cell_words(cell.state, cell.due, cell.date, cell.is_overdue, today)


# A thousand cells share a few dozen wordings.
@lru_cache(4096)
def _cell_words(state: CellState, due: date | None, day: date | None, is_overdue: bool, today: date) -> str:
    if state in {CellState.ACCEPTED, CellState.SUBMITTED}:
        return f"{CELL_STATES[state]}, документ от {date_full(day)}" if day else CELL_STATES[state]
    if state in {CellState.MISSING, CellState.NOT_APPLICABLE} or due is None:
        return CELL_STATES[state]
    if is_overdue:
        first = [] if state is CellState.OVERDUE else [CELL_STATES[state]]
        return ", ".join([*first, f"просрочен на {days((today - due).days)}", f"срок {date_full(due)}"])
    if state is CellState.OVERDUE:
        return f"документа нет, срок был {date_full(due)}"
    return f"{CELL_STATES[state]}, срок {date_full(due)}"


def under_words(
    state: CellState, *, is_overdue: bool, due: date | None, document_date: date | None, today: date
) -> str:
    """Under the mark of a cell: how late it is, the date of its document, or the due day; with the year if not today's.

    The same on every page; what is late says so whether or not a draft or a returned document is there.
    """
    if is_overdue and due is not None:
        return days((today - due).days).replace(NO_BREAK, " ")
    if state is CellState.NOT_APPLICABLE:
        return ""
    day = document_date if state in _DATED else due
    return date_near(day, today=today).replace(".20", f".{_MAY_BREAK}20") if day else DASH


def place_words(place: Place) -> str:
    """«блок 5, анализ мониторингов»."""
    block, stage = place
    return f"блок{NO_BREAK}{block}, {STAGES[stage].lower()}"


def cycle_headline(view: DistrictCycle, *, is_own_school: bool = False) -> str:
    """The finding: «Цикл чаще рвётся на мерах: просрочено 18 из 42 документов. Без просрочек — 16 школ из 26.»"""
    filters = view.filters
    if not view.is_tracked:
        return f"За {format_year(filters.year)} опоздания не считаются: район ещё не вёл цикл."
    if not view.overdue:
        return _with_scope(filters, f"Просроченных документов нет: {_handed_in(view)}.")
    if is_own_school:
        return _with_scope(filters, f"{_where_it_breaks(view)} {_capital(_handed_in(view))}.")
    if filters.stage is not None:
        return _with_scope(filters, overdue_sentence(view.overdue, view.overdue_schools))
    return _with_scope(filters, f"{_where_it_breaks(view)} {_in_order(view.overdue_schools)}")


def _with_scope(filters: CycleFilters, sentence: str) -> str:
    """The finding of a part says first of which part: «Блок 5, сельские школы: просрочено…»."""
    parts = [
        *([STAGES_SHORT[filters.stage].lower()] if filters.stage else []),
        *([f"блок{NO_BREAK}{filters.block}"] if filters.block else []),
        *([_CLUSTERS_IN_SENTENCE[filters.cluster]] if filters.cluster else []),
    ]
    if not parts:
        return sentence
    return f"{_capital(', '.join(parts))}: {sentence[0].lower()}{sentence[1:]}"


def _handed_in(view: DistrictCycle) -> str:
    done = Count(
        sum(each.there.k for each in _stages_in_question(view)), sum(each.there.n for each in _stages_in_question(view))
    )
    return f"сдано {whole(done.k)} из{NO_BREAK}{whole(done.n)}"


def _stages_in_question(view: DistrictCycle) -> list[StageCount]:
    return [each for each in view.stages if view.filters.stage in (None, each.stage)]


def _where_it_breaks(view: DistrictCycle) -> str:
    most = max(view.overdue_by_stage.values())
    worst = [stage for stage in COUNTED_STAGES if view.overdue_by_stage.get(stage) == most]
    late = plural(most, "просрочен", "просрочено", "просрочено")
    if most == view.overdue:
        return f"Цикл рвётся на {_STAGES_PREPOSITIONAL[worst[0]]}: {late} {counted(most, *DOCUMENTS)}."
    if len(worst) == 1:
        out_of = f"{whole(view.overdue)}{NO_BREAK}{plural(view.overdue, 'документа', 'документов', 'документов')}"
        return f"Цикл чаще рвётся на {_STAGES_PREPOSITIONAL[worst[0]]}: {late} {whole(most)} из{NO_BREAK}{out_of}."
    named = listed([_STAGES_PREPOSITIONAL[stage] for stage in worst])
    if len(worst) < len(view.overdue_by_stage):
        return f"{overdue_sentence(view.overdue)[:-1]}, больше всего на {named}{NO_BREAK}— по{NO_BREAK}{whole(most)}."
    return overdue_sentence(view.overdue)


def _in_order(overdue_schools: Count) -> str:
    calm = overdue_schools.n - overdue_schools.k
    if not calm:
        return f"Без просрочек{NO_BREAK}— ни одной школы из{NO_BREAK}{whole(overdue_schools.n)}."
    return f"Без просрочек{NO_BREAK}— {counted(calm, 'школа', 'школы', 'школ')} из{NO_BREAK}{whole(overdue_schools.n)}."


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def cycle_scope(filters: CycleFilters, *, is_own_school: bool = False) -> str:
    """What the page covers: «2025/26 · все школы · все блоки · все стадии»."""
    cluster = CLUSTERS[filters.cluster].lower() if filters.cluster else "все школы"
    return " · ".join(
        [
            format_year(filters.year),
            *([] if is_own_school else [cluster]),
            f"блок{NO_BREAK}{filters.block}" if filters.block else "все блоки",
            STAGES_SHORT[filters.stage].lower() if filters.stage else "все стадии",
        ]
    )


def shown_words(view: DistrictCycle) -> str:
    """What `show` leaves: «Показаны школы с просроченными документами: 10 из 26.»; empty where it leaves all."""
    if view.filters.show is Show.ALL:
        return ""
    which = _SHOWN[view.filters.show]
    if not view.rows:
        return f"Школ {which} нет."
    return f"Показаны школы {which}: {whole(len(view.rows))} из{NO_BREAK}{whole(view.schools)}. Итоги таблицы{NO_BREAK}— по{NO_BREAK}ним."


def stage_comment(count: StageCount, *, today: date, is_tracked: bool) -> str:
    """Under a stage of the strip: «просрочено 18», «срок 30.09, через 12 дней», «сдано всё»."""
    if count.overdue:
        return f"{plural(count.overdue, 'просрочен', 'просрочено', 'просрочено')} {whole(count.overdue)}"
    if not count.there.n:
        return "не требуется"
    if count.there.k == count.there.n:
        return "сдано всё"
    if count.due is None:
        return "срок не задан"
    if count.due >= today:
        return f"срок {date_short(count.due)}, {days_from(count.due, today=today)}"
    return f"срок был {date_full(count.due)}" if not is_tracked else ""


def totals_label(view: DistrictCycle) -> str:
    """Beside the totals below the matrix: «Есть у школ, из 26»."""
    return f"Есть у школ, из{NO_BREAK}{whole(len(view.rows))}"


def letters_button(count: int) -> str:
    """«Написать 10 школам»."""
    return f"Написать {whole(count)}{NO_BREAK}{plural(count, 'школе', 'школам', 'школам')}"


def flags_headline(counts: Mapping[Rule, int]) -> str:
    """«Требует внимания: 312 замечаний»."""
    total = sum(counts.values())
    return f"Требует внимания: {counted(total, *_FLAGS)}" if total else "Требует внимания: замечаний нет"


def without_due(message: str) -> str:
    """The sentence of a flag without its day and lateness, for a place that tells them beside it."""
    return _DUE_AT_THE_END.sub(r"\2", message)


def flags_counted(count: int) -> str:
    return counted(count, *_FLAGS)


def flags_headline_list(counts: Mapping[Rule, int], schools: int, *, is_own_school: bool = False) -> str:
    """The finding of the list: «312 замечаний — в 24 школах.»"""
    total = sum(counts.values())
    if not total:
        return "Замечаний по этому отбору нет."
    if is_own_school:
        return f"Школе нужно разобрать {counted(total, *_FLAGS)}."
    return f"{counted(total, *_FLAGS)}{NO_BREAK}— в{NO_BREAK}{in_schools(schools)}."


def state_reason(cell: CellRow, *, today: date) -> str:
    """Why a cell without flags is as it is."""
    if cell.state is CellState.NOT_DUE and cell.due:
        return f"Срок ещё не наступил: до {date_full(cell.due)}, {days_from(cell.due, today=today)}."
    return {
        CellState.ACCEPTED: "Документ принят, стадия закрыта.",
        CellState.SUBMITTED: "Документ сдан и ждёт проверки.",
        CellState.DRAFT: "Черновик внесён, но на проверку не сдан.",
        CellState.RETURNED: "Документ возвращён с замечанием.",
        CellState.OVERDUE: "Документа нет. Район в этом году ещё не вёл цикл, поэтому опоздание не считается.",
        CellState.NOT_DUE: "Документа ещё нет.",
        CellState.MISSING: "Документа нет, стадия не обязательна.",
        CellState.NOT_APPLICABLE: "Район не требует этой стадии в этом блоке.",
    }[cell.state]


def state_step(cell: CellRow, *, is_reviewer: bool) -> str:
    """The next step about a cell without flags. is_reviewer: the reader checks documents."""
    if cell.state is CellState.SUBMITTED:
        return "Проверить документ: принять или вернуть с замечанием." if is_reviewer else "Дождаться проверки."
    return {
        CellState.DRAFT: "Закончить документ и сдать на проверку.",
        CellState.RETURNED: "Исправить документ по замечанию и сдать снова.",
        CellState.NOT_DUE: "Подготовить документ и сдать его до срока.",
    }.get(cell.state, _NOTHING_TO_DO)


def before_words(cell: CellRow) -> str:
    """What stands before the cell in its block: «Предыдущая стадия: мониторинг — принят, документ от 29.09.2025.»"""
    day = f", документ от {date_full(cell.date)}" if cell.date else ""
    return f"Предыдущая стадия: {STAGES[cell.stage].lower()}{NO_BREAK}— {CELL_STATES[cell.state]}{day}."


def document_line(*, type_title: str, title: str, number: str, day: date | None) -> str:
    """«Аналитическая справка „Итоги“ № 12 от 25.08.2026»; whatever is empty is left out."""
    inner = title.replace("«", "„").replace("»", "“")
    named = f" «{inner}»" if title and title.casefold() != type_title.casefold() else ""
    numbered = f" №{NO_BREAK}{number}" if number else ""
    dated = f" от {date_full(day)}" if day else ""
    return f"{type_title}{named}{numbered}{dated}"


def documents_step(state: CellState, *, is_reviewer: bool) -> str:
    """What the button says that opens the documents of a cell."""
    if is_reviewer:
        return "Проверить документ" if state is CellState.SUBMITTED else "Документы ячейки"
    if state is CellState.RETURNED:
        return "Исправить документ"
    is_there = state in {CellState.ACCEPTED, CellState.SUBMITTED, CellState.DRAFT}
    return "Документы ячейки" if is_there else "Добавить документ"
