"""The judge: would Slack take this message, this view? Every limit is Slack's own; nothing here is stricter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.playground.judge_blocks import block_faults
from bot.playground.judge_elements import length_faults, text_faults
from bot.playground.refusals import Json, SlackError
from bot.playground.values import elements_of

MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MAX_VIEW_BYTES = 250_000
MAX_TEXT = 40_000
MAX_BLOCK_CHARACTERS = 13_200  # not written down by Slack; found by others, see slackapi/bolt-js issue 2509
MAX_MARKDOWN = 12_000
WITH_FOCUS = "focus_on_load"


def block_list_faults(blocks: Any, surface: str, at: str = "/blocks") -> list[str]:
    """Return what is wrong with blocks on a surface ("message", "modal", "home"); empty when Slack takes them."""
    if not isinstance(blocks, list):
        return [f"must be a list [json-pointer:{at}]"]
    faults = [fault for number, block in enumerate(blocks) for fault in block_faults(block, f"{at}/{number}", surface)]
    if len(blocks) > MAX_BLOCKS[surface]:
        faults.append(f"no more than {MAX_BLOCKS[surface]} items allowed [json-pointer:{at}]")
    if not faults:
        faults.extend(_identity_faults(blocks, at))
    return [f"[ERROR] {fault}" for fault in faults]


def _identity_faults(blocks: list[Json], at: str) -> Iterator[str]:
    named = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for block_id, times in named.items():
        if times > 1:
            yield f"block_id {block_id!r} already exists [json-pointer:{at}]"
    for number, block in enumerate(blocks):
        actions = Counter(element["action_id"] for element in elements_of(block) if element.get("action_id"))
        if any(times > 1 for times in actions.values()):
            yield f"action_id already exists in this block [json-pointer:{at}/{number}]"
    if sum(bool(element.get(WITH_FOCUS)) for block in blocks for element in elements_of(block)) > 1:
        yield f"only one element may have focus_on_load [json-pointer:{at}]"
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield f"only one table is allowed [json-pointer:{at}]"


def view_faults(view: Any) -> list[str]:
    """Return what is wrong with a modal or Home view; empty when Slack takes it."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return ["[ERROR] must be a view of type modal or home [json-pointer:/view/type]"]
    frame = [f"[ERROR] {fault}" for fault in _frame_faults(view)]
    return frame + block_list_faults(view.get("blocks"), view["type"], "/view/blocks")


def _frame_faults(view: Json) -> Iterator[str]:
    yield from length_faults(view, "private_metadata", "/view", 3000)
    yield from length_faults(view, "callback_id", "/view", 255)
    yield from length_faults(view, "external_id", "/view", 255)
    if view["type"] == "home":
        yield from (
            f"not allowed in a Home view [json-pointer:/view/{key}]" for key in ("title", "submit") if key in view
        )
        return
    yield from text_faults(view.get("title"), "/view/title", 24, plain=True)
    for key in ("submit", "close"):
        if view.get(key) is not None:
            yield from text_faults(view[key], f"/view/{key}", 24, plain=True)
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in view.get("blocks") or [])
    if has_input and not view.get("submit"):
        yield "a modal with inputs needs submit [json-pointer:/view/submit]"


def judge_view(view: Any, kind: str) -> None:
    """Raise SlackError when Slack would refuse this view where a `kind` ("modal" or "home") is wanted."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > MAX_VIEW_BYTES:
        raise SlackError("view_too_large")
    faults = view_faults(view)
    if not faults and view["type"] != kind:
        faults = [f"[ERROR] must be a view of type {kind} [json-pointer:/view/type]"]
    if faults:
        raise SlackError("invalid_arguments", faults)


def judge_message(message: Json) -> None:
    """Raise SlackError when Slack would refuse this message (text, blocks, markdown_text, metadata)."""
    text, blocks, markdown = message.get("text"), message.get("blocks"), message.get("markdown_text")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if not (text or blocks or markdown or message.get("attachments")):
        raise SlackError("no_text")
    if len(text or "") > MAX_TEXT or len(markdown or "") > MAX_MARKDOWN:
        raise SlackError("msg_too_long")
    _judge_message_blocks(blocks or [])
    metadata = message.get("metadata")
    if metadata is not None and not (
        isinstance(metadata, dict) and metadata.get("event_type") and isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackError("invalid_metadata_format")


def _judge_message_blocks(blocks: Any) -> None:
    faults = block_list_faults(blocks, "message")
    if faults:
        raise SlackError("invalid_blocks", faults)
    if sum(map(_characters, blocks)) > MAX_BLOCK_CHARACTERS:
        raise SlackError("msg_blocks_too_long")
    if sum(len(block.get("text", "")) for block in blocks if block["type"] == "markdown") > MAX_MARKDOWN:
        raise SlackError("msg_blocks_too_long")


def _characters(part: Any) -> int:
    if isinstance(part, dict):
        own = part.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(_characters(value) for value in part.values())
    return sum(map(_characters, part)) if isinstance(part, list) else 0
