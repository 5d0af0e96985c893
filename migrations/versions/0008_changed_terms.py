"""Changed terms of a tour that runs: which of its versions wait for a signature, and which promise repeats which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("promises", sa.Column("origin_id", sa.Integer(), nullable=True))
    op.add_column("tours", sa.Column("amending_from", sa.Integer(), nullable=True))
    op.add_column("tours", sa.Column("amending_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tours", sa.Column("waits_for_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("tours", "waits_for_id")
    op.drop_column("tours", "amending_since")
    op.drop_column("tours", "amending_from")
    op.drop_column("promises", "origin_id")
