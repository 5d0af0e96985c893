"""Sessions that only read, and say so to whoever would write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.orm import Session

REFUSAL = "a reading writes nothing"


class ReadingSession(Session):
    """A session that refuses to write: what a reading changes by mistake must not stand in any database."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write nothing. What was read may be changed, as a preview does: that stays in memory."""
        if self.new or self.deleted:
            raise TypeError(REFUSAL)

    def execute(self, statement: Executable, *arguments: Any, **options: Any) -> Any:
        """Execute a query, and refuse anything else."""
        if not statement.is_select:
            raise TypeError(REFUSAL)
        return super().execute(statement, *arguments, **options)


def writing_connection(session: Session) -> Connection:
    """Return the connection of a session, for a statement that writes. Raises TypeError where it only reads."""
    if isinstance(session, ReadingSession):
        raise TypeError(REFUSAL)
    return session.connection()
