"""The words of a pledge, that it was taken back, and what matters to a holder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("heading", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("team_id", "name", "number", name=op.f("uq_wordings_team_id_name_number")),
        sa.UniqueConstraint("team_id", "name", "text_hash", name=op.f("uq_wordings_team_id_name_text_hash")),
    )
    op.create_table(
        "value_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_after", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_lists")),
        sa.UniqueConstraint(
            "team_id", "manager_id", "holder_id", name=op.f("uq_value_lists_team_id_manager_id_holder_id")
        ),
    )
    op.add_column("climbs", sa.Column("wording_number", sa.Integer(), nullable=True))
    op.add_column("climbs", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("climbs", "withdrawn_at")
    op.drop_column("climbs", "wording_number")
    op.drop_table("value_lists")
    op.drop_table("wordings")
