"""Many rows into PostgreSQL by columns: what comes back is what went in, and every wall stands as it does for one row."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Connection, Date, Float, Integer, MetaData, String, Table, insert, select
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from data_layer.columnwise import PAGE
from data_layer.domain.vocabulary import Level
from data_layer.models import SchoolYear
from data_layer.models.base import BigId, ExactDecimal, UtcDateTime
from tests.support.districts import TwoDistricts

pytestmark = pytest.mark.postgres

ODD = Table(
    "odd_values",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("big", BigId),
    Column("words", String(8)),
    Column("level", String(8)),
    Column("share", Float(53)),
    Column("exact", ExactDecimal),
    Column("is_so", Boolean),
    Column("day", Date),
    Column("moment", UtcDateTime),
    Column("old", JSON(none_as_null=True)),
    prefixes=["TEMPORARY"],
)
WORDS = ["", "NULL", "null", '"', "\\", '\\"', "{}", "{a,b}", "a,b", " a ", "a\nb", "«ё»", "%s", "'", "\t", "🙂"]


@pytest.fixture
def connection(two_districts_on_postgres: TwoDistricts) -> Iterator[Connection]:
    with two_districts_on_postgres.engine.connect() as opened:
        ODD.create(opened)
        yield opened
        opened.rollback()


def row(number: int, **values: Any) -> dict[str, Any]:
    """A row that says all columns, be they empty."""
    return dict.fromkeys(ODD.c.keys()) | {"id": number} | values


def stored(connection: Connection) -> list[dict[str, Any]]:
    return [dict(found._mapping) for found in connection.execute(select(ODD).order_by(ODD.c.id))]


def statements(connection: Connection, rows: list[dict[str, Any]]) -> list[str]:
    """What is really sent to the server for these rows."""
    sent: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        import psycopg

        really = psycopg.Cursor.execute

        def noted(cursor: Any, query: Any, *given: Any, **named: Any) -> Any:
            sent.append(str(query))
            return really(cursor, query, *given, **named)

        patch.setattr(psycopg.Cursor, "execute", noted)
        connection.execute(insert(ODD), rows)
    return sent


def test_odd_values_come_back_as_they_went_in(connection: Connection) -> None:
    rows = [row(number, words=words[:8]) for number, words in enumerate(WORDS)]
    rows += [
        row(100, big=2**62, share=0.1 + 0.2, exact=Decimal("99.999999"), is_so=True, level=Level.NOO),
        row(101, big=-1, share=-1e-300, exact=Decimal("1E+2"), is_so=False, day=date(2026, 2, 28)),
        row(102, moment=datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)),
        row(103, old={"a": ['\\"', None, "ё", 1.5], "{": {"b": "NULL"}}),
        row(104, old=[]),
        row(105),
    ]

    (sent,) = statements(connection, rows)

    assert " SELECT * FROM unnest(" in sent
    assert stored(connection) == rows


def test_a_page_after_the_other_and_none_is_lost(connection: Connection) -> None:
    rows = [row(number, big=number) for number in range(2 * PAGE + 1)]

    assert len(statements(connection, rows)) == 3
    assert stored(connection) == rows


def test_a_text_longer_than_its_column_is_refused_and_not_cut(connection: Connection) -> None:
    with pytest.raises(DataError):
        connection.execute(insert(ODD), [row(1, words="12345678"), row(2, words="123456789")])


def test_a_value_of_no_known_kind_is_left_to_the_driver(connection: Connection) -> None:
    class Words(str):
        """Some subclass of text."""

        __slots__ = ()

    rows = [row(1, words=Words("а")), row(2, words="б")]

    assert statements(connection, rows) == []
    assert [each["words"] for each in stored(connection)] == ["а", "б"]


def test_keys_and_policies_judge_rows_that_come_together(two_districts_on_postgres: TwoDistricts) -> None:
    districts = two_districts_on_postgres
    years = insert(SchoolYear)
    alpha, beta = districts.alpha.id, districts.beta.id

    def together(*rows: tuple[int, int]) -> None:
        with districts.engine.connect() as connection:
            connection.exec_driver_sql(f"SET LOCAL app.districts = '{alpha}'; SET LOCAL app.school = ''")
            connection.execute(
                years, [{"district_id": each, "year": year, "has_documents": False} for each, year in rows]
            )
            connection.rollback()

    together((alpha, 1995), (alpha, 1996))
    with pytest.raises(IntegrityError):
        together((alpha, 1995), (alpha, 1995))
    with pytest.raises(ProgrammingError, match="row-level security"):
        together((alpha, 1995), (beta, 1995))
