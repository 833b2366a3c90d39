"""Our own style sheets and scripts, sent as one file each: a slow line counts requests more than bytes.

Read anew when a file changes; the address carries a stamp of the contents' age, so a browser keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped] # it comes without types
from flask import Flask, Response, request

from dashboard.library_files import IMMUTABLE

_TYPES: Final[Mapping[str, str]] = {"css": "text/css", "js": "text/javascript"}
_BROTLI_QUALITY: Final = 9


@dataclass(frozen=True, slots=True)
class _Bundle:
    stamp: str
    plain: bytes


# Made when a browser first asks for it, so that no first page waits for it.
@lru_cache(maxsize=4)
def _compressed(plain: bytes) -> bytes:
    packed: bytes = brotli.compress(plain, quality=_BROTLI_QUALITY)
    return packed


class AssetBundles:
    """/assets/app.css and /assets/app.js out of everything of that kind that lies in the folder itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: dict[str, _Bundle] = {}

    def url(self, kind: str) -> str:
        """Address of the bundle as it is now. kind: «css» or «js»."""
        return f"/assets/app.{kind}?m={self._bundle(kind).stamp}"

    def install(self, server: Flask) -> None:
        """Answer for both; a literal rule goes before Dash's rule for the whole folder."""
        for kind in _TYPES:
            server.add_url_rule(f"/assets/app.{kind}", f"assets.{kind}", lambda kind=kind: self._serve(kind))

    def _serve(self, kind: str) -> Response:
        bundle = self._bundle(kind)
        response = Response(bundle.plain, mimetype=_TYPES[kind])
        if request.accept_encodings.quality("br") > 0:
            response.set_data(_compressed(bundle.plain))
            response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = IMMUTABLE if request.args.get("m") == bundle.stamp else "private, no-cache"
        return response

    def _bundle(self, kind: str) -> _Bundle:
        files = sorted(self._folder.glob(f"*.{kind}"))
        stamp = f"{max((file.stat().st_mtime_ns for file in files), default=0):x}-{len(files)}"
        known = self._built.get(kind)
        if known is None or known.stamp != stamp:
            plain = b"\n".join(file.read_bytes() for file in files)
            known = self._built[kind] = _Bundle(stamp, plain)
        return known
