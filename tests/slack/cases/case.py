"""One screen at its worst: which function shows it, in which case, and what Slack would be sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from bot.slack import blocks

Json = dict[str, Any]


class Case(NamedTuple):
    """`shows` is the function of bot/slack/views (or messages) that made the screen."""

    shows: Callable[..., Any]
    name: str
    screen: Json


def message(parts: Sequence[Json], text: str = "A text for notifications.") -> Json:
    """Return blocks as the message that they are sent in."""
    return {"text": text, "blocks": list(parts)}


def in_modal(parts: Sequence[Json]) -> Json:
    """Return a part of a screen as a modal of its own; an empty part gets the line that would stand around it."""
    return blocks.modal("part", "Part", list(parts) or [blocks.section("Nothing here.")], close="Close")
