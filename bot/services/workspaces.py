"""Workspaces come, leave and come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.db.installations import Installations
from bot.domain.installations import Grant

log = structlog.get_logger()


def _nobody(team_id: str) -> None:
    """Nobody remembers tokens: a test."""


class Workspaces:
    """What follows when Slack gives or takes a token. `forget` drops what this process remembers of the token."""

    def __init__(self, installations: Installations, forget: Callable[[str], None] = _nobody) -> None:
        self._installations = installations
        self._forget = forget

    def installed(self, grant: Grant, now: datetime) -> bool:
        """Keep a grant; whatever the workspace had before it left is there again. Return True for such a return."""
        returns = self._installations.keep(grant, now)
        self._forget(grant.id)
        log.info("installed", team=grant.id, again=returns)
        return returns

    def left(self, team_id: str, happened_at: datetime, now: datetime) -> None:
        """Stop at once what was to be sent to a workspace that removed the bot. Harmless when heard twice."""
        if self._installations.leave(team_id, happened_at, now):
            log.info("left", team=team_id)
        self._forget(team_id)
