"""Rows of «Школы», «Цели», «Документы» and «Организация»."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data_layer.domain.facts import Cell
from data_layer.domain.vocabulary import Cluster, DocumentStatus, Level, SchoolKind, Stage
from data_layer.intake.check import check_tables
from data_layer.intake.documents import LARGEST_DOCUMENT, is_bare_name
from data_layer.intake.reading import read_path
from tests.unit.intake.builders import CONTEXT, check_lines, errors_of, places_of

SCHOOLS = "code,short_name,full_name,kind,cluster,pupils,fis_oko_login,rcoi_code,inn,levels"
TARGETS = "school,indicator,level,year,target"
DOCUMENTS = (
    "school,block,stage,year,type,title,number,date,responsible,addressee,goals,tasks,deadlines,url,file,status,covers"
)
ORGANISATION = "school,year,item,present,date,url"
OWN_SCHOOL = replace(CONTEXT, only_school="S1", is_school_author=True)


# --- schools ----------------------------------------------------------------------------------------


def test_a_school_is_read_with_russian_words() -> None:
    checked = check_lines(SCHOOLS, "N1,Школа № 1,МБОУ «Школа № 1»,СОШ,посёлок,412,edu1,77,0276001234,ООО;НОО")

    row = checked.schools[0]
    assert errors_of(checked) == []
    assert (row.code, row.kind, row.cluster, row.pupils) == ("N1", SchoolKind.FULL, Cluster.SETTLEMENT, 412)
    assert (row.inn, row.levels) == ("0276001234", (Level.NOO, Level.OOO))


def test_empty_optional_cells_say_nothing() -> None:
    row = check_lines("code,short_name,kind", "N1,Школа,basic").schools[0]

    assert (row.full_name, row.cluster, row.pupils, row.inn, row.levels) == (None, None, None, None, None)


@pytest.mark.parametrize("code", ["a b", "a/b", "a\\b", "a?", "a#b", "100%", "a;b", "a\u00a0b", "a\u200bb", "x" * 65])
def test_a_code_with_forbidden_signs_is_refused(code: str) -> None:
    checked = check_lines("code,short_name,kind", f'"{code}",Школа,full')

    assert places_of(checked) == ["A2"]


@pytest.mark.parametrize("code", ["x" * 64, "Школа-1", "1027700002252", "№7", "a.b"])
def test_any_other_text_is_a_code(code: str) -> None:
    checked = check_lines("code,short_name,kind", f"{code},Школа,full")

    assert checked.schools[0].code == code


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (",Школа,,full,,,,,,", "file.csv · A2 · код школы не указан · укажите код"),
        ("N1,,,full,,,,,,", "file.csv · B2 · краткое название не указано · укажите название школы"),
        (
            "N1,Школа,,вуз,,,,,,",
            "file.csv · D2 · вид школы: «вуз» — неизвестное значение · укажите СОШ, ООШ или НОШ",
        ),
        ("N1,Школа,,,,,,,,", "file.csv · D2 · вид школы: не указано · укажите СОШ, ООШ или НОШ"),
        (
            "N1,Школа,,full,хутор,,,,,",
            "file.csv · E2 · тип местности: «хутор» — неизвестное значение · укажите город, посёлок или село",
        ),
        (
            "N1,Школа,,full,,12.5,,,,",
            "file.csv · F2 · число обучающихся 12.5 — дробное число · укажите целое число",
        ),
        ("N1,Школа,,full,,,,,123456789,", "file.csv · I2 · в ИНН «123456789» 9 цифр · укажите 10 или 12 цифр"),
        (
            "N1,Школа,,full,,,,,12345678AB,",
            "file.csv · I2 · ИНН «12345678AB» содержит не только цифры · укажите 10 или 12 цифр",
        ),
        (
            "N1,Школа,,full,,,,,,НОО;ДОО",
            "file.csv · J2 · уровень «ДОО» неизвестен · перечислите через «;» НОО, ООО, СОО",
        ),
    ],
)
def test_a_bad_school_cell_is_named(line: str, error: str) -> None:
    assert errors_of(check_lines(SCHOOLS, line)) == [error]


def test_a_code_given_twice_is_an_error_at_the_second() -> None:
    checked = check_lines("code,short_name,kind", "N1,Первая,full", "N1,Вторая,full")

    assert errors_of(checked) == ["file.csv · A3 · повтор строки file.csv · A2 · оставьте одну из строк"]


def test_schools_of_the_import_are_known_to_its_other_tables(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("code,short_name,kind,levels\nN1,Новая,full,soo\nS2,Вторая,full,\n")
    (tmp_path / "observations.csv").write_text(
        "school,indicator,level,year,numerator,denominator\n"
        "N1,i_exam,soo,2025/26,1,2\nN1,i_exam,noo,2025/26,1,2\nS2,i_exam,soo,2025/26,1,2\n"
    )

    checked = check_tables(read_path(tmp_path), CONTEXT)

    assert [str(error) for error in checked.errors] == [
        "observations.csv · C3 · в школе «N1» нет уровня НОО · проверьте уровень или уровни школы"
    ]


def of_changed_kind(folder: Path, *, own_levels: frozenset[str]) -> list[str]:
    """Errors of an import that makes S1, so far with all levels, a basic school and brings a figure of СОО."""
    (folder / "schools.csv").write_text("code,short_name,kind,levels\nS1,Первая,basic,\n")
    (folder / "observations.csv").write_text(
        "school,indicator,level,year,numerator,denominator\nS1,i_exam,soo,2025/26,1,2\n"
    )
    return errors_of(check_tables(read_path(folder), replace(CONTEXT, own_levels=own_levels)))


def test_levels_that_follow_from_the_kind_change_with_it(tmp_path: Path) -> None:
    assert of_changed_kind(tmp_path, own_levels=frozenset()) == [
        "observations.csv · C2 · в школе «S1» нет уровня СОО · проверьте уровень или уровни школы"
    ]


def test_levels_once_given_stay_when_the_kind_changes_though_they_were_the_same(tmp_path: Path) -> None:
    assert of_changed_kind(tmp_path, own_levels=frozenset({"S1"})) == []


# --- targets ----------------------------------------------------------------------------------------


def test_an_own_target_and_a_reference_of_the_district() -> None:
    checked = check_lines(TARGETS, 'S1,i_exam,noo,2025/26,"87,5"', ",1.1,ооо,2025/26,90 %", ",6.9,,2025/26,120")

    assert [(row.school, row.level, row.target) for row in checked.targets] == [
        ("S1", Level.NOO, Decimal("87.5")),
        (None, Level.OOO, Decimal(90)),
        (None, Level.SCHOOL, Decimal(120)),
    ]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("S1,i_exam,noo,2025/26,101", "file.csv · E2 · цель 101 % больше 100 % · доля бывает от 0 до 100 %"),
        ("S1,i_exam,noo,2025/26,-1", "file.csv · E2 · цель −1 меньше нуля · укажите неотрицательное число"),
        ("S1,i_exam,noo,2025/26,все", "file.csv · E2 · цель: «все» — не число · укажите число"),
        ("S1,i_exam,noo,2025/26,–", "file.csv · E2 · цель: «–» — не число · укажите число"),
        ("S1,i_exam,noo,2025/26,0.1234567", "file.csv · E2 · цель 0.1234567 слишком дробная · округлите до 6 знаков"),
        (
            "S3,i_exam,ooo,2025/26,90",
            "file.csv · C2 · в школе «S3» нет уровня ООО · проверьте уровень или уровни школы",
        ),
        (",i_clubs,noo,2025/26,90", "file.csv · C2 · у показателя 3.3 нет уровня НОО · укажите ОО в целом"),
    ],
)
def test_a_bad_target_is_named(line: str, error: str) -> None:
    assert errors_of(check_lines(TARGETS, line)) == [error]


def test_two_targets_of_one_key_are_an_error_for_schools_and_for_the_district() -> None:
    checked = check_lines(
        TARGETS, ",1.1,noo,2025/26,90", "S1,1.1,noo,2025/26,90", ",i_exam,НОО,2025-26,95", "S1,1.1,noo,2025/26,x"
    )

    assert places_of(checked) == ["A4", "E5", "A5"]


def test_a_target_left_empty_is_passed_over_with_a_note() -> None:
    checked = check_lines(TARGETS, "S1,i_exam,noo,2025/26,", "S1,i_exam,ooo,2025/26,80")

    assert (len(checked.targets), len(checked.notes), errors_of(checked)) == (1, 1, [])


def test_a_school_may_not_set_the_reference_of_the_district() -> None:
    checked = check_lines(TARGETS, ",1.1,noo,2025/26,90", context=OWN_SCHOOL)

    assert places_of(checked) == ["A2"]


def test_rows_of_another_school_are_errors_whether_it_exists_or_not() -> None:
    checked = check_lines(TARGETS, "S2,1.1,noo,2025/26,90", "S9,1.1,noo,2025/26,90", context=OWN_SCHOOL)

    assert errors_of(checked) == [
        "file.csv · A2 · школа «S2» не относится к этому импорту · оставьте строки школы S1",
        "file.csv · A3 · школа «S9» не относится к этому импорту · оставьте строки школы S1",
    ]


# --- documents --------------------------------------------------------------------------------------


def document(**cells: str) -> str:
    given = {"school": "S1", "block": "1", "stage": "analysis", "year": "2025/26", "type": "analytical_report"}
    given |= {"title": "Справка"} | cells
    return ",".join(f'"{given.get(column, "")}"' for column in DOCUMENTS.split(","))


def test_a_document_is_read_with_all_its_words() -> None:
    checked = check_lines(
        DOCUMENTS,
        document(
            block="Оценка качества подготовки",
            stage="Анализ мониторингов",
            type="Аналитический отчёт (справка)",
            number="12",
            date="25.08.2026",
            goals="Выяснить\nпричины",
            url="https://school.example/vsoko?x=1",
            status="на проверке",
            covers="2:analysis; 1:Адресные рекомендации:1.1",
        ),
    )

    row = checked.documents[0]
    assert errors_of(checked) == []
    assert (row.block, row.stage, row.type, row.number) == (1, Stage.ANALYSIS, "analytical_report", "12")
    assert (row.date, row.status, row.goals) == (date(2026, 8, 25), DocumentStatus.SUBMITTED, "Выяснить\nпричины")
    assert row.covers == (Cell(2, Stage.ANALYSIS), Cell(1, Stage.RECOMMENDATIONS, "g_exam"))
    assert (row.responsible, row.file, row.label) == (None, None, "12")


@pytest.mark.parametrize("words", ["Мониторинг", "Проведение мониторингов", "monitoring"])
def test_a_stage_is_known_by_its_title_and_by_the_words_of_the_recommended_structure(words: str) -> None:
    checked = check_lines("school,block,stage,year,type,title", f"S1,1,{words},2025/26,monitoring_order,Приказ")

    assert (checked.errors, [row.stage for row in checked.documents]) == ([], ["monitoring"])


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({"block": "7"}, "B2 · блок «7» неизвестен · укажите номер блока от 1 до 6"),
        (
            {"stage": "анализ"},
            "C2 · стадия: «анализ» — неизвестное значение · укажите стадию цикла из каталога",
        ),
        (
            {"type": "приказ"},
            "E2 · вид документа: «приказ» — неизвестное значение · укажите вид документа из каталога",
        ),
        (
            {"type": "monitoring_order"},
            "E2 · вид документа «monitoring_order» относится к стадии «Мониторинг» · выберите вид для стадии «Анализ мониторингов» или исправьте стадию",
        ),
        ({"title": ""}, "F2 · нет ни номера, ни названия · укажите название документа"),
        ({"date": "31.02.2026"}, "H2 · дата «31.02.2026» не распознана · пишите дату как 15.09.2025"),
        ({"date": "01.09.0025"}, "H2 · дата 01.09.0025 невозможна · проверьте год"),
        (
            {"url": "javascript:alert(1)"},
            "N2 · ссылка «javascript:alert(1)» не годится · ссылка начинается с http:// или https://",
        ),
        (
            {"url": "school.example"},
            "N2 · ссылка «school.example» не годится · ссылка начинается с http:// или https://",
        ),
        (
            {"url": "https://known.example@other.example"},
            "N2 · ссылка «https://known.example@other.example» не годится · ссылка начинается с http:// или https://",
        ),
        ({"file": "../a.pdf"}, "O2 · «../a.pdf» — не имя файла · укажите только имя файла, лежащего рядом с таблицей"),
        ({"file": "a.pdf"}, "O2 · файла «a.pdf» нет рядом с таблицей · положите файл рядом или уберите имя"),
        ({"status": "готов"}, "P2 · статус: «готов» — неизвестное значение · укажите статус из списка"),
        ({"covers": "1"}, "Q2 · ячейка «1» не распознана · пишите блок:стадия или блок:стадия:цель через «;»"),
        ({"covers": "9:analysis"}, "Q2 · блок «9» неизвестен · укажите номер блока от 1 до 6"),
        ({"covers": "1:вывод"}, "Q2 · стадия «вывод» неизвестна · укажите стадию цикла из каталога"),
        ({"covers": "1:analysis:9.9"}, "Q2 · цель «9.9» неизвестна · укажите id или код цели из каталога"),
        ({"covers": "1:analysis:3.1"}, "Q2 · цель «3.1» относится к блоку 3 · исправьте блок или цель"),
    ],
)
def test_a_bad_document_cell_is_named(cells: dict[str, str], error: str) -> None:
    assert errors_of(check_lines(DOCUMENTS, document(**cells))) == [f"file.csv · {error}"]


@pytest.mark.parametrize("text", ["15.09.2025", "2025-09-15", "15.9.2025"])
def test_a_date_is_read_in_russian_and_iso_form(text: str) -> None:
    assert check_lines(DOCUMENTS, document(date=text)).documents[0].date == date(2025, 9, 15)


@pytest.mark.parametrize(("status", "errors"), [("draft", 0), ("submitted", 0), ("accepted", 1), ("Возвращён", 1)])
def test_a_school_may_not_accept_or_return_its_own_documents(status: str, errors: int) -> None:
    line = document(status=status)

    assert len(check_lines(DOCUMENTS, line, context=OWN_SCHOOL).errors) == errors
    assert check_lines(DOCUMENTS, line).errors == []


def test_a_document_is_known_by_its_number_or_else_its_title() -> None:
    checked = check_lines(
        DOCUMENTS,
        document(number="5", title="Первая"),
        document(number="6", title="Первая"),
        document(title="Первая"),
        document(number="5", title="Другая"),
    )

    assert errors_of(checked) == ["file.csv · A5 · повтор строки file.csv · A2 · оставьте одну из строк"]


def test_the_file_of_a_document_lies_beside_its_table(tmp_path: Path) -> None:
    (tmp_path / "Справка  1.pdf").write_bytes(b"%PDF-")

    checked = check_lines(DOCUMENTS, document(file="Справка  1.pdf"), folder=tmp_path)

    assert errors_of(checked) == []
    assert checked.file_paths == {"Справка  1.pdf": tmp_path / "Справка  1.pdf"}


def test_a_decomposed_name_of_an_archive_is_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "и\u0306од.pdf").write_bytes(b"%PDF-")

    assert errors_of(check_lines(DOCUMENTS, document(file="йод.pdf"), folder=tmp_path)) == []


def test_a_file_over_20_mb_a_link_and_a_folder_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "big.pdf").open("wb") as big:
        big.truncate(LARGEST_DOCUMENT + 1)
    with (tmp_path / "fits.pdf").open("wb") as fits:
        fits.truncate(LARGEST_DOCUMENT)
    (tmp_path / "link.pdf").symlink_to(tmp_path / "fits.pdf")
    (tmp_path / "folder.pdf").mkdir()

    names = ["big.pdf", "link.pdf", "folder.pdf", "fits.pdf"]
    lines = [document(title=name, file=name) for name in names]

    assert places_of(check_lines(DOCUMENTS, *lines, folder=tmp_path)) == ["O2", "O3", "O4"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/etc/passwd", "..\\a", "a/b", "C:a.pdf", "a\x00b", "a\nb", "\u202efdp.exe", "x" * 256, "ж" * 128],
)
def test_what_is_not_a_bare_name_is_refused(name: str) -> None:
    assert not is_bare_name(name)


# --- organisation -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [("да", True), ("НЕТ", False), ("yes", True), ("no", False), ("1", True), ("0", False), ("Истина", True)],
)
def test_an_item_is_there_or_not(word: str, expected: bool) -> None:
    checked = check_lines(ORGANISATION, f"S1,2025/26,Собрана команда ВСОКО,{word},15.09.2025,")

    row = checked.organisation[0]
    assert (row.item, row.is_present, row.date, row.url) == ("team_assembled", expected, date(2025, 9, 15), None)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("S1,2025/26,чай,да,,", "C2 · требование: «чай» — неизвестное значение · укажите требование из каталога"),
        ("S1,2025/26,team_assembled,может,,", "D2 · «может» — не да и не нет · укажите «да» или «нет»"),
        ("S1,2025/26,team_assembled,,15.09.2025,", "D2 · не указано, есть ли · укажите «да» или «нет»"),
        ("S1,2025/26,team_assembled,да,завтра,", "E2 · дата «завтра» не распознана · пишите дату как 15.09.2025"),
        (
            "S1,2025/26,team_assembled,да,,ftp://a.example",
            "F2 · ссылка «ftp://a.example» не годится · ссылка начинается с http:// или https://",
        ),
    ],
)
def test_a_bad_organisation_cell_is_named(line: str, error: str) -> None:
    assert errors_of(check_lines(ORGANISATION, line)) == [f"file.csv · {error}"]


def test_the_same_item_twice_is_an_error() -> None:
    checked = check_lines(ORGANISATION, "S1,2025/26,team_assembled,да,,", "S1,2025-26,TEAM_ASSEMBLED,нет,,")

    assert places_of(checked) == ["A3"]
