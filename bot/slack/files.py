"""Hands somebody a file that they asked for: into their messages, or as a link where the workspace allows no files."""

from __future__ import annotations

from typing import Final

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.services.files import File, Handed, Way
from bot.services.people import Actor

log = structlog.get_logger()

NO_FILES: Final = frozenset({"missing_scope", "not_allowed_token_type", "file_uploads_disabled"})
"""Slack's words for: this workspace lets the bot send none (docs.slack.dev, files.getUploadURLExternal)."""


def send_file(client: WebClient, actor: Actor, made: File, link: str | None) -> Handed:
    """Put a file into the actor's messages; where Slack does not let the bot, hand over `link` in its place."""
    try:
        channel = str(client.conversations_open(users=actor.user_id)["channel"]["id"])
        client.files_upload_v2(channel=channel, filename=made.name, title=made.name, content=made.content)
    except SlackApiError as error:
        code = str(error.response.get("error"))
        without = Way.NO_WAY if code in NO_FILES else Way.TROUBLE
    except (SlackRequestError, OSError) as error:
        code, without = type(error).__name__, Way.TROUBLE
    else:
        return Handed(Way.SENT)
    log.info("file_not_sent", reason=code)
    return Handed(Way.LINK, link) if link else Handed(without)
