"""What Slack would not take: the stewards hear whom the bot could not reach and why, and never what it had to say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.db.nudges import Undelivered
from bot.db.work import Work
from bot.domain.outbox import MessageState, Planned, Urgency
from bot.services.say import Cause, Drop, Say, Unreached
from bot.services.timetable import calendar_of

NOT_DELIVERED: Final = "not_delivered"
GATHERED: Final = timedelta(hours=1)  # one message tells of all that failed on one morning
LOOKS_BACK: Final = timedelta(days=3)  # over a weekend

GONE: Final = frozenset({"user_disabled", "user_not_found"})
"""Slack's errors that say a person cannot be written to any more (docs.slack.dev, conversations.open)."""

_HIDDEN = frozenset({"channel_not_found", "user_not_visible", "cannot_dm_bot", "messages_tab_disabled", "is_archived"})
_FORBIDDEN = frozenset(
    {"missing_scope", "no_permission", "restricted_action", "not_allowed_token_type", "access_denied"}
)
_NO_TOKEN = frozenset({"not_installed", "account_inactive", "token_revoked", "invalid_auth", "not_authed"})
"""Nobody can be written to without a token: the workspace took the bot away."""


def tell_stewards(work: Work, why: str, moment: str, now: datetime) -> None:
    """Plan a message to each steward, at most one on a day of theirs, about a message that was given up.

    It comes in their working hours, an hour later at the earliest. Nothing is planned where nobody could be told, nor
    about a message of this very kind.
    """
    if why in _NO_TOKEN or moment == NOT_DELIVERED:
        return
    people = work.people.many(stewards := work.stewards.all())
    for steward_id in stewards:
        person = people.get(steward_id)
        if person is None or not person.is_deactivated:
            _plan(work, steward_id, calendar_of(person).next_opening(now + GATHERED), now)


def told(work: Work, steward_id: str, message_id: str, now: datetime) -> Say | Drop:
    """Return what to tell a steward now: everything given up since they were told last."""
    if steward_id not in work.stewards.all():
        return Drop("no_steward")
    last = work.nudges.last_sent(steward_id, NOT_DELIVERED)
    found = _each_once(work.nudges.given_up_since(max(filter(None, [last, now - LOOKS_BACK]))))
    if not found:
        return Drop("done")
    return Say(
        ids=(message_id,),
        moment=NOT_DELIVERED,
        to_id=steward_id,
        other_id=found[0].user_id,
        tour_id=None,
        subject_id=None,
        count=len({one.user_id for one in found}),
        unreached=tuple(found),
    )


def _plan(work: Work, steward_id: str, due_at: datetime, now: datetime) -> None:
    """Plan the message of that day, or of the next working day where that day's has gone out."""
    calendar = calendar_of(work.people.get(steward_id))
    while True:
        day = calendar.day_of(due_at)
        key = f"{NOT_DELIVERED}:{steward_id}:{day}"
        plan = Planned(
            recipient_id=steward_id, moment=NOT_DELIVERED, due_at=due_at, dedupe_key=key, urgency=Urgency.NOW
        )
        if work.outbox.put(plan, now) or work.nudges.state_of(key) is MessageState.PENDING:
            return
        due_at = calendar.next_opening(calendar.opens_at(day + timedelta(days=1)))


def _each_once(given_up: Iterable[Undelivered]) -> list[Unreached]:
    found = (Unreached(one.recipient_id, one.urgency is Urgency.NUDGE, _cause(one.reason or "")) for one in given_up)
    return list(dict.fromkeys(found))


def _cause(why: str) -> Cause:
    if why in GONE:
        return Cause.LEFT
    if why in _HIDDEN:
        return Cause.HIDDEN
    return Cause.FORBIDDEN if why in _FORBIDDEN else Cause.FAULT
