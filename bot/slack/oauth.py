"""Slack's side of an installation (OAuth v2): where a browser is sent, and what its code is exchanged for."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode, urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.domain.installations import Grant


class NotGranted(Exception):
    """Slack did not grant the installation; the message is Slack's code for why, or `unreachable`."""


class Consent:
    """The app as Slack knows it, for asking a workspace's consent. Follows the origin of SLACK_API_URL."""

    def __init__(
        self, client: WebClient, client_id: str, client_secret: str, scopes: Collection[str], redirect_url: str
    ) -> None:
        """`client` carries Slack's address and no token; `redirect_url` is where Slack sends the browser back to."""
        self._client = client
        self._client_id = client_id
        self._client_secret = client_secret
        self.scopes = frozenset(scopes)
        self._redirect_url = redirect_url

    def ask_at(self, state: str) -> str:
        """Return the address of Slack's page that asks for consent; `state` comes back with the answer."""
        parts = urlsplit(self._client.base_url)
        query = {
            "client_id": self._client_id,
            "scope": ",".join(sorted(self.scopes)),
            "redirect_uri": self._redirect_url,
            "state": state,
        }
        return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize?{urlencode(query)}"

    def exchange(self, code: str) -> Grant:
        """Exchange the code that the browser brought for what Slack grants. Raises NotGranted."""
        try:
            answer = self._client.oauth_v2_access(
                client_id=self._client_id,
                client_secret=self._client_secret,
                code=code,
                redirect_uri=self._redirect_url,
            )
        except SlackApiError as error:
            raise NotGranted(str(error.response.get("error"))) from None
        except OSError:
            raise NotGranted("unreachable") from None
        return grant_of(answer)


def grant_of(answer: SlackResponse) -> Grant:
    """Read the answer of oauth.v2.access. Raises NotGranted when it holds no bot token or names nobody."""
    holder = answer.get("enterprise") if answer.get("is_enterprise_install") else answer.get("team")
    token = answer.get("access_token")
    if not (holder and holder.get("id") and token and answer.get("token_type") == "bot"):
        raise NotGranted("no_bot_token")
    return Grant(
        id=str(holder["id"]),
        bot_token=str(token),
        bot_user_id=str(answer["bot_user_id"]),
        scopes=frozenset(str(answer.get("scope", "")).split(",")) - {""},
        installed_by=str(answer["authed_user"]["id"]),
    )
