"""What files of others leave open is answered once: whose school a name is, which score makes a mark 3."""

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
    op.create_table(
        "mark_scale",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("grade", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("best", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("three", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("three > 0", name=op.f("ck_mark_scale_three_positive")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_mark_scale_district_id")),
        sa.PrimaryKeyConstraint("district_id", "subject", "grade", "year", "best", name=op.f("pk_mark_scale")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("school_alias", "mark_scale"):
            op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO vsoko_app")
        # A name that stands for no school of the district is known to its schools, and so are its scales.
        _protect("school_alias", seen=f"({IN_SCHOOL} OR school_id IS NULL)", written=IN_SCHOOL)
        _protect("mark_scale", seen="true", written=f"{SCHOOL} IS NULL")


def downgrade() -> None:
    op.drop_table("mark_scale")
    op.drop_table("school_alias")
    op.drop_column("import_batch", "answers")


def _protect(table: str, *, seen: str, written: str) -> None:
    write = f"{IN_DISTRICT} AND {written}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant_select ON {table} FOR SELECT USING ({IN_DISTRICT} AND {seen})")
    op.execute(f"CREATE POLICY tenant_insert ON {table} FOR INSERT WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_delete ON {table} FOR DELETE USING ({write})")
