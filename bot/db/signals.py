"""Queries of those who asked for a talk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.signals import UNDO, Signal


class SignalQueries:
    """The signals of one workspace, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def add(self, signal: Signal) -> Signal:
        """Keep a new signal and return it with its id."""
        self._session.add(signal)
        self._session.flush()
        return signal

    def remove(self, signal: Signal) -> None:
        """Erase a signal at the end of this unit of work."""
        self._session.delete(signal)

    def get(self, signal_id: int) -> Signal | None:
        """Return one signal, or None where it was erased."""
        return self._session.scalar(select(Signal).where(Signal.team_id == self._team_id, Signal.id == signal_id))

    def latest(self, manager_id: str, holder_id: str) -> Signal | None:
        """Return the newest signal of this holder to this manager, or None."""
        return self._session.scalar(
            select(Signal)
            .where(Signal.team_id == self._team_id, Signal.manager_id == manager_id, Signal.holder_id == holder_id)
            .order_by(Signal.asked_at.desc(), Signal.id.desc())
            .limit(1)
        )

    def of_pair(self, manager_id: str, holder_id: str) -> list[Signal]:
        """Return every signal of this holder to this manager that is still kept."""
        rows = self._session.scalars(
            select(Signal).where(
                Signal.team_id == self._team_id, Signal.manager_id == manager_id, Signal.holder_id == holder_id
            )
        )
        return list(rows)

    def waiting_for(self, manager_id: str, now: datetime) -> list[int]:
        """Return the tours in which a signal has reached this manager and waits, the longest waiting first."""
        rows = self._session.scalars(
            select(Signal.tour_id)
            .where(
                Signal.team_id == self._team_id,
                Signal.manager_id == manager_id,
                Signal.answer.is_(None),
                Signal.withdrawn_at.is_(None),
                Signal.asked_at <= now - UNDO,
            )
            .order_by(Signal.asked_at)
        )
        return list(rows)

    def asked_since(self, tour_ids: Collection[int], since: datetime) -> set[int]:
        """Return the ids of the signals of these tours that are younger than `since`."""
        rows = self._session.scalars(
            select(Signal.id).where(
                Signal.team_id == self._team_id, Signal.tour_id.in_(tour_ids), Signal.asked_at > since
            )
        )
        return set(rows)
