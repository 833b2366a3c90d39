"""How far a long import has come, in words for page and terminal."""

from collections.abc import Mapping
from typing import Final

from dashboard.formatting import whole
from data_layer.progress import Step

_WORDS: Final[Mapping[Step, str]] = {
    Step.CHECKED: "Проверено строк",
    Step.WRITTEN: "Внесено строк",
    Step.DERIVED: "Пересчитано школ",
}
# Before anything is applied, the same work only finds out what would change.
_REHEARSED: Final[Mapping[Step, str]] = {
    **_WORDS,
    Step.WRITTEN: "Сравнено строк с внесёнными",
    Step.DERIVED: "Примерены итоги школ",
}
# While the file is read, before its rows are counted.
BEGINNING: Final = "Читаем файл…"


def progress_words(step: Step, done: int, total: int, *, is_rehearsal: bool = False) -> str:
    """«Проверено строк: 40 000 из 129 717»."""
    words = (_REHEARSED if is_rehearsal else _WORDS)[step]
    return f"{words}: {whole(done)} из {whole(total)}"
