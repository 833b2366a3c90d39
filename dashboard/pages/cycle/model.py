"""What the parts of «Управленческий цикл» are built from."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.addresses.cycle import CycleAddress
from dashboard.addresses.names import Names
from dashboard.addresses.why import WhyCount
from dashboard.components.names import SchoolNames
from data_layer.domain.vocabulary import Stage
from data_layer.queries.cycle_views import CellCard, DistrictCycle, Show
from data_layer.queries.explanation.views import CountKind


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is built. is_own_school: works in the one school there is.

    is_reviewer: checks documents of schools and writes letters to them. may_send: what is shown, to a meeting.
    """

    names: SchoolNames
    is_own_school: bool
    is_reviewer: bool
    may_send: bool = False

    def key(self, code: str) -> str:
        """How an address names a school: by its code, or by its number where names are coded."""
        return str(self.names.order(code) + 1) if self.names.is_coded else code

    def school_behind(self, key: str, codes: Iterable[str]) -> str | None:
        """The code of the school that an address names; None where there is none. codes: of all schools there are."""
        return next((code for code in codes if self.key(code) == key), None)


@dataclass(frozen=True, slots=True)
class OpenedCell:
    """A cell with everything that is said about it. close: the address of the page without it."""

    card: CellCard
    reader: Reader
    close: str


@dataclass(frozen=True, slots=True)
class CyclePage:
    """The answer with what it is shown by. opened: the cell that the address asks for, if any.

    waiting: documents that wait for review, told to those who review.
    """

    view: DistrictCycle
    address: CycleAddress
    reader: Reader
    opened: OpenedCell | None
    waiting: int = 0

    def counted(
        self,
        kind: CountKind,
        stage: Stage | None = None,
        *,
        block: int | None = None,
        school: str = "",
        is_shown: bool = False,
    ) -> WhyCount:
        """What to ask «Почему?» about a count, narrowed as the page is. stage, block: further narrowed.

        school: one of the rows; the reader's own school has no others. is_shown: over the schools shown alone.
        """
        filters, is_own = self.view.filters, self.reader.is_own_school
        return WhyCount(
            kind,
            filters.year,
            school=self.view.every_school[0][0] if is_own else school,
            block=block or filters.block,
            cluster=None if is_own or school else filters.cluster,
            stage=stage,
            show=filters.show if is_shown and not school and filters.show is not Show.ALL else None,
            names=Names.CODED if self.reader.names.is_coded else None,
        )
