"""The store of files: outside the web root, under names of ours, complete only after the commit."""

import hashlib
import secrets
import shutil
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

        Until the session's transaction commits the file carries the ending `.part`; a rollback or
        a crash leaves at most such a part behind, which `sweep` removes.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        part = self.folder / (name + PART)
        shutil.copyfile(path, part)
        event.listen(session, "after_commit", lambda _: part.rename(self.folder / name), once=True)
        event.listen(session, "after_soft_rollback", lambda *_: part.unlink(missing_ok=True), once=True)
        return name

    def path(self, stored_name: str) -> Path:
        return self.folder / stored_name

    def sweep(self) -> int:
        """Remove parts that no commit completed; how many there were. Only when nobody imports."""
        parts = list(self.folder.glob("*" + PART))
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)
