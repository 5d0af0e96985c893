"""Slack's side of an installation: a person allows it, a code comes back, and the code is exchanged for a token."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.playground.http_server import Answer, Request
from bot.playground.refusals import Json, SlackError
from bot.playground.web_api import arguments
from bot.playground.workspace import RunningSlack, Workspace

ACCESS_PATH = "/api/oauth.v2.access"


@dataclass(frozen=True)
class Allowed:
    """What one person allowed on Slack's page, for one address to which the code goes."""

    workspace: Workspace
    user_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    enterprise_id: str | None  # of the organisation that installs as a whole


class Consents:
    """Hands out codes and exchanges them, for the app with this id and secret. A code is good once."""

    def __init__(self, slack: RunningSlack, client_id: str, client_secret: str) -> None:
        """Answer oauth.v2.access at `slack` from now on."""
        self._secret = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._client_id = client_id
        self._waiting: dict[str, Allowed] = {}
        self._used: set[str] = set()
        slack.address.routes[ACCESS_PATH] = self._access

    def allow(
        self,
        page: str,
        workspace: Workspace,
        user_id: str,
        *,
        without: tuple[str, ...] = (),
        enterprise_id: str | None = None,
    ) -> str:
        """Press "Allow" on Slack's page (the address the bot sent the browser to); return where the browser goes next.

        `without` are optional scopes that the person unticks. Raises SlackError for a page that Slack would not show.
        """
        asked = _query(page)
        if asked.get("client_id") != self._client_id:
            raise SlackError("invalid_client_id")
        code = secrets.token_hex(12)
        scopes = tuple(scope for scope in asked.get("scope", "").split(",") if scope not in without)
        self._waiting[code] = Allowed(workspace, user_id, asked["redirect_uri"], scopes, enterprise_id)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def deny(self, page: str) -> str:
        """Press "Cancel"; return where the browser goes next."""
        asked = _query(page)
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked.get('state', '')})}"

    def _access(self, request: Request) -> Answer:
        try:
            return Answer.json(self._exchange(request))
        except SlackError as refusal:
            return Answer.json(refusal.answer())

    def _exchange(self, request: Request) -> Json:
        args = arguments(request)
        if request.headers.get("authorization") != f"Basic {self._secret}":
            raise SlackError("bad_client_secret")
        code = str(args.get("code"))
        if code in self._used:
            raise SlackError("code_already_used")
        allowed = self._waiting.pop(code, None)
        if allowed is None:
            raise SlackError("invalid_code")
        self._used.add(code)
        if args.get("redirect_uri") != allowed.redirect_uri:
            raise SlackError("bad_redirect_uri")
        return _granted(allowed)


def _granted(allowed: Allowed) -> Json:
    team = allowed.workspace.team
    team.installed, team.organisation = True, allowed.enterprise_id
    organisation = {"id": allowed.enterprise_id, "name": "The organisation"} if allowed.enterprise_id else None
    return {
        "ok": True,
        "app_id": team.app.id,
        "authed_user": {"id": allowed.user_id},
        "scope": ",".join(allowed.scopes),
        "token_type": "bot",
        "access_token": team.app.bot_token,
        "bot_user_id": team.app.bot_user_id,
        "team": None if organisation else {"id": team.id, "name": team.name},
        "enterprise": organisation,
        "is_enterprise_install": organisation is not None,
    }


def _query(page: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
