"""Schools that files name in their own way are matched once and remembered; a preview keeps its author's answers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHOOL = "nullif(current_setting('app.school', true), '')::bigint"
IN_DISTRICT = "district_id = any (string_to_array(nullif(current_setting('app.districts', true), ''), ',')::int[])"
IN_SCHOOL = f"({SCHOOL} IS NULL OR school_id = {SCHOOL})"


def upgrade() -> None:
    op.add_column("import_batch", sa.Column("answers", sa.JSON(), nullable=True))
    op.create_table(
        "school_alias",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_school_alias_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_school_alias_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_school_alias")),
    )
    op.create_index("uq_school_alias_district_id_key", "school_alias", ["district_id", "key"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON school_alias TO vsoko_app")
        _protect_rows()


def downgrade() -> None:
    op.drop_table("school_alias")
    op.drop_column("import_batch", "answers")


def _protect_rows() -> None:
    """A name that stands for no school of the district is known to its schools."""
    write = f"{IN_DISTRICT} AND {IN_SCHOOL}"
    op.execute("ALTER TABLE school_alias ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE school_alias FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY tenant_select ON school_alias FOR SELECT"
        f" USING ({IN_DISTRICT} AND ({IN_SCHOOL} OR school_id IS NULL))"
    )
    op.execute(f"CREATE POLICY tenant_insert ON school_alias FOR INSERT WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_update ON school_alias FOR UPDATE USING ({write}) WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_delete ON school_alias FOR DELETE USING ({write})")
