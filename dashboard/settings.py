"""Settings of the application, read once from the environment. Secrets have no default."""

import os
import secrets
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

_KEY_FILE = "secret_key"
MIN_SECRET_KEY = 32


class SettingsError(Exception):
    """A setting cannot be read; the sentence names it and never shows its value."""


class Settings(BaseSettings):
    """One field per environment variable, of the same name in capitals.

    database_owner_url: the owner's connection for init, migrations, backup and restore, where it is
        not the application's. secret_key: at least 32 characters; only the demo on this machine may
        go without, with a random key kept in the data directory. public_url: the address people open.
    proxies: how many reverse proxies in front set X-Forwarded-For. scan_command: asked about every file that a
        browser sends; its path comes last. 0 lets it in, 1 is a threat, anything else is no answer.
    """

    model_config = SettingsConfigDict(frozen=True, hide_input_in_errors=True, extra="ignore")

    database_url: str = ""
    database_owner_url: str = ""
    vsoko_data_dir: Path = Path("./var")
    secret_key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=1, le=65535)
    public_url: str = ""
    proxies: int = Field(default=0, ge=0, le=5)
    session_idle_minutes: int = Field(default=60, ge=1)
    session_hours: int = Field(default=12, ge=1)
    session_most: int = Field(default=10, ge=1)
    support_contact: str = ""
    dash_mcp_enabled: str = ""
    dash_debug: str = ""
    flask_debug: str = ""
    vsoko_today: date | None = None
    scan_command: str = ""

    @property
    def data_dir(self) -> Path:
        return self.vsoko_data_dir.absolute()

    @property
    def database(self) -> str:
        """URL of the application's database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'vsoko.db'}"

    @property
    def owner_database(self) -> str:
        return self.database_owner_url or self.database

    @property
    def address(self) -> str:
        """What people type to get here, without a slash at the end."""
        return (self.public_url or f"http://{_in_url(self.host)}:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        return urlsplit(self.address).scheme == "https"

    @property
    def is_loopback(self) -> bool:
        """Whether the site is for this machine alone."""
        return is_loopback_name(urlsplit(self.address).hostname or "")

    @property
    def cookie_name(self) -> str:
        return "__Host-vsoko" if self.is_https else "vsoko"


def is_loopback_name(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_settings() -> Settings:
    """Read the environment. Raises SettingsError that names the variable and never shows its value."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(str(each["loc"][0]).upper() for each in error.errors())
        raise SettingsError(f"Настройка {names} задана неверно: проверьте значение.") from None


def prepare_data_dir(settings: Settings) -> None:
    """Make the data directory, readable by its owner alone. One that is there keeps its mode."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)


def signing_key(settings: Settings) -> str:
    """SECRET_KEY, or the random key of this installation; whether that may serve is `serving`'s question."""
    if settings.secret_key is not None and settings.secret_key.get_secret_value():
        return settings.secret_key.get_secret_value()
    prepare_data_dir(settings)
    path = settings.data_dir / _KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
