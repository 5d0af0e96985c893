"""What Slack's own command-line tool asks a project for (github.com/slackapi/slack-cli, CLI-SDK interface).

The tool reads .slack/hooks.json, asks get-hooks for the other hooks, and runs them as commands in the project's folder.
"""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any, Final

from bot.slack.manifest import socket_document

PYTHON: Final = ".venv/bin/python"  # where `make demo` puts everything that the program needs
COMMAND: Final = f"{PYTHON} app.py slack-hook"
BOUNDARIES: Final = "message-boundaries"

HOOKS: Final[dict[str, Any]] = {
    "hooks": {
        "get-hooks": f"{COMMAND} get-hooks",
        "get-manifest": f"{COMMAND} get-manifest",
        "start": f"{COMMAND} start",
    },
    "config": {
        "protocol-version": [BOUNDARIES, "default"],
        "sdk-managed-connection-enabled": True,  # the bot connects to Slack itself, by Socket Mode
        "watch": {"manifest": {"paths": ["manifest.yml"]}, "app": {"paths": ["app.py", "bot", "prompts"]}},
    },
}
TOKENS: Final = {"SLACK_CLI_XOXB": "SLACK_BOT_TOKEN", "SLACK_CLI_XAPP": "SLACK_APP_TOKEN"}


def hooks() -> str:
    """Return which hooks there are, as JSON on one line."""
    return json.dumps(HOOKS)


def manifest() -> str:
    """Return the manifest for Socket Mode, as JSON on one line."""
    return json.dumps(socket_document())


def within(answer: str, protocol: str, boundary: str) -> str:
    """Return an answer as the tool finds it among other lines: between two boundaries, where it speaks of any."""
    return f"{boundary}{answer}{boundary}" if protocol == BOUNDARIES else answer


def take_tokens(environment: MutableMapping[str, str]) -> list[str]:
    """Use the tokens of the tool's own development app; return the names of those that it did not hand over.

    They take the place of the settings' tokens: what runs is the app that the tool installed, and no other.
    """
    for theirs, ours in TOKENS.items():
        if theirs in environment:
            environment[ours] = environment[theirs]
    return [theirs for theirs in TOKENS if theirs not in environment]
