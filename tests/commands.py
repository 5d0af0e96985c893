"""The command line, run inside this process: a process of its own takes a second to start."""

from __future__ import annotations

import threading

import pytest
from typer.testing import CliRunner, Result

from app import cli
from bot import logs
from bot.domain.types import vault


def run(*arguments: str, **settings: str) -> Result:
    """Run a command to its end with these settings; what it would change of the process stays as it was.

    A fault that a person would see as a trace is raised here.
    """
    before = vault._fernet, vault._keys
    with pytest.MonkeyPatch.context() as kept:
        kept.setattr(logs, "set_up", lambda _format: None)
        kept.setattr("app.until_told_to_stop", threading.Event)
        try:
            return CliRunner().invoke(cli, arguments, env=settings, catch_exceptions=False)
        finally:
            vault._fernet, vault._keys = before
