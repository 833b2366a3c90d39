"""Checking a password without telling, by answer or by time, whether the login exists."""

from typing import Final

from data_layer.commands.passwords import is_right_password
from data_layer.queries.people import Credentials

# The hash of a password nobody has, with the parameters of real ones: unknown logins cost the same time.
DUMMY_HASH: Final = "$argon2id$v=19$m=19456,t=2,p=1$hgimhOr1grSD5tuTwxN8xg$OVqrR1fU+NIO3eJgnhxIZ5QxACIrOsRWbU0a0wnGS3g"


def fits(credentials: Credentials | None, password: str) -> bool:
    """Whether the password opens the account. An unknown or closed one takes as long as any."""
    stored = DUMMY_HASH if credentials is None else credentials.password_hash
    is_right = is_right_password(stored, password)
    return is_right and credentials is not None and credentials.is_active
