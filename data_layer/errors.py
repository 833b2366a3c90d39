"""Expected failures of the data layer; each carries a Russian sentence fit for a person."""

from typing import Final

CHANGED_MEANWHILE: Final = "Это уже изменил другой человек. Обновите страницу и повторите."


class DataLayerError(Exception):
    """Base of everything this layer raises on purpose; `str()` of it is safe to show."""


class NotFoundError(DataLayerError):
    """What was named does not exist or is not in the asker's scope: the two look the same."""


class ConflictError(DataLayerError):
    """Something with this name is there already, or was changed by somebody else meanwhile."""


class ChangedMeanwhileError(ConflictError):
    """Somebody saved the same thing after the person had opened it. field: which one of the form, if any."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class ScopeError(DataLayerError):
    """A statement tried to run outside any scope, or to write outside its own. A fault of ours."""
