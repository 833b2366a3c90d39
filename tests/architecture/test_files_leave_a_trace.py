"""Whoever is handed a file is noted: every download records it, found by reading the program."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask, Response

from dashboard.binding import RequestContext, bindings
from dashboard.factory import create_app
from tests.support.site import settings_for

# Leads by name to what is recorded elsewhere: nothing so far.
EXEMPT: frozenset[str] = frozenset()


def downloads(server: Flask) -> Iterator[Callable[..., Any]]:
    known = bindings(server)
    for rule in server.url_map.iter_rules():
        binding = known.get(("route", rule.endpoint))
        if binding is not None and rule.rule.startswith("/downloads"):
            yield binding.handler


def leaves_a_trace(handler: Callable[..., Any]) -> bool:
    """Whether the handler, or a function of its module that it names, records what is handed out."""
    code = inspect.unwrap(handler)
    code = getattr(code, "func", code)
    module = inspect.getmodule(code)
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        tree = ast.parse(textwrap.dedent(inspect.getsource(waiting.pop())))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "audit_later":
                return True
            if isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                named = getattr(module, node.id, None)
                if inspect.isfunction(named) and inspect.getmodule(named) is module:
                    waiting.append(named)
    return False


def test_every_download_is_recorded(tmp_path: Path) -> None:
    server = create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"))
    found = list(downloads(server))

    assert len(found) >= 12
    silent = {each.__name__ for each in found if not leaves_a_trace(each)} - EXEMPT
    assert silent == set(), "call ctx.audit_later(...) where the file is made"


def _made(_ctx: RequestContext) -> Response:
    return Response(b"file")


def hands_out_silently(ctx: RequestContext) -> Response:
    return _made(ctx)


def hands_out_by_another(ctx: RequestContext) -> Response:
    return _recorded(ctx)


def _recorded(ctx: RequestContext) -> Response:
    ctx.audit_later("file_exported", "x")
    return Response(b"file")


def test_a_file_handed_out_silently_would_be_found() -> None:
    assert not leaves_a_trace(hands_out_silently)
    assert leaves_a_trace(hands_out_by_another)
