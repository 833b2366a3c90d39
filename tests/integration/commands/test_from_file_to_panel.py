"""From the cell of a handed-in workbook to the sentence of «Почему?», and what a correction leaves behind."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dashboard.components.explanation import result_panel
from dashboard.services import services
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Level, Status
from data_layer.queries.explanation import explain_result
from data_layer.queries.explanation.views import ResultExplanation, TotalOrigin
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.cli import CommandLine, command_line
from tests.support.postgres import PostgresServer

HEAD = ("Школа", "Показатель", "Уровень", "Учебный год", "Класс", "Предмет", "Числитель", "Знаменатель", "Значение")
TODAY = date(2026, 9, 18)
SCHOOLS = "code,short_name,kind\n1,Школа № 1,full\n"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CommandLine]:
    """Commands on an empty database of either engine, with one district and one school."""
    url = f"sqlite:///{tmp_path / 'vsoko.db'}"
    server: PostgresServer | None = None
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        url = server.create_database("from_file_to_panel")
    with command_line(url, tmp_path / "var") as commands:
        commands.good("init")
        commands.good("districts", "add", "alpha", "Район")
        (tmp_path / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
        commands.good("schools", "load", tmp_path / "schools.csv", "--district", "alpha")
        yield commands
    if server is not None:
        server.drop_database("from_file_to_panel")


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    """A workbook with a title above its head, as schools make them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Показатели"
    sheet.append(("Показатели школы за год",))
    sheet.append(HEAD)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def told(run: CommandLine, level: Level) -> ResultExplanation:
    with tenant_session(services(run.server).engine, Scope((1,))) as session:
        return explain_result(
            session,
            school="1",
            indicator="b1_certification_attainment",
            level=level,
            year=2025,
            today=TODAY,
            viewer=Viewer.full(),
        )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_cell_a_sum_and_a_correction_are_told(run: CommandLine, tmp_path: Path) -> None:
    first = workbook(
        tmp_path / "first.xlsx",
        ("1", "1.1", "НОО", "2025/26", "2А", "", 24, 27, None),
        ("1", "1.1", "НОО", "2025/26", "2Б", "", 20, 23, None),
        ("1", "1.1", "ООО", "2025/26", "", "", None, 214, 82.24),
    )
    run.good("import", first, "--district", "alpha")

    summed, rebuilt = told(run, Level.NOO), told(run, Level.OOO)

    # 24 + 20 of 27 + 23; 90 % of 50 is 45, so one is lacking.
    assert (summed.origin, summed.fact.numerator, summed.fact.denominator) == (TotalOrigin.SUMMED, 44, 50)
    assert (summed.fact.status, summed.fact.pupil_gap) == (Status.NEAR, -1)
    assert [(each.class_group, each.entry.address) for each in summed.slices] == [
        ("2А", "Показатели!A3"),
        ("2Б", "Показатели!A4"),
    ]
    assert {each.entry.file for each in summed.slices} == {"first.xlsx"}
    # 82,24 % of 214 is 175,99.
    (percent,) = rebuilt.slices
    assert (rebuilt.fact.numerator, str(percent.stated_percent)) == (176, "82.24")
    panel = plain(result_panel(summed, time_zone="Europe/Moscow"))
    assert "44 : 50 = 88 %" in panel
    assert "90 % от 50 — это 45. Есть 44: не хватает 1 результата." in panel
    assert "Итог — сумма 2 строк по классам; итоговой строки школа не сдавала." in panel
    assert "first.xlsx" in panel
    assert "Показатели!A3" in panel or "Показатели!A4" in panel
    other = plain(result_panel(rebuilt, time_zone="Europe/Moscow"))
    assert "сдано 82,24 % от 214, это 175,99, округлено до 176" in other

    second = workbook(tmp_path / "second.xlsx", ("1", "1.1", "НОО", "2025/26", "2А", "", 25, 27, None))
    run.good("import", second, "--district", "alpha")

    mended = told(run, Level.NOO)
    assert (mended.fact.numerator, mended.fact.status) == (45, Status.MET)
    (before,) = mended.history
    assert (before.class_group, before.numerator, before.entry.file) == ("2А", 24, "first.xlsx")
    assert before.replaced_at is not None
    assert "24 из 27" in plain(result_panel(mended, time_zone="Europe/Moscow"))
