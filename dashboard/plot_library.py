"""Plotly in one file: the vendored bundle of charts with two axes, Russian words, and what it must never do.

Pages without plots do not load it; assets/plots.js asks for it when the first plot appears. The compressed
file is made once per installation (dashboard/static_build.py).
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped] # it comes without types
from flask import Flask, Response, request

from dashboard.library_files import IMMUTABLE, built_directory

VENDOR: Final = Path(__file__).parents[1] / "assets" / "vendor"
BUNDLE: Final = VENDOR / "plotly-cartesian.min.js"
LOCALE: Final = VENDOR / "plotly-locale-ru.js"
PATH: Final = "/assets/plots/plotly.js"
# No button that sends a chart to somebody's cloud, no address to send it to.
_SETTINGS: Final = 'Plotly.setPlotConfig({showSendToCloud:false,plotlyServerURL:"",locale:"ru",displaylogo:false});'
# The locale is written for a module loader: it gets one of its own.
_REGISTER: Final = (
    ";(function(){{var module={{exports:{{}}}};{locale};Plotly.register(module.exports);{settings}}})();\n"
)
_BROTLI_QUALITY: Final = 5


@dataclass(frozen=True, slots=True)
class PlotLibrary:
    """stamp: of the contents, so that the address changes with them."""

    stamp: str
    plain: bytes

    @property
    def url(self) -> str:
        return f"{PATH}?m={self.stamp}"


@cache
def plot_library() -> PlotLibrary:
    register = _REGISTER.format(locale=LOCALE.read_text(encoding="utf-8"), settings=_SETTINGS)
    plain = BUNDLE.read_bytes() + register.encode()
    return PlotLibrary(hashlib.sha256(plain).hexdigest()[:16], plain)


def compressed_name() -> str:
    """Of the file that the build leaves: a leftover of another version has another name."""
    return f"plotly-{plot_library().stamp}.js"


def install_plot_library(server: Flask) -> None:
    """Answer for it behind the guard; a literal rule goes before Dash's rule for the whole folder."""
    server.add_url_rule(PATH, "assets.plots", _serve)


def _serve() -> Response:
    library = plot_library()
    response = Response(library.plain, mimetype="text/javascript")
    if request.accept_encodings.quality("br") > 0:
        response.set_data(_compressed(built_directory()))
        response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = IMMUTABLE if request.args.get("m") == library.stamp else "private, no-cache"
    return response


@cache
def _compressed(directory: Path) -> bytes:
    built = directory / f"{compressed_name()}.br"
    if built.is_file():
        return built.read_bytes()
    compressed: bytes = brotli.compress(plot_library().plain, quality=_BROTLI_QUALITY)
    return compressed
