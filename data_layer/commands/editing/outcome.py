"""Who saves, and what came of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Author:
    """login: whom rows and trail name. is_of_school: a school hands in, so reviewing is not its to do."""

    login: str
    is_of_school: bool
    may_set_targets: bool
    today: date


@dataclass(frozen=True, slots=True)
class Saved:
    """batch_id: of the batch that carries the change; None where everything was so already."""

    batch_id: int | None

    @property
    def is_changed(self) -> bool:
        return self.batch_id is not None
