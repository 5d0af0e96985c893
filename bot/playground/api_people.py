"""The Web API methods about the app itself, the workspace and its people."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.records import User
from bot.playground.refusals import Json
from bot.playground.team import Team

MANAGER_FIELD = "Xf0MANAGER"


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


def users_list(team: Team, args: Json) -> Json:
    """users.list: everybody, as many on a page as is asked for."""
    start, size = int(args.get("cursor") or 0), int(args.get("limit") or 1000)
    people = [wire_user(team, user, with_locale=False) for user in team.users.values()]
    following = str(start + size) if start + size < len(people) else ""
    return {"ok": True, "members": people[start : start + size], "response_metadata": {"next_cursor": following}}


def users_profile_get(team: Team, args: Json) -> Json:
    """users.profile.get: one person's profile, with the fields that the workspace has made."""
    user = team.user(str(args.get("user") or ""))
    fields = {name: {"value": value, "alt": ""} for name, value in user.fields.items()}
    return {"ok": True, "profile": {**_profile(team, user), "fields": fields}}


def team_profile_get(team: Team, _args: Json) -> Json:
    """team.profile.get: which fields the workspace has made; here one, in which a person is named."""
    return {"ok": True, "profile": {"fields": [{"id": MANAGER_FIELD, "label": "Manager", "type": "user"}]}}


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
        "profile": _profile(team, user),
    }
    if user.is_stranger:
        return {**body, "is_stranger": True}
    if not user.deleted:
        body |= _standing(team, user)
    if team.organisation:
        body["enterprise_user"] = {"id": user.id, "enterprise_id": team.organisation, "teams": [team.id]}
    return {**body, "locale": user.locale} if with_locale else body


def _profile(team: Team, user: User) -> Json:
    shown = {"real_name": user.real_name, "display_name": user.real_name, "team": user.team_id}
    may = team.manifest.scopes is None or "users:read.email" in team.manifest.scopes
    return {**shown, "email": user.email} if user.email and may else shown


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
