"""What could be sharper about goals or a tour: shown where it was typed, with "Sharpen it" and "Keep as is"."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from bot.domain.vagueness import Finding
from bot.services.sharpening import Sharpening
from bot.slack.blocks import Block, actions, button, section, shorten
from bot.slack.ids import Action
from bot.slack.words import _


class Stage(StrEnum):
    """How far a form has come with its questions. It asks once."""

    FRESH = "fresh"
    ASKING = "asking"  # submitted, and "Sharpen it" or "Keep as is" is to be chosen
    ASKED = "asked"  # the questions stand at their goals; saving is all that is left

    @property
    def submit(self) -> str:
        """The label of the button that saves."""
        return _("Keep as is") if self is Stage.ASKING else _("Save")


GLIMPSE: Final = 160  # characters of what was found that are said again


def invitation(found: Sharpening) -> list[Block]:
    """What stands above the form: that nothing is blocked."""
    words = _("These goals could be sharper. Change them where they stand, or keep them as they are: both are fine.")
    one_sided = [questions([found.one_sided])] if found.one_sided else []
    return [section(words), *one_sided]


def way_back(action_id: str = Action.SHARPEN_GOALS) -> Block:
    """What stands below the form, just above "Keep as is"."""
    return actions(button(_("Sharpen it"), action_id, style="primary"))


def questions(findings: Sequence[Finding]) -> Block:
    """What was found in one goal: the exact words, why, one question, one example."""
    return {"type": "rich_text", "elements": [_question(finding) for finding in findings]}


def _question(finding: Finding) -> dict[str, Any]:
    """The words are the writer's own, so they are shown as text and never obeyed."""
    said = (
        [{"type": "text", "text": shorten(finding.words, GLIMPSE), "style": {"italic": True}}] if finding.words else []
    )
    asked = f"{' ' if said else ''}{finding.why} {finding.question} "
    example = _("For instance: “{rewrite}”").format(rewrite=finding.rewrite)
    return {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "→ "},
            *said,
            {"type": "text", "text": asked},
            {"type": "text", "text": example},
        ],
    }
