"""Who leads whom, as a company says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leads",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_leads")),
    )
    op.create_index("ix_leads_of_manager", "leads", ["team_id", "manager_id"])


def downgrade() -> None:
    op.drop_index("ix_leads_of_manager", table_name="leads")
    op.drop_table("leads")
