"""The guard against talking to other machines."""

import socket

import pytest

from tests.support.network import NetworkForbiddenError


def test_connecting_to_another_machine_is_refused() -> None:
    with socket.socket() as connection, pytest.raises(NetworkForbiddenError, match=r"192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 80))


def test_asking_for_the_address_of_another_machine_is_refused() -> None:
    with pytest.raises(NetworkForbiddenError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_sending_a_datagram_to_another_machine_is_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection,
        pytest.raises(NetworkForbiddenError),
    ):
        connection.sendto(b"", ("192.0.2.1", 53))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_may_be_reached(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        connection = socket.create_connection((host, port), timeout=5)

    connection.close()
