"""Modals on top of one another: Slack stacks three at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.blocks import Block, View

MOST_BLOCKS: Final = 100
_MADE_OF: Final = ("type", "callback_id", "title", "close", "submit", "private_metadata")


def put_on_top(client: WebClient, body: Mapping[str, Any], view: View) -> SlackResponse:
    """Show `view` to whoever pressed, and return what Slack says of it.

    It stands on top of what is open. On top of three modals Slack takes no fourth: there it takes the topmost's place.
    """
    return _put(client, body, view, view)


def say_on_top(client: WebClient, body: Mapping[str, Any], view: View) -> None:
    """Show `view`, which says why something was not done. On top of three modals it stands above the topmost's words.

    So what was typed there is not lost.
    """
    _put(client, body, view, _with_words(view["blocks"], body.get("view") or {}))


def _put(client: WebClient, body: Mapping[str, Any], view: View, in_place: View) -> SlackResponse:
    current, trigger = body.get("view") or {}, body["trigger_id"]
    if current.get("type") != "modal":
        return client.views_open(trigger_id=trigger, view=view)
    try:
        return client.views_push(trigger_id=trigger, view=view)
    except SlackApiError as error:
        if error.response.get("error") != "push_limit_reached":
            raise
    return client.views_update(view_id=current["id"], view=in_place)


def _with_words(words: Sequence[Block], current: Mapping[str, Any]) -> View:
    kept = {part: current[part] for part in _MADE_OF if current.get(part)}
    return {**kept, "blocks": [*words, *current.get("blocks", [])][:MOST_BLOCKS]}
