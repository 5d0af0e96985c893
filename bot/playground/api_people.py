"""The Web API methods about the app itself, the workspace and its people."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.records import User
from bot.playground.refusals import Json
from bot.playground.team import Team


def auth_test(team: Team, _args: Json) -> Json:
    """auth.test: who this token speaks for."""
    app = team.app
    return {
        "ok": True,
        "url": "https://playground.example/",
        "team": team.name,
        "user": team.manifest.bot_name,
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(_team: Team, args: Json) -> Json:
    """api.test: an echo."""
    return {"ok": True, "args": args}


def team_info(team: Team, _args: Json) -> Json:
    """team.info: the workspace."""
    return {"ok": True, "team": {"id": team.id, "name": team.name, "domain": "playground", "email_domain": ""}}


def users_info(team: Team, args: Json) -> Json:
    """users.info: one person, with their locale when asked for."""
    user = team.user(str(args.get("user") or ""))
    with_locale = str(args.get("include_locale", "")).lower() in {"true", "1"}
    return {"ok": True, "user": wire_user(team, user, with_locale=with_locale)}


def users_list(team: Team, _args: Json) -> Json:
    """users.list: everybody, on one page."""
    people = [wire_user(team, user, with_locale=False) for user in team.users.values()]
    return {"ok": True, "members": people, "response_metadata": {"next_cursor": ""}}


def wire_user(team: Team, user: User, *, with_locale: bool) -> Json:
    """Return a person as Slack sends them."""
    body: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(team.now().timestamp()),
        "profile": _profile(user),
    }
    if user.is_stranger:
        return {**body, "is_stranger": True}
    if not user.deleted:
        body |= _standing(team, user)
    return {**body, "locale": user.locale} if with_locale else body


def _profile(user: User) -> Json:
    return {"real_name": user.real_name, "display_name": user.real_name, "team": user.team_id}


def _standing(team: Team, user: User) -> dict[str, Any]:
    offset = team.now().astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
    }
