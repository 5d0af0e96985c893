"""Slack's own command-line tool finds its hooks, and what they name is there and answers as it expects."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.slack import cli_hooks, manifest

ROOT = Path(__file__).parents[2]


def run(command: str, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as the tool does, in the project's folder; this Python stands in for the project's own."""
    python, *words = shlex.split(command)
    assert python == cli_hooks.PYTHON
    return subprocess.run(
        [sys.executable, *words, *more], env=settings, capture_output=True, text=True, timeout=60, cwd=ROOT
    )


def test_the_file_leads_to_get_hooks_and_that_names_itself_and_the_others() -> None:
    asked = json.loads((ROOT / ".slack" / "hooks.json").read_text())["hooks"]["get-hooks"]
    answer = json.loads(run(asked).stdout)
    assert answer["hooks"]["get-hooks"] == asked
    assert set(answer["hooks"]) == {"get-hooks", "get-manifest", "start"}
    assert answer["config"]["sdk-managed-connection-enabled"] is True
    assert answer["config"]["protocol-version"][0] == "message-boundaries"
    for watched in answer["config"]["watch"].values():
        assert all((ROOT / path).exists() for path in watched["paths"])


def test_an_answer_stands_between_the_boundaries_that_the_tool_names() -> None:
    told = ["--protocol=message-boundaries", "--boundary=abc123", "--source=."]
    done = run(cli_hooks.HOOKS["hooks"]["get-manifest"], *told)
    before, answer, after = done.stdout.split("abc123")
    assert (before, after.strip()) == ("", "")
    found = json.loads(answer)
    assert found == manifest.socket_document()
    assert found["settings"]["socket_mode_enabled"] is True


def test_start_says_what_is_missing() -> None:
    alone = run(cli_hooks.HOOKS["hooks"]["start"])
    assert (alone.returncode, "SLACK_CLI_XOXB and SLACK_CLI_XAPP" in alone.stderr) == (1, True)
    tokens = {"SLACK_CLI_XOXB": "xoxb-1", "SLACK_CLI_XAPP": "xapp-1"}
    without_key = run(cli_hooks.HOOKS["hooks"]["start"], **tokens)
    assert (without_key.returncode, "ENCRYPTION_KEYS is missing" in without_key.stderr) == (1, True)


@pytest.mark.parametrize("before", [{}, {"SLACK_BOT_TOKEN": "xoxb-other"}])
def test_the_tools_own_app_is_what_runs(before: dict[str, str]) -> None:
    environment = {**before, "SLACK_CLI_XOXB": "xoxb-dev", "SLACK_CLI_XAPP": "xapp-dev"}
    assert cli_hooks.take_tokens(environment) == []
    assert (environment["SLACK_BOT_TOKEN"], environment["SLACK_APP_TOKEN"]) == ("xoxb-dev", "xapp-dev")


def test_what_the_tool_keeps_of_development_apps_is_not_committed() -> None:
    assert "apps.dev.json" in (ROOT / ".slack" / ".gitignore").read_text()
