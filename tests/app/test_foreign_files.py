"""A protocol of ФИС ОКО on its way through the site: understood, schools matched once, applied, taken back."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from data_layer.models import ImportBatch, Observation, School, SchoolAlias
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.app.test_hand_in import Board, batch_of, post, shown, toast, upload, words
from tests.support.small_fixtures import small_sqlite
from tests.unit.intake.readers.files import EXPORT_2020, PROTOCOL_BOOK, book, delimited

__all__ = ["small_sqlite"]

pytestmark = pytest.mark.usefixtures("in_one_process")

PROTOCOL = book(PROTOCOL_BOOK)
Row = tuple[object, ...]


@pytest.fixture
def board(small_sqlite: Path, tmp_path: Path) -> Iterator[Board]:
    copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = Board(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path)
    yield built
    built.engine.dispose()


def vpr_of(board: Board, *, district: int = 1) -> list[Row]:
    """Current ВПР figures with a subject: school, level, year, subject, class, counts, cell."""
    row = Observation
    query = (
        select(
            School.code,
            row.level,
            row.year,
            row.subject,
            row.class_group,
            row.numerator,
            row.denominator,
            row.source_address,
        )
        .join(School, (School.id == row.school_id) & (School.district_id == row.district_id))
        .where(row.indicator_id == "b1_vpr_attainment", row.subject != "", row.superseded_at.is_(None))
        .order_by(School.code, row.class_group)
    )
    with tenant_session(board.engine, Scope((district,))) as session:
        return [tuple(each) for each in session.execute(query)]


def matched(client: FlaskClient, batch: str, **codes: str) -> None:
    """Decide by hand: key → code."""
    fields: dict[str, str] = {"batch": batch}
    for number, (key, code) in enumerate(codes.items()):
        fields |= {f"key-{number}": key.replace("_", ":"), f"match-{number}": code}
    answer = post(client, "import-schools", **fields)
    assert answer.status_code == 200, answer.text


def test_a_protocol_is_told_before_anything_of_it_is_applied(board: Board) -> None:
    official = board.signed_in("official")

    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))
    told = words(shown(official, f"?view=load&batch={batch}"))

    assert "ВПР: протокол ФИС ОКО, 2022 год и позже" in told
    assert "Предмет Математика" in told
    assert "Класс 4 класс, НОО" in told
    assert "Учебный год 2021/22" in told
    assert "Школы сопоставлено 0 из 2 школ" in told
    assert "Строки прочитано 8, войдёт 0" in told
    assert "отсутствовали: 2 строки, первая Протокол!A2" in told
    assert "не сопоставлены 2 школы: 6 строк не войдут" in told
    assert "Ни одна школа файла не найдена среди школ района." in told
    assert vpr_of(board) == []


def test_schools_matched_by_hand_bring_the_figures_counted_by_hand(board: Board) -> None:
    official = board.signed_in("official")
    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))

    matched(official, batch, login_111111="1", login_222222="2")
    told = words(shown(official, f"?view=load&batch={batch}"))
    answer = post(official, "import-apply", batch=batch)

    assert "сопоставлено 2 из 2 школ" in told
    assert "Осталось внести 3 строки." in told
    assert toast(answer) == "Внесено 3 строки"
    # 6 and 20 of three reach the «3» from 6; 10 does; 7 of 7 and 0 does.
    assert vpr_of(board) == [
        ("1", "noo", 2021, "Математика", "4А", 2, 3, "Протокол!A3:A5"),
        ("1", "noo", 2021, "Математика", "4Б", 1, 1, "Протокол!A7"),
        ("2", "noo", 2021, "Математика", "4", 1, 2, "Протокол!A8:A9"),
    ]


def test_what_the_file_does_not_say_a_person_adds(board: Board) -> None:
    official = board.signed_in("official")
    batch = batch_of(upload(official, book({"Sheet1": EXPORT_2020}), "выгрузка.xlsx"))
    told = words(shown(official, f"?view=load&batch={batch}"))
    assert "Предмет в файле не назван" in told
    matched(official, batch, login_111111="1")

    answer = post(
        official, "import-details", batch=batch, place="0", **{"subject-0": "Французский язык", "grade-0": "7"}
    )
    post(official, "import-apply", batch=batch)

    assert answer.status_code == 200
    # «3» from 13: 13 and 28 of three; 5 of one does not.
    assert [row[2:7] for row in vpr_of(board)] == [
        (2019, "Французский язык", "7А", 2, 3),
        (2019, "Французский язык", "7Б", 0, 1),
    ]


def test_a_wrong_answer_is_refused_beside_its_field(board: Board) -> None:
    official = board.signed_in("official")
    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))

    for field, value in (("grade-0", "12"), ("year-0", "вчера"), ("three-0", "0"), ("three-0", "много")):
        answer = post(official, "import-details", batch=batch, place="0", **{field: value})
        assert (answer.status_code, list(json.loads(answer.text)["fields"])) == (400, [field])


def test_a_director_brings_in_the_own_school_alone_and_matches_none(board: Board) -> None:
    official, director = board.signed_in("official"), board.signed_in("director")
    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))
    matched(official, batch, login_111111="1", login_222222="2")

    own = batch_of(upload(director, PROTOCOL, "протокол.xlsx"))
    html = shown(director, f"?view=load&batch={own}")
    refused = post(director, "import-schools", batch=own, **{"key-0": "login:222222", "match-0": "1"})
    post(director, "import-apply", batch=own)

    assert "match-schools" not in html
    assert refused.status_code == 403
    assert {row[0] for row in vpr_of(board)} == {"1"}


def test_a_known_scale_gives_way_to_the_department_alone(board: Board) -> None:
    """4А wrote 6, 5 and 20 points: 2 of 3 by the known «3» from 6, 1 of 3 by the department's from 7, 3 of 3 from 1."""
    official, director = board.signed_in("official"), board.signed_in("director")
    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))
    matched(official, batch, login_111111="1", login_222222="2")
    own = batch_of(upload(director, PROTOCOL, "протокол.xlsx"))

    crafted = post(director, "import-details", batch=own, place="0", **{"three-0": "1"})
    told = words(shown(director, f"?view=load&batch={own}"))
    post(official, "import-details", batch=batch, place="0", **{"three-0": "7"})
    post(official, "import-apply", batch=batch)

    assert (crafted.status_code, "«3» от 6," in told) == (200, True)
    assert [row[4:7] for row in vpr_of(board)] == [("4А", 1, 3), ("4Б", 1, 1), ("4", 1, 2)]


def test_a_decision_may_be_changed_where_the_next_file_names_the_school(board: Board) -> None:
    official = board.signed_in("official")
    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))
    matched(official, batch, login_111111="1", login_222222="-")
    told = shown(official, f"?view=load&batch={batch}")
    again = post(official, "import-schools", batch=batch, **{"key-30": "login:111111", "match-30": "1"})

    changed = post(official, "import-schools", batch=batch, **{"key-31": "login:222222", "match-31": "2"})

    assert "Решено вручную: 2 названия" in words(told)
    assert "Школы сопоставлено 1 из 2 школ; не школ района: 1" in words(told)
    # What is said once more changes nothing.
    assert (again.status_code, changed.status_code) == (400, 200)
    assert "Школы сопоставлено 2 из 2 школ" in words(shown(official, f"?view=load&batch={batch}"))


def test_nobody_answers_for_the_file_of_somebody_else(board: Board) -> None:
    official, other = board.signed_in("official"), board.signed_in("official-beta")
    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))

    for action, fields in (
        ("import-details", {"place": "0", "grade-0": "4"}),
        ("import-schools", {"key-0": "login:111111", "match-0": "1"}),
    ):
        assert post(other, action, batch=batch, **fields).status_code == 404

    with tenant_session(board.engine, Scope((2,))) as session:
        assert session.scalars(select(SchoolAlias)).all() == []


def test_a_name_that_the_file_does_not_hold_and_a_school_that_is_not_there_are_refused(board: Board) -> None:
    official = board.signed_in("official")
    batch = batch_of(upload(official, PROTOCOL, "протокол.xlsx"))

    unknown_name = post(official, "import-schools", batch=batch, **{"key-0": "login:999999", "match-0": "1"})
    unknown_school = post(official, "import-schools", batch=batch, **{"key-0": "login:111111", "match-0": "77"})

    assert unknown_name.status_code == 400
    assert unknown_school.status_code == 404
    assert board.count(SchoolAlias) == 0


def test_a_file_that_names_people_is_refused_and_not_kept(board: Board) -> None:
    official = board.signed_in("official")
    content = delimited(
        [["ФИО", "Класс", "Балл"], ["Петров Пётр Петрович", "4А", 10], ["Сидорова Анна Ивановна", "4А", 12]]
    )

    batch = batch_of(upload(official, content, "список.csv"))
    told = words(shown(official, f"?view=load&batch={batch}"))

    assert "В колонке A персональные данные: фамилии и имена." in told
    assert "В файле были персональные данные, поэтому он не сохранён." in told
    assert "Петров" not in told
    assert board.stored() == []
    assert official.get(f"/downloads/checked.xlsx?batch={batch}").status_code == 404
    with tenant_session(board.engine, Scope((1,))) as session:
        kept = session.scalars(select(ImportBatch).where(ImportBatch.id == int(batch))).one()
        assert "Петров" not in json.dumps(kept.report, ensure_ascii=False)
