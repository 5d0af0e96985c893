"""How screens call the moments of nudges, and which guide goes with which talk, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.check_ins import Review
from bot.domain.nudges import Moment
from bot.slack.words import _


def guide_of(review: Review) -> str:
    """Return the topic of the guide for a kind of talk; they bear the same names."""
    return review.value


def talk_name(review: Review | None) -> str:
    """Return how the middle of a sentence calls a kind of talk; without one it is just "talk"."""
    names: Mapping[Review | None, str] = {
        Review.CHECK_IN: _("check-in"),
        Review.HALFWAY: _("halfway review"),
        Review.NEXT_TOUR_TALK: _("talk about the next tour"),
        Review.REAFFIRMATION: _("yearly reaffirmation"),
    }
    return names.get(review, _("talk"))


def moment_name(moment: str, review: Review | None = None) -> str:
    """Return what a nudge is about, in a few words; one of a kind we do not know is "a nudge".

    `review` is the kind of talk that it is about, where that is known.
    """
    names: Mapping[str, str] = {
        Moment.PROPOSAL_WAITING: _("a proposal waits for your answer"),
        Moment.PROPOSAL_LAPSING: _("a proposal will soon lapse"),
        Moment.AMENDMENT_WAITING: _("changed terms wait for your answer"),
        Moment.AMENDMENT_LAPSING: _("changed terms will soon lapse"),
        Moment.HANDOVER_WAITING: _("your choice of what a new manager gets"),
        Moment.HANDOVER_TO_PROPOSE: _("a proposal that you are asked for"),
        Moment.REVIEW_COMING: _("{talk} coming up"),
        Moment.REVIEW_DUE: _("words for your {talk}"),
        Moment.REVIEW_TO_RECORD: _("{talk} to record"),
        Moment.REVIEW_OVERDUE: _("{talk} still to record"),
        Moment.PROMISE_DUE_COMPANY: _("a promise to keep"),
        Moment.PROMISE_DUE_HOLDER: _("a promise to keep"),
        Moment.GOAL_DUE: _("a goal is due"),
        Moment.TALK_WAITING: _("a talk that somebody asked for"),
        Moment.DOOR_TO_CHOOSE: _("a door to choose"),
    }
    return names.get(moment, _("a nudge")).format(talk=talk_name(review))
