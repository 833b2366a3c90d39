"""What Alembic runs. The connection comes with its transaction from `data_layer.commands.database`."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

from data_layer.models import Base

FORCED_TABLES = """
SELECT quote_ident(relname) FROM pg_class
WHERE relforcerowsecurity AND relnamespace = current_schema()::regnamespace
ORDER BY relname
"""


@contextmanager
def rows_open_to_owner(connection: Connection) -> Iterator[None]:
    """Row-level security is forced on the owner as well; migrations have to reach every row.

    Nobody else notices: the tables stay locked until the transaction ends.
    """
    forced = _forced_tables(connection)
    for table in forced:
        connection.exec_driver_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in forced:
        connection.exec_driver_sql(f"ALTER TABLE IF EXISTS {table} FORCE ROW LEVEL SECURITY")


def _forced_tables(connection: Connection) -> list[str]:
    if connection.dialect.name != "postgresql":
        return []
    return list(connection.exec_driver_sql(FORCED_TABLES).scalars())


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        # SQLite alters a table by making it anew.
        render_as_batch=True,
    )
    with rows_open_to_owner(connection):
        context.run_migrations()


run()
