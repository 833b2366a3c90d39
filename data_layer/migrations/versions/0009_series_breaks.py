"""Where the series of an indicator breaks; and what happened in no district is read by who looks after all."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DISTRICTS = "nullif(current_setting('app.districts', true), '')"
SCHOOL = "nullif(current_setting('app.school', true), '')::bigint"
IN_DISTRICT = f"district_id = any (string_to_array({DISTRICTS}, ',')::int[])"
IN_SCHOOL = f"({SCHOOL} IS NULL OR school_id = {SCHOOL})"
# Signing in with an unknown name, and what is done to districts and people from outside of them.
OF_NO_TENANT = f"({DISTRICTS} IS NULL AND district_id IS NULL AND school_id IS NULL)"


def upgrade() -> None:
    op.add_column("indicator", sa.Column("breaks", sa.JSON(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        _read_trail(f"({IN_DISTRICT} AND {IN_SCHOOL}) OR {OF_NO_TENANT}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _read_trail(f"{IN_DISTRICT} AND {IN_SCHOOL}")
    op.drop_column("indicator", "breaks")


def _read_trail(condition: str) -> None:
    op.execute("DROP POLICY tenant_select ON audit_event")
    op.execute(f"CREATE POLICY tenant_select ON audit_event FOR SELECT USING ({condition})")
