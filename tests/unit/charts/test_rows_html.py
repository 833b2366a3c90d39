"""Charts of rows as HTML: names lead on and are whole, figures are text, gaps say why."""

import re
from dataclasses import replace
from fractions import Fraction

from dashboard.charts.html import rows_html, summary_html
from dashboard.charts.rows import DotGroup
from dashboard.charts.specification import Place
from tests.support import sample_charts as sample


def _plain(markup: str) -> str:
    return markup.replace("\u00a0", " ").replace("\u202f", " ")


def _row(markup: str, name: str) -> str:
    found = re.search(rf"<tr[^>]*><th[^>]*>(?:<a[^>]*>|<span>){name}.*?</tr>", _plain(markup))
    assert found is not None, name
    return found[0]


def test_a_row_says_name_verdict_value_count_and_gap() -> None:
    row = _row(str(rows_html(sample.dots())), "СОШ № 9")

    assert 'href="/schools/s04?year=2025/26"' in row
    assert ", близко" in row
    assert "<b>87,1 %</b>" in row
    assert "1 123 из 1 290" in row
    assert "не хватает 38" in row


def test_the_own_target_is_a_tick_with_its_number_and_the_stem_runs_to_it() -> None:
    row = _row(str(rows_html(sample.dots())), "СОШ № 9")

    # 70…100 %: the target of 90 lies at two thirds, 1123 of 1290 = 87.05 % at 56.85 %.
    assert 'style="left:66.67%"' in row
    assert 'class="stem" style="left:56.85%;width:9.82%"' in row
    assert "цель 90" in row


def test_words_of_a_target_at_the_end_of_the_scale_stand_beyond_the_mark_before_it() -> None:
    chart = sample.dots()
    row = replace(chart.rows[0], value=Fraction(197, 2), target=Fraction(100))
    drawn = _row(str(rows_html(replace(chart, groups=(DotGroup("", (row,)),)))), row.place.name)

    # 70…100 %: 98.5 % lies at 95 %; the tick itself stays where the target is.
    assert '<span class="at own-target" style="left:100.00%"></span>' in drawn
    assert '<span class="at beyond-mark is-left" style="left:95.00%"><span class="target-label">цель 100' in drawn


def test_labels_at_the_ends_of_a_scale_are_kept_within_it() -> None:
    drawn = str(rows_html(sample.strips()))

    assert re.findall(r'class="(axis-tick[^"]*)"', drawn) == [
        "axis-tick is-first",
        *["axis-tick"] * 4,
        "axis-tick is-last",
    ]


def test_a_year_and_a_cell_carry_their_heads_for_a_phone() -> None:
    assert 'class="reading" data-year="2024/25"' in str(rows_html(sample.dumbbell()))
    assert 'data-head="1.1"' in str(rows_html(sample.heat()))


def test_groups_are_headed_by_their_finding() -> None:
    drawn = _plain(str(rows_html(sample.dots())))

    assert drawn.index("Не достигли своей цели — 11") < drawn.index("Полянская ООШ") < drawn.index("Достигли — 15")


def test_what_has_no_value_says_why_and_is_nowhere_zero() -> None:
    drawn = str(rows_html(sample.dots_with_gaps()))

    assert "нет данных" in _row(drawn, "СОШ № 5")
    assert "&lt;10" in _row(drawn, "СОШ № 6")
    assert "не применимо" in _row(drawn, "НОШ № 8")
    for name in ("СОШ № 5", "СОШ № 6", "НОШ № 8"):
        row = _row(drawn, name)
        assert "<b>—</b>" in row
        assert "0 %" not in row
        assert "mark" not in row


def test_exactly_on_target_is_said_and_a_small_group_too() -> None:
    drawn = str(rows_html(sample.dots_with_gaps()))

    assert "ровно цель" in _row(drawn, "СОШ № 4")
    assert "малая группа, n = 3" in _row(drawn, "Каменская СОШ")


def test_a_coded_name_is_text_without_a_link() -> None:
    chart = sample.dots()
    row = replace(chart.rows[0], place=Place("Школа 7"))

    drawn = str(rows_html(replace(chart, groups=(DotGroup("", (row,)),))))

    assert "<a " not in drawn
    assert "Школа 7" in _plain(drawn)


def test_a_value_can_be_asked_why() -> None:
    chart = sample.dots()
    row = replace(chart.rows[0], why="/panels/why?about=result")

    drawn = str(rows_html(replace(chart, groups=(DotGroup("", (row,)),))))

    assert 'data-opens-panel="/panels/why?about=result"' in drawn


def test_names_are_written_as_text() -> None:
    chart = sample.dots()
    row = replace(chart.rows[0], place=Place("<img src=x>", "javascript:alert(1)"))

    drawn = str(rows_html(replace(chart, groups=(DotGroup("", (row,)),))))

    assert "&lt;img src=x&gt;" in drawn
    assert "javascript" not in drawn


def test_years_of_a_broken_series_are_not_joined_and_show_no_change() -> None:
    row = _row(str(rows_html(sample.dumbbell())), "Посёлки")

    # Nothing joins the two years.
    assert 'class="stem"' not in row
    assert "before-dot" in row
    assert "с 2025/26 другая методика" in row
    assert "п. п." not in row


def test_a_year_without_data_draws_one_dot_and_says_so() -> None:
    row = _row(str(rows_html(sample.dumbbell())), "Сёла")

    assert "stem" not in row
    assert "before-dot" not in row
    assert "за 2024/25 данных нет" in row


def test_bars_start_at_zero_and_carry_the_districts_mark() -> None:
    chart = sample.bars()
    row = _row(str(rows_html(chart)), "предметные")

    assert chart.scale.is_from_zero
    assert 'class="bar-of" style="width:91.67%"' in row  # 55 of 60
    assert 'class="at beside-tick" style="left:50.00%"' in row  # 30 of 60


def test_quartiles_are_drawn_only_where_they_are_given() -> None:
    drawn = str(rows_html(sample.strips()))

    assert 'class="quartiles" style="left:30.00%;width:14.00%"' in _row(drawn, "3.1 Участие в ВсОШ")
    assert "quartiles" not in _row(drawn, "2.1 Отстающие")
    assert "данных меньше чем у 5 других школ" in _row(drawn, "2.1 Отстающие")


def test_cells_of_a_heat_map_print_their_figure_and_their_verdict() -> None:
    drawn = str(rows_html(sample.heat()))

    assert "step-far-worse" in drawn
    assert "tint-half" in drawn
    assert re.search(r'<td class="is-hatched" data-head="[^"]+">.*?нет данных', drawn)
    assert re.search(r'<td class="step-far-worse"[^>]*>.*?<b>60 %</b>.*?mark-not-met', drawn)


def test_a_count_draws_its_share_with_last_years_tick_and_says_what_has_no_data() -> None:
    drawn = str(summary_html(sample.count_bars()))

    row = _row(drawn, "3.1 Участие в ВсОШ")
    assert 'class="bar-of" style="width:76.92%"' in row  # 20 of 26
    assert 'class="at beside-tick" style="left:69.23%"' in row  # 18 of 26
    assert "нет данных" in _row(drawn, "3.2 Призёры")
    assert "0\u00a0%" not in _row(drawn, "3.2 Призёры")


def test_large_figures_and_words_are_written_as_they_are() -> None:
    figures, words = str(summary_html(sample.key_figures())), str(summary_html(sample.word_table()))

    assert "<b>236</b>" in figures
    assert "из 373" in figures
    assert "нет мер, блок\u00a03" in words
