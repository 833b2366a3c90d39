"""Schools change: what they were called, who joined them, and until when the roles at a closed one hold."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("school", sa.Column("history", sa.JSON(), nullable=True))
    op.add_column("membership", sa.Column("ends_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("membership", "ends_on")
    op.drop_column("school", "history")
