"""taking turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("manager_words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder_words", sa.LargeBinary(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_after", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sa.UniqueConstraint(
            "team_id",
            "manager_id",
            "holder_id",
            "question",
            name=op.f("uq_turns_team_id_manager_id_holder_id_question"),
        ),
    )
    op.create_index(op.f("ix_turns_manager_id"), "turns", ["manager_id"])
    op.create_index(op.f("ix_turns_holder_id"), "turns", ["holder_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_turns_holder_id"), table_name="turns")
    op.drop_index(op.f("ix_turns_manager_id"), table_name="turns")
    op.drop_table("turns")
