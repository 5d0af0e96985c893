"""Finding a button or a field by the words on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.playground.reading import Reader
from bot.playground.records import Message, Place
from bot.playground.refusals import Json
from bot.playground.screen import BUTTONS, Screen
from bot.playground.values import elements_of, options_of


@dataclass(frozen=True)
class Target:
    """An element on the screen: where it is, its words, what stands around it. `option` is a menu entry's value."""

    place: Place
    block: Json
    element: Json
    label: str
    around: str
    option: str | None = None

    @property
    def ids(self) -> tuple[str, str, str]:
        """The three ids that a seat asks for."""
        return self.place.key, self.block["block_id"], self.element["action_id"]


class Finder:
    """Lists what can be pressed and filled in one place, as one person reads it."""

    def __init__(self, reader: Reader, screen: Screen) -> None:
        self._reader = reader
        self._screen = screen

    def buttons(self, place: Place) -> Iterator[Target]:
        """Yield the buttons of a place, and the entries of its overflow menus."""
        for block, element, around in self._elements(place):
            if element["type"] in BUTTONS:
                yield Target(place, block, element, self._reader.text(element["text"]), around)
            elif element["type"] == "overflow":
                for option in options_of(element):
                    label = self._reader.text(option["text"])
                    yield Target(place, block, element, label, around, option["value"])

    def fields(self, place: Place) -> Iterator[Target]:
        """Yield what can be filled or chosen in a place, each by its label, its placeholder, or the words before it."""
        for block, element, around in self._elements(place):
            if element["type"] not in BUTTONS | {"overflow", "image"}:
                yield Target(place, block, element, self._label(block, element, around), around)

    def _elements(self, place: Place) -> Iterator[tuple[Json, Json, str]]:
        near: list[str] = []
        for block in place.blocks:
            words = "\n".join(self._screen.block(block, place))
            if block["type"] in {"header", "divider"}:
                near = []
            elif block["type"] == "section":
                near = near[-1:]
            near.append(words)
            around = "\n".join(near)
            if isinstance(place, Message):
                around = f"{self._reader.mrkdwn(place.text)}\n{around}"
            for element in elements_of(block):
                yield block, element, words if block["type"] == "section" else around

    def _label(self, block: Json, element: Json, around: str) -> str:
        if block["type"] == "input":
            return self._reader.text(block["label"])
        if block["type"] == "section" and block.get("text"):
            return self._reader.text(block["text"])
        return self._reader.text(element.get("placeholder")) or around
