"""What the bot's answers cost over a Bolt command that does nothing, behind the same server in the same run."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.config import Settings
from bot.db.schema import bring_up_to_date
from bot.playground.records import View
from bot.playground.workspace import Workspace, serve_slack
from bot.program import Program
from bot.slack.bolt import Reception, web_application
from bot.slack.listeners import register_all
from bot.slack.listeners.home import HomeKeeper
from bot.slack.middleware import Introduce
from bot.slack.routes import Payload, Routes
from bot.web.router import Router, Wsgi
from tests.bench.wire import SECRET, Line, command, interaction, served
from tests.given import KEY, TEAM

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ROUNDS = 400
WARM_UP = 20
TOURS = 3


def measure() -> dict[str, float]:
    """Return ack_read_ratio, ack_write_ratio and dispatch_ratio: medians of requests sent in turn, one at a time.

    The bot stands whole, with its door and its meters; the command that does nothing is Bolt's alone, which checks the
    signature itself, behind the same router and server.
    """
    with ExitStack() as stack:
        bench = stack.enter_context(prepared())

        def line(slack: Wsgi) -> Line:
            return Line(stack.enter_context(served(Router(slack, ready=lambda: True))))

        nothing = line(SlackRequestHandler(bench.doing_nothing()))
        bot = Line(stack.enter_context(served(bench.program.router())))
        last, single = (line(web_application(bench.with_listeners(every=every), SECRET)) for every in (True, False))
        listing = command("list", bench.manager, TEAM)
        submissions = bench.submissions()
        press = bench.press()
        for _ in range(TOURS):
            bot.post(next(submissions))
        return {
            "ack_read_ratio": ratio(lambda: bot.post(listing)[0], lambda: nothing.post(listing)[0]),
            "dispatch_ratio": ratio(lambda: last.post(press)[0], lambda: single.post(press)[0]),
            "ack_write_ratio": ratio(lambda: bot.post(next(submissions))[0], lambda: nothing.post(listing)[0]),
        }


def ratio(ours: Callable[[], float], base: Callable[[], float]) -> float:
    """Return the median of `ours` over the median of `base`, taken in turn after a warm-up."""
    pairs = [(ours(), base()) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    return statistics.median(pair[0] for pair in pairs) / statistics.median(pair[1] for pair in pairs)


@dataclass
class Bench:
    """A bot beside a stand-in workspace, and Bolt apps to hold it against."""

    program: Program
    workspace: Workspace
    api_url: str
    form: View

    @property
    def manager(self) -> str:
        """The user id of whoever leads the tours."""
        return self.workspace.person("manager").id

    def doing_nothing(self) -> App:
        """A Bolt app whose command acknowledges and does nothing."""
        app = self._app()

        def nothing(ack: Ack) -> None:
            ack()

        app.command("/tour")(nothing)
        return app

    def with_listeners(self, *, every: bool) -> App:
        """The bot's own reception with listeners that do nothing: all ids, or the one that was registered last."""
        known, silent = Routes(), Routes()
        register_all(known)
        wanted = {(payload, key) for payload, key, _ in known} if every else {(Payload.ACTION, last_action(known))}
        for payload, key in wanted:
            silent._adder(payload, key)(lambda ack: ack())
        app = self._app(checks_signatures=False)
        app.use(Introduce(self.program.services.people, self.program.clock))
        homes = HomeKeeper(self.program.services)
        app.use(Reception(silent, self.program.services, self.program.prompts, homes))
        return app

    def press(self) -> dict[str, str]:
        """A press on the button whose listener was registered last."""
        known = Routes()
        register_all(known)
        user = self.workspace.person("manager").user
        actions = [{"type": "button", "action_id": last_action(known), "block_id": "b", "value": "1"}]
        payloads = self.workspace._wires.payloads
        return interaction({**payloads._frame("block_actions", user), "actions": actions, "trigger_id": "1.1.a"})

    def submissions(self) -> Iterator[dict[str, str]]:
        """The filled start form, sent again and again, each time to another person."""
        for number in count():
            partner = self.workspace.person(f"partner{number}")
            self.program.services.people.acquaint(TEAM, partner.id, MONDAY)
            payload = self.workspace._wires.payloads.submission(self.workspace.person("manager").user, self.form)
            view = {**payload["view"], "id": f"V{number}"}
            view["state"] = {"values": {**view["state"]["values"], "partner_id": chosen(view, partner.id)}}
            yield interaction({**payload, "view": view})

    def _app(self, *, checks_signatures: bool = True) -> App:
        return App(
            client=WebClient(token=self.workspace.app.bot_token, base_url=self.api_url),
            signing_secret=SECRET,
            process_before_response=True,
            listener_executor=Inline(),
            request_verification_enabled=checks_signatures,
        )


class Inline(Executor):
    """Runs a listener where it is called, so that Bolt waits for no thread of its own."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def chosen(view: dict[str, Any], partner_id: str) -> dict[str, Any]:
    """Return the state of the field that names the partner."""
    ((action_id, state),) = view["state"]["values"]["partner_id"].items()
    return {action_id: {**state, "selected_user": partner_id}}


def last_action(routes: Routes) -> str:
    """Return the action id that was registered last."""
    return routes.keys(Payload.ACTION)[-1]


@contextmanager
def prepared(database_url: str | None = None) -> Iterator[Bench]:
    """A bot, its stand-in workspace, and the start form as a manager has filled it in.

    `database_url` names an empty database; without it a fresh SQLite file is taken.
    """
    clock = MovableClock(MONDAY)
    workspace = Workspace(clock, SECRET, team_id=TEAM)
    slack = serve_slack(workspace)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            slack_bot_token=SecretStr(workspace.app.bot_token),
            slack_signing_secret=SecretStr(SECRET),
            slack_app_token=None,
            slack_api_url=slack.api_url,
            database_url=database_url or f"sqlite:///{Path(folder) / 'bench.sqlite'}",
            encryption_keys=[SecretStr(KEY)],
        )
        program = Program(settings, clock)
        bring_up_to_date(program.database.engine)
        with served(program.router()) as port:
            workspace.reach_bot_at(f"http://127.0.0.1:{port}")
            yield Bench(program, workspace, slack.api_url, filled_form(workspace))
        program.close()
        slack.stop()


def filled_form(workspace: Workspace) -> View:
    """Let a manager open the start form and fill it in; return it as it stands before it is sent."""
    manager = workspace.person("manager")
    workspace.person("partner")
    manager.types("/tour start @partner")
    manager.chooses("Kind of tour", "Transformational")
    manager.fills("Mission", "Bring the intake of the new clinic from paper to one shared list")
    manager.fills("Result", "Every patient is booked within a day")
    manager.fills("Gain", "Led a change across three wards")
    manager.fills("Promise of the company", "An introduction to the finance team")
    assert manager.modal is not None
    return manager.modal
