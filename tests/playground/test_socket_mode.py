"""The same persons over Socket Mode, with the clients that bots really use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler as WebsocketClientHandler
from slack_sdk import WebClient

from bot.playground.persons import Person
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import RunningSlack, Workspace
from tests.playground.conftest import new_bot
from tests.playground.test_persons import modal, text_field


@pytest.fixture(params=[WebsocketClientHandler])
def bot(request: pytest.FixtureRequest, workspace: Workspace, slack: RunningSlack) -> Iterator[App]:
    socket_mode = SocketMode(workspace, slack, patience=1.0)
    app = new_bot(workspace, slack)
    handler = request.param(app, workspace.app.app_token, ping_interval=0.5)
    handler.client.auto_reconnect_enabled = handler.client.default_auto_reconnect_enabled = False
    handler.connect()
    assert socket_mode.wait_for_bot()
    yield app
    handler.close()
    socket_mode.close()


@pytest.mark.parametrize("bot", [SocketModeHandler, WebsocketClientHandler], indirect=True)
def test_a_form_goes_there_and_back(bot: App, manager: Person) -> None:
    @bot.command("/tour")
    def open_form(ack: Ack, client: WebClient, command: dict[str, str]) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=modal(text_field("mission", "Mission")))
        ack()

    @bot.view("form")
    def take(ack: Ack, view: dict[str, Any]) -> None:
        if view["state"]["values"]["mission"]["typed"]["value"] == "bad":
            ack(response_action="errors", errors={"mission": "Say more."})
        else:
            ack()

    manager.types("/tour")
    manager.fills("Mission", "bad")
    manager.submits()
    manager.sees("Say more.")
    manager.fills("Mission", "better")
    manager.submits()
    assert manager.modal is None


def test_a_command_may_answer_with_words(bot: App, manager: Person) -> None:
    bot.command("/tour")(lambda ack: ack("Nothing planned."))
    manager.types("/tour list")
    manager.sees("Nothing planned.")


def test_a_payload_that_nobody_acknowledges_times_out(bot: App, workspace: Workspace, manager: Person) -> None:
    bot.command("/tour")(lambda ack: ack("too late"))
    manager.types("/raw anything")
    manager.sees('/raw failed with the error "operation_timeout"')
    assert workspace.exchanges.problems() == ["/raw anything: http_timeout"]


def test_without_socket_mode_there_is_no_address_to_connect_to(workspace: Workspace, slack: RunningSlack) -> None:
    client = WebClient(token=workspace.app.app_token, base_url=slack.api_url)
    with pytest.raises(Exception, match="internal_error"):
        client.apps_connections_open(app_token=workspace.app.app_token)
