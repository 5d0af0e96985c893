"""The table of listeners: one look-up by id instead of Bolt's walk past every listener."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

Listener = Callable[..., None]
Ack = Callable[..., Any]
"""Answers the request of a payload: with nothing, or with what Slack is to do with the modal."""
AnyListener = TypeVar("AnyListener", bound=Listener)


class Refresh(Protocol):
    """Brings the Homes of the people with these user ids up to date. It never raises on Slack's account."""

    def __call__(self, *user_ids: str) -> None: ...


class Payload(StrEnum):
    """The kinds of payload that Slack sends."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "submission"
    CLOSED = "closed"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True)
class Route:
    """A listener, and the names of what it asks for."""

    listener: Listener
    names: tuple[str, ...]


class Routes:
    """Each story's `register(routes)` adds its listeners here: `routes.command("list")(list_tours)`."""

    def __init__(self) -> None:
        self._table: dict[tuple[Payload, str], Route] = {}

    def command(self, word: str) -> Callable[[AnyListener], AnyListener]:
        """Answer `/tour WORD`; the empty word is `/tour` alone."""
        return self._adder(Payload.COMMAND, word)

    def action(self, action_id: str) -> Callable[[AnyListener], AnyListener]:
        """Answer a press or a choice. Ids may carry a suffix behind a colon, which is not looked at here."""
        return self._adder(Payload.ACTION, action_id)

    def submission(self, callback_id: str) -> Callable[[AnyListener], AnyListener]:
        """Answer the submit button of a modal."""
        return self._adder(Payload.SUBMISSION, callback_id)

    def shortcut(self, callback_id: str) -> Callable[[AnyListener], AnyListener]:
        """Answer a global shortcut."""
        return self._adder(Payload.SHORTCUT, callback_id)

    def event(self, kind: str) -> Callable[[AnyListener], AnyListener]:
        """Answer an event, such as "app_home_opened"."""
        return self._adder(Payload.EVENT, kind)

    def find(self, payload: Payload, key: str) -> Route | None:
        """Return the route for `key`, or None for an id that nobody knows (a button of an older version)."""
        return self._table.get((payload, key.split(":", 1)[0]))

    def keys(self, payload: Payload) -> list[str]:
        """Return all ids of one kind, in the order of their registration."""
        return [key for kind, key in self._table if kind is payload]

    def require_names(self, offered: Collection[str]) -> None:
        """Raise TypeError when a listener asks for a name that is not on offer; Bolt would hand it None."""
        for (payload, key), route in self._table.items():
            if missing := set(route.names) - set(offered):
                raise TypeError(f"the listener of {payload} {key!r} asks for {sorted(missing)}, which nobody offers")

    def __iter__(self) -> Iterator[tuple[Payload, str, Route]]:
        return ((payload, key, route) for (payload, key), route in self._table.items())

    def _adder(self, payload: Payload, key: str) -> Callable[[AnyListener], AnyListener]:
        def add(listener: AnyListener) -> AnyListener:
            if (payload, key) in self._table:
                raise ValueError(f"two listeners for {payload} {key!r}")
            self._table[payload, key] = Route(listener, tuple(inspect.signature(listener).parameters))
            return listener

        return add
