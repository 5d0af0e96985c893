"""What Slack's own client checks before it submits a modal."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from bot.playground.records import View
from bot.playground.refusals import Json
from bot.playground.values import raw


def submit_errors(view: View) -> dict[str, str]:
    """Return by block_id what a person must mend before Slack sends the form at all."""
    errors = {}
    for block in view.blocks:
        if block["type"] == "input":
            element = block["element"]
            value = raw(view.state.get(block["block_id"], {}).get(element["action_id"], {}))
            fault = _fault(block, element, value)
            if fault:
                errors[block["block_id"]] = fault
    return errors


def _fault(block: Json, element: Json, value: object) -> str:
    if value in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input":
        return _length_fault(element, str(value))
    if element["type"] == "number_input":
        return _number_fault(element, str(value))
    if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
        return f"Please choose no more than {element['max_selected_items']}."
    return ""


def _length_fault(element: Json, text: str) -> str:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(text) < shortest:
        return f"Please write at least {shortest} characters."
    return f"Please write no more than {longest} characters." if len(text) > longest else ""


def _number_fault(element: Json, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter {element['max_value']} or less."
    return ""
