"""Which blocks Slack takes, where, and how much fits in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.playground.judge_elements import (
    ACCESSORIES,
    ACTION_ELEMENTS,
    INPUT_ELEMENTS,
    element_faults,
    image_faults,
    length_faults,
    text_faults,
)
from bot.playground.refusals import Json

Faults = Iterator[str]
EVERYWHERE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
ONLY_MESSAGES = {"card", "carousel", "context_actions", "data_table", "data_visualization", "markdown", "plan", "table",
                 "task_card"}  # fmt: skip
ALLOWED = {
    "message": EVERYWHERE | ONLY_MESSAGES | {"container"},
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE,
}
RICH_PARTS = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
RICH_ELEMENTS = {"text", "link", "user", "usergroup", "channel", "emoji", "date", "broadcast", "color"}
CONTEXT_ACTIONS = {"feedback_buttons", "icon_button"}
ALERT_LEVELS = {"default", "info", "warning", "error", "success"}


def block_faults(block: Any, at: str, surface: str) -> Faults:
    """Yield what is wrong with one block on a surface ("message", "modal" or "home")."""
    if not isinstance(block, dict):
        yield f"must be an object [json-pointer:{at}]"
        return
    kind = str(block.get("type"))
    if kind not in ALLOWED[surface]:
        yield f"unsupported block: {kind} [json-pointer:{at}/type]"
        return
    yield from length_faults(block, "block_id", at, 255)
    judge = JUDGES.get(kind)
    if judge is not None:
        yield from judge(block, at)


def _section(block: Json, at: str) -> Faults:
    if "text" not in block and not block.get("fields"):
        yield f"a section needs text or fields [json-pointer:{at}]"
    if "text" in block:
        yield from text_faults(block["text"], f"{at}/text", 3000)
    fields = block.get("fields") or []
    if len(fields) > 10:
        yield f"no more than 10 items allowed [json-pointer:{at}/fields]"
    for number, field in enumerate(fields):
        yield from text_faults(field, f"{at}/fields/{number}", 2000)
    if "accessory" in block:
        yield from element_faults(block["accessory"], f"{at}/accessory", ACCESSORIES)


def _header(block: Json, at: str) -> Faults:
    yield from text_faults(block.get("text"), f"{at}/text", 150, plain=True)


def _actions(block: Json, at: str) -> Faults:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 25:
        yield f"must have 1 to 25 items [json-pointer:{at}/elements]"
        return
    for number, element in enumerate(elements):
        yield from element_faults(element, f"{at}/elements/{number}", ACTION_ELEMENTS)


def _context(block: Json, at: str) -> Faults:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
        yield f"must have 1 to 10 items [json-pointer:{at}/elements]"
        return
    for number, element in enumerate(elements):
        if element.get("type") == "image":
            yield from image_faults(element, f"{at}/elements/{number}")
        else:
            yield from text_faults(element, f"{at}/elements/{number}", 3000)


def _context_actions(block: Json, at: str) -> Faults:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 5:
        yield f"must have 1 to 5 items [json-pointer:{at}/elements]"
        return
    for number, element in enumerate(elements):
        if element.get("type") not in CONTEXT_ACTIONS:
            yield f"unsupported element: {element.get('type')} [json-pointer:{at}/elements/{number}/type]"


def _input(block: Json, at: str) -> Faults:
    yield from text_faults(block.get("label"), f"{at}/label", 2000, plain=True)
    if "hint" in block:
        yield from text_faults(block["hint"], f"{at}/hint", 2000, plain=True)
    if not isinstance(block.get("element"), dict):
        yield f"missing required field: element [json-pointer:{at}]"
        return
    yield from element_faults(block["element"], f"{at}/element", INPUT_ELEMENTS)


def _image(block: Json, at: str) -> Faults:
    yield from image_faults(block, at)
    if "title" in block:
        yield from text_faults(block["title"], f"{at}/title", 2000, plain=True)


def _rich_text(block: Json, at: str) -> Faults:
    parts = block.get("elements")
    if not isinstance(parts, list) or not parts:
        yield f"must have at least 1 item [json-pointer:{at}/elements]"
        return
    for number, part in enumerate(parts):
        yield from _rich_part(part, f"{at}/elements/{number}")


def _rich_part(part: Json, at: str) -> Faults:
    if part.get("type") not in RICH_PARTS:
        yield f"unsupported element: {part.get('type')} [json-pointer:{at}/type]"
        return
    for number, element in enumerate(part.get("elements") or []):
        here = f"{at}/elements/{number}"
        if part["type"] == "rich_text_list":
            yield from _rich_part(element, here)
        elif element.get("type") not in RICH_ELEMENTS:
            yield f"unsupported element: {element.get('type')} [json-pointer:{here}/type]"
        elif element["type"] == "text" and not element.get("text"):
            yield f"must be more than 0 characters [json-pointer:{here}/text]"


def _alert(block: Json, at: str) -> Faults:
    yield from text_faults(block.get("text"), f"{at}/text", 200)
    if block.get("level", "default") not in ALERT_LEVELS:
        yield f"unknown level [json-pointer:{at}/level]"


def _table(block: Json, at: str) -> Faults:
    rows = block.get("rows") or []
    if not 1 <= len(rows) <= 100:
        yield f"must have 1 to 100 rows [json-pointer:{at}/rows]"
    if any(len(row) > 20 for row in rows):
        yield f"no more than 20 cells allowed [json-pointer:{at}/rows]"


JUDGES: dict[str, Callable[[Json, str], Faults]] = {
    "section": _section,
    "header": _header,
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "input": _input,
    "image": _image,
    "rich_text": _rich_text,
    "alert": _alert,
    "table": _table,
}
