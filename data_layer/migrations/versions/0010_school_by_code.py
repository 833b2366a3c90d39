"""The code of a school before its district in their index.

With the district first, a database without statistics took this index to look schools up by their id: every new
row's link to its school went over all schools of the district.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("uq_school_district_id_code", table_name="school")
    op.create_index("uq_school_code_district_id", "school", ["code", "district_id"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_school_code_district_id", table_name="school")
    op.create_index("uq_school_district_id_code", "school", ["district_id", "code"], unique=True)
