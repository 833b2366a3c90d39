"""The append-only trail: who changed what from what to what, in the transaction of the change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from data_layer.models import AuditEvent


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    subject: str = "",
    entity: str = "",
    district_id: int | None = None,
    school_id: int | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    request_id: str = "",
) -> None:
    """Add one event. `actor` is a login or «cli»; `old` and `new` must be JSON-ready and hold no secret.

    entity: id of the row, where it shows its own history.
    """
    session.add(
        AuditEvent(
            actor=actor,
            action=action,
            subject=subject[:300],
            entity=entity,
            district_id=district_id,
            school_id=school_id,
            old=None if old is None else dict(old),
            new=None if new is None else dict(new),
            request_id=request_id,
        )
    )
