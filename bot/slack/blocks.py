"""The palette: small builders of Block Kit as plain dicts, with Slack's limits kept (docs.slack.dev, Block Kit)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]
Option = dict[str, Any]
View = dict[str, Any]

SECTION_LIMIT = 3000
INPUT_LIMIT = 3000
HEADER_LIMIT = 150
BUTTON_LIMIT = 75
TITLE_LIMIT = 24
OPTION_LIMIT = 75


def shorten(words: str, limit: int) -> str:
    """Return `words`, cut with an ellipsis where Slack would refuse their length."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def plain(words: str) -> dict[str, Any]:
    """Text that is shown as it stands: the only kind for what people wrote."""
    return {"type": "plain_text", "text": words, "emoji": True}


def mrkdwn(words: str) -> dict[str, Any]:
    """Text of ours with Slack's formatting; `verbatim` keeps Slack from turning @here or #general into links."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def header(words: str) -> Block:
    return {"type": "header", "text": plain(shorten(words, HEADER_LIMIT))}


def divider() -> Block:
    return {"type": "divider"}


def section(words: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """A paragraph of our own words (mrkdwn)."""
    block: Block = {"type": "section", "text": mrkdwn(shorten(words, SECTION_LIMIT))}
    return _with(block, accessory=accessory, block_id=block_id)


def quoted(words: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """A paragraph that a person wrote, shown as it stands, cut where it is too long for one block."""
    block: Block = {"type": "section", "text": plain(shorten(words, SECTION_LIMIT))}
    return _with(block, accessory=accessory, block_id=block_id)


def written(words: str) -> list[Block]:
    """What a person wrote, as rich text, never interpreted; long writing is split over several blocks."""
    pieces = [words[at : at + SECTION_LIMIT] for at in range(0, len(words), SECTION_LIMIT)] or ["-"]
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": piece}]}],
        }
        for piece in pieces
    ]


def labelled(label: str, words: str | None) -> list[Block]:
    """A bold label of ours over what a person wrote; a missing text is shown as a dash."""
    title = {"type": "text", "text": label, "style": {"bold": True}}
    first, rest = (words or "–")[:SECTION_LIMIT], (words or "")[SECTION_LIMIT:]
    elements = [title, {"type": "text", "text": "\n" + first}]
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}
    return [block, *(written(rest) if rest else [])]


def context(*lines: str) -> Block:
    """Small print of our own (mrkdwn), up to ten lines."""
    return {"type": "context", "elements": [mrkdwn(shorten(line, SECTION_LIMIT)) for line in lines[:10]]}


def visible_to(who: str) -> Block:
    """The line that says who can read what stands above or in the form."""
    return context(f"🔒 {who}")


def button(
    label: str,
    action_id: str,
    value: str | None = None,
    *,
    style: str | None = None,
    confirm: Element | None = None,
    described_as: str | None = None,
) -> Element:
    """A button. `described_as` is what a screen reader says where the label alone would not tell."""
    element: Element = {"type": "button", "text": plain(shorten(label, BUTTON_LIMIT)), "action_id": action_id}
    return _with(
        element,
        value=value,
        style=style,
        confirm=confirm,
        accessibility_label=described_as and shorten(described_as, BUTTON_LIMIT),
    )


def confirm(title: str, words: str, yes: str, no: str) -> Element:
    """A question that Slack asks before a button acts."""
    return {"title": plain(title), "text": plain(words), "confirm": plain(yes), "deny": plain(no)}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    """A row of buttons or selects. Action ids must differ inside one row (Slack refuses them otherwise)."""
    return _with({"type": "actions", "elements": list(elements)}, block_id=block_id)


def option(label: str, value: str, description: str | None = None) -> Option:
    found: Option = {"text": plain(shorten(label, OPTION_LIMIT)), "value": value}
    return _with(found, description=description and plain(shorten(description, OPTION_LIMIT)))


def overflow(action_id: str, options: Sequence[Option]) -> Element:
    """A small menu of up to five options behind three dots."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[:5])}


def field(
    block_id: str,
    label: str,
    element: Element,
    *,
    hint: str | None = None,
    optional: bool = False,
    speaks_up: bool = False,
) -> Block:
    """One input of a form. `speaks_up` sends its value at once, while the form stays open."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        "optional": optional,
        "dispatch_action": speaks_up,
    }
    return _with(block, hint=hint and plain(hint))


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    placeholder: str | None = None,
    multiline: bool = False,
    focus: bool = False,
) -> Element:
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": INPUT_LIMIT,
        "focus_on_load": focus,
    }
    return _with(element, initial_value=initial, placeholder=placeholder and plain(shorten(placeholder, 150)))


def date_input(action_id: str, *, initial: date | None = None) -> Element:
    return _with({"type": "datepicker", "action_id": action_id}, initial_date=initial and initial.isoformat())


def time_input(action_id: str, *, initial: str | None = None) -> Element:
    """A choice of a time of day, "HH:MM"."""
    return _with({"type": "timepicker", "action_id": action_id}, initial_time=initial)


def select(
    action_id: str, options: Sequence[Option], *, initial: str | None = None, placeholder: str | None = None
) -> Element:
    """A choice of one from a list; `initial` is the value of the option chosen at first."""
    chosen = next((o for o in options if o["value"] == initial), None)
    element: Element = {"type": "static_select", "action_id": action_id, "options": list(options)}
    return _with(element, initial_option=chosen, placeholder=placeholder and plain(placeholder))


def grouped_select(
    action_id: str, groups: Sequence[tuple[str, Sequence[Option]]], *, initial: str | None = None
) -> Element:
    """A choice of one from several lists, each under its label; `initial` is the value chosen at first.

    Slack takes up to 100 options in each.
    """
    chosen = next((o for _label, options in groups for o in options if o["value"] == initial), None)
    listed = [{"label": plain(shorten(label, OPTION_LIMIT)), "options": list(options)} for label, options in groups]
    return _with({"type": "static_select", "action_id": action_id, "option_groups": listed}, initial_option=chosen)


def radio(action_id: str, options: Sequence[Option], *, initial: str | None = None) -> Element:
    """A choice of one from up to ten options that are all in view."""
    chosen = next((o for o in options if o["value"] == initial), None)
    return _with({"type": "radio_buttons", "action_id": action_id, "options": list(options)}, initial_option=chosen)


def checkboxes(action_id: str, options: Sequence[Option], *, initial: Sequence[str] = ()) -> Element:
    chosen = [o for o in options if o["value"] in initial]
    return _with(
        {"type": "checkboxes", "action_id": action_id, "options": list(options)}, initial_options=chosen or None
    )


def person_input(action_id: str, *, initial: str | None = None, placeholder: str | None = None) -> Element:
    """A choice of one member of the workspace. Slack cannot filter it, so whoever is chosen is checked afterwards."""
    element: Element = {"type": "users_select", "action_id": action_id}
    return _with(element, initial_user=initial, placeholder=placeholder and plain(placeholder))


def people_input(action_id: str, *, initial: Sequence[str] = (), most: int) -> Element:
    """A choice of up to `most` members of the workspace; whoever is chosen is checked afterwards."""
    element: Element = {"type": "multi_users_select", "action_id": action_id, "max_selected_items": most}
    return _with(element, initial_users=list(initial) or None)


def alert(words: str, *, level: str = "warning") -> Block:
    """A notice inside a modal (Slack shows it nowhere else)."""
    return {"type": "alert", "text": mrkdwn(shorten(words, 200)), "level": level}


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str,
    private_metadata: str = "",
) -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(shorten(title, TITLE_LIMIT)),
        "close": plain(shorten(close, TITLE_LIMIT)),
        "blocks": list(blocks),
        "private_metadata": private_metadata,
    }
    return _with(view, submit=submit and plain(shorten(submit, TITLE_LIMIT)))


def home(callback_id: str, blocks: Sequence[Block]) -> View:
    return {"type": "home", "callback_id": callback_id, "blocks": list(blocks)}


def _with(base: Mapping[str, Any], **extra: object) -> dict[str, Any]:
    return {**base, **{key: value for key, value in extra.items() if value is not None}}
