"""Looks for schools in a response that must not name them."""

import re
from collections.abc import Iterable


def schools_named_in(text: str, schools: Iterable[tuple[str, str]]) -> list[str]:
    """Codes and names of the schools that stand in the text, whatever kind of space is between their words.

    schools: code and short name. A code counts only as a whole word: «s1» does not stand in «s12».
    """
    plain = re.sub(r"[\s\u00a0\u202f]|&nbsp;|%20|\\u00a0", " ", text)
    return sorted({word for school in schools for word in school if word and _stands_in(plain, word)})


def _stands_in(text: str, word: str) -> bool:
    # Most words are nowhere in a long text, and looking for them alone is quick.
    return word in text and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None
