"""The command line of Tourguide."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import by_operator, logs, people_import
from bot.clock import SystemClock
from bot.config import HOW_TO_MAKE_A_KEY, Settings, SettingsWrong, how_to_run, read_settings
from bot.db.schema import bring_up_to_date, is_current
from bot.db.upkeep import UpkeepFailed, back_up, doubt_what_was_due, seal_anew
from bot.db.upkeep import restore as put_back
from bot.db.work import Database
from bot.domain.people_file import FileUnreadable
from bot.domain.types import KeyMissing, new_key, vault
from bot.program import CannotServe, Program, prompt_folders
from bot.prompts import PromptError, Prompts
from bot.prompts.places import placed
from bot.services import patterns
from bot.slack import cli_hooks
from bot.slack.manifest import socket_variant, text
from bot.slack.roster import RosterUnreadable

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
prompts_cli = typer.Typer(no_args_is_help=True, help="Check and read the prompts.")
cli.add_typer(prompts_cli, name="prompts")
people_cli = typer.Typer(no_args_is_help=True, help="Bring in who leads whom.")
cli.add_typer(people_cli, name="people")
hooks_cli = typer.Typer(no_args_is_help=True, help="What Slack's own command-line tool asks for (slack run).")
cli.add_typer(hooks_cli, name="slack-hook")

NOTHING_KEPT = "Nothing is kept yet: the same command with --apply keeps it."
ANY_MORE = {"allow_extra_args": True, "ignore_unknown_options": True}  # the tool may hand over more than we need
Protocol = Annotated[str, typer.Option(help="How the tool finds the answer.")]
Boundary = Annotated[str, typer.Option(help="What stands before and after the answer.")]


@cli.command()
def serve(
    no_jobs: Annotated[bool, typer.Option("--no-jobs", help="Only answer Slack; another process delivers.")] = False,
    jobs_only: Annotated[bool, typer.Option("--jobs-only", help="Only deliver; other processes answer Slack.")] = False,
) -> None:
    """Serve Slack and deliver messages, until SIGTERM."""
    if no_jobs and jobs_only:
        fail("--no-jobs and --jobs-only together leave nothing to do.")
    settings = usable_settings()
    logs.set_up(settings.log_format)
    stopped = until_told_to_stop()
    program = Program(settings, SystemClock())
    if not is_current(program.database.engine):
        fail(f"The database's schema is not current: run {how_to_run('migrate')}.")
    try:
        program.serve(stopped, answers=not jobs_only, delivers=not no_jobs)
    except CannotServe as problem:
        fail(f"{problem}\n{how_to_run('doctor')} looks at everything.")


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to date. Safe to repeat."""
    with opened() as database:
        bring_up_to_date(database.engine)


@cli.command(name="name-steward")
def name_steward(team: str, user: str, replace: Annotated[bool, typer.Option("--replace")] = False) -> None:
    """Have USER (a member id, U...) as the only steward of TEAM (T...), where there is none or with --replace."""
    with opened() as database:
        typer.echo(by_operator.name_steward(database, team, user, SystemClock().now(), replace=replace))


@cli.command()
def backup(target: Path) -> None:
    """Write a copy of the whole database to TARGET, while it is in use."""
    try:
        back_up(any_settings().database_url, target)
    except UpkeepFailed as error:
        fail(str(error))
    typer.echo(f"Written to {target}. Keep it apart from the keys, and the keys apart from it.")


@cli.command()
def restore(source: Path, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Put the copy SOURCE in the place of the whole database. Stop every process that serves first."""
    settings = any_settings()
    if not yes:
        typer.confirm("Everything in the database now is lost. Go on?", abort=True)
    try:
        put_back(settings.database_url, source)
    except UpkeepFailed as error:
        fail(str(error))
    database = Database(settings.database_url)
    bring_up_to_date(database.engine)
    doubtful = doubt_what_was_due(database.engine, SystemClock().now())
    database.close()
    typer.echo(f"Restored. {doubtful} messages may have been sent since; each is looked up before it is sent.")


@cli.command(name="seal-anew")
def reseal() -> None:
    """Seal everything with the newest key, so that older ones can be taken away. Safe to repeat."""
    if not any_settings().encryption_keys:
        fail(f"ENCRYPTION_KEYS is missing: {HOW_TO_MAKE_A_KEY}")
    with opened() as database:
        sealed = seal_anew(database.engine)
    typer.echo(f"{sealed} values are sealed with the newest key. Take the others out of ENCRYPTION_KEYS everywhere.")


@cli.command(name="export")
def export_person(team: str, user: str, target: Path) -> None:
    """Write everything that USER (U...) of TEAM (T...) wrote or can read to TARGET, for whoever asks you for theirs."""
    with opened() as database:
        typer.echo(by_operator.write_file(database, team, user, target, SystemClock().now()))


@cli.command(name="erase")
def erase_person(team: str, user: str, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Erase what USER (U...) of TEAM (T...) wrote, for whoever asks you to and cannot ask in Slack. Asks first."""
    with opened() as database:
        typer.echo(by_operator.what_goes(database, team, user))
        if not yes:
            typer.confirm("This cannot be undone. Go on?", abort=True)
        typer.echo(by_operator.erase(database, team, user, SystemClock().now()))


@cli.command()
def demo(port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8137) -> None:
    """Try it in a browser: a stand-in Slack on this machine. Nothing is kept."""
    from bot.playground.faults import FaultsUnreadable  # serve never loads the playground
    from bot.playground.run import RunningDemo

    logs.set_up("text")
    stopped = until_told_to_stop()
    folders = prompt_folders(any_settings())
    try:
        running = RunningDemo(port, folders)
    except OSError:
        fail(f"Port {port} is taken, perhaps by another demo. Choose another: make demo PORT=8200")
    except FaultsUnreadable as problem:
        fail(f"SLACK_FAULTS cannot be read. {problem}")
    except PromptError as error:
        fail("\n".join(map(str, placed(error.problems, folders))))
    typer.echo(f"Tourguide's playground is at {running.url}\nCtrl+C ends it; nothing is kept.")
    stopped.wait()
    running.stop()


@cli.command()
def doctor() -> None:
    """Say in plain words what is missing or wrong. Changes nothing."""
    from bot.doctor import besides, examine

    settings = any_settings()
    vault.use_keys(settings.keys())
    is_well = True
    for name, faults in examine(settings, prompt_folders(settings)):
        typer.echo(f"{name}: {'well' if not faults else ''}")
        for fault in faults:
            typer.echo(f"  - {fault}")
        is_well = is_well and not faults
    for note in besides(settings):
        typer.echo(f"By the way: {note}")
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
    folders = prompt_folders(any_settings())
    prompts = Prompts.read(*folders)
    faults = placed(patterns.all_faults(prompts), folders)
    for fault in faults:
        typer.echo(fault, err=True)
    raise typer.Exit(1 if faults else 0)


@prompts_cli.command()
def preview(name: str, kind: Annotated[str, typer.Option(help="Kind of tour.")] = "transformational") -> None:
    """Show the prompt NAME (such as nudges/goal_due/...) as people will read it."""
    try:
        typer.echo(Prompts.read(*prompt_folders(any_settings())).render_sample(name, kind))
    except PromptError as error:
        fail(str(error))


@people_cli.command(name="import")
def bring_in(
    team: str,
    file: Annotated[Path | None, typer.Argument(help="A CSV file: a line for each person, and their manager.")] = None,
    profile_field: Annotated[str | None, typer.Option(help="The field of Slack's profiles instead.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Keep it; otherwise it is only told.")] = False,
) -> None:
    """Bring in who leads whom in TEAM (T...), from FILE or from a profile field. Tells first what would change."""
    if (file is None) == (profile_field is None):
        fail("Name a file, or --profile-field with the name of the field that holds the manager.")
    program = Program(usable_settings(), SystemClock())
    try:
        plan, lines = people_import.look_over(program.services.leads, program.roster(team), team, file, profile_field)
        typer.echo("\n".join(lines))
        done = people_import.keep(program.services.leads, team, plan, SystemClock().now()) if apply else NOTHING_KEPT
        typer.echo(done)
    except (FileUnreadable, RosterUnreadable) as problem:
        fail(str(problem))
    finally:
        program.close()


@hooks_cli.command(name="get-hooks", context_settings=ANY_MORE)
def get_hooks(protocol: Protocol = "", boundary: Boundary = "") -> None:
    """Print which hooks there are."""
    typer.echo(cli_hooks.within(cli_hooks.hooks(), protocol, boundary))


@hooks_cli.command(name="get-manifest", context_settings=ANY_MORE)
def get_manifest(protocol: Protocol = "", boundary: Boundary = "") -> None:
    """Print the manifest for Socket Mode as JSON."""
    typer.echo(cli_hooks.within(cli_hooks.manifest(), protocol, boundary))


@hooks_cli.command(context_settings=ANY_MORE)
def start() -> None:
    """Serve with the tokens of the app that the tool has installed."""
    if missing := cli_hooks.take_tokens(os.environ):
        fail(f"Slack's command-line tool did not hand over {' and '.join(missing)}: ask it with slack run.")
    usable_settings()
    migrate()
    serve()


def until_told_to_stop() -> threading.Event:
    """Return an event that is set by SIGTERM or Ctrl+C."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    return stopped


@contextmanager
def opened() -> Iterator[Database]:
    """Open the database with its keys; leave in words where the keys are not the right ones."""
    settings = any_settings()
    vault.use_keys(settings.keys())
    database = Database(settings.database_url)
    try:
        yield database
    except KeyMissing:
        fail("Some of it was sealed with a key that is not in ENCRYPTION_KEYS: add that key at the end and ask again.")
    except by_operator.CannotBeDone as problem:
        fail(str(problem))
    finally:
        database.close()


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
        fail("\n".join([*problems, f"{how_to_run('doctor')} looks at everything."]))
    return settings


def fail(why: str) -> NoReturn:
    """Say why, and leave."""
    typer.echo(why, err=True)
    sys.exit(1)


if __name__ == "__main__":
    cli()
