"""Reads what somebody entered into a form: Slack's view state by field, whatever suffix a block id carries."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.slack.blocks import INPUT_LIMIT
from bot.slack.ids import field_of

View = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)


def text(view: View, field: str) -> str | None:
    """Return what was written, without the blanks around it; None where nothing can be seen of it."""
    words = _entered(view, field).get("value")
    if not isinstance(words, str) or not any(_is_seen(character) for character in words):
        return None
    return words.strip()


def chosen(view: View, field: str) -> str | None:
    """Return the value of the option chosen in a select or among radio buttons, or None."""
    option = _entered(view, field).get("selected_option")
    return str(option["value"]) if option else None


def choice(view: View, field: str, among: type[Choice]) -> Choice | None:
    """Return which of `among` was chosen, or None (as for a value that is none of them, from a forged request)."""
    value = chosen(view, field)
    return among(value) if value in set(among) else None


def chosen_many(view: View, field: str) -> list[str]:
    """Return the values of all ticked boxes."""
    return [str(option["value"]) for option in _entered(view, field).get("selected_options") or ()]


def day(view: View, field: str) -> date | None:
    """Return the day picked, or None where there is none (or, from a forged request, one that does not exist)."""
    picked = _entered(view, field).get("selected_date")
    try:
        return date.fromisoformat(picked) if isinstance(picked, str) else None
    except ValueError:
        return None


def time_of(view: View, field: str) -> str | None:
    """Return the time picked, as "HH:MM", or None."""
    picked = _entered(view, field).get("selected_time")
    return picked if isinstance(picked, str) else None


def person(view: View, field: str) -> str | None:
    """Return the user id of the person picked, or None."""
    picked = _entered(view, field).get("selected_user")
    return str(picked) if picked else None


def people_in(view: View, field: str) -> list[str]:
    """Return the user ids of the people picked, each once, in the order in which they were picked."""
    picked = _entered(view, field).get("selected_users")
    return list(dict.fromkeys(map(str, picked))) if isinstance(picked, list) else []


def memo(view: View) -> dict[str, Any]:
    """Return what the form remembers of itself (private_metadata). Raises Refused(FORM_OUTDATED) for anything else."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except (ValueError, RecursionError):
        raise Refused(Reason.FORM_OUTDATED) from None
    if not isinstance(found, dict):
        raise Refused(Reason.FORM_OUTDATED)
    return found


def number_in(memo: Mapping[str, Any], name: str, *, least: int = 1, most: int = 2**31 - 1) -> int:
    """Return a whole number that a form remembers. Raises Refused(FORM_OUTDATED) when it is not one of that range."""
    found = memo.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise Refused(Reason.FORM_OUTDATED)
    return found


class Faults:
    """Collects what is wrong with a form, to say all of it at once."""

    def __init__(self) -> None:
        self.refusals: list[Refused] = []

    def add(self, reason: Reason, field: str, **facts: object) -> None:
        """Note that `field` is refused."""
        self.refusals.append(Refused(reason, field=field, **facts))

    def require(self, value: object, field: str) -> None:
        """Note REQUIRED at `field` when there is no value."""
        if value is None or value == "":
            self.add(Reason.REQUIRED, field)

    def require_short(self, words: str | None, field: str, limit: int = INPUT_LIMIT) -> None:
        """Note TOO_LONG at `field` when there are more than `limit` characters."""
        if words is not None and len(words) > limit:
            self.add(Reason.TOO_LONG, field, limit=limit)

    def settle(self) -> None:
        """Raise SeveralRefused with everything noted, if anything was."""
        if self.refusals:
            raise SeveralRefused(self.refusals)


def _values(view: View) -> Mapping[str, Any]:
    found = view.get("state", {}).get("values", {})
    return found if isinstance(found, Mapping) else {}


def _entered(view: View, field: str) -> Mapping[str, Any]:
    values = _values(view)
    if (elements := values.get(field)) is not None:
        return next(iter(elements.values()), {})
    for block_id, elements in values.items():
        if block_id.startswith(field) and field_of(block_id) == field:
            return next(iter(elements.values()), {})
    return {}


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC"
