"""Reads how people put it (phrases.en.txt): phrases, filed under what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Final

from bot.services.understanding.intents import Intent, Near


def _read(text: str) -> Mapping[Near, Sequence[str]]:
    """Return the phrases under each heading. Raises ValueError for a heading that names no intent."""
    filed: dict[Near, list[str]] = {}
    for meant, phrase in _lines(text):
        filed.setdefault(meant, []).append(phrase)
    return filed


def _lines(text: str) -> Iterator[tuple[Near, str]]:
    meant = Near(Intent.UNSURE)
    for line in text.splitlines():
        if line.startswith("= "):
            intent, _, topic = line[2:].partition(" ")
            meant = Near(Intent(intent), topic or None)
        elif line and not line.startswith("#"):
            yield meant, line


BANK: Final = _read((files(__package__) / "phrases.en.txt").read_text(encoding="utf-8"))
GUIDE_BANK: Final[Mapping[str, Sequence[str]]] = {
    near.topic: (*phrases, near.topic.replace("_", " ")) for near, phrases in BANK.items() if near.topic
}
