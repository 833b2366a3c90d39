"""The store of files: outside the web root, under names of ours, complete only after the commit."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import Session

from data_layer.clock import file_seconds

PART: Final = ".part"
# Four times what the database lets a single statement of an import take.
LONGEST_IMPORT: Final = timedelta(hours=1)


class FileStore:
    """Files of all districts under one folder; the client's name never becomes a name on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def digest(self, path: Path) -> str:
        """SHA-256 of the content in hexadecimal."""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def put(self, session: Session, path: Path) -> str:
        """Copy a file in under a random name and return it.

        Until the session's transaction commits the file carries the ending `.part`; a rollback
        removes it. A crash leaves at most such a part behind, which `sweep` deals with: its content
        is on disk by then, whether or not the commit came through.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        part = self.folder / (name + PART)
        with path.open("rb") as source, part.open("xb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        event.listen(session, "after_commit", lambda _: part.rename(self.folder / name), once=True)
        event.listen(session, "after_soft_rollback", lambda *_: part.unlink(missing_ok=True), once=True)
        return name

    def path(self, stored_name: str) -> Path:
        return self.folder / stored_name

    def leftovers(self) -> list[Path]:
        """Parts so old that no import can still be at work on them: a crash left them behind."""
        newest = file_seconds() - LONGEST_IMPORT.total_seconds()
        return [part for part in self.folder.glob("*" + PART) if _written_at(part) < newest]

    def sweep(self, parts: Collection[Path], committed: Collection[str]) -> None:
        """Deal with leftovers. Another sweep may be at the same ones.

        committed: stored names that rows of all districts carry, read after `leftovers` was asked, or
        a commit in between would be overlooked. Their parts get the name that the crash kept from
        them; no commit completed the others, which are removed.
        """
        for part in parts:
            if part.stem in committed:
                with suppress(FileNotFoundError):
                    part.rename(self.folder / part.stem)
            else:
                part.unlink(missing_ok=True)


def _written_at(part: Path) -> float:
    """Seconds since the epoch; a part that has just got its name counts as written now."""
    try:
        return part.stat().st_mtime
    except FileNotFoundError:
        return file_seconds()
