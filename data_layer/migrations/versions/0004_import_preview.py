"""Imports are shown before they are applied and can be taken back: what a preview keeps, what a batch changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW_COLUMNS = (
    ("stored_name", sa.String(length=64)),
    ("size", sa.BigInteger()),
    ("only_school", sa.String(length=64)),
    ("report", sa.JSON()),
    ("applied_at", MOMENT),
    ("reverted_at", MOMENT),
    ("reverted_by", sa.String(length=64)),
)

SCHOOL = "nullif(current_setting('app.school', true), '')::bigint"
IN_DISTRICT = "district_id = any (string_to_array(nullif(current_setting('app.districts', true), ''), ',')::int[])"
IN_SCHOOL = f"({SCHOOL} IS NULL OR school_id = {SCHOOL})"


def upgrade() -> None:
    for name, kind in NEW_COLUMNS:
        op.add_column("import_batch", sa.Column(name, kind, nullable=True))
    op.create_table(
        "batch_change",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("entity", sa.String(length=120), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "subject IN ('school', 'year', 'target', 'document', 'organisation')", name=op.f("ck_batch_change_subject")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "batch_id"],
            ["import_batch.district_id", "import_batch.id"],
            name=op.f("fk_batch_change_district_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_batch_change_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_batch_change_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_batch_change")),
    )
    op.create_index("ix_batch_change_district_id_batch_id", "batch_change", ["district_id", "batch_id"])
    op.create_index("ix_batch_change_district_id_entity", "batch_change", ["district_id", "entity"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON batch_change TO vsoko_app")
        _protect_rows()


def downgrade() -> None:
    op.drop_table("batch_change")
    for name, _ in reversed(NEW_COLUMNS):
        op.drop_column("import_batch", name)


def _protect_rows() -> None:
    """A change without a school, such as a year that was opened, is seen by the district's schools."""
    write = f"{IN_DISTRICT} AND {IN_SCHOOL}"
    op.execute("ALTER TABLE batch_change ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE batch_change FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY tenant_select ON batch_change FOR SELECT"
        f" USING ({IN_DISTRICT} AND ({IN_SCHOOL} OR school_id IS NULL))"
    )
    op.execute(f"CREATE POLICY tenant_insert ON batch_change FOR INSERT WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_update ON batch_change FOR UPDATE USING ({write}) WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_delete ON batch_change FOR DELETE USING ({write})")
