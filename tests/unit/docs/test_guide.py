"""The guide names buttons by the words that stand on them: **«Почему?»** in bold is a promise kept by the interface."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
ROLES = ("official", "director", "coordinator", "presenter", "administrator", "region")

_PROMISED = re.compile(r"\*\*«([^*]+)»\*\*")
_RUSSIAN = re.compile(r"[а-яёА-ЯЁ]")
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_BETWEEN_TAGS = re.compile(r">([^<>{}]+)<")


def plainly(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def promised(text: str) -> list[str]:
    return [plainly(each) for each in _PROMISED.findall(text)]


@cache
def interface_words() -> frozenset[str]:
    """Every whole text of the interface; a sentence put together from parts gives its parts."""
    found: set[str] = set()
    for path in (ROOT / "dashboard").rglob("*.py"):
        found.update(_constants(ast.parse(path.read_text(encoding="utf-8"))))
    for path in (ROOT / "dashboard").rglob("*.html"):
        found.update(_BETWEEN_TAGS.findall(path.read_text(encoding="utf-8")))
    for path in (ROOT / "assets").glob("*.js"):
        found.update(_STRING.findall(path.read_text(encoding="utf-8")))
    return frozenset(plainly(each) for each in found if _RUSSIAN.search(each))


def _constants(tree: ast.Module) -> Iterator[str]:
    documentation = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, _DOCUMENTED)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in documentation:
            yield node.value


_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


@pytest.mark.parametrize("page", GUIDE, ids=[each.stem for each in GUIDE])
def test_every_word_promised_stands_in_the_interface(page: Path) -> None:
    words = promised(page.read_text(encoding="utf-8"))

    assert words
    assert sorted({each for each in words if each not in interface_words()}) == []


def test_a_word_that_no_button_has_is_found() -> None:
    assert promised("Нажмите **«Опубликовать\nрейтинг»**") == ["Опубликовать рейтинг"]
    assert "Опубликовать рейтинг" not in interface_words()


def test_every_role_has_a_page_of_the_same_parts() -> None:
    texts = {role: (ROOT / "docs" / "guide" / f"{role}.md").read_text(encoding="utf-8") for role in ROLES}

    for role, text in texts.items():
        heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert heads[0] == "Что вы видите сначала", role
        assert "Обычные задачи" in heads, role
        assert "Вопросы" in heads, role


def test_the_guide_is_linked_from_the_readme() -> None:
    assert "docs/guide/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")
