"""What Slack does around a bot: repeats of events, dialogs, closing, time-outs, answers that cannot be used."""

from __future__ import annotations

import json

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.clock import MovableClock
from bot.playground.http_server import Answer, Dropped, Request
from bot.playground.persons import Person
from bot.playground.refusals import CannotDo
from bot.playground.workspace import Workspace
from tests.playground import showcase
from tests.playground.bare_bot import BareBot, Json, open_modal
from tests.playground.conftest import MONDAY
from tests.playground.showcase import button, field, option, text_field
from tests.playground.test_persons import modal


def test_every_request_is_signed_with_the_secret(bare: BareBot, manager: Person) -> None:
    manager.says("hello")
    manager.types("/tour")
    for request in bare.requests:
        assert SignatureVerifier("shh").is_valid_request(request.body, dict(request.headers))
        assert request.path == "/slack/events"


def test_a_failing_event_comes_three_times_more_and_says_so(bare: BareBot, manager: Person) -> None:
    bare.says({}, 500)
    manager.says("hello")
    retries = [request.headers.get("x-slack-retry-num") for request in bare.requests]
    assert retries == [None, "1", "2", "3"]
    assert bare.requests[1].headers["x-slack-retry-reason"] == "http_error"
    assert len({json.loads(request.body)["event_id"] for request in bare.requests}) == 1


def test_an_event_is_not_repeated_when_the_bot_asks_for_that(bare: BareBot, manager: Person) -> None:
    bare.answer = lambda _request: Answer(500, headers={"x-slack-no-retry": "1"})
    manager.says("hello")
    assert len(bare.requests) == 1


def test_an_event_that_nobody_subscribed_to_is_not_sent(bare: BareBot, workspace: Workspace) -> None:
    assert workspace.send_event({"type": "team_join", "user": {"id": "U1"}}) == 200
    assert bare.requests == []


def test_who_joins_is_told_to_those_who_asked_for_it(bare: BareBot, clock: MovableClock) -> None:
    open_house = Workspace(clock, "shh")
    open_house.reach_bot_at(bare.url)
    newcomer = open_house.join("newcomer", "Nia Berg")
    event = json.loads(bare.requests[0].body)["event"]
    assert (event["type"], event["user"]["id"], event["user"]["real_name"]) == ("team_join", newcomer.id, "Nia Berg")


def test_a_change_of_a_person_is_told(bare: BareBot, workspace: Workspace, manager: Person) -> None:
    workspace.change_person("manager", tz="Asia/Tokyo", deleted=False)
    event = json.loads(bare.requests[0].body)["event"]
    assert (event["type"], event["user"]["id"], event["user"]["tz"]) == ("user_change", manager.id, "Asia/Tokyo")


def test_a_mention_in_a_message_is_bare(bare: BareBot, manager: Person, holder: Person) -> None:
    manager.says("ask @holder. Or <him> @nobody")
    event = json.loads(bare.requests[0].body)["event"]
    assert event["text"] == f"ask <@{holder.id}>. Or &lt;him&gt; @nobody"
    assert [part["type"] for part in event["blocks"][0]["elements"][0]["elements"]] == ["text", "user", "text"]


def test_a_file_comes_with_its_subtype(bare: BareBot, manager: Person) -> None:
    manager.says("", files=[{"id": "F1", "name": "plan.pdf"}])
    event = json.loads(bare.requests[0].body)["event"]
    assert (event["subtype"], event["files"][0]["name"]) == ("file_share", "plan.pdf")


def test_nobody_at_home_is_said_as_slack_says_it(workspace: Workspace, client: WebClient, manager: Person) -> None:
    manager.types("/tour")
    manager.sees('/tour failed with the error "dispatch_failed"')
    client.chat_postMessage(
        channel=manager.id, text="x", blocks=[{"type": "actions", "elements": [button("Go", "go")]}]
    )
    manager.presses("Go")
    manager.sees("The app could not do that just now.")
    manager.uses_shortcut("start_tour")
    open_modal(client, workspace, manager, text_field("a", "A", optional=True))
    manager.submits()
    manager.sees("We had some trouble connecting. Try again?", where="modal")


def test_a_bot_that_hangs_up_is_as_good_as_none(bare: BareBot, manager: Person) -> None:
    def hang_up(_request: Request) -> Answer:
        raise Dropped

    bare.answer = hang_up
    manager.types("/tour")
    manager.sees("dispatch_failed")


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "lost"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": modal(text_field("a", "A"), submit=None)},
        {"response_action": "explode"},
    ],
)
def test_an_answer_that_slack_cannot_use_leaves_the_form_with_its_trouble(
    bare: BareBot, client: WebClient, workspace: Workspace, manager: Person, answer: Json
) -> None:
    open_modal(client, workspace, manager, text_field("a", "A"))
    manager.fills("A", "typed")
    bare.says(answer)
    manager.submits()
    manager.sees("We had some trouble connecting.", "<typed>", where="modal")
    assert workspace.exchanges.problems()


def test_a_submission_may_update_push_and_clear(
    bare: BareBot, client: WebClient, workspace: Workspace, manager: Person
) -> None:
    open_modal(client, workspace, manager, text_field("a", "A"))
    manager.fills("A", "typed")
    bare.says({"response_action": "update", "view": modal(text_field("a", "A renamed"))})
    manager.submits()
    assert manager.value_of("A renamed") == "typed"
    bare.says({"response_action": "push", "view": modal(text_field("b", "B", optional=True))})
    manager.submits()
    manager.sees("B (optional)", where="modal")
    bare.says({"response_action": "clear"})
    manager.submits()
    assert manager.modal is None


def test_closing_is_told_to_views_that_ask_for_it(
    bare: BareBot, client: WebClient, workspace: Workspace, manager: Person
) -> None:
    open_modal(client, workspace, manager, text_field("a", "A"), notify_on_close=True)
    manager.presses("Cancel")
    open_modal(client, workspace, manager, text_field("a", "A"))
    manager.closes()
    open_modal(client, workspace, manager, text_field("a", "A"), notify_on_close=True, clear_on_close=True)
    manager.closes()
    assert [(payload["type"], payload["is_cleared"]) for payload in bare.payloads] == [
        ("view_closed", False),
        ("view_closed", True),
    ]


def test_a_button_that_asks_first_is_pressed_after_a_yes(bare: BareBot, client: WebClient, manager: Person) -> None:
    ask = button("Withdraw", "withdraw", confirm=showcase.CONFIRM)
    client.chat_postMessage(channel=manager.id, text="x", blocks=[{"type": "actions", "elements": [ask]}])
    manager.presses("Withdraw")
    manager.sees("Withdraw the proposal?", "[Keep it] [Withdraw it]")
    manager.presses("Keep it")
    assert bare.payloads == []
    manager.presses("Withdraw")
    with pytest.raises(CannotDo, match="no button 'Perhaps'"):
        manager.presses("Perhaps")
    manager.presses("Withdraw it")
    assert bare.payloads[0]["actions"][0]["action_id"] == "withdraw"


def test_an_action_in_a_message_names_the_message_and_an_address_for_the_answer(
    bare: BareBot, client: WebClient, manager: Person
) -> None:
    posted = client.chat_postMessage(channel=manager.id, text="Nudge", blocks=showcase.proposal(MONDAY))
    manager.presses("Snooze")
    (payload,) = bare.payloads
    assert payload["actions"][0]["selected_option"]["value"] == "snooze"
    assert payload["message"]["ts"] == posted["ts"] == payload["container"]["message_ts"]
    assert payload["response_url"].startswith("http://127.0.0.1:")


def test_a_link_button_sends_its_payload_too(bare: BareBot, client: WebClient, manager: Person) -> None:
    link = button("Read more", "more", url="https://example.org/")
    client.chat_postMessage(channel=manager.id, text="x", blocks=[{"type": "actions", "elements": [link]}])
    manager.presses("Read more")
    assert bare.payloads[0]["actions"][0]["action_id"] == "more"


def test_the_screen_reads_as_a_person_reads_it(client: WebClient, manager: Person, holder: Person) -> None:
    moment = int(MONDAY.timestamp())
    words = (
        f"<@{holder.id}> &amp; <https://example.org|a page>, <!date^{moment}^{{date_long}} at {{time}}|never> or "
        f"<!date^{moment}^{{date_short_pretty}}|never>"
    )
    client.chat_postMessage(channel=manager.id, text=words)
    manager.sees("@holder & a page, Monday, January 5, 2026 at 10:00 or today")
    client.chat_postMessage(channel=holder.id, text=words)
    holder.sees("at 04:00")


def test_a_choice_that_is_not_there_is_named(client: WebClient, workspace: Workspace, manager: Person) -> None:
    open_modal(client, workspace, manager, field("k", "Kind", {"type": "static_select", "options": [option("One")]}))
    with pytest.raises(CannotDo, match=r"no choice 'Two' among \['One'\]"):
        manager.chooses("Kind", "Two")
    with pytest.raises(CannotDo, match="takes one choice"):
        manager.chooses("Kind", "One", "One")
    with pytest.raises(CannotDo, match="no field 'Colour'"):
        manager.fills("Colour", "red")
