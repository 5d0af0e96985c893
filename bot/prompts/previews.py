"""How one prompt reads, for whoever wrote it: for each kind of tour, with one thing due and with several."""

from __future__ import annotations

from dataclasses import dataclass

from bot.prompts.catalogue import KINDS_OF_TOUR
from bot.prompts.library import Prompts

ONE, SEVERAL = "one is due", "several are due"


@dataclass(frozen=True)
class Preview:
    """A text (mrkdwn) that people may get, and when; `when` is empty where the prompt reads the same for everybody."""

    when: str
    text: str


def previews(prompts: Prompts, name: str) -> list[Preview]:
    """Return every text that example facts make of a prompt, each once. Raises PromptError if it is unknown."""
    by_case = {
        (kind, several): prompts.render_sample(name, kind, several=several)
        for kind in KINDS_OF_TOUR
        for several in (False, True)
    }
    told = list(dict.fromkeys(by_case.values()))
    return [Preview(_when([case for case, text in by_case.items() if text == one]), one) for one in told]


def _when(cases: list[tuple[str, bool]]) -> str:
    kinds = list(dict.fromkeys(kind for kind, _ in cases))
    counts = list(dict.fromkeys(several for _, several in cases))
    parts = [
        ", ".join(kinds) if len(kinds) < len(KINDS_OF_TOUR) else "",
        (SEVERAL if counts[0] else ONE) if len(counts) == 1 else "",
    ]
    return "; ".join(filter(None, parts))
