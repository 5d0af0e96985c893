"""Settings, read once at start from the environment and from `.env`. What is wrong is said with how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

HOW_TO_MAKE_A_KEY = "make one with: python app.py new-key"


class SettingsWrong(Exception):
    """The settings cannot be used; the message has one line for each fault, with how to mend it."""


class Settings(BaseSettings):
    """Every setting. Each stands in docs/operating.md with its default; secrets never appear in a log or a message."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr | None = Field(None, description="Bot token of the workspace (xoxb-...).")
    slack_signing_secret: SecretStr | None = Field(None, description="Signing secret of the app; needed over HTTP.")
    slack_app_token: SecretStr | None = Field(None, description="App token (xapp-...); set it to use Socket Mode.")
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

    @property
    def socket_mode(self) -> bool:
        """Whether to connect to Slack through Socket Mode instead of waiting for HTTP requests."""
        return self.slack_app_token is not None

    def keys(self) -> list[str]:
        """Return the encryption keys, newest first."""
        return [key.get_secret_value() for key in self.encryption_keys]

    def problems(self) -> list[str]:
        """Return what is missing to serve, one sentence each with how to mend it; an empty list when all is there."""
        found = []
        if self.slack_bot_token is None:
            found.append("SLACK_BOT_TOKEN is missing: copy the bot token from your app's page, OAuth & Permissions.")
        elif not self.slack_bot_token.get_secret_value().startswith("xoxb-"):
            found.append("SLACK_BOT_TOKEN is not a bot token: the right one starts with xoxb-.")
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


def read_settings() -> Settings:
    """Return the settings. Raises SettingsWrong with a line for each fault."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False)]
        raise SettingsWrong("\n".join(lines)) from None
