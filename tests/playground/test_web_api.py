"""The Web API answers as Slack does, and refuses what Slack refuses, by the same names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.clock import MovableClock
from bot.playground.manifest import Manifest
from bot.playground.persons import Person
from bot.playground.workspace import RunningSlack, Workspace, serve_slack
from tests.playground.conftest import MANIFEST, Ticks
from tests.playground.test_persons import modal, text_field

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def refusal(call: Any, **args: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as refused:
        call(**args)
    return dict(refused.value.response.data)


def error(call: Any, **args: Any) -> str:
    return str(refusal(call, **args)["error"])


@pytest.mark.parametrize(("token", "expected"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_call_needs_the_right_token(slack: RunningSlack, token: str, expected: str) -> None:
    assert error(WebClient(token=token, base_url=slack.api_url).auth_test) == expected


def test_the_app_level_token_opens_connections_and_nothing_else(
    workspace: Workspace, slack: RunningSlack, client: WebClient
) -> None:
    app_level = WebClient(token=workspace.app.app_token, base_url=slack.api_url)
    assert error(app_level.auth_test) == "not_allowed_token_type"
    assert error(client.apps_connections_open, app_token=workspace.app.bot_token) == "not_allowed_token_type"


def test_an_unknown_method_is_named(client: WebClient) -> None:
    answer = refusal(client.api_call, api_method="chat.shout")
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


def test_a_scope_that_the_manifest_does_not_ask_for_is_missing(client: WebClient) -> None:
    answer = refusal(client.team_info)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "team:read")
    assert "chat:write" in answer["provided"]


def test_the_bot_learns_who_it_is_and_who_somebody_is(client: WebClient, workspace: Workspace, holder: Person) -> None:
    assert client.auth_test()["user_id"] == workspace.app.bot_user_id
    user = client.users_info(user=holder.id, include_locale=True)["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("America/New_York", -18000, "en-US")
    assert "locale" not in client.users_info(user=holder.id)["user"]


def test_strangers_have_neither_zone_nor_locale(client: WebClient, workspace: Workspace) -> None:
    outsider = workspace.add_person("outsider", is_stranger=True, team_id="T0ELSEWHERE")
    user = client.users_info(user=outsider.id, include_locale=True)["user"]
    assert user["is_stranger"] is True
    assert user["team_id"] == "T0ELSEWHERE"
    assert not {"tz", "locale"} & set(user)


def test_nobody_is_found_under_a_wrong_id(client: WebClient) -> None:
    assert error(client.users_info, user="U0NOBODY") == "user_not_found"
    assert error(client.conversations_open, users="U0NOBODY") == "user_not_found"
    assert error(client.chat_postMessage, channel="U0NOBODY", text="x") == "channel_not_found"
    assert error(client.chat_postMessage, channel="C0NOWHERE", text="x") == "channel_not_found"


def test_who_was_deactivated_gets_nothing(client: WebClient, workspace: Workspace) -> None:
    gone = workspace.add_person("gone", deleted=True)
    assert error(client.conversations_open, users=gone.id) == "user_disabled"
    assert error(client.chat_postMessage, channel=gone.id, text="x") == "user_disabled"


def test_messages_are_posted_changed_and_deleted(client: WebClient, holder: Person) -> None:
    channel = client.conversations_open(users=holder.id)["channel"]["id"]
    ts = client.chat_postMessage(channel=channel, text="One &amp; only")["ts"]
    holder.sees("One & only")
    client.chat_update(channel=channel, ts=ts, text="Two")
    holder.sees("Two")
    client.chat_delete(channel=channel, ts=ts)
    holder.does_not_see("Two")
    assert error(client.chat_update, channel=channel, ts=ts, text="x") == "message_not_found"


def test_the_bot_changes_its_own_messages_only(client: WebClient, holder: Person) -> None:
    holder.says("mine")
    message = holder.messages[0]
    assert error(client.chat_update, channel=message.channel_id, ts=message.ts, text="x") == "cant_update_message"
    assert error(client.chat_delete, channel=message.channel_id, ts=message.ts) == "cant_delete_message"


def test_an_ephemeral_message_is_seen_once_and_never_looked_up(client: WebClient, holder: Person) -> None:
    channel = client.conversations_open(users=holder.id)["channel"]["id"]
    client.chat_postEphemeral(channel=channel, user=holder.id, text="psst")
    holder.sees("psst")
    assert client.conversations_history(channel=channel)["messages"] == []
    assert error(client.chat_postEphemeral, channel=channel, user="U0OTHER", text="x") == "user_not_in_channel"


def test_history_goes_newest_first_by_pages_and_shows_metadata_when_asked(
    client: WebClient, clock: MovableClock, holder: Person
) -> None:
    channel = client.conversations_open(users=holder.id)["channel"]["id"]
    stamps = []
    for number in range(3):
        metadata = {"event_type": "nudge", "event_payload": {"id": str(number)}}
        stamps.append(client.chat_postMessage(channel=channel, text=str(number), metadata=metadata)["ts"])
        clock.advance(timedelta(minutes=1))
    first = client.conversations_history(channel=channel, limit=2, include_all_metadata=True)
    assert [message["metadata"]["event_payload"]["id"] for message in first["messages"]] == ["2", "1"]
    second = client.conversations_history(channel=channel, cursor=first["response_metadata"]["next_cursor"])
    assert [message["text"] for message in second["messages"]] == ["0"]
    assert "metadata" not in second["messages"][0]
    later = client.conversations_history(channel=channel, oldest=stamps[1])
    assert [message["text"] for message in later["messages"]] == ["2"]
    assert error(client.conversations_history, channel=channel, cursor="what") == "invalid_cursor"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "x" * 6_500}] * 2}, "msg_blocks_too_long"),
        ({"text": "x", "metadata": {"event_type": "nudge"}}, "invalid_metadata_format"),
        ({"text": "x", "blocks": [{"type": "alert", "text": {"type": "plain_text", "text": "x"}}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        (
            {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5},
            "msg_blocks_too_long",
        ),
    ],
)
def test_a_message_is_judged(client: WebClient, holder: Person, message: dict[str, Any], expected: str) -> None:
    args = {"channel": holder.id, **message}
    assert error(client.api_call, api_method="chat.postMessage", json=args) == expected


def test_a_trigger_works_once_and_for_three_seconds(
    client: WebClient, workspace: Workspace, ticks: Ticks, manager: Person
) -> None:
    view = modal(text_field("a", "Mission"))
    fresh = workspace.team.tickets.trigger(manager.id)
    client.views_open(trigger_id=fresh, view=view)
    assert error(client.views_open, trigger_id=fresh, view=view) == "exchanged_trigger_id"
    stale = workspace.team.tickets.trigger(manager.id)
    ticks.seconds += 3.1
    assert error(client.views_open, trigger_id=stale, view=view) == "expired_trigger_id"
    assert error(client.views_open, trigger_id="1.2.3", view=view) == "invalid_trigger_id"


def test_three_modals_may_stand_on_each_other_and_no_more(
    client: WebClient, workspace: Workspace, manager: Person
) -> None:
    def trigger() -> str:
        return workspace.team.tickets.trigger(manager.id)

    assert error(client.views_push, trigger_id=trigger(), view=modal(text_field("a", "A"))) == "not_found"
    root = client.views_open(trigger_id=trigger(), view=modal(text_field("a", "A")))["view"]
    second = client.views_push(trigger_id=trigger(), view=modal(text_field("b", "B")))["view"]
    client.views_push(trigger_id=trigger(), view=modal(text_field("c", "C")))
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    assert error(client.views_push, trigger_id=trigger(), view=modal()) == "push_limit_reached"


def test_an_update_keeps_what_was_typed_and_refuses_an_old_hash(
    client: WebClient, workspace: Workspace, manager: Person
) -> None:
    trigger = workspace.team.tickets.trigger(manager.id)
    view = client.views_open(trigger_id=trigger, view=modal(text_field("a", "A"), text_field("b", "B")))["view"]
    manager.fills("A", "typed")
    manager.fills("B", "lost")
    changed = modal(text_field("a", "A anew"), text_field("c", "C"))
    client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    assert manager.value_of("A anew") == "typed"
    assert manager.value_of("C") is None
    assert error(client.views_update, view_id=view["id"], hash=view["hash"], view=changed) == "hash_conflict"
    assert error(client.views_update, view_id="V0", view=changed) == "not_found"
    assert error(client.api_call, api_method="views.update", json={"view": changed}) == "invalid_arguments"


def test_an_external_id_is_taken_while_its_view_is_open(
    client: WebClient, workspace: Workspace, manager: Person, holder: Person
) -> None:
    view = modal(text_field("a", "A"), external_id="form-1")
    client.views_open(trigger_id=workspace.team.tickets.trigger(manager.id), view=view)
    other = workspace.team.tickets.trigger(holder.id)
    assert error(client.views_open, trigger_id=other, view=view) == "duplicate_external_id"
    client.views_update(external_id="form-1", view=modal(text_field("a", "Renamed"), external_id="form-1"))
    manager.sees("Renamed")


def test_a_view_is_judged(client: WebClient, workspace: Workspace, manager: Person) -> None:
    trigger = workspace.team.tickets.trigger(manager.id)
    answer = refusal(client.views_open, trigger_id=trigger, view=modal(text_field("a", "A"), submit=None))
    assert answer["error"] == "invalid_arguments"
    assert "a modal with inputs needs submit" in answer["response_metadata"]["messages"][0]
    assert error(client.views_open, trigger_id=trigger, view=HOME) == "invalid_arguments"
    large = [text_field(f"b{number}", "x" * 2000) for number in range(130)]
    assert error(client.views_open, trigger_id=trigger, view=modal(*large)) == "view_too_large"


def test_home_is_published_by_its_hash(client: WebClient, manager: Person) -> None:
    view = client.views_publish(user_id=manager.id, view=HOME)["view"]
    client.views_publish(user_id=manager.id, view=HOME, hash=view["hash"])
    assert error(client.views_publish, user_id=manager.id, view=HOME, hash=view["hash"]) == "hash_conflict"
    assert error(client.views_publish, user_id="U0NOBODY", view=HOME) == "user_not_found"


def test_tabs_that_the_manifest_switches_off_are_off(clock: MovableClock) -> None:
    closed = Workspace(clock, "shh", manifest=Manifest.of({"oauth_config": {"scopes": {"bot": ["chat:write"]}}}))
    person = closed.add_person("manager")
    running = serve_slack(closed)
    client = WebClient(token=closed.app.bot_token, base_url=running.api_url)
    try:
        assert error(client.views_publish, user_id=person.id, view=HOME) == "not_enabled"
        assert error(client.chat_postMessage, channel=person.id, text="x") == "messages_tab_disabled"
    finally:
        running.stop()


def test_a_response_url_takes_five_answers_within_half_an_hour(
    slack: RunningSlack, workspace: Workspace, clock: MovableClock, manager: Person
) -> None:
    def url() -> str:
        token = workspace.team.tickets.response_url(
            manager.id, workspace.team.dm_with(manager.id).id, None, clock.now()
        )
        return f"{slack.url}/respond/{token}"

    webhook = WebhookClient(url())
    assert [webhook.send(text=f"answer {number}").status_code for number in range(6)] == [200] * 5 + [404]
    manager.sees("answer 4")
    manager.does_not_see("answer 5")
    late = WebhookClient(url())
    clock.advance(timedelta(minutes=31))
    assert "expired_url" in late.send(text="late").body
    assert "invalid_url" in WebhookClient(f"{slack.url}/respond/made-up").send(text="x").body


def test_two_workspaces_behind_one_address_are_told_apart_by_token(clock: MovableClock) -> None:
    one, two = Workspace(clock, "a", team_id="T0ONE"), Workspace(clock, "b", team_id="T0TWO")
    running = serve_slack(one, two)
    try:
        for workspace in (one, two):
            client = WebClient(token=workspace.app.bot_token, base_url=running.api_url)
            assert client.auth_test()["team_id"] == workspace.team.id
    finally:
        running.stop()


def test_the_manifest_is_read_from_a_file(tmp_path: Any) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text("features:\n  slash_commands:\n    - command: /tour\n      should_escape: true\n")
    manifest = Manifest.read(path)
    assert manifest.escapes("/tour")
    assert not manifest.has_command("/lunch")
    assert MANIFEST.bot_name == "tiny"
