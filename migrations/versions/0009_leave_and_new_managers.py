"""A tour on leave, and one that waits for a new manager."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tours", sa.Column("paused_on", sa.Date(), nullable=True))
    op.add_column("tours", sa.Column("paused_until", sa.Date(), nullable=True))
    op.add_column("tours", sa.Column("incoming_id", sa.String(length=32), nullable=True))
    op.add_column("tours", sa.Column("passes", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("tours", "passes")
    op.drop_column("tours", "incoming_id")
    op.drop_column("tours", "paused_until")
    op.drop_column("tours", "paused_on")
