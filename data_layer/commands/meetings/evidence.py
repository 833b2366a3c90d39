"""A decision of a meeting becomes a document of the cycle: one action, a document for each school, flags follow.

The documents are written by the commands that every document goes through, so they are checked, audited, reviewed and
taken back as any other. This is work on data: a presenter's session cannot do it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from data_layer.commands.editing import Author, DocumentEdit, add_to_schools
from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.models import Document
from data_layer.queries.directory import SchoolEntry
from data_layer.session import TenantSession

STAGE: Final = Stage.DECISIONS


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """What the documents say. blocks: the first is the document's own, the others it covers. type: id of its kind.

    number, date: of the protocol, as a form would have them typed. text: what was decided, deadlines: until when.
    """

    blocks: tuple[int, ...]
    year: int
    type: str
    title: str
    number: str
    date: str
    responsible: str
    text: str
    deadlines: str


@dataclass(frozen=True, slots=True)
class PapersMade:
    """made, present: schools that have the document now, and those that had it already. batch: takes all of them back."""

    made: int
    present: int
    batch: int | None


def make_papers(
    session: TenantSession, paper: DecisionPaper, schools: Sequence[SchoolEntry], *, author: Author
) -> PapersMade:
    """A school hands its document in to be reviewed; what the department makes of its own meeting is accepted.

    Raises RefusedFormError with faults by field, NotFoundError; nothing is written then. The caller commits.
    """
    present = _present(session, paper)
    wanted = [each.code for each in schools if each.id not in present]
    if not wanted:
        return PapersMade(0, len(schools), None)
    subject = paper.number or paper.title
    saved = add_to_schools(session, _edit(paper, author), schools=wanted, subject=subject, author=author)
    return PapersMade(len(wanted), len(schools) - len(wanted), saved.batch_id)


def _edit(paper: DecisionPaper, author: Author) -> DocumentEdit:
    first, *others = sorted(paper.blocks)
    status = DocumentStatus.SUBMITTED if author.is_of_school else DocumentStatus.ACCEPTED
    typed = {
        "type": paper.type,
        "title": paper.title,
        "number": paper.number,
        "date": paper.date,
        "responsible": paper.responsible,
        "tasks": paper.text,
        "deadlines": paper.deadlines,
        "status": status.value,
        "covers": ";".join(f"{block}:{STAGE}" for block in others),
    }
    return DocumentEdit(block=first, stage=STAGE, year=paper.year, typed=typed)


def _present(session: TenantSession, paper: DecisionPaper) -> set[int]:
    """Ids of schools that have this very document: the same kind, year and number or title, in whichever block."""
    row = Document
    found = session.scalars(
        select(row.school_id).where(
            row.district_id == session.scope.district_id,
            row.year == paper.year,
            row.stage == STAGE.value,
            row.type_id == paper.type,
            row.label == (paper.number or paper.title),
        )
    )
    return set(found)
