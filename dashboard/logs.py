"""One JSON line per event on stderr: a constant name and fields. Never names, passwords or query strings."""

import logging
import sys
import time
from typing import Any, TextIO, cast

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger()


def configure_logs() -> None:
    """Send structured events and the libraries' warnings to stderr; stdout belongs to reports."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Stderr())),
        cache_logger_on_first_use=False,
    )


def install_request_log(server: Flask) -> None:
    """Log each request once, without its query string and without what it carried."""

    @server.after_request
    def write(response: Response) -> Response:
        started = g.get("started")
        log.info(
            "request",
            id=g.get("request_id", ""),
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=None if started is None else round((time.perf_counter() - started) * 1000, 1),
        )
        return response


class _Stderr:
    """The stderr of the moment, which tests and gunicorn replace."""

    def write(self, text: str) -> Any:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()
