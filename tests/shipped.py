"""The shipped prompts, read once for all tests, and what to lay over them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot.prompts import Prompts

SHIPPED: Final = Path(__file__).parents[1] / "prompts"
PROMPTS: Final = Prompts.read(SHIPPED)
NUDGE: Final = "---\nkind: nudge\nmoment: goal_due\nfacts: [due]\n---\nDo it by {{ due }}.\n\nIt is due.\n"


def lay(folder: Path, name: str, text: str) -> Path:
    """Write a prompt into a folder that can be laid over the shipped one, and return that folder."""
    path = folder / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder
