"""/slack/install and /slack/oauth_redirect: a workspace installs from a link, and its browser is told what came of it.

The state is fresh for each attempt, used once, lives ten minutes, and is bound to the browser by a cookie: nobody can
have another person's browser finish an installation that they did not begin.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import structlog

from bot.clock import Clock
from bot.db.installations import Installations
from bot.domain.installations import INSTALL_WITHIN, Grant
from bot.services.workspaces import Workspaces
from bot.slack.oauth import Consent, NotGranted
from bot.slack.scopes import OPTIONAL, left_out
from bot.web.pages import Page, Start, link, paragraph, show, steps

log = structlog.get_logger()

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
COOKIE = "tourguide_install"

AGAIN = link(INSTALL_PATH, "Start the installation again")
CANCELLED = Page("Nothing was installed", paragraph("You chose not to install Tourguide. Nothing has changed.") + AGAIN)
STALE = Page(
    "This link is no longer valid",
    paragraph(
        "An installation is finished within ten minutes, once, and in the browser in which it was begun. "
        "Nothing has changed."
    )
    + AGAIN,
    "400 Bad Request",
)
NEXT_STEPS = (
    "Open Tourguide in Slack, under Apps, and look at its Home. It says what to do first.",
    "Type /tour start to propose a tour to one of your people, or /tour help to see everything it does.",
    "Tell the managers who are to use it. Tourguide writes only to people asked into a tour, and to stewards.",
)


class Installing:
    """Answers the two addresses of an installation."""

    def __init__(
        self, consent: Consent, attempts: Installations, workspaces: Workspaces, clock: Clock, *, is_secure: bool
    ) -> None:
        """`is_secure` says that browsers come by https, so that the cookie never travels without it."""
        self._consent = consent
        self._attempts = attempts
        self._workspaces = workspaces
        self._clock = clock
        self._is_secure = is_secure

    def begin(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Send the browser to Slack's page that asks for consent."""
        state = secrets.token_urlsafe(32)
        self._attempts.begin(state, self._clock.now())
        headers = [("Location", self._consent.ask_at(state)), ("Cache-Control", "no-store"), ("Content-Length", "0")]
        start_response("302 Found", [*headers, self._cookie(state, int(INSTALL_WITHIN.total_seconds()))])
        return [b""]

    def finish(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Take what Slack's page sent the browser back with, and show what became of it."""
        given = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        state = given.get("state", "")
        if not self._is_ours(state, environ) or not self._attempts.finish(state, self._clock.now()):
            return show(start_response, STALE)
        page = CANCELLED if "error" in given else self._install(given.get("code", ""))
        return show(start_response, page, [self._cookie("", 0)])

    def _install(self, code: str) -> Page:
        try:
            grant = self._consent.exchange(code)
        except NotGranted as refusal:
            log.warning("not_installed", reason=str(refusal))
            return failed(str(refusal))
        returns = self._workspaces.installed(grant, self._clock.now())
        return installed(grant, self._consent.scopes - grant.scopes, returns=returns)

    def _is_ours(self, state: str, environ: dict[str, Any]) -> bool:
        try:
            cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
        except CookieError:
            return False
        return bool(state) and cookie is not None and hmac.compare_digest(cookie.value.encode(), state.encode())

    def _cookie(self, value: str, seconds: int) -> tuple[str, str]:
        secure = "; Secure" if self._is_secure else ""
        return ("Set-Cookie", f"{COOKIE}={value}; Path=/slack; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")


def installed(grant: Grant, missing: frozenset[str], *, returns: bool) -> Page:
    """Return the page that says what to do next, and what cannot work for want of a permission."""
    where = "your organisation" if grant.id.startswith("E") else "your workspace"
    body = paragraph(f"{'Tourguide is back in' if returns else 'Tourguide is now in'} {where}.")
    if returns:
        body += paragraph("What it kept from before is there again, and the nudges that are still wanted will come.")
    if needed := missing - OPTIONAL.keys():
        body += paragraph(
            f"Slack did not grant {', '.join(sorted(needed))}. What needs it will not work until somebody installs "
            "again and allows it; the rest does."
        )
    body += "".join(paragraph(sentence) for sentence in left_out(grant.scopes))
    return Page("Tourguide is installed", body + steps(NEXT_STEPS))


def failed(reason: str) -> Page:
    """Return the page that says why Slack granted nothing; `reason` is Slack's code for it."""
    words = {
        "invalid_code": "Slack no longer accepts this answer. It is good for ten minutes.",
        "code_already_used": "This answer of Slack's has been used already.",
        "unreachable": "Slack could not be reached just now.",
    }
    body = paragraph(words.get(reason, f"Slack says: {reason}.")) + paragraph("Nothing has changed.") + AGAIN
    status = "502 Bad Gateway" if reason == "unreachable" else "400 Bad Request"
    return Page("Tourguide could not be installed", body, status)
