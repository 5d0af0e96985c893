"""What stewards decide about how long things wait and are kept. Where nothing was decided, our defaults hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rulings",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decided_by_id", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapse_days", sa.Integer(), nullable=False),
        sa.Column("notes_months", sa.Integer(), nullable=False),
        sa.Column("ended_months", sa.Integer(), nullable=False),
        sa.Column("signal_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )


def downgrade() -> None:
    op.drop_table("rulings")
