"""The direct answer to whoever just asked; nobody else sees it. It acknowledges the request as its last act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.slack.blocks import Block, modal, section
from bot.slack.ids import View
from bot.slack.routes import Ack, Payload
from bot.slack.stacking import say_on_top
from bot.slack.words import _


class Answer:
    """Call it with the text (for notifications and screen readers) and, where it has a shape, its blocks."""

    def __init__(self, payload: Payload, body: Mapping[str, Any], client: WebClient, ack: Ack) -> None:
        self._payload = payload
        self._body = body
        self._client = client
        self._ack = ack

    def __call__(self, text: str, blocks: Sequence[Block] | None = None) -> None:
        blocks = list(blocks or [section(text)])
        if self._payload is Payload.COMMAND:
            self._ack(text=text, blocks=blocks, response_type="ephemeral")
            return
        if self._payload is Payload.SUBMISSION:
            self._ack(response_action="update", view=self._sheet(blocks))
            return
        self._send(text, blocks)
        self._ack()

    def _send(self, text: str, blocks: list[Block]) -> None:
        body = self._body
        if url := body.get("response_url"):
            WebhookClient(url).send(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
        elif body.get("trigger_id"):
            say_on_top(self._client, body, self._sheet(blocks))
        elif channel := body.get("event", {}).get("channel"):
            self._client.chat_postMessage(channel=channel, text=text, blocks=blocks)

    def _sheet(self, blocks: list[Block]) -> dict[str, Any]:
        return modal(View.PROBLEM, _("Tourguide"), blocks, close=_("Close"))
