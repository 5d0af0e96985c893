"""What the settings lack is said in sentences, for one workspace and for many."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.config import Settings
from bot.domain.types import new_key

COMPLETE = {
    "slack_bot_token": None,
    "slack_client_id": "1.2",
    "slack_client_secret": SecretStr("secret"),
    "slack_signing_secret": SecretStr("secret"),
    "slack_app_token": None,
    "public_url": "https://tourguide.example.com/",
    "encryption_keys": [SecretStr(new_key())],
}


def settings(**other: object) -> Settings:
    return Settings(**{**COMPLETE, **other})  # type: ignore[arg-type]


def test_a_bot_that_is_installed_from_a_link_needs_no_token() -> None:
    given = settings()
    assert given.problems() == []
    assert given.many_workspaces
    assert given.public_url == "https://tourguide.example.com"


@pytest.mark.parametrize("name", ["slack_client_secret", "public_url"])
def test_what_an_installation_lacks_is_named(name: str) -> None:
    (problem,) = settings(**{name: None}).problems()
    assert problem.startswith(name.upper())


def test_a_token_and_a_client_id_together_are_said_to_be_one_too_many() -> None:
    given = settings(slack_bot_token=SecretStr("xoxb-1"))
    (problem,) = given.problems()
    assert "both set" in problem
    assert not given.many_workspaces


def test_one_workspace_needs_its_token() -> None:
    (problem,) = settings(slack_client_id=None).problems()
    assert problem.startswith("SLACK_BOT_TOKEN is missing")


def test_an_address_without_its_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="https://"):
        settings(public_url="tourguide.example.com")
