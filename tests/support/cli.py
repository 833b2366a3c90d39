"""Commands run in the process of the test: stdout and stderr apart, with a frozen clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from dashboard.factory import create_app
from dashboard.services import services
from tests.support.site import settings_for

# 18 September 2026: of 2025/26 only the decisions and the figures of autumn are not due yet.
NOW = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it wrote."""

    status: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[str]:
        return self.stdout.splitlines()


@dataclass(frozen=True, slots=True)
class CommandLine:
    server: Flask

    def __call__(self, *arguments: str | Path, stdin: str | None = None) -> Ran:
        runner = self.server.test_cli_runner()
        result = runner.invoke(args=[str(each) for each in arguments], input=stdin)
        return Ran(result.exit_code, result.stdout_bytes.decode("utf-8"), result.stderr)

    def good(self, *arguments: str | Path, stdin: str | None = None) -> Ran:
        """The same, for a command that must succeed."""
        ran = self(*arguments, stdin=stdin)
        assert ran.status == 0, ran.stderr
        return ran


@contextmanager
def command_line(
    database_url: str, folder: Path, clock: Callable[[], datetime] = lambda: NOW, **given: Any
) -> Iterator[CommandLine]:
    """Commands on this database, with `folder` as the data directory."""
    server = create_app(settings_for(database_url, folder, **given), pages=(), clock=clock)
    try:
        yield CommandLine(server)
    finally:
        services(server).engine.dispose()
