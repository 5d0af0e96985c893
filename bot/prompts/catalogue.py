"""What prompts there are to be: the moments and their facts, the shape of each kind, and words we do not use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.prompts.mrkdwn import mention


class PromptKind(StrEnum):
    """What a file under prompts/ is; front matter says it as `kind`."""

    MESSAGE = "message"
    NUDGE = "nudge"
    GUIDE = "guide"
    RUNG = "rung"
    WORDING = "wording"
    REHEARSAL = "rehearsal"
    EXAMPLE = "example"


@dataclass(frozen=True)
class Shape:
    """Where prompts of a kind lie, which front matter they must and may have, and how many words they may take."""

    folder: str
    required: frozenset[str]
    optional: frozenset[str]
    most_words: int


@dataclass(frozen=True)
class Moment:
    """A reason to write to somebody, the facts its prompts may name, and whether it is told rung by rung."""

    kind: PromptKind
    facts: frozenset[str]
    by_rung: bool = False


@dataclass(frozen=True)
class Topic:
    """A guide that the rest of the bot leads to, and whom it must be told to ("both": either one telling or two)."""

    name: str
    for_whom: str


def _shape(folder: str, required: str, optional: str, most_words: int) -> Shape:
    return Shape(folder, frozenset(["kind", *required.split()]), frozenset(optional.split()), most_words)


SHAPES: Mapping[PromptKind, Shape] = {
    PromptKind.MESSAGE: _shape("messages", "moment", "facts sources", 60),
    PromptKind.NUDGE: _shape("nudges", "moment", "rung facts sources", 60),
    PromptKind.GUIDE: _shape("guides", "topic title for", "facts sources", 220),
    PromptKind.RUNG: _shape("guides/rungs", "rung title", "facts sources", 120),
    PromptKind.WORDING: _shape("wording", "title", "facts sources", 220),
    PromptKind.REHEARSAL: _shape("rehearsals", "title start", "for sources", 60),
    PromptKind.EXAMPLE: _shape("examples", "title tour rhythm", "months", 220),
}

RUNGS = ("go_first", "take_turns", "pledge", "ask", "keep")
KINDS_OF_TOUR = ("rotational", "transformational", "foundational")
SIDES = ("manager", "holder", "both")
LONGEST_TITLE = 75
"""Characters: what one line of a Slack menu can hold."""
VARIANTS_AT_LEAST = 3
TURNS_AT_LEAST = 5
REPLIES_AT_LEAST = 2
WARNING = "Not this, but that"
SECTIONS = ("Why this talk", "How to open", "Questions to ask", WARNING, "How to end", "Write down")
QUESTIONS = (3, 4)


def _message(*facts: str) -> Moment:
    return Moment(PromptKind.MESSAGE, frozenset(facts))


def _nudge(*facts: str, by_rung: bool = False) -> Moment:
    return Moment(PromptKind.NUDGE, frozenset(facts), by_rung)


MOMENTS: Mapping[str, Moment] = {
    "proposal_arrived": _message("other", "kind"),
    "proposal_changed": _message("other", "kind"),
    "proposal_declined": _message("other", "kind"),
    "proposal_withdrawn": _message("other", "kind"),
    "proposal_lapsed": _message("other", "kind", "days"),
    "amendment_arrived": _message("other", "kind"),
    "terms_changed": _message("other", "kind"),
    "amendment_declined": _message("other", "kind"),
    "amendment_withdrawn": _message("other", "kind"),
    "amendment_lapsed": _message("other", "kind", "days"),
    "tour_paused": _message("other", "due"),
    "tour_resumed": _message("other", "kind"),
    "handover_choose": _message("other"),
    "handover_named": _message("other"),
    "handover_asked": _message("other", "kind"),
    "handover_anew": _message("other"),
    "handover_done": _message("other", "months"),
    "handover_off": _message("other", "kind"),
    "handover_ended": _message("other"),
    "handover_recalled": _message("other"),
    "tour_active": _message("other", "kind", "first_review"),
    "goals_added": _message("other", "kind"),
    "check_in_recorded": _message("other", "kind", "review"),
    "check_in_moved": _message("other", "kind", "review", "due"),
    "check_in_planned": _message("other", "kind", "review", "due"),
    "door_confirmed": _message("other", "kind"),
    "doors_agreed": _message("other", "kind"),
    "doors_differ": _message("other", "kind"),
    "close_opened": _message("other", "kind"),
    "tour_completed": _message("other", "kind", "months"),
    "tour_ended_early": _message("other", "kind"),
    "tour_agreed": _message("other", "kind", "due"),
    "next_tour_withdrawn": _message("other", "kind"),
    "tour_begun": _message("other", "kind", "first_review"),
    "card_shared": _message("other"),
    "pledge_made": _message("other"),
    "pledge_withdrawn": _message("other"),
    "values_shared": _message("other"),
    "turn_asked": _message("other"),
    "turn_answered": _message("other"),
    "talk_asked": _message("other"),
    "talk_dated": _message("other", "due"),
    "promise_marked": _message("other"),
    "promise_differs": _message("other"),
    "promise_agreed": _message("other"),
    "promise_wished": _message("other"),
    "person_left": _message("other"),
    "not_delivered": _message("other", "count"),
    "proposal_waiting": _nudge("other", "kind", "days"),
    "proposal_lapsing": _nudge("other", "kind", "due"),
    "amendment_waiting": _nudge("other", "kind", "days"),
    "amendment_lapsing": _nudge("other", "kind", "due"),
    "handover_waiting": _nudge("other", "days"),
    "handover_to_propose": _nudge("other", "days"),
    "review_coming": _nudge("other", "kind", "review", "due"),
    "review_due": _nudge("other", "kind", "review", "due", by_rung=True),
    "review_to_record": _nudge("other", "kind", "review", "due", "days"),
    "review_overdue": _nudge("other", "kind", "review", "due", "days"),
    "promise_due_company": _nudge("other", "kind", "due", "count"),
    "promise_due_holder": _nudge("other", "kind", "due", "count"),
    "talk_waiting": _nudge("other", "days"),
    "door_to_choose": _nudge("other", "kind"),
    "goal_due": _nudge("other", "kind", "due", "count"),
}

FACTS_OF_OTHERS = frozenset({"kind"})
"""What guides, rungs and wordings may name: the kind of the tour, which may be unknown (None)."""

TOPICS = (
    Topic("starting", "both"),
    Topic("first_check_in", "both"),
    Topic("check_in", "both"),
    Topic("halfway", "both"),
    Topic("next_tour_talk", "both"),
    Topic("reaffirmation", "both"),
    Topic("door_renew", "both"),
    Topic("door_new_tour", "both"),
    Topic("door_leave_well", "both"),
    Topic("doors_differ", "both"),
    Topic("someone_is_looking", "manager"),
    Topic("counter_offer", "manager"),
    Topic("promise_we_cannot_keep", "manager"),
    Topic("tour_going_badly", "both"),
    Topic("goals_that_do_not_fit", "manager"),
    Topic("where_you_stand", "both"),
    Topic("broken_trust", "both"),
    Topic("candidate", "manager"),
    Topic("new_manager", "both"),
    Topic("last_day", "both"),
    Topic("meeting_an_alum", "manager"),
    Topic("asking_for_a_talk", "holder"),
    Topic("saying_no", "holder"),
)
"""Every talk that must have its guide. A workspace may add guides of its own."""

AGREED = ("pledge", "signing")
"""Wordings that people give their word to: a workspace's own hold there once a steward has approved them."""

WORDINGS = ("pledge", "signing", "reflection", "talk_asked", "first_conversation_asked")

JARGON = (
    *("leverage", "align", "aligned", "alignment", "journey", "growth mindset", "synergy", "synergies", "touch base"),
    *("circle back", "stakeholder", "stakeholders", "empower", "deep dive", "bandwidth", "game changer", "holistic"),
    *("actionable", "proactive", "proactively", "best practice", "going forward", "value add", "takeaways", "rockstar"),
    *("reach out", "learnings", "impactful", "low-hanging fruit", "win-win", "outside the box", "human capital"),
)
CHEER_AND_SHAME = (
    *("great job", "well done", "awesome", "amazing", "exciting", "excited", "congratulations", "keep it up", "streak"),
    *("don't forget", "do not forget", "you forgot", "you failed", "friendly reminder", "just a reminder", "oops"),
    *("happy to announce", "yay", "kudos"),
)
FALSE_FRIENDS = ("we are a family", "like a family", "one big family", "work family", "free agent", "free agents")
NOT_OURS = JARGON + CHEER_AND_SHAME + FALSE_FRIENDS
CLAIMS = ("study", "studies", "research", "researchers", "evidence", "experiment", "experiments", "survey", "surveys")
"""A prompt that says one of these must name its sources in the front matter."""


def samples(kind_of_tour: str) -> list[dict[str, object]]:
    """Return example facts for a preview and for the checks: once where one thing is due, once where several are."""
    common: dict[str, object] = {
        "other": mention("U0SAMPLE"),
        "due": "Thursday, 4 March",
        "first_review": "Thursday, 2 April",
        "review": "talk about the next tour",
        "kind": kind_of_tour,
    }
    return [{**common, "days": 1, "months": 3, "count": 1}, {**common, "days": 3, "months": 12, "count": 2}]
