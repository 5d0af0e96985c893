"""Listeners, one module for each story; each adds its own to the table of routes."""

from __future__ import annotations

from bot.slack.listeners import (
    check_ins,
    coach,
    commands,
    company,
    conversation,
    doors,
    endings,
    goals,
    hand_overs,
    home,
    keeping,
    ledger,
    measures,
    nudges,
    pauses,
    people,
    periods,
    privacy,
    roll,
    sending,
    signals,
    standards,
    starting,
    tours,
    wishes,
    workspaces,
)
from bot.slack.routes import Routes

__all__ = [
    "check_ins",
    "coach",
    "commands",
    "company",
    "conversation",
    "doors",
    "endings",
    "goals",
    "hand_overs",
    "home",
    "keeping",
    "ledger",
    "measures",
    "nudges",
    "pauses",
    "people",
    "periods",
    "privacy",
    "register_all",
    "roll",
    "sending",
    "signals",
    "standards",
    "starting",
    "tours",
    "wishes",
    "workspaces",
]

STORIES = (
    tours,
    starting,
    standards,
    goals,
    pauses,
    hand_overs,
    check_ins,
    coach,
    ledger,
    wishes,
    measures,
    nudges,
    people,
    periods,
    home,
    keeping,
    roll,
    commands,
    conversation,
    workspaces,
    company,
    privacy,
    sending,
    signals,
    doors,
    endings,
)


def register_all(routes: Routes) -> None:
    """Fill the table."""
    for story in STORIES:
        story.register(routes)
