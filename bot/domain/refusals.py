"""Why something was refused. Each reason has one sentence for the person, in bot/slack/errors.py."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Every way in which a wish can be refused."""

    NOT_YOURS = "not_yours"
    NOT_FOUND = "not_found"
    WRONG_STATE = "wrong_state"
    TOUR_CLOSES = "tour_closes"
    TOUR_OVER = "tour_over"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NEWER_VERSION = "newer_version"
    OWN_VERSION = "own_version"
    PARTNER_IS_SELF = "partner_is_self"
    PARTNER_IS_BOT = "partner_is_bot"
    PARTNER_IS_GUEST = "partner_is_guest"
    PARTNER_LEFT = "partner_left"
    OTHER_SIDE_LEFT = "other_side_left"
    PARTNER_IS_STRANGER = "partner_is_stranger"
    PARTNER_UNKNOWN = "partner_unknown"
    HOLDER_HAS_PROPOSAL = "holder_has_proposal"
    YOU_HAVE_PROPOSAL = "you_have_proposal"
    HOLDER_HAS_TOUR = "holder_has_tour"
    YOU_ARE_GUEST = "you_are_guest"
    NOTHING_CHANGED = "nothing_changed"
    SAME_TERMS = "same_terms"
    NOT_YOUR_PROMISE = "not_your_promise"
    PROMISE_KEPT = "promise_kept"
    PROMISE_SAID = "promise_said"
    PROMISE_SETTLED = "promise_settled"
    PROMISE_NOT_DUE = "promise_not_due"
    TOO_MANY_PROMISES = "too_many_promises"
    FORM_OUTDATED = "form_outdated"
    REQUIRED = "required"
    CARD_EMPTY = "card_empty"
    TOO_LONG = "too_long"
    END_BEFORE_START = "end_before_start"
    END_IN_PAST = "end_in_past"
    START_TOO_EARLY = "start_too_early"
    START_TOO_LATE = "start_too_late"
    LENGTH_OUTSIDE_KIND = "length_outside_kind"
    END_NOT_FOR_FOUNDATIONAL = "end_not_for_foundational"
    REVIEW_OUTSIDE_TOUR = "review_outside_tour"
    HALFWAY_TOO_LATE = "halfway_too_late"
    DUE_OUTSIDE_TOUR = "due_outside_tour"
    DATE_IN_PAST = "date_in_past"
    DATE_IN_FUTURE = "date_in_future"
    HELD_BEFORE = "held_before"
    DATE_TOO_FAR = "date_too_far"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    HOURS_END_FIRST = "hours_end_first"
    DAYS_OFF_TOO_MANY = "days_off_too_many"
    COUNTRY_UNKNOWN = "country_unknown"
    PROMISE_OWNER = "promise_owner"
    PROMISE_OWNER_HOLDER = "promise_owner_holder"
    ALL_TOO_LONG = "all_too_long"
    NOT_AUTHOR = "not_author"
    ALREADY_RECORDED = "already_recorded"
    CARD_FIRST = "card_first"
    ONE_AT_A_TIME = "one_at_a_time"
    ASKED_BEFORE = "asked_before"
    WORDING_CHANGED = "wording_changed"
    NOTHING_PLEDGED = "nothing_pledged"
    SIGNAL_STANDS = "signal_stands"
    SIGNAL_SETTLED = "signal_settled"
    NO_PLEDGE = "no_pledge"
    TALK_TOO_LATE = "talk_too_late"
    LINK_EXPIRED = "link_expired"
    NO_MENTION = "no_mention"
    TALK_FIRST = "talk_first"
    CLOSES_LATER = "closes_later"
    CLOSE_BY_DOOR = "close_by_door"
    DOOR_AGREED = "door_agreed"
    TICKET_EXPIRED = "ticket_expired"
    STEWARDS_ONLY = "stewards_only"
    NOT_A_MEMBER = "not_a_member"
    PAUSE_TOO_LONG = "pause_too_long"
    MANAGER_ALREADY = "manager_already"
    PARTNER_IS_HOLDER = "partner_is_holder"
    NO_TOUR_OF_THEIRS = "no_tour_of_theirs"
    TOO_MANY_STEWARDS = "too_many_stewards"
    TOO_MANY_STANDARDS = "too_many_standards"
    PERIOD_OUTSIDE = "period_outside"
    SETTINGS_CHANGED = "settings_changed"


class Refused(Exception):
    """A wish that cannot be granted. Nothing was changed.

    `field` names the command's field that is at fault, where one is. `facts` fill the sentence; they hold user ids,
    numbers, dates and kinds, never words that people wrote.
    """

    def __init__(self, reason: Reason, *, field: str | None = None, **facts: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.field = field
        self.facts = facts


class SeveralRefused(Exception):
    """Several fields of one form were refused at once; `refusals` holds one Refused for each."""

    def __init__(self, refusals: list[Refused]) -> None:
        super().__init__(", ".join(f"{r.field}: {r.reason.value}" for r in refusals))
        self.refusals = refusals
