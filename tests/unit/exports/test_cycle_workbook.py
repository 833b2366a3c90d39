"""The cycle as a workbook: what the page shows, in words and numbers; text of people is inert."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from dashboard.exports.cycle_workbook import CycleFile, cycle_workbook
from data_layer.domain.vocabulary import Stage
from data_layer.queries.cycle_views import CycleFilters, DistrictCycle, Show
from tests.support import sample_cycle as sample

NAMES = {code: name for _, code, name, _ in sample.SCHOOLS}
PAYLOADS = ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "\t=1", "http://example.org"]


def reopened(view: DistrictCycle, *, names: dict[str, str] = NAMES, is_coded: bool = False) -> openpyxl.Workbook:
    file = CycleFile(
        view=view,
        name_of=names.__getitem__,
        order_of=list(names).index,
        words_of=lambda item: item.message,
        is_coded=is_coded,
        is_own_school=False,
        filters=(),
        author="Н. В. Соколова, специалист",
    )
    return openpyxl.load_workbook(BytesIO(cycle_workbook(file)))


def plain(value: object) -> str:
    return str(value).replace("\u00a0", " ")


def test_the_matrix_says_every_cell_in_words_and_counts_in_numbers() -> None:
    sheet = reopened(sample.cycle())["Матрица"]

    heads = [plain(cell.value) for cell in sheet[1]]
    second = dict(zip(heads, (cell.value for cell in sheet[3]), strict=True))
    assert len(heads) == 2 + 36 + 3
    assert second["Школа"] == "СОШ № 2"
    assert plain(second["1. Качество · меры"]) == "просрочен на 3 дня, срок 15.09.2026"
    assert (second["Есть"], second["Требуется"], second["Просрочено"]) == (27, 36, 3)
    # Three schools and the totals.
    assert sheet.max_row == 5
    assert [cell.value for cell in sheet[5]][-3:] == [85, 108, 5]
    assert plain(sheet.cell(5, heads.index("1. Качество · меры") + 1).value) == "2 из 3"


def test_cells_stand_one_by_one_with_dates_and_days() -> None:
    sheet = reopened(sample.cycle())["Ячейки"]

    assert sheet.max_row == 1 + 108
    late = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[6] is not None)
    assert late[:5] == ("СОШ № 2", 1, "Меры и мероприятия", "да", "просрочен")
    assert (str(late[5])[:10], late[6]) == ("2026-09-15", 3)


def test_the_file_says_what_it_shows() -> None:
    view = replace(sample.cycle(CycleFilters(2025, Show.OVERDUE)), rows=sample.rows()[1:])
    about = {row[0]: plain(row[1]) for row in reopened(view)["О файле"].iter_rows(min_row=2, values_only=True)}

    assert about["Отбор"] == "2025/26 · все школы · все блоки · все стадии"
    assert about["Показано"].startswith("Показаны школы с просроченными документами: 2 из 3.")
    assert about["Вывод"].startswith("Цикл чаще рвётся на мерах: просрочено 3 из 5 документов.")
    assert about["На дату"] == "18.09.2026"
    assert about["Составил"] == "Н. В. Соколова, специалист"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_of_people_is_inert_on_every_sheet(payload: str) -> None:
    rows = sample.rows()
    first = replace(rows[0], cells=tuple(cell._replace(document=payload) for cell in rows[0].cells))
    told = replace(sample.flag(), document=payload, message=payload, what_to_do=payload)
    book = reopened(replace(sample.cycle(schools=(first, *rows[1:])), flags=(told,)), names={**NAMES, "s1": payload})

    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert sum(cell.value == payload for cell in texts) > 36
    assert {cell.data_type for cell in texts} == {"s"}
    assert not any(cell.hyperlink for cell in texts)


def test_a_coded_file_names_no_document() -> None:
    view = replace(sample.cycle(), flags=(replace(sample.flag(), document="Приказ СОШ № 2"),))
    book = reopened(view, names={code: f"Школа {code[1]}" for code in NAMES}, is_coded=True)

    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "Приказ СОШ № 2" not in texts
    assert not texts & set(NAMES.values())
    assert "№ 1" not in texts


def test_a_stage_leaves_its_columns() -> None:
    view = sample.cycle(CycleFilters(2025, stage=Stage.MEASURES))
    places = tuple(place for place in view.places if place[1] is Stage.MEASURES)
    sheet = reopened(replace(view, places=places))["Матрица"]

    assert [plain(cell.value) for cell in sheet[1]][2:-3] == [
        f"{block}. {name} · меры"
        for block, name in enumerate(
            ("Качество", "Отстающие", "Одарённые", "Профориентация", "Педагоги", "Воспитание"), start=1
        )
    ]
