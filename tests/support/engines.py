"""What to do where a test needs an engine that this machine lacks."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test on somebody's own machine; fail where CI=true says that nothing may be missing."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{what} is missing, and with CI=true nothing may be: run `make install-engines`", pytrace=False)
    pytest.skip(f"{what} is missing: run `make install-engines` as root")
