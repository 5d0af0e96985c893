"""Where a screen is shown: in place of one of its own story, on top of another modal, or as a new modal."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from slack_sdk import WebClient

from bot.domain.refusals import Reason, Refused
from bot.services.understanding import MENTION
from bot.slack.blocks import View
from bot.slack.stacking import put_on_top

NUMBER: Final = re.compile(r"[0-9]{1,9}")


class Sheets:
    """Shows modals to whoever just pressed something. `ours` are the callback_ids that give way to one another.

    Slack stacks three modals at most, so screens of one story take each other's place instead of piling up.
    """

    def __init__(self, client: WebClient, body: Mapping[str, Any], ours: Collection[str] = ()) -> None:
        self._client = client
        self._body = body
        self._ours = ours

    def over(self, ours: Collection[str]) -> Sheets:
        """Return the same for a story whose screens are `ours`."""
        return Sheets(self._client, self._body, ours)

    @property
    def below(self) -> Mapping[str, Any]:
        """The view that was pressed in, a modal or Home; empty where it was a message or a command."""
        return self._body.get("view") or {}

    def show(self, view: View) -> None:
        """Show the screen."""
        current = self.below
        if current.get("type") == "modal" and current["callback_id"] in self._ours:
            self._client.views_update(view_id=current["id"], view=view)
        else:
            put_on_top(self._client, self._body, view)

    def on_top(self, view: View) -> str:
        """Show the screen on top of whatever is open, and return its view's id, to be updated later."""
        return str(put_on_top(self._client, self._body, view)["view"]["id"])


def mentioned(words: str) -> str | None:
    """Return the user id of the first person that the words of a command name, or None."""
    found = MENTION.search(words)
    return found[1] if found else None


def whom(words: str) -> str | None:
    """Return the user id of the person whom a command names, or None where nothing stands behind it.

    Raises Refused(NO_MENTION) for words that name nobody.
    """
    found = mentioned(words)
    if words and found is None:
        raise Refused(Reason.NO_MENTION)
    return found


def numbers(value: str | None) -> tuple[int, int]:
    """Return the id that a button carries, and the page behind it where there is one: "12" or "12:3".

    Raises Refused(LINK_EXPIRED) for anything else.
    """
    first, _, second = (value or "").partition(":")
    if not NUMBER.fullmatch(first) or (second and not NUMBER.fullmatch(second)):
        raise Refused(Reason.LINK_EXPIRED)
    return int(first), int(second or 0)
