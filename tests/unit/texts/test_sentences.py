"""Sentences that state a finding."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.texts.cycle import cycle_words
from dashboard.texts.overview import (
    blocks_headline,
    cell_words,
    counted_note,
    coverage_comment,
    district_goals_sentence,
    goals_comment,
    overdue_comment,
    overview_headline,
    rollup_headline,
)
from dashboard.texts.results import reference_words, small_cohort_note, target_words, verdict
from dashboard.texts.school import school_headline, task_title
from dashboard.texts.words import blocks_words
from data_layer.domain.vocabulary import CellState, Cluster, Level, Rule, Stage, Status
from data_layer.queries.rollup import RollupRow
from data_layer.queries.views import BlockRow, Count, OverviewFilters, SchoolCard
from tests.support import sample_views as sample


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def block(number: int, k: int, n: int) -> BlockRow:
    return BlockRow(number, f"Блок {number}", Count(k, n), None, n, Count(0, 0), 0, Count(0, 0))


def test_the_headline_counts_goals_and_overdue_documents() -> None:
    view = replace(sample.overview(), goals=Count(236, 373), overdue=42, overdue_schools=Count(10, 26))

    assert spaced(overview_headline(view)) == (
        "Школы достигли 236 из 373 целей. Просрочено 42 документа — в 10 школах из 26."
    )


def test_the_headline_agrees_with_one() -> None:
    view = replace(sample.overview(), goals=Count(1, 21), overdue=1, overdue_schools=Count(1, 3))

    assert spaced(overview_headline(view)) == ("Школы достигли 1 из 21 цели. Просрочен 1 документ — в 1 школе из 3.")


def test_the_headline_without_figures_judges_nothing() -> None:
    view = replace(sample.overview(), goals=Count(0, 0), overdue=0, overdue_schools=Count(0, 26))

    assert spaced(overview_headline(view)) == (
        "О целях 2025/26 судить рано: данных ещё нет. Просроченных документов нет."
    )


def test_the_headline_over_hidden_goals_does_not_say_that_data_are_awaited() -> None:
    rows = tuple(replace(row, goals=Count(0, 0), hides_goals=True) for row in sample.overview().blocks)
    view = replace(sample.overview(), blocks=rows, goals=Count(0, 0), overdue=0)

    assert spaced(overview_headline(view)) == "Цели 2025/26 скрыты. Просроченных документов нет."


@pytest.mark.parametrize(
    ("met", "cluster", "sentence"),
    [
        (Count(9, 15), None, "Район достиг 9 из 15 своих целей"),
        (Count(1, 1), None, "Район достиг 1 из 1 своей цели"),
        (Count(1, 21), None, "Район достиг 1 из 21 своей цели"),
        (Count(0, 1), Cluster.VILLAGE, "Сельские школы вместе достигли 0 из 1 цели района"),
        (Count(4, 6), Cluster.VILLAGE, "Сельские школы вместе достигли 4 из 6 целей района"),
    ],
)
def test_the_districts_own_goals_agree_with_their_number(met: Count, cluster: Cluster | None, sentence: str) -> None:
    assert spaced(district_goals_sentence(met, cluster=cluster)) == sentence


def test_the_headline_names_the_chosen_cluster() -> None:
    filters = OverviewFilters(year=2025, cluster=Cluster.VILLAGE)
    view = replace(sample.overview(filters=filters), goals=Count(115, 189), overdue=0)

    assert spaced(overview_headline(view)).startswith("Сельские школы достигли 115 из 189 целей.")


def test_who_sees_every_goal_reads_that_all_schools_are_in_the_count() -> None:
    note = counted_note(sample.overview())

    assert note == "Вошли все школы, где цель применима. Проценты школ не усредняются."


def test_who_reads_less_goals_in_a_count_reads_so() -> None:
    view = sample.overview()
    row, *rest = view.blocks
    view = replace(view, blocks=(replace(row, hides_goals=True), *rest))

    assert counted_note(view).startswith("Скрытые цели (малые группы, чувствительные показатели) вошли в счёт,")


def test_goals_are_compared_with_last_year_in_points() -> None:
    # 236/373 = 63.27 %, 222/369 = 60.16 %
    comment = goals_comment(Count(236, 373), Count(222, 369), year=2025)

    assert spaced(comment) == "63,3 %. Год назад 222 из 369, +3,1 п. п."


def test_indicators_that_are_counted_otherwise_since_are_told_beside_the_change() -> None:
    comment = goals_comment(Count(236, 373), Count(222, 369), year=2025, otherwise=1)

    assert spaced(comment) == ("63,3 %. Год назад 222 из 369, +3,1 п. п.; у 1 показателя с этого года другая методика")


def test_a_part_of_the_goals_is_not_held_against_all_of_last_years() -> None:
    # 40 of 184 is fewer than half of 369, 100 of 185 is not.
    early = goals_comment(Count(40, 184), Count(222, 369), year=2025)
    enough = goals_comment(Count(100, 185), Count(222, 369), year=2025)

    assert spaced(early) == ("21,7 %. Год назад 222 из 369, сравнивать рано: судить можно меньше чем о половине целей")
    assert spaced(enough) == "54,1 %. Год назад 222 из 369, −6,1 п. п."


def test_goals_without_last_year_say_so() -> None:
    assert spaced(goals_comment(Count(1, 2), None, year=2025)) == "50,0 %. За 2024/25 данных нет"
    assert goals_comment(Count(0, 0), Count(1, 2), year=2025) == "Данных ещё нет"
    hidden = goals_comment(Count(224, 357), Count(215, 365), year=2025, hides=True)
    assert spaced(hidden) == "62,7 %, часть целей скрыта. Год назад 215 из 365, +3,8 п. п."


def test_a_comparison_that_hiding_takes_away_is_not_called_missing_data() -> None:
    def comment(before: Count | None) -> str:
        return spaced(goals_comment(Count(1, 2), before, year=2025, hides_comparison=True))

    assert comment(None) == "50,0 %. С 2024/25 не сравнить: скрыты разные цели"
    assert comment(Count(0, 0)) == "50,0 %. За 2024/25 цели скрыты"
    assert goals_comment(Count(0, 0), None, year=2025, hides=True, hides_comparison=True) == "Все цели скрыты"


def test_overdue_stages_are_named_up_to_three() -> None:
    by_stage = {
        Stage.MEASURES: 18,
        Stage.ANALYSIS: 12,
        Stage.GOAL_SETTING: 2,
        Stage.RECOMMENDATIONS: 7,
        Stage.DECISIONS: 4,
    }

    assert spaced(overdue_comment(Count(13, 26), by_stage, 3)) == (
        "В 13 школах из 26: анализ — 12, рекомендации — 7, меры — 18, другие — 6. На доработке 3"
    )


def test_nothing_overdue_is_said_calmly() -> None:
    assert overdue_comment(Count(0, 26), {}, 0) == "Всё, чей срок наступил, сдано"


def test_coverage_says_how_many_schools_owe_data() -> None:
    assert spaced(coverage_comment(Count(22, 26), Count(655, 663))) == "Не внесли 4 школы. Показателей 655 из 663"
    assert spaced(coverage_comment(Count(25, 26), Count(662, 663))) == "Не внесла 1 школа. Показателей 662 из 663"
    assert spaced(coverage_comment(Count(22, 26), Count(540, 548), hidden=141)) == (
        "Не внесли 4 школы. Показателей без скрытых 540 из 548"
    )
    assert coverage_comment(Count(26, 26), Count(0, 0), hidden=30) == "Долгов по данным нет. Показатели скрыты"
    assert coverage_comment(Count(0, 26), Count(0, 663)) == "Данных за год нет"
    assert spaced(coverage_comment(Count(26, 26), Count(1, 1))) == "Долгов по данным нет. Показателей 1 из 1"


def test_blocks_are_told_by_the_farthest_and_the_nearest() -> None:
    # 1/2 < 2/3 < 3/4
    rows = [block(1, 2, 3), block(3, 1, 2), block(5, 3, 4)]

    assert spaced(blocks_headline(rows)) == "Дальше всего от целей — одарённые, ближе всего — педагоги"


def test_equal_shares_are_named_together() -> None:
    # 2/4 equals 1/2 exactly, whatever it is written as.
    rows = [block(1, 2, 4), block(3, 1, 2), block(5, 3, 4)]

    assert spaced(blocks_headline(rows)).startswith("Дальше всего от целей — качество подготовки и одарённые,")


def test_no_block_stands_out_where_all_are_equal_or_one_has_data() -> None:
    assert blocks_headline([block(1, 1, 2), block(2, 2, 4)]) == "Цели и документы по блокам"
    assert blocks_headline([block(1, 1, 2), block(2, 0, 0)]) == "Цели и документы по блокам"


def with_late_returned() -> SchoolCard:
    """The sample, whose returned document is late as well."""
    cycle = tuple(
        replace(cell, is_overdue=cell.is_overdue or cell.state is CellState.RETURNED)
        for cell in sample.school_card().cycle
    )
    return sample.school_card(overdue=3, cycle=cycle)


def test_a_school_is_told_by_goals_overdue_and_returned_documents() -> None:
    assert spaced(school_headline(sample.school_card())) == (
        "Школа достигла 8 из 15 целей. Просрочено 2 документа, ещё 1 возвращён."
    )
    assert spaced(school_headline(with_late_returned())) == (
        "Школа достигла 8 из 15 целей. Просрочено 3 документа, из них 1 возвращён."
    )
    assert spaced(school_headline(sample.school_card(overdue=0, returned=2))) == (
        "Школа достигла 8 из 15 целей. Просроченных документов нет, 2 возвращены."
    )
    assert spaced(school_headline(sample.school_card(goals=None, overdue=0, returned=0))) == (
        "Число целей школы скрыто. Просроченных документов нет."
    )


@pytest.mark.parametrize(
    ("k", "n", "target", "counts", "words"),
    [
        (176, 214, 85.0, "students", "не хватает 6 обучающихся"),  # 85 % of 214 is 181.9, so 182 are needed
        (403, 504, 80.0, "results", "не хватает 1 результата"),  # 403.2, so 404
        (18, 20, 90.0, "teachers", "ровно на цели"),
        (38, 38, 100.0, "results", "достигнута"),
        (46, 47, 100.0, "events", "не хватает 1 мероприятия"),
        (95, 100, 90.0, "students", "достигнута"),
    ],
)
def test_a_verdict_speaks_in_whole_units(k: int, n: int, target: float, counts: str, words: str) -> None:
    line = sample.share("1.1", "Показатель", Level.OOO, k, n, target, counts=counts)

    assert spaced(verdict(line)) == words


def test_too_many_are_counted_too() -> None:
    # 2 % of 103 is 2.06, so 2 are allowed and the third is one too many.
    line = sample.share("2.1", "Отстающие", Level.OOO, 3, 103, 2.0, direction="at_most")

    assert spaced(verdict(line)) == "больше цели на 1 обучающегося"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (6, 4, "больше на 2"),
        (4, 4, "столько же, нужен рост"),
        (0, 0, "столько же, нужен рост"),
        (1, 4, "меньше на 3, нужен рост"),
    ],
)
def test_growth_needs_more_than_last_year(now: int, before: int, words: str) -> None:
    assert spaced(verdict(sample.growth("3.1b", "Победители", now, before))) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.NO_DATA, "нет данных"),
        (Status.NOT_APPLICABLE, "не применимо"),
        (Status.SUPPRESSED, "скрыто"),
        (Status.NO_TARGET, "цель не задана"),
        (Status.NO_BASELINE, "нет данных за прошлый год"),
    ],
)
def test_what_has_no_verdict_says_why(status: Status, words: str) -> None:
    assert verdict(sample.result_line("1.1", "Показатель", status=status, gap=None)) == words


def test_not_due_names_the_day() -> None:
    line = sample.result_line("4.3a", "Вуз", status=Status.NOT_DUE, due=date(2026, 10, 1), gap=None)

    assert spaced(verdict(line)) == "ещё не срок, до 01.10"


def test_a_small_cohort_is_marked_and_its_miss_is_early_to_judge() -> None:
    met = sample.share("5.2", "Курсы", Level.SCHOOL, 5, 5, 100.0)
    missed = sample.share("5.3", "Молодые", Level.SCHOOL, 2, 3, 80.0)

    assert spaced(small_cohort_note(met)) == "малая группа, n = 5"
    assert spaced(small_cohort_note(missed)) == "малая группа, n = 3, рано судить"
    assert small_cohort_note(sample.share("1.1", "Показатель", Level.OOO, 9, 10, 90.0)) == ""


def test_a_target_says_its_direction_and_whose_it_is() -> None:
    own = sample.share("3.3", "Допобразование", Level.SCHOOL, 1, 2, 85.0, target_origin="own", reference=90.0)
    lagging = sample.share("2.1", "Отстающие", Level.OOO, 1, 67, 2.5, direction="at_most", target_origin="reference")

    assert (spaced(target_words(own)), spaced(reference_words(own))) == (
        "не менее 85 %",
        "своя цель, ориентир 90 %",
    )
    assert (spaced(target_words(lagging)), reference_words(lagging)) == ("не более 2,5 %", "")
    assert target_words(sample.growth("3.2", "Траектории", 6, 4)) == "больше, чем год назад"


def test_a_cell_is_heard_with_every_goal() -> None:
    assert spaced(cell_words(sample.matrix_cell(2, "mn"))) == "1 из 2 целей. 2.1 достигнута, 2.2 близко"
    assert cell_words(sample.matrix_cell(6, "d")) == "6.1 нет данных"
    assert cell_words(replace(sample.matrix_cell(2, "hh"), goals=None, is_hidden=True)).startswith("скрыто")


def test_a_cell_of_the_cycle_is_heard_with_its_day() -> None:
    by_state = {cell.state: spaced(cycle_words(cell)) for cell in sample.school_card().cycle}

    assert by_state[CellState.OVERDUE] == "просрочен на 3 дня, срок 15.09.2026"
    assert by_state[CellState.SUBMITTED] == "на проверке, документ от 12.09.2026"
    assert by_state[CellState.NOT_DUE] == "ещё не срок, срок 30.09.2026"


@pytest.mark.parametrize(
    ("blocks", "words"),
    [((3,), "блок 3"), ((5, 6), "блоки 5, 6"), ((1, 2, 3), "блоки 1–3"), ((1, 2, 3, 5), "блоки 1–3, 5")],
)
def test_blocks_are_named_by_ranges(blocks: tuple[int, ...], words: str) -> None:
    assert spaced(blocks_words(blocks)) == words


def test_a_task_begins_with_a_verb_and_joins_its_blocks() -> None:
    flags = [
        sample.flag(Rule.STAGE_MISSING, "нет", block=block, stage=Stage.ANALYSIS, due=date(2026, 8, 25))
        for block in (5, 3, 4, 6)
    ]

    assert spaced(task_title(flags)) == "Сдать анализ мониторингов, блоки 3–6"


def test_a_region_is_told_by_its_districts() -> None:
    rows = [
        RollupRow("a", "А", None, 26, Count(200, 300), 10, 936),
        RollupRow("b", "Б", None, 30, Count(12, 100), 11, 1080),
    ]

    assert spaced(rollup_headline(rows)) == "Школы 2 районов достигли 212 из 400 целей. Просрочен 21 документ."
    assert spaced(rollup_headline(rows[:1])).startswith("Школы района достигли 200 из 300 целей.")
