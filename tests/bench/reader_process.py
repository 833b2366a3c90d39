"""A protocol in a process of its own: URL, folder of the district's year, the file, the store of files."""

import json
import resource
import sys
import time
from pathlib import Path

from data_layer.commands.files import FileStore
from data_layer.commands.imports.apply import apply_import, lock_district
from data_layer.commands.imports.checking import Importer, check_import
from data_layer.intake.confined import read_confined
from data_layer.scope import Scope
from data_layer.session import create_app_engine, tenant_session
from tests.bench.databases import TODAY, add_district, import_folder


def main() -> None:
    url, year, protocol, store = sys.argv[1:]
    engine, files = create_app_engine(url), FileStore(Path(store))
    district = add_district(engine, "readers")
    import_folder(engine, district, Path(year), store=files)
    started = time.perf_counter()
    tables = read_confined(Path(protocol), name=Path(protocol).name)
    read = time.perf_counter() - started
    with tenant_session(engine, Scope((district,), is_read_only=False)) as session:
        lock_district(session)
        checked = check_import(session, tables, Importer("bench", TODAY))
        if checked.errors:
            raise RuntimeError(str(checked.errors[0]))
        outcome = apply_import(session, checked, actor="bench", file_name="protocol", store=files)
    figures = {
        "read": read,
        "applied": time.perf_counter() - started - read,
        "written": outcome.tallies["observations"].written,
        "child_peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
