"""Slack's text as a person reads it: mentions by name, dates in their zone, entities undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.mentions import unescaped
from bot.playground.records import User
from bot.playground.refusals import Json
from bot.playground.team import Team

MARKUP = re.compile(r"<([^<>\n]+)>")
TOKEN = re.compile(r"\{(\w+)\}")


class Reader:
    """Reads text as one person sees it. People are written `@name`, as one types them."""

    def __init__(self, team: Team, user: User) -> None:
        self._team = team
        self._zone = ZoneInfo(user.tz)

    def text(self, text_object: Any) -> str:
        """Return a text object, or a bare mrkdwn string, as read."""
        if isinstance(text_object, dict):
            words = str(text_object.get("text", ""))
            return words if text_object.get("type") == "plain_text" else self.mrkdwn(words)
        return self.mrkdwn(str(text_object or ""))

    def mrkdwn(self, text: str) -> str:
        """Return mrkdwn as read; stars and underscores of formatting stay."""
        return unescaped(MARKUP.sub(lambda match: self._markup(match.group(1)), text))

    def rich(self, part: Json) -> str:
        """Return a rich_text block or a part of it as plain lines."""
        kind = part.get("type", "")
        if kind in {"rich_text", "rich_text_list"}:
            mark = "- " if kind == "rich_text_list" else ""
            return "\n".join(mark + self.rich(child) for child in part["elements"])
        if "elements" in part:
            return "".join(self.rich(child) for child in part["elements"])
        return self._rich_leaf(part)

    def _rich_leaf(self, leaf: Json) -> str:
        reads: dict[str, Callable[[], str]] = {
            "user": lambda: self._mention(leaf["user_id"]),
            "date": lambda: self.moment(int(leaf["timestamp"]), leaf["format"]),
            "link": lambda: str(leaf.get("text") or leaf["url"]),
            "emoji": lambda: f":{leaf['name']}:",
        }
        read = reads.get(leaf.get("type", ""))
        return read() if read else str(leaf.get("text", ""))

    def _markup(self, inner: str) -> str:
        if inner.startswith("!date^"):
            _, moment, pattern, *_ = inner.split("|")[0].split("^")
            return self.moment(int(moment), pattern)
        target, _, label = inner.partition("|")
        if target.startswith("@"):
            return self._mention(target[1:])
        if target.startswith("!"):
            return f"@{target[1:].split('^')[0]}"
        return label or target

    def _mention(self, user_id: str) -> str:
        user = self._team.users.get(user_id)
        return f"@{user.name}" if user else f"@{user_id}"

    def moment(self, seconds: int, pattern: str) -> str:
        """Return a moment in the person's zone by Slack's date tokens."""
        moment = datetime.fromtimestamp(seconds, UTC).astimezone(self._zone)
        return TOKEN.sub(lambda match: self._token(match.group(1), moment), pattern)

    def _token(self, name: str, moment: datetime) -> str:
        day = f"{moment:%B} {moment.day}"
        plain = {
            "date_num": f"{moment:%Y-%m-%d}",
            "date_short": f"{moment:%b} {moment.day}, {moment.year}",
            "date_long": f"{moment:%A}, {day}, {moment.year}",
            "date": f"{day}, {moment.year}",
            "time": f"{moment:%H:%M}",
            "time_secs": f"{moment:%H:%M:%S}",
            "ago": f"on {day}, {moment.year}",
        }
        if name.endswith("_pretty"):
            return self._near(moment.date()) or plain.get(name.removesuffix("_pretty"), "")
        return plain.get(name, f"{{{name}}}")

    def _near(self, day: date) -> str:
        today = self._team.now().astimezone(self._zone).date()
        names = {-1: "yesterday", 0: "today", 1: "tomorrow"}
        return names.get((day - today) // timedelta(days=1), "")
