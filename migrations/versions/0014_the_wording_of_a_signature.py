"""Which version of its wording a signature was given in.

Signatures that stand already were given in what a steward had approved by then, and before that in the first version.
Whoever wrote a version signed it by proposing, and read the words of the form instead.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

READ = "signer_id <> (SELECT author_id FROM terms WHERE terms.id = signatures.terms_id)"
KEPT = "FROM wordings WHERE wordings.team_id = signatures.team_id AND wordings.name = 'signing'"


def upgrade() -> None:
    op.add_column("signatures", sa.Column("wording_number", sa.Integer(), nullable=True))
    approved = f"SELECT number {KEPT} AND approved_at <= signed_at ORDER BY approved_at DESC LIMIT 1"
    op.execute(f"UPDATE signatures SET wording_number = ({approved}) WHERE {READ}")  # noqa: S608
    op.execute(
        f"UPDATE signatures SET wording_number = 1 WHERE {READ} AND NOT EXISTS (SELECT 1 {KEPT})"  # noqa: S608
    )


def downgrade() -> None:
    op.drop_column("signatures", "wording_number")
