"""Files of documents, their review and history, effects of measures; effectiveness of ВСОКО; what a district publishes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EMPTY = sa.text("''")
FILE_COLUMNS = (
    ("kind", sa.String(length=8), EMPTY),
    ("words", sa.Text(), EMPTY),
    ("found", sa.JSON(), None),
    ("author", sa.String(length=64), None),
    ("stored_at", MOMENT, None),
    ("removed_at", MOMENT, None),
)
# What districts that are there already begin with: id, stage («» = every one), words.
CHECKS = (
    ("same_school_year", "", "Документ этого учебного года"),
    ("opens", "", "Ссылка или файл открывается, и это тот самый документ"),
    ("goals_measurable", "goal_setting", "Названы цели блока и целевые значения"),
    ("order_goals", "monitoring", "В приказе названы цели и задачи мониторинга"),
    ("order_deadlines", "monitoring", "В приказе названы сроки"),
    ("order_people", "monitoring", "В приказе названы ответственные"),
    ("after_monitoring", "analysis", "Анализ проведён после мониторинга"),
    ("fact_and_goal", "analysis", "Факт сравнён с целью"),
    ("fact_and_last_year", "analysis", "Факт сравнён с прошлым годом"),
    ("has_addressee", "recommendations", "Сказано, кому адресованы рекомендации"),
    ("roadmap_dates", "measures", "В дорожной карте есть сроки"),
    ("roadmap_people", "measures", "В дорожной карте есть ответственные"),
    ("refers_to_analysis", "decisions", "Решение ссылается на анализ"),
)

# The same of the effectiveness list: id, section, words.
EFFECTIVENESS = (
    ("team", "Организация", "Собрана команда, приказом назначен ответственный за ВСОКО"),
    ("regulation", "Организация", "Положение о ВСОКО действует и отвечает рекомендуемой структуре"),
    ("schedule", "Организация", "График мероприятий ВСОКО выполняется"),
    ("site", "Организация", "На сайте школы есть раздел ВСОКО с шестью блоками"),
    ("goals", "Управленческий цикл", "В каждом блоке поставлены измеримые цели"),
    ("monitoring", "Управленческий цикл", "Мониторинги проведены по приказам и в срок"),
    ("analysis", "Управленческий цикл", "Анализ сравнивает факт с целью и с прошлым годом"),
    ("recommendations", "Управленческий цикл", "Рекомендации адресные: сказано, кому они"),
    ("measures", "Управленческий цикл", "Меры выполнены по дорожной карте"),
    ("decisions", "Управленческий цикл", "Управленческие решения опираются на анализ"),
    ("effect", "Результат", "Известно, что изменили меры прошлого года"),
    ("use", "Результат", "Выводы ВСОКО вошли в планы школы и в работу с педагогами"),
    ("told", "Результат", "Итоги ВСОКО доведены до педагогов и родителей"),
)

SCHOOL = "nullif(current_setting('app.school', true), '')::bigint"
IN_DISTRICT = "district_id = any (string_to_array(nullif(current_setting('app.districts', true), ''), ',')::int[])"
IN_SCHOOL = f"({SCHOOL} IS NULL OR school_id = {SCHOOL})"


def upgrade() -> None:
    for name, kind, default in FILE_COLUMNS:
        op.add_column("stored_file", sa.Column(name, kind, server_default=default, nullable=default is None))
    op.add_column("document", sa.Column("effect", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_index("ix_document_district_id_status", "document", ["district_id", "status"])
    op.add_column(
        "audit_event", sa.Column("entity", sa.String(length=64), server_default=sa.text("''"), nullable=False)
    )
    op.create_index("ix_audit_event_district_id_entity", "audit_event", ["district_id", "entity"])
    _create_reviews()
    _create_checks()
    _create_effectiveness()
    _create_published()
    if op.get_bind().dialect.name == "postgresql":
        _protect_rows()


def downgrade() -> None:
    op.drop_table("published_document")
    op.drop_table("effectiveness_mark")
    op.drop_table("effectiveness_check")
    op.drop_table("review_check")
    op.drop_table("document_review")
    op.drop_index("ix_audit_event_district_id_entity", table_name="audit_event")
    op.drop_column("audit_event", "entity")
    op.drop_index("ix_document_district_id_status", table_name="document")
    op.drop_column("document", "effect")
    for name, _, _ in reversed(FILE_COLUMNS):
        op.drop_column("stored_file", name)


def _create_reviews() -> None:
    op.create_table(
        "document_review",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("decision IN ('accepted', 'returned')", name=op.f("ck_document_review_decision")),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id", "document_id"],
            ["document.district_id", "document.school_id", "document.id"],
            name=op.f("fk_document_review_district_id_school_id_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_document_review_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_document_review")),
    )
    op.create_index("ix_document_review_district_id_document_id", "document_review", ["district_id", "document_id"])


def _create_checks() -> None:
    checks = op.create_table(
        "review_check",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_review_check_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_review_check")),
    )
    _fill(checks, "stage", CHECKS)


def _fill(checks: sa.Table, second: str, rows: tuple[tuple[str, str, str], ...]) -> None:
    """Give every district that is there its own copy. second: the column that the second value belongs to."""
    district = sa.table("district", sa.column("id", sa.Integer))
    names = ["district_id", "id", "position", second, "title", "is_enabled"]
    for place, (check, value, title) in enumerate(rows, start=1):
        values = (sa.literal(each) for each in (check, place, value, title))
        op.execute(checks.insert().from_select(names, sa.select(district.c.id, *values, sa.true())))


def _create_effectiveness() -> None:
    checks = op.create_table(
        "effectiveness_check",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_effectiveness_check_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_effectiveness_check")),
    )
    _fill(checks, "section", EFFECTIVENESS)
    op.create_table(
        "effectiveness_mark",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("check_id", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('school', 'department')", name=op.f("ck_effectiveness_mark_side")),
        sa.CheckConstraint("mark IN ('yes', 'partly', 'no')", name=op.f("ck_effectiveness_mark_mark")),
        sa.ForeignKeyConstraint(
            ["district_id", "year"],
            ["school_year.district_id", "school_year.year"],
            name=op.f("fk_effectiveness_mark_district_id_year"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "check_id"],
            ["effectiveness_check.district_id", "effectiveness_check.id"],
            name=op.f("fk_effectiveness_mark_district_id_check_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_effectiveness_mark_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "school_id", "year", "check_id", "side", name=op.f("pk_effectiveness_mark")
        ),
    )


def _create_published() -> None:
    op.create_table(
        "published_document",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("stored_name", sa.String(length=64), nullable=True),
        sa.Column("file_title", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint("size >= 0", name=op.f("ck_published_document_size_not_negative")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_published_document_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_published_document")),
    )


def _protect_rows() -> None:
    for table in ("document_review", "review_check", "effectiveness_check", "effectiveness_mark", "published_document"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO vsoko_app")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    mine = f"{IN_DISTRICT} AND {IN_SCHOOL}"
    # A school reads what the department decided and marked; it writes neither.
    _policies("document_review", read=mine, write=f"{mine} AND {SCHOOL} IS NULL")
    _policies("effectiveness_mark", read=mine, write=f"{mine} AND (side = 'school' OR {SCHOOL} IS NULL)")
    for table in ("review_check", "effectiveness_check", "published_document"):
        _policies(table, read=IN_DISTRICT, write=f"{IN_DISTRICT} AND {SCHOOL} IS NULL")


def _policies(table: str, *, read: str, write: str) -> None:
    op.execute(f"CREATE POLICY tenant_select ON {table} FOR SELECT USING ({read})")
    op.execute(f"CREATE POLICY tenant_insert ON {table} FOR INSERT WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write})")
    op.execute(f"CREATE POLICY tenant_delete ON {table} FOR DELETE USING ({write})")
