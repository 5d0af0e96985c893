"""Runs the demo: the real program beside the stand-in workspace, in one process, with a clock that can be moved."""

from __future__ import annotations

import os
import secrets
import tempfile
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.clock import MovableClock, SystemClock
from bot.config import Settings
from bot.db.schema import bring_up_to_date
from bot.domain.outbox import MessageState
from bot.domain.types import new_key
from bot.playground.acts import Set
from bot.playground.authors import AuthorsDesk
from bot.playground.demo import monday_morning, start_demo
from bot.playground.guide import SIDES
from bot.playground.manifest import Manifest
from bot.playground.refusals import Json
from bot.playground.scenes import FIRST_SCENE, SCENES, Scene
from bot.playground.server import serve_page
from bot.playground.time_travel import Hooks, Stop
from bot.playground.workspace import Workspace
from bot.program import PROMPTS, Program
from bot.prompts import Prompts
from bot.web.server import WebServer

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yml"
PORT = 8137
EVER = datetime(2000, 1, 1, tzinfo=UTC)


class Stage:
    """One fresh state of the demo: workspace, bot, database and clock. Nothing outlives `stop`."""

    def __init__(self, start: datetime, key: str, prompts: Prompts) -> None:
        """Start everything but the page. `key` seals what people write; the bot speaks from `prompts`."""
        self.clock = MovableClock(start)
        self._key = key
        secret = secrets.token_hex(16)
        self._demo = start_demo(self.clock, secret, Manifest.read(MANIFEST))
        self._folder = tempfile.TemporaryDirectory(prefix="tourguide-demo-")
        self.program = Program(self._settings(secret), self.clock, prompts)
        bring_up_to_date(self.program.database.engine)
        with self.program.database.work(self.workspace.team.id) as work:
            # As in a workspace where she installed it.
            work.stewards.name([self.workspace.person("steward").id], None, start)
        self._server = WebServer(self.program.router(), "127.0.0.1", 0, threads=8)
        self._serving = threading.Thread(target=self._server.serve)
        self._serving.start()
        self._deliveries = Deliveries(self.program, self.workspace.team.touch)
        self.hooks = Hooks(self._deliveries.run, self.program.next_due, self.program.last_due, self.stops)
        self.workspace.reach_bot_at(f"http://127.0.0.1:{self._server.port}")

    @property
    def workspace(self) -> Workspace:
        """The stand-in workspace."""
        return self._demo.workspace

    def stops(self, user_id: str) -> list[Stop]:
        """Return what a person was sent and will be, by time."""
        with self.program.database.reading(self.workspace.team.id) as work:
            lines = [*work.outbox.settled(user_id, since=EVER), *work.outbox.waiting(recipient_id=user_id)]
        kept = [line for line in lines if line.state in {MessageState.SENT, MessageState.PENDING}]
        stops = [Stop(line.moment, line.settled_at or line.due_at, line.state is MessageState.SENT) for line in kept]
        return sorted(stops, key=lambda stop: stop.at)

    def stop(self) -> None:
        """End everything and throw its data away."""
        self._server.stop()
        self._serving.join()
        self._deliveries.stop()
        self.program.close()
        self._demo.stop()
        self._folder.cleanup()

    def _settings(self, secret: str) -> Settings:
        # Everything is named, so that no setting of a real workspace in the environment can reach the demo.
        return Settings(
            slack_bot_token=SecretStr(self.workspace.app.bot_token),
            slack_signing_secret=SecretStr(secret),
            slack_app_token=None,
            slack_api_url=self._demo.api_url,
            database_url=f"sqlite:///{self._folder.name}/demo.sqlite",
            encryption_keys=[SecretStr(self._key)],
        )


class RunningDemo:
    """A demo that is running. `url` is the address of its page; nothing outlives `stop`."""

    def __init__(self, port: int = PORT, folders: Sequence[Path] = (PROMPTS,)) -> None:
        """Start everything; port 0 takes a free one. The bot speaks from the prompts in `folders`.

        Raises OSError when the port is taken, FaultsUnreadable for SLACK_FAULTS, PromptError for a prompt at fault.
        """
        self.desk = AuthorsDesk(folders, Prompts.load(*folders))
        # One key for all stages: the next scene is set while the present one still plays.
        self._key = new_key()
        self._faults = os.environ.get("SLACK_FAULTS", "")
        self._one_at_a_time = threading.Lock()
        self._scene = SCENES[FIRST_SCENE]
        self.stage = self._set(self._scene)
        try:
            stage = self.stage
            self._page = serve_page(stage.workspace, stage.clock, stage.hooks, port=port, scenes=self, desk=self.desk)
        except OSError:
            self.stage.stop()
            raise
        self.desk.watch(self._tell)
        self.url = self._page.url

    @property
    def menu(self) -> list[Json]:
        """What the page offers to start from."""
        return [{"name": scene.name, "title": scene.title, "note": scene.note} for scene in SCENES.values()]

    @property
    def is_guided(self) -> bool:
        """Whether the first steps belong to the scene that is shown: they are about the tour of these two."""
        return self._scene.shows == SIDES

    def begin(self, name: str) -> list[str]:
        """Throw away what is there, start from this scene, and return the names of those on the screen.

        Raises KeyError for an unknown scene, and whatever a scene's people stumble over; the old one then goes on.
        """
        with self._one_at_a_time:
            scene = SCENES[name]
            before, self.stage = self.stage, self._set(scene)
            self._scene = scene
            self._page.show(self.stage.workspace, self.stage.clock, self.stage.hooks)
            before.stop()
        return list(scene.shows)

    def stop(self) -> None:
        """End everything and throw its data away."""
        self.desk.stop()
        self._page.stop()
        self.stage.stop()

    def _tell(self) -> None:
        self.stage.workspace.team.touch()

    def _set(self, scene: Scene) -> Stage:
        stage = Stage(monday_morning(SystemClock().now()) - scene.begins_before, self._key, self.desk.prompts)
        try:
            scene.play(Set(stage.workspace, stage.clock, stage.hooks, stage.program.services))
            # From here on: a scene's people have no patience with a broken Slack.
            stage.workspace.faults.by_chance(self._faults)
        except Exception:
            stage.stop()
            raise
        return stage


class Deliveries:
    """Delivers in the demo, one run at a time: when something was planned, and when the clock was moved."""

    def __init__(self, program: Program, on_delivery: Callable[[], None]) -> None:
        self._program = program
        self._on_delivery = on_delivery
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        program.database.when_planned = self._woken.set
        self._thread.start()

    def run(self, _moment: datetime) -> None:
        """Deliver what is due now."""
        with self._one_at_a_time:
            if self._program.deliver_all_due():
                self._on_delivery()

    def stop(self) -> None:
        """Finish the run under way."""
        self._stopping.set()
        self._woken.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._woken.wait()
            self._woken.clear()
            self.run(self._program.clock.now())
