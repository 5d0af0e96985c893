"""manifest.yml and the code agree both ways: nothing asked for that is not used, nothing used that is not asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from slack_sdk import WebClient

from bot.slack import manifest
from bot.slack.ids import COMMAND
from bot.slack.listeners import register_all
from bot.slack.routes import Payload, Routes
from bot.slack.scopes import OPTIONAL
from bot.slack.views.help import usages
from bot.web.router import SLACK_PATH

ROOT: Final = Path(__file__).parents[1]

# What each part needs, as docs.slack.dev/reference/methods/METHOD and /reference/events/EVENT say.
SCOPE_OF_METHOD: Final[dict[str, str | None]] = {
    "apps.connections.open": None,  # Socket Mode: asked with the app token, whose connections:write is no bot scope
    "auth.test": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.open": "im:write",
    "files.upload.v2": "files:write",  # the SDK's name for files.getUploadURLExternal and .completeUploadExternal
    "oauth.v2.access": None,
    "team.profile.get": "users.profile:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.profile.get": "users.profile:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
SCOPES_OF_FIELDS: Final = {"users:read.email"}  # profile.email in what users.list answers
SCOPE_OF_EVENT: Final[dict[str, str | None]] = {
    "app_home_opened": None,
    "app_uninstalled": None,
    "message.im": "im:history",
    "team_join": "users:read",
    "tokens_revoked": None,
    "user_change": "users:read",
}
SCOPE_OF_COMMANDS: Final = "commands"  # slash commands and shortcuts alike
NAME_IN_MANIFEST: Final = {"message": "message.im"}  # Slack sends the one, and is asked for the other


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return manifest.read()


@pytest.fixture(scope="module")
def routes() -> Routes:
    found = Routes()
    register_all(found)
    return found


def methods_used() -> set[str]:
    """Every Web API method that the bot's code names, on any object: "views_open" is views.open."""
    files = [ROOT / "app.py", *(path for path in (ROOT / "bot").rglob("*.py") if "playground" not in path.parts)]
    return {method for path in files for method in _methods(ast.parse(path.read_text(encoding="utf-8")))}


def _methods(tree: ast.AST) -> Iterator[str]:
    families = {name.split("_")[0] for name in dir(WebClient) if not name.startswith("_")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and hasattr(WebClient, node.attr) and not node.attr.startswith("_"):
            family, _, rest = node.attr.partition("_")
            if family in families and rest and node.attr != "api_call":
                yield f"{family}.{rest.replace('_', '.')}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "api_call":
            assert isinstance(node.args[0], ast.Constant), "name the method where it is called"
            yield str(node.args[0].value)


def events_used(routes: Routes) -> set[str]:
    return {NAME_IN_MANIFEST.get(event, event) for event in routes.keys(Payload.EVENT)}


def test_every_method_is_known_to_the_table() -> None:
    assert methods_used() <= set(SCOPE_OF_METHOD), "add the method and its scope to the table"
    assert {"views.open", "views.publish", "chat.postMessage", "users.info"} <= methods_used()


def test_scopes_are_exactly_those_of_methods_events_and_commands(document: dict[str, Any], routes: Routes) -> None:
    needed = {SCOPE_OF_METHOD[method] for method in methods_used()}
    needed |= {SCOPE_OF_EVENT[event] for event in events_used(routes)} | {SCOPE_OF_COMMANDS} | SCOPES_OF_FIELDS
    assert set(document["oauth_config"]["scopes"]["bot"]) == needed - {None}
    assert set(document["oauth_config"]["scopes"]) == {"bot", "bot_optional"}
    assert document["oauth_config"]["scopes"]["bot_optional"] == list(OPTIONAL)


def test_events_are_exactly_those_that_somebody_listens_to(document: dict[str, Any], routes: Routes) -> None:
    listed = document["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(listed) == sorted(events_used(routes))


def test_shortcuts_are_exactly_those_that_somebody_listens_to(document: dict[str, Any], routes: Routes) -> None:
    shortcuts = document["features"]["shortcuts"]
    assert sorted(each["callback_id"] for each in shortcuts) == sorted(routes.keys(Payload.SHORTCUT))
    assert {each["type"] for each in shortcuts} == {"global"}


def test_there_is_one_command_and_its_hint_names_what_works(document: dict[str, Any], routes: Routes) -> None:
    (command,) = document["features"]["slash_commands"]
    assert command["command"] == COMMAND
    assert command["should_escape"] is True
    hinted = {part.split()[0] for part in command["usage_hint"].split("|")}
    assert hinted <= set(routes.keys(Payload.COMMAND))
    assert hinted <= set(usages())


def test_the_tabs_that_are_used_are_switched_on(document: dict[str, Any], routes: Routes) -> None:
    tabs = document["features"]["app_home"]
    assert tabs["home_tab_enabled"] is ("app_home_opened" in routes.keys(Payload.EVENT))
    assert tabs["messages_tab_enabled"] is ("message" in routes.keys(Payload.EVENT))
    assert tabs["messages_tab_read_only_enabled"] is False


def test_addresses_lead_to_the_path_that_is_served(document: dict[str, Any]) -> None:
    addresses = set(_addresses(document))
    assert addresses == {f"https://YOUR-HOST{SLACK_PATH}"}


def _addresses(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key.endswith("url"):
                yield value
            yield from _addresses(value)
    elif isinstance(part, list):
        for each in part:
            yield from _addresses(each)


def test_lengths_are_those_that_slack_takes(document: dict[str, Any]) -> None:
    display = document["display_information"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert len(display["long_description"]) >= 175
    for shortcut in document["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_nothing_is_switched_on_that_cannot_be_undone(document: dict[str, Any]) -> None:
    assert document["settings"]["token_rotation_enabled"] is False
    assert document["settings"]["org_deploy_enabled"] is False


def test_the_variant_for_socket_mode_differs_in_nothing_but_addresses(document: dict[str, Any]) -> None:
    variant = yaml.safe_load(manifest.socket_variant())
    assert list(_addresses(variant)) == []
    assert variant["settings"].pop("socket_mode_enabled") is True
    expected = _without_addresses(document)
    assert expected["settings"].pop("socket_mode_enabled") is False
    assert variant == expected


def _without_addresses(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_addresses(value) for key, value in part.items() if not key.endswith("url")}
    return [_without_addresses(each) for each in part] if isinstance(part, list) else part


def test_the_text_is_the_file_with_its_comments() -> None:
    assert manifest.text() == (ROOT / "manifest.yml").read_text(encoding="utf-8")
    assert manifest.text().startswith("#")
