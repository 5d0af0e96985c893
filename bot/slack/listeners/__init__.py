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
    home,
    keeping,
    measures,
    nudges,
    people,
    privacy,
    roll,
    sending,
    signals,
    starting,
    tours,
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
    "home",
    "keeping",
    "measures",
    "nudges",
    "people",
    "privacy",
    "register_all",
    "roll",
    "sending",
    "signals",
    "starting",
    "tours",
    "workspaces",
]

STORIES = (
    tours,
    starting,
    goals,
    check_ins,
    coach,
    measures,
    nudges,
    people,
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
