"""Tickets: a short text, sealed, that says who may have what until when. It carries ids, never words of anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken

from bot.domain.refusals import Reason, Refused
from bot.domain.types import vault

Claims = Mapping[str, object]


class Tickets:
    """Tickets for one purpose; those for another one are refused, and so is anything that was not issued here."""

    def __init__(self, purpose: str, lasting: timedelta) -> None:
        self._purpose = purpose
        self._lasting = lasting

    def issue(self, claims: Claims, now: datetime) -> str:
        """Return a ticket for `claims` that lasts from `now`: letters, digits, "-", "_" and "=" only."""
        words = json.dumps(dict(claims), separators=(",", ":")).encode()
        return vault.sealer(self._purpose).encrypt_at_time(words, int(now.timestamp())).decode()

    def read(self, ticket: str, now: datetime) -> dict[str, str | int]:
        """Return what the ticket claims. Raises Refused(TICKET_EXPIRED) for one that is over, or none of ours."""
        seconds = int(self._lasting.total_seconds())
        try:
            words = vault.sealer(self._purpose).decrypt_at_time(ticket.encode(), seconds, int(now.timestamp()))
        except InvalidToken:
            raise Refused(Reason.TICKET_EXPIRED) from None
        claims: dict[str, str | int] = json.loads(words)
        return claims
