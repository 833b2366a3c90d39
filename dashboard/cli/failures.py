"""How commands fail: one Russian line per fault on stderr and a status, never a traceback."""

import os
import secrets
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Final, NoReturn, ParamSpec

import click
import structlog
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from dashboard.errors import DashboardError
from dashboard.services import services
from dashboard.settings import SettingsError
from data_layer.commands.database import NO_CONNECTION, schema_faults
from data_layer.errors import DataLayerError, ScopeError

Parameters = ParamSpec("Parameters")

log = structlog.get_logger()

# Lines of faults printed; the rest is counted.
MOST_LINES: Final = 1000
# Set to anything, it lets the log carry the traceback of what nobody expected.
DEBUG_VARIABLE: Final = "VSOKO_DEBUG"


def say(line: str) -> None:
    """A message for the person at the terminal; stdout belongs to the report."""
    click.echo(line, err=True)


def fail(lines: Iterable[str]) -> NoReturn:
    """Print every fault and end with status 1."""
    found = list(lines)
    for line in found[:MOST_LINES]:
        say(line)
    if len(found) > MOST_LINES:
        say(f"… и ещё ошибок: {len(found) - MOST_LINES}")
    raise click.exceptions.Exit(1)


def guarded(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Run the command inside the application; every failure becomes a line and a status."""

    @wraps(command)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> None:
        try:
            command(*arguments, **options)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 -- the last net: nobody at a terminal reads tracebacks
            fail([_sentence(error)])

    return with_appcontext(run)


def on_current_database(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Refuse politely where the database is away or its schema is behind."""

    @wraps(command)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> None:
        faults = schema_faults(services().engine)
        if faults:
            fail(faults)
        command(*arguments, **options)

    return guarded(run)


def _sentence(error: Exception) -> str:
    if isinstance(error, (DataLayerError, DashboardError, SettingsError)) and not isinstance(error, ScopeError):
        return str(error) or "Для этого действия нет прав."
    if isinstance(error, UnicodeEncodeError):
        return "Значение в команде не в кодировке UTF-8. Проверьте кодировку терминала."
    if isinstance(error, (OperationalError, PoolTimeoutError)) and not _is_locked(error):
        return _with_incident(NO_CONNECTION, error)
    if isinstance(error, DBAPIError) and _is_locked(error):
        return _with_incident("База данных занята другой записью. Повторите команду.", error)
    return _with_incident("Не получилось из-за ошибки программы.", error)


def _is_locked(error: Exception) -> bool:
    text = str(getattr(error, "orig", error)).casefold()
    return "locked" in text or "lock timeout" in text


def _with_incident(sentence: str, error: Exception) -> str:
    """The sentence with a code under which the log has the rest."""
    incident = secrets.token_hex(4)
    details = {"exc_info": error} if os.environ.get(DEBUG_VARIABLE) else {}
    log.error("command_failed", incident=incident, error=type(error).__name__, **details)
    return f"{sentence} Код происшествия: {incident}."
