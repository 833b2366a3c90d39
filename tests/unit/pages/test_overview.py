"""What «Обзор» says, read from the HTML that people get."""

import re
from dataclasses import replace

from dashboard.addresses.overview import Order, OverviewAddress
from dashboard.components.markup import to_html
from dashboard.pages.overview import overview_children
from data_layer.domain.vocabulary import Cluster, GoalStatus, Status
from data_layer.queries.decisions import DecisionCounts
from data_layer.queries.views import Count, Overview, OverviewFilters
from tests.support import sample_views as sample


def page(view: Overview | None = None, address: OverviewAddress | None = None) -> str:
    shown = view or sample.overview()
    return to_html(overview_children(shown, address or OverviewAddress(shown.filters.year))).replace("\u00a0", " ")


def ids(text: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', text)


def test_every_anchor_of_the_page_leads_somewhere_on_it() -> None:
    text = page()

    anchors = set(re.findall(r'href="#([^"]+)"', text)) | set(re.findall(r'href="/\?[^"]*#([^"]+)"', text))

    assert anchors <= set(ids(text))


def test_no_id_stands_twice() -> None:
    found = ids(page())

    assert len(found) == len(set(found))


def test_every_link_leads_to_the_overview_to_another_page_to_a_school_or_to_an_anchor() -> None:
    hrefs = re.findall(r'href="([^"]*)"', page())

    assert all(
        re.fullmatch(
            r"/(compare|cycle)?\?year=2\d{3}/\d\d.*|/schools/s\d\d\?year=2025/26(#block-[1-6])?|#[a-z-]+", href
        )
        for href in hrefs
    )


def test_a_goal_hidden_in_every_school_is_said_to_be_hidden() -> None:
    view = sample.overview()
    goal = replace(view.district_goals[0], status=GoalStatus.NOT_APPLICABLE, schools_met=Count(0, 0))
    mark = sample.goal_mark(goal.code, Status.SUPPRESSED)
    row = view.matrix[0]
    cells = (replace(row.cells[0], marks=(mark,)), *row.cells[1:])

    text = page(replace(view, district_goals=(goal,), matrix=(replace(row, cells=cells),)))
    (listed,) = re.findall(r'<ul class="card district-goals">(.*?)</ul>', text)

    assert "скрыто" in listed
    assert "достигли" not in listed
    assert "не применимо" not in listed


def test_one_button_of_the_page_is_filled() -> None:
    assert page().count("is-main") == 1


def test_a_cell_leads_to_its_block_and_says_its_goals() -> None:
    rows = [sample.matrix_row("s01", "Школа", Cluster.TOWN, "mmmn mm mmn mnw mxm m", "000000")]

    text = page(sample.overview(rows=rows))

    assert '<td class="tint-half"><button' in text
    assert '</button><a data-in-app href="/schools/s01?year=2025/26#block-1"' in text
    assert "3 из 4 целей. 1.1 достигнута, 1.2 достигнута, 1.3 достигнута, 1.4 близко" in text


def test_marks_stand_in_the_order_of_goals() -> None:
    rows = [sample.matrix_row("s01", "Школа", Cluster.TOWN, "mnxd mm mmm mmm mmm m", "000000")]

    assert re.search(r"mark-met\W.*?mark-near\W.*?mark-not-met\W.*?mark-no-data\W", page(sample.overview(rows=rows)))


def test_a_block_without_data_is_hatched_and_never_zero() -> None:
    rows = [sample.matrix_row("s01", "Школа", Cluster.TOWN, "mmmm mm mmm mmm ddd d", "000000")]

    text = page(sample.overview(rows=rows))

    assert text.count('<td class="is-hatched">') == 2
    assert "0/3" not in text


def test_hidden_cells_carry_neither_counts_nor_marks() -> None:
    hidden = replace(sample.matrix_cell(2, "hh"), goals=None, is_hidden=True)
    row = sample.matrix_row("s01", "Школа", Cluster.TOWN, "mmmm mm mmm mmm mmm m", "000000")
    row = replace(row, cells=(row.cells[0], hidden, *row.cells[2:]))

    (cell,) = re.findall(r'<td class="is-hidden">.*?</td>', page(sample.overview(rows=[row])))

    assert "скрыто" in cell
    assert "mark" not in cell


def test_a_cell_whose_figures_are_all_hidden_does_not_read_as_not_applicable() -> None:
    row = sample.matrix_row("s01", "Школа", Cluster.TOWN, "mmmm mm mmm hh- mmm m", "000000")

    text = page(sample.overview(rows=[row]))

    assert Status.SUPPRESSED in {mark.status for mark in row.cells[3].marks}
    assert '<span aria-hidden="true" class="words">скрыто</span>' in text


def test_schools_are_grouped_by_place_or_ordered_by_name() -> None:
    by_place, by_name = page(), page(address=OverviewAddress(2025, order=Order.NAME))

    assert [found for found in ("Город", "Посёлки", "Сёла") if f'colspan="8" scope="rowgroup">{found}' in by_place] == [
        "Город",
        "Посёлки",
        "Сёла",
    ]
    assert 'scope="rowgroup"' not in by_name
    names = re.findall(r'<th scope="row"><a data-in-app href="/schools/[^>]*>([^<]+)</a>', by_name)
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 26


def test_a_changed_filter_is_marked() -> None:
    filters = OverviewFilters(year=2025, cluster=Cluster.VILLAGE)

    text = page(sample.overview(filters=filters), OverviewAddress(2025, cluster=Cluster.VILLAGE))

    assert text.count("is-changed") == 1
    assert "Кластер: <b>Сёла</b>" in text


def test_choices_that_were_not_made_out_are_named() -> None:
    text = to_html(overview_children(sample.overview(), OverviewAddress(2025), unknown=("год", "блок")))

    assert "Не распознано в ссылке и не учтено: год и блок." in text


def test_an_empty_district_names_the_next_step() -> None:
    text = page(replace(sample.overview(rows=[]), schools=0))

    assert "В районе ещё нет школ" in text
    assert "на странице «Администрирование»" in text


def test_an_empty_cluster_leads_back_to_all() -> None:
    filters = OverviewFilters(year=2025, cluster=Cluster.SETTLEMENT)
    text = page(sample.overview(filters=filters, rows=[]), OverviewAddress(2025, cluster=Cluster.SETTLEMENT))

    assert "В кластере «Посёлки» школ нет." in text
    assert '<a class="button is-main" data-in-app href="/?year=2025/26">Показать все кластеры</a>' in text


def test_a_year_without_figures_offers_one_that_has_them() -> None:
    rows = [sample.matrix_row("s01", "Школа", Cluster.TOWN, "dddd dd ddd ddd ddd d", "000000")]

    text = page(sample.overview(rows=rows))

    assert "судить рано" in text
    assert '<a class="button" data-in-app href="/?year=2024/25">Показать 2024/25</a>' in text


def test_all_items_of_attention_are_there_and_six_stand_open() -> None:
    text = page()

    assert "Показать все 9" in text
    assert text.count('class="flag"') == 9
    assert text.count('class="flag" open') + text.count('open class="flag"') == 1


def test_a_page_whose_goals_are_all_hidden_does_not_say_that_data_are_awaited() -> None:
    filters = OverviewFilters(2025, cluster=Cluster.SETTLEMENT)
    view = sample.overview(filters=filters)
    blocks = tuple(replace(row, goals=Count(0, 0), goals_before=None, hides_goals=True) for row in view.blocks)
    view = replace(view, blocks=blocks, goals=Count(0, 0), goals_before=None, results=Count(0, 0), results_hidden=30)

    text = page(view, OverviewAddress(2025, cluster=Cluster.SETTLEMENT))

    assert "данных ещё нет" not in text
    assert "данных для вывода о целях ещё нет" not in text
    assert "Цели 2025/26 скрыты: по сумме можно было бы узнать школу." in text
    assert re.search(r'<a [^>]*href="/\?year=2025/26"[^>]*>Сбросить отбор</a>', text)
    assert text.count("<small>скрыто</small>") == len(view.blocks)
    # «Данные внесли» of the table: a number in each block, as on the card.
    assert not re.search(r'class="count coverage">(<[^>]+>)*–', text)
    assert "Все данные внесли" in text


def test_decisions_of_meetings_are_told_with_the_way_to_their_list() -> None:
    def shown(counts: DecisionCounts) -> str:
        return to_html(overview_children(sample.overview(), OverviewAddress(2025), decided=counts))

    late = shown(DecisionCounts(all=8, open=3, overdue=2, reported=0, closed=5)).replace("\u00a0", " ")
    assert "Не закрыто 3 решения, просрочено 2." in late
    assert 'href="/meeting?decisions=overdue#decisions"' in late
    assert "Решения совещаний" not in shown(DecisionCounts(all=5, open=0, overdue=0, reported=0, closed=5))
