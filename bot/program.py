"""The whole program, wired once: what serves, what delivers, and how both stop."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.config import Settings
from bot.db.delivery import Delivery
from bot.db.schema import is_current
from bot.db.work import Database
from bot.domain.types import vault
from bot.jobs.compose import FactsOfTheDay
from bot.jobs.deliver import Dispatcher, Pace
from bot.jobs.scheduler import Scheduler
from bot.jobs.sweep import sweeper
from bot.prompts import Prompts
from bot.services import Services
from bot.slack.bolt import make_app, web_application
from bot.slack.installations import SingleInstallation
from bot.slack.postman import Postman, post_client
from bot.slack.socket_mode import SocketConnection
from bot.web.router import Router
from bot.web.server import WebServer

log = structlog.get_logger()

PROMPTS = Path(__file__).resolve().parents[1] / "prompts"


class Program:
    """Everything that runs, wired once."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Raises PromptError when a prompt is at fault. `settings` must have no problems."""
        assert settings.slack_bot_token is not None  # noqa: S101 - settings.problems() was asked
        vault.use_keys(settings.keys())
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database_url)
        self.prompts = Prompts.load(*prompt_folders(settings))
        client = post_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        installation = SingleInstallation(client)
        self.services = Services.over(self.database, installation.look_up)
        secret = settings.slack_signing_secret
        self.bolt = make_app(
            client=client,
            signing_secret=secret.get_secret_value() if secret else None,
            services=self.services,
            prompts=self.prompts,
            clock=clock,
        )
        self.delivery = Delivery(self.database.engine)
        self.dispatcher = Dispatcher(
            self.delivery,
            FactsOfTheDay(self.database, self.prompts),
            Postman(installation.client_for),
            clock,
            Pace(messages_per_minute=settings.messages_per_minute),
        )
        self.scheduler = Scheduler(self.dispatcher, sweeper(self.database, self.delivery, self.services.tours), clock)

    def router(self) -> Router:
        """Return the web application: health, readiness and, unless Socket Mode is used, Slack's requests."""
        slack = None if self.settings.socket_mode else web_application(self.bolt)
        return Router(slack, ready=lambda: is_current(self.database.engine))

    def connect(self) -> SocketConnection:
        """Connect by Socket Mode."""
        assert self.settings.slack_app_token is not None  # noqa: S101 - asked for in Socket Mode only
        token = self.settings.slack_app_token.get_secret_value()
        connection = SocketConnection(self.bolt, token, self.settings.slack_api_url, self.settings.threads)
        connection.connect()  # type: ignore[no-untyped-call] # Bolt does not say
        return connection

    def deliver_all_due(self) -> int:
        """Do in this thread what the resident jobs would do now; return how many messages were dealt with."""
        return self.scheduler.run_once() + self.dispatcher.run_until_idle(self.clock.now())

    def next_due(self) -> datetime | None:
        """Return when the next message is due (UTC), or None."""
        return self.delivery.next_due()

    def last_due(self) -> datetime | None:
        """Return when the last message planned so far is due (UTC), or None."""
        return self.delivery.last_due()

    def serve(self, stopped: threading.Event) -> None:
        """Serve and deliver until `stopped`, then finish what was begun."""
        server = WebServer(self.router(), self.settings.host, self.settings.port, self.settings.threads)
        serving = threading.Thread(target=server.serve, name="web")
        self.database.when_planned = self.dispatcher.wake
        self.dispatcher.start()
        self.scheduler.start()
        serving.start()
        connection = self.connect() if self.settings.socket_mode else None
        log.info("listening", host=self.settings.host, port=server.port, socket_mode=self.settings.socket_mode)
        stopped.wait()
        if connection:
            connection.close()
        server.stop()
        serving.join()
        self.scheduler.stop()
        self.dispatcher.stop()
        self.close()

    def close(self) -> None:
        """Give everything back."""
        self.database.close()


def prompt_folders(settings: Settings) -> list[Path]:
    """Return the folder of the shipped prompts and, laid over it, the workspace's own."""
    return [PROMPTS, *([settings.prompts_folder] if settings.prompts_folder else [])]
