"""Which wordings a steward approved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wordings", sa.Column("approved_by_id", sa.String(length=32), nullable=True))
    op.add_column("wordings", sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("wordings", "approved_at")
    op.drop_column("wordings", "approved_by_id")
