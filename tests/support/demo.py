"""A database with the demo district in it, for tests that look at a whole district."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from data_layer.commands.catalogue import load_template
from data_layer.commands.database import migrate
from data_layer.commands.files import FileStore
from data_layer.session import create_app_engine, create_owner_engine, unscoped
from seed.load import load_demo

# The day on which the demo is looked at: all due days of 2025/26 have passed, its cycle is still open.
DEMO_DAY = date(2026, 11, 23)

_CATALOGUE = Path(__file__).parents[2] / "seed" / "catalogue.yaml"


def initialised_engine(url: str) -> Engine:
    """The application's engine on a migrated database that holds the catalogue's template and no district."""
    owner = create_owner_engine(url)
    migrate(owner)
    owner.dispose()
    engine = create_app_engine(url)
    with unscoped(engine, "the catalogue of tests") as session:
        load_template(session, _CATALOGUE.read_text(encoding="utf-8"))
    return engine


def demo_engine(url: str, files: Path) -> Engine:
    """The same with the demo district loaded; files: the folder of the file store. Takes some seconds."""
    engine = initialised_engine(url)
    load_demo(engine, store=FileStore(files), today=DEMO_DAY)
    return engine
