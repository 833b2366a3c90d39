"""Password hashes: argon2id with 19 MiB, two passes, one lane (RFC 9106 order, OWASP's first choice)."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from data_layer.errors import DataLayerError

MIN_LENGTH = 8
# Longer input costs hashing time and protects nobody.
MAX_LENGTH = 256
# No 0, O, 1, l, I: one-time passwords are read from paper.
_ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_ONE_TIME_LENGTH = 14

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)


class WeakPasswordError(DataLayerError):
    """The password breaks a rule; the sentence says which."""


def hash_password(password: str) -> str:
    """The argon2id hash of a password that keeps the rules; raises WeakPasswordError for another."""
    if len(password) < MIN_LENGTH:
        raise WeakPasswordError(f"Пароль короче {MIN_LENGTH} знаков. Придумайте длиннее.")
    if len(password) > MAX_LENGTH:
        raise WeakPasswordError(f"Пароль длиннее {MAX_LENGTH} знаков. Придумайте короче.")
    return _hasher.hash(password)


def is_right_password(password_hash: str, password: str) -> bool:
    """Whether the password fits the hash; takes the same time either way."""
    try:
        return _hasher.verify(password_hash, password[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False


def one_time_password() -> str:
    """A random password of about 81 bits for a first sign-in."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ONE_TIME_LENGTH))
