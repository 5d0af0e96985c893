"""Inputs as people fill them, as Slack's own client checks them, and as they arrive at the bot."""

from __future__ import annotations

from datetime import date

import pytest
from slack_sdk import WebClient

from bot.playground.persons import Person
from bot.playground.workspace import Workspace
from tests.playground.bare_bot import BareBot, Json, open_modal
from tests.playground.showcase import field, option, text_field


def test_every_input_is_filled_and_arrives_in_slacks_shape(
    bare: BareBot, client: WebClient, workspace: Workspace, manager: Person, holder: Person
) -> None:
    stay = [option("Feedback"), option("Training"), option("Top colleagues")]
    open_modal(
        client,
        workspace,
        manager,
        field("who", "Who", {"type": "users_select"}),
        field("all", "All", {"type": "multi_users_select"}),
        field("kind", "Kind", {"type": "static_select", "options": stay}),
        field("many", "Many", {"type": "multi_static_select", "options": stay, "max_selected_items": 2}),
        field("one", "One", {"type": "radio_buttons", "options": stay}),
        field("some", "Some", {"type": "checkboxes", "options": stay, "initial_options": stay[:1]}),
        field("day", "Day", {"type": "datepicker"}),
        field("hour", "Hour", {"type": "timepicker"}),
        field("months", "Months", {"type": "number_input", "is_decimal_allowed": False, "max_value": "12"}),
    )
    manager.chooses("Who", "@holder")
    manager.chooses("All", "@holder", "Maya Okafor")
    manager.chooses("Kind", "Training")
    manager.chooses("Many", "Feedback", "Top")
    manager.chooses("One", "Feedback")
    manager.chooses("Some", "Training", "Feedback")
    manager.picks_date("Day", date(2026, 3, 1))
    manager.picks_time("Hour", "14:30")
    manager.fills("Months", 13)
    manager.submits()
    manager.sees("Please enter 12 or less.")
    manager.fills("Months", 6)
    manager.submits()
    values = {name: state["v"] for name, state in bare.payloads[0]["view"]["state"]["values"].items()}
    assert values["who"] == {"type": "users_select", "selected_user": holder.id}
    assert values["all"]["selected_users"] == [holder.id, manager.id]
    assert values["kind"]["selected_option"] == stay[1]
    assert values["many"]["selected_options"] == [stay[0], stay[2]]
    assert values["one"]["selected_option"]["value"] == "feedback"
    assert [one["value"] for one in values["some"]["selected_options"]] == ["feedback", "training"]
    assert values["day"] == {"type": "datepicker", "selected_date": "2026-03-01"}
    assert values["hour"] == {"type": "timepicker", "selected_time": "14:30"}
    assert values["months"] == {"type": "number_input", "value": "6"}


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        ({"type": "plain_text_input", "min_length": 5}, "abc", "at least 5 characters"),
        ({"type": "plain_text_input", "max_length": 5}, "abcdef", "no more than 5 characters"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "a whole number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "much", "Please enter a number."),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1.5", "2 or more"),
    ],
)
def test_slacks_own_client_refuses_before_the_bot_hears_of_it(
    bare: BareBot,
    client: WebClient,
    workspace: Workspace,
    manager: Person,
    element: Json,
    value: str,
    complaint: str,
) -> None:
    open_modal(client, workspace, manager, field("a", "A", element))
    manager.fills("A", value)
    manager.submits()
    manager.sees(complaint)
    assert bare.payloads == []


def test_an_input_that_tells_at_once_does(
    bare: BareBot, client: WebClient, workspace: Workspace, manager: Person
) -> None:
    telling = field("k", "Kind", {"type": "static_select", "options": [option("One")]}, dispatch_action=True)
    open_modal(client, workspace, manager, telling, text_field("a", "A"))
    manager.fills("A", "typed")
    assert bare.payloads == []
    manager.chooses("Kind", "One")
    (payload,) = bare.payloads
    assert payload["type"] == "block_actions"
    assert payload["actions"][0]["selected_option"]["value"] == "one"
    assert payload["view"]["state"]["values"]["a"]["v"]["value"] == "typed"
    assert payload["container"] == {"type": "view", "view_id": payload["view"]["id"]}
