"""YAML without surprises: no objects, no repeated keys, every scalar as it is written.

Aliases are taken, for programs write them for values that repeat, but only as many as a reader who
walks through all of them can bear.

Scalars stay text, so that a code 1.10 is not 1.1 and a target 2.5 is exact; only null is None.
"""

from collections.abc import Hashable
from typing import Any, Final

import yaml

LARGEST_TEXT: Final = 500_000
# Values of a file once every alias is written out.
MOST_VALUES: Final = 100_000

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
        return _loaded(_PlainLoader(text))
    except UnsafeYamlError:
        raise
    except _DAMAGE as fault:
        mark = getattr(fault, "problem_mark", None)
        raise UnsafeYamlError("это не YAML", 0 if mark is None else mark.line + 1) from None


def _loaded(loader: _PlainLoader) -> object:
    node = loader.get_single_node()
    if node is None:
        return None
    if _values_of(node, {}, set()) > MOST_VALUES:
        raise UnsafeYamlError("слишком много повторов через ссылки & и *")
    return loader.construct_document(node)


def _values_of(node: Any, known: dict[int, int], open_nodes: set[int]) -> int:
    """How many values the node holds with its aliases written out; a node inside itself is refused."""
    key = id(node)
    if key in open_nodes:
        raise UnsafeYamlError("ссылка ведёт на саму себя", node.start_mark.line + 1)
    if key not in known:
        open_nodes.add(key)
        known[key] = 1 + sum(_values_of(each, known, open_nodes) for each in _children(node))
        open_nodes.remove(key)
    return known[key]


def _children(node: Any) -> list[Any]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.MappingNode):
        return [each for pair in node.value for each in pair]
    return []
