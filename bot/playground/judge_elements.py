"""Which elements Slack takes, and how long their parts may be. The limits are those of Slack's Block Kit reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.playground.refusals import Json

Faults = Iterator[str]

SELECTS = {"static_select", "external_select", "users_select", "conversations_select", "channels_select"}
MULTI_SELECTS = {f"multi_{kind}" for kind in SELECTS}
PICKERS = {"datepicker", "timepicker", "datetimepicker"}
CHOICES = {"radio_buttons", "checkboxes"}
TEXT_INPUTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"}
INPUT_ELEMENTS = SELECTS | MULTI_SELECTS | PICKERS | CHOICES | TEXT_INPUTS | {"file_input"}
ACTION_ELEMENTS = {"button", "overflow", "workflow_button"} | SELECTS | PICKERS | CHOICES
ACCESSORIES = ACTION_ELEMENTS | MULTI_SELECTS | {"image"}
MAX_OPTIONS = {"radio_buttons": 10, "checkboxes": 10, "overflow": 5}
WITH_PLACEHOLDER = SELECTS | MULTI_SELECTS | PICKERS | (TEXT_INPUTS)
DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
MOMENT = re.compile(r"\d{10}\Z")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")


def text_faults(text: Any, at: str, limit: int, *, plain: bool = False) -> Faults:
    """Yield what is wrong with a text object: its shape, its kind, emptiness, or more than `limit` characters."""
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        yield f"must be a text object [json-pointer:{at}]"
        return
    if text.get("type") not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        yield f"unsupported type: {text.get('type')} [json-pointer:{at}/type]"
    if not text["text"]:
        yield f"must be more than 0 characters [json-pointer:{at}/text]"
    if len(text["text"]) > limit:
        yield f"must be less than {limit + 1} characters [json-pointer:{at}/text]"
    if text.get("type") == "mrkdwn" and "emoji" in text:
        yield f"emoji belongs to plain_text only [json-pointer:{at}/emoji]"


def length_faults(holder: Json, key: str, at: str, limit: int) -> Faults:
    """Yield a complaint when the string at `key` is there and longer than `limit`, or is no string."""
    value = holder.get(key)
    if value is None:
        return
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{at}/{key}]"
    elif len(value) > limit:
        yield f"must be less than {limit + 1} characters [json-pointer:{at}/{key}]"


def element_faults(element: Json, at: str, allowed: set[str]) -> Faults:
    """Yield what is wrong with one interactive element that stands where only `allowed` kinds may."""
    kind = element.get("type")
    if kind not in allowed:
        yield f"unsupported element: {kind} [json-pointer:{at}/type]"
        return
    if kind == "image":
        yield from image_faults(element, at)
        return
    yield from length_faults(element, "action_id", at, 255)
    yield from _button_faults(element, at)
    yield from _option_faults(element, at)
    yield from _input_faults(element, at)
    if "confirm" in element:
        yield from confirm_faults(element["confirm"], f"{at}/confirm")
    if "placeholder" in element:
        if kind not in WITH_PLACEHOLDER:
            yield f"{kind} takes no placeholder [json-pointer:{at}/placeholder]"
        yield from text_faults(element["placeholder"], f"{at}/placeholder", 150, plain=True)


def image_faults(image: Json, at: str) -> Faults:
    """Yield what is wrong with an image block or element."""
    if not image.get("alt_text"):
        yield f"missing required field: alt_text [json-pointer:{at}]"
    if ("image_url" in image) == ("slack_file" in image):
        yield f"exactly one of image_url and slack_file is needed [json-pointer:{at}]"
    yield from length_faults(image, "alt_text", at, 2000)
    yield from length_faults(image, "image_url", at, 3000)


def confirm_faults(confirm: Any, at: str) -> Faults:
    """Yield what is wrong with a confirmation dialog."""
    for key, limit, plain in (("title", 100, True), ("text", 300, False), ("confirm", 30, True), ("deny", 30, True)):
        yield from text_faults((confirm or {}).get(key), f"{at}/{key}", limit, plain=plain)


def _button_faults(element: Json, at: str) -> Faults:
    if element["type"] != "button":
        return
    yield from text_faults(element.get("text"), f"{at}/text", 75, plain=True)
    for key, limit in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        yield from length_faults(element, key, at, limit)
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield f"unknown style [json-pointer:{at}/style]"


def _option_faults(element: Json, at: str) -> Faults:
    kind = element["type"]
    if kind not in {"static_select", "multi_static_select", "overflow"} | CHOICES:
        return
    groups = element.get("option_groups")
    if (groups is None) == (element.get("options") is None):
        yield f"exactly one of options and option_groups is needed [json-pointer:{at}]"
    if groups is not None:
        if not 1 <= len(groups) <= 100:
            yield f"must have 1 to 100 items [json-pointer:{at}/option_groups]"
        for number, group in enumerate(groups):
            yield from text_faults(group.get("label"), f"{at}/option_groups/{number}/label", 75, plain=True)
            yield from _options_faults(group.get("options"), kind, f"{at}/option_groups/{number}/options")
    elif element.get("options") is not None:
        yield from _options_faults(element["options"], kind, f"{at}/options")
    yield from _initial_faults(element, at)


def _options_faults(options: Any, kind: str, at: str) -> Faults:
    limit = MAX_OPTIONS.get(kind, 100)
    if not isinstance(options, list) or not 1 <= len(options) <= limit:
        yield f"must have 1 to {limit} items [json-pointer:{at}]"
        return
    values = [option.get("value") for option in options]
    if len(set(values)) != len(values):
        yield f"option values must be unique [json-pointer:{at}]"
    for number, option in enumerate(options):
        plain = kind not in CHOICES
        yield from text_faults(option.get("text"), f"{at}/{number}/text", 75, plain=plain)
        if not option.get("value"):
            yield f"missing required field: value [json-pointer:{at}/{number}]"
        yield from length_faults(option, "value", f"{at}/{number}", 75)
        if "description" in option:
            yield from text_faults(option["description"], f"{at}/{number}/description", 75, plain=plain)


def _initial_faults(element: Json, at: str) -> Faults:
    from_groups = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    options = [*(element.get("options") or []), *from_groups]
    if "initial_option" in element and element["initial_option"] not in options:
        yield f"initial_option is none of the options [json-pointer:{at}/initial_option]"
    starts = element.get("initial_options")
    if starts is not None and (not starts or any(option not in options for option in starts)):
        yield f"initial_options must be some of the options [json-pointer:{at}/initial_options]"


def _input_faults(element: Json, at: str) -> Faults:
    kind = element["type"]
    if kind == "number_input" and not isinstance(element.get("is_decimal_allowed"), bool):
        yield f"missing required field: is_decimal_allowed [json-pointer:{at}]"
    if kind == "number_input":
        for key in ("min_value", "max_value", "initial_value"):
            yield from length_faults(element, key, at, 40)
    if kind == "plain_text_input":
        yield from _text_input_faults(element, at)
    if kind == "datepicker" and not DATE.match(element.get("initial_date", "2000-01-01")):
        yield f"must be a date like 2026-01-31 [json-pointer:{at}/initial_date]"
    if kind == "timepicker" and not TIME.match(element.get("initial_time", "12:00")):
        yield f"must be a time like 14:30 [json-pointer:{at}/initial_time]"
    if kind == "datetimepicker" and not MOMENT.match(str(element.get("initial_date_time", "1767225600"))):
        yield f"must be a moment of ten digits [json-pointer:{at}/initial_date_time]"
    if not isinstance(element.get("max_selected_items", 1), int) or element.get("max_selected_items", 1) < 1:
        yield f"must be 1 or more [json-pointer:{at}/max_selected_items]"


def _text_input_faults(element: Json, at: str) -> Faults:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if not 0 <= shortest <= 3000 or not 1 <= longest <= 3000 or shortest > longest:
        yield f"min_length and max_length must lie between 0 and 3000, in this order [json-pointer:{at}]"
    yield from length_faults(element, "initial_value", at, longest)
