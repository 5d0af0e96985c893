"""Which guide somebody means who names a talk in a few words."""

from __future__ import annotations


def find_topic(words: str) -> str | None:
    """Return the topic of the guide that `words` name, or None where none is near."""
    return None if not words.strip() else None
