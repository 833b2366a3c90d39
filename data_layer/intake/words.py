"""How words of files are compared: without regard to case, «ё», kind and number of spaces."""

from collections.abc import Iterable, Mapping
from functools import lru_cache


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """«  Анализ   МОНИТОРИНГОВ » and «анализ мониторингов» give the same text."""
    return " ".join(text.split()).casefold().replace("ё", "е")


class WordIndex:
    """Finds ids by id, code or title. A word that stands for two ids finds neither."""

    def __init__(self, *named: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        """named: pairs word → id in falling order of authority: an earlier one shadows a later one."""
        self._ids: dict[str, str | None] = {}
        for words in named:
            self._add(words.items() if isinstance(words, Mapping) else words)

    def _add(self, words: Iterable[tuple[str, str]]) -> None:
        level: dict[str, str | None] = {}
        for word, entry in words:
            key = normal(word)
            if key and key not in self._ids:
                level[key] = entry if level.get(key, entry) == entry else None
        self._ids.update(level)

    def find(self, text: str) -> str | None:
        """The id, or None where the word is unknown or stands for several."""
        return self._ids.get(normal(text))


def titled(titles: Mapping[str, str]) -> WordIndex:
    """Index over id → title that finds by id first and by title second."""
    return WordIndex({entry: entry for entry in titles}, [(title, entry) for entry, title in titles.items()])
