"""What the app may do, as its manifest says: scopes, commands, shortcuts, events, tabs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.playground.refusals import Json


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that change how Slack treats the app. None means: nothing is held back."""

    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    commands: tuple[Json, ...] = ()
    shortcuts: tuple[Json, ...] = ()
    home_tab: bool = True
    messages_tab: bool = True
    bot_name: str = "tourguide"
    app_name: str = "Tourguide"
    extra: Json = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest in YAML or JSON. Raises OSError or yaml.YAMLError when it cannot be read."""
        return cls.of(yaml.safe_load(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, document: Json) -> Manifest:
        """Take a parsed manifest."""
        features = document.get("features", {})
        settings = document.get("settings", {})
        tabs = features.get("app_home", {})
        return cls(
            scopes=frozenset(_at(document, "oauth_config", "scopes", "bot") or ()),
            events=frozenset(_at(settings, "event_subscriptions", "bot_events") or ()),
            commands=tuple(features.get("slash_commands", ())),
            shortcuts=tuple(features.get("shortcuts", ())),
            home_tab=bool(tabs.get("home_tab_enabled", False)),
            messages_tab=bool(tabs.get("messages_tab_enabled", False)),
            bot_name=str(_at(features, "bot_user", "display_name") or "bot"),
            app_name=str(_at(document, "display_information", "name") or "App"),
            extra=document,
        )

    def escapes(self, command: str) -> bool:
        """Say whether mentions in this command's text arrive as ids."""
        return any(entry["command"] == command and entry.get("should_escape", False) for entry in self.commands) or (
            not self.commands
        )

    def has_command(self, command: str) -> bool:
        """Say whether the app has this slash command; an app without a manifest has them all."""
        return not self.commands or any(entry["command"] == command for entry in self.commands)


def _at(document: Any, *path: str) -> Any:
    for step in path:
        document = (document or {}).get(step)
    return document
