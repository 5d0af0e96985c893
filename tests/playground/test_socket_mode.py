"""The same persons over Socket Mode, with the clients that bots really use."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import websocket
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.bot_link import Kind
from bot.playground.persons import Person
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import RunningSlack, Workspace
from tests.playground.conftest import new_bot
from tests.playground.test_persons import modal, text_field


@pytest.fixture
def socket_mode(workspace: Workspace, slack: RunningSlack) -> Iterator[SocketMode]:
    running = SocketMode(workspace, slack)
    yield running
    running.close()


@pytest.fixture
def bot(workspace: Workspace, slack: RunningSlack, socket_mode: SocketMode) -> Iterator[App]:
    app = new_bot(workspace, slack)
    handler: Any = SocketModeHandler(app, workspace.app.app_token)
    handler.connect()
    assert socket_mode.wait_for_bot()
    yield app
    handler.close()


@pytest.fixture
def connection(workspace: Workspace, slack: RunningSlack, socket_mode: SocketMode) -> Iterator[Any]:
    client = WebClient(base_url=slack.api_url)
    line = websocket.create_connection(client.apps_connections_open(app_token=workspace.app.app_token)["url"])
    assert socket_mode.wait_for_bot()
    assert json.loads(line.recv())["type"] == "hello"
    yield line
    line.close()


def test_a_story_goes_there_and_back(bot: App, manager: Person) -> None:
    @bot.command("/tour")
    def open_form(ack: Ack, client: WebClient, command: dict[str, str]) -> None:
        if command["text"]:
            ack("Nothing planned.")
        else:
            client.views_open(trigger_id=command["trigger_id"], view=modal(text_field("mission", "Mission")))
            ack()

    @bot.view("form")
    def take(ack: Ack, view: dict[str, Any]) -> None:
        if view["state"]["values"]["mission"]["typed"]["value"] == "bad":
            ack(response_action="errors", errors={"mission": "Say more."})
        else:
            ack()

    manager.types("/tour list")
    manager.sees("Nothing planned.")
    manager.types("/tour")
    manager.fills("Mission", "bad")
    manager.submits()
    manager.sees("Say more.")
    manager.fills("Mission", "better")
    manager.submits()
    assert manager.modal is None


def test_an_acknowledgement_may_carry_words_for_the_asker(connection: Any, manager: Person) -> None:
    def answer() -> None:
        envelope = json.loads(connection.recv())
        assert envelope["accepts_response_payload"] is True
        connection.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"text": "Here."}}))

    answering = threading.Thread(target=answer)
    answering.start()
    manager.types("/tour")
    answering.join()
    manager.sees("Here.")


@pytest.mark.usefixtures("connection")
def test_a_payload_that_nobody_acknowledges_times_out(workspace: Workspace, manager: Person) -> None:
    manager.types("/raw anything")
    manager.sees('/raw failed with the error "operation_timeout"')
    assert workspace.exchanges.problems() == ["/raw anything: http_timeout"]


def test_a_line_that_is_asked_to_come_again_is_not_used_any_more(socket_mode: SocketMode, connection: Any) -> None:
    socket_mode.disconnect()
    assert json.loads(connection.recv()) == {"type": "disconnect", "reason": "refresh_requested"}
    assert socket_mode.send(Kind.EVENT, {"type": "event_callback"}, None).problem == "connection_failed"


def test_without_socket_mode_there_is_no_address_to_connect_to(workspace: Workspace, slack: RunningSlack) -> None:
    client = WebClient(base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="internal_error"):
        client.apps_connections_open(app_token=workspace.app.app_token)
