"""«Вернуть»: the own save by hand is taken back, where nothing has changed it since."""

from sqlalchemy import select

from data_layer.commands.editing.forms import BY_HAND
from data_layer.commands.editing.outcome import Author
from data_layer.commands.imports.revert import UNKNOWN, RevertOutcome, revert_import
from data_layer.domain.import_counts import sets_targets
from data_layer.errors import NotFoundError
from data_layer.models import ImportBatch
from data_layer.session import TenantSession


def take_back(session: TenantSession, batch_id: int, *, author: Author) -> RevertOutcome:
    """Raises NotFoundError for anything but a save by hand of this very person; the caller commits.

    Whoever may not set targets must not take back those of somebody who may: a former director who hands in now
    must not undo what the office had decided.
    """
    found = session.scalar(
        select(ImportBatch).where(
            ImportBatch.district_id == session.scope.district_id,
            ImportBatch.id == batch_id,
            ImportBatch.author == author.login,
            ImportBatch.file_name == BY_HAND,
            ImportBatch.sha256 == "",
        )
    )
    if found is None or (sets_targets(found.counts) and not author.may_set_targets):
        raise NotFoundError(UNKNOWN)
    return revert_import(session, batch_id, actor=author.login)
