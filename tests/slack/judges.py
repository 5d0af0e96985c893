"""Would Slack take this view, this message? Three judges: slack_sdk's models, blockkit, and rules of our own.

Limits are those of docs.slack.dev (Block Kit, Modals, App Home), as the types of Slack's own libraries repeat them.
Many screens show the same blocks, so each judge looks at a block once and remembers it by its JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import blockkit
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]

MOST_BLOCKS: Final = {"message": 50, "modal": 100, "home": 100}
VIEW_BYTES: Final = 250_000
MESSAGE_CHARACTERS: Final = 13_200  # all texts of one message's blocks together; Slack does not document it
EVERYWHERE: Final = frozenset({"actions", "context", "divider", "header", "image", "rich_text", "section"})
ALLOWED: Final = {
    "message": EVERYWHERE,
    "home": EVERYWHERE | {"input"},
    "modal": EVERYWHERE | {"input", "alert"},
}
UNKNOWN_TO_BLOCKKIT: Final = frozenset({"alert"})
"""Blocks that blockkit has no class for. They are left out of what it sees; the other two judges look at them."""

_TYPED: Final[Mapping[str, Callable[..., Any]]] = {
    "actions": blockkit.Actions,
    "button": blockkit.Button,
    "checkboxes": blockkit.Checkboxes,
    "context": blockkit.Context,
    "datepicker": blockkit.DatePicker,
    "divider": blockkit.Divider,
    "header": blockkit.Header,
    "home": blockkit.Home,
    "input": blockkit.Input,
    "message": blockkit.Message,
    "modal": blockkit.Modal,
    "multi_static_select": blockkit.MultiStaticSelect,
    "multi_users_select": blockkit.MultiUsersSelect,
    "number_input": blockkit.NumberInput,
    "overflow": blockkit.Overflow,
    "plain_text": blockkit.Text,
    "mrkdwn": blockkit.Text,
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "rich_text": blockkit.RichText,
    "rich_text_list": blockkit.RichTextList,
    "rich_text_preformatted": blockkit.RichTextPreformatted,
    "rich_text_quote": blockkit.RichTextQuote,
    "rich_text_section": blockkit.RichTextSection,
    "section": blockkit.Section,
    "static_select": blockkit.StaticSelect,
    "text": blockkit.RichTextEl,
    "timepicker": blockkit.TimePicker,
    "user": blockkit.RichUserEl,
    "users_select": blockkit.UsersSelect,
}
_UNTYPED: Final[Mapping[str, Callable[..., Any]]] = {
    "confirm": blockkit.Confirm,
    "dispatch_action_config": blockkit.DispatchActionConfig,
    "initial_option": blockkit.Option,
    "initial_options": blockkit.Option,
    "option_groups": blockkit.OptionGroup,
    "options": blockkit.Option,
    "style": blockkit.RichStyle,
}
_WITH_TYPE_ARGUMENT: Final = frozenset({"plain_text", "mrkdwn"})


def judge(screen: Json) -> None:
    """Raise AssertionError that lists every fault of a view, or of a message (`text` and `blocks`)."""
    found = faults(screen)
    assert not found, "\n".join(found)


def faults(screen: Json) -> list[str]:
    """Return what the three judges find wrong, a line each; an empty list where Slack would take it."""
    return [*_by_the_sdk(screen), *_by_blockkit(screen), *_by_our_rules(screen)]


def surface_of(screen: Json) -> str:
    """Return "modal" or "home" for a view, else "message"."""
    return str(screen["type"]) if screen.get("type") in {"modal", "home"} else "message"


def _by_the_sdk(screen: Json) -> Iterator[str]:
    try:
        parsed = [_block_of_the_sdk(json.dumps(block)) for block in screen["blocks"]]
        if surface_of(screen) != "message":
            View(**{**screen, "blocks": parsed}).to_dict()
        for block, known in zip(screen["blocks"], parsed, strict=True):
            if known is None:
                yield f"slack_sdk: knows no block {block['type']}"
    except Exception as error:  # noqa: BLE001 - whatever a judge says is a fault to report
        yield f"slack_sdk: {error}"


@cache
def _block_of_the_sdk(block: str) -> Any:
    """Return a block, given as JSON, as the SDK's: found sound, and not looked at again where a view holds it."""
    parsed: Any = Block.parse(json.loads(block))
    if parsed is not None:
        sound = parsed.to_dict()
        parsed.to_dict = lambda *_: sound
    return parsed


def _by_blockkit(screen: Json) -> Iterator[str]:
    seen = {**screen, "blocks": [b for b in screen["blocks"] if b.get("type") not in UNKNOWN_TO_BLOCKKIT]}
    if seen.get("private_metadata") == "":
        del seen["private_metadata"]  # Slack takes an empty one, as it takes none
    try:
        if surface_of(screen) == "message":
            seen = {"type": "message", "text": seen["text"], "blocks": seen["blocks"]}
        blocks = [_block_of_blockkit(json.dumps(block)) for block in seen.pop("blocks")]
        _component(seen, "", blocks=blocks).build()
    except Exception as error:  # noqa: BLE001 - whatever a judge says is a fault to report
        yield f"blockkit: {error}"


@cache
def _block_of_blockkit(block: str) -> Any:
    """Return a block, given as JSON, as blockkit's: found sound, and not looked at again where a screen holds it."""
    component = _component(json.loads(block), "blocks")
    sound = component.build()
    component.build = lambda: sound
    return component


def _component(part: Any, place: str, **made_before: Any) -> Any:
    """Return a part of a screen as blockkit's component. `place` is the key that it stands under."""
    if isinstance(part, list):
        return [_component(each, place) for each in part]
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    if kind == "image":
        made: Callable[..., Any] = blockkit.Image if place == "blocks" else blockkit.ImageEl
    else:
        made = _TYPED[kind] if kind else _UNTYPED[place]
    # blockkit looks for what is chosen at first among the groups themselves; our own rules look inside them.
    left_out = {"type", "initial_option"} if "option_groups" in part else {"type"}
    arguments = {key: _component(value, key) for key, value in part.items() if key not in left_out} | made_before
    return made(**arguments, type=kind) if kind in _WITH_TYPE_ARGUMENT else made(**arguments)


def _by_our_rules(screen: Json) -> Iterator[str]:
    surface, blocks = surface_of(screen), screen["blocks"]
    if not 1 <= len(blocks) <= MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks: a {surface} takes 1 to {MOST_BLOCKS[surface]}"
    focused = 0
    for block in blocks:
        if block["type"] not in ALLOWED[surface]:
            yield f"a {block['type']} block is not for a {surface}"
        wrong, focuses = _block_by_our_rules(json.dumps(block))
        yield from wrong
        focused += focuses
    for block_id, times in Counter(b["block_id"] for b in blocks if "block_id" in b).items():
        if times > 1:
            yield f"block_id {block_id} stands there {times} times"
    if focused > 1:
        yield "more than one element takes the focus"
    yield from (_faults_of_message(screen) if surface == "message" else _faults_of_view(screen))


@cache
def _block_by_our_rules(block: str) -> tuple[tuple[str, ...], int]:
    """Return the faults of a block, given as JSON, and how many of its elements take the focus."""
    parsed = json.loads(block)
    focuses = sum(bool(part.get("focus_on_load")) for part in _parts(parsed))
    return tuple(_faults_of_block(parsed)), focuses


def _faults_of_message(message: Json) -> Iterator[str]:
    if not message.get("text", "").strip():
        yield "no text for notifications and screen readers"
    if len(message.get("text", "")) > 4000:
        yield "the text is longer than 4,000 characters"
    if sum(_characters(block) for block in message["blocks"]) > MESSAGE_CHARACTERS:
        yield "the blocks hold too many characters for one message"


def _faults_of_view(view: Json) -> Iterator[str]:
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        yield "the view is larger than 250 KB"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata is longer than 3,000 characters"
    if not view.get("callback_id"):
        yield "no callback_id, so nobody could answer it"
    if view["type"] == "modal":
        yield from _faults_of_modal(view)


def _faults_of_modal(view: Json) -> Iterator[str]:
    has_inputs = any(block["type"] == "input" for block in view["blocks"])
    if has_inputs and "submit" not in view:
        yield "there are inputs, and no submit"
    for key in ("title", "submit", "close"):
        if key in view and not 1 <= len(view[key]["text"]) <= 24:
            yield f"{key} has {len(view[key]['text'])} characters: 1 to 24 are allowed"


def _faults_of_block(block: Json) -> Iterator[str]:
    twice = [name for name, times in Counter(_action_ids(block)).items() if times > 1]
    yield from (f"action_id {name} stands twice in one block" for name in twice)
    yield from _faults_of_alert(block)
    if block["type"] == "context" and any(len(e.get("text", "")) > 2000 for e in block["elements"]):
        yield "a line of a context block is longer than 2,000 characters"
    for part in _parts(block):
        yield from _faults_of_part(part)


def _faults_of_alert(block: Json) -> Iterator[str]:
    if block["type"] == "alert":
        if not 1 <= len(block["text"]["text"]) <= 200:
            yield "an alert takes 1 to 200 characters"
        if block.get("level", "default") not in {"default", "info", "warning", "error", "success"}:
            yield f"an alert has no level {block['level']}"


def _faults_of_part(part: Json) -> Iterator[str]:
    kind = part.get("type")
    chosen = [*part.get("initial_options", []), *([part["initial_option"]] if "initial_option" in part else [])]
    offered = [*part.get("options", []), *(o for group in part.get("option_groups", []) for o in group["options"])]
    if any(each not in offered for each in chosen):
        yield f"{part['action_id']}: what is chosen at first is not among the options"
    values = [each["value"] for each in offered]
    if len(set(values)) < len(values):
        yield f"{part['action_id']}: two options have one value"
    if kind in {"plain_text", "mrkdwn"} and not 1 <= len(part["text"]) <= 3000:
        yield f"a text has {len(part['text'])} characters: 1 to 3,000 are allowed"
    if kind == "text" and not part["text"]:
        yield "a rich text has an empty element"
    if kind == "plain_text_input" and len(part.get("initial_value", "")) > part.get("max_length", 3000):
        yield f"{part['action_id']}: what stands there at first is longer than the input takes"


def _action_ids(block: Json) -> Iterator[str]:
    for key in ("elements", "accessory", "element"):
        inside = block.get(key, [])
        for element in inside if isinstance(inside, list) else [inside]:
            if "action_id" in element:
                yield element["action_id"]


def _parts(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _parts(value)
    elif isinstance(part, list):
        for each in part:
            yield from _parts(each)


def _characters(part: Any) -> int:
    return sum(len(each["text"]) for each in _parts(part) if isinstance(each.get("text"), str))
