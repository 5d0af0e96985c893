"""What a new manager gets of a tour that is handed over to them: its holder chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.access import Thing
from bot.domain.check_ins import CheckIn, CheckInState, Note, Visibility
from bot.domain.goals import Goal, GoalDraft, GoalUpdate
from bot.domain.terms import Draft


class Passing(StrEnum):
    """How much passes; each holds those before it. What one side wrote for itself alone never does."""

    NOTHING = "nothing"
    TERMS = "terms"
    GOALS = "goals"
    NOTES = "notes"

    @property
    def has_goals(self) -> bool:
        return self in {Passing.GOALS, Passing.NOTES}

    @property
    def opens(self) -> Thing | None:
        """What a receipt calls it, or None where nothing is opened."""
        return _OPENS.get(self)


_OPENS: Final = {
    Passing.TERMS: Thing.TERMS,
    Passing.GOALS: Thing.TERMS_AND_GOALS,
    Passing.NOTES: Thing.SHARED_NOTES,
}


def draft_for(draft: Draft, old_manager_id: str, new_manager_id: str) -> Draft:
    """Return the same terms with the new manager wherever the old one was to keep a promise."""
    owner = {old_manager_id: new_manager_id}
    promises = tuple(replace(p, owner_id=owner.get(p.owner_id, p.owner_id)) for p in draft.promises)
    return replace(draft, promises=promises)


def goal_for(goal: Goal, tour_id: int, old_manager_id: str, new_manager_id: str) -> Goal:
    """Return a copy of a goal in the tour `tour_id`: those of the old manager are the new one's to word anew."""
    author_id = new_manager_id if goal.author_id == old_manager_id else goal.author_id
    draft = GoalDraft(goal.side, goal.what, goal.evidence, goal.due_on, goal.if_then, goal.profile_line)
    copy = Goal.write(team_id=goal.team_id, tour_id=tour_id, author_id=author_id, draft=draft, now=goal.created_at)
    copy.state, copy.changed_at = goal.state, goal.changed_at
    return copy


def updates_for(goal: Goal) -> list[GoalUpdate]:
    """Return copies of what was reported about a goal."""
    names = ("team_id", "author_id", "state", "words", "written_at")
    return [GoalUpdate(**{name: getattr(update, name) for name in names}) for update in goal.updates]


def talk_for(talk: CheckIn, tour_id: int, now: datetime) -> CheckIn | None:
    """Return a copy of a talk that was held, with the notes that both sides read, or None where there are none."""
    shared = _shared(talk.notes, now)
    if talk.state is not CheckInState.HELD or not shared:
        return None
    copy = CheckIn.plan(team_id=talk.team_id, tour_id=tour_id, review=talk.review, due_on=talk.due_on)
    copy.state, copy.held_on = talk.state, talk.held_on
    copy.recorded_by_id, copy.recorded_at = talk.recorded_by_id, talk.recorded_at
    copy.notes = shared
    return copy


def _shared(notes: Sequence[Note], now: datetime) -> list[Note]:
    names = ("team_id", "author_id", "purpose", "visibility", "words", "written_at", "erase_after")
    return [
        Note(**{name: getattr(note, name) for name in names})
        for note in notes
        if note.visibility is Visibility.BOTH_SIDES and note.erase_after >= now.date()
    ]
