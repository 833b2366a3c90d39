"""A random district sent again: as it was, and in the Russian words, signs and encoding that spreadsheets give."""

import csv
from pathlib import Path

import pytest

from tests.oracle.random_district import CATALOGUE, HEADINGS, District, Row, Tables, random_district
from tests.support.cli import CommandLine, command_line

RUSSIAN_HEADINGS = {
    "schools": "Код,Краткое название,Полное название,Вид,Тип местности,Обучающихся,Логин ФИС ОКО,Код РЦОИ,ИНН,Уровни",
    "targets": "Школа,Показатель,Уровень,Учебный год,Цель",
    "observations": "Школа,Показатель,Уровень,Учебный год,Предмет,Класс,Категория,Числитель,Знаменатель,Значение,База,"
    "Нет данных,Источник,Примечание",
    "documents": "Школа,Блок,Стадия,Учебный год,Вид документа,Название,Номер,Дата,Ответственный,Адресат,Цели,Задачи,"
    "Сроки,Ссылка,Файл,Статус,Другие ячейки",
    "organisation": "Школа,Учебный год,Требование,Есть,Дата,Ссылка",
}


def titles(*lists: str) -> dict[str, str]:
    return {entry["id"]: entry["title"] for name in lists for entry in CATALOGUE[name]}


def russian_words() -> dict[str, dict[str, str]]:
    """Title by id, per column."""
    levels = titles("levels")
    # Some full titles hold signs that cp1251 lacks; a file in it can only carry the short ones.
    short = {entry["id"]: entry["title_short"] for entry in CATALOGUE["indicators"]}
    return {
        "kind": titles("school_kinds"),
        "cluster": titles("clusters"),
        "level": levels,
        "indicator": titles("indicators")
        | {id_: short[id_] for id_, title in titles("indicators").items() if "×" in title},
        "stage": titles("stages"),
        "type": titles("document_types"),
        "item": titles("organisational_requirements"),
    }


def in_russian(row: Row) -> Row:
    words = russian_words()
    found = {name: words.get(name, {}).get(cell, cell) for name, cell in row.items()}
    for name in ("value", "target"):
        found[name] = found.get(name, "").replace(".", ",")
    if found.get("levels"):
        found["levels"] = ";".join(words["level"][level] for level in found["levels"].split(";"))
    if found.get("year"):
        found["year"] = f"{found['year'][:5]}20{found['year'][5:]}"
    if found.get("date"):
        found["date"] = ".".join(reversed(found["date"].split("-")))
    return found


def write_russian(folder: Path, tables: Tables, files: dict[str, bytes]) -> Path:
    """The tables as a Russian spreadsheet saves them, under a title row."""
    folder.mkdir()
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="cp1251", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerows([["Сведения о школах района"], [], RUSSIAN_HEADINGS[name].split(",")])
            writer.writerows([in_russian(row).get(column, "") for column in HEADINGS[name].split()] for row in rows)
    for row in tables["documents"]:
        if row.get("file"):
            (folder / row["file"]).write_bytes(files[row["file"]])
    return folder


@pytest.fixture(scope="module")
def district() -> District:
    return random_district(11)


@pytest.fixture
def loaded(sqlite_url: str, tmp_path: Path, district: District) -> CommandLine:
    folders = district.write(tmp_path / "in")
    with command_line(sqlite_url, tmp_path / "var") as run:
        run.good("init")
        run.good("districts", "add", "ours", "Район")
        run.good("catalogue", "load", tmp_path / "in" / "catalogue.yaml", "--district", "ours")
        run.good("import", folders[0], "--district", "ours")
    return run


def changed(message: str) -> bool:
    return "новых" in message or "изменено" in message


def test_the_same_folder_again_changes_nothing(loaded: CommandLine, tmp_path: Path) -> None:
    ran = loaded.good("import", tmp_path / "in" / "import1", "--district", "ours")

    assert "без изменений" in ran.stderr
    assert not changed(ran.stderr)


def test_the_same_tables_in_russian_words_change_nothing(
    loaded: CommandLine, tmp_path: Path, district: District
) -> None:
    folder = write_russian(tmp_path / "russian", district.imports[0], district.files)

    ran = loaded.good("import", folder, "--district", "ours")

    assert "без изменений" in ran.stderr
    assert not changed(ran.stderr)


def test_a_rebuild_finds_what_the_imports_left(loaded: CommandLine, tmp_path: Path) -> None:
    loaded.good("import", tmp_path / "in" / "import2", "--district", "ours")

    assert loaded.good("results", "rebuild", "--check").status == 0
