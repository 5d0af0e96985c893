"""The state of one stand-in workspace: who is in it, what was said, what stands open before whom."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic as machine_monotonic
from typing import Any

from bot.clock import Clock
from bot.playground.exchanges import Exchanges
from bot.playground.faults import Faults
from bot.playground.manifest import Manifest
from bot.playground.records import Dm, Message, StoredFile, User, View
from bot.playground.refusals import SlackError
from bot.playground.tickets import Tickets
from bot.playground.values import kept_state

ANSWER_WITHIN_SECONDS = 3.0


@dataclass(frozen=True)
class App:
    """The bot as the workspace knows it."""

    id: str
    bot_user_id: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str


class Team:
    """One workspace's state. Whoever changes it holds `lock` and calls `touch` afterwards."""

    def __init__(
        self,
        clock: Clock,
        signing_secret: str,
        *,
        team_id: str,
        name: str,
        manifest: Manifest,
        monotonic: Callable[[], float] = machine_monotonic,
        answer_within: float = ANSWER_WITHIN_SECONDS,
    ) -> None:
        self.clock = clock
        self.id = team_id
        self.name = name
        self.manifest = manifest
        self.monotonic = monotonic
        self.answer_within = answer_within
        self.app = _app_of(team_id, signing_secret)
        self.installed = True
        self.organisation: str | None = None  # which it belongs to, where that installs as a whole
        self.users: dict[str, User] = {}
        self.dms: dict[str, Dm] = {}
        self._channels: dict[str, Dm] = {}
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.tickets = Tickets(monotonic, answer_within)
        self.exchanges = Exchanges()
        self.faults = Faults(monotonic)
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.version = 0
        self.socket_url = ""
        self.base_url = ""  # where this workspace is served
        self.files: dict[str, StoredFile] = {}
        self.uploads: dict[str, str] = {}  # the id of the file that each upload address awaits
        self._numbers = itertools.count(1)
        bot = User(self.app.bot_user_id, manifest.bot_name, manifest.app_name, team_id, is_bot=True)
        self.users[bot.id] = bot

    def now(self) -> datetime:
        """Return the playground's present moment, UTC."""
        return self.clock.now()

    def touch(self) -> None:
        """Tell everybody who waits that something changed."""
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def next_number(self) -> int:
        """Return a number never given before in this workspace."""
        return next(self._numbers)

    def next_ts(self) -> str:
        """Return a fresh message ts at the playground's present moment."""
        return f"{int(self.now().timestamp())}.{self.next_number():06d}"

    def user(self, user_id: str) -> User:
        """Return a member. Raises SlackError user_not_found."""
        user = self.users.get(user_id)
        if user is None:
            raise SlackError("user_not_found")
        return user

    def dm_with(self, user_id: str) -> Dm:
        """Return the DM between the bot and this person, made at first use."""
        with self.lock:
            dm = self.dms.get(user_id)
            if dm is None:
                dm = self.dms[user_id] = Dm(f"D{user_id[1:]}", user_id)
                self._channels[dm.id] = dm
            return dm

    def dm(self, channel_id: str) -> Dm:
        """Return the DM with this channel id. Raises SlackError channel_not_found."""
        found = self._channels.get(channel_id)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def stack(self, user_id: str) -> list[View]:
        """Return this person's open modals, the top one last."""
        return self.stacks.setdefault(user_id, [])

    def put_message(self, channel: Dm, user_id: str, text: str, **facts: Any) -> Message:
        """Add a message to a DM now, and return it."""
        with self.lock:
            blocks = named(facts.pop("blocks", None) or [])
            message = Message(self.next_ts(), channel.id, user_id, text, blocks=blocks, **facts)
            message.state = kept_state(blocks, {})
            channel.messages.append(message)
            self.touch()
            return message

    def tell(self, user_id: str, text: str) -> Message:
        """Let Slack itself say something to one person, visible to them alone."""
        return self.put_message(self.dm_with(user_id), user_id, text, only_for=user_id, from_slack=True)


def named(blocks: list[Any]) -> list[Any]:
    """Return copies of blocks in which every block and element has an id, as Slack fills them in."""
    return [_named_block(block) for block in blocks]


def _named_block(block: Any) -> Any:
    copy = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
    for slot in ("element", "accessory"):
        if isinstance(block.get(slot), dict):
            copy[slot] = _named_element(block[slot])
    if block.get("type") in {"actions", "context_actions"}:
        copy["elements"] = [_named_element(element) for element in block["elements"]]
    return copy


def _named_element(element: Any) -> Any:
    return {**element, "action_id": element.get("action_id") or secrets.token_urlsafe(4)}


def _app_of(team_id: str, signing_secret: str) -> App:
    tail = team_id[1:]
    return App(
        id=f"A{tail}",
        bot_user_id=f"U{tail}BOT",
        bot_id=f"B{tail}",
        bot_token=f"xoxb-{tail}-stand-in",
        app_token=f"xapp-1-{tail}-stand-in",
        signing_secret=signing_secret,
    )
