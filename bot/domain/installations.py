"""Where the bot is installed: the token of each workspace or organisation, and which workspaces have left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.types import Encrypted

KEEP_AFTER_LEAVING: Final = timedelta(days=13)  # docs/privacy.md promises 14; a sweep that is late has a day
INSTALL_WITHIN: Final = timedelta(minutes=10)  # Slack's code lives as long (docs.slack.dev, installing with OAuth)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What Slack grants at the end of an installation (oauth.v2.access).

    `id` is the workspace's, or the organisation's when all of it installs. `scopes` may lack optional ones.
    """

    id: str
    bot_token: str
    bot_user_id: str
    scopes: frozenset[str]
    installed_by: str


class Installation(Base):
    """The bot in one workspace (`id` T...) or in a whole organisation (`id` E...). The newest grant counts.

    Everything that people write stands under this id. For a workspace whose token is in the settings there is no row,
    until it leaves: then one without a token says when.
    """

    __tablename__ = "installations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    bot_token: Mapped[str | None] = mapped_column(Encrypted)  # None once it was revoked
    bot_user_id: Mapped[str | None] = mapped_column(String(32))
    scopes: Mapped[str] = mapped_column(String(2000))  # separated by commas
    installed_by: Mapped[str | None] = mapped_column(String(32))
    installed_at: Mapped[datetime | None]
    uninstalled_at: Mapped[datetime | None] = mapped_column(index=True)  # starts the time after which all is erased

    @classmethod
    def granted(cls, grant: Grant, now: datetime) -> Installation:
        """Return the installation that a grant of Slack's makes."""
        return cls(
            id=grant.id,
            bot_token=grant.bot_token,
            bot_user_id=grant.bot_user_id,
            scopes=",".join(sorted(grant.scopes)),
            installed_by=grant.installed_by,
            installed_at=now,
            uninstalled_at=None,
        )

    @classmethod
    def gone(cls, key: str, now: datetime) -> Installation:
        """Return the row that says when a workspace left of which nothing else was written down."""
        return cls(id=key, bot_token=None, scopes="", uninstalled_at=now)

    def is_newer_than(self, happened_at: datetime) -> bool:
        """Tell whether this was granted after `happened_at`: a late event about the one before says nothing of it."""
        return self.installed_at is not None and happened_at < self.installed_at

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing of it is to be kept any more."""
        return self.uninstalled_at is not None and self.uninstalled_at + KEEP_AFTER_LEAVING <= now

    def end(self, now: datetime) -> None:
        """Forget the token: Slack has revoked it. Harmless when it was done before."""
        self.bot_token = None
        self.uninstalled_at = self.uninstalled_at or now


class InstallAttempt(Base):
    """An installation that somebody began in a browser. Only the digest of its state is kept."""

    __tablename__ = "install_attempts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def digest_of(state: str) -> str:
    """Return what is kept of a state: nobody who reads the database can finish another's installation."""
    return hashlib.sha256(state.encode()).hexdigest()
