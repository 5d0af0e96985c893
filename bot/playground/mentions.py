"""From what a person types to what Slack sends: escapes, mentions by id, and a rich_text block."""

from __future__ import annotations

import re

from bot.playground.refusals import Json
from bot.playground.team import Team

AT_NAME = re.compile(r"(?<![\w<])@([\w.\-]+)")
MENTION = re.compile(r"<@([UW]\w+)(?:\|[^>]*)?>")
ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def escaped(text: str) -> str:
    """Escape the three characters that Slack escapes."""
    for sign, entity in ENTITIES:
        text = text.replace(sign, entity)
    return text


def unescaped(text: str) -> str:
    """Undo `escaped`."""
    for sign, entity in reversed(ENTITIES):
        text = text.replace(entity, sign)
    return text


def in_command(team: Team, text: str) -> str:
    """Return a command's text as should_escape has it: escaped, `@name` of a member as `<@U…|name>`."""
    return AT_NAME.sub(lambda match: _as_id(team, match, with_name=True), escaped(text))


def in_message(team: Team, text: str) -> str:
    """Return a message's text: the same, but mentions are bare `<@U…>`."""
    return AT_NAME.sub(lambda match: _as_id(team, match, with_name=False), escaped(text))


def _as_id(team: Team, match: re.Match[str], *, with_name: bool) -> str:
    name = match.group(1)
    user = next((user for user in team.users.values() if user.name == name.rstrip(".")), None)
    if user is None:
        return match.group(0)
    mention = f"<@{user.id}|{user.name}>" if with_name else f"<@{user.id}>"
    return mention + name[len(user.name) :]


def rich_text(text: str) -> Json:
    """Return the rich_text block that Slack adds to what a person writes."""
    elements: list[Json] = []
    end = 0
    for match in MENTION.finditer(text):
        elements += [*_words(text[end : match.start()]), {"type": "user", "user_id": match.group(1)}]
        end = match.end()
    elements += _words(text[end:])
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": unescaped(text)}] if text else []
