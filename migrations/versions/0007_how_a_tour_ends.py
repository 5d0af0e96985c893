"""How a tour ends: doors, closes, and the tour that follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ONE_NEXT = "uq_tours_one_open_proposal"
ONE_RUNNING = "uq_tours_one_running"


def upgrade() -> None:
    op.create_table(
        "door_choices",
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("leaning", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tour_id"], ["tours.id"], name=op.f("fk_door_choices_tour_id_tours"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tour_id", "user_id", name=op.f("pk_door_choices")),
    )
    op.create_table(
        "endings",
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_endings_tour_id_tours"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tour_id", name=op.f("pk_endings")),
    )
    op.create_table(
        "closing_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.Column("thanks", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tour_id"], ["tours.id"], name=op.f("fk_closing_words_tour_id_tours"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_words")),
        sa.UniqueConstraint("tour_id", "author_id", name=op.f("uq_closing_words_tour_id_author_id")),
    )
    _one_per_holder(ONE_NEXT, "'agreed', 'countered', 'proposed'")
    _one_per_holder(ONE_RUNNING, "'active', 'handing_over', 'paused'")


def downgrade() -> None:
    """What waited to begin is taken back, and what was closing is completed: before, neither had a place."""
    op.execute("UPDATE tours SET state = 'withdrawn' WHERE state = 'agreed'")
    op.execute("UPDATE tours SET state = 'completed' WHERE state = 'closing'")
    op.execute("UPDATE promises SET state = 'open' WHERE state IN ('missed', 'renegotiated')")
    _one_per_holder(ONE_NEXT, "'countered', 'proposed'")
    _one_per_holder(ONE_RUNNING, "'active', 'closing', 'handing_over', 'paused'")
    op.drop_table("closing_words")
    op.drop_table("endings")
    op.drop_table("door_choices")


def _one_per_holder(name: str, states: str) -> None:
    where = sa.text(f"state IN ({states})")
    op.drop_index(name, table_name="tours")
    op.create_index(name, "tours", ["team_id", "holder_id"], unique=True, sqlite_where=where, postgresql_where=where)
