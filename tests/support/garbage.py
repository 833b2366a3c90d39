"""Garbage is collected as seldom as by a worker that serves the product: an eighth of the time of tests went there."""

import gc

# As in gunicorn.conf.py.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """What has been imported until now stays for good."""
    gc.collect()
    gc.freeze()
