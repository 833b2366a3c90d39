"""The rows behind a chart, and the chart in a sentence."""

from fractions import Fraction

import pytest

from dashboard.charts.figures import Chart
from dashboard.charts.sentence import chart_sentence
from dashboard.charts.summaries import Summary
from dashboard.charts.table import Kind, TableRow, chart_table
from tests.support import sample_charts as sample

CHARTS: dict[str, Chart | Summary] = {**sample.every_chart(), **sample.every_summary()}


def _row(chart: Chart | Summary, name: str) -> TableRow:
    return next(row for row in chart_table(chart).rows if row.place.name == name)


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_every_chart_has_a_table_with_a_cell_for_every_column(chart: Chart | Summary) -> None:
    table = chart_table(chart)

    assert table.rows
    assert {len(row.cells) for row in table.rows} == {len(table.columns) - 1}
    assert len({column.title for column in table.columns}) == len(table.columns)


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_every_chart_is_told_in_a_sentence_that_ranks_nobody(chart: Chart | Summary) -> None:
    told = chart_sentence(chart)

    assert told.endswith(".")
    assert not any(word in told.lower() for word in ("рейтинг", "лучшая", "худшая", "место"))


def test_the_file_gets_unrounded_numbers_and_the_screen_the_same_in_words() -> None:
    value, numerator, denominator, target, gap, verdict, note = _row(sample.dots(), "СОШ № 9").cells

    assert value.value == Fraction(112300, 1290)
    assert value.words == "87,1\u00a0%"
    assert (numerator.value, denominator.value, target.value, gap.value) == (1123, 1290, Fraction(90), -38)
    assert (verdict.words, note.value) == ("близко", None)


def test_an_absent_value_is_empty_in_the_file_and_never_zero() -> None:
    cells = _row(sample.dots_with_gaps(), "СОШ № 6").cells

    assert [cell.value for cell in cells[:3]] == [None, None, None]
    assert cells[-1].words == "<10"


def test_no_change_is_given_across_a_break() -> None:
    change = [column.title for column in chart_table(sample.dumbbell()).columns].index("Изменение") - 1

    assert _row(sample.dumbbell(), "Посёлки").cells[change].value is None
    assert _row(sample.dumbbell(), "Город").cells[change].value == Fraction(100 * 130, 7230)


def test_a_missing_year_of_a_trend_keeps_its_line_and_its_reason() -> None:
    row = _row(sample.trend(), "2022/23")

    assert row.cells[0].value is None
    assert "Каменская СОШ: данных нет" in row.cells[-1].words


def test_columns_say_how_their_numbers_are_written() -> None:
    kinds = {column.title: column.kind for column in chart_table(sample.dots()).columns}

    assert kinds["Значение"] is Kind.PERCENT
    assert kinds["Числитель"] is Kind.WHOLE
    assert kinds["Итог"] is Kind.TEXT


def test_the_sentence_counts_verdicts() -> None:
    told = chart_sentence(sample.dots()).replace("\u00a0", " ")

    assert told == (
        "26 школ на одной шкале: достигли цели 15, близко к цели 9, не достигли цели 2."
        " Линия: ориентир района 85 %. Значения от 73,5 % до 95,8 %."
    )


def test_the_sentence_of_a_funnel_counts_what_chance_explains() -> None:
    told = chart_sentence(sample.funnel()).replace("\u00a0", " ")

    assert "26 школ" in told
    assert "за границей 99,8 %: хуже 1, лучше 6" in told


def test_the_sheet_of_a_chart_keeps_numbers_and_writes_names_as_text() -> None:
    from dashboard.exports.chart_rows import chart_sheet

    sheet = chart_sheet(sample.dots(), title="Цель 3.3")

    assert len(sheet.rows) == 26
    assert sheet.rows[0][:4] == ("Полянская ООШ", Fraction(2500, 34), 25, 34)


def test_a_count_of_schools_has_its_share_and_that_of_last_year() -> None:
    reached, of_all, share, before, note = _row(sample.count_bars(), "3.1 Участие в ВсОШ").cells

    assert (reached.value, of_all.value, note.value) == (20, 26, None)
    assert share.value == Fraction(2000, 26)
    assert before.words == "69,2\u00a0%"


def test_a_goal_without_data_is_no_zero_in_the_table_of_counts() -> None:
    cells = _row(sample.count_bars(), "3.2 Призёры").cells

    assert [cell.value for cell in cells] == [None, None, None, None, "нет данных"]
    assert "3.2 Призёры нет данных" in chart_sentence(sample.count_bars())


def test_numbers_in_words_are_numbers_in_the_file() -> None:
    assert _row(sample.key_figures(), "Обучающихся").cells[0].value == 10331
    assert _row(sample.key_figures(), "Данные внесли").cells[0].value == "—"
    assert _row(sample.word_table(), "СОШ № 3").cells[0].value == 2
