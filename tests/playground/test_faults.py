"""The switches: slow, limited, broken before and after, dropped, stalled; once, always, or by chance."""

from __future__ import annotations

import time
from http.client import IncompleteRead, RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.faults import Kind
from bot.playground.persons import Person
from bot.playground.workspace import RunningSlack, Workspace
from tests.playground.conftest import Ticks

HUNG_UP = (RemoteDisconnected, URLError, IncompleteRead, ConnectionError)


@pytest.fixture
def client(workspace: Workspace, slack: RunningSlack) -> WebClient:
    return WebClient(token=workspace.app.bot_token, base_url=slack.api_url, timeout=5, retry_handlers=[])


def test_a_limited_call_says_when_to_come_again(client: WebClient, workspace: Workspace, holder: Person) -> None:
    workspace.faults.add("limited", "chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=holder.id, text="one")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    client.chat_postMessage(channel=holder.id, text="two")
    holder.sees("two")
    holder.does_not_see("one")


@pytest.mark.parametrize(("kind", "posted"), [(Kind.ERROR, False), (Kind.ERROR_AFTER, True)])
def test_an_answer_of_500_comes_before_or_after_the_deed(
    client: WebClient, workspace: Workspace, holder: Person, kind: Kind, posted: bool
) -> None:
    workspace.faults.add(kind, "chat.postMessage")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=holder.id, text="hello")
    assert refused.value.response.status_code == 500
    assert bool(holder.messages) is posted


@pytest.mark.parametrize(("kind", "posted"), [(Kind.DROP, False), (Kind.STALL, False), (Kind.DROP_AFTER, True)])
def test_the_line_is_cut_before_or_after_the_deed(
    client: WebClient, workspace: Workspace, holder: Person, kind: Kind, posted: bool
) -> None:
    workspace.faults.add(kind, seconds=0.05)
    with pytest.raises(HUNG_UP):
        client.chat_postMessage(channel=holder.id, text="hello")
    assert bool(holder.messages) is posted


def test_a_slow_call_does_its_deed(client: WebClient, workspace: Workspace, holder: Person) -> None:
    workspace.faults.add("slow", seconds=0.2)
    started = time.monotonic()
    client.chat_postMessage(channel=holder.id, text="hello")
    assert time.monotonic() - started >= 0.2
    holder.sees("hello")


def test_a_pace_lets_a_burst_through_and_then_one_at_a_time(
    client: WebClient, workspace: Workspace, ticks: Ticks, holder: Person
) -> None:
    workspace.faults.pace("chat.postMessage", per_minute=60, burst_seconds=2)
    for _ in range(2):
        client.chat_postMessage(channel=holder.id, text="fine")
    with pytest.raises(SlackApiError, match="ratelimited"):
        client.chat_postMessage(channel=holder.id, text="too fast")
    ticks.seconds += 1.01
    client.chat_postMessage(channel=holder.id, text="fine again")
    workspace.faults.clear()
    client.chat_postMessage(channel=holder.id, text="free")


def test_a_fault_of_another_method_leaves_this_one_alone(client: WebClient, workspace: Workspace) -> None:
    workspace.faults.add("error", "views.open", times=None)
    assert client.auth_test()["ok"]
    assert [workspace.faults.next("views.open") is not None for _ in range(3)] == [True] * 3


def test_switches_are_read_from_text(workspace: Workspace) -> None:
    workspace.faults.by_chance("slow=0.25, limited=0")
    kinds = [workspace.faults.next("chat.postMessage") for _ in range(400)]
    befallen = [fault.kind for fault in kinds if fault]
    assert set(befallen) == {Kind.SLOW}
    assert 60 < len(befallen) < 140


@pytest.mark.parametrize("text", ["thunder=1", "slow=2", "slow=often"])
def test_switches_that_do_not_read_are_refused(workspace: Workspace, text: str) -> None:
    with pytest.raises(ValueError, match=r"thunder|between 0 and 1|often"):
        workspace.faults.by_chance(text)
