"""What the school card says, read from the HTML that people get."""

import re
from dataclasses import replace
from datetime import date

from dashboard.components.markup import to_html
from dashboard.pages.school import school_children
from dashboard.pages.school.content import SchoolPage
from data_layer.domain.vocabulary import COUNTED_STAGES, Direction, GoalStatus, Level, Rule, Stage, Status
from data_layer.queries.views import BlockCard, Count, FlagItem, SchoolCard
from tests.support import sample_views as sample
from tests.support.sample_decisions import decision


def page(card: SchoolCard | None = None) -> str:
    return (
        to_html(school_children(SchoolPage(card or sample.school_card())))
        .replace("\u00a0", " ")
        .replace("\u00ad", "")
        .replace("\u2060", "")
    )


def values(text: str) -> list[str]:
    """What stands in the column of values, without the button that each of them is."""
    return re.findall(r'<td class="value"><button [^>]*><span class="number">(.*?)</span><span class="unseen">', text)


def one_line(**changes: object) -> str:
    line = sample.result_line("2.1", "Отстающие", **changes)
    goal = sample.goal_card("2.1", GoalStatus.NOT_MET, line)
    return page(sample.school_card(blocks=(BlockCard(2, "Работа с отстающими", None, 0, (goal,)),)))


def todo(card: SchoolCard) -> list[str]:
    return re.findall(r'<span class="what">(.*?)</span>', page(card))


def overdue(rule: Rule = Rule.STAGE_MISSING, block: int = 3, **changes: object) -> FlagItem:
    values = {"block": block, "stage": Stage.ANALYSIS, "due": date(2026, 8, 25), "days_overdue": 24, **changes}
    return sample.flag(rule, f"Блок {block}: {rule}", **values)


def test_each_block_can_be_reached_by_its_anchor() -> None:
    assert set(re.findall(r'id="(block-\d)"', page())) == {f"block-{number}" for number in range(1, 7)}


def test_no_id_stands_twice() -> None:
    found = re.findall(r' id="([^"]+)"', page())

    assert len(found) == len(set(found))


def test_the_cycle_is_a_table_of_six_by_six_with_words() -> None:
    (table,) = re.findall(r'<table class="cycle-table">.*?</table>', page())

    assert table.count("<td") == 36
    assert table.count('scope="row"') == 6
    assert table.count('scope="col"') == 1 + len(COUNTED_STAGES)
    assert "просрочен на 24 дня, срок 25.08.2026" in table


def test_tasks_stand_by_date_and_begin_with_a_verb() -> None:
    assert todo(sample.school_card()) == [
        "Сдать анализ мониторингов, блок 3",
        "Исправить адресные рекомендации, блок 5",
        "Сдать меры и мероприятия, блок 5",
        "Сдать управленческие решения, блок 1",
    ]


def test_one_stage_missing_in_several_blocks_is_one_task() -> None:
    flags = tuple(overdue(block=block) for block in (3, 4, 5, 6))

    assert todo(sample.school_card(flags=flags)) == ["Сдать анализ мониторингов, блоки 3–6"]


def test_a_task_does_not_repeat_its_date_and_lateness() -> None:
    message = "Организация ВСОКО: нет отметки «График принят», срок 15.09.2025, просрочено на 394 дня"
    flags = (sample.flag(Rule.ORGANISATION_MISSING, message, due=date(2025, 9, 15)),)

    assert todo(sample.school_card(flags=flags)) == ["Организация ВСОКО: нет отметки «График принят»"]


def test_a_missed_goal_asks_for_its_answer_by_the_stages_that_are_late() -> None:
    """Of block 5 of the sample only the measures are late: its recommendations have come back in time."""
    message = "Цель «5.1 Категория» не достигнута (60 из 90, не хватает 12 педагогов), а ответа школы нет: «Меры»."
    flag = sample.flag(Rule.GOAL_MISSED_NO_RESPONSE, message, block=5, goal="g5_1", due=date(2026, 9, 15))
    text = page(sample.school_card(flags=(flag,)))

    assert todo(sample.school_card(flags=(flag,))) == ["Ответить на цель 5.1: меры"]
    assert "не достигнута (60 из 90, не хватает 12 педагогов).</span>" in text
    assert "а ответа школы нет" not in text


def test_an_item_and_a_figure_are_told_by_what_to_do_about_them() -> None:
    day = date(2025, 9, 15)
    item = replace(sample.flag(Rule.ORGANISATION_MISSING, "Организация ВСОКО: нет отметки", due=day), document="item4")
    figure = sample.flag(
        Rule.DATA_MISSING, "Показатель «1.2 ВПР», НОО: данных за 2025/26 год нет, срок 15.09.2025.", due=day
    )

    assert todo(sample.school_card(flags=(item, figure))) == [
        "Отметить: график мероприятий",
        "Внести показатель «1.2 ВПР», НОО",
    ]


def groups(card: SchoolCard) -> list[tuple[str, list[str]]]:
    """Heads of the to-do list with the days that stand under them before anything is unfolded."""
    found = re.findall(r'<div class="todo-group"><h3>(.*?)</h3><div><ol class="todo card-list">(.*?)</ol>', page(card))
    return [(head, re.findall(r'<span class="day">([\d.]+)', rows)) for head, rows in found]


def test_all_of_this_week_stands_between_what_is_overdue_and_what_comes_later() -> None:
    """Friday 18.09.2026: the week ends on Sunday the 20th."""
    days = [date(2026, 9, day) for day in (21, 18, 20, 17, 30, *[19] * 8)]
    flags = [sample.flag(Rule.ORGANISATION_MISSING, "Организация", due=day) for day in days]

    found = groups(sample.school_card(flags=tuple(flags)))

    assert found == [
        ("Просрочено", ["17.09"]),
        ("На этой неделе", ["18.09", *["19.09"] * 8, "20.09"]),
        ("Позже", ["21.09", "30.09"]),
    ]


def test_a_group_without_tasks_has_no_head() -> None:
    assert [head for head, _ in groups(sample.school_card(flags=(overdue(),)))] == ["Просрочено"]


def test_no_single_remark_is_hidden() -> None:
    flags = tuple(sample.flag(Rule.GOAL_MISSED_AGAIN, f"Замечание {number}") for number in range(5))

    assert "Показать все" not in page(sample.school_card(flags=flags[:4]))
    assert "Показать все 5" in page(sample.school_card(flags=flags))


def test_blocks_follow_in_their_order() -> None:
    assert re.findall(r' id="block-(\d)"', page()) == ["1", "2", "3", "4", "5", "6"]


def test_a_share_that_should_be_small_is_drawn_on_a_scale_that_shows_it() -> None:
    text = one_line(direction=Direction.AT_MOST, value=1.5, target=2.0, district_value=2.4, numerator=1, denominator=67)

    assert "меньше — лучше, шкала до 10 %" in text
    assert "width:15.00%" in text


def test_one_stage_skipped_in_several_blocks_is_one_task() -> None:
    flags = tuple(
        overdue(rule, block, due=due)
        for block in (3, 4)
        for rule, due in ((Rule.STAGE_MISSING, date(2026, 8, 25)), (Rule.STAGE_SKIPPED, None))
    )

    assert todo(sample.school_card(flags=flags)) == ["Сдать анализ мониторингов, блоки 3, 4"]


def test_one_stage_missing_in_several_blocks_stays_one_task_when_one_of_them_went_on() -> None:
    """Whoever hands in a decision of block 4 has not more to do than before."""
    flags = (overdue(block=3), overdue(block=4), overdue(Rule.STAGE_SKIPPED, 4, due=None))

    text = page(sample.school_card(flags=flags))

    assert todo(sample.school_card(flags=flags)) == ["Сдать анализ мониторингов, блоки 3, 4"]
    assert "Блок 4: дальше по циклу уже сдано." in text.replace("\u00a0", " ")
    assert "rule=stage_skipped" in text
    assert "Обратить внимание" not in text


def test_a_returned_document_is_told_once_as_something_to_mend() -> None:
    flags = (overdue(), overdue(Rule.DOCUMENT_RETURNED, due=None), overdue(Rule.STAGE_SKIPPED, due=None))

    text = page(sample.school_card(flags=flags))

    assert "Что сделать: 1 дело" in text
    assert "Исправить анализ мониторингов, блок 3" in text
    assert "Блок 3: document_returned" in text
    assert "Обратить внимание" not in text


def test_flags_without_a_day_are_remarks_with_reason_and_step() -> None:
    text = page()

    assert "Обратить внимание: 2 замечания" in text
    assert text.index("Что сделать: 4 дела") < text.index("Обратить внимание")


def test_a_school_without_flags_has_nothing_to_do() -> None:
    text = page(sample.school_card(flags=()))

    assert "Дел с датой нет." in text
    assert "Обратить внимание" not in text


def test_a_small_cohort_shows_counts_and_no_percentage() -> None:
    goal = sample.goal_card("5.3", GoalStatus.NOT_MET, sample.share("5.3", "Молодые", Level.SCHOOL, 2, 3, 80.0))
    text = page(sample.school_card(blocks=(BlockCard(5, "Педагоги", Count(0, 1), 0, (goal,)),)))

    (value,) = values(text)
    assert value == "<b>2 из 3</b>"
    assert "малая группа, n = 3, рано судить" in text


def test_what_may_not_be_seen_is_hidden_in_words() -> None:
    hidden = dict.fromkeys(("numerator", "denominator", "value", "gap", "pupil_gap", "district_value"))

    small = one_line(**hidden, status=Status.SUPPRESSED, is_small_cohort=True)
    sensitive = one_line(**hidden, status=Status.SUPPRESSED)

    assert values(small) == ["<b>&lt;10</b>"]
    assert values(sensitive) == ["<b>скрыто</b>"]
    assert 'class="bullet' not in small + sensitive


def test_missing_figures_are_a_dash_and_no_bar() -> None:
    absent = dict.fromkeys(("numerator", "denominator", "value", "gap", "pupil_gap", "district_value"))

    text = one_line(**absent, status=Status.NO_DATA)

    assert values(text) == ["—"]
    assert 'class="bullet' not in text
    assert "нет данных" in text


def test_rounding_does_not_lift_a_figure_onto_its_target() -> None:
    assert "<b>79,96 %</b><small>403 из 504</small>" in page()


def test_targets_that_differ_by_level_stand_with_each_level() -> None:
    lines = [
        sample.share("1.2", "ВПР", level, 8, 10, target) for level, target in ((Level.NOO, 80.0), (Level.OOO, 90.0))
    ]
    goal = sample.goal_card("1.2", GoalStatus.NOT_MET, *lines)
    text = page(sample.school_card(blocks=(BlockCard(1, "Качество", Count(0, 1), 0, (goal,)),)))

    assert re.findall(r'class="target">(.*?)</span>', text) == ["не менее 80 %, своя цель", "не менее 90 %, своя цель"]


def test_organisation_is_counted_and_listed() -> None:
    text = page()

    assert "Организация ВСОКО: есть 5 из 6" in text
    assert "Шесть блоков в разделе<span" in text


def test_a_block_with_figures_but_no_whole_goal_is_not_called_empty() -> None:
    card = sample.school_card()
    counted = tuple(replace(block, goals=Count(0, 0)) for block in card.blocks)

    text = to_html(school_children(SchoolPage(replace(card, blocks=counted))))

    assert "данные неполны" in text


def test_decisions_of_meetings_stand_among_what_is_to_be_done_by_their_day() -> None:
    late = decision(text="Сдать <справку>", due=date(2026, 9, 1), is_overdue=True)
    standing = decision(id=2, text="Принять к сведению", due=None, asked=2)
    page = SchoolPage(sample.school_card(), decisions=(late, standing), reports=True)

    text = to_html(school_children(page)).replace("\u00a0", " ")

    todo = text[text.index('id="todo"') : text.index('id="cycle"')]
    assert todo.index("Сдать &lt;справку&gt;") < todo.index("Принять к сведению")
    assert "постоянно" in todo
    assert 'data-opens-panel="/panels/decision?decision=2"' in todo
    # Whoever only looks opens what a school reports.
    looked = to_html(school_children(SchoolPage(sample.school_card(), decisions=(late,))))
    assert "Открыть" in looked
    assert "Сообщить" not in looked
