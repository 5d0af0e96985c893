"""Every table of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_shares")),
        sa.UniqueConstraint(
            "team_id", "author_id", "holder_id", name=op.f("uq_card_shares_team_id_author_id_holder_id")
        ),
    )
    op.create_table(
        "climbs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("rung", sa.String(length=32), nullable=False),
        sa.Column("in_person", sa.Boolean(), nullable=False),
        sa.Column("climbed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_climbs")),
        sa.UniqueConstraint(
            "team_id", "manager_id", "holder_id", "rung", name=op.f("uq_climbs_team_id_manager_id_holder_id_rung")
        ),
    )
    op.create_table(
        "confidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("occasion", sa.String(length=32), nullable=False),
        sa.Column("start_career_talk", sa.Integer(), nullable=True),
        sa.Column("discuss_personal_goals", sa.Integer(), nullable=True),
        sa.Column("build_trust", sa.Integer(), nullable=True),
        sa.Column("speak_about_leaving", sa.Integer(), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidence")),
        sa.UniqueConstraint(
            "team_id", "manager_id", "occasion", name=op.f("uq_confidence_team_id_manager_id_occasion")
        ),
    )
    op.create_table(
        "dealt",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("dealt_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "key", name=op.f("pk_dealt")),
    )
    op.create_table(
        "install_attempts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_install_attempts")),
    )
    op.create_index(op.f("ix_install_attempts_expires_at"), "install_attempts", ["expires_at"], unique=False)
    op.create_table(
        "installations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bot_token", sa.LargeBinary(), nullable=True),
        sa.Column("bot_user_id", sa.String(length=32), nullable=True),
        sa.Column("scopes", sa.String(length=2000), nullable=False),
        sa.Column("installed_by", sa.String(length=32), nullable=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uninstalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installations")),
    )
    op.create_index(op.f("ix_installations_uninstalled_at"), "installations", ["uninstalled_at"], unique=False)
    op.create_table(
        "lanes",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_post_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_lanes")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("recipient_id", sa.String(length=32), nullable=False),
        sa.Column("moment", sa.String(length=64), nullable=False),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("dedupe_key", sa.String(length=255), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("bundle_id", sa.String(length=32), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("prompt", sa.String(length=255), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("team_id", "dedupe_key", name=op.f("uq_messages_team_id_dedupe_key")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_index(
        "ix_messages_due",
        "messages",
        ["team_id", "urgency", "due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_messages_of_person", "messages", ["team_id", "recipient_id", "due_at"], unique=False)
    op.create_index("ix_messages_of_tour", "messages", ["team_id", "tour_id"], unique=False)
    op.create_table(
        "nudge_wishes",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("tour_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.String(length=32), nullable=False),
        sa.Column("pace", sa.String(length=32), nullable=False),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "tour_id", "moment", name=op.f("pk_nudge_wishes")),
    )
    op.create_table(
        "opening_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("admired", sa.LargeBinary(), nullable=True),
        sa.Column("values", sa.LargeBinary(), nullable=True),
        sa.Column("hope", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_cards")),
        sa.UniqueConstraint("team_id", "author_id", name=op.f("uq_opening_cards_team_id_author_id")),
    )
    op.create_table(
        "people",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), nullable=False),
        sa.Column("is_deactivated", sa.Boolean(), nullable=False),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("work_days", sa.String(length=7), nullable=False),
        sa.Column("work_start", sa.Time(), nullable=False),
        sa.Column("work_end", sa.Time(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("nudges_paused_until", sa.Date(), nullable=True),
        sa.Column("digest_day", sa.Integer(), nullable=True),
        sa.Column("home_visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_people")),
    )
    op.create_table(
        "quiets",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("tour_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "tour_id", "about", "subject_id", name=op.f("pk_quiets")),
    )
    op.create_table(
        "rehearsing",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "name", name=op.f("pk_rehearsing")),
    )
    op.create_table(
        "stewards",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_stewards")),
    )
    op.create_table(
        "tours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("started_by_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("latest_number", sa.Integer(), nullable=False),
        sa.Column("in_force_number", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_after", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tours")),
    )
    op.create_index("ix_tours_holder", "tours", ["team_id", "holder_id"], unique=False)
    op.create_index("ix_tours_manager", "tours", ["team_id", "manager_id"], unique=False)
    op.create_index(
        "uq_tours_one_open_proposal",
        "tours",
        ["team_id", "holder_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('countered', 'proposed')"),
        postgresql_where=sa.text("state IN ('countered', 'proposed')"),
    )
    op.create_index(
        "uq_tours_one_running",
        "tours",
        ["team_id", "holder_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('active', 'closing', 'handing_over', 'paused')"),
        postgresql_where=sa.text("state IN ('active', 'closing', 'handing_over', 'paused')"),
    )
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
    op.create_index(op.f("ix_turns_holder_id"), "turns", ["holder_id"], unique=False)
    op.create_index(op.f("ix_turns_manager_id"), "turns", ["manager_id"], unique=False)
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("review", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.String(length=32), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_check_ins_tour_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    op.create_index(op.f("ix_check_ins_tour_id"), "check_ins", ["tour_id"], unique=False)
    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("if_then", sa.LargeBinary(), nullable=True),
        sa.Column("profile_line", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_goals_tour_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index(op.f("ix_goals_tour_id"), "goals", ["tour_id"], unique=False)
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("mission", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("gain", sa.LargeBinary(), nullable=False),
        sa.Column("uncertainties", sa.LargeBinary(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("rhythm", sa.String(length=32), nullable=False),
        sa.Column("halfway_on", sa.Date(), nullable=True),
        sa.Column("next_talk_on", sa.Date(), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_terms_tour_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("tour_id", "number", name=op.f("uq_terms_tour_id_number")),
    )
    op.create_table(
        "goal_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_updates_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_updates")),
    )
    op.create_index(op.f("ix_goal_updates_goal_id"), "goal_updates", ["goal_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_after", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_ins.id"], name=op.f("fk_notes_check_in_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("check_in_id", "author_id", "purpose", name=op.f("uq_notes_check_in_id_author_id_purpose")),
    )
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("moved_late", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("marked_by_id", sa.String(length=32), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["terms_id"], ["terms.id"], name=op.f("fk_promises_terms_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(op.f("ix_promises_terms_id"), "promises", ["terms_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.String(length=32), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["terms_id"], ["terms.id"], name=op.f("fk_signatures_terms_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("terms_id", "signer_id", name=op.f("uq_signatures_terms_id_signer_id")),
    )


def downgrade() -> None:
    op.drop_table("signatures")
    op.drop_index(op.f("ix_promises_terms_id"), table_name="promises")
    op.drop_table("promises")
    op.drop_table("notes")
    op.drop_index(op.f("ix_goal_updates_goal_id"), table_name="goal_updates")
    op.drop_table("goal_updates")
    op.drop_table("terms")
    op.drop_index(op.f("ix_goals_tour_id"), table_name="goals")
    op.drop_table("goals")
    op.drop_index(op.f("ix_check_ins_tour_id"), table_name="check_ins")
    op.drop_table("check_ins")
    op.drop_index(op.f("ix_turns_manager_id"), table_name="turns")
    op.drop_index(op.f("ix_turns_holder_id"), table_name="turns")
    op.drop_table("turns")
    op.drop_index(
        "uq_tours_one_running",
        table_name="tours",
        sqlite_where=sa.text("state IN ('active', 'closing', 'handing_over', 'paused')"),
        postgresql_where=sa.text("state IN ('active', 'closing', 'handing_over', 'paused')"),
    )
    op.drop_index(
        "uq_tours_one_open_proposal",
        table_name="tours",
        sqlite_where=sa.text("state IN ('countered', 'proposed')"),
        postgresql_where=sa.text("state IN ('countered', 'proposed')"),
    )
    op.drop_index("ix_tours_manager", table_name="tours")
    op.drop_index("ix_tours_holder", table_name="tours")
    op.drop_table("tours")
    op.drop_table("stewards")
    op.drop_table("rehearsing")
    op.drop_table("quiets")
    op.drop_table("people")
    op.drop_table("opening_cards")
    op.drop_table("nudge_wishes")
    op.drop_index("ix_messages_of_tour", table_name="messages")
    op.drop_index("ix_messages_of_person", table_name="messages")
    op.drop_index(
        "ix_messages_due",
        table_name="messages",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_table("messages")
    op.drop_table("lanes")
    op.drop_index(op.f("ix_installations_uninstalled_at"), table_name="installations")
    op.drop_table("installations")
    op.drop_index(op.f("ix_install_attempts_expires_at"), table_name="install_attempts")
    op.drop_table("install_attempts")
    op.drop_table("dealt")
    op.drop_table("confidence")
    op.drop_table("climbs")
    op.drop_table("card_shares")
