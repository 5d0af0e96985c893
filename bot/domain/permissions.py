"""THE table of permissions: which role may do what with a tour."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Protocol

from bot.domain.refusals import Reason, Refused


class Role(StrEnum):
    """What a person is to one tour."""

    MANAGER = "manager"
    HOLDER = "holder"
    STEWARD = "steward"
    INCOMING = "incoming"  # named as the next manager
    STRANGER = "stranger"


class Action(StrEnum):
    """Everything that can be asked of a tour and of what hangs on it."""

    READ_TOUR = "read_tour"
    PROPOSE = "propose"
    SIGN = "sign"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    PAUSE = "pause"
    NAME_MANAGER = "name_manager"
    CHOOSE_PASSING = "choose_passing"
    CALL_OFF = "call_off"
    ADD_GOALS = "add_goals"
    UPDATE_GOAL = "update_goal"
    PREPARE_REVIEW = "prepare_review"
    RECORD_REVIEW = "record_review"
    MOVE_REVIEW = "move_review"
    MARK_PROMISE = "mark_promise"
    CHOOSE_DOOR = "choose_door"
    END_EARLY = "end_early"
    CLOSE = "close"
    ANSWER_CLOSE = "answer_close"
    KEEP_RECORD = "keep_record"
    SHARE_CARD = "share_card"
    READ_CARD = "read_card"
    PLEDGE = "pledge"
    COACH = "coach"
    ASK_TURN = "ask_turn"
    ANSWER_TURN = "answer_turn"
    WISH_PROMISE = "wish_promise"
    ANSWER_WISH = "answer_wish"
    READ_COMMON_GROUND = "read_common_ground"
    WRITE_VALUES = "write_values"
    ASK_FOR_TALK = "ask_for_talk"
    ANSWER_SIGNAL = "answer_signal"
    QUIET_NUDGES = "quiet_nudges"


BOTH: Final = frozenset({Role.MANAGER, Role.HOLDER})
MANAGER: Final = frozenset({Role.MANAGER})
HOLDER: Final = frozenset({Role.HOLDER})

TABLE: Final[dict[Action, frozenset[Role]]] = {
    Action.READ_TOUR: BOTH,
    Action.PROPOSE: BOTH,
    Action.SIGN: BOTH,
    Action.DECLINE: BOTH,
    Action.WITHDRAW: BOTH,
    Action.AMEND: BOTH,
    Action.PAUSE: BOTH,
    Action.NAME_MANAGER: BOTH | {Role.STEWARD},
    Action.CHOOSE_PASSING: HOLDER,
    Action.CALL_OFF: BOTH,
    Action.ADD_GOALS: BOTH,
    Action.UPDATE_GOAL: BOTH,
    Action.PREPARE_REVIEW: BOTH,
    Action.RECORD_REVIEW: BOTH,
    Action.MOVE_REVIEW: BOTH,
    Action.MARK_PROMISE: BOTH,
    Action.CHOOSE_DOOR: BOTH,
    Action.END_EARLY: BOTH,
    Action.CLOSE: BOTH,
    Action.ANSWER_CLOSE: BOTH,
    Action.KEEP_RECORD: HOLDER,
    Action.SHARE_CARD: MANAGER,
    Action.READ_CARD: BOTH,
    Action.PLEDGE: MANAGER,
    Action.COACH: MANAGER,
    Action.ASK_TURN: MANAGER,
    Action.ANSWER_TURN: HOLDER,
    Action.WISH_PROMISE: HOLDER,
    Action.ANSWER_WISH: MANAGER,
    Action.READ_COMMON_GROUND: BOTH,
    Action.WRITE_VALUES: HOLDER,
    Action.ASK_FOR_TALK: HOLDER,
    Action.ANSWER_SIGNAL: MANAGER,
    Action.QUIET_NUDGES: BOTH | {Role.INCOMING},
}


class HasTwoSides(Protocol):
    """Anything between one manager and one holder."""

    manager_id: str
    holder_id: str


def role_of(user_id: str, tour: HasTwoSides) -> Role:
    """Return what the person with `user_id` is to `tour`."""
    if user_id == tour.manager_id:
        return Role.MANAGER
    return Role.HOLDER if user_id == tour.holder_id else Role.STRANGER


def require(
    user_id: str, action: Action, tour: HasTwoSides, *, is_steward: bool = False, is_incoming: bool = False
) -> Role:
    """Return the person's role, or raise Refused(NOT_YOURS) when the table does not allow it.

    Who is no side of the tour acts as its next manager, if they are named as that (`is_incoming`), or as a steward.
    """
    role = role_of(user_id, tour)
    if role is Role.STRANGER and (is_incoming or is_steward):
        role = Role.INCOMING if is_incoming else Role.STEWARD
    if role not in TABLE[action]:
        raise Refused(Reason.NOT_YOURS)
    return role
