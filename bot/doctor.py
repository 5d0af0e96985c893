"""Says in plain words what is missing or wrong, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.config import Settings, how_to_run
from bot.db.schema import is_current, reachable
from bot.db.upkeep import require_right_keys
from bot.db.work import Database, is_there
from bot.domain.types import KeyMissing
from bot.prompts import Prompts
from bot.services import patterns
from bot.slack.checkup import check_app_token, check_bot_token, missed
from bot.slack.manifest import read
from bot.slack.postman import post_client


def examine(settings: Settings, folders: list[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield each thing that was looked at, with the sentences that say what is wrong with it."""
    yield "Settings", settings.problems()
    yield "Prompts", patterns.all_faults(Prompts.read(*folders))
    yield "Database", _database(settings)
    if settings.slack_bot_token is not None:
        client = post_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        scopes = read()["oauth_config"]["scopes"]
        yield "Slack, bot token", check_bot_token(client, set(scopes["bot"]) - set(scopes["bot_optional"]))
    if settings.slack_app_token is not None:
        yield "Slack, app token", check_app_token(settings.slack_app_token.get_secret_value(), settings.slack_api_url)


def besides(settings: Settings) -> list[str]:
    """Return what is worth knowing and no fault: which optional scopes are missing, and what they would bring."""
    if settings.slack_bot_token is None:
        return []
    return missed(post_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url))


def _database(settings: Settings) -> list[str]:
    if not is_there(settings.database_url):
        return [f"There is no database yet: {how_to_run('migrate')} makes it."]
    try:
        database = Database(settings.database_url)
    except Exception as error:  # noqa: BLE001 - whatever a driver raises, it is to be said in plain words
        return [f"DATABASE_URL cannot be used ({type(error).__name__})."]
    try:
        if not reachable(database.engine):
            return ["The database does not answer: is DATABASE_URL right, and does the server run?"]
        if not is_current(database.engine):
            return [f"The schema is behind: run {how_to_run('migrate')}."]
        return _keys(database) if settings.encryption_keys else []
    finally:
        database.close()


def _keys(database: Database) -> list[str]:
    try:
        require_right_keys(database.engine)
    except KeyMissing:
        return ["Some of what is stored none of ENCRYPTION_KEYS opens: add the key that sealed it, at the end."]
    return []
