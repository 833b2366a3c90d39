"""Fifty faults planted in one import are all reported, each at its own cell, and nothing else is."""

from pathlib import Path

from data_layer.intake.check import check_tables
from data_layer.intake.reading import read_path
from tests.unit.intake.builders import CONTEXT, check_workbook

# Each line: the cells of a row, then the column letter of its one planted fault («» = sound).
SCHOOLS = [
    ("N1;Новая школа;full;town;120;0276001234;", ""),
    ("N 2;Школа;full;;;;", "A"),
    (";Школа;full;;;;", "A"),
    ("N4;;full;;;;", "B"),
    ("N5;Школа;лавка;;;;", "C"),
    ("N6;Школа;full;хутор;;;", "D"),
    ("N7;Школа;full;;-5;;", "E"),
    ("N8;Школа;full;;;02760012345;", "F"),
    ("N9;Школа;full;;;;ДОО", "G"),
    ("N1;Двойник;full;;;;", "A"),
]
TARGETS = [
    ("S1;1.1;НОО;2025/26;90", ""),
    (";1.1;НОО;2025/26;90", ""),
    ("S9;1.1;ООО;2025/26;90", "A"),
    ("S1;9.9;ООО;2025/26;90", "B"),
    ("S1;1.1;;2025/26;90", "C"),
    ("S1;1.1;ООО;2027/28;90", "D"),
    ("S1;1.1;ООО;2025/26;101", "E"),
    ("S1;1.1;СОО;2025/26;-1", "E"),
    ("S2;1.1;СОО;2025/26;90", "C"),
    ("S1;1.1;НОО;2025/26;95", "A"),
]
OBSERVATIONS = [
    ("S1;1.1;НОО;2025/26;;;5;9;;;", ""),
    ("N1;1.1;СОО;2025/26;;;5;9;;;", ""),
    ("S9;1.1;НОО;2025/26;;;5;9;;;", "A"),
    ("S1;7.7;НОО;2025/26;;;5;9;;;", "B"),
    ("S1;1.1;ДОУ;2025/26;;;5;9;;;", "C"),
    ("S3;1.1;ООО;2025/26;;;5;9;;;", "C"),
    ("S1;1.1;НОО;2025/27;;;5;9;;;", "D"),
    ("S1;1.1;ООО;2025/26;;;45;18;;;", "G"),
    ("S1;1.1;СОО;2025/26;;;-4;18;;;", "G"),
    ("S1;2.2;НОО;2025/26;;;4,5;18;;;", "G"),
    ("S1;2.2;ООО;2025/26;;;много;18;;;", "G"),
    ("S1;1.1;НОО;2024/25;;;0;0;;;", "H"),
    ("S1;1.1;ООО;2024/25;;;;50;120 %;;", "I"),
    ("S1;1.1;СОО;2024/25;;;;;80;;", "I"),
    ("S1;1.1;НОО;2023/24;;;5;;;;", "H"),
    ("S1;1.1;ООО;2023/24;;;;9;;;", "G"),
    ("S1;1.1;СОО;2023/24;;;5;9;;;x", "K"),
    ("S1;1.1;НОО;2022/23;;;;;;;q", "K"),
    ("S1;1.1;НОО;2025/26;;;5;9;;;", "A"),
    ("S1;1.1;ООО;2022/23;;пол:ж;5;9;;;", "F"),
    ("S1;5.1b;;2025/26;;;5;9;;;", "F"),
    ("S1;5.1b;;2025/26;;ict;5;9;;;", ""),
    ("S1;5.1b;;2025/26;;subject;5;10;;;", "H"),
    ("S1;3.1b;;2025/26;;;;;2,5;;", "I"),
    ("S1;3.1b;;2024/25;;;;;2;-1;", "J"),
    ("S1;6.9;;2025/26;;;3;;;;", "G"),
]
DOCUMENTS = [
    ("S1;1;analysis;2025/26;analytical_report;Справка;;01.09.2025;;;;", ""),
    ("S9;1;analysis;2025/26;analytical_report;Справка;;;;;;", "A"),
    ("S1;8;analysis;2025/26;analytical_report;Справка;;;;;;", "B"),
    ("S1;1;анализы;2025/26;analytical_report;Справка;;;;;;", "C"),
    ("S1;1;analysis;1985/86;analytical_report;Справка;;;;;;", "D"),
    ("S1;1;analysis;2025/26;monitoring_order;Приказ;;;;;;", "E"),
    ("S1;1;analysis;2025/26;analytical_report;;;;;;;", "F"),
    ("S1;2;analysis;2025/26;analytical_report;Справка;;2025-13-01;;;;", "H"),
    ("S1;3;analysis;2025/26;analytical_report;Справка;;;file:///a;;;", "I"),
    ("S1;1;analysis;2024/25;analytical_report;Справка;;;;a/b.pdf;;", "J"),
    ("S1;2;analysis;2024/25;analytical_report;Справка;;;;;готово;", "K"),
    ("S1;3;analysis;2024/25;analytical_report;Справка;;;;;;1-analysis", "L"),
    ("S1;1;analysis;2025/26;analytical_report;Справка;;;;;;", "A"),
]
ORGANISATION = [
    ("S1;2025/26;team_assembled;да", ""),
    ("S1;2025/26;кружок;да", "C"),
    ("S1;2025/26;regulation_adopted;может быть", "D"),
]
HEADERS = {
    "schools": "code;short_name;kind;cluster;pupils;inn;levels",
    "targets": "school;indicator;level;year;target",
    "observations": "school;indicator;level;year;subject;category;numerator;denominator;value;baseline;missing",
    "documents": "school;block;stage;year;type;title;number;date;url;file;status;covers",
    "organisation": "school;year;item;present",
}
PLANTED = {
    "schools": SCHOOLS,
    "targets": TARGETS,
    "observations": OBSERVATIONS,
    "documents": DOCUMENTS,
    "organisation": ORGANISATION,
}
SHEETS = {
    "schools": "Школы",
    "targets": "Цели",
    "observations": "Показатели",
    "documents": "Документы",
    "organisation": "Организация",
}


def planted(form: str) -> list[str]:
    """Addresses of all planted faults. form: «{table}.csv · {cell}» or the like."""
    return [
        form.format(table=table, sheet=SHEETS[table], cell=f"{column}{line}")
        for table, rows in PLANTED.items()
        for line, (_, column) in enumerate(rows, start=2)
        if column
    ]


def test_fifty_faults_are_planted() -> None:
    assert len(planted("{table} {cell}")) == 54


def test_all_planted_faults_of_a_folder_are_reported_at_their_cells(tmp_path: Path) -> None:
    for table, rows in PLANTED.items():
        lines = [HEADERS[table], *(cells for cells, _ in rows)]
        (tmp_path / f"{table}.csv").write_text("\n".join(lines), encoding="utf-8")

    checked = check_tables(read_path(tmp_path), CONTEXT)

    assert sorted(error.address for error in checked.errors) == sorted(planted("{table}.csv · {cell}"))
    assert all(len(str(error).split(" · ")) >= 4 for error in checked.errors)


def sheets(*, sound_only: bool = False) -> dict[str, list[list[object]]]:
    """The planted tables as sheets of a workbook."""
    found: dict[str, list[list[object]]] = {}
    for table, rows in PLANTED.items():
        kept = [cells for cells, column in rows if not (sound_only and column)]
        found[SHEETS[table]] = [[cell or None for cell in line.split(";")] for line in (HEADERS[table], *kept)]
    return found


def test_all_planted_faults_of_a_workbook_are_reported_at_their_cells() -> None:
    checked = check_workbook(sheets())

    assert sorted(error.address for error in checked.errors) == sorted(planted("{sheet}!{cell}"))


def test_sound_rows_beside_the_faults_are_read() -> None:
    checked = check_workbook(sheets(sound_only=True))

    assert checked.errors == []
    counts = (len(checked.schools), len(checked.targets), len(checked.observations))
    assert (*counts, len(checked.documents), len(checked.organisation)) == (1, 2, 3, 1, 1)
