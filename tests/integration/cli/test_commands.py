"""Set-up, import and upkeep: exit codes, streams, and that a refused command changes nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command as alembic
from sqlalchemy import select

from dashboard.cli import reports
from dashboard.services import services
from data_layer.commands.database import _migrating, alembic_config
from data_layer.commands.passwords import is_right_password
from data_layer.models import AuditEvent
from data_layer.queries.meetings import meeting_lines
from data_layer.queries.people import credentials_of
from data_layer.scope import Scope
from data_layer.session import create_app_engine, create_owner_engine, tenant_session, unscoped
from tests import factories
from tests.support.cli import CommandLine, command_line
from tests.support.small_district import ALPHA, write_tables
from tests.support.wide_district import load_wide_district

GAPS = ("report", "gaps", "--district", "alpha", "--year", "2025/26")


@pytest.fixture
def empty(tmp_path: Path, database_url: str) -> Iterator[CommandLine]:
    """Commands on a database that nobody has migrated yet, on each engine."""
    with command_line(database_url, tmp_path / "var") as commands:
        yield commands


def test_init_prepares_an_empty_database_and_repeated_changes_nothing(empty: CommandLine) -> None:
    first = empty.good("init")
    again = empty.good("init")

    assert (first.stdout, again.stdout) == ("", "")
    assert "в порядке" in again.stderr
    assert empty.good("check").stdout == ""


def test_init_fills_what_an_older_version_did_not_derive(empty: CommandLine, database_url: str, tmp_path: Path) -> None:
    load_wide_district(empty, tmp_path)
    report = ("report", "attainment", "--by", "district", "--district", "wide", "--year", "2025/26")
    told = empty.good(*report).stdout
    _go_back_to("0001", database_url)

    renewed = empty.good("init")

    assert "выведено заново" in renewed.stderr
    assert empty.good(*report).stdout == told
    assert empty.good("results", "rebuild", "--check").stdout == "0\n"
    assert "выведено заново" not in empty.good("init").stderr


def _go_back_to(revision: str, database_url: str) -> None:
    owner = create_owner_engine(database_url)
    with _migrating(owner) as connection:
        alembic.downgrade(alembic_config(connection), revision)
    owner.dispose()


def test_init_mends_the_files_that_a_crash_left_unfinished(empty: CommandLine, tmp_path: Path) -> None:
    empty.good("init")
    for code in ("alpha", "beta"):
        empty.good("districts", "add", code, "Район")
    for district in (1, 2):
        with tenant_session(services(empty.server).engine, Scope((district,), is_read_only=False)) as session:
            session.add(factories.school(district_id=district, id=district, code="1"))
            session.flush()
            session.add(factories.stored_file(district_id=district, school_id=district, stored_name=f"kept{district}"))
    store = tmp_path / "var" / "files"
    store.mkdir(parents=True)
    for name in ("kept1", "kept2", "lost"):
        (store / f"{name}.part").write_bytes(b"")
        os.utime(store / f"{name}.part", (0, 0))
    (store / "young.part").write_bytes(b"")

    mended = empty.good("init")

    assert {path.name for path in store.iterdir()} == {"kept1", "kept2", "young.part"}
    assert "Хранилище файлов приведено в порядок: 3." in mended.stderr
    assert "Хранилище" not in empty.good("init").stderr


def test_an_unmigrated_database_is_named_and_not_a_traceback(empty: CommandLine) -> None:
    checked = empty("check")
    asked = empty("report", "gaps", "--district", "alpha")

    assert (checked.status, asked.status) == (1, 1)
    assert "init" in checked.stderr
    assert "Traceback" not in checked.stderr + asked.stderr


def test_a_district_from_nothing_to_its_first_report(empty: CommandLine, tmp_path: Path) -> None:
    schools = tmp_path / "any name.csv"
    schools.write_text(ALPHA["schools"], encoding="utf-8")
    figures = tmp_path / "figures.csv"
    figures.write_text(
        "school;indicator;level;year;numerator;denominator\n1;1.1;НОО;2025-26;45;50\n", encoding="cp1251"
    )

    empty.good("init")
    empty.good("districts", "add", "alpha", "Район")
    empty.good("schools", "load", schools, "--district", "alpha")
    empty.good("import", figures, "--district", "alpha")

    text = empty.good("report", "attainment", "--by", "district", "--district", "alpha").stdout
    assert "b1_certification_attainment,noo,2025/26,2,1,1,45,50,90.0,90.0,met,0.0" in text
    assert empty.good("results", "rebuild", "--check").stdout == "0\n"


def test_help_names_the_commands_and_none_that_is_not_there_yet(run: CommandLine) -> None:
    text = run.good("--help").stdout

    for command in ("init", "districts", "schools", "catalogue", "users", "import", "report", "results", "check"):
        assert f"\n  {command} " in text
    assert "backup" not in text
    assert "restore" not in text


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("report",), 2),
        (("report", "nothing"), 2),
        (("report", "gaps"), 2),
        (("report", "gaps", "--district", "alpha", "--today", "18.09.2026"), 2),
        (("report", "gaps", "--district", "alpha", "--format", "xml"), 2),
        (("report", "attainment", "--district", "alpha", "--by", "class"), 2),
        (("report", "attainment", "--district", "alpha", "--by", "district", "--school", "1"), 2),
        (("report", "gaps", "--district", "gamma"), 1),
        (("report", "gaps", "--district", "alpha", "--school", "9"), 1),
        (("report", "gaps", "--district", "alpha", "--year", "2025/27"), 1),
        (("report", "gaps", "--district", "alpha", "--year", "1989/90"), 1),
        (("report", "gaps", "--district", "alpha", "--year", "2028/29"), 1),
        (("districts", "add", "alpha", "Ещё раз"), 1),
        (("districts", "add", "Альфа", "Район"), 1),
        (("districts", "add", "alpha"), 2),
        (("schools", "load", "nothing.csv", "--district", "alpha"), 1),
        (("catalogue", "load", "nothing.yaml", "--district", "alpha"), 1),
        (("import", "nothing", "--district", "alpha"), 1),
        (("import", "nothing"), 2),
        (("users", "add", "director", "--role", "administrator"), 1),
        (("users", "add", "x", "--role", "king"), 2),
        (("users", "add", "x", "--role", "director", "--district", "alpha"), 2),
        (("users", "add", "x", "--role", "department", "--district", "alpha", "--school", "1"), 2),
        (("users", "add", "x", "--role", "director", "--district", "alpha", "--school", "9"), 1),
        (("users", "add", "x y", "--role", "administrator"), 1),
        (("users", "password", "nobody"), 1),
        (("users", "password"), 2),
    ],
)
def test_wrong_usage_ends_with_2_and_bad_data_with_1(run: CommandLine, arguments: tuple[str, ...], status: int) -> None:
    ran = run(*arguments)

    assert (ran.status, ran.stdout) == (status, "")
    assert ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_same_import_twice_changes_nothing(run: CommandLine, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "again", ALPHA)

    ran = run.good("import", folder, "--district", "alpha")

    assert ran.stdout == ""
    assert "без изменений" in ran.stderr


def test_a_dry_run_tells_what_would_change_and_changes_nothing(run: CommandLine, tmp_path: Path) -> None:
    before = run.good(*GAPS).stdout
    text = "school,indicator,level,year,numerator,denominator\n2,1.3,ooo,2025/26,9,9\n2,6.1,school,2025/26,9,10\n"
    folder = write_tables(tmp_path / "new", {"observations": text})

    ran = run.good("import", folder, "--district", "alpha", "--dry-run")

    assert "новых 1, изменено 1" in ran.stderr
    assert run.good(*GAPS).stdout == before
    run.good("import", folder, "--district", "alpha")
    assert run.good(*GAPS).stdout != before


def test_every_fault_of_an_import_is_a_line_and_nothing_is_written(run: CommandLine, tmp_path: Path) -> None:
    before = run.good(*GAPS).stdout
    text = (
        "school,indicator,level,year,numerator,denominator\n"
        "2,1.3,ooo,2025/26,9,9\n"
        "9,1.3,ooo,2025/26,9,9\n"
        "2,1.2,noo,2025/26,45,18\n"
        "2,1.2,ooo,2025/26,-1,18\n"
    )
    folder = write_tables(tmp_path / "bad", {"observations": text})

    ran = run("import", folder, "--district", "alpha")

    assert (ran.status, ran.stdout) == (1, "")
    assert [line.split(" · ")[:2] for line in ran.stderr.splitlines()] == [
        ["observations.csv", "A3"],
        ["observations.csv", "E4"],
        ["observations.csv", "E5"],
    ]
    assert run.good(*GAPS).stdout == before


def test_a_thousand_faults_are_printed_and_the_rest_counted(run: CommandLine, tmp_path: Path) -> None:
    lines = [f"9,1.1,noo,2025/26,{number},9999" for number in range(1005)]
    text = "\n".join(["school,indicator,level,year,numerator,denominator", *lines])
    folder = write_tables(tmp_path / "bad", {"observations": text})

    ran = run("import", folder, "--district", "alpha")

    printed = ran.stderr.splitlines()
    assert len(printed) == 1001
    assert printed[-1].endswith("5")


def test_a_catalogue_file_adds_an_indicator_that_reports_then_carry(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "more.yaml"
    file.write_text(
        "indicators:\n"
        "  - {id: own_share, code: '6.9', block: 6, title: Свой показатель, kind: share, direction: at_least,"
        " levels: [school]}\n",
        encoding="utf-8",
    )

    run.good("catalogue", "load", file, "--district", "alpha")
    again = run.good("catalogue", "load", file, "--district", "alpha")

    assert "без изменений" in again.stderr
    assert ",own_share,school," in run.good("report", "attainment", "--district", "alpha").stdout
    assert ",own_share,school," not in run.good("report", "attainment", "--district", "beta").stdout


def test_a_faulty_catalogue_file_is_refused_with_its_faults(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("indicators:\n  - {id: own_share, block: 9}\n", encoding="utf-8")

    ran = run("catalogue", "load", file, "--district", "alpha")

    assert (ran.status, ran.stdout) == (1, "")
    assert "Traceback" not in ran.stderr


def test_a_one_time_password_is_all_that_stdout_carries(run: CommandLine) -> None:
    ran = run.good("users", "add", "new-one", "--role", "Специалист управления образования", "--district", "alpha")

    assert len(ran.lines) == 1
    assert len(ran.lines[0]) >= 12


def test_a_new_password_takes_the_place_of_the_old_one(run: CommandLine) -> None:
    first = run.good("users", "add", "new-one", "--role", "administrator").lines[0]

    second = run.good("users", "password", "new-one")

    with unscoped(services(run.server).engine, "a look at the stored password") as session:
        known = credentials_of(session, login="new-one")
    assert known is not None
    assert len(second.lines) == 1
    assert is_right_password(known.password_hash, second.lines[0])
    assert not is_right_password(known.password_hash, first)


def test_a_password_given_on_stdin_is_not_printed(run: CommandLine) -> None:
    secret = "quite a long secret"
    ran = run.good("users", "add", "new-one", "--role", "administrator", "--password-stdin", stdin=f"{secret}\n")

    assert secret not in ran.stdout + ran.stderr


def test_a_weak_password_is_refused(run: CommandLine) -> None:
    assert run("users", "add", "new-one", "--role", "administrator", "--password-stdin", stdin="1\n").status == 1


def test_rebuild_prints_the_number_of_rows_and_leaves_reports_as_they_were(run: CommandLine) -> None:
    before = run.good(*GAPS).stdout

    assert int(run.good("results", "rebuild").stdout) > 0
    assert run.good(*GAPS).stdout == before
    assert run.good("results", "rebuild", "--check").stdout == "0\n"


def test_actions_of_the_command_line_are_audited_as_cli(run: CommandLine, tmp_path: Path) -> None:
    text = "school,indicator,level,year,numerator,denominator\n2,1.3,ooo,2025/26,9,9\n"
    run.good("import", write_tables(tmp_path / "new", {"observations": text}), "--district", "alpha")

    with tenant_session(services(run.server).engine, Scope((1,))) as session:
        actors = set(session.scalars(select(AuditEvent.actor).where(AuditEvent.action == "import_applied")))
    assert actors == {"cli"}


def test_what_nobody_expected_is_one_line_with_a_code(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(reports, "gaps", fail)
    ran = run(*GAPS)

    assert (ran.status, ran.stdout) == (1, "")
    assert "Код происшествия" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "secret of the inside" not in ran.stderr


def test_a_value_that_is_not_utf8_is_a_sentence(run: CommandLine) -> None:
    ran = run("report", "gaps", "--district", "\udcd1")

    assert (ran.status, ran.stdout) == (1, "")
    assert "UTF-8" in ran.stderr


@pytest.mark.parametrize("day", ["20260918", "2026-W38-5", "2026-02-30", ""])
def test_a_day_is_written_in_one_way(run: CommandLine, day: str) -> None:
    assert run(*GAPS, "--today", day).status == 2


def test_a_database_that_is_away_is_a_sentence(tmp_path: Path) -> None:
    with command_line("sqlite:////nowhere/at/all/vsoko.db", tmp_path / "var") as run:
        ran = run(*GAPS)

    assert (ran.status, ran.stdout) == (1, "")
    assert "Traceback" not in ran.stderr


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[CommandLine]:
    with command_line(f"sqlite:///{tmp_path / 'demo.db'}", tmp_path / "var") as commands:
        yield commands


def _slides(folder: Path) -> list[int]:
    """Slides of the demo's meetings, by day: that which is being prepared opens with the decisions of the other."""
    engine = create_app_engine(f"sqlite:///{folder / 'demo.db'}")
    with tenant_session(engine, Scope((1,))) as session:
        found = [line.slides for line in meeting_lines(session)]
    engine.dispose()
    return found[::-1]


def test_the_demo_is_loaded_once_and_its_sign_in_data_are_printed_each_time(demo: CommandLine, tmp_path: Path) -> None:
    first = demo.good("init", "--demo")
    again = demo.good("init", "--demo")

    assert first.stdout == again.stdout
    assert "director ·" in first.stdout
    assert "уже есть" in again.stderr
    assert _slides(tmp_path) == [0, 18]
    assert len(demo.good("report", "attainment", "--district", "demo", "--year", "2025/26").lines) > 900
