"""What a workspace settles for everybody: its People contact, and what the company is for and stands for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("people_contact_id", sa.String(length=32), nullable=True),
        sa.Column("mission", sa.LargeBinary(), nullable=True),
        sa.Column("stands_for", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_companies")),
    )


def downgrade() -> None:
    op.drop_table("companies")
