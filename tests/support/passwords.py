"""Hashes of passwords that cost next to nothing: every sign-in of a test would take longer than the test.

They are as real as others, argon2id with fewer passes over less memory. The tests of what a hash costs ask for
`dear_passwords`.
"""

from typing import Final

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type

from data_layer.commands import passwords

_DEAR: Final = passwords._hasher
_CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)


def make_passwords_cheap() -> None:
    """For the rest of the process."""
    passwords._hasher = _CHEAP


@pytest.fixture
def dear_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """New hashes cost what they cost in the product."""
    monkeypatch.setattr(passwords, "_hasher", _DEAR)
