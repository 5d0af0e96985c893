"""The command line of Tourguide, and the one place where everything is wired together."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from bot.jobs.compose import NudgeComposer
from bot.jobs.scheduler import Scheduler

from bot import logs
from bot.clock import Clock, SystemClock
from bot.config import Settings, SettingsWrong, read_settings
from bot.db.delivery import Delivery
from bot.db.schema import bring_up_to_date, is_current
from bot.db.work import Database
from bot.domain.types import new_key, vault
from bot.jobs.deliver import Dispatcher, Pace
from bot.prompts import PromptError, Prompts
from bot.services import Services
from bot.slack.bolt import make_app, web_application
from bot.slack.installations import SingleInstallation
from bot.slack.manifest import socket_variant, text
from bot.slack.postman import Postman, post_client
from bot.slack.socket_mode import SocketConnection
from bot.web.router import Router
from bot.web.server import WebServer

HERE = Path(__file__).resolve().parent
PROMPTS = HERE / "prompts"

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
prompts_cli = typer.Typer(no_args_is_help=True, help="Check and read the prompts.")
cli.add_typer(prompts_cli, name="prompts")


class Program:
    """Everything that runs, wired once."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Raises PromptError when a prompt is at fault. `settings` must have no problems."""
        assert settings.slack_bot_token is not None  # noqa: S101 - settings.problems() was asked
        vault.use_keys(settings.keys())
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database_url)
        self.prompts = load_prompts(settings)
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
            NudgeComposer(self.database, self.prompts),
            Postman(installation.client_for),
            clock,
            Pace(messages_per_minute=settings.messages_per_minute),
        )
        self.scheduler = Scheduler(self.dispatcher, clock)

    def router(self) -> Router:
        """Return the web application: health, readiness and, unless Socket Mode is used, Slack's requests."""
        slack = None if self.settings.socket_mode else web_application(self.bolt)
        return Router(slack, ready=lambda: is_current(self.database.engine))

    def connect(self) -> SocketConnection:
        """Connect by Socket Mode."""
        assert self.settings.slack_app_token is not None  # noqa: S101 - asked for in Socket Mode only
        token = self.settings.slack_app_token.get_secret_value()
        connection = SocketConnection(self.bolt, token, self.settings.slack_api_url, self.settings.threads)
        connection.connect()
        return connection

    def deliver_all_due(self) -> int:
        """Do in this thread what the resident jobs would do now; return how many messages were dealt with."""
        return self.scheduler.run_once() + self.dispatcher.run_until_idle(self.clock.now())

    def next_due(self) -> datetime | None:
        """Return when the next message is due (UTC), or None."""
        return self.delivery.next_due()

    def serve(self, stopped: threading.Event) -> None:
        """Serve and deliver until `stopped`, then finish what was begun."""
        server = WebServer(self.router(), self.settings.host, self.settings.port, self.settings.threads)
        serving = threading.Thread(target=server.serve, name="web")
        self.database.when_planned = self.dispatcher.wake
        self.dispatcher.start()
        self.scheduler.start()
        serving.start()
        connection = self.connect() if self.settings.socket_mode else None
        typer.echo(f"Tourguide is listening on {self.settings.host}:{server.port}", err=True)
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


def load_prompts(settings: Settings) -> Prompts:
    """Return the shipped prompts with the workspace's own laid over them."""
    return Prompts.load(PROMPTS, *([settings.prompts_folder] if settings.prompts_folder else []))


@cli.command()
def serve() -> None:
    """Serve Slack and deliver messages, until SIGTERM."""
    settings = usable_settings()
    logs.set_up(settings.log_format)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    program = Program(settings, SystemClock())
    if not is_current(program.database.engine):
        fail("The database's schema is not current: run python app.py migrate.")
    program.serve(stopped)


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to date. Safe to repeat."""
    database = Database(any_settings().database_url)
    bring_up_to_date(database.engine)
    database.close()


@cli.command()
def demo(port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8137) -> None:
    """Try it in a browser: a stand-in Slack on this machine."""
    from bot.playground.demo import run_demo

    run_demo(Program, port)


@cli.command()
def doctor() -> None:
    """Say in plain words what is missing or wrong. Changes nothing."""
    from bot.doctor import examine

    settings = any_settings()
    vault.use_keys(settings.keys())
    is_well = True
    for name, faults in examine(settings, PROMPTS):
        typer.echo(f"{name}: {'well' if not faults else ''}")
        for fault in faults:
            typer.echo(f"  - {fault}")
        is_well = is_well and not faults
    typer.echo("All is well." if is_well else "Mend the lines above, from the top, and ask again.")
    raise typer.Exit(0 if is_well else 1)


@cli.command(name="new-key")
def make_key() -> None:
    """Print a new key for ENCRYPTION_KEYS."""
    typer.echo(new_key())


@cli.command()
def manifest(socket: Annotated[bool, typer.Option(help="The variant for Socket Mode.")] = False) -> None:
    """Print the app's manifest, to paste at api.slack.com/apps."""
    typer.echo(socket_variant() if socket else text())


@prompts_cli.command()
def check() -> None:
    """Check every prompt."""
    settings = any_settings()
    faults = Prompts.read(PROMPTS, *([settings.prompts_folder] if settings.prompts_folder else [])).check()
    for fault in faults:
        typer.echo(fault, err=True)
    raise typer.Exit(1 if faults else 0)


@prompts_cli.command()
def preview(name: str, kind: Annotated[str, typer.Option(help="Kind of tour.")] = "transformational") -> None:
    """Show the prompt NAME (such as nudges/goal_due/...) as people will read it."""
    try:
        typer.echo(load_prompts(any_settings()).render_sample(name, kind))
    except PromptError as error:
        fail(str(error))


def any_settings() -> Settings:
    """Return the settings, complete or not; leave with the faults where they cannot be read."""
    try:
        return read_settings()
    except SettingsWrong as error:
        fail(str(error))


def usable_settings() -> Settings:
    """Return settings that suffice to serve; leave with what is missing."""
    settings = any_settings()
    if problems := settings.problems():
        fail("\n".join([*problems, "python app.py doctor looks at everything."]))
    return settings


def fail(why: str) -> NoReturn:
    """Say why, and leave."""
    typer.echo(why, err=True)
    sys.exit(1)


if __name__ == "__main__":
    cli()
