"""The store of files: whole after a commit, gone after a rollback, mended after a crash."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from data_layer.commands.files import FileStore

TWO_HOURS_AGO = time.time() - 7200


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    with Session(engine) as session:
        session.execute(select(1))
        yield session
    engine.dispose()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def order(tmp_path: Path) -> Path:
    path = tmp_path / "order.pdf"
    path.write_bytes(b"order")
    return path


def names(store: FileStore) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_a_file_gets_its_name_with_the_commit(session: Session, store: FileStore, order: Path) -> None:
    name = store.put(session, order)
    before = names(store)
    session.commit()

    assert before == [f"{name}.part"]
    assert names(store) == [name]
    assert store.path(name).read_bytes() == b"order"
    assert store.folder.stat().st_mode & 0o777 == 0o700


def test_a_rollback_leaves_no_file(session: Session, store: FileStore, order: Path) -> None:
    store.put(session, order)
    store.put(session, order)
    session.rollback()

    assert names(store) == []


def test_the_name_on_disk_is_not_the_name_that_was_sent(session: Session, store: FileStore, order: Path) -> None:
    first, second = store.put(session, order), store.put(session, order)
    session.commit()

    assert first != second
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in (first, second))


def test_after_a_crash_a_committed_file_is_completed_and_any_other_part_removed(store: FileStore) -> None:
    store.folder.mkdir()
    for name in ("whole", "committed.part", "lost.part"):
        (store.folder / name).write_bytes(b"")
        os.utime(store.folder / name, (TWO_HOURS_AGO, TWO_HOURS_AGO))

    store.sweep(store.leftovers(), {"whole", "committed"})

    assert names(store) == ["committed", "whole"]


def test_a_part_that_somebody_may_be_writing_is_no_leftover(session: Session, store: FileStore, order: Path) -> None:
    name = store.put(session, order)
    store.sweep(store.leftovers(), set())
    session.commit()

    assert names(store) == [name]


def test_two_sweeps_at_once_do_not_disturb_each_other(store: FileStore) -> None:
    store.folder.mkdir()
    for name in ("committed.part", "lost.part"):
        (store.folder / name).write_bytes(b"")
        os.utime(store.folder / name, (TWO_HOURS_AGO, TWO_HOURS_AGO))
    leftovers = store.leftovers()

    store.sweep(leftovers, {"committed"})
    store.sweep(leftovers, {"committed"})

    assert names(store) == ["committed"]


def test_a_store_that_does_not_exist_yet_has_no_leftovers(store: FileStore) -> None:
    assert store.leftovers() == []
