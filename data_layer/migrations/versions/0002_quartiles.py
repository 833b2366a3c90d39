"""Quartiles of the schools' values beside the pooled figures of district and clusters.

A session of one school reads no other school's rows, so what it may know about the others is stored without
their names. The columns stay empty until the rows are derived anew, which `flask init` does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_QUARTILES = ("lower_quartile", "median", "upper_quartile")


def upgrade() -> None:
    op.add_column("pooled_result", sa.Column("quartile_schools", sa.Integer(), server_default="0", nullable=False))
    for name in _QUARTILES:
        op.add_column("pooled_result", sa.Column(name, sa.Float(53), nullable=True))


def downgrade() -> None:
    for name in (*reversed(_QUARTILES), "quartile_schools"):
        op.drop_column("pooled_result", name)
