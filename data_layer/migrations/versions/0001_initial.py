"""The first schema: directory, catalogue, identity, evidence, meetings, derived rows, and their walls.

On PostgreSQL every table with a district gets row-level security, forced for its owner too, and the
role that the application runs as gets what it needs and no more. The trail of events is append-only
on both engines.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# SQLite numbers only INTEGER keys by itself, and keeps decimals exactly only as text.
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.Numeric(14, 6).with_variant(sa.String(24), "sqlite")

# Tables by whose rows they hold; each has a district, and so a policy of row-level security.
SCHOOL_ROWS = (
    "import_batch",
    "observation",
    "stored_file",
    "document",
    "document_cover",
    "organisation_item",
    "result",
    "flag",
)
# A row without a school belongs to the whole district: its schools see it and leave it alone.
SCHOOL_OR_DISTRICT_ROWS = ("target", "schedule_entry", "decision")
DISTRICT_ROWS = (
    "block",
    "stage",
    "goal",
    "data_source",
    "indicator",
    "document_type",
    "requirement",
    "organisation_requirement",
    "meeting",
    "slide",
    "pooled_result",
)
# A school year comes into being with the first row handed in for it, whoever hands it in.
SHARED_ROWS = ("school_year",)
OPEN_TABLES = (
    "region",
    "district",
    "catalogue_template",
    "user_account",
    "membership",
    "user_session",
    "login_attempt",
)

# In order of creation: what is referred to comes first.
TABLES = (
    "region",
    "district",
    "school",
    "school_year",
    "catalogue_template",
    "block",
    "stage",
    "goal",
    "data_source",
    "indicator",
    "document_type",
    "requirement",
    "organisation_requirement",
    "user_account",
    "membership",
    "user_session",
    "login_attempt",
    "audit_event",
    "import_batch",
    "observation",
    "target",
    "stored_file",
    "document",
    "document_cover",
    "schedule_entry",
    "organisation_item",
    "meeting",
    "slide",
    "decision",
    "result",
    "pooled_result",
    "flag",
)

# nullif: once set in a connection, a setting that is unset again reads as '' and not as NULL.
SCHOOL = "nullif(current_setting('app.school', true), '')::bigint"
NO_TENANT_SET = "nullif(current_setting('app.districts', true), '') IS NULL"
IN_DISTRICT = "district_id = any (string_to_array(nullif(current_setting('app.districts', true), ''), ',')::int[])"
IN_SCHOOL = f"({SCHOOL} IS NULL OR school_id = {SCHOOL})"

# The role outlives the database: other databases of the cluster may use it. Two first migrations at
# once may both try to make it. From version 16 membership alone does not allow SET ROLE.
APP_ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vsoko_app') THEN
        BEGIN
            CREATE ROLE vsoko_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END IF;
    IF NOT pg_has_role(
        current_user,
        'vsoko_app',
        CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END
    ) THEN
        GRANT vsoko_app TO CURRENT_USER;
    END IF;
END
$$
"""

REFUSAL = """
CREATE FUNCTION audit_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$
"""


def upgrade() -> None:
    _create_directory()
    _create_catalogue()
    _create_identity()
    _create_evidence()
    _create_meetings()
    _create_derived()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(APP_ROLE)
        _grant()
        _protect_rows()
        _freeze_trail_on_postgresql()
    else:
        _freeze_trail_on_sqlite()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_event_refuse_change()")
        op.execute("REVOKE ALL ON alembic_version FROM vsoko_app")


def _grant() -> None:
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    op.execute(f"GRANT USAGE ON SCHEMA {schema} TO vsoko_app")
    op.execute("GRANT SELECT ON alembic_version TO vsoko_app")
    op.execute("GRANT SELECT, INSERT ON audit_event TO vsoko_app")
    for table in (*SCHOOL_ROWS, *SCHOOL_OR_DISTRICT_ROWS, *DISTRICT_ROWS, *SHARED_ROWS, "school", *OPEN_TABLES):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO vsoko_app")
    for table in ("region", "district", "user_account", "membership"):
        op.execute(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO vsoko_app")


def _protect_rows() -> None:
    for table in SCHOOL_ROWS:
        _policy(table, "ALL", f"{IN_DISTRICT} AND {IN_SCHOOL}")
    for table in SCHOOL_OR_DISTRICT_ROWS:
        _policy(table, "SELECT", f"{IN_DISTRICT} AND ({IN_SCHOOL} OR school_id IS NULL)")
        _write_policies(table, f"{IN_DISTRICT} AND {IN_SCHOOL}")
    for table in DISTRICT_ROWS:
        _policy(table, "SELECT", IN_DISTRICT)
        _write_policies(table, f"{IN_DISTRICT} AND {SCHOOL} IS NULL")
    for table in SHARED_ROWS:
        _policy(table, "ALL", IN_DISTRICT)
    _policy("school", "ALL", f"{IN_DISTRICT} AND ({SCHOOL} IS NULL OR id = {SCHOOL})")
    _policy("audit_event", "SELECT", f"{IN_DISTRICT} AND {IN_SCHOOL}")
    # Signing in and giving roles happen outside of any tenant and are noted in the district they concern.
    of_no_tenant = "district_id IS NULL AND school_id IS NULL"
    _policy("audit_event", "INSERT", f"{NO_TENANT_SET} OR ({of_no_tenant}) OR ({IN_DISTRICT} AND {IN_SCHOOL})")


def _write_policies(table: str, condition: str) -> None:
    for command in ("INSERT", "UPDATE", "DELETE"):
        _policy(table, command, condition)


def _policy(table: str, command: str, condition: str) -> None:
    using = "" if command == "INSERT" else f" USING ({condition})"
    check = f" WITH CHECK ({condition})" if command in {"ALL", "INSERT", "UPDATE"} else ""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant_{command.lower()} ON {table} FOR {command}{using}{check}")


def _freeze_trail_on_postgresql() -> None:
    op.execute(REFUSAL)
    for moment, scope in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER audit_event_no_{moment.split()[0].lower()} BEFORE {moment} ON audit_event"
            f" FOR EACH {scope} EXECUTE FUNCTION audit_event_refuse_change()"
        )


def _freeze_trail_on_sqlite() -> None:
    # Altering this table by making it anew drops the triggers: such a migration has to make them again.
    for moment in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_event_no_{moment.lower()} BEFORE {moment} ON audit_event"
            " BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END"
        )


def _create_directory() -> None:
    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
    )
    op.create_table(
        "district",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_district_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("code", name=op.f("uq_district_code")),
    )
    op.create_table(
        "school",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("short_name", sa.String(length=200), nullable=False),
        sa.Column("full_name", sa.String(length=1000), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("levels", sa.String(length=32), nullable=True),
        sa.Column("cluster", sa.String(length=16), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("fis_oko_login", sa.String(length=64), nullable=True),
        sa.Column("rcoi_code", sa.String(length=64), nullable=True),
        sa.Column("inn", sa.String(length=12), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("cluster IN ('town', 'settlement', 'village')", name=op.f("ck_school_cluster")),
        sa.CheckConstraint("kind IN ('full', 'basic', 'primary')", name=op.f("ck_school_kind")),
        sa.CheckConstraint("pupils >= 0", name=op.f("ck_school_pupils_not_negative")),
        sa.ForeignKeyConstraint(
            ["district_id", "successor_id"], ["school.district_id", "school.id"], name="fk_school_successor"
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_school_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_school")),
    )
    op.create_index("uq_school_district_id_code", "school", ["district_id", "code"], unique=True)
    op.create_table(
        "school_year",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("has_documents", sa.Boolean(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1990 AND 2200", name=op.f("ck_school_year_year_range")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_school_year_district_id")),
        sa.PrimaryKeyConstraint("district_id", "year", name=op.f("pk_school_year")),
    )


def _create_catalogue() -> None:
    op.create_table(
        "catalogue_template",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_catalogue_template")),
    )
    op.create_table(
        "block",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 6", name=op.f("ck_block_number_range")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_block_district_id")),
        sa.PrimaryKeyConstraint("district_id", "number", name=op.f("pk_block")),
    )
    op.create_table(
        "stage",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_stage_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_stage")),
    )
    op.create_table(
        "goal",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "block"], ["block.district_id", "block.number"], name=op.f("fk_goal_district_id_block")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_goal_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_goal")),
    )
    op.create_table(
        "data_source",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_data_source_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_data_source")),
    )
    op.create_table(
        "indicator",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_short", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("counts", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("tolerance_pp", EXACT, nullable=True),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("dimensions", sa.JSON(), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=True),
        sa.Column("allows_zero_denominator", sa.Boolean(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("no_ranking", sa.Boolean(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("denominator_of", sa.String(length=64), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint("direction IN ('at_least', 'at_most', 'increase')", name=op.f("ck_indicator_direction")),
        sa.CheckConstraint(
            "kind IN ('share', 'count', 'growth', 'retention', 'breakdown')", name=op.f("ck_indicator_kind")
        ),
        sa.CheckConstraint("role IN ('attainment', 'monitoring', 'info')", name=op.f("ck_indicator_role")),
        sa.ForeignKeyConstraint(
            ["district_id", "block"], ["block.district_id", "block.number"], name=op.f("fk_indicator_district_id_block")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_indicator_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_indicator")),
    )
    op.create_table(
        "document_type",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("required_fields", sa.JSON(), nullable=False),
        sa.Column("is_multi_year", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_document_type_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_document_type")),
    )
    op.create_table(
        "requirement",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("from_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("required", sa.String(length=16), nullable=False),
        sa.Column("document_types", sa.JSON(), nullable=False),
        sa.CheckConstraint("required IN ('required', 'optional', 'not_used')", name=op.f("ck_requirement_required")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_requirement_district_id")),
        sa.PrimaryKeyConstraint("district_id", "block", "stage", "from_year", name=op.f("pk_requirement")),
    )
    op.create_table(
        "organisation_requirement",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_organisation_requirement_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_organisation_requirement")),
    )


def _create_identity() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    op.create_table(
        "membership",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(role = 'administrator' AND region_id IS NULL AND district_id IS NULL AND school_id IS NULL) OR (role = 'region' AND region_id IS NOT NULL AND district_id IS NULL AND school_id IS NULL) OR (role IN ('department', 'presenter') AND district_id IS NOT NULL AND school_id IS NULL) OR (role IN ('director', 'coordinator') AND district_id IS NOT NULL AND school_id IS NOT NULL)",
            name=op.f("ck_membership_place_fits_role"),
        ),
        sa.CheckConstraint(
            "role IN ('administrator', 'region', 'department', 'presenter', 'director', 'coordinator')",
            name=op.f("ck_membership_role"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_membership_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_membership_district_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_membership_region_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_user_id", "membership", ["user_id"])
    op.create_table(
        "user_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("membership_id", BIG_ID, nullable=False),
        sa.Column("switched_district_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_user_session_membership_id")),
        sa.ForeignKeyConstraint(
            ["switched_district_id"], ["district.id"], name=op.f("fk_user_session_switched_district_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_user_session")),
    )
    op.create_index("ix_user_session_user_id", "user_session", ["user_id"])
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("login_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_address", "login_attempt", ["address", "at"])
    op.create_index("ix_login_attempt_at", "login_attempt", ["at"])
    op.create_index("ix_login_attempt_login_hash", "login_attempt", ["login_hash", "at"])
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_district_id_at", "audit_event", ["district_id", "at"])


def _create_evidence() -> None:
    op.create_table(
        "import_batch",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('previewed', 'applied', 'reverted')", name=op.f("ck_import_batch_state")),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_import_batch_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_import_batch_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_district_id_created_at", "import_batch", ["district_id", "created_at"])
    op.create_table(
        "observation",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("indicator_id", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("class_group", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("stated_percent", EXACT, nullable=True),
        sa.Column("missing", sa.String(length=1), nullable=True),
        sa.Column("is_hidden_at_source", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("source_address", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("superseded_at", MOMENT, nullable=True),
        sa.Column("superseded_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("missing IN ('x', 'z', 'w', 'u')", name=op.f("ck_observation_missing")),
        sa.CheckConstraint("baseline >= 0", name=op.f("ck_observation_baseline_not_negative")),
        sa.CheckConstraint("denominator >= 0", name=op.f("ck_observation_denominator_not_negative")),
        sa.CheckConstraint(
            "missing IS NOT NULL OR value IS NOT NULL OR (numerator IS NOT NULL AND denominator IS NOT NULL)",
            name=op.f("ck_observation_number_or_missing"),
        ),
        sa.CheckConstraint(
            "missing IS NULL OR (numerator IS NULL AND value IS NULL)",
            name=op.f("ck_observation_missing_without_number"),
        ),
        sa.CheckConstraint("numerator <= denominator", name=op.f("ck_observation_numerator_within_denominator")),
        sa.CheckConstraint(
            "numerator = CAST(numerator AS INTEGER) AND denominator = CAST(denominator AS INTEGER) AND value = CAST(value AS INTEGER) AND baseline = CAST(baseline AS INTEGER)",
            name=op.f("ck_observation_whole_numbers"),
        ),
        sa.CheckConstraint("numerator >= 0", name=op.f("ck_observation_numerator_not_negative")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_observation_value_not_negative")),
        sa.ForeignKeyConstraint(
            ["district_id", "batch_id"],
            ["import_batch.district_id", "import_batch.id"],
            name=op.f("fk_observation_district_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "indicator_id"],
            ["indicator.district_id", "indicator.id"],
            name=op.f("fk_observation_district_id_indicator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_observation_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "year"],
            ["school_year.district_id", "school_year.year"],
            name=op.f("fk_observation_district_id_year"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_observation")),
    )
    op.create_index("ix_observation_district_id_batch_id", "observation", ["district_id", "batch_id"])
    op.create_index(
        "uq_observation_current",
        "observation",
        ["district_id", "school_id", "year", "indicator_id", "level", "subject", "class_group", "category"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "target",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("indicator_id", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("target", EXACT, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("source_address", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "indicator_id"],
            ["indicator.district_id", "indicator.id"],
            name=op.f("fk_target_district_id_indicator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_target_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "year"],
            ["school_year.district_id", "school_year.year"],
            name=op.f("fk_target_district_id_year"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_target")),
    )
    op.create_index(
        "uq_target_district",
        "target",
        ["district_id", "indicator_id", "level", "year"],
        unique=True,
        sqlite_where=sa.text("school_id IS NULL"),
        postgresql_where=sa.text("school_id IS NULL"),
    )
    op.create_index(
        "uq_target_school",
        "target",
        ["district_id", "school_id", "indicator_id", "level", "year"],
        unique=True,
        sqlite_where=sa.text("school_id IS NOT NULL"),
        postgresql_where=sa.text("school_id IS NOT NULL"),
    )
    op.create_table(
        "stored_file",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=64), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_file_size_not_negative")),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_stored_file_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("district_id", "school_id", "id", name=op.f("uq_stored_file_district_id_school_id_id")),
    )
    op.create_index("ix_stored_file_district_id_sha256", "stored_file", ["district_id", "sha256"])
    op.create_table(
        "document",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("type_id", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(length=300), nullable=False),
        sa.Column("addressee", sa.String(length=300), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("deadlines", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("source_address", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'submitted', 'accepted', 'returned')", name=op.f("ck_document_status")),
        sa.CheckConstraint("block BETWEEN 1 AND 6", name=op.f("ck_document_block_range")),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id", "file_id"],
            ["stored_file.district_id", "stored_file.school_id", "stored_file.id"],
            name=op.f("fk_document_district_id_school_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_document_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "year"],
            ["school_year.district_id", "school_year.year"],
            name=op.f("fk_document_district_id_year"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_document")),
        sa.UniqueConstraint("district_id", "school_id", "id", name=op.f("uq_document_district_id_school_id_id")),
    )
    op.create_index(
        "uq_document_key",
        "document",
        ["district_id", "school_id", "year", "block", "stage", "type_id", "label"],
        unique=True,
    )
    op.create_table(
        "document_cover",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("goal_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id", "document_id"],
            ["document.district_id", "document.school_id", "document.id"],
            name=op.f("fk_document_cover_district_id_school_id_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_document_cover_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "document_id", "block", "stage", "goal_id", name=op.f("pk_document_cover")
        ),
    )
    op.create_table(
        "schedule_entry",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_schedule_entry_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "year"],
            ["school_year.district_id", "school_year.year"],
            name=op.f("fk_schedule_entry_district_id_year"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_schedule_entry")),
    )
    op.create_index(
        "uq_schedule_entry_district",
        "schedule_entry",
        ["district_id", "year", "key"],
        unique=True,
        sqlite_where=sa.text("school_id IS NULL"),
        postgresql_where=sa.text("school_id IS NULL"),
    )
    op.create_index(
        "uq_schedule_entry_school",
        "schedule_entry",
        ["district_id", "school_id", "year", "key"],
        unique=True,
        sqlite_where=sa.text("school_id IS NOT NULL"),
        postgresql_where=sa.text("school_id IS NOT NULL"),
    )
    op.create_table(
        "organisation_item",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["organisation_requirement.district_id", "organisation_requirement.id"],
            name=op.f("fk_organisation_item_district_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_organisation_item_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "year"],
            ["school_year.district_id", "school_year.year"],
            name=op.f("fk_organisation_item_district_id_year"),
        ),
        sa.PrimaryKeyConstraint("district_id", "school_id", "year", "item_id", name=op.f("pk_organisation_item")),
    )


def _create_meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_meeting_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_meeting")),
    )
    op.create_table(
        "slide",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("specification", sa.JSON(), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "meeting_id"],
            ["meeting.district_id", "meeting.id"],
            name=op.f("fk_slide_district_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_slide_district_id")),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_slide")),
    )
    op.create_table(
        "decision",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("slide_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint("state IN ('open', 'reported', 'closed')", name=op.f("ck_decision_state")),
        sa.ForeignKeyConstraint(
            ["district_id", "meeting_id"],
            ["meeting.district_id", "meeting.id"],
            name=op.f("fk_decision_district_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_decision_district_id_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "slide_id"],
            ["slide.district_id", "slide.id"],
            name=op.f("fk_decision_district_id_slide_id"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_decision")),
    )


def _create_derived() -> None:
    op.create_table(
        "result",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("indicator_id", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(precision=53), nullable=True),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("target", EXACT, nullable=True),
        sa.Column("target_origin", sa.String(length=16), nullable=False),
        sa.Column("reference", EXACT, nullable=True),
        sa.Column("gap", sa.Float(precision=53), nullable=True),
        sa.Column("pupil_gap", sa.Integer(), nullable=True),
        sa.Column("is_pending", sa.Boolean(), nullable=False),
        sa.Column("is_summed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("status NOT IN ('not_due', 'suppressed')", name=op.f("ck_result_independent_of_today")),
        sa.CheckConstraint(
            "numerator >= 0 AND numerator <= denominator", name=op.f("ck_result_numerator_within_denominator")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_result_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("district_id", "school_id", "year", "indicator_id", "level", name=op.f("pk_result")),
    )
    op.create_index("ix_result_district_id_year", "result", ["district_id", "year", "school_id"])
    op.create_table(
        "pooled_result",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cluster", sa.String(length=16), nullable=False),
        sa.Column("indicator_id", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("schools_applicable", sa.Integer(), nullable=False),
        sa.Column("schools_with_data", sa.Integer(), nullable=False),
        sa.Column("schools_met", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.Float(precision=53), nullable=True),
        sa.Column("reference", EXACT, nullable=True),
        sa.Column("gap", sa.Float(precision=53), nullable=True),
        sa.Column("is_pending", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_pooled_result_district_id")),
        sa.PrimaryKeyConstraint(
            "district_id", "year", "cluster", "indicator_id", "level", name=op.f("pk_pooled_result")
        ),
    )
    op.create_table(
        "flag",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=32), nullable=True),
        sa.Column("goal_id", sa.String(length=64), nullable=True),
        sa.Column("indicator_id", sa.String(length=64), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.String(length=500), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.id"],
            name=op.f("fk_flag_district_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_flag")),
    )
    op.create_index("ix_flag_district_id_school_id_year", "flag", ["district_id", "school_id", "year"])
    op.create_index("ix_flag_district_id_year", "flag", ["district_id", "year", "rule"])
