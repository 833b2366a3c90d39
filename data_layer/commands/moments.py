"""Which moment the rows carry that are written: the present one, or the morning of a day that is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from data_layer.clock import machine_now, moment_pinned


@contextmanager
def written_by(moment: datetime) -> Iterator[None]:
    """Within it rows carry this moment where it has passed already: a demo of another day was entered by that day."""
    with moment_pinned(min(moment, machine_now())):
        yield
