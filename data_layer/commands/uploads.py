"""The bytes of uploads that are being looked at: outside the web root, under names of ours, for a day."""

import hashlib
import os
import re
import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from typing import IO, Final

from data_layer.clock import file_seconds
from data_layer.errors import DataLayerError

FOLDER: Final = "uploads"
KEPT_FOR: Final = timedelta(hours=24)
LEAST_FREE: Final = 200 * 1024 * 1024
_NAME: Final = re.compile(r"[0-9a-f]{32}")
_PIECE: Final = 1 << 20

TOO_LARGE: Final = "Файл больше 20 МБ. Разделите его на части."
DISK_FULL: Final = "На сервере мало места, загрузка приостановлена. Сообщите администратору."
EMPTY: Final = "Файл пуст. Выберите другой файл."


class UploadRefusedError(DataLayerError):
    """The bytes were not taken; the sentence says why and what to do."""


class UploadStore:
    """One folder per installation, readable by its owner alone."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER

    def take(self, stream: IO[bytes], *, most: int) -> tuple[str, int, str]:
        """Keep what a stream gives: (stored name, size in bytes, SHA-256). Raises UploadRefusedError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free < LEAST_FREE:
            raise UploadRefusedError(DISK_FULL)
        name = secrets.token_hex(16)
        try:
            size, digest = self._write(self.folder / name, stream, most)
        except BaseException:
            self.drop(name)
            raise
        if not size:
            self.drop(name)
            raise UploadRefusedError(EMPTY)
        return name, size, digest

    def _write(self, path: Path, stream: IO[bytes], most: int) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise UploadRefusedError(TOO_LARGE)
                digest.update(piece)
                target.write(piece)
        return size, digest.hexdigest()

    def path(self, name: str) -> Path | None:
        """Where the bytes lie; None once they are gone."""
        path = self.folder / name
        return path if _NAME.fullmatch(name) and path.is_file() else None

    def drop(self, name: str) -> None:
        if _NAME.fullmatch(name):
            (self.folder / name).unlink(missing_ok=True)

    def sweep(self, *, now: float | None = None) -> int:
        """Remove what is older than a day, whatever became of it; how many files that were."""
        oldest = (file_seconds() if now is None else now) - KEPT_FOR.total_seconds()
        found = [each for each in self.folder.glob("*") if _NAME.fullmatch(each.name) and _written_at(each) < oldest]
        for each in found:
            each.unlink(missing_ok=True)
        return len(found)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return file_seconds()
