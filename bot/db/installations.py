"""Installations across workspaces: grants, departures and returns, and attempts that wait for Slack's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, Table, delete, or_, select, tuple_, update
from sqlalchemy.orm import Session, sessionmaker

from bot.db.engine import reading
from bot.db.outbox import IS_PENDING
from bot.db.schema import METADATA
from bot.db.stewards import StewardQueries
from bot.domain.installations import (
    INSTALL_WITHIN,
    Grant,
    Installation,
    InstallAttempt,
    digest_of,
)
from bot.domain.outbox import Message, MessageState

UNINSTALLED = "uninstalled"  # why messages of a workspace that left were cancelled
NO_TOKEN = ("not_installed", "account_inactive", "token_revoked")  # why they were given up before we had heard of it


@dataclass(frozen=True, slots=True)
class Installed:
    """What a request or a post needs to know of an installation. The token stays out of its repr."""

    id: str
    bot_token: str = field(repr=False)
    bot_user_id: str | None
    scopes: frozenset[str]


class Installations:
    """Every installation of one database. Each method is one short transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._sessions = sessionmaker(engine)
        self._reading = sessionmaker(reading(engine))

    def begin(self, state: str, now: datetime) -> None:
        """Note that somebody begins to install, and forget attempts whose time is over."""
        with self._sessions.begin() as session:
            session.execute(delete(InstallAttempt).where(InstallAttempt.expires_at <= now))
            session.add(InstallAttempt(digest=digest_of(state), expires_at=now + INSTALL_WITHIN))

    def finish(self, state: str, now: datetime) -> bool:
        """Use up an attempt. Return False when it is unknown, used or too old."""
        known = delete(InstallAttempt).where(InstallAttempt.digest == digest_of(state), InstallAttempt.expires_at > now)
        with self._sessions.begin() as session:
            return cast("CursorResult[Any]", session.execute(known)).rowcount == 1

    def keep(self, grant: Grant, now: datetime) -> bool:
        """Keep what Slack granted, and wake the messages that leaving put to sleep. Return True for a return."""
        with self._sessions.begin() as session:
            returns = session.get(Installation, grant.id) is not None
            session.merge(Installation.granted(grant, now))
            _wake(session, grant.id)
            stewards = StewardQueries(session, grant.id)
            if not stewards.all():
                stewards.name([grant.installed_by], None, now)
            return returns

    def find(self, *ids: str | None) -> Installed | None:
        """Return the first of these workspaces and organisations that has a token, or None."""
        with self._reading() as session:
            for key in filter(None, ids):
                found = session.get(Installation, key)
                if found is not None and found.bot_token is not None:
                    return _installed(found, found.bot_token)
            return None

    def leave(self, key: str, happened_at: datetime, now: datetime) -> bool:
        """Note that Slack took the token of a workspace or an organisation away; cancel all that waits to be sent.

        An event that tells of an installation before the present one changes nothing; return False for it.
        """
        with self._sessions.begin() as session:
            installation = session.get(Installation, key)
            if installation is None:
                session.add(Installation.gone(key, now))
            elif installation.is_newer_than(happened_at):
                return False
            else:
                installation.end(now)
            _put_to_sleep(session, key, now)
            return True

    def is_here(self, key: str) -> None:
        """Note that the workspace whose token is in the settings has the bot, though it may have left before."""
        with self._sessions.begin() as session:
            marked = session.get(Installation, key)
            if marked is not None and marked.bot_token is None:
                session.delete(marked)
                _wake(session, key)

    def gone(self) -> list[str]:
        """Return the workspaces and organisations that left and are not erased yet."""
        with self._reading() as session:
            return list(session.scalars(select(Installation.id).where(Installation.uninstalled_at.is_not(None))))

    def erase(self, key: str, now: datetime, limit: int) -> int:
        """Erase up to `limit` rows of a workspace whose time is over, its installation last; return how many.

        Every table with a `team_id` counts, found in the schema: one that is added tomorrow is erased as well.
        """
        with self._sessions.begin() as session:
            installation = session.get(Installation, key, with_for_update=True)
            if installation is None or not installation.is_over(now):
                return 0
            for table in reversed(METADATA.sorted_tables):
                if "team_id" in table.c and (erased := _erase(session, table, key, limit)):
                    return erased
            session.delete(installation)
            return 1


def _installed(found: Installation, token: str) -> Installed:
    return Installed(found.id, token, found.bot_user_id, frozenset(found.scopes.split(",")) - {""})


def _put_to_sleep(session: Session, key: str, now: datetime) -> None:
    # The bundle stays: what was on its way may be in Slack, and is looked for there before it is sent after a return.
    waiting = update(Message).where(Message.team_id == key, IS_PENDING)
    cancelled = {"state": MessageState.CANCELLED, "settled_at": now, "reason": UNINSTALLED}
    session.execute(waiting.values(**cancelled), execution_options={"synchronize_session": False})


def _wake(session: Session, key: str) -> None:
    cancelled = (Message.state == MessageState.CANCELLED) & (Message.reason == UNINSTALLED)
    given_up = (Message.state == MessageState.GIVEN_UP) & Message.reason.in_(NO_TOKEN)
    asleep = update(Message).where(Message.team_id == key, or_(cancelled, given_up))
    again: dict[str, Any] = {"state": MessageState.PENDING, "settled_at": None, "reason": None}
    session.execute(asleep.values(**again), execution_options={"synchronize_session": False})


def _erase(session: Session, table: Table, key: str, limit: int) -> int:
    primary = tuple_(*table.primary_key)
    some = select(*table.primary_key).where(table.c.team_id == key).limit(limit)
    return cast("CursorResult[Any]", session.execute(delete(table).where(primary.in_(some)))).rowcount
