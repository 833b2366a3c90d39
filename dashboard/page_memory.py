"""Pages that were made and may be shown again, to the same person, of the same district, while nothing changed.

A key names everything a page is made of: who looks in which role and scope, what was asked, the day, and the
number of the district's data (`District.data_version`), which grows in the transaction of every change. So
nothing has to be thrown away in time: what is old is never asked for again, and the least used goes first.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final

_MOST_BYTES: Final = 24 * 2**20


class PageMemory:
    """HTML by key, kept in one process; bounded by the size of what it keeps."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> str | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, page: str) -> None:
        with self._lock:
            self._bytes += len(page) - len(self._kept.pop(key, ""))
            self._kept[key] = page
            while self._bytes > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped)
