"""Versions of organisational items, and who reviewed a document: what entries by hand need."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("organisation_item", sa.Column("changed_at", _MOMENT, nullable=True))
    op.add_column("organisation_item", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("document", sa.Column("reviewed_by", sa.String(length=64), nullable=True))
    op.add_column("document", sa.Column("reviewed_at", _MOMENT, nullable=True))


def downgrade() -> None:
    for table, name in (
        ("document", "reviewed_at"),
        ("document", "reviewed_by"),
        ("organisation_item", "version"),
        ("organisation_item", "changed_at"),
    ):
        op.drop_column(table, name)
