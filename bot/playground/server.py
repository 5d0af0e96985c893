"""The page of the playground: static files, what to draw, what a person does, and the clock. Loopback only."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit
from zoneinfo import available_timezones

from bot.clock import MovableClock
from bot.playground.authors import AuthorsDesk
from bot.playground.guide import SIDES, steps
from bot.playground.http_server import Answer, Request, RunningServer
from bot.playground.page_state import page_state
from bot.playground.persons import Person
from bot.playground.refusals import CannotDo, Json, SlackError
from bot.playground.seat import Seat
from bot.playground.time_travel import Hooks, Stop, TimeTravel
from bot.playground.workspace import Workspace

STATIC = Path(__file__).parent / "static"
LOCAL_NAMES = {"127.0.0.1", "localhost", "[::1]"}
HEARTBEAT_SECONDS = 2.0
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

Verb = Callable[[Seat, Json], object]
VERBS: dict[str, Verb] = {
    "type": lambda seat, args: seat.type(args["text"]),
    "look_at": lambda seat, args: seat.look_at(args["tab"]),
    "shortcut": lambda seat, args: seat.shortcut(args["id"]),
    "press": lambda seat, args: seat.press(args["key"], args["block"], args["action"]),
    "put": lambda seat, args: seat.put(args["key"], args["block"], args["action"], args["value"]),
    "submit": lambda seat, args: seat.submit(args["key"]),
    "close": lambda seat, args: seat.close(args["key"]),
    "close_all": lambda seat, _args: seat.close_all(),
}


class Scenes(Protocol):
    """What the page may start from."""

    @property
    def menu(self) -> list[Json]:
        """The scenes: name, title, note."""

    @property
    def is_guided(self) -> bool:
        """Whether the first steps belong to the scene that is shown."""

    def begin(self, name: str) -> list[str]:
        """Start from a scene; return the names of those on the screen. Raises CannotDo when it cannot be played."""


class PageAddress:
    """What the page's server answers. Only this machine's own pages may ask: host and origin are checked."""

    def __init__(
        self, workspace: Workspace, travel: TimeTravel, scenes: Scenes | None, desk: AuthorsDesk | None
    ) -> None:
        self._workspace = workspace
        self._travel = travel
        self._scenes = scenes
        self._desk = desk
        self._showing = 0
        self.stopped = False
        self._gets: dict[str, Callable[[Request], Answer]] = {
            "/page/state": lambda request: Answer.json(self._state(_asked(request, "on"))),
            "/page/events": self._events,
            "/page/exchanges": self._exchanges,
            "/page/stops": self._stops,
            "/page/file": self._file,
            "/page/prompts": self._prompts,
        }
        self._posts: dict[str, Callable[[Json], Answer]] = {
            "/page/do": self._do,
            "/page/clock": self._clock,
            "/page/person": self._change_person,
            "/page/scene": self._begin_scene,
        }

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        if not _is_ours(request):
            return Answer(403, b"only pages of this machine may ask", "text/plain")
        if request.method == "POST":
            post = self._posts.get(request.path)
            return post(json.loads(request.body or b"{}")) if post else _nothing()
        get = self._gets.get(request.path, _static)
        return get(request)

    def show(self, workspace: Workspace, travel: TimeTravel) -> None:
        """Show another workspace from now on; pages that are open are told."""
        before, self._workspace, self._travel = self._workspace, workspace, travel
        self._showing += 1
        before.team.touch()

    def _state(self, on_screen: list[str]) -> Json:
        menu = self._scenes.menu if self._scenes else []
        guide = steps(self._stops_of(SIDES)) if self._scenes and self._scenes.is_guided else []
        shown = page_state(self._workspace, self._travel, on_screen)
        prompts = self._desk.summary() if self._desk else None
        return {**shown, "showing": self._showing, "scenes": menu, "guide": guide, "prompts": prompts}

    def _stops_of(self, names: Iterable[str]) -> list[Stop]:
        ids = [person.id for person in self._workspace.people if person.user.name in names]
        return [stop for user_id in ids for stop in self._travel.hooks.stops(user_id)]

    def _begin_scene(self, args: Json) -> Answer:
        if self._scenes is None or args.get("name") not in [entry["name"] for entry in self._scenes.menu]:
            return _nothing()
        try:
            return Answer.json({"ok": True, "shows": self._scenes.begin(args["name"])})
        except CannotDo as problem:
            return Answer.json({"ok": False, "error": str(problem)}, 500)

    def _do(self, args: Json) -> Answer:
        verb, person = VERBS.get(str(args.get("verb"))), self._person(args)
        if verb is None or person is None:
            return _nothing()
        try:
            verb(person.seat, args)
        except SlackError as refusal:
            return Answer.json(refusal.answer(), 409)
        return Answer.json({"ok": True})

    def _clock(self, args: Json) -> Answer:
        if args.get("halt"):
            self._travel.halt()
            return Answer.json({"ok": True})
        try:
            return Answer.json({"ok": self._travel.start(str(args.get("step")))})
        except ValueError as problem:
            return Answer.json({"ok": False, "error": str(problem)}, 400)

    def _change_person(self, args: Json) -> Answer:
        person = self._person(args)
        if person is None:
            return _nothing()
        facts = {key: str(args[key]) for key in ("real_name", "tz") if args.get(key)}
        if facts.get("tz", person.user.tz) not in available_timezones():
            return Answer.json({"ok": False, "error": "no such time zone"}, 400)
        self._workspace.change_person(person.user.name, **facts)
        return Answer.json({"ok": True})

    def _person(self, args: Json) -> Person | None:
        return next((person for person in self._workspace.people if person.id == args.get("person")), None)

    def _exchanges(self, request: Request) -> Answer:
        since = int("".join(_asked(request, "since")) or 0)
        return Answer.json([exchange.as_json() for exchange in self._workspace.exchanges.since(since)])

    def _stops(self, request: Request) -> Answer:
        stops = self._travel.hooks.stops("".join(_asked(request, "person")))
        return Answer.json([{"moment": stop.moment, "at": stop.at.isoformat(), "sent": stop.sent} for stop in stops])

    def _file(self, request: Request) -> Answer:
        stored = self._workspace.team.files.get("".join(_asked(request, "id")))
        if stored is None or stored.content is None:
            return _nothing()
        name = {"Content-Disposition": f'attachment; filename="{stored.name}"'}
        return Answer(200, stored.content, "application/octet-stream", {**SECURITY, **name})

    def _prompts(self, request: Request) -> Answer:
        return Answer.json(self._desk.shown("".join(_asked(request, "group")))) if self._desk else _nothing()

    def _events(self, _request: Request) -> Answer:
        return Answer(kind="text/event-stream", stream=self._versions())

    def _versions(self) -> Iterator[bytes]:
        seen = (-1, -1)
        while not self.stopped:
            team = self._workspace.team
            with team.changed:
                team.changed.wait_for(self._moved_on(seen), HEARTBEAT_SECONDS)
                changed, seen = self._version() != seen, self._version()
            yield f"data: {seen[1]}\n\n".encode() if changed else b": still here\n\n"

    def _version(self) -> tuple[int, int]:
        return self._showing, self._workspace.team.version

    def _moved_on(self, seen: tuple[int, int]) -> Callable[[], bool]:
        return lambda: self.stopped or self._version() != seen


def _asked(request: Request, name: str) -> list[str]:
    return parse_qs(request.query).get(name, [])


def _is_ours(request: Request) -> bool:
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    name = host.rpartition(":")[0] if ":" in host.removeprefix("[::1]") else host
    same_origin = origin is None or urlsplit(origin).netloc == host
    is_json = request.method == "GET" or request.headers.get("content-type", "").startswith("application/json")
    return name in LOCAL_NAMES and same_origin and is_json


def _static(request: Request) -> Answer:
    name = "index.html" if request.path == "/" else request.path.removeprefix("/static/")
    files: dict[str, Path] = {file.name: file for file in STATIC.iterdir()}
    if name not in files:
        return _nothing()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Answer(200, files[name].read_bytes(), f"{kind}; charset=utf-8", dict(SECURITY))


def _nothing() -> Answer:
    return Answer.json({"ok": False, "error": "not_found"}, 404)


class RunningPage:
    """The page, being served at `url` until `stop`."""

    def __init__(
        self,
        workspace: Workspace,
        travel: TimeTravel,
        host: str,
        port: int,
        scenes: Scenes | None = None,
        desk: AuthorsDesk | None = None,
    ) -> None:
        self._workspace = workspace
        self._travel = travel
        self._address = PageAddress(workspace, travel, scenes, desk)
        self._server = RunningServer(self._address, host, port)

    @property
    def url(self) -> str:
        """Where to point a browser."""
        return f"{self._server.url}/"

    def show(self, workspace: Workspace, clock: MovableClock, hooks: Hooks) -> None:
        """Show another workspace under the same address."""
        before = self._travel
        self._workspace, self._travel = workspace, travel_with(workspace, clock, hooks)
        self._address.show(self._workspace, self._travel)
        before.halt()

    def stop(self) -> None:
        """Stop moving the clock and stop serving."""
        self._travel.halt()
        self._address.stopped = True
        self._workspace.team.touch()
        self._server.stop()


def serve_page(
    workspace: Workspace,
    clock: MovableClock,
    hooks: Hooks,
    host: str = "127.0.0.1",
    port: int = 0,
    scenes: Scenes | None = None,
    desk: AuthorsDesk | None = None,
) -> RunningPage:
    """Serve the page of a workspace on loopback (port 0: any free one). Raises ValueError for another host."""
    return RunningPage(workspace, travel_with(workspace, clock, hooks), host, port, scenes, desk)


def travel_with(workspace: Workspace, clock: MovableClock, hooks: Hooks) -> TimeTravel:
    """Return what moves the clock of a workspace that is shown on the page."""

    def open_homes_again() -> None:
        # Whoever has Home before them when days have passed would open it anew.
        for person in workspace.people:
            if person.seat.tab == "home" and not person.user.deleted:
                person.opens_home()

    return TimeTravel(clock, hooks, workspace.team.touch, open_homes_again)
