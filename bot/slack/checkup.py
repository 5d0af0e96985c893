"""Asks Slack whether the token works and what it may do, for `python app.py doctor`."""

from __future__ import annotations

from collections.abc import Collection

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.scopes import left_out

WORDS = {
    "invalid_auth": "Slack does not accept SLACK_BOT_TOKEN: copy it again from your app's page, OAuth & Permissions.",
    "account_inactive": "The app was removed from the workspace: install it again from your app's page.",
    "token_revoked": "SLACK_BOT_TOKEN was revoked: install the app again and copy the new one.",
}


def check_bot_token(client: WebClient, wanted: Collection[str]) -> list[str]:
    """Return what is wrong with the bot token or its scopes, one sentence each; nothing when all is well.

    `wanted` are the scopes of the manifest; Slack names those granted in a header of each answer.
    """
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error"))
        return [WORDS.get(code, f"Slack refuses SLACK_BOT_TOKEN and says: {code}.")]
    except OSError as error:
        return [not_reached(error)]
    granted = _granted(answer)
    missing = sorted(set(wanted) - granted) if granted else []
    return [
        f"The app lacks the scope {scope}: add it under OAuth & Permissions and install again." for scope in missing
    ]


def missed(client: WebClient) -> list[str]:
    """Return what the workspace did not grant and need not, a sentence each; nothing where Slack does not say."""
    try:
        granted = _granted(client.auth_test())
    except (SlackApiError, OSError):
        return []  # check_bot_token has said so already
    return list(left_out(granted)) if granted else []


def _granted(answer: SlackResponse) -> set[str]:
    headers = {name.lower(): value for name, value in (answer.headers or {}).items()}
    return {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")} - {""}


def check_app_token(token: str, api_url: str) -> list[str]:
    """Return what is wrong with the app token of Socket Mode."""
    try:
        WebClient(token=token, base_url=api_url).apps_connections_open(app_token=token)
    except SlackApiError as error:
        return [app_token_refused(error)]
    except OSError:
        return []  # the bot token's check has said already that Slack cannot be reached
    return []


def app_token_refused(error: SlackApiError) -> str:
    """Return what to do where Slack opens no connection for the app token."""
    needs = "It needs the scope connections:write, and Socket Mode has to be switched on."
    return f"Slack refuses SLACK_APP_TOKEN and says: {error.response.get('error')}. {needs}"


def not_reached(error: OSError) -> str:
    """Return what to do where Slack does not answer at all."""
    return f"Slack cannot be reached ({type(error).__name__}): is SLACK_API_URL right, and does a firewall allow it?"
