"""The composition root: everything is wired together here, once per application."""

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import dash
from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard import pages as all_pages
from dashboard.access import sessions
from dashboard.access.guard import install_guard, page_finder
from dashboard.access.login import access
from dashboard.access.principal import current_principal
from dashboard.asset_bundle import AssetBundles
from dashboard.binding import bound_layout
from dashboard.callback_request import install_callback_check
from dashboard.components.app_bar import tabs_of_visitor
from dashboard.dash_app import INDEX, DistrictDash
from dashboard.errors import register_error_handlers
from dashboard.headers import install_headers
from dashboard.library_files import built_directory, install_library_files
from dashboard.logs import configure_logs, install_request_log
from dashboard.plot_library import install_plot_library
from dashboard.services import MenuEntry, Services, install, services
from dashboard.serving import Readiness, health
from dashboard.settings import Settings, load_settings, prepare_data_dir, signing_key
from data_layer.clock import machine_now
from data_layer.session import create_app_engine

_ASSETS: Final = Path(__file__).parents[1] / "assets"
_PRODUCT: Final = "ВСОКО-район"
_LARGEST_REQUEST: Final = 32 * 2**20


def create_app(
    settings: Settings | None = None,
    *,
    pages: Sequence[Any] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Flask:
    """The WSGI application. It opens no connection and serves nothing until it is asked.

    pages: page modules instead of `dashboard.pages.PAGES`; clock: a frozen one; both for tests.
    """
    configure_logs()
    settings = settings or load_settings()
    prepare_data_dir(settings)
    server = _server(settings, clock or machine_now)
    modules = tuple(all_pages.PAGES if pages is None else pages)
    descriptions = [module.PAGE for module in modules]
    # The guard comes first and Dash after it: Flask asks them in this order.
    install_guard(server, descriptions, Readiness(settings, server.extensions["vsoko"].engine))
    install_library_files(server, built_directory())
    app = _dash(server)
    register_error_handlers(server)
    services(server).menu = _menu(descriptions)
    services(server).tabs = tabs_of_visitor
    _register_pages(app, modules)
    find_page = page_finder(descriptions)
    install_callback_check(server, app, lambda path: find_page(current_principal(), path) is not None)
    install_headers(server, app.csp_hashes)
    server.extensions["dash"] = app
    _register_commands(server)
    return server


def _menu(pages: Sequence[Any]) -> tuple[MenuEntry, ...]:
    return tuple(
        MenuEntry(page.menu, page.path_template, page.permission, page.school_menu or page.menu)
        for page in pages
        if page.menu
    )


def _server(settings: Settings, clock: Callable[[], datetime]) -> Flask:
    server = Flask("dashboard", static_folder=None)
    server.config.update(_configuration(settings))
    server.json.ensure_ascii = False  # type: ignore[attr-defined] # of the default provider
    install(server, Services(settings=settings, engine=create_app_engine(settings.database), clock=clock))
    if settings.proxies:
        count = settings.proxies
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign] # as Flask documents it
    # After a request these run in the opposite order: headers, log, compression.
    Compress(server)
    install_request_log(server)
    sessions.install_login(server)
    server.register_blueprint(health)
    server.register_blueprint(access)
    return server


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": signing_key(settings),
        "SESSION_COOKIE_NAME": settings.cookie_name,
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        # A token lives as long as the browser's session does.
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": _LARGEST_REQUEST,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_ALGORITHM_STREAMING": ["br"],
    }


def _dash(server: Flask) -> DistrictDash:
    bundles = AssetBundles(_ASSETS)
    bundles.install(server)
    install_plot_library(server)
    return DistrictDash(
        "dashboard",
        server=server,
        assets_folder=str(_ASSETS),
        include_assets_files=False,
        bundles=bundles,
        index_string=INDEX,
        title=_PRODUCT,
        update_title="",
        meta_tags=[{"name": "robots", "content": "noindex"}],
        include_pages_meta=False,
        use_pages=True,
        pages_folder="",
        # Otherwise every layout is rendered for the first visitor and sent to all.
        suppress_callback_exceptions=True,
        enable_mcp=False,
        use_async=False,
        websocket_callbacks=False,
        compress=False,
        add_log_handler=False,
    )


def _register_pages(app: DistrictDash, modules: Sequence[Any]) -> None:
    dash.page_registry.clear()
    for order, module in enumerate(modules):
        page = module.PAGE
        has_variables = "<" in page.path_template
        dash.register_page(  # noqa: TID251 - the one place that turns PAGE objects into pages of Dash
            f"dashboard.pages.{page.name}",
            path=None if has_variables else page.path_template,
            path_template=page.path_template if has_variables else None,
            name=page.name,
            title=f"{page.title} · {_PRODUCT}",
            order=order,
            layout=bound_layout(module.layout, page.permission, is_platform=page.is_platform),
        )
        module.register(app)
    app.layout = all_pages.app_layout
    register = getattr(all_pages, "register", None)
    if register is not None:
        register(app)


def _register_commands(server: Flask) -> None:
    if find_spec("dashboard.cli") is not None:
        import_module("dashboard.cli").register(server)
