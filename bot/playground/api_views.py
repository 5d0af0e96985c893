"""The Web API methods about views, and the one that opens a Socket Mode connection."""

from __future__ import annotations

from bot.playground.modals import Modals
from bot.playground.refusals import Json, SlackError
from bot.playground.team import Team


def open_view(team: Team, args: Json) -> Json:
    """views.open: a modal for whoever the trigger belongs to."""
    modals = Modals(team)
    return {"ok": True, "view": modals.wire(modals.open(_trigger(args), _view(args)))}


def push_view(team: Team, args: Json) -> Json:
    """views.push: a modal on top of the open one."""
    modals = Modals(team)
    return {"ok": True, "view": modals.wire(modals.push(_trigger(args), _view(args)))}


def update_view(team: Team, args: Json) -> Json:
    """views.update: new content for an open view, by view_id or external_id, guarded by its hash."""
    view_id, external_id = str(args.get("view_id") or ""), str(args.get("external_id") or "")
    if not (view_id or external_id):
        raise SlackError("invalid_arguments", ["[ERROR] view_id or external_id is needed"])
    modals = Modals(team)
    expected = str(args.get("hash") or "")
    view = modals.update(_view(args), view_id=view_id, external_id=external_id, expected_hash=expected)
    return {"ok": True, "view": modals.wire(view)}


def publish_view(team: Team, args: Json) -> Json:
    """views.publish: the Home tab of one person."""
    modals = Modals(team)
    view = modals.publish(str(args.get("user_id") or ""), _view(args), str(args.get("hash") or ""))
    return {"ok": True, "view": modals.wire(view)}


def open_connection(team: Team, _args: Json) -> Json:
    """apps.connections.open: where the bot's Socket Mode client connects to."""
    if not team.socket_url:
        raise SlackError("internal_error", ["this stand-in was started without Socket Mode"])
    return {"ok": True, "url": team.socket_url}


def _trigger(args: Json) -> str:
    trigger = str(args.get("trigger_id") or "")
    if not trigger:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return trigger


def _view(args: Json) -> Json:
    view = args.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return view
