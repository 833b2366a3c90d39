"""Imports in a process of their own, so that its memory is theirs: URL, folder, store, codes."""

import json
import sys
import time
from pathlib import Path

from data_layer.commands.files import FileStore
from data_layer.session import create_app_engine
from tests.bench.databases import add_district, import_folder
from tests.bench.processes import own_peak_megabytes


def main() -> None:
    url, folder, store, *codes = sys.argv[1:]
    engine = create_app_engine(url)
    districts = [add_district(engine, code) for code in codes]
    seconds, processor = [], []
    for each in districts:
        started = time.process_time()
        seconds.append(import_folder(engine, each, Path(folder), store=FileStore(Path(store))))
        processor.append(time.process_time() - started)
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": own_peak_megabytes()}))


if __name__ == "__main__":
    main()
