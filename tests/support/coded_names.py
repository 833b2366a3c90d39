"""Looks for schools in a response that must not name them."""

import re
from collections.abc import Collection, Mapping
from typing import Final

# Genitive and prepositional are alike; of one school, which a test types in a text.
INFLECTED: Final[Mapping[str, tuple[str, ...]]] = {"Полянская ООШ": ("Полянской школ", "Полянской ООШ")}


def schools_named_in(text: str, schools: Collection[tuple[str, str]]) -> list[str]:
    """Codes and names of the schools that stand in the text, whatever kind of space is between their words.

    schools: code and short name. A code counts only as a whole word: «s1» does not stand in «s12».
    """
    plain = re.sub(r"[\s\u00a0\u202f]|&nbsp;|%20|\\u00a0", " ", text)
    found = {word for school in schools for word in school if word and _stands_in(plain, word)}
    found |= {each for _, name in schools for each in INFLECTED.get(name, ()) if each in plain}
    return sorted(found)


def _stands_in(text: str, word: str) -> bool:
    # Most words are nowhere in a long text, and looking for them alone is quick.
    return word in text and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None
