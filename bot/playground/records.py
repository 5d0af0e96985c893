"""What the stand-in remembers: people, messages, views."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from bot.playground.refusals import Json

State = dict[str, dict[str, Json]]


class Place(Protocol):
    """Something with blocks that a person can act on: a message or a view."""

    blocks: list[Json]
    state: State
    trouble: str

    @property
    def key(self) -> str:
        """The view's id, or the message's ts."""


@dataclass
class User:
    """A member of the workspace. `tz` is an IANA name; `role` is only what the page prints beside the name."""

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "Europe/Berlin"
    locale: str = "en-US"
    role: str = ""
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    email: str = ""
    fields: dict[str, str] = field(default_factory=dict)  # of the profile: id -> value


@dataclass
class StoredFile:
    """A file that the bot uploads; `content` is None until its bytes have come."""

    id: str
    name: str
    length: int
    title: str = ""
    content: bytes | None = None


@dataclass
class Message:
    """A message in a DM between a person and the bot. `only_for` names the one who sees an ephemeral one."""

    ts: str
    channel_id: str
    user_id: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    only_for: str | None = None
    edited: bool = False
    from_slack: bool = False
    thread_ts: str | None = None
    files: list[StoredFile] = field(default_factory=list)
    state: State = field(default_factory=dict)
    trouble: str = ""

    @property
    def key(self) -> str:
        return self.ts


@dataclass
class View:
    """A modal or a Home tab as one person has it before them. `content` is what the bot sent, with ids filled in."""

    id: str
    user_id: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def key(self) -> str:
        return self.id

    @property
    def blocks(self) -> list[Json]:
        return list(self.content.get("blocks", []))

    @blocks.setter
    def blocks(self, blocks: list[Json]) -> None:
        self.content["blocks"] = blocks

    @property
    def is_home(self) -> bool:
        return bool(self.content.get("type") == "home")

    @property
    def title(self) -> str:
        return str((self.content.get("title") or {}).get("text", ""))


@dataclass
class Dm:
    """The direct channel between one person and the bot."""

    id: str
    user_id: str
    messages: list[Message] = field(default_factory=list)

    def find(self, ts: str) -> Message | None:
        """Return the message with this ts, or None."""
        return next((message for message in reversed(self.messages) if message.ts == ts), None)
