"""The life of one document: who entered it, changed it from what to what, accepted it or gave it back, and when."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select

from data_layer.domain.vocabulary import DocumentStatus
from data_layer.models import AuditEvent, BatchChange, DocumentReview, ImportBatch, User
from data_layer.session import TenantSession

_MOST: Final = 200


class Moment(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """old, new: values by field, of a change. remark, unmet: of a review; unmet are questions that were not ticked.

    source: the file that it came from, or how it was entered.
    """

    at: dt.datetime
    moment: Moment
    login: str
    name: str
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    remark: str = ""
    unmet: tuple[str, ...] = ()
    source: str = ""


def document_history(session: TenantSession, document: int) -> tuple[HistoryLine, ...]:
    """The newest first; empty for a document that is not the session's."""
    lines = [*_from_batches(session, document), *_changes(session, document), *_reviews(session, document)]
    lines.sort(key=lambda line: line.at, reverse=True)
    return _named(session, lines[:_MOST])


def _from_batches(session: TenantSession, document: int) -> Iterator[HistoryLine]:
    row, batch = BatchChange, ImportBatch
    query = (
        select(
            row.old,
            batch.author,
            batch.created_at,
            batch.file_name,
            batch.reverted_at,
            batch.reverted_by,
            batch.report,
        )
        .join(batch, (batch.district_id == row.district_id) & (batch.id == row.batch_id))
        .where(row.district_id == session.scope.district_id, row.subject == "document", row.entity == str(document))
    )
    for old, author, at, source, reverted_at, reverted_by, report in session.execute(query):
        if old is None:
            yield HistoryLine(at, Moment.ADDED, author, author, source=source)
        if reverted_at is not None and _has_restored(report):
            yield HistoryLine(reverted_at, Moment.TAKEN_BACK, reverted_by or "", "", source=source)


def _has_restored(report: Mapping[str, Any] | None) -> bool:
    """Whether taking the batch back changed anything: where all was changed meanwhile, all stays."""
    return bool((report or {}).get("reverted", {}).get("restored", 1))


def _changes(session: TenantSession, document: int) -> Iterator[HistoryLine]:
    row = AuditEvent
    query = select(row.at, row.actor, row.old, row.new).where(
        row.district_id == session.scope.district_id,
        row.entity == str(document),
        row.action == "document_changed",
    )
    for at, actor, old, new in session.execute(query):
        yield HistoryLine(at, Moment.CHANGED, actor, actor, old=old or {}, new=new or {})


def _reviews(session: TenantSession, document: int) -> Iterator[HistoryLine]:
    row = DocumentReview
    query = select(row.at, row.author, row.decision, row.remark, row.checks).where(
        row.district_id == session.scope.district_id, row.document_id == document
    )
    for at, author, decision, remark, checks in session.execute(query):
        moment = Moment.ACCEPTED if decision == DocumentStatus.ACCEPTED.value else Moment.RETURNED
        unmet = tuple(str(check["title"]) for check in checks or () if not check.get("is_met"))
        yield HistoryLine(at, moment, author, author, remark=remark, unmet=unmet)


def _named(session: TenantSession, lines: list[HistoryLine]) -> tuple[HistoryLine, ...]:
    logins = {line.login for line in lines}
    found = session.execute(select(User.login, User.full_name).where(User.login.in_(logins)))
    known = {login: name for login, name in found if name}
    return tuple(
        HistoryLine(
            line.at,
            line.moment,
            line.login,
            known.get(line.login, line.login),
            line.old,
            line.new,
            line.remark,
            line.unmet,
            line.source,
        )
        for line in lines
    )
