"""Reads how people put it (phrases.en.txt): phrases, filed under what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

from bot.services.understanding.intents import Intent, Near
from bot.services.understanding.likeness import Known


def _read(text: str) -> Mapping[Near, Known]:
    """Return what stands under each heading. Raises ValueError for a heading that names no intent."""
    phrases: dict[Near, list[str]] = {}
    cues: dict[Near, list[str]] = {}
    for meant, line in _lines(text):
        cue = line.removeprefix("~ ")
        (phrases if cue == line else cues).setdefault(meant, []).append(cue)
    return {meant: Known(some, cues.get(meant, ())) for meant, some in phrases.items()}


def _lines(text: str) -> Iterator[tuple[Near, str]]:
    meant = Near(Intent.UNSURE)
    for line in text.splitlines():
        if line.startswith("= "):
            intent, _, topic = line[2:].partition(" ")
            meant = Near(Intent(intent), topic or None)
        elif line and not line.startswith("#"):
            yield meant, line


BANK: Final = _read((files(__package__) / "phrases.en.txt").read_text(encoding="utf-8"))
GUIDE_BANK: Final[Mapping[str, Known]] = {
    near.topic: Known((*known.phrases, near.topic.replace("_", " ")), known.cues)
    for near, known in BANK.items()
    if near.topic
}
