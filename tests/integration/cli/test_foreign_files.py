"""`import` of files of others: what was understood on stderr, nothing on stdout, the same figures as in the browser."""

from pathlib import Path

from tests.support.cli import CommandLine
from tests.unit.intake.readers.files import PROTOCOL_BOOK, book, delimited

SCHOOLS = "code,short_name,kind,fis_oko_login\n1,Школа № 1,full,sch111111\n"
REPORT = ("report", "attainment", "--district", "alpha", "--year", "2021/22", "--school", "1")


def protocol(folder: Path) -> Path:
    path = folder / "протокол.xlsx"
    path.write_bytes(book(PROTOCOL_BOOK))
    return path


def with_login(run: CommandLine, folder: Path) -> None:
    (folder / "logins.csv").write_text(SCHOOLS, encoding="utf-8")
    run.good("schools", "load", folder / "logins.csv", "--district", "alpha")


def test_a_protocol_is_imported_and_told(run: CommandLine, tmp_path: Path) -> None:
    with_login(run, tmp_path)

    ran = run.good("import", protocol(tmp_path), "--district", "alpha")

    assert ran.stdout == ""
    assert ran.stderr.splitlines() == [
        (
            "протокол.xlsx · Протокол · ВПР: протокол ФИС ОКО, 2022 год и позже, Математика, 4 класс, НОО, 2021/22;"
            " сопоставлено 1 из 2 школ; прочитано 8, войдёт 4"
        ),
        (
            "протокол.xlsx · Протокол · шкала: «3» от 6, «4» от 10, «5» от 15, наибольший балл 20;"
            " не сверена с описанием работы, проверьте; источник: рекомендации к работам прежних лет, записаны по памяти"
        ),
        "протокол.xlsx · Протокол · отсутствовали: 2 строки, первая Протокол!A2",
        "протокол.xlsx · Протокол · школа не сопоставлена: МБОУ «Гимназия 2» (sch222222)",
        ("протокол.xlsx · Протокол · «Итого баллов» не посчитано в строках: 1; взята сумма баллов за задания"),
        (
            "протокол.xlsx · Протокол · муниципалитет файла — «Лесной муниципальный район», а не «Район alpha»:"
            " по одним названиям школы не сопоставлены, выберите их вручную"
        ),
        "протокол.xlsx · другие листы пропущены: «Классы»",
        "протокол.xlsx: внесено: показатели — новых 2.",
    ]
    # Two of three and one of one reach the «3».
    row = next(line for line in run.good(*REPORT).lines if ",b1_vpr_attainment,noo," in line)
    assert ",3,4,75.0," in row


def test_the_same_file_again_is_without_changes(run: CommandLine, tmp_path: Path) -> None:
    with_login(run, tmp_path)
    run.good("import", protocol(tmp_path), "--district", "alpha")

    again = run.good("import", protocol(tmp_path), "--district", "alpha")

    assert again.stderr.splitlines()[-1] == "протокол.xlsx: без изменений."


def test_a_file_of_others_without_a_school_of_ours_is_bad_data(run: CommandLine, tmp_path: Path) -> None:
    ran = run("import", protocol(tmp_path), "--district", "alpha")

    assert (ran.status, ran.stdout) == (1, "")
    assert "ни одна школа файла не найдена среди школ района" in ran.stderr


def test_a_file_that_names_people_is_refused_without_a_name(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "список.csv"
    path.write_bytes(delimited([["ФИО", "Балл"], ["Петров Пётр Петрович", 10]]))

    ran = run("import", path, "--district", "alpha")

    assert ran.status == 1
    assert "персональные данные: фамилии и имена" in ran.stderr
    assert "Петров" not in ran.stderr
