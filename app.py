"""The WSGI server: `gunicorn app:server`, `flask --app app …`."""

from dashboard.factory import create_app
from dashboard.settings import SettingsError

try:
    server = create_app()
except SettingsError as error:
    raise SystemExit(str(error)) from None
