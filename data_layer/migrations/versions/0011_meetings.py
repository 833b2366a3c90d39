"""Meetings that are held: codes for names, kinds of slides, comments of schools, decisions with their reports."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EMPTY = sa.text("''")
FIRST = sa.text("1")
# By table: name, type, default; a column without a default may be empty.
Column = tuple[str, sa.types.TypeEngine[Any], sa.ColumnElement[Any] | sa.TextClause | None]
NEW_COLUMNS: dict[str, tuple[Column, ...]] = {
    "meeting": (
        ("is_coded", sa.Boolean(), sa.false()),
        ("code_key", sa.String(length=64), EMPTY),
        ("numbers", sa.JSON(), None),
        ("revealed", sa.JSON(), None),
        ("author", sa.String(length=64), EMPTY),
        ("created_at", MOMENT, None),
        ("version", sa.Integer(), FIRST),
    ),
    "slide": (
        ("kind", sa.String(length=16), sa.text("'view'")),
        ("address", sa.String(length=2000), EMPTY),
        ("headline", sa.Text(), EMPTY),
        ("notes", sa.Text(), EMPTY),
        ("author", sa.String(length=64), EMPTY),
        ("version", sa.Integer(), FIRST),
    ),
    "decision": (
        ("author", sa.String(length=64), EMPTY),
        ("created_at", MOMENT, None),
        ("closed_at", MOMENT, None),
        ("closed_by", sa.String(length=64), None),
        ("remark", sa.Text(), EMPTY),
        ("version", sa.Integer(), FIRST),
    ),
}
INDEXES = ("slide", "decision")

SCHOOL = "nullif(current_setting('app.school', true), '')::bigint"
IN_DISTRICT = "district_id = any (string_to_array(nullif(current_setting('app.districts', true), ''), ',')::int[])"
IN_SCHOOL = f"({SCHOOL} IS NULL OR school_id = {SCHOOL})"


def upgrade() -> None:
    # Said in SQL, for SQLite adds a rule to a table only together with the column that it is about.
    op.execute(
        "ALTER TABLE meeting ADD COLUMN state VARCHAR(16) DEFAULT 'planned' NOT NULL"
        " CONSTRAINT ck_meeting_state CHECK (state IN ('planned', 'held'))"
    )
    for table, columns in NEW_COLUMNS.items():
        for name, kind, default in columns:
            op.add_column(table, sa.Column(name, kind, server_default=default, nullable=default is None))
    for table in INDEXES:
        op.create_index(f"ix_{table}_district_id_meeting_id", table, ["district_id", "meeting_id"])
    _create_comments()
    _create_reports()
    if op.get_bind().dialect.name == "postgresql":
        for table in ("slide_comment", "decision_report"):
            _protect_rows(table)


def downgrade() -> None:
    op.drop_table("decision_report")
    op.drop_table("slide_comment")
    for table in reversed(INDEXES):
        op.drop_index(f"ix_{table}_district_id_meeting_id", table_name=table)
    for table, columns in reversed(NEW_COLUMNS.items()):
        for name, _, _ in reversed(columns):
            op.drop_column(table, name)
    op.execute("ALTER TABLE meeting DROP COLUMN state")


def _create_comments() -> None:
    op.create_table(
        "slide_comment",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("slide_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "slide_id"],
            ["slide.district_id", "slide.id"],
            name=op.f("fk_slide_comment_district_id_slide_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_slide_comment_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_slide_comment")),
    )
    columns = ["district_id", "slide_id", "school_id"]
    op.create_index("uq_slide_comment_slide_school", "slide_comment", columns, unique=True)


def _create_reports() -> None:
    op.create_table(
        "decision_report",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), server_default=EMPTY, nullable=False),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.Column("returned_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "decision_id"],
            ["decision.district_id", "decision.id"],
            name=op.f("fk_decision_report_district_id_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_decision_report_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_decision_report")),
    )
    columns = ["district_id", "decision_id", "school_id"]
    op.create_index("uq_decision_report_decision_school", "decision_report", columns, unique=True)


def _protect_rows(table: str) -> None:
    mine = f"{IN_DISTRICT} AND {IN_SCHOOL}"
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO vsoko_app")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant_select ON {table} FOR SELECT USING ({mine})")
    op.execute(f"CREATE POLICY tenant_insert ON {table} FOR INSERT WITH CHECK ({mine})")
    op.execute(f"CREATE POLICY tenant_update ON {table} FOR UPDATE USING ({mine}) WITH CHECK ({mine})")
    op.execute(f"CREATE POLICY tenant_delete ON {table} FOR DELETE USING ({mine})")
