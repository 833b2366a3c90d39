"""A database with the demo district in it, for tests that look at a whole district."""

import shutil
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, make_url

from data_layer.commands.catalogue import load_template
from data_layer.commands.database import migrate
from data_layer.commands.files import FileStore
from data_layer.session import create_app_engine, create_owner_engine, unscoped
from seed.load import load_demo
from tests.support.shared import made_once

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
    """The same with the demo district loaded; files: the folder of the file store.

    An SQLite file is a copy of one that is seeded once in a run, for that takes some seconds.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        seeded = made_once("demo", _fill)
        assert address.database is not None
        shutil.copyfile(seeded / "vsoko.db", address.database)
        shutil.copytree(seeded / "files", files, dirs_exist_ok=True)
        return create_app_engine(url)
    return _seed(url, files)


def _fill(folder: Path) -> None:
    _seed(f"sqlite:///{folder / 'vsoko.db'}", folder / "files").dispose()
    (folder / "files").mkdir(exist_ok=True)


def _seed(url: str, files: Path) -> Engine:
    engine = initialised_engine(url)
    load_demo(engine, store=FileStore(files), today=DEMO_DAY)
    return engine
