"""What Slack sends to a bot: events, commands, shortcuts, actions and submissions, field by field."""

from __future__ import annotations

from typing import Any

from bot.playground.api_chat import wire_message
from bot.playground.api_people import wire_user
from bot.playground.modals import Modals
from bot.playground.records import Dm, Message, Place, User, View
from bot.playground.refusals import Json
from bot.playground.team import Team


class Payloads:
    """Writes the payloads of one workspace. `base_url` is where its response URLs lie."""

    def __init__(self, team: Team, modals: Modals, base_url: str) -> None:
        self._team = team
        self._modals = modals
        self.base_url = base_url

    def event(self, event: Json) -> Json:
        """Wrap an event of the Events API."""
        app, now = self._team.app, int(self._team.now().timestamp())
        number = self._team.next_number()
        authorization = {
            "enterprise_id": self._team.organisation,
            "team_id": self._team.id,
            "user_id": app.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": self._team.organisation is not None,
        }
        return {
            "token": "stand-in",
            "team_id": self._team.id,
            "context_team_id": self._team.id,
            "context_enterprise_id": self._team.organisation,
            "api_app_id": app.id,
            "event": {**event, "event_ts": event.get("event_ts") or self._team.next_ts()},
            "type": "event_callback",
            "event_id": f"Ev{now}{number:06d}",
            "event_time": now,
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }

    def home_opened(self, user: User, tab: str) -> Json:
        """app_home_opened for a tab ("home" or "messages")."""
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self._team.dm_with(user.id).id,
            "tab": tab,
        }
        home = self._team.homes.get(user.id)
        if home and tab == "home":
            event["view"] = self._modals.wire(home)
        return self.event(event)

    def message(self, user: User, dm: Dm, message: Message, files: list[Json] | None = None) -> Json:
        """message.im for what a person wrote; with files it carries Slack's file_share subtype."""
        event: Json = {
            "type": "message",
            "channel": dm.id,
            "channel_type": "im",
            "user": user.id,
            "text": message.text,
            "ts": message.ts,
            "event_ts": message.ts,
            "team": self._team.id,
            "blocks": message.blocks,
            "client_msg_id": f"m-{message.ts}",
        }
        return self.event({**event, "subtype": "file_share", "files": files} if files else event)

    def user_changed(self, user: User) -> Json:
        """user_change with the person as they are now."""
        return self.event({"type": "user_change", "user": wire_user(self._team, user, with_locale=True)})

    def command(self, user: User, command: str, text: str) -> Json:
        """A slash command typed in the DM with the bot."""
        dm = self._team.dm_with(user.id)
        return {
            "token": "stand-in",
            "team_id": self._team.id,
            "team_domain": "playground",
            "channel_id": dm.id,
            "channel_name": "directmessage",
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self._team.app.id,
            "enterprise_id": self._team.organisation,
            "is_enterprise_install": "false" if self._team.organisation is None else "true",
            "response_url": self._response_url(user, dm.id, None),
            "trigger_id": self._team.tickets.trigger(user.id),
        }

    def shortcut(self, user: User, callback_id: str) -> Json:
        """A global shortcut."""
        trigger_id = self._team.tickets.trigger(user.id)
        return {
            **self._frame("shortcut", user),
            "callback_id": callback_id,
            "trigger_id": trigger_id,
            "action_ts": self._team.next_ts(),
        }

    def action(self, user: User, place: Place, action: Json) -> Json:
        """block_actions in a view or in a message."""
        payload = {**self._frame("block_actions", user), "actions": [{**action, "action_ts": self._team.next_ts()}]}
        payload["trigger_id"] = self._team.tickets.trigger(user.id, place.key if isinstance(place, View) else None)
        if isinstance(place, View):
            container: Json = {"type": "view", "view_id": place.id}
            return {**payload, "container": container, "view": self._modals.wire(place)}
        return {**payload, **self._around_message(user, place)} if isinstance(place, Message) else payload

    def _around_message(self, user: User, message: Message) -> Json:
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": bool(message.only_for),
        }
        around: Json = {
            "container": container,
            "channel": {"id": message.channel_id, "name": "directmessage"},
            "state": {"values": message.state},
            "response_url": self._response_url(user, message.channel_id, message.ts),
        }
        return around if message.only_for else {**around, "message": wire_message(self._team, message)}

    def submission(self, user: User, view: View) -> Json:
        """view_submission."""
        trigger_id = self._team.tickets.trigger(user.id, view.id)
        frame = self._frame("view_submission", user)
        return {**frame, "trigger_id": trigger_id, "view": self._modals.wire(view), "response_urls": []}

    def closed(self, user: User, view: View, *, cleared: bool) -> Json:
        """view_closed."""
        return {**self._frame("view_closed", user), "view": self._modals.wire(view), "is_cleared": cleared}

    def _frame(self, kind: str, user: User) -> dict[str, Any]:
        organisation = self._team.organisation
        return {
            "type": kind,
            "team": {"id": self._team.id, "domain": "playground"},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
            "api_app_id": self._team.app.id,
            "token": "stand-in",
            "enterprise": {"id": organisation, "name": "The organisation"} if organisation else None,
            "is_enterprise_install": organisation is not None,
        }

    def _response_url(self, user: User, channel_id: str, message_ts: str | None) -> str:
        token = self._team.tickets.response_url(user.id, channel_id, message_ts, self._team.now())
        return f"{self.base_url}/respond/{token}"
