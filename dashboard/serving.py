"""Whether this installation may serve. The refusal concerns serving alone; `flask` commands always load."""

import shutil
import stat
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as CheckTimeoutError
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.services import services
from dashboard.settings import MIN_SECRET_KEY, Settings, SettingsError, load_settings
from data_layer.commands.database import schema_faults
from data_layer.queries.people import has_demo_district
from data_layer.session import create_app_engine, unscoped

log = structlog.get_logger()

_OFF: Final = frozenset({"", "0", "false", "no", "off"})
# A key of fewer different characters was typed, not drawn.
_LEAST_VARIETY: Final = 10
_RECHECK_SECONDS: Final = 2.0
_CHECK_SECONDS: Final = 1.5
_LEAST_FREE_BYTES: Final = 200 * 2**20

health = Blueprint("health", __name__)


def refuse_unsafe_start() -> None:
    """End the process with status 1 and a sentence per fault on stderr, if there is any."""
    try:
        settings = load_settings()
    except SettingsError as error:
        _refuse([str(error)])
    else:
        found = faults(settings, create_app_engine(settings.database))
        if found:
            _refuse(found)


def _refuse(found: list[str]) -> None:
    for sentence in found:
        sys.stderr.write(f"Не запущено: {sentence}\n")
    sys.stderr.flush()
    raise SystemExit(1)


def faults(settings: Settings, engine: Engine) -> list[str]:
    """What forbids serving with these settings and this database, as Russian sentences; empty = nothing."""
    of_database = schema_faults(engine) if _is_reachable(settings) else []
    is_demo = not of_database and _has_demo(engine)
    return [
        *_address_faults(settings),
        *_key_faults(settings, is_demo=is_demo),
        *_debug_faults(settings),
        *_directory_faults(settings),
        *of_database,
    ]


def _address_faults(settings: Settings) -> list[str]:
    parts = urlsplit(settings.address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        return ["PUBLIC_URL должен быть вида https://имя, без пути."]
    if not settings.is_https and not settings.is_loopback:
        return ["PUBLIC_URL должен начинаться с https://: по http пароли видны всей сети."]
    return []


def _key_faults(settings: Settings, *, is_demo: bool) -> list[str]:
    key = "" if settings.secret_key is None else settings.secret_key.get_secret_value()
    if not key:
        if is_demo and settings.is_loopback:
            return []
        return [f"задайте SECRET_KEY: не менее {MIN_SECRET_KEY} случайных знаков."]
    if len(key) < MIN_SECRET_KEY or len(set(key)) < _LEAST_VARIETY:
        return [f"SECRET_KEY слишком простой: нужно не менее {MIN_SECRET_KEY} случайных знаков."]
    return []


def _debug_faults(settings: Settings) -> list[str]:
    named = {
        "DASH_MCP_ENABLED": settings.dash_mcp_enabled,
        "DASH_DEBUG": settings.dash_debug,
        "FLASK_DEBUG": settings.flask_debug,
    }
    return [f"уберите переменную {name}: она открывает внутреннее." for name, value in named.items() if _is_on(value)]


def _is_on(value: str) -> bool:
    return value.strip().lower() not in _OFF


def _directory_faults(settings: Settings) -> list[str]:
    try:
        mode = settings.data_dir.stat().st_mode
    except OSError:
        return ["каталога VSOKO_DATA_DIR нет или он недоступен: выполните «flask --app app init»."]
    if mode & stat.S_IRWXO:
        return ["каталог VSOKO_DATA_DIR открыт всем: выполните chmod 700."]
    return []


def _is_reachable(settings: Settings) -> bool:
    """Whether asking the database makes sense: SQLite would create the file where there is none."""
    return bool(settings.database_url) or settings.data_dir.is_dir()


def _has_demo(engine: Engine) -> bool:
    with unscoped(engine, "is this the demo", is_read_only=True) as database:
        return has_demo_district(database)


class Readiness:
    """Remembers that the application may serve; while it may not, asks again every two seconds.

    Requests that come while the first of a process is asking wait for its answer: a page asks for a
    dozen files at once, and one refused file leaves it empty.
    """

    def __init__(self, settings: Settings, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._engine, self._clock = settings, engine, clock
        self._is_ready = False
        self._refused_at: float | None = None
        self._asking = Lock()

    def __call__(self) -> bool:
        if self._is_ready:
            return True
        with self._asking:
            if self._needs_asking():
                self._ask()
            return self._is_ready

    def _needs_asking(self) -> bool:
        """Not when another request has just been answered, with yes or with no."""
        if self._is_ready:
            return False
        return self._refused_at is None or self._clock() - self._refused_at >= _RECHECK_SECONDS

    def _ask(self) -> None:
        found = faults(self._settings, self._engine)
        if found:
            log.error("not_ready", faults=found)
            self._refused_at = self._clock()
        self._is_ready = not found


_checker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")
_running: dict[str, Future[bool]] = {}


@health.get("/livez")
def livez() -> Response:
    """The process answers; the database is not asked."""
    return _plain("ok", 200)


@health.get("/readyz")
def readyz() -> Response:
    """Database, migrations and disk are fine; the answer tells nothing else."""
    return _plain("ok", 200) if _is_fine() else _plain("not ready", 503)


def _is_fine() -> bool:
    """Ask in a thread and wait a moment only: a hanging database must not hang the answer."""
    parts = services()
    key = parts.settings.database
    running = _running.get(key)
    if running is None or running.done():
        running = _running[key] = _checker.submit(_check, parts.settings, parts.engine)
    try:
        return running.result(timeout=_CHECK_SECONDS)
    except CheckTimeoutError:
        return False


def _check(settings: Settings, engine: Engine) -> bool:
    try:
        free = shutil.disk_usage(settings.data_dir).free
        return free >= _LEAST_FREE_BYTES and not schema_faults(engine)
    except (OSError, SQLAlchemyError) as error:
        log.warning("readiness_check_failed", error=type(error).__name__)
        return False


def _plain(text: str, status: int) -> Any:
    return Response(text + "\n", status=status, mimetype="text/plain")
