"""Sessions that only read, and say so to whoever would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.orm import Session

REFUSAL = "a reading writes nothing"


class BriefSession(Session):
    """A session for one transaction, which looks up its connection once: half of its queries go past its entities."""

    _looked_up: Connection | None = None

    def connection(
        self, bind_arguments: dict[str, Any] | None = None, execution_options: Mapping[str, Any] | None = None
    ) -> Connection:
        """Return the connection of the transaction, and where there is a savepoint, see that it stands."""
        if self._looked_up is None or self.in_nested_transaction():
            self._looked_up = super().connection(bind_arguments, execution_options)
        return self._looked_up

    def close(self) -> None:
        """Give the connection back; the next transaction looks up its own."""
        self._looked_up = None
        super().close()


class ReadingSession(Session):
    """A session on one connection that refuses to write: what a reading changes by mistake must stand nowhere."""

    def __init__(self, connection: Connection) -> None:
        """Read on this connection; whoever opened it closes it."""
        super().__init__(connection, autoflush=False)
        self._open = connection

    def connection(
        self, bind_arguments: dict[str, Any] | None = None, execution_options: Mapping[str, Any] | None = None
    ) -> Connection:
        """Return the connection: there is one, and columns can be read on it without a transaction of the session's."""
        return self._open

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
