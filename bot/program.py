"""The whole program, wired once: what serves, what delivers, and how both stop."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from bot.clock import Clock
from bot.config import Settings
from bot.db.delivery import Delivery
from bot.db.installations import Installations
from bot.db.schema import is_current
from bot.db.work import Database
from bot.domain.types import vault
from bot.jobs.compose import FactsOfTheDay
from bot.jobs.deliver import Dispatcher, Pace
from bot.jobs.scheduler import Scheduler
from bot.jobs.sweep import sweeper
from bot.prompts import Prompts
from bot.services import Services
from bot.services.files import FILE_PATH
from bot.services.workspaces import Workspaces
from bot.slack.bolt import make_app, web_application
from bot.slack.installations import Directory, ManyInstallations, SingleInstallation
from bot.slack.manifest import read
from bot.slack.oauth import Consent
from bot.slack.postman import Postman
from bot.slack.postman import post_client as client_of
from bot.slack.roster import Roster
from bot.web.files import FileDesk
from bot.web.install import INSTALL_PATH, REDIRECT_PATH, Installing
from bot.web.meters import Meters
from bot.web.router import METRICS_PATH, Router, Wsgi
from bot.web.server import WebServer
from bot.web.site import site

log = structlog.get_logger()

PROMPTS = Path(__file__).resolve().parents[1] / "prompts"


class CannotServe(Exception):
    """The program cannot begin to serve; the message says why and what to do, in a sentence for the operator."""


class Program:
    """Everything that runs, wired once."""

    def __init__(self, settings: Settings, clock: Clock, prompts: Prompts | None = None) -> None:
        """Wire it; `prompts` are read from the settings' folders unless they are given.

        Raises PromptError when a prompt is at fault. `settings` must have no problems.
        """
        vault.use_keys(settings.keys())
        self.settings = settings
        self.clock = clock
        self.meters = Meters()
        self.database = Database(settings.database_url)
        self.prompts = prompts or Prompts.load(*prompt_folders(settings))
        self._installations = Installations(self.database.engine)
        workspaces = self._places = self._workspaces()
        self.services = Services.over(
            self.database,
            Directory(workspaces).look_up,
            Workspaces(self._installations, workspaces.forget),
            settings.public_url,
        )
        self.bolt = make_app(
            client=client_of(None, settings.slack_api_url),
            workspaces=workspaces,
            services=self.services,
            prompts=self.prompts,
            clock=clock,
        )
        self.delivery = Delivery(self.database.engine)
        self.dispatcher = Dispatcher(
            self.delivery,
            FactsOfTheDay(self.database, self.prompts),
            Postman(workspaces.client_for),
            clock,
            Pace(messages_per_minute=settings.messages_per_minute),
            on_give_up=self._not_reached,
        )
        sweeps = sweeper(self.database, self.delivery, self._installations, self.services)
        self.scheduler = Scheduler(self.dispatcher, sweeps, clock)
        leave_alone_what_stands()

    def _not_reached(self, team_id: str, message_id: str, why: str) -> None:
        self.services.people.not_reached(team_id, message_id, why, self.clock.now())

    def roster(self, team_id: str) -> Roster:
        """Return what Slack tells of everybody in a workspace, for commands. Raises RosterUnreadable."""
        return Roster.of(self._places, team_id)

    def router(self, *, answers: bool = True) -> Router:
        """Return the web application: health, readiness, pages and, unless Socket Mode is used, Slack's requests."""
        secret = self.settings.slack_signing_secret
        slack = None
        if answers and secret is not None and not self.settings.socket_mode:
            slack = self.meters.timed(web_application(self.bolt, secret.get_secret_value()))
        return Router(slack, ready=lambda: is_current(self.database.engine), pages=self._pages())

    def _workspaces(self) -> SingleInstallation | ManyInstallations:
        address, token = self.settings.slack_api_url, self.settings.slack_bot_token
        if self.settings.many_workspaces or token is None:
            return ManyInstallations(self._installations, lambda token: client_of(token, address))
        return SingleInstallation(client_of(token.get_secret_value(), address), self._installations.is_here)

    def _pages(self) -> dict[str, Wsgi]:
        pages = dict(site(can_install=self.settings.many_workspaces, contact=self.settings.support_contact))
        files = FileDesk(self.services.files, self.clock)
        return {**pages, METRICS_PATH: self._measures, FILE_PATH: files, **self._installing()}

    def _installing(self) -> dict[str, Wsgi]:
        settings, secret = self.settings, self.settings.slack_client_secret
        if not settings.many_workspaces or secret is None:
            return {}
        client_id, public_url = settings.slack_client_id or "", settings.public_url or ""
        consent = Consent(
            client_of(None, settings.slack_api_url),
            client_id,
            secret.get_secret_value(),
            read()["oauth_config"]["scopes"]["bot"],
            public_url + REDIRECT_PATH,
        )
        is_secure = public_url.startswith("https://")
        workspaces = self.services.workspaces
        installing = Installing(consent, self._installations, workspaces, self.clock, is_secure=is_secure)
        return {INSTALL_PATH: installing.begin, REDIRECT_PATH: installing.finish}

    def _measures(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        from bot.web.metrics import CONTENT_TYPE, written  # its library is not needed to start

        text = written(self.meters, self.dispatcher.counts(), self.delivery.backlog(self.clock.now()))
        start_response("200 OK", [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(text)))])
        return [text]

    def deliver_all_due(self) -> int:
        """Do in this thread what the resident jobs would do now; return how many messages were dealt with."""
        return self.scheduler.run_once() + self.dispatcher.run_until_idle(self.clock.now())

    def next_due(self) -> datetime | None:
        """Return when the next message is due (UTC), or None."""
        return self.delivery.next_due()

    def last_due(self) -> datetime | None:
        """Return when the last message planned so far is due (UTC), or None."""
        return self.delivery.last_due()

    def serve(self, stopped: threading.Event, *, answers: bool = True, delivers: bool = True) -> None:
        """Serve and deliver until `stopped`, then finish what was begun.

        A process that only delivers (`answers` is False) still says at HOST:PORT how it does; one that only answers
        leaves deliveries to others, which notice what is planned within a second.

        Raises CannotServe, after giving back what was begun, where the port is taken or Slack refuses the connection.
        """
        with ExitStack() as begun:  # what was begun last is finished first
            begun.callback(self.close)
            server = self._listen(answers=answers)
            if delivers:
                self._deliver(begun)
            serving = threading.Thread(target=server.serve, name="web")
            serving.start()
            begun.callback(serving.join)
            begun.callback(server.stop)
            by_socket = answers and self.settings.socket_mode
            if by_socket:
                begun.enter_context(self.connected())
            log.info("listening", host=self.settings.host, port=server.port, socket_mode=by_socket)
            stopped.wait()

    def _listen(self, *, answers: bool) -> WebServer:
        settings = self.settings
        try:
            return WebServer(self.router(answers=answers), settings.host, settings.port, settings.threads)
        except OSError as error:
            place = f"{settings.host}:{settings.port}"
            raise CannotServe(
                f"{place} cannot be listened on ({error.strerror}). Where it is taken, another serve may be running; "
                "PORT and HOST name another place."
            ) from None

    def _deliver(self, begun: ExitStack) -> None:
        self.database.when_planned = self.dispatcher.wake
        self.dispatcher.start()
        begun.callback(self.dispatcher.stop)
        self.scheduler.start()
        begun.callback(self.scheduler.stop)

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Take Slack's requests by Socket Mode, and answer all that came in before leaving. Raises CannotServe."""
        from bot.slack.socket_mode import NotConnected, SocketConnection  # a start over HTTP would wait for it

        settings, token = self.settings, self.settings.slack_app_token
        assert token is not None  # noqa: S101 - asked for in Socket Mode only
        connection = SocketConnection(
            self.bolt, token.get_secret_value(), settings.slack_api_url, settings.threads, self.meters.acked
        )
        try:
            connection.connect()
            yield
        except NotConnected as error:
            raise CannotServe(str(error)) from None
        finally:
            connection.close()

    def close(self) -> None:
        """Give everything back."""
        self.database.close()


@cache
def leave_alone_what_stands() -> None:
    """Take all that was made so far out of the search for garbage, once in a process.

    It stays until the end. Each whole search would take 70 milliseconds for it, in the midst of answers, and the end of
    the process a quarter of a second (decision 0037).
    """
    gc.freeze()


def prompt_folders(settings: Settings) -> list[Path]:
    """Return the folder of the shipped prompts and, laid over it, the workspace's own."""
    return [PROMPTS, *([settings.prompts_folder] if settings.prompts_folder else [])]
