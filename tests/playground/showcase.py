"""A bot for the tests of the page: it shows every block and input, and answers as bots do."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

Json = dict[str, Any]


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def option(words: str, note: str = "") -> Json:
    entry: Json = {"text": plain(words), "value": words.lower().replace(" ", "_")}
    return {**entry, "description": plain(note)} if note else entry


def button(words: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(words), "action_id": action_id, "value": "x", **more}


def field(name: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": name, "label": plain(label), "element": {"action_id": "v", **element}, **more}


def text_field(name: str, label: str, **more: Any) -> Json:
    return field(name, label, {"type": "plain_text_input", "multiline": True}, **more)


CONFIRM = {
    "title": plain("Withdraw the proposal?"),
    "text": plain("The other side will see that it was withdrawn."),
    "confirm": plain("Withdraw it"),
    "deny": plain("Keep it"),
}


def start_form(kind: str = "rotational") -> Json:
    """The start form; a transformational tour asks for one thing more."""
    kinds = [
        option("Rotational", "a scalable role"),
        option("Transformational", "a mission of your own"),
        option("Foundational"),
    ]
    chosen = next(one for one in kinds if one["value"] == kind)
    blocks = [
        {
            "type": "alert",
            "text": plain("A statement of intent: a moral obligation, no contract."),
            "level": "info",
        },
        field("who", "With whom", {"type": "users_select", "placeholder": plain("Choose a person")}),
        field(
            "kind",
            "Kind of tour",
            {"type": "static_select", "options": kinds, "initial_option": chosen},
            dispatch_action=True,
            hint=plain("You can change this until both have signed."),
        ),
        text_field("mission", "Mission", hint=plain("Visible to both of you.")),
        text_field("gain", "What changes in the career", optional=True),
        field("start", "First day", {"type": "datepicker", "initial_date": "2026-02-02"}),
        field("hour", "Time of the talk", {"type": "timepicker", "initial_time": "14:30"}, optional=True),
        field("months", "Months", {"type": "number_input", "is_decimal_allowed": False}, optional=True),
        field(
            "rhythm",
            "Rhythm",
            {"type": "radio_buttons", "options": [option("Monthly"), option("Quarterly")]},
            optional=True,
        ),
        field(
            "stay",
            "What would make you stay",
            {"type": "checkboxes", "options": [option("Feedback"), option("Training"), option("Top colleagues")]},
            optional=True,
        ),
    ]
    if kind == "transformational":
        blocks.insert(4, text_field("why", "Why this one", optional=True))
    return modal("start", "Start a tour", "Propose", *blocks)


def modal(callback_id: str, title: str, submit: str, *blocks: Json) -> Json:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "submit": plain(submit),
        "close": plain("Cancel"),
        "blocks": list(blocks),
    }


def proposal(now: datetime) -> list[Json]:
    due = int((now + timedelta(days=3)).timestamp())
    return [
        {"type": "header", "text": plain("A tour is proposed")},
        {
            "type": "section",
            "text": mrkdwn(
                "*Earn the right of first conversation*\n<@U01MANAGER> proposes a tour, to read until "
                f"<!date^{due}^{{date_long}} at {{time}}|soon>. _Nothing is signed yet_; `see below`.\n"
                "• read it\n• sign it &amp; keep it"
            ),
            "accessory": {
                "type": "overflow",
                "action_id": "menu",
                "options": [option("Snooze"), option("Skip"), option("Stop")],
            },
        },
        {"type": "section", "fields": [mrkdwn("*Kind*\nTransformational"), mrkdwn("*Ends*\nJune 2028")]},
        {"type": "divider"},
        {
            "type": "actions",
            "block_id": "answer",
            "elements": [
                button("Sign", "sign", style="primary"),
                button("Propose a change", "change"),
                button("Withdraw", "withdraw", style="danger", confirm=CONFIRM),
            ],
        },
        {"type": "context", "elements": [mrkdwn("Visible to the two of you.")]},
    ]


def home(user_id: str) -> Json:
    words = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "In your own words: <b>bold</b> & *stars*"}],
    }
    rows = [[plain("Nudge"), plain("When")], [plain("Check-in"), plain("2 March")], [plain("Halfway"), plain("1 May")]]
    cells = [[{"type": "raw_text", "text": cell["text"]} for cell in row] for row in rows]
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("One next step")},
            {
                "type": "section",
                "text": mrkdwn("Write three lines about yourself before Thursday’s talk."),
                "accessory": button("Write them", "open_start", style="primary"),
            },
            {"type": "divider"},
            {"type": "header", "text": plain("My tours")},
            {"type": "section", "text": mrkdwn(f"Tour with <@{user_id}>, until June 2028")},
            {"type": "rich_text", "elements": [words]},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "static_select",
                        "action_id": "show",
                        "placeholder": plain("Show"),
                        "options": [option("Goals"), option("Promises")],
                    },
                    button("Read it", "read"),
                ],
            },
            {"type": "context", "elements": [mrkdwn("Only you see this page.")]},
        ],
        "private_metadata": str(len(cells)),
    }


def teach(app: App, now: datetime) -> None:
    """Give the bot its commands, forms, buttons and Home."""
    _teach_commands(app, now)
    _teach_forms(app)
    _teach_buttons(app)
    _teach_events(app)


def _teach_commands(app: App, now: datetime) -> None:
    @app.command("/tour")
    def tour(ack: Ack, command: Json, client: WebClient) -> None:
        if command["text"].startswith("start"):
            client.views_open(trigger_id=command["trigger_id"], view=start_form())
            ack()
        elif command["text"] == "late":
            time.sleep(3.3)
            ack()
        elif command["text"] == "propose":
            client.chat_postMessage(channel=command["user_id"], text="A tour is proposed", blocks=proposal(now))
            ack()
        else:
            ack("Try `/tour start @person`, `/tour list` or `/tour help`.")

    @app.shortcut("start_tour")
    def shortcut(ack: Ack, shortcut: Json, client: WebClient) -> None:
        client.views_open(trigger_id=shortcut["trigger_id"], view=start_form())
        ack()


def _teach_forms(app: App) -> None:
    @app.action("v")
    def kind_chosen(ack: Ack, body: Json, client: WebClient) -> None:
        view, kind = body["view"], body["actions"][0]["selected_option"]["value"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=start_form(kind))
        ack()

    @app.view("start")
    def started(ack: Ack, view: Json) -> None:
        values = view["state"]["values"]
        if "valuable experience" in (values["mission"]["v"]["value"] or ""):
            ack(response_action="errors", errors={"mission": "This could be said of any job. What will be different?"})
        else:
            note = {"type": "section", "text": mrkdwn("Both of you will see every nudge of this tour before signing.")}
            pushed = text_field("note", "One line for the other side", optional=True)
            ack(response_action="push", view=modal("note", "Before it goes", "Send", note, pushed))

    @app.view("note")
    def noted(ack: Ack) -> None:
        ack(response_action="clear")


def _teach_buttons(app: App) -> None:
    @app.action("open_start")
    def open_start(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=start_form())
        ack()

    @app.action("sign")
    def sign(ack: Ack, respond: Respond) -> None:
        respond(text="Signed by you.", replace_original=True)
        ack()

    @app.action("withdraw")
    def withdraw(ack: Ack, respond: Respond) -> None:
        respond(text="Withdrawn.", replace_original=True)
        ack()

    @app.action("menu")
    def menu(ack: Ack, action: Json, say: Say) -> None:
        say(f"{action['selected_option']['text']['text']}: noted.")
        ack()


def _teach_events(app: App) -> None:
    @app.event("message")
    def message(event: Json, say: Say) -> None:
        say(f"You wrote: {event['text']}")

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=home(event["user"]))
