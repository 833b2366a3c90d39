"""Programs of one process share how their addresses are written.

Werkzeug compiles two functions for each rule of each program: most of the time that making a program takes, and tests
make hundreds of them with the same rules.
"""

from collections.abc import Callable
from typing import Final

from werkzeug.routing import Rule

_Builder = Callable[..., tuple[str, str]]
_compile: Final = Rule._compile_builder
_compiled: Final[dict[object, _Builder]] = {}


def share_compiled_rules() -> None:
    """For the rest of the process."""
    Rule._compile_builder = _known  # type: ignore[method-assign,assignment]


def _known(rule: Rule, append_unknown: bool = True) -> _Builder:
    # A builder looks everything else up in its rule; only the values of defaults are written into it.
    if rule.defaults:
        return _compile(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]
