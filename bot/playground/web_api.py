"""Slack's Web API, as far as the bot may use it: /api/<method>, tokens, scopes, refusals and faults."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from bot.playground import api_chat, api_files, api_people, api_views
from bot.playground.faults import Fault, Kind
from bot.playground.http_server import Answer, Dropped, Request
from bot.playground.refusals import Json, SlackError
from bot.playground.team import Team

Call = Callable[[Team, Json], Json]


@dataclass(frozen=True)
class Method:
    """A method of the Web API and the scope it asks for."""

    call: Call
    scope: str = ""
    app_token: bool = False


METHODS: dict[str, Method] = {
    "api.test": Method(api_people.api_test),
    "apps.connections.open": Method(api_views.open_connection, app_token=True),
    "auth.test": Method(api_people.auth_test),
    "chat.delete": Method(api_chat.delete, "chat:write"),
    "chat.postEphemeral": Method(api_chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(api_chat.post, "chat:write"),
    "chat.update": Method(api_chat.update, "chat:write"),
    "conversations.history": Method(api_chat.history, "im:history"),
    "conversations.open": Method(api_chat.open_dm, "im:write"),
    "files.completeUploadExternal": Method(api_files.complete, "files:write"),
    "files.getUploadURLExternal": Method(api_files.upload_address, "files:write"),
    "team.info": Method(api_people.team_info, "team:read"),
    "team.profile.get": Method(api_people.team_profile_get, "users.profile:read"),
    "users.info": Method(api_people.users_info, "users:read"),
    "users.list": Method(api_people.users_list, "users:read"),
    "users.profile.get": Method(api_people.users_profile_get, "users.profile:read"),
    "views.open": Method(api_views.open_view),
    "views.publish": Method(api_views.publish_view),
    "views.push": Method(api_views.push_view),
    "views.update": Method(api_views.update_view),
}
STRUCTURED = ("blocks", "view", "metadata", "attachments")


class WebApi:
    """Answers the calls of bots. Several workspaces may stand behind one address; the token says which is meant."""

    def __init__(self, *teams: Team) -> None:
        self._by_token = {token: team for team in teams for token in (team.app.bot_token, team.app.app_token)}
        self._any = teams[0]

    def __call__(self, name: str, request: Request) -> Answer:
        """Answer one call of the method `name`. Raises Dropped when a fault hangs up."""
        args = arguments(request)
        token = _token(request.headers, args)
        team = self._by_token.get(token, self._any)
        started = time.monotonic()
        answer = self._with_faults(team, name, token, args)
        body = json.loads(answer.body or b"null") if answer.status == 200 else answer.body.decode()
        problems = _problems(body)
        team.exchanges.add(
            team.now(), "to Slack", name, args, answer.status, body, time.monotonic() - started, problems
        )
        return answer

    def _with_faults(self, team: Team, name: str, token: str, args: Json) -> Answer:
        fault = team.faults.next(name)
        if fault is None:
            return self._answered(name, token, args)
        early = _before(team, fault)
        return early or _after(fault, self._answered(name, token, args))

    def _answered(self, name: str, token: str, args: Json) -> Answer:
        try:
            return Answer.json(self._call(name, token, args), headers=self._granted(token))
        except SlackError as refusal:
            return Answer.json(refusal.answer())

    def _call(self, name: str, token: str, args: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        if name == "api.test":
            return method.call(self._any, args)
        team = self._team(token)
        if method.app_token != (token == team.app.app_token):
            raise SlackError("not_allowed_token_type")
        _require_scope(team, method.scope)
        return method.call(team, args)

    def _granted(self, token: str) -> dict[str, str]:
        """Return the header in which Slack names the scopes of a bot token."""
        team = self._by_token.get(token)
        scopes = team.manifest.scopes if team is not None and token == team.app.bot_token else None
        return {"X-OAuth-Scopes": ",".join(sorted(scopes))} if scopes else {}

    def _team(self, token: str) -> Team:
        if not token:
            raise SlackError("not_authed")
        if token not in self._by_token:
            raise SlackError("invalid_auth")
        if not self._by_token[token].installed:
            raise SlackError("account_inactive")
        return self._by_token[token]


def arguments(request: Request) -> Json:
    """Return the arguments of a call, whether they came as a form, as JSON or in the address."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return dict(json.loads(request.body or b"{}"))
    pairs = parse_qs(request.body.decode(), keep_blank_values=True) | parse_qs(request.query)
    args: Json = {key: values[-1] for key, values in pairs.items()}
    for key in STRUCTURED:
        if isinstance(args.get(key), str):
            args[key] = _parsed(args[key])
    return args


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _token(headers: Mapping[str, str], args: Json) -> str:
    in_header = headers.get("authorization", "").removeprefix("Bearer ").strip()
    in_form = str(args.pop("token", ""))
    return in_header or in_form


def _require_scope(team: Team, scope: str) -> None:
    granted = team.manifest.scopes
    if scope and granted is not None and scope not in granted:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(granted)))


def _before(team: Team, fault: Fault) -> Answer | None:
    if fault.kind is Kind.LIMITED:
        wait = max(1, round(fault.seconds + 0.499))
        return Answer.json({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
    if fault.kind is Kind.ERROR:
        return Answer(500, b"upstream error", "text/plain")
    if fault.kind is Kind.STALL:
        time.sleep(fault.seconds)
    if fault.kind in {Kind.STALL, Kind.DROP}:
        team.exchanges.add(team.now(), "to Slack", f"({fault.kind})", None, 0, None, fault.seconds)
        raise Dropped
    return None


def _after(fault: Fault, answer: Answer) -> Answer:
    if fault.kind is Kind.DROP_AFTER:
        raise Dropped
    if fault.kind is Kind.ERROR_AFTER:
        return Answer(500, b"upstream error", "text/plain")
    time.sleep(fault.seconds)
    return answer


def _problems(body: Any) -> tuple[str, ...]:
    if isinstance(body, dict) and body.get("ok") is False:
        messages = (body.get("response_metadata") or {}).get("messages") or []
        return (str(body.get("error")), *messages)
    return ()
