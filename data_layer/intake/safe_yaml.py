"""YAML without surprises: no objects, no aliases, no repeated keys, every scalar as it is written.

Scalars stay text, so that a code 1.10 is not 1.1 and a target 2.5 is exact; only null is None.
"""

from collections.abc import Hashable
from typing import Any, Final

import yaml

LARGEST_TEXT: Final = 500_000

_NULL: Final = "tag:yaml.org,2002:null"

# What PyYAML lets through for damaged explicit tags, besides its own errors.
_DAMAGE: Final = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


class UnsafeYamlError(ValueError):
    """The text is no YAML of the plain kind; `line` counts from 1, 0 when unknown."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class _PlainLoader(yaml.SafeLoader):
    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML reads it from the class
        first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise UnsafeYamlError("ссылки & и * не поддерживаются", self.peek_event().start_mark.line + 1)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(getattr(key, "value", ""))
            if name in seen:
                raise UnsafeYamlError(f"ключ «{name}» повторяется", key.start_mark.line + 1)
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


def load_plain(text: str) -> object:
    """None, text, lists and dicts of them. Raises UnsafeYamlError with a Russian reason."""
    if len(text) > LARGEST_TEXT:
        raise UnsafeYamlError("файл больше 500 тысяч знаков")
    try:
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a subclass of SafeLoader
    except UnsafeYamlError:
        raise
    except _DAMAGE as fault:
        mark = getattr(fault, "problem_mark", None)
        raise UnsafeYamlError("это не YAML", 0 if mark is None else mark.line + 1) from None
