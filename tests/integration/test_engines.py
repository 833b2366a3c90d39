"""The throw-away engines on which the other tests stand."""

import os
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

from tests.support.postgres import URL_VARIABLE, PostgresServer

needs_own_server = pytest.mark.skipif(URL_VARIABLE in os.environ, reason="the server was started by somebody else")


def one_value(url: str, statement: LiteralString, *, after: LiteralString = "SELECT 1") -> object:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute(after)
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def test_each_test_gets_an_empty_database(database_url: str) -> None:
    engine = create_engine(database_url)

    tables = inspect(engine).get_table_names()

    engine.dispose()
    assert tables == []


@pytest.mark.postgres
@needs_own_server
def test_the_server_listens_on_no_network_address(postgres_url: str) -> None:
    assert one_value(postgres_url, "SHOW listen_addresses") == ""


@pytest.mark.postgres
@needs_own_server
def test_the_server_keeps_its_files_beside_its_socket(postgres_url: str) -> None:
    socket_directory = one_value(postgres_url, "SHOW unix_socket_directories")

    assert one_value(postgres_url, "SHOW data_directory") == str(Path(str(socket_directory)) / "data")


@pytest.mark.postgres
def test_a_database_made_from_a_template_holds_its_tables(postgres_server: PostgresServer) -> None:
    original = postgres_server.create_database("template_original")
    one_value(original, "INSERT INTO kept VALUES (1) RETURNING number", after="CREATE TABLE kept (number integer)")

    copy = postgres_server.create_database("template_copy", template="template_original")

    assert one_value(copy, "SELECT number FROM kept") == 1
    postgres_server.drop_database("template_copy")
    postgres_server.drop_database("template_original")
