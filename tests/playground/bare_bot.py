"""A bot of a few lines, for what Bolt would hide."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from slack_sdk import WebClient

from bot.playground.http_server import Answer, Request
from bot.playground.persons import Person
from bot.playground.workspace import Workspace
from tests.playground.test_persons import modal

Json = dict[str, Any]


class BareBot:
    """A bot of a few lines: keeps what it was sent, and answers what a test tells it to."""

    url = ""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Callable[[Request], Answer] = lambda _request: Answer()

    def __call__(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.answer(request)

    def says(self, body: Any, status: int = 200) -> None:
        self.answer = lambda _request: Answer.json(body, status)

    @property
    def payloads(self) -> list[Json]:
        forms = [parse_qs(request.body.decode()) for request in self.requests]
        return [json.loads(form["payload"][0]) for form in forms if "payload" in form]


def open_modal(client: WebClient, workspace: Workspace, person: Person, *blocks: Json, **more: Any) -> None:
    client.views_open(trigger_id=workspace.team.tickets.trigger(person.id), view=modal(*blocks, **more))
