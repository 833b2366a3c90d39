"""Sentences of flags: counts, dates, plural forms; one sentence each."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data_layer.domain.facts import DocumentTypeRule, FlagFact
from data_layer.domain.flag_texts import counted, message, plural, too_many, what_to_do, why
from data_layer.domain.vocabulary import Direction, DocumentStatus, Level, Rule, Stage
from tests.unit.domain.builders import (
    YEAR,
    document,
    flags_of,
    growth,
    indicator,
    required,
    share_row,
    value_row,
)

TODAY = date(2026, 9, 18)
MONITORING = required(Stage.MONITORING)


class CatalogueNames:
    def block(self, number: int) -> str:
        return f"блок {number}"

    def stage(self, stage: Stage) -> str:
        titles = {
            Stage.MONITORING: "Мониторинг",
            Stage.ANALYSIS: "Анализ",
            Stage.RECOMMENDATIONS: "Рекомендации",
            Stage.MEASURES: "Меры",
            Stage.DECISIONS: "Решения",
        }
        return titles[stage]

    def indicator(self, indicator: str) -> str:
        return {"i1": "Аттестация", "i2": "Проект «Билет»"}[indicator]

    def goal(self, goal: str) -> str:
        return {"g1": "Планируемые результаты"}[goal]

    def document_type(self, document_type: str) -> str:
        return document_type

    def organisation_item(self, item: str) -> str:
        return {"team": "Собрана команда ВСОКО"}[item]


def said(flag: FlagFact, today: date = TODAY) -> str:
    """The sentence with ordinary spaces."""
    text = message(flag, today=today, names=CatalogueNames())
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def first(rule: Rule, **given: object) -> FlagFact:
    return flags_of(rule, **given)[0]  # type: ignore[arg-type]


def test_a_missing_stage_says_since_when() -> None:
    flag = first(Rule.STAGE_MISSING, requirements=MONITORING)

    assert (
        said(flag, date(2025, 10, 25))
        == "Блок 1, «Мониторинг»: документ не сдан, срок 01.10.2025, просрочено на 24 дня."
    )


def test_a_stage_soon_due_says_how_many_days_are_left() -> None:
    flag = first(Rule.STAGE_DUE_SOON, requirements=MONITORING)

    assert said(flag, date(2025, 9, 30)) == "Блок 1, «Мониторинг»: документ нужен до 01.10.2025, осталось 1 день."
    assert said(flag, date(2025, 10, 1)).endswith("срок сегодня.")


def test_a_late_stage_names_its_first_document() -> None:
    flag = first(Rule.STAGE_LATE, requirements=MONITORING, documents=[document(day=date(2025, 10, 6))])

    assert said(flag) == (
        "Блок 1, «Мониторинг»: первый документ «1-ОД» от 06.10.2025, на 5 дней позже срока 01.10.2025."
    )


def test_a_skipped_stage_names_what_is_there_later() -> None:
    papers = [document(Stage.ANALYSIS), document(Stage.DECISIONS, id=2)]
    rules = required(Stage.MONITORING, Stage.ANALYSIS, Stage.DECISIONS)

    assert said(first(Rule.STAGE_SKIPPED, requirements=rules, documents=papers)) == (
        "Блок 1, «Мониторинг»: документа нет, хотя дальше по циклу уже сдано: «Анализ», «Решения»."
    )


def test_a_document_out_of_order_names_both_days() -> None:
    papers = [
        document(Stage.MONITORING, date(2025, 9, 20)),
        document(Stage.ANALYSIS, date(2025, 9, 1), id=2),
    ]

    assert said(first(Rule.STAGE_OUT_OF_ORDER, requirements=required(), documents=papers)) == (
        "Блок 1, «Анализ»: документ «2-ОД» от 01.09.2025 раньше, "
        "чем документы стадий до него: «Мониторинг» (от 20.09.2025)."
    )


def test_a_stale_document_names_the_cycle() -> None:
    paper = document(day=date(2024, 9, 1))

    assert said(first(Rule.DOCUMENT_STALE, requirements=MONITORING, documents=[paper])) == (
        "Блок 1, «Мониторинг»: документ «1-ОД» от 01.09.2024 не из цикла 2025/26 года (с 15.08.2025 по 31.12.2026)."
    )


def test_a_reused_document_names_its_twins() -> None:
    papers = [document(sha256="f"), document(Stage.ANALYSIS, id=2, sha256="f")]
    foreign = {"f": [("Школа № 2", "9-ОД")]}

    flag = first(Rule.DOCUMENT_REUSED, requirements=required(), documents=papers, foreign_files=foreign)

    assert said(flag) == (
        "Блок 1, «Мониторинг»: документ «1-ОД» — повторяет другой документ школы: "
        "«2-ОД» (блок 1, «Анализ»); тот же файл есть в другой школе: Школа № 2 («9-ОД»)."
    )


def test_the_other_school_with_the_same_file_may_stay_unnamed() -> None:
    flag = first(
        Rule.DOCUMENT_REUSED,
        requirements=MONITORING,
        documents=[document(sha256="f")],
        foreign_files={"f": [("Школа № 2", "9-ОД")]},
    )
    redacted = replace(flag, details={"documents": [], "schools": [], "has_other_school": True})

    assert said(redacted) == ("Блок 1, «Мониторинг»: документ «1-ОД» — тот же файл есть в другой школе района.")


def test_an_incomplete_document_names_the_empty_fields() -> None:
    types = {"order": DocumentTypeRule("order", required_fields=("goals", "responsible"))}

    flag = first(
        Rule.DOCUMENT_INCOMPLETE,
        requirements=MONITORING,
        documents=[document()],
        document_types=types,
    )

    assert said(flag) == "Блок 1, «Мониторинг»: в документе «1-ОД» не указано: цели, ответственный."


def test_a_returned_document_waits_for_a_new_version() -> None:
    paper = document(status=DocumentStatus.RETURNED)

    assert said(first(Rule.DOCUMENT_RETURNED, requirements=MONITORING, documents=[paper])) == (
        "Блок 1, «Мониторинг»: документ «1-ОД» возвращён с замечанием, исправленного пока нет."
    )


def test_missing_data_name_indicator_level_year_and_day() -> None:
    flag = first(Rule.DATA_MISSING, indicators=[indicator()])

    assert said(flag, date(2026, 6, 12)) == (
        "Показатель «Аттестация», НОО: данных за 2025/26 год нет, срок 10.06.2026, просрочено на 2 дня."
    )


def test_quotes_inside_quotes_and_the_whole_school_without_level() -> None:
    rule = indicator(id="i2", references={}, levels=(Level.SCHOOL,))

    assert said(first(Rule.TARGET_MISSING, indicators=[rule])) == (
        "Показатель «Проект „Билет“»: на 2025/26 год нет ни цели школы, ни ориентира района."
    )


def test_an_easy_target_names_what_it_is_easier_than() -> None:
    flag = first(
        Rule.TARGET_UNAMBITIOUS,
        indicators=[indicator()],
        own_targets={("i1", Level.NOO, YEAR): Decimal("79.5")},
        observations=[share_row(90, 102, year=YEAR - 1)],
    )

    assert said(flag) == (
        "Показатель «Аттестация», НОО: цель школы 79,5 % мягче ориентира района 80 % "
        "и прошлогоднего значения 88,2 % (90 из 102)."
    )


def test_last_years_value_gets_a_second_digit_when_rounding_would_lie() -> None:
    flag = first(
        Rule.TARGET_UNAMBITIOUS,
        indicators=[indicator()],
        own_targets={("i1", Level.NOO, YEAR): Decimal(80)},
        observations=[share_row(2001, 2500, year=YEAR - 1)],
    )

    assert said(flag).endswith("цель школы 80 % мягче прошлогоднего значения 80,04 % (2 001 из 2 500).")


def test_an_unanswered_goal_names_the_miss_and_the_stages_whose_day_has_passed() -> None:
    flag = first(
        Rule.GOAL_MISSED_NO_RESPONSE,
        indicators=[indicator()],
        observations=[share_row(45, 103)],
        requirements=required(),
    )

    assert said(flag, date(2026, 9, 16)) == (
        "Цель «Планируемые результаты» не достигнута "
        "(НОО: 45 из 103, не хватает 38 обучающихся), а ответа школы нет: "
        "«Рекомендации» (срок 05.09.2026), «Меры» (срок 15.09.2026)."
    )


def test_a_goal_of_at_most_tells_how_many_are_too_many() -> None:
    rule = indicator(direction=Direction.AT_MOST, references={Level.NOO: Decimal(2)})
    rows = [share_row(3, 103), share_row(9, 100, year=YEAR - 1)]

    assert said(first(Rule.GOAL_MISSED_AGAIN, indicators=[rule], observations=rows)) == (
        "Цель «Планируемые результаты» не достигнута второй год подряд, в 2024/25 и 2025/26 (НОО: 3 из 103, лишний 1 обучающийся)."
    )


@pytest.mark.parametrize(
    ("number", "counts", "words"),
    [
        (1, "students", "лишний 1 обучающийся"),
        (3, "students", "лишних 3 обучающихся"),
        (21, "events", "лишнее 21 мероприятие"),
        (11, "results", "лишних 11 результатов"),
    ],
)
def test_too_many_agree_with_their_number(number: int, counts: str, words: str) -> None:
    assert too_many(number, counts).replace("\u00a0", " ") == words


def test_growth_is_told_against_last_year() -> None:
    rows = [
        value_row(4, baseline=5, year=YEAR - 1, level=Level.SCHOOL),
        value_row(4, level=Level.SCHOOL),
    ]
    rule = growth(levels=(Level.SCHOOL,))

    flag = first(Rule.GOAL_MISSED_AGAIN, indicators=[rule], observations=rows)

    assert said(flag).endswith("(Аттестация: 4 после 4 в прошлом году).")


def test_an_indicator_that_goes_by_the_name_of_its_goal_is_not_said_twice() -> None:
    class OneName(CatalogueNames):
        def goal(self, goal: str) -> str:
            return {"g1": "Аттестация"}[goal]

    rows = [value_row(4, baseline=5, year=YEAR - 1, level=Level.SCHOOL), value_row(4, level=Level.SCHOOL)]
    flag = first(Rule.GOAL_MISSED_AGAIN, indicators=[growth(levels=(Level.SCHOOL,))], observations=rows)

    assert message(flag, today=TODAY, names=OneName()).endswith("(4 после 4 в прошлом году).")


def test_contradictions_are_told_one_after_the_other() -> None:
    rows = [
        share_row(10, 20),
        share_row(11, 20, class_group="4А"),
        share_row(5, 90, year=YEAR - 1),
    ]

    assert said(first(Rule.DATA_INCONSISTENT, indicators=[indicator()], observations=rows)) == (
        "Показатель «Аттестация», НОО: сумма числителей по классам 11 не сходится с итогом 10; "
        "знаменатель 20 после 90 в прошлом году — больше чем втрое."
    )


def test_a_cohort_that_another_indicator_counted_is_named() -> None:
    rules = [indicator(denominator_is_numerator_of="i2"), indicator(id="i2")]
    rows = [share_row(1, 12), share_row(10, 99, indicator="i2")]

    assert said(first(Rule.DATA_INCONSISTENT, indicators=rules, observations=rows)) == (
        "Показатель «Аттестация», НОО: знаменатель 12 не равен числителю 10 показателя «Проект „Билет“»."
    )


def test_a_missing_item_is_named_by_its_title() -> None:
    flag = first(Rule.ORGANISATION_MISSING, organisation_items=["team"])

    assert said(flag, date(2025, 9, 16)) == (
        "Организация ВСОКО: нет отметки «Собрана команда ВСОКО», срок 15.09.2025, просрочено на 1 день."
    )


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_says_why_and_what_to_do_in_one_sentence(rule: Rule) -> None:
    for text in (why(rule), what_to_do(rule)):
        assert text[0].isupper()
        assert text.endswith(".")
        assert text.count(".") == 1


def test_plural_forms() -> None:
    numbers = (0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111)

    forms = [plural(number, "день", "дня", "дней") for number in numbers]

    assert forms == (
        ["дней", "день", "дня", "дня", "дней", "дней", "дней", "дней", "день", "дня", "дней", "день", "дней"]
    )


def test_units_follow_the_number_in_the_genitive() -> None:
    said_counts = [
        counted(number, unit).replace("\u00a0", " ")
        for number, unit in ((1, "students"), (2, "students"), (21, "results"), (11, "teachers"))
    ]

    assert said_counts == ["1 обучающегося", "2 обучающихся", "21 результата", "11 педагогов"]
