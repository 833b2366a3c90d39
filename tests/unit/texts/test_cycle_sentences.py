"""Sentences of «Управленческий цикл»; the counts are those of the sample or given with the test."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.texts.cycle import (
    cell_words,
    cycle_headline,
    document_line,
    flags_headline_list,
    letters_button,
    shown_words,
    stage_comment,
    under_words,
    without_due,
)
from dashboard.texts.letters import coming_words, request_words, returned_lead
from data_layer.domain.vocabulary import CellState, Cluster, Rule, Stage
from data_layer.queries.cycle_views import CycleFilters, Show, StageCount
from data_layer.queries.views import Count
from tests.support import sample_cycle as sample


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def test_the_finding_names_the_stage_where_the_cycle_breaks_most() -> None:
    assert plain(cycle_headline(sample.cycle())) == (
        "Цикл чаще рвётся на мерах: просрочено 3 из 5 документов. Без просрочек — 1 школа из 3."
    )


@pytest.mark.parametrize(
    ("by_stage", "said"),
    [
        ({Stage.MEASURES: 1}, "Цикл рвётся на мерах: просрочен 1 документ. Без просрочек — 1 школа из 3."),
        (
            {Stage.ANALYSIS: 2, Stage.MEASURES: 2},
            "Просрочено 4 документа. Без просрочек — 1 школа из 3.",
        ),
        (
            {Stage.ANALYSIS: 2, Stage.MEASURES: 2, Stage.DECISIONS: 1},
            "Просрочено 5 документов, больше всего на анализе и мерах — по 2. Без просрочек — 1 школа из 3.",
        ),
        (
            {Stage.GOAL_SETTING: 20, Stage.DECISIONS: 1},
            "Цикл чаще рвётся на постановке целей: просрочено 20 из 21 документа. Без просрочек — 1 школа из 3.",
        ),
        ({}, "Просроченных документов нет: сдано 85 из 108."),
    ],
)
def test_the_finding_never_says_more_than_the_counts(by_stage: dict[Stage, int], said: str) -> None:
    assert plain(cycle_headline(sample.cycle(overdue_by_stage=by_stage))) == said


def test_no_school_in_order_is_said_in_words() -> None:
    headline = plain(cycle_headline(sample.cycle(overdue_schools=Count(3, 3))))

    assert headline.endswith("Без просрочек — ни одной школы из 3.")


def test_the_finding_of_a_part_names_the_part() -> None:
    filters = CycleFilters(2025, stage=Stage.MEASURES, block=1, cluster=Cluster.VILLAGE)
    view = sample.cycle(filters, overdue_by_stage={Stage.MEASURES: 1}, overdue_schools=Count(1, 1))

    assert plain(cycle_headline(view)) == ("Меры, блок 1, сельские школы: просрочен 1 документ — в 1 школе из 1.")


def test_a_year_before_the_cycle_counts_no_delays() -> None:
    assert plain(cycle_headline(sample.cycle(is_tracked=False))) == (
        "За 2025/26 опоздания не считаются: район ещё не вёл цикл."
    )


def test_the_own_school_is_told_what_it_has_handed_in() -> None:
    assert plain(cycle_headline(sample.cycle(), is_own_school=True)) == (
        "Цикл чаще рвётся на мерах: просрочено 3 из 5 документов. Сдано 85 из 108."
    )


def test_what_is_filtered_is_said() -> None:
    view = replace(sample.cycle(CycleFilters(2025, Show.OVERDUE)), rows=sample.rows()[1:])

    assert plain(shown_words(view)) == "Показаны школы с просроченными документами: 2 из 3. Итоги таблицы — по ним."
    assert shown_words(sample.cycle()) == ""
    assert shown_words(replace(view, rows=())) == "Школ с просроченными документами нет."


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (StageCount(Stage.MEASURES, Count(15, 18), 3, date(2026, 9, 15)), "просрочено 3"),
        (StageCount(Stage.DECISIONS, Count(0, 18), 0, date(2026, 9, 30)), "срок 30.09, через 12 дней"),
        (StageCount(Stage.MONITORING, Count(18, 18), 0, date(2025, 10, 1)), "сдано всё"),
        (StageCount(Stage.MONITORING, Count(0, 0), 0, None), "не требуется"),
        (StageCount(Stage.MONITORING, Count(0, 6), 0, None), "срок не задан"),
    ],
)
def test_a_stage_says_what_is_late_or_when_it_is_due(count: StageCount, said: str) -> None:
    assert plain(stage_comment(count, today=sample.TODAY, is_tracked=True)) == said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (("s2", 1, Stage.MEASURES), "просрочен на 3 дня, срок 15.09.2026"),
        (("s3", 3, Stage.RECOMMENDATIONS), "возвращён, просрочен на 13 дней, срок 05.09.2026"),
        (("s3", 6, Stage.MEASURES), "черновик, просрочен на 3 дня, срок 15.09.2026"),
        (("s3", 1, Stage.GOAL_SETTING), "на проверке, документ от 15.09.2025"),
        (("s1", 1, Stage.GOAL_SETTING), "принят, документ от 15.09.2025"),
        (("s1", 1, Stage.DECISIONS), "ещё не срок, срок 30.09.2026"),
    ],
)
def test_a_cell_is_said_in_words(place: tuple[str, int, Stage], said: str) -> None:
    assert plain(cell_words(sample.cell(1, *place), today=sample.TODAY)) == said


def test_an_empty_cell_of_a_year_without_the_cycle_is_not_called_overdue() -> None:
    cell = sample.cell(1, "s2", 1, Stage.MEASURES)._replace(is_overdue=False)

    assert cell.state is CellState.OVERDUE
    assert plain(cell_words(cell, today=sample.TODAY)) == "документа нет, срок был 15.09.2026"


def test_a_document_is_named_without_what_is_empty_and_with_one_kind_of_quotes() -> None:
    full = document_line(type_title="Справка", title="Итоги «ВПР»", number="12", day=date(2026, 8, 25))

    assert plain(full) == "Справка «Итоги „ВПР“» № 12 от 25.08.2026"
    assert document_line(type_title="Справка", title="", number="", day=None) == "Справка"


def test_counts_of_flags_and_letters_follow_the_rules_of_plurals() -> None:
    assert plain(flags_headline_list({Rule.STAGE_MISSING: 21}, 1)) == "21 замечание — в 1 школе."
    assert plain(letters_button(1)) == "Написать 1 школе"
    assert plain(letters_button(22)) == "Написать 22 школам"


def test_a_letter_asks_for_what_is_missing_or_came_back() -> None:
    missing, both = sample.letter(), sample.letter(remark="Нет выводов")
    back = sample.letter(missing=False, remark="Нет выводов")

    assert plain(request_words(missing)) == "Просим до 02.10.2026 представить недостающие документы."
    assert plain(request_words(both)) == (
        "Просим до 02.10.2026 представить недостающие документы, "
        "а возвращённые исправить по замечаниям и представить снова."
    )
    assert plain(request_words(back)) == (
        "Просим до 02.10.2026 исправить возвращённые документы по замечаниям и представить снова."
    )
    assert plain(returned_lead(back)).startswith("По состоянию на 18.09.2026 школе возвращены")


def test_a_letter_reminds_of_near_days_once_per_stage() -> None:
    assert plain(coming_words(sample.letter(coming=True).coming)) == (
        "Напоминаем о ближайших сроках: управленческие решения, блоки 1–3, 5, — до 30.09.2026."
    )
    assert coming_words([]) == ""


@pytest.mark.parametrize(
    ("state", "is_overdue", "said"),
    [
        (CellState.OVERDUE, True, "39 дней"),
        # A document that came back is as late as one that never was; so is a draft.
        (CellState.RETURNED, True, "39 дней"),
        (CellState.DRAFT, True, "39 дней"),
        (CellState.RETURNED, False, "05.09"),
        (CellState.ACCEPTED, False, "26.09.2025"),
        (CellState.NOT_APPLICABLE, False, ""),
    ],
)
def test_under_a_mark_stands_how_late_it_is_or_a_date_whose_year_can_be_told(
    state: CellState, is_overdue: bool, said: str
) -> None:
    words = under_words(
        state,
        is_overdue=is_overdue,
        due=date(2026, 9, 5),
        document_date=date(2025, 9, 26),
        today=date(2026, 10, 14),
    )

    assert words.replace("\u200b", "") == said


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Документ не сдан, срок 05.09.2026, просрочено на 39 дней.", "Документ не сдан."),
        ("Документ не сдан, срок 05.09.2026.", "Документ не сдан."),
        ("Нет отметки, срок 05.09.2026", "Нет отметки"),
        # What stands elsewhere in the sentence is its own.
        ("Нет ответа: «Меры» (срок 15.09.2026).", "Нет ответа: «Меры» (срок 15.09.2026)."),
    ],
)
def test_a_sentence_beside_its_day_goes_without_it(message: str, said: str) -> None:
    assert without_due(message) == said
