"""Files of others on both engines: matched once and remembered, applied, taken back, never counted twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from data_layer.commands.files import FileStore
from data_layer.commands.imports.checking import Importer
from data_layer.commands.imports.foreign import decide_schools, remember_scale
from data_layer.commands.imports.handing_in import Uploaded, apply_upload, check_upload, recheck_upload
from data_layer.commands.imports.revert import revert_import
from data_layer.commands.uploads import UploadStore
from data_layer.errors import NotFoundError
from data_layer.intake.readers.interpret import Answers
from data_layer.intake.reading import read_bytes
from data_layer.intake.tables import SourceTable
from data_layer.models import AuditEvent, ImportBatch, Observation, School, SchoolAlias
from data_layer.queries.naming import district_scales, naming_directory
from data_layer.session import tenant_session
from tests.support.districts import OneDistrict, TwoDistricts
from tests.unit.intake.readers.files import (
    EXPORT_2020,
    PROTOCOL_BOOK,
    PROTOCOL_HEADER,
    Rows,
    book,
    delimited,
    protocol_row,
)

TODAY = date(2026, 9, 18)
OFFICIAL = Importer("official", TODAY)
PROTOCOL = read_bytes(book(PROTOCOL_BOOK), name="протокол.xlsx")
KNOWN = {"login:111111": "1", "login:222222": "2"}


class Desk:
    """The department of one district at work on files."""

    def __init__(self, districts: TwoDistricts, district: OneDistrict, folder: Path) -> None:
        self.engine, self.district = districts.engine, district
        self.store, self.uploads = FileStore(folder), UploadStore(folder)

    def check(self, tables: list[SourceTable], *, importer: Importer = OFFICIAL) -> tuple[int, Mapping[str, Any]]:
        with tenant_session(self.engine, self.district.scope()) as session:
            uploaded = Uploaded("0" * 32, tables[0].file, 60, "0" * 64)
            batch = check_upload(session, uploaded, tables, importer, uploads=self.uploads)
            return batch.id, dict(batch.report or {})

    def decide(self, **codes: str | None) -> None:
        with tenant_session(self.engine, self.district.scope()) as session:
            decide_schools(session, codes, labels={key: f"«{key}»" for key in codes}, actor="official")

    def answer(self, batch: int, tables: list[SourceTable], answers: Answers) -> Mapping[str, Any]:
        with tenant_session(self.engine, self.district.scope()) as session:
            checked = recheck_upload(session, batch, tables, OFFICIAL, answers={0: answers})
            return dict(checked.report or {})

    def apply(self, batch: int, tables: list[SourceTable]) -> str:
        with tenant_session(self.engine, self.district.scope()) as session:
            return apply_upload(session, batch, tables, OFFICIAL, store=self.store, uploads=self.uploads).state

    def figures(self) -> list[tuple[Any, ...]]:
        """Current ones: school, year, subject, class, counts, cell, batch."""
        row = Observation
        query = (
            select(
                School.code,
                row.year,
                row.subject,
                row.class_group,
                row.numerator,
                row.denominator,
                row.source_address,
            )
            .join(School, (School.id == row.school_id) & (School.district_id == row.district_id))
            .where(row.indicator_id == "b1_vpr_attainment", row.superseded_at.is_(None))
            .order_by(School.code, row.class_group)
        )
        with tenant_session(self.engine, self.district.scope(is_read_only=True)) as session:
            return [tuple(each) for each in session.execute(query)]


@pytest.fixture
def desk(two_districts: TwoDistricts, tmp_path: Path) -> Desk:
    return Desk(two_districts, two_districts.alpha, tmp_path)


def errors_of(report: Mapping[str, Any]) -> list[str]:
    return [what for _, what, _ in report["errors"]]


def statistics(subject: str, shares: tuple[str, ...], pupils: str) -> list[SourceTable]:
    rows = [
        ["Предмет", f"{subject}, 4 класс"],
        ["Дата", "15.03.2022"],
        ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"],
        ["edu111111 | Гимназия 1", "1", pupils, *shares],
    ]
    return read_bytes(delimited(rows), name="статистика.csv")


def test_from_a_protocol_to_figures_with_their_cells_and_back(desk: Desk) -> None:
    desk.decide(**KNOWN)

    batch, report = desk.check(PROTOCOL)
    state = desk.apply(batch, PROTOCOL)

    assert (report["errors"], report["counts"]["observations"]["new"], state) == ([], 3, "applied")
    # 6 and 20 of three reach the «3» from 6; 10 does; 7 of 7 and 0 does.
    assert desk.figures() == [
        ("1", 2021, "Математика", "4А", 2, 3, "Протокол!A3:A5"),
        ("1", 2021, "Математика", "4Б", 1, 1, "Протокол!A7"),
        ("2", 2021, "Математика", "4", 1, 2, "Протокол!A8:A9"),
    ]
    with tenant_session(desk.engine, desk.district.scope()) as session:
        assert {each.batch_id for each in session.scalars(select(Observation))} == {batch}
        revert_import(session, batch, actor="official")
    assert desk.figures() == []


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    desk.decide(**KNOWN)
    batch, _ = desk.check(PROTOCOL)
    desk.apply(batch, PROTOCOL)

    again, report = desk.check(PROTOCOL)

    assert report["counts"]["observations"] == {"new": 0, "changed": 0, "unchanged": 3}
    assert desk.apply(again, PROTOCOL) == "unchanged"


def test_a_decision_is_remembered_for_files_with_another_prefix(desk: Desk) -> None:
    desk.decide(**{"login:111111": "1"})

    _, report = desk.check(read_bytes(book({"Sheet1": EXPORT_2020}), name="fr7.xlsx"))

    assert (report["understood"][0]["matched"], report["errors"]) == (1, [])


def test_a_decision_may_be_taken_again_and_stands_in_the_trail(desk: Desk) -> None:
    desk.decide(**{"login:111111": "1"})
    desk.decide(**{"login:111111": None})

    with tenant_session(desk.engine, desk.district.scope()) as session:
        aliases = [(each.key, each.school_id) for each in session.scalars(select(SchoolAlias))]
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "schools_matched").order_by(AuditEvent.at, AuditEvent.id)
        ).all()
    assert aliases == [("login:111111", None)]
    assert [(each.subject, each.school_id) for each in events] == [
        ("«login:111111»", desk.district.schools[0]),
        ("«login:111111»", None),
    ]
    first = {"key": "login:111111", "matched": "Школа 1 района alpha"}
    assert [(each.old, each.new) for each in events] == [(None, first), (first, first | {"matched": False})]


def test_decisions_of_one_district_are_none_of_another(desk: Desk, two_districts: TwoDistricts, tmp_path: Path) -> None:
    desk.decide(**KNOWN)
    beta = Desk(two_districts, two_districts.beta, tmp_path)

    _, report = beta.check(PROTOCOL)

    assert errors_of(report) == ["ни одна школа файла не найдена среди школ района"]
    with pytest.raises(NotFoundError):
        beta.decide(**{"login:111111": "nowhere"})


def test_a_school_knows_the_names_decided_for_it_alone(desk: Desk) -> None:
    desk.decide(**KNOWN)

    with tenant_session(desk.engine, desk.district.scope(desk.district.schools[1], is_read_only=True)) as session:
        directory = naming_directory(session)

    assert [school.code for school in directory.schools] == ["2"]
    assert directory.aliases == {"login:222222": "2"}


def test_what_a_person_adds_is_kept_with_the_preview(desk: Desk) -> None:
    desk.decide(**KNOWN)
    tables = read_bytes(book({"Sheet1": EXPORT_2020}), name="выгрузка.xlsx")
    batch, first = desk.check(tables)

    second = desk.answer(batch, tables, Answers(subject="Физика", grade=8, year=2020))
    third = desk.answer(batch, tables, Answers(subject="Физика", grade=8, year=2020, three=6))
    state = desk.apply(batch, tables)

    assert errors_of(first) == ["предмет в файле не назван", "класс в файле не назван"]
    assert errors_of(second) == ["нет шкалы перевода баллов в отметки: Физика, 8 класс, 2020/21"]
    assert (third["errors"], state) == ([], "applied")
    assert [row[1:6] for row in desk.figures()] == [(2020, "Физика", "8А", 3, 3), (2020, "Физика", "8Б", 0, 1)]


def test_the_lowest_score_of_a_three_is_remembered_for_the_next_file(desk: Desk, two_districts: TwoDistricts) -> None:
    desk.decide(**KNOWN)
    tables = read_bytes(book({"Sheet1": EXPORT_2020}), name="выгрузка.xlsx")
    physics = Answers(subject="Физика", grade=8, year=2020)
    batch, _ = desk.check(tables)
    told = desk.answer(batch, tables, replace(physics, three=6))["understood"][0]

    with tenant_session(desk.engine, desk.district.scope()) as session:
        said = [remember_scale(session, told, three=6, actor="official") for _ in range(2)]
    later, _ = desk.check(tables)
    report = desk.answer(later, tables, physics)

    assert said == [True, False]
    assert (report["errors"], report["understood"][0]["scale"]) == ([], "«3» от 6")
    with tenant_session(desk.engine, two_districts.beta.scope()) as session:
        assert district_scales(session) == []
    with tenant_session(desk.engine, desk.district.scope(desk.district.schools[0])) as session:
        assert [scale.three for scale in district_scales(session)] == [6]


def test_counts_rebuilt_from_percentages_carry_their_mark(desk: Desk) -> None:
    desk.decide(**KNOWN)
    tables = statistics("Русский язык", ("3,70", "25,93", "44,44", "25,93"), "27")
    batch, _ = desk.check(tables)

    desk.apply(batch, tables)

    # 96.30 % of 27 is 26.001, a whole 26.
    assert [row[2:6] for row in desk.figures()] == [("Русский язык", "4", 26, 27)]
    with tenant_session(desk.engine, desk.district.scope()) as session:
        note = session.scalars(select(Observation.note)).one()
    assert note == "отметки 2/3/4/5: 1/7/12/7; восстановлено из процентов"


def test_a_parallel_is_not_added_to_its_classes_nor_they_to_it(desk: Desk) -> None:
    desk.decide(**KNOWN)
    parallel = statistics("Математика", ("25", "25", "25", "25"), "4")
    batch, _ = desk.check(PROTOCOL)
    desk.apply(batch, PROTOCOL)

    _, after_classes = desk.check(parallel)
    with tenant_session(desk.engine, desk.district.scope()) as session:
        revert_import(session, batch, actor="official")
    whole, _ = desk.check(parallel)
    desk.apply(whole, parallel)
    _, after_parallel = desk.check(PROTOCOL)

    assert errors_of(after_classes) == ["параллель 4 уже внесена по классам (4А, 4Б): результаты сложились бы дважды"]
    assert errors_of(after_parallel) == [
        "параллель 4 уже внесена целиком: класс 4А прибавился бы к ней",
        "параллель 4 уже внесена целиком: класс 4Б прибавился бы к ней",
    ]


def test_bytes_of_a_file_that_names_people_are_dropped_with_the_check(desk: Desk) -> None:
    rows: Rows = [["ФИО", "Балл"], ["Петров Пётр Петрович", 10]]
    desk.uploads.folder.mkdir(parents=True)
    (desk.uploads.folder / ("0" * 32)).write_bytes(b"x")

    batch, report = desk.check(read_bytes(delimited(rows), name="список.csv"))

    assert errors_of(report) == ["в колонке A персональные данные: фамилии и имена"]
    assert list(desk.uploads.folder.iterdir()) == []
    with tenant_session(desk.engine, desk.district.scope()) as session:
        assert session.scalars(select(ImportBatch.stored_name).where(ImportBatch.id == batch)).one() is None


def test_an_import_of_one_school_takes_its_rows_alone(desk: Desk) -> None:
    desk.decide(**KNOWN)
    own = Importer("official", TODAY, only_school="2")

    _, report = desk.check(PROTOCOL, importer=own)

    assert report["counts"]["observations"]["new"] == 1
    assert report["understood"][0]["dropped"] == [["отсутствовали", 2, "Протокол!A2"], ["строки других школ", 4, ""]]


def test_a_parallel_and_its_classes_in_one_book_are_not_added_up(desk: Desk) -> None:
    desk.decide(**KNOWN)
    parallel = statistics("Математика", ("25", "25", "25", "25"), "4")

    _, report = desk.check([*PROTOCOL, *parallel])

    assert report["errors"] == [
        [
            "статистика.csv · A4:G4",
            "параллель 4 стоит в загрузке и целиком, и по классам (4А, 4Б): результаты сложились бы дважды",
            "оставьте одну из таблиц",
        ]
    ]


def test_pupils_without_a_letter_beside_a_class_are_no_parallel_of_it(desk: Desk) -> None:
    """One protocol says «4А» of some and «нет» of others: both are its own, the second time too."""
    desk.decide(**KNOWN)
    rows: Rows = [
        PROTOCOL_HEADER,
        protocol_row("edu111111", 1, "1", ["6", "0", "0"], "4А", 6),
        protocol_row("edu111111", 2, "1", ["6", "0", "0"], "нет", 6),
    ]
    tables = read_bytes(book({"Протокол": rows}), name="ma4.xlsx")
    first, _ = desk.check(tables)
    desk.apply(first, tables)

    _, again = desk.check(tables)

    assert again["errors"] == []
    assert [row[3:6] for row in desk.figures()] == [("4", 1, 1), ("4А", 1, 1)]
