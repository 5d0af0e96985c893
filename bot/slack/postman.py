"""Posts one DM and says plainly what became of it; looks a DM up where nobody knows whether it was posted.

chat.postMessage takes no key that would keep a repeated post from standing there twice. So each DM carries the ids of
its messages as metadata (ids, no words: any member can read metadata), and one whose fate is unknown is looked for
before it is posted again. Errors and limits as Slack's reference names them, 2026.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, cast
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from bot.slack.installations import NotInstalled

EVENT_TYPE = "tourguide_message"
POST_SECONDS = 10  # how long a post waits for Slack's answer
MOST_NAMED = 200  # messages of one DM whose ids it carries; Slack takes metadata of some kilobytes
_NAME = 10  # hexadecimal digits of an id that tell it from every other of one DM: those that are drawn by lot
_PAGES = 5  # of a DM's history, the newest first
_PAGE = 100
_KNOWN_CHANNELS = 50_000
_FIRST_WAIT = 5.0  # seconds; doubles with each attempt
_LONGEST_WAIT = 600.0

_RATELIMITED = "ratelimited"
_UNREADABLE = "unreadable_answer"
_REASON = re.compile(r"[a-z0-9_]{1,100}")
_LIMITED = frozenset({"ratelimited", "rate_limited"})
_MAY_HAVE_WORKED = frozenset({"fatal_error", "internal_error"})
_PASSING = frozenset({"service_unavailable", "request_timeout", "team_added_to_org"})


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it: the DM and the name of the message in it."""

    channel_id: str
    ts: str


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Slack does not have it; try at `when`. With `lane`, the whole workspace has to wait until then."""

    when: datetime
    why: str
    lane: bool = False


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Slack does not have it and will not take it: `why` is Slack's word for the reason."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows whether Slack has it: no answer came, or one that leaves it open."""

    why: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """It was looked for and is not in the DM."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One DM to post or to look for: `carries` are the ids of the messages in it, where it is not `message_id` alone.

    `attempts` counts this one.
    """

    team_id: str
    recipient_id: str
    message_id: str
    attempts: int = 1
    text: str = ""
    blocks: Sequence[dict[str, Any]] = ()
    carries: Sequence[str] = ()

    @property
    def names(self) -> list[str]:
        """What stands in the metadata for each message that it carries."""
        return sorted(message_id[-_NAME:] for message_id in self.carries or (self.message_id,))[:MOST_NAMED]


def post_client(token: str | None, base_url: str, seconds: float = POST_SECONDS) -> WebClient:
    """Return a client that never repeats a call by itself: the SDK's own retry may post twice."""
    # The SDK calls its time-out an int and hands it on to a socket, which takes parts of a second too.
    return WebClient(token=token, base_url=base_url, timeout=cast("int", seconds), retry_handlers=[])


class Postman:
    """Posts and looks up, for all workspaces. `client_for` gives the client of one, or raises NotInstalled."""

    def __init__(self, client_for: Callable[[str], WebClient]) -> None:
        self._client_for = client_for
        self._channels: dict[tuple[str, str], str] = {}
        self._no_look_before: dict[str, datetime] = {}  # by workspace: Slack's limit for histories

    def post(self, parcel: Parcel, now: datetime) -> Sent | RetryAt | GiveUp | Unknown:
        """Post the parcel to its person's DM with the bot."""
        try:
            return self._post(parcel)
        except _TROUBLE as error:
            return _judge(error, parcel, now)

    def find(self, parcel: Parcel, now: datetime) -> Sent | NotThere | RetryAt | GiveUp:
        """Look in the person's DM for a parcel whose fate is unknown."""
        if now < (rested := self._no_look_before.get(parcel.team_id, now)):
            return RetryAt(rested, _RATELIMITED)
        try:
            return self._find(parcel)
        except _TROUBLE as error:
            answer = _judge(error, parcel, now)
        if isinstance(answer, Unknown):
            return RetryAt(_later(parcel, now), answer.why)
        if isinstance(answer, RetryAt):
            if answer.why == _RATELIMITED:
                self._no_look_before[parcel.team_id] = answer.when
            return RetryAt(answer.when, answer.why)  # history has its own limit: the lane need not wait for it
        return answer

    def _post(self, parcel: Parcel) -> Sent:
        client = self._client_for(parcel.team_id)
        # A person's id will do: Slack opens the DM itself. Asking for the DM first would cost conversations.open,
        # which Slack allows some fifty times a minute, for each person of a Monday morning.
        channel = self._known(parcel) or parcel.recipient_id
        try:
            answer = _send(client, channel, parcel)
        except SlackApiError as error:
            if _code(error) != "channel_not_found":
                raise
            self._forget(parcel)
            answer = _send(client, self._open(client, parcel), parcel)
        sent = Sent(str(answer["channel"]), str(answer["ts"]))
        self._learn(parcel, sent.channel_id)
        return sent

    def _find(self, parcel: Parcel) -> Sent | NotThere:
        client = self._client_for(parcel.team_id)
        channel = self._known(parcel) or self._open(client, parcel)
        cursor = ""
        for _ in range(_PAGES):
            page = client.conversations_history(
                channel=channel, limit=_PAGE, include_all_metadata=True, cursor=cursor or None
            )
            messages: list[dict[str, Any]] = page.get("messages", [])
            for message in messages:
                if _holds(message, parcel):
                    return Sent(channel, str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        return NotThere()

    def _open(self, client: WebClient, parcel: Parcel) -> str:
        channel = str(client.conversations_open(users=parcel.recipient_id)["channel"]["id"])
        self._learn(parcel, channel)
        return channel

    def _known(self, parcel: Parcel) -> str | None:
        return self._channels.get((parcel.team_id, parcel.recipient_id))

    def _learn(self, parcel: Parcel, channel: str) -> None:
        if len(self._channels) >= _KNOWN_CHANNELS:
            self._channels.clear()
        self._channels[parcel.team_id, parcel.recipient_id] = channel

    def _forget(self, parcel: Parcel) -> None:
        self._channels.pop((parcel.team_id, parcel.recipient_id), None)


_TROUBLE = (SlackApiError, SlackRequestError, OSError, HTTPException, UnicodeDecodeError, NotInstalled)


def _send(client: WebClient, channel: str, parcel: Parcel) -> SlackResponse:
    return client.chat_postMessage(
        channel=channel,
        text=parcel.text,
        blocks=list(parcel.blocks) or None,
        metadata={"event_type": EVENT_TYPE, "event_payload": _payload(parcel)},
        unfurl_links=False,
        unfurl_media=False,
    )


def _payload(parcel: Parcel) -> dict[str, str]:
    names = {"carries": " ".join(parcel.names)} if parcel.carries else {}
    return {"id": parcel.message_id, **names}


def _holds(message: dict[str, Any], parcel: Parcel) -> bool:
    """Say whether everything that the parcel carries stands in a message of the DM, whatever else does."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT_TYPE or "id" not in payload:
        return False
    return set(parcel.names) <= set(str(payload.get("carries") or str(payload["id"])[-_NAME:]).split())


def _judge(error: Exception, parcel: Parcel, now: datetime) -> RetryAt | GiveUp | Unknown:
    if isinstance(error, NotInstalled):
        return GiveUp("not_installed")
    if isinstance(error, SlackApiError):
        return _judge_answer(error.response, parcel, now)
    if _never_arrived(error):
        return RetryAt(_later(parcel, now), "unreachable", lane=True)
    return Unknown("no_answer")


def _judge_answer(response: SlackResponse, parcel: Parcel, now: datetime) -> RetryAt | GiveUp | Unknown:
    code = _code_of(response)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or code in _LIMITED:
        return RetryAt(now + timedelta(seconds=_retry_after(response)), _RATELIMITED, lane=True)
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _MAY_HAVE_WORKED:
        return Unknown("server_error")
    if response.status_code != HTTPStatus.OK or code in _PASSING:
        return RetryAt(_later(parcel, now), "refused_for_now")
    return Unknown(code) if code == _UNREADABLE else GiveUp(code)


def _never_arrived(error: Exception) -> bool:
    """Say whether the request cannot have reached Slack: no address, or nobody listening there."""
    if isinstance(error, SlackRequestError):
        return True
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, ConnectionRefusedError | socket.gaierror)


def _code(error: SlackApiError) -> str:
    return _code_of(error.response)


def _code_of(response: SlackResponse) -> str:
    # The SDK puts the body of an answer that is no JSON into "error"; a reason is one word.
    error = response.data.get("error") if isinstance(response.data, dict) else None
    return error if isinstance(error, str) and _REASON.fullmatch(error) else _UNREADABLE


def _retry_after(response: SlackResponse) -> float:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        return max(1.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return 30.0


def _later(parcel: Parcel, now: datetime) -> datetime:
    doubled = _FIRST_WAIT * 2 ** min(parcel.attempts - 1, 16)
    return now + timedelta(seconds=min(doubled, _LONGEST_WAIT))
