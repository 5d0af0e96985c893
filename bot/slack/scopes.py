"""The scopes that a workspace may leave out, and what it then does without, in plain words for doctor and pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

OPTIONAL: Final[Mapping[str, str]] = {
    "files:write": "files that somebody asks for go into their messages; without it they get a link of ten minutes",
    "users:read.email": "a file of people and managers may name them by e-mail address; without it by member id",
    "users.profile:read": "managers can be brought in from a field of Slack's profiles; without it from a file",
}
"""Every scope of `bot_optional` in manifest.yml, and what it brings."""


def left_out(granted: Collection[str]) -> Iterator[str]:
    """Yield one sentence for each optional scope that was not granted."""
    for scope, brings in OPTIONAL.items():
        if scope not in granted:
            yield f"{scope} is not granted, which is fine. It brings: {brings}."
