"""Sessions on one connection; those that only read say so to whoever would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.orm import Session

REFUSAL = "a reading writes nothing"


class WorkSession(Session):
    """A session on one connection, in the transaction of whoever opened it and ends it.

    With a transaction of its own, the session would keep books on it for each of its queries, half of which go past
    its entities.
    """

    def __init__(self, connection: Connection, *, autoflush: bool = True) -> None:
        """Work on this connection, which is in a transaction; whoever opened it closes it."""
        super().__init__(connection, autoflush=autoflush, expire_on_commit=False)
        self._open = connection

    def connection(
        self, bind_arguments: dict[str, Any] | None = None, execution_options: Mapping[str, Any] | None = None
    ) -> Connection:
        """Return the connection, and where there is a savepoint, see that it stands."""
        if self.in_nested_transaction():
            return super().connection(bind_arguments, execution_options)
        return self._open


class ReadingSession(WorkSession):
    """A session that refuses to write: what a reading changes by mistake must stand nowhere."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, autoflush=False)

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
