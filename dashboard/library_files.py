"""Bundles of the Dash libraries, compressed once at installation, served after the guard.

WhiteNoise chooses the encoding and answers conditional requests. It is asked inside the application
and not in front of it, because in front it would answer anonymous visitors.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from dash.fingerprint import check_fingerprint
from flask import Flask, Response, request
from whitenoise import WhiteNoise

PREFIX: Final = "/_dash-component-suites/"
MANIFEST: Final = "manifest.json"
IMMUTABLE: Final = "private, max-age=31536000, immutable"


def built_directory() -> Path:
    """Where `dashboard.static_build` puts the compressed bundles: beside the libraries they come from."""
    return Path(sys.prefix) / "static-vsoko"


def source_stamp(source: Path) -> str:
    """Tells one version of a library's file from another without reading it."""
    status = source.stat()
    return f"{status.st_size}-{status.st_mtime_ns}"


def install_library_files(server: Flask, directory: Path) -> None:
    """Answer requests for compressed bundles; register after the guard and before Dash, which answers the rest."""
    files = _fresh_files(directory)

    @server.before_request
    def serve() -> Response | None:
        if not request.path.startswith(PREFIX) or request.method not in {"GET", "HEAD"}:
            return None
        name, has_fingerprint = check_fingerprint(request.path.removeprefix(PREFIX))
        found = files.get(name)
        return None if found is None else _response(found, is_immutable=has_fingerprint)


def _fresh_files(directory: Path) -> dict[str, Any]:
    """WhiteNoise's files by their name in the URL; leftovers of another version of a library are passed over."""
    manifest = directory / MANIFEST
    if not manifest.is_file():
        return {}
    sources: dict[str, list[str]] = json.loads(manifest.read_text(encoding="utf-8"))
    noise = WhiteNoise(None, directory, "/", allow_all_origins=False, max_age=None)
    return {name: noise.files[f"/{name}"] for name, (path, stamp) in sources.items() if _is_fresh(Path(path), stamp)}


def _is_fresh(source: Path, stamp: str) -> bool:
    try:
        return source_stamp(source) == stamp
    except OSError:
        return False


def _response(found: Any, *, is_immutable: bool) -> Response:
    raw = found.get_response(request.method, request.environ)
    content = b""
    if raw.file is not None:
        with raw.file:
            content = raw.file.read()
    response = Response(content, status=raw.status, headers=list(raw.headers))
    response.headers["Cache-Control"] = IMMUTABLE if is_immutable else "private, no-cache"
    return response
