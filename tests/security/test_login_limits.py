"""Guessing is stopped before it costs a hash, and nobody else pays for it."""

import pytest
from sqlalchemy import select

from dashboard.access import login, passwords
from data_layer.commands import people
from data_layer.commands.passwords import hash_password
from data_layer.commands.sessions import forget_attempts_on
from data_layer.models import LoginAttempt
from data_layer.queries.people import Credentials
from data_layer.session import unscoped
from tests.support.site import Site, password_of, sign_in


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Logins whose password reached the hash; wrong unless it is the person's own."""
    seen: list[str] = []

    def fits(found: Credentials | None, password: str) -> bool:
        seen.append("" if found is None else found.login)
        return found is not None and found.is_active and password == password_of(found.login)

    monkeypatch.setattr(passwords, "fits", fits)
    return seen


def test_of_sixty_guesses_ten_reach_the_hash(site: Site, hashed: list[str]) -> None:
    client = site.anonymous()

    statuses = [sign_in(client, "official", "guess").status_code for _ in range(60)]

    assert statuses == [401] * 10 + [429] * 50
    assert len(hashed) == 10


def test_the_refusal_says_until_when(site: Site, hashed: list[str]) -> None:
    client = site.anonymous()
    for _ in range(10):
        sign_in(client, "official", "guess")
    site.clock.pass_by(minutes=1)

    answer = sign_in(client, "official")

    assert answer.status_code == 429
    assert "Слишком много попыток. Войти можно будет в 12:05." in answer.text  # 9:00 UTC and five minutes, in Moscow


def test_the_right_password_is_refused_too_until_the_window_has_passed(site: Site, hashed: list[str]) -> None:
    client = site.anonymous()
    for _ in range(11):
        sign_in(client, "official", "guess")
    assert sign_in(client, "official").status_code == 429

    site.clock.pass_by(minutes=5)

    assert sign_in(client, "official").status_code == 303


def test_unknown_logins_are_limited_alike(site: Site, hashed: list[str]) -> None:
    client = site.anonymous()

    statuses = [sign_in(client, "nobody", "guess").status_code for _ in range(12)]

    assert statuses == [401] * 10 + [429] * 2


def test_an_attack_on_one_account_leaves_the_others_open(site: Site, hashed: list[str]) -> None:
    attacker = site.anonymous("10.0.0.66")
    for _ in range(50):
        sign_in(attacker, "official", "guess")

    assert sign_in(site.anonymous("10.0.0.1"), "director").status_code == 303


def test_a_whole_school_signs_in_from_one_address(site: Site, hashed: list[str]) -> None:
    logins = ["official", "presenter", "director", "coordinator", "director-2", "region"] * 5

    statuses = [sign_in(site.anonymous("10.1.1.1"), login).status_code for login in logins]

    assert statuses == [303] * 30


def test_one_address_cannot_try_a_password_on_everybody(site: Site, hashed: list[str]) -> None:
    client = site.anonymous("10.0.0.66")

    statuses = [sign_in(client, f"person-{number}", "spring2026").status_code for number in range(120)]

    assert statuses == [401] * 100 + [429] * 20


def test_a_botnet_reaches_the_hash_a_thousand_times_in_five_minutes(
    site: Site, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with unscoped(site.engine, "tries of the test") as session:
        session.add_all(
            LoginAttempt(login_hash=f"hash-{number}", address=f"10.2.{number // 250}.{number % 250}", at=site.clock.now)
            for number in range(995)
        )

    statuses = [sign_in(site.anonymous(f"10.9.0.{n}"), f"bot-{n}", "guess").status_code for n in range(10)]

    assert statuses == [401] * 5 + [429] * 5


def test_limits_survive_a_restart(site: Site, hashed: list[str], tmp_path: object) -> None:
    for _ in range(10):
        sign_in(site.anonymous(), "official", "guess")

    site.engine.dispose()

    assert sign_in(site.anonymous(), "official").status_code == 429


def test_a_new_password_is_the_way_back(site: Site, hashed: list[str]) -> None:
    for _ in range(11):
        sign_in(site.anonymous(), "official", "guess")

    with unscoped(site.engine, "the department helps") as session:
        people.set_password(session, login="official", password=password_of("official"), actor="tests")
        with site.server.app_context():
            forget_attempts_on(session, login_hash=login.hash_of_login("official"))

    assert sign_in(site.anonymous(), "official").status_code == 303


def test_what_was_typed_is_not_stored(site: Site, hashed: list[str]) -> None:
    sign_in(site.anonymous(), "my secret password", "official")

    with unscoped(site.engine, "reading in the test") as session:
        stored = session.scalars(select(LoginAttempt.login_hash)).all()

    assert len(stored) == 1
    assert "secret" not in stored[0]


def test_an_unknown_login_costs_a_hash_with_the_parameters_of_a_real_one(dear_passwords: None) -> None:
    real = hash_password("a password of somebody")

    assert passwords.DUMMY_HASH.split("$")[1:4] == real.split("$")[1:4] == ["argon2id", "v=19", "m=19456,t=2,p=1"]
    assert passwords.fits(None, "whatever") is False
