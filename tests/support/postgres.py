"""A throw-away PostgreSQL server for one test process.

It listens on a unix socket in a directory of its own and on nothing else, so a test can never reach
somebody else's server by way of a port. VSOKO_TEST_PG_URL names a server to use instead; its role
must be allowed to create databases.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.support.memory import roomy_memory

URL_VARIABLE = "VSOKO_TEST_PG_URL"
SUPERUSER = "vsoko_test"
START_SECONDS = 60
LONGEST_SOCKET_PATH = 107

# Nothing here outlives the test run, so nothing has to survive a power cut.
FAST_SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class PostgresUnavailableError(Exception):
    """No server was named and no PostgreSQL programs are installed."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server on which tests create databases of their own.

    maintenance_url: SQLAlchemy URL of a database that always exists, as a role allowed to create others.
    """

    maintenance_url: URL
    _kept: list[psycopg.Connection] = field(default_factory=list, compare=False, repr=False)

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create an empty database, or a copy of `template`, and return its SQLAlchemy URL."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            # Copying files takes half as long as copying through the log, which writes everything twice.
            statement += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        self._run(statement)
        return self.maintenance_url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, name: str) -> None:
        """Drop a database, closing the connections that a test left open."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def close(self) -> None:
        """Leave the server alone."""
        while self._kept:
            self._kept.pop().close()

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        # A connection costs the server half of what a copy of a small database does, so one is kept.
        if not self._kept:
            self._kept.append(_connect(self.maintenance_url))
        self._kept[0].execute(statement)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """The server named by VSOKO_TEST_PG_URL, else one started for the duration of the block.

    Raises PostgresUnavailableError where there is neither.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        with closing(PostgresServer(make_url(named).set(drivername="postgresql+psycopg"))) as server:
            yield server
        return
    with _own_server(_programs()) as server:
        yield server


def _programs() -> Path:
    """Directory of the newest installed PostgreSQL programs."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not installed:
        raise PostgresUnavailableError("no /usr/lib/postgresql/*/bin/initdb")
    return max(installed, key=lambda path: float(path.parent.name))


@contextmanager
def _own_server(programs: Path) -> Iterator[PostgresServer]:
    # Not in any TMPDIR: the server's account may not enter somebody's own folder, and the socket's path must be short.
    home = Path(tempfile.mkdtemp(prefix="vsoko-pg-", dir=roomy_memory() or "/tmp"))  # noqa: S108 - made by mkdtemp
    try:
        _hand_over(home)
        _initialise(programs, home)
        process = _start(programs, home)
        try:
            with closing(PostgresServer(_url(home))) as server:
                _wait_until_it_answers(server, process, home)
                yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _url(home: Path) -> URL:
    return URL.create("postgresql+psycopg", username=SUPERUSER, database="postgres", query={"host": str(home)})


def _server_user() -> pwd.struct_passwd | None:
    """The account that runs the server: PostgreSQL refuses root, anybody else runs it as himself."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _as_server_user() -> list[str]:
    """Command prefix: drop root, and stop the server when the test process dies without a word."""
    if not shutil.which("setpriv"):
        return []
    prefix = ["setpriv", "--pdeathsig", "INT"]
    if user := _server_user():
        prefix += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*prefix, "--"]


def _hand_over(home: Path) -> None:
    socket_path = home / ".s.PGSQL.5432"
    if len(str(socket_path)) > LONGEST_SOCKET_PATH:
        raise ValueError(f"{socket_path} is too long for a unix socket")
    if user := _server_user():
        os.chown(home, user.pw_uid, user.pw_gid)


def _initialise(programs: Path, home: Path) -> None:
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    subprocess.run(
        [*_as_server_user(), programs / "initdb", "-D", home / "data", f"--username={SUPERUSER}", *options],
        check=True,
        capture_output=True,
        cwd=home,
    )


def _start(programs: Path, home: Path) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in FAST_SETTINGS.items()]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [*_as_server_user(), programs / "postgres", "-D", home / "data", "-k", home, *settings],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd=home,
        )


def _wait_until_it_answers(server: PostgresServer, process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            _refuse_foreign_server(server, home)
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("PostgreSQL did not start: " + (home / "log").read_text(errors="replace")[-2000:])


def _refuse_foreign_server(server: PostgresServer, home: Path) -> None:
    with _connect(server.maintenance_url) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    if row is None or Path(row[0]) != home / "data":
        raise RuntimeError(f"the server that answered is not the one that was started: {row}")


def _connect(url: URL) -> psycopg.Connection:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=10)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # a fast shutdown: open sessions are rolled back
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
