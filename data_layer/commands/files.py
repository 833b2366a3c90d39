"""The store of files: outside the web root, under names of ours, complete only after the commit."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

PART = ".part"


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

    def sweep(self, committed: Collection[str]) -> int:
        """Deal with the parts that a crash left; how many there were. Only when nobody imports.

        committed: stored names that rows of the database carry. Their parts get the name that the
        crash kept from them; no commit completed the others, which are removed.
        """
        parts = list(self.folder.glob("*" + PART))
        for part in parts:
            if part.stem in committed:
                part.rename(self.folder / part.stem)
            else:
                part.unlink(missing_ok=True)
        return len(parts)
