"""No test talks to another machine: an audit hook refuses it below every library."""

import os
import socket
import sys
from ipaddress import ip_address

from sqlalchemy.engine import make_url

from tests.support.postgres import URL_VARIABLE


class NetworkForbiddenError(RuntimeError):
    """A test tried to reach another machine."""


def refuse_other_machines() -> None:
    """Install the guard for the rest of the process; audit hooks cannot be taken out again."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        _check_host(arguments[0])
    elif event in {"socket.connect", "socket.sendto"}:
        connection, address = arguments[:2]
        if isinstance(address, tuple) and _is_internet(connection):
            _check_host(address[0])


def _is_internet(connection: object) -> bool:
    return getattr(connection, "family", None) in {socket.AF_INET, socket.AF_INET6}


def _check_host(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not _is_this_machine(name):
        raise NetworkForbiddenError(f"a test tried to reach {name!r}; use a local double")


def _is_this_machine(host: object) -> bool:
    if host is None or host in {"", "localhost"} or host == _named_server():
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _named_server() -> str | None:
    named = os.environ.get(URL_VARIABLE)
    return make_url(named).host if named else None
