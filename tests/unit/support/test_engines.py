"""A missing engine: an inconvenience on somebody's machine, a fault in continuous integration."""

import pytest

from tests.support.engines import missing


def test_a_missing_engine_skips_the_test_on_somebodys_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="PostgreSQL is missing"):
        missing("PostgreSQL")


def test_a_missing_engine_fails_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        missing("Chromium")
