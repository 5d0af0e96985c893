"""Brings in who leads whom, from a file or from Slack's profiles: told first, and kept when that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.domain.people_file import FileUnreadable, read
from bot.services.leads import LeadPlan, Leads, Member, Unmatched
from bot.slack.roster import Roster

NO_ADDRESSES = (
    "Slack tells no e-mail addresses here: it needs the scope users:read.email. Grant it, or name people by member id."
)


def look_over(
    leads: Leads, roster: Roster, team_id: str, file: Path | None, profile_field: str | None
) -> tuple[LeadPlan, list[str]]:
    """Return what would change, and the lines that tell it. Raises FileUnreadable and RosterUnreadable."""
    rows = read(_content(file)) if file is not None else None
    members = roster.everybody()
    plan = leads.plan(team_id, roster.by_profile(profile_field or "", members) if rows is None else rows, members)
    return plan, [*_told(plan, members), *_advice(plan, members)]


def keep(leads: Leads, team_id: str, plan: LeadPlan, now: datetime) -> str:
    """Keep what was planned, and return the line that says so."""
    leads.keep(team_id, plan, now)
    return f"Kept: {len(plan.leads)}. When one of these people starts a tour, the other is offered first."


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"The file cannot be read: {error.strerror}.") from None


def _told(plan: LeadPlan, members: Sequence[Member]) -> Iterator[str]:
    names = {member.user_id: f"{plain(member.profile.name)} ({member.user_id})" for member in members}
    for person, manager in plan.new.items():
        yield f"+ {names[person]}: led by {names[manager]}"
    for person, (before, after) in plan.changed.items():
        yield f"~ {names[person]}: led by {names[after]}, before by {names.get(before, before)}"
    for row, why in plan.unmatched:
        yield f"? line {row.line}, {plain(row.person)}: {why}"
    yield (
        f"New: {len(plan.new)}. Changed: {len(plan.changed)}. As before: {plan.same}. "
        f"Cannot be used: {len(plan.unmatched)}."
    )


def _advice(plan: LeadPlan, members: Sequence[Member]) -> Iterator[str]:
    unknown = {Unmatched.PERSON_UNKNOWN, Unmatched.MANAGER_UNKNOWN}
    if any(why in unknown for _, why in plan.unmatched) and not any(member.email for member in members):
        yield NO_ADDRESSES


def plain(words: str) -> str:
    """Return words as they can be put on a terminal: nothing in them moves its cursor or colours it."""
    return "".join(letter if letter.isprintable() else "?" for letter in words)
