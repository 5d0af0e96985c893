"""A person types, presses, fills and sees, against a bot that speaks through Bolt."""

from __future__ import annotations

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

from bot.playground.persons import Person
from bot.playground.refusals import CannotDo


def text(words: str) -> dict[str, object]:
    return {"type": "plain_text", "text": words}


def text_field(name: str, label: str, **more: object) -> dict[str, object]:
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": name, "label": text(label), "element": element, **more}


def modal(*blocks: dict[str, object], **more: object) -> dict[str, object]:
    frame = {"type": "modal", "callback_id": "form", "title": text("A form"), "submit": text("Send")}
    return {**frame, "close": text("Cancel"), "blocks": list(blocks), **more}


def button(label: str, action_id: str = "go", **more: object) -> dict[str, object]:
    return {"type": "button", "text": text(label), "action_id": action_id, "value": "v", **more}


def test_a_command_names_people_by_id_and_its_answer_is_for_the_asker_alone(
    bot: App, manager: Person, holder: Person
) -> None:
    seen = {}

    @bot.command("/tour")
    def tour(ack: Ack, command: dict[str, str]) -> None:
        seen.update(command)
        ack(f"You asked for {command['text']}")

    manager.types("/tour start @holder <now>")
    assert seen["text"] == f"start <@{holder.id}|holder> &lt;now&gt;"
    manager.sees("You asked for start @holder <now>", "only visible to you")
    holder.does_not_see("You asked for")


def test_a_command_without_should_escape_gets_what_was_typed(bot: App, manager: Person) -> None:
    seen = []

    @bot.command("/raw")
    def raw(ack: Ack, command: dict[str, str]) -> None:
        seen.append(command["text"])
        ack()

    manager.types("/raw @holder")
    assert seen == ["@holder"]


def test_a_command_that_the_app_does_not_have_is_refused_by_slack(manager: Person) -> None:
    manager.types("/lunch")
    manager.sees("/lunch is not a valid command")


def test_a_form_is_opened_filled_refused_at_the_field_and_taken(bot: App, manager: Person) -> None:
    @bot.command("/tour")
    def open_form(ack: Ack, client: WebClient, command: dict[str, str]) -> None:
        client.views_open(
            trigger_id=command["trigger_id"], view=modal(text_field("mission", "Mission"), text_field("gain", "Gain"))
        )
        ack()

    taken = []

    @bot.view("form")
    def take(ack: Ack, view: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]) -> None:
        values = view["state"]["values"]
        if values["mission"]["typed"]["value"] == "bad":
            ack(response_action="errors", errors={"mission": "Say more."})
        else:
            taken.append(values)
            ack()

    manager.types("/tour")
    manager.sees("A form", "Mission", where="modal")
    manager.presses("Send")
    manager.sees("Please complete this required field.")
    manager.fills("Mission", "bad")
    manager.fills("Gain", "a lot")
    manager.submits()
    manager.sees("! Say more.", "<a lot>")
    manager.fills("Mission", "better")
    manager.submits()
    assert manager.modal is None
    assert taken[0]["mission"]["typed"] == {"type": "plain_text_input", "value": "better"}


def test_a_message_button_leads_to_a_new_text_of_that_message(bot: App, client: WebClient, holder: Person) -> None:
    @bot.action("go")
    def go(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Signed.", replace_original=True)

    client.chat_postMessage(
        channel=holder.id, text="Please sign", blocks=[{"type": "actions", "elements": [button("Sign")]}]
    )
    holder.presses("Sign")
    holder.sees("Signed.")
    holder.does_not_see("[Sign]")


@pytest.mark.usefixtures("holder")
def test_words_to_the_bot_get_a_reply(bot: App, manager: Person) -> None:
    @bot.event("message")
    def reply(event: dict[str, str], say: Say) -> None:
        say(f"You wrote: {event['text']}")

    manager.says("help me with @holder & others")
    manager.sees("You wrote: help me with @holder & others")


def test_home_is_published_when_it_is_opened(bot: App, manager: Person) -> None:
    @bot.event("app_home_opened")
    def home(event: dict[str, str], client: WebClient) -> None:
        blocks = [
            {"type": "section", "text": text("Tour with A"), "accessory": button("Open", "a")},
            {"type": "section", "text": text("Tour with B"), "accessory": button("Open", "b")},
        ]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    pressed = []

    @bot.action("b")
    def chosen(ack: Ack, action: dict[str, str]) -> None:
        pressed.append(action["action_id"])
        ack()

    manager.opens_home()
    manager.sees("Tour with A", where="home")
    with pytest.raises(CannotDo, match="2 times button 'Open'"):
        manager.presses("Open")
    manager.presses("Open", within="Tour with B")
    assert pressed == ["b"]


def test_a_shortcut_opens_a_form(bot: App, manager: Person) -> None:
    @bot.shortcut("start_tour")
    def start(ack: Ack, shortcut: dict[str, str], client: WebClient) -> None:
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal(text_field("a", "Mission")))
        ack()

    manager.uses_shortcut("Start a tour")
    manager.sees("Mission", where="modal")
    with pytest.raises(CannotDo, match="no shortcut 'Nap'"):
        manager.uses_shortcut("Nap")


def test_what_fails_shows_the_screen(client: WebClient, manager: Person) -> None:
    client.chat_postMessage(channel=manager.id, text="Hello there")
    with pytest.raises(CannotDo, match=r"(?s)no button 'Sign'.*Hello there"):
        manager.presses("Sign")
    with pytest.raises(CannotDo, match=r"(?s)does not see 'Goodbye'.*Hello there"):
        manager.sees("Goodbye", patience=0)
    with pytest.raises(CannotDo, match=r"sees 'Hello"):
        manager.does_not_see("Hello")
