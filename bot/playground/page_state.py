"""What the page needs to draw: everybody's messages, Home and modals, and the clock, as plain JSON."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.playground.persons import Person
from bot.playground.records import Message, User, View
from bot.playground.refusals import Json
from bot.playground.time_travel import TimeTravel
from bot.playground.workspace import Workspace

SHOWN_MESSAGES = 120


def page_state(workspace: Workspace, travel: TimeTravel, on_screen: Collection[str] = ()) -> Json:
    """Return everything the page shows, at one moment.

    `on_screen` are the ids of those whose screens are shown: of others it is enough to know that something is new, or
    forty people's letters would travel with each tick of the clock. Empty: everybody in full.
    """
    team, clock = workspace.team, _clock(travel)
    with team.lock:
        return {
            "version": team.version,
            "team": team.name,
            "app": {"name": team.manifest.app_name, "user_id": team.app.bot_user_id},
            "clock": clock,
            "users": {user.id: _user(user) for user in team.users.values()},
            "people": [
                _person(workspace, person) if not on_screen or person.id in on_screen else _brief(workspace, person)
                for person in workspace.people
                if not person.user.deleted
            ],
            "commands": [_command(entry) for entry in team.manifest.commands],
            "shortcuts": [{"name": entry["name"], "id": entry["callback_id"]} for entry in team.manifest.shortcuts],
        }


def _clock(travel: TimeTravel) -> Json:
    due, end = travel.hooks.next_nudge_at(), travel.target("end")
    return {
        "now": travel.clock.now().isoformat(),
        "next": due.isoformat() if due else None,
        "end": end.isoformat() if end else None,
        "moving": travel.moving,
        "failure": travel.failure,
    }


def _user(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "bot": user.is_bot,
        "gone": user.deleted,
    }


def _command(entry: Json) -> Json:
    return {
        "command": entry["command"],
        "hint": entry.get("usage_hint", ""),
        "description": entry.get("description", ""),
    }


def _person(workspace: Workspace, person: Person) -> Json:
    team, user = workspace.team, person.user
    home = team.homes.get(user.id)
    messages = team.dm_with(user.id).messages
    return {
        **_user(user),
        "role": user.role,
        "tab": person.seat.tab,
        "older": max(0, len(messages) - SHOWN_MESSAGES),
        "messages": [_message(message) for message in messages[-SHOWN_MESSAGES:]],
        "home": _view(home) if home else None,
        "stack": [_view(view) for view in team.stack(user.id)],
    }


def _brief(workspace: Workspace, person: Person) -> Json:
    messages = workspace.team.dm_with(person.id).messages[-SHOWN_MESSAGES:]
    lines = [{"ts": message.ts, "user": message.user_id} for message in messages]
    return {**_user(person.user), "role": person.user.role, "tab": person.seat.tab, "brief": True, "messages": lines}


def _message(message: Message) -> Json:
    return {
        "ts": message.ts,
        "user": message.user_id,
        "text": message.text,
        "blocks": message.blocks,
        "state": message.state,
        "only": bool(message.only_for),
        "slack": message.from_slack,
        "edited": message.edited,
        "trouble": message.trouble,
        "files": [{"id": stored.id, "title": stored.title} for stored in message.files],
    }


def _view(view: View) -> Json:
    content: dict[str, Any] = view.content
    return {
        "id": view.id,
        "hash": view.hash,
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": view.blocks,
        "state": view.state,
        "errors": view.errors,
        "trouble": view.trouble,
    }
