"""Every id that crosses the wire, once: views (callback_id), actions (action_id) and blocks (block_id)."""

from __future__ import annotations

COMMAND = "/tour"


class View:
    """callback_id of each modal and of Home."""

    HOME = "home"
    PROBLEM = "problem"
    START_TOUR = "start_tour"
    READ_PROPOSAL = "read_proposal"
    CHANGE_PROPOSAL = "change_proposal"
    TOUR = "tour"
    PROMISES = "promises"
    FORECAST = "forecast"
    MOVE_PROMISE = "move_promise"
    GOALS = "goals"
    GOAL = "goal"
    ADD_GOALS = "add_goals"
    UPDATE_GOALS = "update_goals"
    EDIT_GOAL = "edit_goal"
    TALKS = "talks"
    TALK = "talk"
    PREPARE_REVIEW = "prepare_review"
    RECORD_REVIEW = "record_review"
    MOVE_REVIEW = "move_review"
    OPENING_CARD = "opening_card"
    READ_CARD = "read_card"
    CLIMB_RUNG = "climb_rung"
    READ_PLEDGE = "read_pledge"
    CONFIDENCE = "confidence"
    PREPARE_TALK = "prepare_talk"
    GUIDE = "guide"
    SNOOZE = "snooze"
    NUDGE_SETTINGS = "nudge_settings"
    NUDGE_HOURS = "nudge_hours"
    SENT_NUDGES = "sent_nudges"
    PAUSE_NUDGES = "pause_nudges"
    HELP = "help"
    PRIVACY = "privacy"


class Action:
    """action_id of each button and of each input that speaks up while the modal is open."""

    START_TOUR = "start_tour"
    CHOOSE_KIND = "choose_kind"
    MORE = "more"
    ADD_PROMISE = "add_promise"
    OPEN_PROPOSAL = "open_proposal"
    CHANGE_PROPOSAL = "change_proposal"
    DECLINE_PROPOSAL = "decline_proposal"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    OPEN_TOUR = "open_tour"
    LIST_TOURS = "list_tours"
    SHOW_FORECAST = "show_forecast"
    ADD_GOALS = "add_goals"
    ADD_ANOTHER_GOAL = "add_another_goal"
    MORE_ABOUT_GOALS = "more_about_goals"
    SHARPEN_GOALS = "sharpen_goals"
    UPDATE_GOALS = "update_goals"
    OPEN_GOALS = "open_goals"
    OPEN_GOAL = "open_goal"
    EDIT_GOAL = "edit_goal"
    PREPARE_REVIEW = "prepare_review"
    RECORD_REVIEW = "record_review"
    MOVE_REVIEW = "move_review"
    OPEN_TALKS = "open_talks"
    OPEN_TALK = "open_talk"
    WRITE_OPENING_CARD = "write_opening_card"
    READ_CARD = "read_card"
    CLIMB_RUNG = "climb_rung"
    CLIMBED_IN_PERSON = "climbed_in_person"
    MAKE_PLEDGE = "make_pledge"
    READ_PLEDGE = "read_pledge"
    RATE_CONFIDENCE = "rate_confidence"
    SKIP_CONFIDENCE = "skip_confidence"
    SHOW_PROMISES = "show_promises"
    PROMISE_KEPT = "promise_kept"
    PROMISE_MOVED = "promise_moved"
    PREPARE_TALK = "prepare_talk"
    OPEN_GUIDE = "open_guide"
    SNOOZE_NUDGE = "snooze_nudge"
    NUDGE_MENU = "nudge_menu"
    UNDO_NUDGE = "undo_nudge"
    NUDGE_SETTINGS = "nudge_settings"
    PAUSE_NUDGES = "pause_nudges"
    RESUME_NUDGES = "resume_nudges"
    NUDGE_HOURS = "nudge_hours"
    SENT_NUDGES = "sent_nudges"
    HELP = "help"
    PRIVACY = "privacy"
    HOME_PAGE = "home_page"
    DID_YOU_MEAN = "did_you_mean"
    INPUT = "input"


class Choice:
    """Values of options that stand for something other than themselves."""

    UNTIL_RESUMED = "until_resumed"
    EACH_DAY = "each_day"


def block(field: str, *parts: object) -> str:
    """Return the block_id of a form's field: "end_on", or "end_on:rotational" where its default must be set anew."""
    return ":".join([field, *(str(part) for part in parts)])


def field_of(block_id: str) -> str:
    """Return the field that a block_id belongs to."""
    return block_id.split(":", 1)[0]
