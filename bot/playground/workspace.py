"""The stand-in workspace as others use it: people, a way to the bot, an address for the Web API."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic as machine_monotonic
from typing import Any

from bot.clock import Clock
from bot.playground.api_files import take_upload
from bot.playground.api_people import wire_user
from bot.playground.bot_link import BotLink, HttpLink
from bot.playground.exchanges import Exchanges
from bot.playground.faults import Faults
from bot.playground.http_server import Answer, Request, RunningServer
from bot.playground.manifest import Manifest
from bot.playground.modals import Modals
from bot.playground.payloads import Payloads
from bot.playground.persons import Person
from bot.playground.records import User
from bot.playground.refusals import SlackError
from bot.playground.replies import respond
from bot.playground.seat import Wires
from bot.playground.team import ANSWER_WITHIN_SECONDS, App, Team
from bot.playground.web_api import WebApi, arguments


class Workspace:
    """One stand-in workspace. `clock` gives the time of messages and events; tokens are in `app`."""

    def __init__(
        self,
        clock: Clock,
        signing_secret: str,
        *,
        team_id: str = "T0PLAYGROUND",
        name: str = "Playground",
        manifest: Manifest | None = None,
        monotonic: Callable[[], float] = machine_monotonic,
        retry_pauses: tuple[float, ...] = (0.0, 60.0, 300.0),
        answer_within: float = ANSWER_WITHIN_SECONDS,
    ) -> None:
        """`retry_pauses` (before an event comes again) and `answer_within` (an answer, a trigger) are real seconds.

        `monotonic` measures the life of triggers and the pace of calls.
        """
        self.team = Team(
            clock,
            signing_secret,
            team_id=team_id,
            name=name,
            manifest=manifest or Manifest(),
            monotonic=monotonic,
            answer_within=answer_within,
        )
        modals = Modals(self.team)
        self._wires = Wires(self.team, modals, Payloads(self.team, modals, ""), retry_pauses=retry_pauses)
        self._persons: dict[str, Person] = {}

    @property
    def app(self) -> App:
        """The bot's ids, tokens and signing secret in this workspace."""
        return self.team.app

    @property
    def faults(self) -> Faults:
        """The switches that make the Web API slow, limited or broken."""
        return self.team.faults

    @property
    def exchanges(self) -> Exchanges:
        """What went over the wire."""
        return self.team.exchanges

    @property
    def people(self) -> list[Person]:
        """The people, in the order they were added."""
        return list(self._persons.values())

    def add_person(self, name: str, real_name: str = "", **facts: Any) -> Person:
        """Add a member; `facts` are fields of `User` (tz, locale, role, is_restricted, deleted, team_id ...)."""
        user_id = facts.pop("id", None) or f"U{len(self.team.users):02d}{name.upper().replace('.', '')[:12]}"
        user = User(user_id, name, real_name or name.capitalize(), facts.pop("team_id", self.team.id), **facts)
        with self.team.lock:
            self.team.users[user.id] = user
            self._persons[name] = Person(self._wires, user)
            self.team.touch()
        return self._persons[name]

    def join(self, name: str, real_name: str = "", **facts: Any) -> Person:
        """Let somebody join the workspace now: `add_person`, and a team_join event for the bot."""
        person = self.add_person(name, real_name, **facts)
        user = wire_user(self.team, person.user, with_locale=True)
        self.send_event({"type": "team_join", "user": user})
        return person

    def person(self, name: str) -> Person:
        """Return a member by name; who is not there yet is added."""
        return self._persons.get(name) or self.add_person(name)

    def change_person(self, name: str, **facts: Any) -> None:
        """Change facts of a member (tz, deleted, is_restricted ...) and send user_change."""
        user = self.person(name).user
        with self.team.lock:
            for key, value in facts.items():
                setattr(user, key, value)
            self.team.touch()
        self._wires.send_event(self._wires.payloads.user_changed(user))

    def send_event(self, event: dict[str, Any]) -> int:
        """Send any event (its inner part) to the bot; return the HTTP status of the last try, 0 for none."""
        return self._wires.send_event(self._wires.payloads.event(event)).status

    def remove_app(self, *, tokens_first: bool = False) -> None:
        """Remove the bot from the workspace: its token is dead, and both events tell of it, in either order."""
        with self.team.lock:
            self.team.installed = False
        events: list[dict[str, Any]] = [
            {"type": "app_uninstalled"},
            {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.team.app.bot_user_id]}},
        ]
        for event in reversed(events) if tokens_first else events:
            self.send_event(event)

    def reach_bot_at(self, bot_url: str) -> None:
        """From now on send to POST {bot_url}/slack/events, signed."""
        self._wires.link = HttpLink(bot_url, self.team.app.signing_secret, self.team.answer_within)

    def reach_bot_by(self, link: BotLink) -> None:
        """From now on send over another link, such as Socket Mode."""
        self._wires.link = link

    def answers_at(self, base_url: str) -> None:
        """Say under which address this workspace is served; response URLs point there."""
        self._wires.payloads.base_url = base_url
        self.team.base_url = base_url


class SlackAddress:
    """What a stand-in answers over HTTP: /api/<method>, /respond/<token> and /upload/<token>. Anything else is 404."""

    def __init__(self, *workspaces: Workspace) -> None:
        self._workspaces = workspaces
        self._api = WebApi(*(workspace.team for workspace in workspaces))
        self.routes: dict[str, Callable[[Request], Answer]] = {}

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        _, head, tail = (*request.path.split("/", 2), "", "")[:3]
        if head == "api" and request.method == "POST" and request.path not in self.routes:
            return self._api(tail, request)
        if head == "respond" and request.method == "POST":
            return self._respond(tail, request)
        if head == "upload" and request.method == "POST":
            taken = any(take_upload(workspace.team, tail, request.body) for workspace in self._workspaces)
            return Answer(200 if taken else 404, b"", "text/plain")
        route = self.routes.get(request.path)
        return route(request) if route else Answer(404, b"", "text/plain")

    def _respond(self, token: str, request: Request) -> Answer:
        for workspace in self._workspaces:
            team = workspace.team
            if team.tickets.knows(token):
                content = arguments(request)
                answer = _responded(team, token, content)
                problems = () if answer.get("ok") else (str(answer.get("error")),)
                status = 200 if answer.get("ok") else 404
                team.exchanges.add(team.now(), "to Slack", "response_url", content, status, answer, 0.0, problems)
                return Answer.json(answer, status)
        return Answer.json({"ok": False, "error": "invalid_url"}, 404)


def _responded(team: Team, token: str, content: dict[str, Any]) -> dict[str, Any]:
    try:
        return respond(team, token, content)
    except SlackError as refusal:
        return refusal.answer()


class RunningSlack(RunningServer):
    """A stand-in Slack that is being served. `api_url` is what the bot's SLACK_API_URL is set to."""

    def __init__(self, *workspaces: Workspace, host: str = "127.0.0.1", port: int = 0) -> None:
        self.address = SlackAddress(*workspaces)
        super().__init__(self.address, host, port)
        for workspace in workspaces:
            workspace.answers_at(self.url)

    @property
    def api_url(self) -> str:
        """The Web API's base address, with a slash at its end."""
        return f"{self.url}/api/"


def serve_slack(*workspaces: Workspace, host: str = "127.0.0.1", port: int = 0) -> RunningSlack:
    """Serve the Web API of one or more workspaces on loopback (port 0: any free one)."""
    return RunningSlack(*workspaces, host=host, port=port)
