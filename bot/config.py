"""Settings, read once at start from the environment and from `.env`. What is wrong is said with how to mend it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def how_to_run(arguments: str) -> str:
    """Return how to call app.py with `arguments`, by the Python that runs now: ".venv/bin/python app.py migrate"."""
    python, here = Path(sys.executable), Path.cwd()
    return f"{python.relative_to(here) if python.is_relative_to(here) else python.name} app.py {arguments}"


HOW_TO_MAKE_A_KEY = f"make one with: {how_to_run('new-key')}"


class SettingsWrong(Exception):
    """The settings cannot be used; the message has one line for each fault, with how to mend it."""


class Settings(BaseSettings):
    """Every setting. Each stands in docs/operating.md with its default; secrets never appear in a log or a message."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr | None = Field(None, description="Bot token of the workspace (xoxb-...).")
    slack_signing_secret: SecretStr | None = Field(None, description="Signing secret of the app; needed over HTTP.")
    slack_app_token: SecretStr | None = Field(None, description="App token (xapp-...); set it to use Socket Mode.")
    slack_client_id: str | None = Field(None, description="Client ID of the app, to be installed from a link.")
    slack_client_secret: SecretStr | None = Field(None, description="Client secret of the app, for the same.")
    public_url: str | None = Field(None, description="Address under which browsers reach this server; for links.")
    support_contact: str | None = Field(None, description="E-mail or web address shown on the pages for help.")
    slack_api_url: str = Field("https://slack.com/api/", description="Address of Slack's Web API.")
    database_url: str = Field("sqlite:///data/tourguide.sqlite", description="SQLAlchemy URL of the database.")
    encryption_keys: Annotated[list[SecretStr], NoDecode] = Field(
        default_factory=list, description="Keys that seal people's words, newest first, separated by commas."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(3000, ge=0, le=65535, description="Port to listen on.")
    threads: int = Field(16, ge=1, le=256, description="Requests served at the same time.")
    messages_per_minute: int = Field(300, ge=1, description="Messages posted to one workspace a minute at most.")
    prompts_folder: Path | None = Field(None, description="A folder of your own prompts, laid over the shipped ones.")
    log_format: str = Field("text", pattern="^(text|json)$", description="How logs are written: text or json.")

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("encryption_keys")
    @classmethod
    def _usable(cls, keys: list[SecretStr]) -> list[SecretStr]:
        for key in keys:
            try:
                Fernet(key.get_secret_value())
            except ValueError:
                raise ValueError(f"one of the keys is not a Fernet key; {HOW_TO_MAKE_A_KEY}") from None
        return keys

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("it needs to start with https://")
        return url if url.endswith("/") else url + "/"

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str | None) -> str | None:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("it needs to start with https://")
        return url.rstrip("/") if url else None

    @property
    def many_workspaces(self) -> bool:
        """Whether workspaces install the bot from a link, instead of one whose token stands here."""
        return self.slack_client_id is not None and self.slack_bot_token is None

    @property
    def socket_mode(self) -> bool:
        """Whether to connect to Slack through Socket Mode instead of waiting for HTTP requests."""
        return self.slack_app_token is not None

    def keys(self) -> list[str]:
        """Return the encryption keys, newest first."""
        return [key.get_secret_value() for key in self.encryption_keys]

    def problems(self) -> list[str]:
        """Return what is missing to serve, one sentence each with how to mend it; an empty list when all is there."""
        found = self._installing() if self.slack_client_id else self._single()
        if self.slack_app_token is None and self.slack_signing_secret is None:
            found.append(
                "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set: copy one from your "
                "app's page, Basic Information."
            )
        if self.slack_app_token is not None and not self.slack_app_token.get_secret_value().startswith("xapp-"):
            found.append("SLACK_APP_TOKEN is not an app token: the right one starts with xapp-.")
        if not self.encryption_keys:
            found.append(f"ENCRYPTION_KEYS is missing, so words could not be sealed: {HOW_TO_MAKE_A_KEY}")
        return found

    def _single(self) -> list[str]:
        if self.slack_bot_token is None:
            return ["SLACK_BOT_TOKEN is missing: copy the bot token from your app's page, OAuth & Permissions."]
        if not self.slack_bot_token.get_secret_value().startswith("xoxb-"):
            return ["SLACK_BOT_TOKEN is not a bot token: the right one starts with xoxb-."]
        return []

    def _installing(self) -> list[str]:
        found = []
        if self.slack_client_secret is None:
            found.append("SLACK_CLIENT_SECRET is missing: copy it from your app's page, Basic Information.")
        if self.public_url is None:
            found.append("PUBLIC_URL is missing: the address where browsers find this server, such as https://...")
        if self.slack_bot_token is not None:
            found.append(
                "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: leave the token out, and install that workspace "
                "from the link like the others. What it has is kept."
            )
        return found


def read_settings() -> Settings:
    """Return the settings. Raises SettingsWrong with a line for each fault."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False)]
        raise SettingsWrong("\n".join(lines)) from None
