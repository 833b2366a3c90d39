"""The migrations part of `make check`: one head, and models that need no further migration.

Run as `python -m tests.support.migrations`. It works on a throw-away SQLite database; the tests cover
both engines, and the way down and up again.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from data_layer.commands.database import alembic_config, migrate
from data_layer.session import create_owner_engine


def migration_faults(database_url: str) -> list[str]:
    """What is wrong with the migrations, as seen from an empty database; empty = nothing."""
    engine = create_owner_engine(database_url)
    try:
        migrate(engine)
        with engine.connect() as connection:
            config = alembic_config(connection)
            heads = ScriptDirectory.from_config(config).get_heads()
            if len(heads) != 1:
                return [f"{len(heads)} heads instead of one: {', '.join(heads)}"]
            command.check(config)
    except CommandError as error:
        return [str(error)]
    finally:
        engine.dispose()
    return []


def main() -> int:
    """Print the faults of the migrations; the number that a shell expects."""
    with tempfile.TemporaryDirectory() as directory:
        faults = migration_faults(f"sqlite:///{Path(directory) / 'empty.db'}")
    print("\n".join(faults) or "migrations: one head, models and schema agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
