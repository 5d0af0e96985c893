"""The app's manifest: as it stands for HTTP, and its variant for Socket Mode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yml"


def read(path: Path = MANIFEST) -> dict[str, Any]:
    """Return the manifest as a dict. Raises OSError or yaml.YAMLError when it cannot be read."""
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def text(path: Path = MANIFEST) -> str:
    """Return the manifest for HTTP as it stands, with its comments."""
    return path.read_text(encoding="utf-8")


def socket_document(path: Path = MANIFEST) -> dict[str, Any]:
    """Return the manifest for an app that connects by Socket Mode and so has no address."""
    document = read(path)
    document["settings"]["socket_mode_enabled"] = True
    for holder in (
        *document["features"]["slash_commands"],
        document["settings"]["event_subscriptions"],
        document["settings"]["interactivity"],
    ):
        holder.pop("url", None)
        holder.pop("request_url", None)
    return document


def socket_variant(path: Path = MANIFEST) -> str:
    """Return the same in YAML, to paste."""
    return yaml.safe_dump(socket_document(path), sort_keys=False, allow_unicode=True, width=120)
