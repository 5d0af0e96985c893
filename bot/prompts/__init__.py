"""The words of Tourguide: loads, checks and renders prompts/**/*.md. Everything that others use stands here."""

from bot.prompts.catalogue import KINDS_OF_TOUR, MOMENTS, RUNGS, Moment, PromptKind, Topic
from bot.prompts.examples import Example
from bot.prompts.library import Agreed, Guide, GuideSummary, Prompts, RehearsalSummary, Rendered, Section
from bot.prompts.mrkdwn import PromptError, mention
from bot.prompts.rehearsals import Rehearsal, Reply, Step

__all__ = [
    "KINDS_OF_TOUR",
    "MOMENTS",
    "RUNGS",
    "Agreed",
    "Example",
    "Guide",
    "GuideSummary",
    "Moment",
    "PromptError",
    "PromptKind",
    "Prompts",
    "Rehearsal",
    "RehearsalSummary",
    "Rendered",
    "Reply",
    "Section",
    "Step",
    "Topic",
    "mention",
]
