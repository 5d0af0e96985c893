"""Views: opened, pushed, updated and closed as Slack does it, three deep, with what was typed kept."""

from __future__ import annotations

import secrets
from typing import Any

from bot.playground.judge import judge_view
from bot.playground.records import View
from bot.playground.refusals import Json, SlackError
from bot.playground.team import Team, named
from bot.playground.values import kept_state

DEEPEST = 3


class Modals:
    """The views of one workspace. Methods that take a view from the bot raise SlackError where Slack refuses."""

    def __init__(self, team: Team) -> None:
        self._team = team

    def open(self, trigger_id: str, content: Json) -> View:
        """Open a modal before whoever the trigger belongs to; what stood open before goes."""
        judge_view(content, "modal")
        with self._team.lock:
            self._refuse_taken(content, None)
            trigger = self._team.tickets.exchange(trigger_id)
            view = self._new(trigger.user_id, content, None)
            self._team.stacks[trigger.user_id] = [view]
            self._team.touch()
            return view

    def push(self, trigger_id: str, content: Json) -> View:
        """Put a modal on top of the one whose trigger this is."""
        judge_view(content, "modal")
        with self._team.lock:
            self._refuse_taken(content, None)
            trigger = self._team.tickets.exchange(trigger_id)
            if not self._team.stack(trigger.user_id):
                raise SlackError("not_found")
            return self.push_for(trigger.user_id, content)

    def push_for(self, user_id: str, content: Json) -> View:
        """Put a modal on top of this person's stack, as a submission's answer may ask. At most three deep."""
        judge_view(content, "modal")
        with self._team.lock:
            stack = self._team.stack(user_id)
            if len(stack) >= DEEPEST:
                raise SlackError("push_limit_reached")
            view = self._new(user_id, content, stack[-1] if stack else None)
            stack.append(view)
            self._team.touch()
            return view

    def update(self, content: Json, *, view_id: str = "", external_id: str = "", expected_hash: str = "") -> View:
        """Replace the content of an open view; what a person typed stays where block_id and action_id stay."""
        view = self._find(view_id, external_id)
        judge_view(content, str(view.content["type"]))
        with self._team.lock:
            if expected_hash and expected_hash != view.hash:
                raise SlackError("hash_conflict")
            self._refuse_taken(content, view)
            self._replace(view, content)
            return view

    def publish(self, user_id: str, content: Json, expected_hash: str = "") -> View:
        """Put a Home view before one person."""
        self._team.user(user_id)
        if not self._team.manifest.home_tab:
            raise SlackError("not_enabled")
        judge_view(content, "home")
        with self._team.lock:
            view = self._team.homes.get(user_id)
            if expected_hash and (view is None or expected_hash != view.hash):
                raise SlackError("hash_conflict")
            if view is None:
                view = self._team.homes[user_id] = self._new(user_id, content, None)
            self._replace(view, content)
            return view

    def close(self, view: View) -> None:
        """Take one view off its stack, with all that stands on top of it."""
        with self._team.lock:
            stack = self._team.stack(view.user_id)
            if view in stack:
                del stack[stack.index(view) :]
            self._team.touch()

    def clear(self, user_id: str) -> list[View]:
        """Take all modals away from one person; return them, the top one first."""
        with self._team.lock:
            gone = list(reversed(self._team.stack(user_id)))
            self._team.stacks[user_id] = []
            self._team.touch()
            return gone

    def wire(self, view: View) -> Json:
        """Return a view as Slack sends it."""
        app = self._team.app
        content = {"title": None, "submit": None, "close": None, **view.content}
        return {
            **content,
            "id": view.id,
            "team_id": self._team.id,
            "state": {"values": view.state},
            "hash": view.hash,
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "app_id": app.id,
            "app_installed_team_id": self._team.id,
            "bot_id": app.bot_id,
        }

    def find(self, view_id: str) -> View:
        """Return an open modal or a Home view by id. Raises SlackError not_found."""
        return self._find(view_id, "")

    def _all(self) -> list[View]:
        stacked = [view for stack in self._team.stacks.values() for view in stack]
        return [*stacked, *self._team.homes.values()]

    def _find(self, view_id: str, external_id: str) -> View:
        for view in self._all():
            if (view_id and view.id == view_id) or (external_id and view.content["external_id"] == external_id):
                return view
        raise SlackError("not_found")

    def _refuse_taken(self, content: Json, own: View | None) -> None:
        wanted = content.get("external_id")
        if wanted and any(view is not own and view.content["external_id"] == wanted for view in self._all()):
            raise SlackError("duplicate_external_id")

    def _new(self, user_id: str, content: Json, below: View | None) -> View:
        view_id = f"V{self._team.next_number():08d}"
        root = below.root_id if below else view_id
        view = View(view_id, user_id, {"type": content["type"]}, "", root, below.id if below else None)
        self._replace(view, content)
        return view

    def _replace(self, view: View, content: Json) -> None:
        view.content = _filled(content)
        view.state = kept_state(view.blocks, view.state)
        view.hash = f"{int(self._team.now().timestamp())}.{secrets.token_hex(4)}"
        view.errors, view.trouble = {}, ""
        self._team.touch()


def _filled(content: Json) -> Json:
    defaults: dict[str, Any] = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
    }
    return {**defaults, **content, "blocks": named(content["blocks"])}
