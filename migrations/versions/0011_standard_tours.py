"""Standard tours, which a steward writes once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standard_tours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("mission", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("gain", sa.LargeBinary(), nullable=False),
        sa.Column("company", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("rhythm", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_tours")),
    )
    op.create_index(op.f("ix_standard_tours_team_id"), "standard_tours", ["team_id"], unique=False)


def downgrade() -> None:
    op.drop_table("standard_tours")
