"""THE table of a tour's life: which act leads from which state to which."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bot.domain.refusals import Reason, Refused


class State(StrEnum):
    """Where a tour stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    COUNTERED = "countered"
    AGREED = "agreed"  # both have signed; it begins when the holder's earlier tour makes room
    ACTIVE = "active"
    PAUSED = "paused"
    HANDING_OVER = "handing_over"
    CLOSING = "closing"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ENDED_EARLY = "ended_early"
    HANDED_OVER = "handed_over"


class Act(StrEnum):
    """What can be done to a tour as a whole."""

    PROPOSE = "propose"  # the side that started it writes a version
    COUNTER = "counter"  # the other side writes a version
    AGREE = "agree"  # the second signature on one version
    AGREE_NEXT = "agree_next"  # the same, while the holder's earlier tour is under way
    BEGIN = "begin"  # its day has come, and the earlier tour has made room
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    AMEND = "amend"  # either side writes changed terms of a tour that runs; those in force stay in force
    AGREE_CHANGE = "agree_change"  # the second signature on them
    DROP_CHANGE = "drop_change"  # declined, taken back, or left alone too long: the terms stay as they are
    PAUSE = "pause"
    RESUME = "resume"
    HAND_OVER = "hand_over"  # a new manager is named
    TAKE_OVER = "take_over"  # holder and new manager have signed a tour of their own (decision 0024)
    HAND_BACK = "hand_back"  # the new manager says no, or is not needed any more
    CLOSE = "close"
    COMPLETE = "complete"
    END_EARLY = "end_early"


TABLE: Final[dict[tuple[State, Act], State]] = {
    (State.DRAFT, Act.PROPOSE): State.PROPOSED,
    (State.DRAFT, Act.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Act.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Act.COUNTER): State.COUNTERED,
    (State.PROPOSED, Act.AGREE): State.ACTIVE,
    (State.PROPOSED, Act.AGREE_NEXT): State.AGREED,
    (State.PROPOSED, Act.DECLINE): State.DECLINED,
    (State.PROPOSED, Act.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Act.LAPSE): State.LAPSED,
    (State.COUNTERED, Act.PROPOSE): State.PROPOSED,
    (State.COUNTERED, Act.COUNTER): State.COUNTERED,
    (State.COUNTERED, Act.AGREE): State.ACTIVE,
    (State.COUNTERED, Act.AGREE_NEXT): State.AGREED,
    (State.COUNTERED, Act.DECLINE): State.DECLINED,
    (State.COUNTERED, Act.WITHDRAW): State.WITHDRAWN,
    (State.COUNTERED, Act.LAPSE): State.LAPSED,
    (State.AGREED, Act.BEGIN): State.ACTIVE,
    (State.AGREED, Act.WITHDRAW): State.WITHDRAWN,
    (State.ACTIVE, Act.AMEND): State.ACTIVE,
    (State.ACTIVE, Act.AGREE_CHANGE): State.ACTIVE,
    (State.ACTIVE, Act.DROP_CHANGE): State.ACTIVE,
    (State.ACTIVE, Act.PAUSE): State.PAUSED,
    (State.ACTIVE, Act.HAND_OVER): State.HANDING_OVER,
    (State.ACTIVE, Act.CLOSE): State.CLOSING,
    (State.ACTIVE, Act.END_EARLY): State.ENDED_EARLY,
    (State.PAUSED, Act.AMEND): State.PAUSED,
    (State.PAUSED, Act.AGREE_CHANGE): State.PAUSED,
    (State.PAUSED, Act.DROP_CHANGE): State.PAUSED,
    (State.PAUSED, Act.RESUME): State.ACTIVE,
    (State.PAUSED, Act.HAND_OVER): State.HANDING_OVER,
    (State.PAUSED, Act.END_EARLY): State.ENDED_EARLY,
    (State.HANDING_OVER, Act.TAKE_OVER): State.HANDED_OVER,
    (State.HANDING_OVER, Act.HAND_BACK): State.ACTIVE,
    (State.HANDING_OVER, Act.END_EARLY): State.ENDED_EARLY,
    (State.CLOSING, Act.COMPLETE): State.COMPLETED,
    (State.CLOSING, Act.END_EARLY): State.ENDED_EARLY,
}

NEGOTIATING: Final = frozenset({State.PROPOSED, State.COUNTERED})
NEXT: Final = NEGOTIATING | {State.AGREED}
"""Of these a holder has one at most: a proposal, or the tour that follows the one under way."""

UNDER_WAY: Final = frozenset({State.ACTIVE, State.PAUSED, State.HANDING_OVER})
"""Of these a holder has one at most. A tour that is closing makes room for the next."""

AMENDABLE: Final = frozenset({State.ACTIVE, State.PAUSED})
STANDING_STILL: Final = frozenset({State.PAUSED, State.HANDING_OVER})
"""Until the day of return, or the new manager's signature, no reminder comes and nothing is asked for."""

RUNNING: Final = frozenset({State.ACTIVE, State.PAUSED, State.HANDING_OVER, State.CLOSING})
OVER: Final = frozenset(
    {State.COMPLETED, State.DECLINED, State.WITHDRAWN, State.LAPSED, State.ENDED_EARLY, State.HANDED_OVER}
)


def after(state: State, act: Act) -> State:
    """Return the state that `act` leads to. Raises Refused(WRONG_STATE) where the table has no such move."""
    try:
        return TABLE[state, act]
    except KeyError:
        raise Refused(Reason.WRONG_STATE, state=state) from None
